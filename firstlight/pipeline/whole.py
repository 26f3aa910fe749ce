"""Decisions about whole captures and reports: withdrawn, they count no more; erased, only their hash stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from firstlight.errors import NotFoundError, UsageError
from firstlight.model import Decision, Record
from firstlight.pipeline.editions import FOLDER as RELEASES
from firstlight.pipeline.editions import editions
from firstlight.pipeline.outcome import many
from firstlight.store import Run, Store, Work, wipe


class Doomed(Record, frozen=True, kw_only=True):
    """What an erasure removes: captures by SHA-256 with all their reports and statements, and files of releases."""

    captures: tuple[str, ...]
    reports: tuple[str, ...]
    statements: tuple[str, ...]
    files: tuple[str, ...]  # paths in the ledger's folder

    def line(self) -> str:
        """What it is, in one clause."""
        said = ", ".join(
            many(len(ids), thing)
            for ids, thing in (
                (self.captures, "capture"),
                (self.reports, "report"),
                (self.statements, "statement"),
            )
        )
        return f"{said}, {len(self.files)} files of releases"


def items(store: Store, verb: str, named: Sequence[str]) -> tuple[str, ...]:
    """The captures and reports that `named` are or begin; UsageError for anything else, NotFoundError for nothing."""
    return tuple(dict.fromkeys(_item(store, verb, key) for key in named))


def _item(store: Store, verb: str, key: str) -> str:
    found = store.find(key) if key else []
    found = [pair for pair in found if pair[1] == key] or found
    whole = sorted({name for table, name in found if table in ("captures", "reports")})
    if len(whole) == 1:
        return whole[0]
    if whole:
        raise UsageError(f"{key} is the beginning of {len(whole)} captures and reports: write more of it")
    for table, name in found:
        if table == "erased":
            by = store.erasers(name)[-1]
            raise UsageError(f"{name} is erased already, by {by.id} of {by.decided_at[:10]}: {by.reason}")
        if table == "statements":
            raise UsageError(
                f"{name} is one statement, which `decide reject` leaves out: {verb} takes a report or capture"
            )
    raise NotFoundError(
        f"no report or capture of {store.folder} has an id that begins with {key!r}: `firstlight show` of a statement"
        " names both"
    )


def doomed(store: Store, named: Sequence[str]) -> Doomed:
    """What erasing these items removes. UsageError where bytes hold other reports too, which would lose them."""
    captures: dict[str, None] = {}
    for item in named:
        held = [report.capture for report in store.attributions(item)] or [item]
        for capture in held:
            others = {report.id for report in store.reports_in(capture)} - set(named)
            if capture not in named and others:
                raise UsageError(
                    f"capture {capture} holds {len(others)} other reports, and its bytes cannot stay without this one:"
                    f" `decide withdraw {item}` leaves it out of the record, and `decide erase {capture}` erases all of"
                    " them (collect a copy without it first)"
                )
            captures[capture] = None
    texts = [report for capture in captures for report in store.reports_in(capture)]
    statements = tuple(dict.fromkeys(key for report in texts for key in store.read_in(report.id)))
    ids = (*captures, *(report.id for report in texts), *statements)
    return Doomed(
        captures=tuple(captures),
        reports=tuple(dict.fromkeys(report.id for report in texts)),
        statements=statements,
        files=tuple(_released(store.folder, [key.encode() for key in ids])),
    )


def _released(ledger: Path, needles: Sequence[bytes]) -> Iterator[str]:
    """Files of releases that hold one of the needles: each row of a table there says which statements it is from."""
    for edition, folder in editions(ledger):
        for name in edition.files:
            path = folder / name
            if path.exists() and any(needle in path.read_bytes() for needle in needles):
                yield f"{RELEASES}/{folder.name}/{name}"


def with_items(made: Decision, gone: Doomed) -> Decision:
    """The erasure with all that it removes, so that it is not taken in again and no file is missed without a reason."""
    return msgspec.structs.replace(made, items=tuple(dict.fromkeys((*made.items, *gone.captures, *gone.files))))


def erased_before(store: Store, named: Sequence[str]) -> Decision | None:
    """The decision that erased all that is named, so that to decide it again ends what was cut short."""
    taken = [store.erasers(name) for key in named for table, name in store.find(key) if table == "erased"]
    return taken[-1][-1] if taken and len(taken) == len(named) else None


def elsewhere(runs: Sequence[Run], kept: bool) -> str:
    """What a person must know of copies made before an erasure; kept: whether a restore here will do it again."""
    copies = {verb: [run.started for run in runs if run.verb == verb] for verb in ("backup", "export")}
    known = [f"{many(len(at), verb)} of this ledger (the last on {at[-1][:10]})" for verb, at in copies.items() if at]
    made = f": {' and '.join(known)}" if known else ""
    again = "a restore on this machine erases it again" if kept else "a restore brings it back, as seals are off here"
    told = f"backups, exports, packs and briefings made before still hold it{made}: destroy them ({again})"
    return f"{told}; run firstlight reconcile"


def erase_again(store: Store, taken: Sequence[Decision], work: Work) -> list[Decision]:
    """Do what erasures that the ledger does not know decided, and keep them in it; those that were new to it.

    Bytes, rows and released files that they name go where they are there.
    """
    known = {decision.id for decision in store.decisions()}
    missing = [decision for decision in taken if decision.id not in known]
    held = store.captures()
    for decision in missing:
        with store.unit(work) as unit:
            unit.erase([item for item in decision.items if item in held], decision)
            unit.drop_derived()
        remove_files(store.folder, decision)
    if missing:
        store.scrub()
    return missing


def remove_files(folder: Path, made: Decision) -> None:
    """Write over the released files that an erasure names, and remove them."""
    for name in made.items:
        if name.startswith(f"{RELEASES}/"):
            wipe(folder / name)
