"""Archives made to harm: nothing of them is unpacked, nothing is written but the store, and each is told."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from firstlight.pipeline import Ledger

SEED = 72
NAMES = (
    "../{0}", "../../../../{0}", "/tmp/{0}", "a/../../{0}", "..\\{0}", "C:\\{0}", "\\\\host\\share\\{0}", "./../{0}",
    "a/b/../../../{0}", "{0}\0.txt", "con", "{0}\u202etxt.exe", "\u0041\u030a/{0}", "\u00c5/{0}", "a" * 2000, "", ".",
)  # fmt: skip
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = f'<w:document xmlns:w="{WORD}"><w:body>{{0}}</w:body></w:document>'
TEXT = "<w:p><w:r><w:t>On 21 March Russia launched 14 drones.</w:t></w:r></w:p>"


def _zip(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo("placeholder")
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
            archive.NameToInfo.clear()  # a name may stand twice
            archive.writestr(info, data)
    return out.getvalue()


def _members(drawn: np.random.Generator) -> list[tuple[str, bytes]]:
    picked = (NAMES[int(at)] for at in drawn.integers(0, len(NAMES), size=4))
    return [(name.format(f"planted{int(drawn.integers(0, 9999))}.txt"), b"planted") for name in picked]


def _traversal(drawn: np.random.Generator) -> tuple[str, bytes]:
    return "zip", _zip(_members(drawn))


def _document(drawn: np.random.Generator) -> tuple[str, bytes]:
    """A document that can be read, with members beside it that would lie elsewhere."""
    return "docx", _zip([*_members(drawn), ("word/document.xml", DOCUMENT.format(TEXT).encode())])


def _bomb(drawn: np.random.Generator) -> tuple[str, bytes]:
    """A document of 60 to 100 MB in a few hundred kB."""
    return "docx", _zip([("word/document.xml", bytes(int(drawn.integers(60, 100)) * 1_000_000))])


def _nested(drawn: np.random.Generator) -> tuple[str, bytes]:
    inner = b"0" * 1_000_000
    for level in range(int(drawn.integers(2, 6))):
        inner = _zip([(f"{level}-{number}.zip", inner) for number in range(4)])
    return "zip", inner


def _lies(drawn: np.random.Generator) -> tuple[str, bytes]:
    """Sizes and places in the central directory that are not those of the members; members over one another."""
    data = bytearray(_zip([("word/document.xml", DOCUMENT.format(TEXT).encode()), ("b.xml", b"x" * 500)]))
    central = data.index(b"PK\x01\x02")
    at = central + int(drawn.choice([16, 20, 24, 42, 46]))
    data[at : at + 4] = struct.pack("<I", int(drawn.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF])))
    return "docx", bytes(data)


def _tar(drawn: np.random.Generator) -> tuple[str, bytes]:
    out = io.BytesIO()
    kinds = (tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)
    with tarfile.open(fileobj=out, mode="w:gz" if drawn.random() < 0.5 else "w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in _members(drawn):
            info = tarfile.TarInfo(name or "x")
            info.type = kinds[int(drawn.integers(0, len(kinds)))]
            info.linkname, info.size = "../" * 9 + "etc/passwd", len(data) if info.type == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(data) if info.size else None)
    return ("tar.gz" if out.getvalue()[:2] == b"\x1f\x8b" else "tar"), out.getvalue()


def _gzip(drawn: np.random.Generator) -> tuple[str, bytes]:
    """What would unpack to 60 MB under names that say web archive, page or nothing."""
    packed = gzip.compress(bytes(60_000_000), 1)
    return str(drawn.choice(["warc.gz", "html.gz", "gz"])), packed


def _wacz(drawn: np.random.Generator) -> tuple[str, bytes]:
    return "wacz", _zip([("archive/data.warc.gz", gzip.compress(b"WARC/1.0\r\n\r\n")), *_members(drawn)])


MADE: tuple[Callable[[np.random.Generator], tuple[str, bytes]], ...] = (
    _traversal, _document, _lies, _tar, _wacz, _traversal, _document, _lies, _tar, _nested,
)  # fmt: skip
LARGE = (_bomb, _gzip)


def _tree(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def _take(folder: Path, count: int, seed: int) -> None:
    drawn = np.random.default_rng(seed)
    given = folder / "deep" / "er" / "in"
    given.mkdir(parents=True)
    for number in range(count):
        make = LARGE[number // 30 % 2] if number % 30 == 29 else MADE[number % len(MADE)]
        ending, data = make(drawn)
        (given / f"{number:04d}.{ending}").write_bytes(data)
    before, elsewhere = _tree(folder), set(Path("/tmp").glob("planted*"))
    ledger = folder / "deep" / "ledger"
    with Ledger(ledger) as opened:
        done = opened.collect([str(given)], published="2024-03-22", source="nobody")
        assert not opened.verify().damage
        held = {report.capture for report in opened._store().reports().values()}
    after = {path: size for path, size in _tree(folder).items() if not path.is_relative_to(ledger)}
    assert after == before and set(Path("/tmp").glob("planted*")) == elsewhere, "nothing is written but the ledger"
    blobs = {path.name for path in (ledger / "captures").glob("??/*")}
    assert blobs == held, "what is stored lies under its hash, and no member of an archive is stored"
    told = {refusal.item.partition(":")[0] for refusal in done.refusals}
    silent = [path.name for path in given.iterdir() if path.name not in told and path.suffix != ".docx"]
    assert not silent, f"refused without a word: {silent[:5]}"
    read = done.run.counts_out + done.run.refused.get("already there", 0)
    assert read > 0 and read + len({*told}) >= count, "each is a report or a refusal"


def test_hostile_archives_stay_shut(tmp_path: Path) -> None:
    """300 archives (names that lead out, links, devices, false sizes, nests, bombs): none is unpacked, each told."""
    _take(tmp_path, 300, SEED)


@pytest.mark.release
def test_many_hostile_archives_stay_shut(tmp_path: Path) -> None:
    """The same with 10,000."""
    _take(tmp_path, 10_000, SEED + 1)
