"""A parser that is taken over gets nowhere: no file, socket or process, no more memory or time than it was given."""

from __future__ import annotations

import json
import os
import platform
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstlight.catalog import Catalog
from firstlight.collect import Collected, CollectOptions, closed, collect
from firstlight.collect.closed import Limits, Stopped, parse_closed, parse_closed_parts, run_closed
from firstlight.collect.options import Entry
from firstlight.collect.parse import parse
from firstlight.model import Capture, Refusal
from firstlight.pipeline import Ledger

from .escapes import RAW, TRIES

ROOT = Path(__file__).resolve().parents[2]
NOW = "2024-04-01T00:00:00+00:00"
LIMITS = Limits(seconds=1, wall=3, answer=1_000_000)
PAGE = b"<html><body><p>On 28 March 26 of 28 drones were shot down.</p></body></html>"

fenced = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64",
    reason="the attempts call the kernel by the numbers of Linux on x86_64",
)


@pytest.fixture(autouse=True)
def helper(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A helper process that can import the attempts."""
    monkeypatch.syspath_prepend(ROOT)
    if not hasattr(helper_started, "path") or helper_started.path != ROOT:
        closed.end()
        helper_started.path = ROOT
    yield


class helper_started:
    """Whether this module's helper runs: it is kept from test to test, as in a run of collect."""

    path: Path | None = None


def capture_of(data: bytes, media: str = "html") -> Capture:
    """A capture of some bytes."""
    return Capture(sha256="ab" * 32, size=len(data), media=media, origin="a file", collected_at=NOW, collector="test")


@fenced
@pytest.mark.parametrize("name", [*TRIES, *RAW])
def test_no_attempt_gets_out(house: Catalog, tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    """Each attempt is refused or stopped; nothing outside changes, and the next capture is parsed as if nothing was."""
    victim, made = tmp_path / "victim", tmp_path / "made"
    victim.write_text("whole")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.01)
        told = {"name": name, "path": str(made), "victim": str(victim), "folder": str(tmp_path), "parent": os.getpid()}
        told["port"] = server.getsockname()[1]
        try:
            answer = run_closed("tests.collect.escapes:attempt", json.dumps(told).encode(), house.root, LIMITS)  # type: ignore[arg-type]
        except Stopped as stopped:
            answer = f"held: {stopped}".encode()
        with pytest.raises(TimeoutError):
            server.accept()
    assert answer.startswith(b"held: ") or answer == b"", answer
    assert not made.exists() and victim.read_text() == "whole" and victim.stat().st_mode & 0o777 != 0o777
    assert "escaped" not in "".join(capfd.readouterr())
    found = parse_closed(capture_of(PAGE), PAGE, Entry(), house)
    assert not isinstance(found, Refusal) and "26 of 28" in found[0][0].text


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
@pytest.mark.parametrize("name", ["read a file", "write a file", "a socket", "two gigabytes", "all memory", "spin"])
def test_without_the_filter_the_limits_hold(tmp_path: Path, name: str) -> None:
    """Where a system has no filter of calls, no file, socket, memory or time is to be had beyond the limits."""
    told = {"name": name, "path": str(tmp_path / "made"), "victim": "", "folder": "", "parent": 0, "port": 0}
    code = f"""
import os, sys
sys.path[:] = {[str(ROOT), *sys.path]!r}
from firstlight.collect.closed.fence import only_pipes, shut_in
from tests.collect.escapes import TRIES
only_pipes(0, 1)
shut_in(512_000_000, 1, 5, False)
try:
    TRIES[{name!r}]({told!r})
except (OSError, MemoryError):
    os._exit(7)
os._exit(8)
"""
    done = subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    assert done.returncode in (7, -signal.SIGKILL, -signal.SIGXCPU), done
    assert not (tmp_path / "made").exists()


def test_there_are_enough_attempts() -> None:
    """Thirty kinds of escape at least are tried."""
    assert len({*TRIES, *RAW}) >= 30


@pytest.mark.parametrize("work", ["garbage", "framed", "nothing", "another"])
def test_an_answer_of_another_form_is_refused(house: Catalog, work: str) -> None:
    """An answer that is no answer, or is about another capture, is a refusal with its reason, never a report."""
    found = parse_closed(capture_of(PAGE), PAGE, Entry(), house, f"tests.collect.escapes:{work}")
    assert isinstance(found, Refusal) and found.reason == "parser_stopped" and found.item == "a file"


@pytest.mark.parametrize("name", ["page.html", "feed.rss", "result.json"])
def test_a_closed_parser_gives_what_an_open_one_gives(house: Catalog, tmp_path: Path, name: str) -> None:
    """Text, map, marks, dates and refusals of a closed parse are those of the same parse in this process."""
    texts = {
        "page.html": PAGE.replace(b"drones", "дронів".encode("koi8-u")),
        "feed.rss": b"<rss><item><title>A</title><description>26 of 28</description></item><item/></rss>",
        "result.json": b'{"name": "c", "messages": [{"id": 1, "type": "message", "text": "26 of 28"}, {"id": 2}]}',
    }
    (tmp_path / name).write_bytes(texts[name])
    (found,) = collect(str(tmp_path / name), CollectOptions(), house, NOW)
    assert isinstance(found, Collected)
    again = parse(found.capture, found.data, Entry(), house)
    assert again == (found.reports, found.refusals) and found.reports


def test_a_large_export_comes_in_parts(house: Catalog, tmp_path: Path) -> None:
    """Its parts are together what an open parse gives; where the parser falls after one, that one stays, and it is
    told; nothing else is parsed meanwhile, and whoever leaves in the middle can go on with another capture."""
    one = {"type": "message", "date_unixtime": "1711000000"}
    messages = [{"id": at, "text": f"{at} of 28", **one} for at in range(2500)]
    data = json.dumps({"name": "c", "messages": [*messages, {"id": 1, "type": "service"}]}).encode()
    (tmp_path / "result.json").write_bytes(data)
    found = [one for one in collect(str(tmp_path / "result.json"), CollectOptions(), house, NOW)]
    assert len(found) == 3 and all(isinstance(one, Collected) for one in found)
    parts = [one for one in found if isinstance(one, Collected)]
    whole = parse(parts[0].capture, data, Entry(), house)
    assert whole == tuple(
        tuple(one for part in parts for one in getattr(part, name)) for name in ("reports", "refusals")
    )
    capture = parts[0].capture
    first, then = parse_closed_parts(capture, data, Entry(), house, "tests.collect.escapes:half")
    assert isinstance(then, Refusal) and "what came before was taken in" in then.detail and len(first[0]) == 1000  # type: ignore[index]
    left = parse_closed_parts(capture, data, Entry(), house)
    next(left)
    assert isinstance(parse_closed(capture_of(PAGE), PAGE, Entry(), house), Refusal)
    left.close()  # type: ignore[attr-defined]
    assert not isinstance(parse_closed(capture_of(PAGE), PAGE, Entry(), house), Refusal)
    with Ledger(tmp_path / "ledger") as ledger:
        assert ledger.collect([str(tmp_path / "result.json")]).run.counts_out == 2500
        assert ledger.collect([str(tmp_path / "result.json")]).run.counts_out == 0
        assert ledger.verify().damage == ()


def test_every_encoding_that_is_read_is_read_closed(house: Catalog) -> None:
    """A page in any encoding that we know is decoded in the child too, which can open no module's file any more."""
    from firstlight.collect.decode import DECLARED

    for encoding in sorted(set(DECLARED.values())):
        text = "Збито 26 із 28" if encoding not in ("windows-1252", "windows-1250", "iso-8859-2") else "26 of 28"
        if encoding in ("koi8-r", "iso-8859-5", "cp866", "mac-cyrillic"):
            text = "Сбито 26 из 28"
        data = f"<html><head><meta charset={encoding}></head><body><p>{text}. {text}. {text}.</p>".encode(encoding)
        closed_one, open_one = (run(capture_of(data), data, Entry(), house) for run in (parse_closed, parse))
        assert closed_one == open_one and not isinstance(closed_one, Refusal)


def test_the_next_capture_outlives_the_helper(house: Catalog) -> None:
    """When the helper process itself dies, the next capture starts another."""
    assert not isinstance(parse_closed(capture_of(PAGE), PAGE, Entry(), house), Refusal)
    from firstlight.collect.closed import keeper

    keeper._running[0].process.kill()
    keeper._running[0].process.wait()
    assert not isinstance(parse_closed(capture_of(PAGE), PAGE, Entry(), house), Refusal)


def test_a_document_that_takes_too_much_is_refused(house: Catalog, tmp_path: Path) -> None:
    """A DOCX of 40 kB that unpacks to seven million paragraphs is told with its reason, and the folder goes on."""
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        body = b"<w:p/>" * 7_000_000
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{words}">'.encode() + body + b"</w:document>")
    (tmp_path / "b.html").write_bytes(PAGE)
    refusal, taken = collect(str(tmp_path), CollectOptions(), house, NOW)
    assert isinstance(refusal, Refusal) and refusal.item == "a.docx" and isinstance(taken, Collected)
    assert refusal.reason in ("parser_stopped", "bad_docx"), refusal  # the XML parser may notice first
