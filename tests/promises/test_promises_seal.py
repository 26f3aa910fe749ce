"""A ledger that is put back, cut or rewritten as a whole is noticed by the seals outside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from firstlight.custody import Seals, entry_hash
from firstlight.pipeline import Ledger
from firstlight.store import Store

from .ledgers import cut_after, damage_of, fill, write_reports


def head(folder: Path) -> tuple[str, int, str]:
    """The newest log entry of a ledger."""
    with Store(folder, chain=entry_hash) as store:
        found = store.head_entry()
    assert found is not None
    return found


def test_every_command_seals_the_log(tmp_path: Path) -> None:
    """After each command the newest seal is that of the newest log entry, and verify tells of it."""
    sources = write_reports(tmp_path / "in")
    fill(tmp_path / "ledger", sources)
    ledger, seq, hashed = head(tmp_path / "ledger")
    newest = list(Seals().of(ledger))[-1]
    assert not isinstance(newest, str) and (newest.seq, newest.head) == (seq, hashed)
    with Ledger(tmp_path / "ledger") as opened:
        assert opened.verify().sealed == newest.at
    assert oct(Seals().key.stat().st_mode)[-3:] == "600"


def test_a_roll_back_is_noticed(tmp_path: Path) -> None:
    """The whole folder put back to an earlier state, which is sound in itself, is named by verify."""
    fill(tmp_path / "ledger", write_reports(tmp_path / "in"))
    shutil.copytree(tmp_path / "ledger", tmp_path / "earlier")
    fill(tmp_path / "ledger", write_reports(tmp_path / "more", {29: (99, 88)}))
    shutil.rmtree(tmp_path / "ledger")
    shutil.move(tmp_path / "earlier", tmp_path / "ledger")
    assert any("rolled back" in line for line in damage_of(tmp_path / "ledger"))


def test_every_cut_past_a_seal_is_noticed(tmp_path: Path) -> None:
    """Wherever the log is cut before its newest seal, with all rows of the entries cut off, the cut is named."""
    fill(tmp_path / "ledger", write_reports(tmp_path / "in"))
    _, last, _ = head(tmp_path / "ledger")
    for seq in range(1, last):
        copy = Path(shutil.copytree(tmp_path / "ledger", tmp_path / f"cut{seq}"))
        cut_after(copy, seq)
        assert any("rolled back" in line for line in damage_of(copy)), seq


def test_a_forged_seal_is_no_seal(tmp_path: Path) -> None:
    """A seal line that was changed in any one bit is told and counts for nothing."""
    fill(tmp_path / "ledger", write_reports(tmp_path / "in"))
    ledger, _, _ = head(tmp_path / "ledger")
    (path,) = Seals().folder.iterdir()
    kept = path.read_bytes()
    drawn = np.random.default_rng(3)
    for at in drawn.integers(0, len(kept), size=300):
        changed = bytearray(kept)
        changed[int(at)] ^= 1 << int(drawn.integers(0, 7))
        path.write_bytes(changed)
        assert any(isinstance(seal, str) for seal in Seals().of(ledger)), int(at)
    path.write_bytes(kept)
    assert not any(isinstance(seal, str) for seal in Seals().of(ledger))


def test_without_seals_everything_works_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no seal can be written no command fails, and verify names the want of one; "off" keeps none."""
    monkeypatch.setenv("FIRSTLIGHT_SEALS", "off")
    fill(tmp_path / "ledger", write_reports(tmp_path / "in"))
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("FIRSTLIGHT_SEALS", str(tmp_path / "file"))
    with Ledger(tmp_path / "ledger") as opened:
        opened.rebuild()
        checked = opened.verify()
    assert checked.sealed is None and not checked.damage


def test_a_restored_ledger_is_no_roll_back(tmp_path: Path) -> None:
    """Where a restore was sealed as such, entries after it may be missing; ones before it may not."""
    fill(tmp_path / "ledger", write_reports(tmp_path / "in"))
    shutil.copytree(tmp_path / "ledger", tmp_path / "earlier")
    fill(tmp_path / "ledger", write_reports(tmp_path / "more", {29: (99, 88)}))
    ledger, seq, hashed = head(tmp_path / "earlier")
    assert damage_of(tmp_path / "earlier")
    assert Seals().add(ledger, seq, hashed, "2026-01-01T00:00:00+00:00", restored=True)
    assert not damage_of(tmp_path / "earlier")


def test_ledgers_begun_alike_are_two(tmp_path: Path) -> None:
    """Ledgers begun from the same input in the same second, which then part, do not accuse each other."""
    sources = write_reports(tmp_path / "in")
    for name in ("one", "two", "three"):
        fill(tmp_path / name, sources)
    fill(tmp_path / "one", write_reports(tmp_path / "more", {29: (99, 88)}))
    assert len({head(tmp_path / name)[0] for name in ("one", "two", "three")}) == 3
    assert not any(damage_of(tmp_path / name) for name in ("one", "two", "three"))
