"""The guarded way to the outside: what may be visited, one request at a time, and what is owed to each host."""

from __future__ import annotations

from firstlight.collect.net.fetch import Fetched, Fetcher
from firstlight.collect.net.guard import Target, checked, is_public, target
from firstlight.collect.net.rules import NetworkRules, rules_of
from firstlight.collect.net.wire import Answer, Net, ask, outside

__all__ = [
    "Answer",
    "Fetched",
    "Fetcher",
    "Net",
    "NetworkRules",
    "Target",
    "ask",
    "checked",
    "is_public",
    "outside",
    "rules_of",
    "target",
]
