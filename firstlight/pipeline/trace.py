"""From any id to everything behind it: statements, their quotes in context, reports, captures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from firstlight.catalog import Catalog
from firstlight.errors import NotFoundError, UsageError
from firstlight.model import (
    Assessment,
    Capture,
    Decision,
    Incident,
    LedgerState,
    Material,
    Package,
    Picture,
    Raid,
    Record,
    Report,
    Statement,
)
from firstlight.pipeline.decisions import Ruled, ruled
from firstlight.pipeline.versions import Version, differences

if TYPE_CHECKING:
    from firstlight.brief.cover import Cover

AROUND = 160  # code points of context on either side of a quote
KINDS: dict[str, Any] = {"raids": Raid, "incidents": Incident, "packages": Package}
Thing = Raid | Incident | Package | Statement | Report | Capture | Decision
T = TypeVar("T")


class Held(Protocol):
    """What is asked of a ledger, now or as of an earlier instant."""

    @property
    def folder(self) -> Path: ...  # noqa: D102
    def find(self, prefix: str) -> list[tuple[str, str]]: ...  # noqa: D102
    def one(self, table: str, key: str, kind: type[T]) -> T: ...  # noqa: D102
    def statements_in(self, report: str) -> list[str]: ...  # noqa: D102
    def holders(self, statement: str) -> list[tuple[str, str]]: ...  # noqa: D102
    def report_of(self, statement: str) -> Report: ...  # noqa: D102
    def attributions(self, report: str) -> list[Report]: ...  # noqa: D102
    def reports_in(self, capture: str) -> list[Report]: ...  # noqa: D102
    def captures(self) -> dict[str, Capture]: ...  # noqa: D102
    def pictures(self) -> dict[str, Picture]: ...  # noqa: D102
    def erasers(self, name: str) -> list[Decision]: ...  # noqa: D102
    def versions(self, report: str) -> list[tuple[Report, str, bool]]: ...  # noqa: D102
    def captures_of(self, origin: str) -> list[tuple[Capture, str]]: ...  # noqa: D102


class Cited(Record, frozen=True, kw_only=True):
    """A statement in its place: the text around its quote, the report that says it, and that report's bytes."""

    statement: Statement
    before: str  # context, private names covered
    after: str
    report: Report  # with its text left out
    capture: Capture | None
    picture: Picture | None = None  # of the captured page, where one was wanted
    why: str = ""  # why the ledger linked it to what is shown


class Shown(Record, frozen=True, kw_only=True):
    """What an id stands for. `asked` differs from the thing's own id where it was a prefix or an old id."""

    asked: str
    what: str  # raid, incident, package, statement, report, capture, decision; erased: the thing is what erased it
    thing: Thing
    cited: tuple[Cited, ...] = ()
    within: tuple[tuple[str, str], ...] = ()  # (raid, incident or package; id) that a statement belongs to
    picture: Picture | None = None  # of a capture, where one was wanted
    reports: tuple[str, ...] = ()  # ids of the reports of a capture
    decisions: tuple[Ruled, ...] = ()  # those that name a statement behind it, superseded ones too
    versions: tuple[Version, ...] = ()  # of a report or capture: all that came from its place, oldest first
    differences: tuple[str, ...] = ()  # of a report, from the version before it, names covered; see versions.py


def trace(store: Held, decisions: Sequence[Decision], key: str, catalog: Catalog) -> Shown:
    """The one thing whose id is or begins with `key`. NotFoundError for none, UsageError for several."""
    asked = key.strip()
    table, found = _one(store, asked)
    if table == "erased":
        return Shown(asked=asked, what="erased", thing=store.erasers(found)[-1])
    if table == "captures":
        reports = tuple(dict.fromkeys(report.id for report in store.reports_in(found)))
        taken, capture = _about(decisions, {found, *reports}), store.captures()[found]
        return Shown(
            asked=asked,
            what="capture",
            thing=capture,
            picture=store.pictures().get(found),
            reports=reports,
            decisions=taken,
            versions=tuple(
                Version(report="", capture=other.sha256, learned_at=at, counts=False)
                for other, at in store.captures_of(capture.origin)
            ),
        )
    thing, held, within = _thing(store, table, found, decisions)
    versions, differ = _versions(store, thing, catalog) if isinstance(thing, Report) else ((), ())
    return Shown(
        asked=asked,
        what=table[:-1],
        thing=thing,
        cited=_cited(store, held, catalog),
        within=within,
        versions=versions,
        differences=differ,
        decisions=_about(decisions, {statement for statement, _ in held} | _whole(thing)),
    )


def _thing(
    store: Held, table: str, key: str, decisions: Sequence[Decision]
) -> tuple[Thing, list[tuple[str, str]], tuple[tuple[str, str], ...]]:
    """The thing, the statements behind it with why each is there, and what it lies within."""
    if table in KINDS:
        thing: Raid | Incident | Package = store.one(table, key, KINDS[table])
        why = {link.statement: link.reason for link in thing.links}
        return thing, list(why.items()), ()
    if table == "statements":
        return store.one(table, key, Statement), [(key, "")], tuple(store.holders(key))
    if table == "reports":
        return store.attributions(key)[-1], [(statement, "") for statement in store.statements_in(key)], ()
    decision = next(decision for decision in decisions if decision.id == key)
    return decision, [(statement, "") for statement in decision.statements if _held(store, statement)], ()


def _versions(store: Held, report: Report, catalog: Catalog) -> tuple[tuple[Version, ...], tuple[str, ...]]:
    """What stood in the report's place, and what it changed of the version before it."""
    found = store.versions(report.id)
    made = tuple(Version(report=one.id, capture=one.capture, learned_at=at, counts=counts) for one, at, counts in found)
    at = next((number for number, (one, _, _) in enumerate(found) if one.id == report.id), 0)
    if not at:
        return made, ()
    cover = _cover(catalog, {})
    return made, differences(found[at - 1][0], found[at][0], lambda text: cover.covered(text, "", "")[0])


def _held(store: Held, statement: str) -> bool:
    return ("statements", statement) in store.find(statement)


def _whole(thing: Thing) -> set[str]:
    """What a decision about a whole report or capture names, where the thing is a report."""
    return {thing.id, thing.capture} if isinstance(thing, Report) else set()


def _about(decisions: Sequence[Decision], things: set[str]) -> tuple[Ruled, ...]:
    """The decisions that name one of the statements, reports or captures, and those that stand in their place."""
    named = {decision.id for decision in decisions if things.intersection((*decision.statements, *decision.items))}
    named |= {decision.id for decision in decisions if decision.supersedes in named}
    return tuple(one for one in ruled(decisions, things) if one.decision.id in named)


def _one(store: Held, key: str) -> tuple[str, str]:
    if not key:
        raise UsageError("name an id, or the beginning of one")
    found = store.find(key)
    exact = [pair for pair in found if pair[1] == key]
    found = exact or found
    if not found:
        raise NotFoundError(
            f"nothing in the ledger {store.folder} has an id that begins with {key!r}: `firstlight attacks` lists ids"
        )
    if len(found) > 1:
        some = ", ".join(f"{name} ({table[:-1]})" for table, name in found[:6])
        raise UsageError(f"{key} is the beginning of {len(found)} ids: {some}: write more of it")
    return found[0]


def cited(store: Held, statements: Sequence[str], catalog: Catalog) -> tuple[Cited, ...]:
    """Statements with their words in context, private names covered; by publication, report and place in the text."""
    return _cited(store, [(key, "") for key in statements], catalog)


def _cited(store: Held, statements: list[tuple[str, str]], catalog: Catalog) -> tuple[Cited, ...]:
    captures, pictures = store.captures(), store.pictures()
    held = {key: store.one("statements", key, Statement) for key, _ in statements}
    cover = _cover(catalog, held)
    cited: list[Cited] = []
    for key, why in statements:
        report, quote = store.report_of(key), held[key].quote
        before = report.text[max(0, quote.start - AROUND) : quote.start]
        after = report.text[quote.end : quote.end + AROUND]
        before, after = cover.covered(before, quote.text, after)
        cited.append(
            Cited(
                statement=held[key],
                before=before,
                after=after,
                report=_without_text(report),
                capture=captures.get(report.capture),
                picture=pictures.get(report.capture),
                why=why,
            )
        )
    return tuple(sorted(cited, key=lambda c: (c.report.published or "", c.report.id, c.statement.quote.start)))


def _cover(catalog: Catalog, statements: dict[str, Statement]) -> Cover:
    """What covers private names, knowing those whom these statements credit."""
    from firstlight.brief.cover import Cover
    from firstlight.brief.words import Wording

    wording = Wording(catalog, "en")
    words = [wording.country(code) for code in wording.keys("countries")] + list(wording.table["date"]["months"])
    return Cover(catalog, _bare(statements), words)


def _bare(statements: dict[str, Statement]) -> Material:
    """Material that holds nothing but statements, for what asks only for them."""
    empty = Assessment(
        start="", end="", nights=(), rates=(), left_out=(), notes=(), assumptions=(), seed=0, data_hash="", version=""
    )
    return Material(
        start="", end="", state=LedgerState(), statements=statements, reports={}, captures={}, assessment=empty
    )


def _without_text(report: Report) -> Report:
    import msgspec

    return msgspec.structs.replace(report, text="", spans=())
