"""Corrections: what a reader of the build before could see, what stands there now, and why: no silent change."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firstlight.publish.public import Attack, Change, Event, Number, PublicRecord, Source

GONE = "withdrawn"
Shown = dict[str, tuple[str, Number | None]]


def things(record: PublicRecord) -> tuple[Attack | Event, ...]:
    """Everything of a record that has a page of its own."""
    return (*record.attacks, *record.events)


def with_changes(new: PublicRecord, before: PublicRecord | None) -> PublicRecord:
    """The new record with all corrections: those told before, and those that lie between the two builds."""
    if before is None:
        return new
    made = sorted(_changes(before, new), key=lambda change: (change.id, change.what))
    return msgspec.structs.replace(new, changes=(*before.changes, *made))


def _changes(before: PublicRecord, new: PublicRecord) -> Iterator[Change]:
    alias = {old: thing.id for thing in things(new) for old in thing.aliases}
    now: dict[str, Attack | Event] = {thing.id: thing for thing in things(new)}
    for old in things(before):
        found = now.get(old.id)
        if found is None and old.id in alias:
            why = f"joined with {alias[old.id]}: reports that came later show that both are one"
            yield Change(at=new.as_of, id=old.id, what="record", old="shown", new=GONE, why=why)
        elif found is None:
            why = "no report that still counts says it, or a rule of publication keeps it back now"
            yield Change(at=new.as_of, id=old.id, what="record", old="shown", new=GONE, why=why)
        else:
            yield from _between(shown(old), shown(found), old.id, new.as_of)


def _between(old: Shown, new: Shown, key: str, at: str) -> Iterator[Change]:
    for what in sorted(old.keys() | new.keys()):
        was, number_was = old.get(what, ("not told", None))
        now, number_now = new.get(what, (GONE, None))
        if was != now:
            yield Change(at=at, id=key, what=what, old=was, new=now, why=_why(number_was, number_now))


def shown(thing: Attack | Event) -> Shown:
    """What a reader sees of an attack or event, by the name of each figure."""
    found: Shown = {"grade": (thing.grade, None)}
    if isinstance(thing, Attack):
        for line in thing.lines:
            name = line.model or line.weapon
            found[f"{name}: launched"] = (told(line.launched), line.launched)
            found[f"{name}: intercepted"] = (told(line.intercepted), line.intercepted)
        return found
    found["place"] = (thing.place, None)
    for hurt in thing.hurt:
        found[f"{hurt.kind} {hurt.group}".strip()] = (told(hurt.number), hurt.number)
    for touched in thing.damaged:
        found[f"damaged: {touched.kind}"] = (told(touched.number) if touched.number else "told", touched.number)
    for touched in thing.failed:
        found[f"failed: {touched.kind}"] = (told(touched.number) if touched.number else "told", touched.number)
    return found


def told(number: Number) -> str:
    """A number in one line, its five states kept apart."""
    if number.state not in ("known", "bounded"):
        return number.state
    low, best, high = number.low, number.best, number.high
    if number.state == "known" and low == high == best:
        return str(best)
    if high is None:
        return f"at least {low}" if best is None else f"{best} (at least {low})"
    return f"{low} to {high}" if best is None else f"{best} ({low} to {high})"


def _why(old: Number | None, new: Number | None) -> str:
    before = set(old.sources) if old else set()
    after = set(new.sources) if new else set()
    came = sorted(after - before, key=lambda source: (source.published, source.name))
    if came:
        return f"{_named(came[-1])} says so; chosen by the rule: {new.rule if new else ''}"
    if before - after:
        return "a report that said otherwise no longer counts"
    return "the same reports were settled anew"


def _named(source: Source) -> str:
    name = source.name or "a source that is not named here"
    return f"{name}, {source.published[:10]}" if source.published else name
