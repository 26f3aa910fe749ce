"""What `firstlight assess` prints: the invented weeks, inventory and options, as a new user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstlight.assess import AssessOptions, assess
from firstlight.catalog import catalog
from firstlight.cli.assessed import assessment_lines, difference_lines
from firstlight.model import Assessment, LedgerState
from firstlight.pipeline import Ledger
from tests.truth.test_truth_silence import planted

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The twelve invented weeks, settled."""
    made = Ledger(tmp_path_factory.mktemp("invented") / "ledger")
    made.collect([str(EXAMPLES / "invented-nights")])
    made.read()
    made.reconcile()
    return made


@pytest.fixture(scope="module")
def assessment(ledger: Ledger) -> Assessment:
    """Their assessment with the example files, exactly as docs/assessment.md says to try them, two weeks ahead."""
    files = (EXAMPLES / "invented-inventory.toml", EXAMPLES / "invented-options.toml")
    found, _ = ledger.assess(weeks=2, inventory=files[0], options=files[1])
    return found


def test_the_examples_run_as_they_stand(assessment: Assessment) -> None:
    """Inventory and options of the examples fit the invented weeks: stocks, options and trust come out, all marked."""
    lines = list(assessment_lines(assessment))
    start = next(at for at, line in enumerate(lines) if line.startswith("Stocks"))
    assert [line for line in lines[start:] if line and "INVENTED" not in line] == []
    assert any("best mix within the limits" in line for line in lines)
    assert any("attacker adapts" in line for line in lines[start:])


def test_a_run_out_night_is_never_alone(assessment: Assessment) -> None:
    """A sentence that names a night of running out says in how many futures, and how many last to the end."""
    assert assessment.stocks is not None
    for one in assessment.stocks.run_outs:
        assert "of 100 futures" in one.says or "lasts" in one.says
        assert one.title in one.says


def test_a_forecast_is_shown_with_its_scorecard(assessment: Assessment) -> None:
    """How past forecasts did stands under the forecast; on a short record, that this is not known."""
    assert any("how good they are is not known" in line for line in assessment_lines(assessment))
    options = AssessOptions(weeks=2, paths=200)
    longer = assess(LedgerState(raids=planted()), {}, {}, catalog(), options)
    assert longer.forecast is not None
    assert longer.forecast.scorecard is not None
    lines = list(assessment_lines(longer))
    at = next(number for number, line in enumerate(lines) if "held against what came" in line)
    for row, one in zip(lines[at + 2 :], longer.forecast.scorecard.scores, strict=False):
        assert row.split()[:2] == [one.group, f"{one.relative:.2f}"]


def test_is_that_drop_real_is_one_call(ledger: Ledger) -> None:
    """Two months of one group are compared by their names, and the verdict is the last line."""
    found = ledger.difference("drone", "2031-04", "2031-05-01..2031-05-31")
    assert (found.before.first, found.after.last) == ("2031-04-01", "2031-05-31")
    assert list(difference_lines(found))[-1] == found.verdict
