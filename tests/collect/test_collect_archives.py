"""WARC files and documents: read as they are, never extracted; damage is marked, never hidden and never fatal."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from docx import Document
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from firstlight.catalog import catalog
from firstlight.collect import Collected, CollectOptions, collect
from firstlight.model import Refusal
from firstlight.pipeline import Ledger

# warcio's writer leaves a temporary file to the garbage collector; it is not ours to close
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

NOW = "2026-01-01T00:00:00+00:00"
TEXT = "On the night of 28 March Russia launched 28 drones over Odesa region, and 26 of them were shot down."
PAGE = "<html><head><title>Night {n}</title></head><body><p>" + TEXT + " Note {n}.</p></body></html>"


def warc(pages: int, packed: bool) -> bytes:
    """A WARC file of so many pages of one site."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for number in range(pages):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        body = io.BytesIO(PAGE.format(n=number).encode())
        address = f"https://news.example.com/{number}"
        writer.write_record(
            writer.create_warc_record(
                address,
                "response",
                payload=body,
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2024-03-28T08:00:00Z", "WARC-IP-Address": "93.184.215.14"},
            )
        )
    return out.getvalue()


def take(folder: Path, name: str, data: bytes) -> tuple[list[Collected], list[Refusal]]:
    """What collecting the file `name` with `data` gives."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    items = list(collect(str(folder / name), CollectOptions(), catalog(), NOW))
    return [item for item in items if isinstance(item, Collected)], [
        item for item in items if isinstance(item, Refusal)
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_of_an_archive_is_a_capture(tmp_path: Path, packed: bool) -> None:
    """A page of a WARC file comes with its address and the visit that the archive records, and verify makes it anew."""
    data = warc(5, packed)
    name = "a.warc.gz" if packed else "a.warc"
    taken, refused = take(tmp_path / "in", name, data)
    assert not refused and len(taken) == 5
    (report,) = taken[3].reports
    assert report.address == "https://news.example.com/3" and "Note 3" in report.text and report.marks == ()
    visit = taken[3].capture.visit
    assert visit is not None and visit.hops[0].started == "2024-03-28T08:00:00Z"
    with Ledger(tmp_path / "ledger") as ledger:
        assert ledger.collect([str(tmp_path / "in")]).run.counts_out == 5
        assert ledger.collect([str(tmp_path / "in" / name)]).run.counts_out == 0
        assert not ledger.verify().damage


def test_cut_archives_give_what_is_whole_and_tell_the_rest(tmp_path: Path) -> None:
    """Cut at 500 places: pages before the cut come whole, and the cut is told or the page that it hit is marked."""
    data = warc(2, packed=True)
    drawn = np.random.default_rng(5)
    whole = {item.reports[0].text for item in take(tmp_path, "a.warc.gz", data)[0]}
    ends = _record_ends(data)
    for cut in sorted({int(at) for at in drawn.integers(1, len(data), size=500)} - ends):
        taken, refused = take(tmp_path, "a.warc.gz", data[:cut])
        marked = [item for item in taken if any("partial" in report.marks for report in item.reports)]
        assert refused or marked, f"cut at {cut}: nothing was said"
        assert {report.text for item in taken for report in item.reports if not report.marks} <= whole


def test_changed_archives_are_marked(tmp_path: Path) -> None:
    """500 single bytes changed in a packed archive: no page is silently another, and what is lost is told."""
    data = warc(2, packed=True)
    drawn = np.random.default_rng(6)
    whole = {item.reports[0].text for item in take(tmp_path, "a.warc.gz", data)[0]}
    for at, by in zip(drawn.integers(0, len(data), size=500), drawn.integers(1, 256, size=500), strict=True):
        changed = bytearray(data)
        changed[int(at)] ^= int(by)
        taken, refused = take(tmp_path, "a.warc.gz", bytes(changed))
        unmarked = {report.text for item in taken for report in item.reports if not report.marks}
        assert unmarked <= whole
        lost = whole - unmarked
        assert not lost or refused or any(report.marks for item in taken for report in item.reports), f"byte {at}"


def test_a_digest_that_does_not_fit_is_marked(tmp_path: Path) -> None:
    """A page of an unpacked archive that was changed after its digest was taken carries a mark."""
    data = warc(2, packed=False).replace(b"Note 1", b"Note 7")
    taken, _ = take(tmp_path, "a.warc", data)
    assert [("digest_mismatch" in item.reports[0].marks) for item in taken] == [False, True]


def _record_ends(data: bytes) -> set[int]:
    """Offsets at which a packed record begins: a file cut there is whole."""
    ends, at = set(), data.find(b"\x1f\x8b\x08", 1)
    while at > 0:
        ends.add(at)
        at = data.find(b"\x1f\x8b\x08", at + 1)
    return ends


# --- documents ---


def docx(build: Callable[[Document], None] | None = None) -> bytes:  # type: ignore[valid-type]
    """A DOCX document of two paragraphs, and what `build` adds."""
    document = Document()
    document.add_paragraph("Regional council, 28 March 2024")
    document.add_paragraph(TEXT)
    if build is not None:
        build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(lines: list[str]) -> bytes:
    """A text PDF with a page for each line, written by hand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    pages = []
    for line in lines:
        stream = f"BT /F1 12 Tf 50 700 Td ({line}) Tj ET" if line else ""
        content = len(objects) + 2
        pages.append(len(objects) + 1)
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R /Resources {font} >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{page} 0 R' for page in pages)}] >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def test_documents_are_cited_by_their_parts(tmp_path: Path) -> None:
    """A text PDF is cited by page, a DOCX by paragraph, and verify makes their texts anew."""
    taken, refused = take(tmp_path / "in", "a.pdf", pdf(["Council of 28 March", TEXT]))
    assert not refused
    (report,) = taken[0].reports
    assert [part.name for part in report.parts] == ["page 1", "page 2"]
    assert report.text[report.parts[1].start :].startswith("On the night of 28 March")
    taken, refused = take(tmp_path / "in", "b.docx", docx())
    (report,) = taken[0].reports
    assert [part.name for part in report.parts] == ["paragraph 1", "paragraph 2"]
    assert report.text.splitlines()[1] == TEXT
    with Ledger(tmp_path / "ledger") as ledger:
        assert ledger.collect([str(tmp_path / "in")]).run.counts_out == 2
        assert not ledger.verify().damage


def test_what_a_reader_does_not_see_in_a_document_is_left_out(tmp_path: Path) -> None:
    """Hidden and struck words of a DOCX are left out and marked; a raised digit stays apart from its number."""

    def build(document: Document) -> None:  # type: ignore[valid-type]
        line = document.add_paragraph()  # type: ignore[attr-defined]
        line.add_run("Hurt: 3")
        line.add_run("2").font.superscript = True
        line.add_run(" people")
        line.add_run(" hidden 99").font.hidden = True
        line.add_run(" struck 88").font.strike = True

    (item,), _ = take(tmp_path, "a.docx", docx(build))
    (report,) = item.reports
    assert "Hurt: 3^2 people" in report.text and "99" not in report.text and "88" not in report.text
    assert {"hidden", "struck_text", "number_markup"} <= set(report.marks)


def _zip(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
BAD_DOCUMENTS = {
    "scan.pdf": pdf(["", ""]),
    "cut.pdf": pdf(["words"])[:200],
    "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "bomb.docx": _zip({"word/document.xml": b"<w>" + b" " * 60_000_000}),
    "entity.docx": _zip({"word/document.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BODY}),
    "empty.docx": _zip({"word/document.xml": BODY}),
    "broken.docx": _zip({"word/document.xml": BODY[:40]}),
    "cut.docx": docx()[:2000],
    "other.zip": _zip({"../../etc/passwd": b"x"}),
    "nested.docx": _zip({"word/document.xml/": b"", "a": b"word/document.xml"}),
}


@pytest.mark.parametrize("name", list(BAD_DOCUMENTS))
def test_bad_documents_are_refused_in_one_line(tmp_path: Path, name: str) -> None:
    """A scan, a bomb, a document with outside entities, a broken or cut one: refused, with what to do."""
    taken, refused = take(tmp_path, name, BAD_DOCUMENTS[name])
    assert not taken and len(refused) == 1 and "\n" not in refused[0].detail and refused[0].detail.startswith(name)
