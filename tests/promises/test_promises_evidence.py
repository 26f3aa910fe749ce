"""A stranger can check an evidence pack with Python alone, and any change to it is found."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from firstlight.custody import Seals
from firstlight.pipeline import Ledger

from .ledgers import fill, write_reports

ROOT = Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "firstlight" / "exchange" / "verify_pack.py"


def check(pack: Path, verifier: Path = VERIFIER) -> tuple[int, str]:
    """Exit code and output of the verifier, run alone: no package of ours, no site-packages, no environment."""
    command = [sys.executable, "-I", "-S", str(verifier), str(pack)]
    done = subprocess.run(command, capture_output=True, text=True, env={}, cwd=pack.parent, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled ledger."""
    folder = tmp_path_factory.mktemp("evidence")
    return fill(folder / "ledger", write_reports(folder / "reports"))


def pack_of(ledger: Path, output: Path, *ids: str) -> Path:
    """An evidence pack of a ledger."""
    with Ledger(ledger) as opened:
        if not ids:
            opened.rebuild()  # so that the log has a seal in this test's own folder
        opened.evidence(output, ids)
    return output


def members(pack: Path) -> dict[str, bytes]:
    """The files of a pack."""
    with zipfile.ZipFile(pack) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes], path: Path, relist: bool) -> Path:
    """A pack of other files; with `relist` its manifest is made to fit them."""
    if relist:
        from hashlib import sha256

        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {name: sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"}
        files = {**files, "manifest.json": json.dumps(manifest).encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    path.write_bytes(out.getvalue())
    return path


def test_the_verifier_is_short_and_needs_nothing() -> None:
    """The verifier is one file of at most 200 lines that imports the standard library alone."""
    text = VERIFIER.read_text("utf-8")
    assert len(text.splitlines()) <= 200
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)


def test_packs_are_found_sound(ledger: Path, tmp_path: Path) -> None:
    """Packs of everything and of single things are sound, signed by the ledger's key; the verifier is in the pack."""
    whole = pack_of(ledger, tmp_path / "whole.zip")
    code, said = check(whole)
    assert code == 0 and said.startswith("SOUND: 8 captures, 8 reports, "), said
    with Ledger(ledger) as opened:
        state = opened.state()
    key = Seals().key
    assert key.exists() and "Signed at" in said
    own = tmp_path / "own.py"
    own.write_bytes(members(whole)["verify_pack.py"])
    for thing in [*(raid.id for raid in state.raids), *(incident.id for incident in state.incidents)]:
        pack = pack_of(ledger, tmp_path / "one.zip", thing)
        code, said = check(pack, own)
        assert code == 0 and "SOUND" in said, said


def test_any_changed_byte_is_refused(ledger: Path, tmp_path: Path) -> None:
    """200 single bytes changed anywhere in what the pack holds are found, whatever the manifest says."""
    files = members(pack_of(ledger, tmp_path / "whole.zip"))
    drawn = np.random.default_rng(8)
    names = [name for name in files if name not in ("verify_pack.py", "READ_ME.txt", "manifest.json")]
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("verify_pack", VERIFIER)
    assert spec is not None and spec.loader is not None
    verifier = module_from_spec(spec)
    spec.loader.exec_module(verifier)
    silent = []
    for number in range(200):
        name = names[number % len(names)]
        data = bytearray(files[name])
        at = int(drawn.integers(0, len(data)))
        data[at] ^= 1 << int(drawn.integers(0, 7))
        pack = packed({**files, name: bytes(data)}, tmp_path / "changed.zip", relist=number % 2 == 0)
        if verifier.main(str(pack)) == 0:
            silent.append(f"{name} byte {at}")
    assert not silent, silent


def test_a_rewritten_pack_is_refused(ledger: Path, tmp_path: Path) -> None:
    """Left-out files, files too many, a quote changed with its row hash, a log cut at its end: all are refused."""
    files = members(pack_of(ledger, tmp_path / "whole.zip"))
    capture = next(name for name in files if name.startswith("captures/"))
    without = {name: data for name, data in files.items() if name != capture}
    cut = {**files, "log.jsonl": b"".join(files["log.jsonl"].splitlines(keepends=True)[:-1])}
    quote = {**files, "rows.jsonl": files["rows.jsonl"].replace(b"were shot down", b"were shot DOWN")}
    for other in (without, {**files, "captures/more": b"x"}, cut, quote, {**files, "seal.json": b"{}"}):
        code, said = check(packed(other, tmp_path / "other.zip", relist=True))
        assert code == 1 and said.startswith("REFUSED"), said
    (tmp_path / "noise.zip").write_bytes(b"no pack at all")
    assert check(tmp_path / "noise.zip")[0] == 1


def test_the_same_facts_give_the_same_pack(ledger: Path, tmp_path: Path) -> None:
    """Two packs of one thing from one state of the ledger differ in the log alone, which grew by the first."""
    with Ledger(ledger) as opened:
        (raid, *_) = opened.state().raids
    one = members(pack_of(ledger, tmp_path / "one.zip", raid.id))
    two = members(pack_of(ledger, tmp_path / "two.zip", raid.id))
    differ = {name for name in one if one[name] != two[name]}
    assert differ <= {"log.jsonl", "seal.json", "manifest.json"}


def test_the_verifier_knows_the_columns_of_the_ledger() -> None:
    """The columns that the verifier reads are those that the store writes."""
    from firstlight.store.rows import FACTS

    found: dict[str, object] = {}
    text = VERIFIER.read_text("utf-8")
    exec(text[text.index("COLUMNS = {") : text.index("MOST = ")], found)
    columns = found["COLUMNS"]
    assert isinstance(columns, dict) and set(columns) == {"captures", "pictures", "reports", "statements"}
    assert all(names == FACTS[table][: len(names)] and FACTS[table][-1] == "entry" for table, names in columns.items())
