"""Collecting: pages a second from a server on loopback and from a web archive, what closed parsing costs, and memory.

    python -m bench.collect [--pages N] [--trafilatura COMMAND]
    python -m bench.collect --held warc|export MB        collect one generated file; print the memory held, as JSON

The pages are texts of bench/texts.py in the markup of a news site, each with its own title. "End to end" is from the
address, or the archive, to the ledger on disk. Beside it: `--trafilatura` names the command of a trafilatura, best in
an environment of its own, which reads the same pages from a folder and writes their texts to another; and warcio alone
reads the same archive to its end. They do less (no ledger, no closed process, no map to the bytes): the ratio says what
the rest costs. trafilatura is no dependency: make an environment with it and lxml_html_clean, and name its command or
have it on the search path. Memory is the most that this process and the largest closed one held, each size in a process
of its own; most bytes of an archive are pictures, as in real ones; an export is one channel of texts.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.rows import Row
from bench.texts import many
from firstlight.catalog import catalog
from firstlight.collect.closed import end, parse_closed
from firstlight.collect.net import Fetcher
from firstlight.collect.options import Entry
from firstlight.collect.parse import Found, parse
from firstlight.model import Capture, Refusal
from firstlight.pipeline import Ledger
from tests.collect.server import Clock, answer, net_to, serving

HOST = "http://news.example.com"
SHELL = (
    "<!doctype html><html><head><title>{title}</title>"
    '<meta property="article:published_time" content="2024-03-28T09:30:00+02:00">'
    "<style>{style}</style><script>{script}</script></head><body><header><nav>{menu}</nav></header>"
    "<main><article><h1>{title}</h1>{body}</article></main><aside>{menu}</aside><footer>Imprint</footer></body></html>"
)
MENU = "<ul>" + "".join(f"<li class='item'><a href='/section/{n}'>Section {n}</a></li>" for n in range(40)) + "</ul>"
STYLE = "".join(f".item{n} > a {{ color: #00{n:02d}00; padding: {n}px }}" for n in range(60))
SCRIPT = "window.data = {" + ",".join(f'"k{n}": "<p>{n}</p>"' for n in range(300)) + "};"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2000  # 512 kB
PAGES_TO_COMPARE = 60
SIZES = {"warc": (100, 1000), "export": (49, 490)}  # MB unpacked; an export may have 500


def pages(count: int) -> Iterator[bytes]:
    """Pages of about 20 kB, each with texts of its own."""
    found = many(count * 4, attack=True)
    for number in range(count):
        said = [text.text for text in found[number * 4 : number * 4 + 4]]
        body = "".join(f"<p>{line}</p>" for text in said for line in text.split("\n") if line)
        title = f"Night number {number}"
        yield SHELL.format(title=title, style=STYLE, script=SCRIPT, menu=MENU, body=body).encode()


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def closed_and_open(given: list[bytes]) -> tuple[float, float]:
    """Seconds to parse the pages closed, and in this process, page by page in turn; both must give the same."""
    house, taken = catalog(), [0.0, 0.0]
    parse_closed(_capture(given[0]), given[0], Entry(), house)  # the start of the helper is told apart
    for page in given:
        found: list[Found | Refusal] = []
        for at, one in enumerate((parse_closed, parse)):
            began = time.perf_counter()
            found.append(one(_capture(page), page, Entry(), house))
            taken[at] += time.perf_counter() - began
        if found[0] != found[1]:
            raise AssertionError("a closed parse gives another result")
    return taken[0], taken[1]


def _capture(page: bytes) -> Capture:
    digest = hashlib.sha256(page).hexdigest()
    at = "2024-04-01T00:00:00+00:00"
    return Capture(sha256=digest, size=len(page), media="html", origin="a", collected_at=at, collector="bench")


def from_server(given: list[bytes], folder: Path) -> float:
    """Seconds to collect every page by its address from a server on loopback, without the waits owed to a real host."""
    table = {f"/{number}": answer(page) for number, page in enumerate(given)}
    with serving(table) as server, Ledger(folder) as ledger:
        ledger.fetcher = Fetcher(net_to(server, Clock()), catalog())
        return timed(lambda: _kept(ledger, [HOST + path for path in table], len(given)))


def from_archive(path: Path, folder: Path, count: int) -> float:
    """Seconds to collect an archive that holds so many pages."""
    with Ledger(folder) as ledger:
        return timed(lambda: _kept(ledger, [str(path)], count))


def _kept(ledger: Ledger, sources: list[str], count: int) -> None:
    done = ledger.collect(list(sources))
    kept = len(set(done.reports))
    if kept != count:
        raise AssertionError(f"{kept} of {count} pages were kept: {done.refusals[:2]}")


def write_archive(path: Path, given: Iterator[bytes], picture: bytes = b"") -> int:
    """Write a packed archive of the pages, each followed by `picture` where one is given; how many pages."""
    count = 0
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for count, page in enumerate(given, start=1):
            for body, media, name in ((page, "text/html; charset=utf-8", "p"), (picture, "image/png", "i")):
                if body:
                    head = StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.1")
                    address = f"{HOST}/{name}{count}"
                    record = writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=head)
                    writer.write_record(record)
    return count


def warcio_alone(path: Path) -> None:
    """Read every record of an archive to its end, digests checked."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests=True):
            record.content_stream().read()


def trafilatura(command: str, given: list[bytes], folder: Path) -> float:
    """Seconds that its command takes for the same pages, start included."""
    into, out = folder / "in", folder / "out"
    into.mkdir()
    for number, page in enumerate(given):
        (into / f"{number}.html").write_bytes(page)
    run = [command, "--input-dir", str(into), "--output-dir", str(out), "--parallel", "1"]
    seconds = timed(lambda: subprocess.run(run, check=True, capture_output=True))
    made = sum(1 for path in out.rglob("*") if path.is_file())
    print(f"  trafilatura wrote {made} files: it names them by their text, and some pages share one")
    return seconds


def write_export(path: Path, megabytes: int) -> int:
    """Write an export of so many messages that it has this size; how many."""
    texts, count = [text.text for text in many(500, attack=True)], 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"name": "Invented channel", "type": "public_channel", "id": 1, "messages": [')
        while file.tell() < megabytes * 1_000_000:
            said = {"id": count, "type": "message", "date_unixtime": str(1_600_000_000 + count)}
            said["text"] = f"{count}: {texts[count % len(texts)]}"
            file.write((", " if count else "") + json.dumps(said, ensure_ascii=False))
            count += 1
        file.write("]}")
    return count


def held(kind: str, megabytes: int) -> dict[str, float]:
    """Collect a generated file of that size; MB held at most by this process and by the largest closed one, seconds."""
    with tempfile.TemporaryDirectory(prefix="firstlight-bench-") as name:
        folder = Path(name)
        if kind == "warc":
            path, each = folder / "large.warc.gz", len(PICTURE) + 20_000
            count = write_archive(path, pages(max(megabytes * 1_000_000 // each, 1)), PICTURE)
        else:
            path = folder / "result.json"
            count = write_export(path, megabytes)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        seconds = from_archive(path, folder / "ledger", count)
    end()  # so that the memory of its children is known
    ours, theirs = (
        resource.getrusage(who).ru_maxrss / 1000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"before": before, "held": ours, "closed": theirs, "seconds": seconds, "reports": count}


def apart(kind: str, megabytes: int) -> dict[str, float]:
    """The same in a process of its own."""
    run = [sys.executable, "-m", "bench.collect", "--held", kind, str(megabytes)]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def memory(sizes: dict[str, tuple[int, int]]) -> Iterator[Row]:
    """What is held for the larger file of each kind beside the smaller, in MB."""
    for kind, (small, large) in sizes.items():
        less, more = apart(kind, small), apart(kind, large)
        what = {"warc": "web archive", "export": "Telegram export"}[kind]
        beside = f"of {small:,} MB"
        yield Row(f"{what} of {large:,} MB: held by the main process", "MB", [more["held"]], beside, [less["held"]])
        yield Row(
            f"{what} of {large:,} MB: by the largest closed one", "MB", [more["closed"]], beside, [less["closed"]]
        )
        mine, its = (1000 * one["seconds"] / one["reports"] for one in (more, less))
        yield Row(f"{what} of {large:,} MB: a report", "ms", [mine], beside, [its])


def line(name: str, count: int, seconds: float, beside: float | None = None) -> None:
    """One line of pages a second."""
    ratio = f"   Firstlight takes {beside / seconds:.1f} times as long" if beside else ""
    print(f"{name:44} {count / seconds:8.1f} pages/s{ratio}")


def rows(rounds: int = 3, count: int = 60) -> list[Row]:
    """Milliseconds a page: parsed closed beside open, and taken from a web archive beside warcio alone."""
    made = list(pages(count))
    spent: dict[str, list[float]] = {name: [] for name in ("closed", "open", "archive", "warcio", "server", "peer")}
    peer = shutil.which("trafilatura")
    with tempfile.TemporaryDirectory(prefix="firstlight-bench-") as scratch:
        path = Path(scratch) / "pages.warc.gz"
        write_archive(path, iter(made))
        for turn in range(rounds):
            shut, free = closed_and_open(made)
            spent["closed"].append(1000 * shut / count)
            spent["open"].append(1000 * free / count)
            spent["archive"].append(1000 * from_archive(path, Path(scratch) / f"a{turn}", count) / count)
            spent["warcio"].append(1000 * timed(lambda: warcio_alone(path)) / count)
            spent["server"].append(1000 * from_server(made, Path(scratch) / f"s{turn}") / count)
            if peer is not None:
                into = Path(scratch) / f"t{turn}"
                into.mkdir()
                spent["peer"].append(1000 * trafilatura(peer, made, into) / count)
    found = [
        Row("parse a page closed", "ms", spent["closed"], "in this process", spent["open"]),
        Row("a page of a web archive, to the ledger", "ms", spent["archive"], "warcio alone", spent["warcio"]),
        Row(
            "a page from a server on loopback, to the ledger",
            "ms",
            spent["server"],
            "from the archive",
            spent["archive"],
        ),
    ]
    if spent["peer"]:
        name = "trafilatura's command, texts only"
        found.append(Row("a page of a web archive, to the ledger", "ms", spent["archive"], name, spent["peer"]))
    return [*found, *memory(SIZES)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--held", nargs=2, metavar=("KIND", "MB"))
    parser.add_argument("--trafilatura", default=shutil.which("trafilatura"))
    given = parser.parse_args()
    if given.held:
        print(json.dumps(held(given.held[0], int(given.held[1]))))
        return
    made = list(pages(given.pages))
    print(f"{len(made)} pages of {sum(map(len, made)) // len(made) // 1000} kB")
    began = timed(lambda: parse_closed(_capture(made[0]), made[0], Entry(), catalog()))
    shut, free = closed_and_open(list(islice(made, PAGES_TO_COMPARE)))
    number = min(len(made), PAGES_TO_COMPARE)
    print(f"parsing a page: closed {1000 * shut / number:.1f} ms, in this process {1000 * free / number:.1f} ms,")
    print(f"  ratio {shut / free:.2f}; the helper starts once, with the first page in {began:.2f} s")
    with tempfile.TemporaryDirectory(prefix="firstlight-bench-") as name:
        folder = Path(name)
        own = from_server(made, folder / "server")
        line("from a server on loopback, end to end", len(made), own)
        path = folder / "pages.warc.gz"
        write_archive(path, iter(made))
        own = from_archive(path, folder / "archive", len(made))
        line("from a WARC file, end to end", len(made), own)
        line("warcio alone, the same file", len(made), timed(lambda: warcio_alone(path)), own)
        if given.trafilatura:
            line("trafilatura's command, the same pages", len(made), trafilatura(given.trafilatura, made, folder), own)
        else:
            print("trafilatura: not installed, not compared")


if __name__ == "__main__":
    main()
