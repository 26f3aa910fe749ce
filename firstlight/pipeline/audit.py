"""`firstlight sample`: a sheet of drawn statements with their words in context, and what its verdicts say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from firstlight.errors import SourceError
from firstlight.evaluate.sample import Audited, audited, read_verdicts
from firstlight.exchange.csv_cells import line
from firstlight.model import Record, Report, Statement
from firstlight.pipeline.trace import Cited

HEADER = (
    "id", "verdict", "note", "kind", "count", "what", "places", "when", "before", "quote", "after", "source",
    "published", "address",
)  # fmt: skip


class Audit(Record, frozen=True, kw_only=True):
    """What came of an audit: precision by kind and of all, and how many verdicts are about statements that are gone."""

    results: tuple[Audited, ...]
    gone: int


def sheet(cited: Sequence[Cited]) -> Iterator[bytes]:
    """The sheet as CSV, with the columns verdict and note empty; formulas are guarded."""
    yield line(HEADER).encode()
    for one in cited:
        said, report = one.statement, one.report
        yield line([*_claimed(said), one.before, said.quote.text, one.after, *_origin(report)]).encode()


def _claimed(said: Statement) -> list[str]:
    count = f"{said.count.form} {said.count.low} {said.count.high}" if said.count else ""
    weapon = "+".join(said.weapon.models) or said.weapon.class_ if said.weapon else ""
    what = weapon or (said.object.class_ if said.object else said.utility or said.group or "")
    when = f"{said.when.start} to {said.when.end}" if said.when else ""
    return [said.id, "", "", said.kind, count, what, ", ".join(place.name for place in said.places), when]


def _origin(report: Report) -> list[str]:
    return [report.source, report.published or "", report.address or ""]


def results(path: Path, statements: Mapping[str, Statement]) -> Audit:
    """What the verdicts of a sheet say; SourceError, TableError."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}): check the name") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8: save the sheet as CSV, UTF-8") from error
    verdicts = read_verdicts(text, path.name)
    gone = Counter(key in statements for key in verdicts)[False]
    known = {key: verdict for key, verdict in verdicts.items() if key in statements}
    return Audit(results=tuple(audited(known, {key: statements[key].kind for key in known})), gone=gone)
