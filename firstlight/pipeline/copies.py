"""`firstlight backup` and `firstlight restore`: copies that were restored and checked before they got their name."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from firstlight import custody
from firstlight.catalog import Catalog
from firstlight.catalog import catalog as shipped
from firstlight.model import Decision
from firstlight.pipeline.editions import damaged
from firstlight.pipeline.opened import Told
from firstlight.pipeline.outcome import Done, Stage, many
from firstlight.pipeline.views import redo
from firstlight.pipeline.whole import erase_again
from firstlight.store import Manifest, Store
from firstlight.store import restore as put_back
from firstlight.when import now


def damage(folder: Path, catalog: Catalog) -> list[str]:
    """What is wrong with the ledger in a folder, one line each: every hash, row, quote and text of it is looked at."""
    with Store(folder, chain=custody.entry_hash) as store, store.snapshot():
        checked = custody.verify(store, lambda capture, data, reports: redo(capture, data, reports, catalog))
        editions = damaged(folder, store)
    return [f"{found.where}: {found.what}" for found in (*checked.damage, *editions)]


def back_up(store: Store, to: str | Path, stage: Stage) -> Manifest:
    """A backup in the new folder `to`; the stage counts its facts."""
    made = (now(), version("firstlight"))
    manifest = store.backup(Path(to), made=made, check=lambda folder: damage(folder, stage.catalog))
    stage.out = manifest.reports + manifest.statements + manifest.decisions
    return manifest


def restore(backup: str | Path, ledger: str | Path = "ledger", told: Told = lambda done: None) -> Done:
    """Put the ledger of a backup into a folder that holds none, checked before it is there under that name.

    What was erased after the backup was made, as far as this machine knows of it, is erased in it again; the outcome
    says so, or that nothing is known. StoreError where `backup` is none or the folder is taken, DamageError where it is
    not what it was when it was made.
    """
    catalog = shipped()
    stage = Stage("restore", "facts", catalog)
    seals, heads, again = custody.Seals(), list[tuple[str, int, str]](), list[Decision]()

    def erased(folder: Path) -> None:
        """What was decided after the backup, and is known here, is done in the copy before it is anybody's ledger."""
        with Store(folder, chain=custody.entry_hash) as store:
            if (head := store.head_entry()) is None:
                return
            heads.append(head)
            taken = seals.erased(head[0])
            again.extend(erase_again(store, taken, stage.work("erased after this backup was made", [head[2]])))
            heads.append(store.head_entry() or head)

    manifest = put_back(Path(backup), Path(ledger), check=lambda folder: damage(folder, catalog), then=erased)
    stage.out = manifest.reports + manifest.statements + manifest.decisions
    known = bool(heads) and seals.knows(heads[0][0])
    for number, head in enumerate(heads):
        seals.add(*head, now(), restored=number == 0)  # the log is as it was: a copy is no other ledger
    note = f"restored and checked: {said(manifest)}; in {ledger}"
    if again:
        note += f"; erased again, as decided since: {', '.join(decision.id for decision in again)}"
    elif heads and not known:
        note += "; nothing is known here of what was erased since it was made: if something was, erase it again"
    done = Done(run=stage.run(), note=note)
    told(done)
    return done


def said(manifest: Manifest) -> str:
    """What a backup holds, in one clause."""
    held = ", ".join(
        many(number, thing)
        for number, thing in (
            (manifest.reports, "report"),
            (manifest.statements, "statement"),
            (manifest.decisions, "decision"),
        )
    )
    return f"{held}, {many(manifest.captures, 'capture')}; made {manifest.made_at}, log entry {manifest.head}"
