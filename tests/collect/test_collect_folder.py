"""Files, folders and standard input: what is taken in, what is refused and why, and what reports.toml says."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from firstlight.catalog import Catalog
from firstlight.collect import VIEW, Collected, CollectOptions, collect, report_from_text
from firstlight.errors import UsageError
from firstlight.model import Refusal

NOW = "2024-04-01T12:00:00+00:00"
TEXT = "Ten of 13 drones were shot down over Kyiv."
PAGE = f"<html><head><title>Night</title></head><body><p>{TEXT}</p></body></html>"


def gather(where: Path | str, house: Catalog, **options: str | bytes) -> tuple[list[Collected], list[Refusal]]:
    """What collecting `where` gives, apart."""
    found = list(collect(str(where), CollectOptions(**options), house, NOW))  # type: ignore[arg-type]
    return [item for item in found if isinstance(item, Collected)], [
        item for item in found if isinstance(item, Refusal)
    ]


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A file below `folder`."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_lone_file(house: Catalog, tmp_path: Path) -> None:
    """A text file is one capture and one report; options say its date, source and address; the origin has no folder."""
    path = put(tmp_path, "night.txt", TEXT)
    taken, refused = gather(
        path, house, published="2024-03-28", source="Повітряні сили", address="https://example.org/1"
    )
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (found,) = taken
    (report,) = found.reports
    assert not refused and found.data == TEXT.encode()
    capture = found.capture
    assert (capture.sha256, capture.size, capture.media, capture.origin) == (digest, len(TEXT), "text", "night.txt")
    assert (capture.collected_at, capture.source) == (NOW, "Повітряні сили")
    assert (report.id, report.capture, report.text, report.view) == (f"sha256:{digest}", digest, TEXT, VIEW)
    assert (report.source, report.published, report.language) == ("ua-air-force", "2024-03-28", "en")
    assert (report.address, report.locator, report.marks) == ("https://example.org/1", None, ())


def test_standard_input_and_unknown_sources(house: Catalog) -> None:
    """Standard input is a source; a source unknown to the catalogue keeps the name as given; none is told so."""
    assert gather("-", house, stdin=TEXT.encode(), source="A. Nother")[0][0].reports[0].source == "A. Nother"
    assert gather("-", house, stdin=TEXT.encode())[0][0].reports[0].source == "file:standard input"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t", "empty"),
        ("a.txt", b"\x00\x01\x02\x03" * 50, "binary"),
        ("a.pdf", b"%PDF-1.7 text", "bad_pdf"),
        ("a.docx", b"PK\x03\x04text", "binary"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)), "binary"),
        ("a.txt", bytes(range(1, 256)) * 20, "binary"),
        ("a.csv", b"a,b\n1,2", "table"),
        ("a.json", b'{"a": 1}', "not_an_export"),
        ("a.txt", b'{"type": "message"}', "not_an_export"),
        ("a.txt", b"x" * 16_000_001, "too_large"),
        ("a.html", b"<p>" * 250_001 + b"x", "too_complex"),
        ("a.html", b"<html><script>go()</script><div id=root></div></html>", "empty_shell"),
        ("a.html", b"<html><title>Just a moment...</title><p>Please wait</p></html>", "block_page"),
    ],
)
def test_bad_files_are_refused_with_a_reason(
    house: Catalog, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """Each reason for which a file is refused can be met; its line is one line, names the file and says what to do."""
    taken, refused = gather(put(tmp_path, name, content), house)
    assert not taken and [item.reason for item in refused] == [reason]
    (refusal,) = refused
    assert refusal.stage == "collect" and refusal.item == name
    assert refusal.detail.startswith(f"{name}: ") and "\n" not in refusal.detail and str(tmp_path) not in refusal.detail


def test_sources_that_cannot_be_read(house: Catalog, tmp_path: Path) -> None:
    """A missing file, an address, a device and a bad name are refused, none raises."""
    rows: list[tuple[Path | str, str]] = [
        (tmp_path / "no.txt", "missing"),
        ("https://example.org/a", "address"),
        ("/dev/null", "not_a_file"),
        ("a\0b", "unreadable"),
        ("-", "empty"),
    ]
    for source, reason in rows:
        assert [item.reason for item in gather(source, house)[1]] == [reason], source


def test_a_future_date(house: Catalog, tmp_path: Path) -> None:
    """A lone --published in the future is refused; in a folder, or said by the page itself, it is kept and marked."""
    path = put(tmp_path, "a.txt", TEXT)
    taken, refused = gather(path, house, published="2024-04-03")
    assert not taken and refused[0].reason == "future_date"
    assert gather(path, house, published="2024-04-01T12:00:01+00:00")[1][0].reason == "future_date"
    assert gather(path, house, published="2024-04-01T14:59:00+03:00")[0]
    put(tmp_path, "reports.toml", '["a.txt"]\npublished = "2024-04-03"')
    assert gather(tmp_path, house)[0][0].reports[0].marks == ("future_date",)
    page = PAGE.replace("<head>", '<head><meta name="date" content="2031-01-01">')
    assert gather("-", house, stdin=page.encode())[0][0].reports[0].marks == ("future_date",)


@pytest.mark.parametrize("value", ["yesterday", "28.03.2024", "2024-13-01", "2024-03-28T09:30", "", "2024-02-30"])
def test_a_bad_date_is_a_usage_error(house: Catalog, value: str) -> None:
    """A --published that is no date, or has hours without a zone, raises at once, in one line that names it."""
    with pytest.raises(UsageError, match="published") as error:
        collect("-", CollectOptions(published=value), house, NOW)
    assert "\n" not in str(error.value)
    with pytest.raises(UsageError):
        report_from_text("x", published=value)


def test_a_folder_in_order(house: Catalog, tmp_path: Path) -> None:
    """Files come sorted, folders in place; hidden files are passed over; twice the same bytes come twice."""
    for name in ("b.txt", "a.html", "c/d.txt", ".hidden", "c/.x/y.txt", "z"):
        put(tmp_path, name, PAGE if name.endswith("html") else TEXT)
    taken, refused = gather(tmp_path, house)
    assert not refused
    assert [item.capture.origin for item in taken] == ["a.html", "b.txt", "c/d.txt", "z"]
    assert [item.capture.media for item in taken] == ["html", "text", "text", "text"]
    assert taken[1].capture.sha256 == taken[2].capture.sha256


def test_reports_toml_is_applied(house: Catalog, tmp_path: Path) -> None:
    """Source, address, date and title of a file come from reports.toml, also in a sub-folder; options fill the rest."""
    put(tmp_path, "w/a.txt", TEXT)
    put(tmp_path, "w/b.html", PAGE)
    put(
        tmp_path,
        "w/reports.toml",
        '["a.txt"]\nsource = "ua-air-force"\naddress = "https://example.org/a"\npublished = 2024-03-28\ntitle = "T"\n'
        '["b.html"]\npublished = 2024-03-28T07:00:00Z\n',
    )
    taken, refused = gather(tmp_path, house, source="Other")
    first, second = (item.reports[0] for item in taken)
    assert not refused
    assert (first.source, first.address, first.published, first.title) == (
        "ua-air-force", "https://example.org/a", "2024-03-28", "T",
    )  # fmt: skip
    assert (second.source, second.published, second.title) == ("Other", "2024-03-28T07:00:00+00:00", "Night")


@pytest.mark.parametrize(
    ("entry", "reason", "says"),
    [
        ('["no.txt"]\nsource = "x"', "no_such_file", "no.txt"),
        ('["a.txt"]\npublised = "2024-03-28"', "bad_entry", "publised"),
        ('["a.txt"]\npublished = "soon"', "bad_published", "soon"),
        ('["a.txt"]\npublished = 2024-03-28T07:00:00', "bad_published", "no zone"),
        ('["a.txt"]\nsource = 5', "bad_entry", "source must be a text"),
        ('"a.txt" = "x"', "bad_entry", "not a table"),
        ('[a.txt]\nsource = "x"', "bad_entry", "txt"),
        ("not toml", "bad_reports_toml", "TOML"),
        ("\xff", "bad_reports_toml", "TOML"),
    ],
)
def test_wrong_entries_are_refused(house: Catalog, tmp_path: Path, entry: str, reason: str, says: str) -> None:
    """A wrong entry is refused in one clear line, and its file waits; the rest of the folder goes on."""
    put(tmp_path, "a.txt", TEXT)
    put(tmp_path, "b.txt", TEXT)
    put(tmp_path, "reports.toml", entry.encode("latin1"))
    taken, refused = gather(tmp_path, house)
    assert reason in [item.reason for item in refused]
    detail = next(item.detail for item in refused if item.reason == reason)
    assert says in detail and "\n" not in detail and "reports.toml" in detail
    left = [item.capture.origin for item in taken]
    if reason == "bad_reports_toml":
        assert left == []
    elif '["a.txt"]' in entry or '"a.txt" =' in entry:
        assert left == ["b.txt"]
    else:
        assert left == ["a.txt", "b.txt"]


def test_what_lies_in_a_folder_and_is_no_report(house: Catalog, tmp_path: Path) -> None:
    """A README, a link and media beside an export are told, not read; named in reports.toml a README is a report."""
    put(tmp_path, "README.md", TEXT)
    put(tmp_path, "a.txt", TEXT)
    os.symlink(tmp_path / "a.txt", tmp_path / "l.txt")
    put(tmp_path, "export/result.json", '{"messages":[{"id":1,"type":"message","text":"x"}]}')
    put(tmp_path, "export/photos/p.jpg", b"\xff\xd8\xff")
    put(tmp_path, "export/files/a/b.txt", TEXT)
    put(tmp_path, "export/note.txt", TEXT)
    put(tmp_path, "export/reports.toml", '["result.json"]\nsource = "Channel"')
    taken, refused = gather(tmp_path, house)
    assert sorted(item.reason for item in refused) == ["link", "media", "not_a_report"]
    assert "2 files of media" in next(item.detail for item in refused if item.reason == "media")
    assert [item.capture.origin for item in taken] == ["a.txt", "export/note.txt", "export/result.json"]
    assert taken[2].reports[0].source == "Channel"
    put(tmp_path, "reports.toml", '["README.md"]\nsource = "x"')
    assert "README.md" in [item.capture.origin for item in gather(tmp_path, house)[0]]


def test_too_many_files(house: Catalog, tmp_path: Path) -> None:
    """A folder with more files than the bound stops with a refusal; what came before is kept."""
    data = tmp_path / "data"
    data.mkdir()
    for name in ("languages.toml", "sources.toml"):
        put(data, name, house.text(name))
    put(data, "bounds.toml", house.text("bounds.toml").replace("max_files = 100_000", "max_files = 2"))
    for name in "abc":
        put(tmp_path, f"in/{name}.txt", TEXT)
    taken, refused = gather(tmp_path / "in", Catalog(data))
    assert len(taken) == 2 and [item.reason for item in refused] == ["too_many_files"]


def test_a_date_that_the_page_denies_is_marked(house: Catalog) -> None:
    """A date given for a page that gives itself another day is taken, and the difference is told."""
    page = PAGE.replace("<head>", '<head><meta name="date" content="2024-03-20">').encode()
    assert gather("-", house, stdin=page, published="2024-03-28")[0][0].reports[0].marks == ("date_differs",)
    assert gather("-", house, stdin=page, published="2024-03-20")[0][0].reports[0].marks == ()


def test_report_from_text() -> None:
    """A text without a file is a report of its own UTF-8, with the id and text that a file of it would have."""
    report = report_from_text("Збито 10 з 13\r\n", published="2024-03-28", source="A. Nother")
    assert report.text == "Збито 10 з 13\n" and report.source == "A. Nother" and report.published == "2024-03-28"
    assert report.id == "sha256:" + hashlib.sha256("Збито 10 з 13\r\n".encode()).hexdigest()
    assert report_from_text("").text == ""
    assert report_from_text("a\ud800").marks == ("decode_error",)
