"""What changed since an earlier instant: numbers of the period that are new, revised or withdrawn, with who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from firstlight.brief.document import Block, Paragraph, Part, Ref, Row, Sentence, Table
from firstlight.brief.page import Page
from firstlight.brief.words import Slot
from firstlight.model import UNKNOWN, LedgerState, Record, Value

Change = Literal["new", "revised", "withdrawn"]
Key = tuple[str, ...]  # what a number is about: a night and weapon, or a day and place


class Told(Record, frozen=True, kw_only=True):
    """A number of the ledger with the name of its definition in the wording and the slots of that."""

    value: Value
    key: str
    night: str | None
    what: tuple[str, ...]


def since(page: Page) -> tuple[Block, ...]:
    """A sentence with the counts, the table left to the annex; nothing where no earlier instant was named."""
    material = page.material
    if material.since is None or material.then is None:
        return ()
    day = page.wording.date(material.since, "instant")
    found = changes(page)
    if not found:
        return (Paragraph(sentences=(page.say("since_nothing", day=day),)),)
    counts = {
        kind: page.register.count(
            [name(key) for key, change, _, _ in found if change == kind], page.wording.say(f"what_changes_{kind}")
        )
        for kind in ("new", "revised", "withdrawn")
    }
    link = Ref(label=page.wording.text("sections", "changes"), to="changes")
    return (Paragraph(sentences=(page.say("since_intro", day=day, **counts), page.say("see_changes", link=link))),)


def since_in_full(page: Page) -> tuple[Block, ...]:
    """The annex: a table of what is new, revised and withdrawn since the instant named."""
    found = changes(page)
    if not found or page.material.since is None:
        return ()
    day = page.wording.date(page.material.since, "instant")
    rows = tuple(_row(page, day, before, now) for _, _, before, now in found)
    caption = page.say("caption_since", day=day)
    table = Table(
        id="table-changes",
        caption=Sentence(parts=caption.parts, invented=any(row.invented for row in rows)),
        columns=page.columns("since"),
        rows=rows,
    )
    return (table,)


def changes(page: Page) -> list[tuple[Key, Change, Told | None, Told | None]]:
    """Every number of the period that differs from what was known then, in the order of what it is about."""
    material = page.material
    if material.then is None:
        return []
    old, new = (_numbers(page, state) for state in (material.then, material.state))
    found: list[tuple[Key, Change, Told | None, Told | None]] = []
    for key in sorted({*old, *new}):
        before, now = old.get(key), new.get(key)
        if before is None or now is None:
            found.append((key, "new" if before is None else "withdrawn", before, now))
        elif _shown(before.value) != _shown(now.value):
            found.append((key, "revised", before, now))
    return found


def name(key: Key) -> str:
    """A name for a number, by which it may be counted."""
    return "change " + " ".join(key)


def _shown(value: Value) -> tuple[object, ...]:
    return (value.state, value.low, value.best, value.high)


def _numbers(page: Page, state: LedgerState) -> Mapping[Key, Told]:
    return {key: told for key, told in (*_of_raids(page, state), *_of_incidents(page, state)) if told.value != UNKNOWN}


def _of_raids(page: Page, state: LedgerState) -> Iterator[tuple[Key, Told]]:
    for raid in state.raids:
        if raid.night not in page.scope.nights:
            continue
        for line in raid.lines:
            weapon = page.wording.weapon(line.weapon)
            for which in ("launched", "intercepted"):
                key = (raid.night, raid.attacker, raid.target, weapon, "total" if line.total else "", which)
                told = Told(value=getattr(line, which), key=f"line_{which}", night=raid.night, what=(weapon,))
                yield key, told


def _of_incidents(page: Page, state: LedgerState) -> Iterator[tuple[Key, Told]]:
    for incident in state.incidents:
        if incident.day not in page.scope.nights or incident.background:
            continue
        place = page.wording.place(incident.place)
        for harm in incident.harm:
            if harm.group in (None, "child") and harm.kind in ("killed", "injured"):
                kind = f"{harm.group}_{harm.kind}" if harm.group else harm.kind
                yield (
                    (incident.day, place, kind),
                    Told(value=harm.count, key=kind, night=None, what=(place, incident.day)),
                )


def _row(page: Page, day: Part, before: Told | None, now: Told | None) -> Row:
    told = now or before
    what = _what(page, told) if told else ()
    was: Slot = page.register.value(before.value, page.wording.say("what_before_since", day=day)) if before else ""
    present: Slot = page.register.value(now.value, what) if now else ""
    behind = tuple(key for one in (now, before) if one for key in one.value.statements)
    return page.row(what, was, present, page.speakers(behind))


def _what(page: Page, told: Told) -> tuple[Part, ...]:
    if told.night is not None:
        slots: dict[str, Slot] = {"weapon": page.name(told.what[0]), "night": page.wording.date(told.night, "night")}
    else:
        slots = {"place": page.name(told.what[0]), "day": page.wording.date(told.what[1])}
    return page.wording.say(f"what_{told.key}", **slots)
