"""A release is frozen: complete, hashed, with what changed since the one before; verify notices any change of it."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstlight.errors import UsageError
from firstlight.pipeline import Ledger, restore

FIRST = "On the night of 27 March Russia attacked Ukraine with 13 Shahed drones, 10 of them were shot down."
SECOND = "On the night of 28 March Russia attacked Ukraine with 28 Shahed drones, 26 of them were shot down."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of one night."""
    with Ledger(tmp_path / "ledger") as opened:
        _take(opened, FIRST, "2024-03-27", "example-newsroom")
        yield opened


def _take(ledger: Ledger, text: str, published: str, source: str) -> None:
    ledger.collect([text.encode()], published=published, source=source)
    ledger.read()
    ledger.reconcile()


def test_a_release_says_what_changed(ledger: Ledger) -> None:
    """The second edition names the first by hash, lists the new night and the corrected number, and leaves the rest."""
    first, done = ledger.release("2024-1")
    folder = ledger.path / "releases"
    assert "SHA-256 " + hashlib.sha256((folder / "2024-1/release.json").read_bytes()).hexdigest() in done.note
    for path, value in first.files.items():
        assert hashlib.sha256((folder / "2024-1" / path).read_bytes()).hexdigest() == value
    assert {"codebook.md", "datapackage.json", "CHANGES.md", "changes.csv", "data/attacks.csv"} <= first.files.keys()
    before = {path.name: path.read_bytes() for path in (folder / "2024-1").rglob("*") if path.is_file()}
    _take(ledger, FIRST.replace("13", "14"), "2024-03-27", "ua-air-force")
    _take(ledger, SECOND, "2024-03-28", "ua-air-force")
    second, _ = ledger.release("2024-2")
    assert (second.previous, second.previous_hash) == ("2024-1", hashlib.sha256(before["release.json"]).hexdigest())
    with (folder / "2024-2/changes.csv").open(encoding="utf-8", newline="") as file:
        found = {(row["table"], row["change"], row["column"]): row for row in csv.DictReader(file)}
    cell = found["attacks", "changed", "launched_best"]
    assert (cell["before"], cell["after"]) == ("13", "14")
    assert ("attacks", "added", "") in found and ("attacks", "removed", "") not in found
    words = (folder / "2024-2/CHANGES.md").read_text("utf-8")
    assert "launched_best: 13 became 14" in words and "since 2024-1" in words
    assert {path.name: path.read_bytes() for path in (folder / "2024-1").rglob("*") if path.is_file()} == before
    assert not ledger.verify().damage


def test_a_release_never_changes(ledger: Ledger, tmp_path: Path) -> None:
    """Its name cannot be taken again; a changed, missing or added file, and a forged manifest, are named by verify."""
    ledger.release("one")
    with pytest.raises(UsageError, match="never changes"):
        ledger.release("one")
    with pytest.raises(UsageError, match="is no name"):
        ledger.release("../one")
    folder = ledger.path / "releases" / "one"
    table, extra = folder / "data" / "attacks.csv", folder / "extra.txt"
    kept = table.read_bytes()
    table.write_bytes(kept.replace(b"13", b"15"))
    assert [damage.where for damage in ledger.verify().damage] == ["releases/one/data/attacks.csv"]
    manifest = json.loads((folder / "release.json").read_text("utf-8"))
    manifest["files"]["data/attacks.csv"] = hashlib.sha256(table.read_bytes()).hexdigest()
    kept_manifest = (folder / "release.json").read_bytes()
    (folder / "release.json").write_text(json.dumps(manifest), "utf-8")
    assert "not the one that the log recorded" in ledger.verify().damage[0].what
    (folder / "release.json").write_bytes(kept_manifest)
    table.write_bytes(kept)
    extra.write_text("x", "utf-8")
    assert [damage.what for damage in ledger.verify().damage] == ["was added"]
    extra.unlink()
    assert not ledger.verify().damage


def test_a_backup_carries_the_releases(ledger: Ledger, tmp_path: Path) -> None:
    """Restored, the editions are there and sound; a backup of a changed edition is not made."""
    ledger.release("one")
    ledger.backup(tmp_path / "copy")
    restore(tmp_path / "copy", tmp_path / "again")
    with Ledger(tmp_path / "again") as again:
        assert not again.verify().damage
        assert (again.path / "releases/one/codebook.md").exists()
