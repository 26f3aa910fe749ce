"""Collecting: pages a second from a server on loopback and from a web archive, what closed parsing costs, and memory.

    python -m bench.collect [--pages N] [--archive MB] [--trafilatura COMMAND]

The pages are texts of bench/texts.py in the markup of a news site, each with its own title. "End to end" is from the
address, or the archive, to the ledger on disk. Beside it: `--trafilatura` names the command of a trafilatura, best in
an environment of its own, which reads the same pages from a folder and writes their texts to another; and warcio alone
reads the same archive to its end. They do less (no ledger, no closed process, no map to the bytes): the ratio says what
the rest costs. Memory is the most that this process held, after a tenth of the archive and after all of it; most bytes
of the archive are pictures, as in real ones.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import resource
import subprocess
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
from firstlight.collect.closed import parse_closed
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


def peak_mb() -> float:
    """The most memory that this process has held, in MB (Linux counts in kB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def memory(folder: Path, megabytes: int) -> None:
    """Collect a tenth of an archive, then all of it, and tell what was held at most."""
    each = len(PICTURE) + 20_000
    for share in (0.1, 1.0):
        path = folder / f"large-{share}.warc.gz"
        made = write_archive(path, pages(max(int(share * megabytes * 1_000_000 / each), 1)), PICTURE)
        seconds = from_archive(path, folder / f"ledger-{share}", made)
        size = made * each // 1_000_000
        print(f"  {size} MB unpacked, {made} pages: {seconds:.1f} s, at most {peak_mb():.0f} MB held")


def line(name: str, count: int, seconds: float, beside: float | None = None) -> None:
    """One line of pages a second."""
    ratio = f"   Firstlight takes {beside / seconds:.1f} times as long" if beside else ""
    print(f"{name:44} {count / seconds:8.1f} pages/s{ratio}")


def rows(rounds: int = 3, count: int = 60) -> list[Row]:
    """Milliseconds a page: parsed closed beside open, and taken from a web archive beside warcio alone."""
    made = list(pages(count))
    spent: dict[str, list[float]] = {name: [] for name in ("closed", "open", "archive", "warcio", "server")}
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
    return [
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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--archive", type=int, default=300, help="MB unpacked, 0 for none")
    parser.add_argument("--trafilatura")
    given = parser.parse_args()
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
        if given.archive:
            memory(folder, given.archive)


if __name__ == "__main__":
    main()
