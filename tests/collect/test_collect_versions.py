"""What was captured can be shown with its versions, taken out as a web archive and in again; each look is logged."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from firstlight.cli.shown import shown_lines
from firstlight.errors import UsageError
from firstlight.pipeline import Ledger
from firstlight.store import Looks

from .server import answer
from .test_collect_web import FIRST, HOST, LATER, PAGE, collect

OTHER = FIRST.replace("28 March", "29 March")


def _world(tmp_path: Path) -> Ledger:
    """A ledger of a page in two versions, a packed page, one behind a redirect, and a file of one's own."""
    packed = answer(gzip.compress(PAGE.format(OTHER).encode(), mtime=0), Content_Encoding="gzip")
    moved = answer("", "302 Found", Location=f"{HOST}/c")
    third = answer(PAGE.format(OTHER.replace("29", "30")))
    pages = {"/a": answer(PAGE.format(FIRST)), "/b": packed, "/m": moved, "/c": third}
    collect(tmp_path / "l", pages, f"{HOST}/a", f"{HOST}/b", f"{HOST}/m")
    ledger, _ = collect(tmp_path / "l", {"/a": answer(PAGE.format(LATER))}, f"{HOST}/a")
    ledger.collect([b"On 31 March 2024 two drones came."], published="2024-03-31")
    return ledger


@pytest.mark.parametrize("name", ["out.warc", "out.warc.gz"])
def test_a_web_archive_gives_the_same_captures(tmp_path: Path, name: str) -> None:
    """Collected again, the archive gives the same bytes of the same addresses and the same texts; files are told."""
    ledger = _world(tmp_path)
    done = ledger.export("warc", tmp_path / name)
    assert done.run.counts_out == 4 and done.run.refused == {"not fetched, but a file": 1}
    mine = {(one.sha256, one.origin) for one in ledger._store().every_capture() if one.visit is not None}
    with (tmp_path / name).open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    assert sorted(kinds) == ["metadata"] * 4 + ["request"] * 4 + ["response"] * 4
    with Ledger(tmp_path / "again") as again:
        back = again.collect([str(tmp_path / name)])
        assert back.run.counts_out == 4 and not back.refusals
        there = list(again._store().every_capture())
        assert {(one.sha256, one.origin) for one in there} == mine
        texts = {report.text for report in again._store().every_report()}
        assert texts == {one.text for one in ledger._store().every_report() if one.media_type == "html"}
        statuses = [one.visit.hops[-1].status for one in there if one.visit is not None]
        assert statuses == [200] * 4 and again.verify().damage == ()


def test_versions_and_their_difference_are_shown(tmp_path: Path) -> None:
    """A page that changed shows both versions, which counts, and the words that are new; a capture shows its visit."""
    ledger = _world(tmp_path)
    (newest,) = (report for report in ledger._store().reports().values() if LATER in report.text)
    shown = ledger.show(newest.id)
    assert [version.counts for version in shown.versions] == [False, True]
    assert any("[-26-]{+27+}" in line and line.startswith("~ ") for line in shown.differences)
    assert len(shown.differences) == 1, "what both have is not repeated"
    lines = list(shown_lines(shown, ledger.catalog))
    assert any("this one" in line and "counts" in line for line in lines)
    assert ledger.show(shown.versions[0].report).differences == (), "the first has nothing before it"
    lines = list(shown_lines(ledger.show(newest.capture), ledger.catalog))
    assert any(line.strip().startswith("> host") or "< content-type" in line for line in lines)
    assert any(": 200 from 127.0.0.1" in line or ": 200 from" in line for line in lines)
    assert any(line.startswith("2 versions") for line in lines)


def test_every_look_on_the_command_line_is_logged(tmp_path: Path) -> None:
    """Showing, exporting, drawing a sample, packing evidence and briefing each leave a line; words of reports never."""
    ledger = _world(tmp_path)
    ledger.read()
    ledger.reconcile()
    (report, *_) = ledger._store().reports()
    raid = ledger.attacks().raids[0]
    ledger.show(report)
    ledger.export("csv", tmp_path / "t.csv")
    ledger.export("dump", tmp_path / "d.jsonl")
    ledger.export("warc", tmp_path / "w.warc")
    ledger.evidence(tmp_path / "e.zip", [raid.id])
    ledger.sample(2, tmp_path / "s.csv")
    ledger.brief("2024-03-27", "2024-03-31", tmp_path / "b.html")
    looks = list(Looks(ledger.path).read())
    assert [look.what for look in looks] == [
        "show report", "export csv", "export dump", "export warc", "evidence", "sample", "briefing",
    ]  # fmt: skip
    assert looks[0].key == report and all(look.who and look.key for look in looks)
    assert b"drones" not in (ledger.path / "looks.jsonl").read_bytes()
    assert ledger.verify().damage == ()


def test_a_web_archive_is_whole(tmp_path: Path) -> None:
    """Dates narrow tables, not an archive."""
    with pytest.raises(UsageError, match="whole ledger"):
        _world(tmp_path).export("warc", tmp_path / "w.warc", "2024-03-27")
