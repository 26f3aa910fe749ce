"""Nothing stored changes unnoticed: random harm of many kinds, each found and named; no alarm where there was none."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from firstlight.pipeline import Ledger
from firstlight.store import Look, Looks

from .harm import KINDS, Target
from .ledgers import NIGHTS, fill, with_every_fact, write_reports

SEED = 20240328


def _target(tmp_path: Path, seed: int) -> Target:
    """A ledger filled in four steps, with its states in between."""
    folder, earlier = tmp_path / "ledger", list[Path]()
    for step, days in enumerate(((21, 22), (23,), (24,))):
        fill(folder, write_reports(tmp_path / f"in{step}", {day: NIGHTS[day] for day in days}))
        earlier.append(Path(shutil.copytree(folder, tmp_path / f"earlier{step}")))
    with_every_fact(folder)
    with Ledger(folder) as ledger:
        ledger.reconcile()
    for number in range(4):
        Looks(folder).add(Look(at=f"2024-04-01T09:00:0{number}+00:00", who="y", what="text", key=str(number)))
    return Target(folder, earlier, seed)


def _told(folder: Path) -> list[str]:
    """What verify tells: the damage, and the want of a seal where no seal knows this ledger."""
    with Ledger(folder) as ledger:
        checked = ledger.verify()
    lines = [f"{damage.where}: {damage.what}" for damage in checked.damage]
    return lines if checked.sealed else [*lines, "no seal: a roll-back could not be noticed"]


def _mutate(tmp_path: Path, number: int, seed: int) -> Counter[str]:
    """Harm of each kind in turn; how often each was found and named."""
    target = _target(tmp_path, seed)
    assert _told(target.folder) == []
    found: Counter[str] = Counter()
    for at in range(number):
        kind = KINDS[at % len(KINDS)]
        named = kind(target)
        lines = _told(target.folder)
        told = [line for line in lines for name in named if line.startswith(name) or (" " in name and name in line)]
        assert told, f"mutation {at}, {kind.__name__} (seed {seed}): {named} is not in {lines}"
        found[kind.__name__] += 1
        target.restore()
    assert _told(target.folder) == [], "what was put back is sound"
    return found


def test_random_harm_is_found_and_named(tmp_path: Path) -> None:
    """1,000 mutations of files, rows, hashes, log, seals and the whole folder: 1,000 found, at the place harmed."""
    found = _mutate(tmp_path, 1000, SEED)
    assert found.total() == 1000 and min(found.values()) >= 1000 // len(KINDS)


@pytest.mark.release
def test_much_random_harm_is_found_and_named(tmp_path: Path) -> None:
    """10,000 mutations: 10,000 found, at the place harmed."""
    assert _mutate(tmp_path, 10_000, SEED + 1).total() == 10_000


def _sound(tmp_path: Path, number: int, seed: int) -> None:
    """Check the states that random programs of commands leave behind, until there were `number` of them."""
    drawn = np.random.default_rng(seed)
    states: set[tuple[str, int, str]] = set()
    while len(states) < number:
        at = len(states)
        days = sorted(int(day) for day in drawn.choice(list(NIGHTS), size=int(drawn.integers(1, 4)), replace=False))
        reports = write_reports(tmp_path / f"in{at}", {day: (int(drawn.integers(1, 99)), 1) for day in days})
        with Ledger(tmp_path / f"ledger{at}") as ledger:
            ledger.collect([str(reports)])
            commands: dict[str, Callable[[], object]] = {
                "read": ledger.read,
                "reconcile": ledger.reconcile,
                "rebuild": ledger.rebuild,
                "again": partial(ledger.collect, [str(reports)]),
                "add": partial(ledger.add, f"{at} drones were shot down.", source="x", author="y", reason="z"),
            }
            for name in ("read", "reconcile", *(str(name) for name in drawn.choice(list(commands), size=4))):
                commands[name]()
                checked = ledger.verify()
                assert checked.damage == (), f"state {len(states)}, after {name} (seed {seed})"
                assert checked.counts["quotes"] and checked.counts["log entries"] and checked.sealed
                head = ledger._store().head_entry()
                assert head is not None
                states.add(head)


def test_sound_ledgers_raise_no_alarm(tmp_path: Path) -> None:
    """100 states of ledgers filled by random programs of commands: verify finds nothing in any of them."""
    _sound(tmp_path, 100, SEED)


@pytest.mark.release
def test_many_sound_ledgers_raise_no_alarm(tmp_path: Path) -> None:
    """The same of 1,000 states."""
    _sound(tmp_path, 1000, SEED + 1)
