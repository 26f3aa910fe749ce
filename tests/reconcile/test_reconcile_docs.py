"""The page of rules and the rules are the same."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_rule_that_may_choose_a_number_is_explained() -> None:
    """Each rule that settling can name stands, in the same words, in docs/ledger.md."""
    code = (ROOT / "firstlight/reconcile/values.py").read_text("utf-8")
    body = code[code.index("def _rule(") : code.index("def _why_not(")] + '"exact over bounded"'
    rules = set(re.findall(r'"([a-z][a-z ,]+ [a-z ]+)"', body))
    page = (ROOT / "docs/ledger.md").read_text("utf-8")
    assert len(rules) >= 9
    assert [rule for rule in sorted(rules) if rule not in page] == []
