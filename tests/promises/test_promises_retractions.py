"""What is withdrawn leaves every total at once, and copies confirm nothing."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.random import Generator

from firstlight.catalog import catalog
from firstlight.model import Decision, LedgerState, Record, Report, Statement
from firstlight.reconcile import merge, plan, reconcile, settle
from tests.reconcile import builders as b
from tests.truth.pages import COPIES, Book, Line, Page, copied, number, when_said
from tests.truth.planted import Size, Town, towns
from tests.truth.recovered import totals
from tests.truth.telling_raids import OUTLETS
from tests.truth.world import World, world

PROGRAMS = 200
TREES = 500
SMALL = Size(days=1, towns=4, drones=20, incidents=2.0, packages=1.0)


def withdrawn(rng: Generator, planted: World) -> set[str]:
    """Some statements: of a few reports, of one source, or at random."""
    ids = sorted(planted.statements)
    pick = rng.random()
    if pick < 0.4:
        reports = {str(key) for key in rng.choice(sorted(planted.reports), size=3)}
        return {key for key in ids if planted.statements[key].report in reports}
    if pick < 0.7:
        source = planted.reports[str(rng.choice(sorted(planted.reports)))].source
        return {key for key in ids if planted.reports[planted.statements[key].report].source == source}
    return {str(key) for key in rng.choice(ids, size=max(1, len(ids) // 5))}


def rejections(rng: Generator, ids: set[str]) -> list[Decision]:
    """Decisions that withdraw statements, after some that change one's mind in between."""
    made: list[Decision] = []
    for count, key in enumerate(sorted(ids)):
        for step in ("reject", "accept", "reject") if rng.random() < 0.2 else ("reject",):
            stamp = f"2026-01-01T{count // 60 % 24:02}:{count % 60:02}:{len(made) % 60:02}+00:00"
            made.append(
                Decision(
                    id=f"d{len(made):05}", verb=step, statements=(key,), reason="withdrawn", author="analyst",
                    decided_at=stamp,
                )
            )  # fmt: skip
    return made


def seen(state: LedgerState) -> set[str]:
    """Every statement that any figure, history, rival, link or dispute of the ledger names."""
    text = msgspec.json.encode((state.raids, state.incidents, state.packages, state.disputes)).decode()
    return {part for part in text.split('"') if part.startswith("st:")}


def test_what_is_withdrawn_leaves_no_trace() -> None:
    """200 programs: the ledger with statements rejected adds up to what it does without them, and names none of them
    outside the asides that say who withdrew them and why; taken back, everything is as it was."""
    rng = np.random.default_rng(11)
    for program in range(PROGRAMS):
        if program % 20 == 0:
            planted = world(rng, SMALL)
            whole = reconcile(planted.statements, planted.reports, (), catalog())
        gone = withdrawn(rng, planted)
        decisions = rejections(rng, gone)
        state = reconcile(planted.statements, planted.reports, decisions, catalog())
        without = {key: s for key, s in planted.statements.items() if key not in gone}
        rest = reconcile(without, planted.reports, (), catalog())
        assert totals(state) == totals(rest)
        assert (state.raids, state.incidents, state.packages) == (rest.raids, rest.incidents, rest.packages)
        assert not seen(state) & gone
        reasons = {aside.statement: aside.reason for aside in state.asides}
        assert all(reasons[key].startswith("rejected by analyst") for key in gone)
        if program % 20 == 0:
            back = [msgspec.structs.replace(d, id=d.id + "b", verb="accept", supersedes=d.id) for d in decisions]
            again = reconcile(planted.statements, planted.reports, [*decisions, *back], catalog())
            assert totals(again).keys() == totals(whole).keys()


class Tree(Record, frozen=True, kw_only=True):
    """Notes about one strike and what was made of them: reposts, cuts, rewordings, translations, of one another too."""

    statements: dict[str, Statement]
    reports: dict[str, Report]
    sources: int  # who truly wrote a note of their own


def tree(rng: Generator, town: Town) -> Tree:
    """One to three independent notes with the same toll, and up to eight copies."""
    book, toll = Book(), int(rng.integers(2, 40))
    names = [str(name) for name in rng.permutation([name for name, _ in OUTLETS])]
    pages: list[tuple[Page, str]] = []
    notes = int(rng.integers(1, 4))
    for count in range(notes):
        language = str(rng.choice(["en", "uk", "ru"]))
        page = Page(names[count], f"2025-06-20T{8 + count:02}:10:00+03:00", language)
        values = {"n": toll, "place": town.names.__getitem__, "when": when_said("night", "2025-06-20")}
        fields = {"kind": "injured", "when": b.overnight("2025-06-20"), "places": (town.place,), "attacker": "RU",
                  "count": number(toll)}  # fmt: skip
        page.say(Line("injured", int(rng.integers(3)), values, about="strike", fields=fields))
        page.fill(rng, 4)
        page.fill(rng, 3, details=True)  # what shares no more than one number with its copy cannot be told from it
        pages.append((page, book.publish(page)))
    for count in range(int(rng.integers(0, 9))):
        page, original = pages[int(rng.integers(len(pages)))]
        how, source = str(rng.choice(COPIES)), names[(notes + count) % len(names)]
        copy = copied(page, how, source, f"2025-06-20T{12 + count:02}:10:00+03:00", rng)
        pages.append((copy, book.publish(copy, original)))
    return Tree(statements=book.statements, reports=book.reports, sources=notes)


def test_copies_are_not_confirmations() -> None:
    """500 trees of reposts, cuts, rewordings and translations: never more independent sources than wrote a note."""
    rng, known = np.random.default_rng(5), towns("UA", 40)
    over, under, several = [], 0, 0
    for count in range(TREES):
        made = tree(rng, known[count % len(known)])
        state = merge([settle(part, made.statements, made.reports, (), catalog())
                       for part in plan(made.statements, made.reports, (), catalog())])  # fmt: skip
        found = {source for incident in state.incidents for source in incident.sources}
        over += [(count, len(found), made.sources)] if len(found) > made.sources else []
        under += len(found) < made.sources
        several += made.sources > 1
    assert over == []
    assert several > 200 and under <= 0.02 * TREES, "and notes of one's own are rarely taken for copies"
