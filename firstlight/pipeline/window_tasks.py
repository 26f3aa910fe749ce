"""Planning the windows of a ledger on an engine: dates out as tasks, settled partitions back as parts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from firstlight import custody
from firstlight.catalog import catalog
from firstlight.engine import At, Engine, Job, Outcome, Progress, Task, named, opened, run, write_part
from firstlight.errors import FirstlightError
from firstlight.model import Decision, digest
from firstlight.pipeline.planning import Carry, Part, Rules, covered_by, plan_block
from firstlight.reconcile import RULES
from firstlight.store import Followed, Store

FOLDER = "reconciling"  # of the parts, below the ledger's folder while it is reconciled
LONGEST_S = 3600.0  # of a window: what is in the ledger was read before, and none of it hangs


def on_engine(store: Store, version: str, where: Engine, seen: Callable[[str], None]) -> Carry:
    """What plans blocks of tokens on an engine. FirstlightError where one could not be planned."""

    def carry(blocks: Sequence[Sequence[str]], rules: Rules, marks: Followed) -> Iterator[Part]:
        folder = (store.folder / FOLDER).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        decided = msgspec.json.encode(rules.decisions)
        base = (RULES, rules.catalog.hash, version, *map(str, marks), decided.decode())
        decisions = folder / f"{digest(base)}.decisions.json"
        write_part(decisions, [decided])
        common = {"ledger": str(store.folder.resolve()), "catalogue": rules.catalog.hash, "version": version}
        job = Job(
            function=named(plan_tokens),
            folder=str(folder),
            common={**common, "decisions": str(decisions)},
            step_s=LONGEST_S,
        )
        tasks = [Task(id=digest((*base, *some))[:32], given={"tokens": list(some)}, texts=1) for some in blocks]
        with opened(where) as carrier:
            yield from _parts(run(job, tasks, carrier, Progress("reconcile", "windows", len(tasks), seen)), folder)
        shutil.rmtree(folder, ignore_errors=True)

    return carry


def _parts(outcomes: Iterable[Outcome], folder: Path) -> Iterator[Part]:
    failed: list[str] = []
    for outcome in outcomes:
        if outcome.whole:
            yield msgspec.json.decode((folder / f"{outcome.task}.window.json").read_bytes(), type=Part)
        else:
            failed.append(str(outcome.more["why"]))
    if failed:
        raise FirstlightError(f"{len(failed)} windows could not be reconciled ({failed[0]}): run again to try them")


def plan_tokens(task: Task, folder: Path, common: dict[str, Any], at: At) -> Outcome:
    """The stage function: plan some tokens of a ledger and settle their partitions that changed."""
    known = catalog()
    if known.hash != common["catalogue"]:
        raise FirstlightError("workers have another data folder than this command: --engine local goes by yours")
    at(0)
    decisions = msgspec.json.decode(Path(common["decisions"]).read_bytes(), type=list[Decision])
    rules = Rules(known, covered_by(known, common["version"]), decisions)
    with Store(Path(common["ledger"]), chain=custody.entry_hash) as store, store.snapshot():
        part = plan_block(store, rules, task.given["tokens"])
    write_part(folder / f"{task.id}.window.json", [msgspec.json.encode(part)])
    return Outcome(task=task.id, texts=1, made={"partitions": len(part.settled)})
