"""Tables of reports: each row is a report or a refusal with its reason, read by the map that a person gives."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import numpy as np
import pytest

from firstlight.errors import UsageError
from firstlight.pipeline import Ledger
from firstlight.pipeline.outcome import Done

MAP = """
text = "message"
published = "when"
source = "channel"
address = "link"
title = "head"
"""
HEADER = ["link", "when", "channel", "message", "head"]
NIGHT = 'On the night of {} March Russia launched {} Shahed drones, {} were shot down; "all quiet" later, they said.'


def _row(day: int, **other: str) -> list[str]:
    said = {
        "link": f"https://news.example.com/{day}",
        "when": f"2024-03-{day:02}T09:00:00+02:00",
        "channel": "A newsroom",
        "message": NIGHT.format(day, day + 5, day),
        "head": f"Night of {day} March",
    }
    return list((said | other).values())


def _csv(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *rows])
    return out.getvalue().encode(encoding)


def _collect(folder: Path, name: str, data: bytes, said: str = MAP, source: str | None = None) -> tuple[Ledger, Done]:
    (folder / name).write_bytes(data)
    (folder / "map.toml").write_text(said, "utf-8")
    ledger = Ledger(folder / "ledger")
    return ledger, ledger.collect([str(folder / name)], map=folder / "map.toml", source=source)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_rows_are_reports(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Each row is a report with the text, date, source, address and title of its columns, cited by its row number."""
    rows = [_row(26), _row(27, message="Two lines,\nand a comma; 7 drones were shot down."), _row(28)]
    ledger, done = _collect(tmp_path, "posts.csv", _csv(rows, delimiter, encoding))
    assert (done.run.counts_in, done.run.counts_out, done.refusals) == (3, 3, ())
    reports = {report.locator: report for report in ledger._store().reports().values()}
    assert set(reports) == {"row 2", "row 3", "row 4"}
    assert reports["row 3"].text == "Two lines,\nand a comma; 7 drones were shot down."
    first = reports["row 2"]
    assert (first.published, first.source) == ("2024-03-26T09:00:00+02:00", "A newsroom")
    assert first.title == "Night of 26 March"
    assert first.address == "https://news.example.com/26" and first.text == rows[0][3]
    data = (tmp_path / "posts.csv").read_bytes()
    (span,) = first.spans
    codec = "utf-16-le" if encoding == "utf-16" else "utf-8"
    assert data[span.byte_start : span.byte_end].decode(codec).startswith("https://news.example.com/26")
    ledger.read()
    assert ledger.verify().damage == ()
    again = ledger.collect([str(tmp_path / "posts.csv")], map=tmp_path / "map.toml")
    assert again.run.refused == {"already there": 3}


def test_lines_of_json(tmp_path: Path) -> None:
    """Of JSON Lines each object is a report; columns inside another object are named with a dot; seconds are a date."""
    lines = [
        {"post": {"body": NIGHT.format(26, 31, 26), "at": 1711443600}, "id": 1},
        {"post": {"body": ""}},
        {"other": 1},
    ]
    data = b"".join(msgspec.json.encode(line) + b"\n" for line in lines) + b'{"post": {"body": "cut\n\n[1]\n'
    said = 'text = "post.body"\npublished = "post.at"\n'
    ledger, done = _collect(tmp_path, "posts.jsonl", data, said, source="A channel")
    assert done.run.counts_out == 1 and done.run.refused == {"empty": 2, "bad_json": 2}
    (report,) = ledger._store().reports().values()
    assert (report.published, report.source, report.locator) == ("2024-03-26T09:00:00+00:00", "A channel", "row 1")
    assert ledger.verify().damage == ()


def test_what_is_not_taken_is_counted(tmp_path: Path) -> None:
    """Empty texts, dates of another form, rows of another width and broken quotes are refused by row and reason."""
    good = _csv([_row(26), _row(27, message=" "), _row(28, when="28.03.24"), _row(29)[:3]])
    ledger, done = _collect(tmp_path, "posts.csv", good + b'x,"y"z,,,\nlink,2024-03-30,a,"never closed\n')
    assert done.run.counts_out == 1
    assert done.run.refused == {"empty": 1, "bad_date": 1, "bad_row": 3}
    assert [refusal.item for refusal in done.refusals] == [f"posts.csv: row {row}" for row in (3, 4, 5, 6, 7)]
    assert ledger.verify().damage == ()


def test_dates_as_the_map_writes_them(tmp_path: Path) -> None:
    """A format of its own is read as the map says; hours without a zone leave the day alone, and say so."""
    rows = [_row(26, when="26.03.2024 09:15"), _row(27, when="27.03.2024")]
    ledger, done = _collect(tmp_path, "posts.csv", _csv(rows), MAP + 'date_format = "%d.%m.%Y %H:%M"\n')
    assert done.run.refused == {"bad_date": 1}
    (report,) = ledger._store().reports().values()
    assert report.published == "2024-03-26" and "unknown_zone" in report.marks


def test_maps_that_do_not_fit(tmp_path: Path) -> None:
    """A key that is none is a wrong call; a column that the table has not, a table without a map: one refusal each."""
    with pytest.raises(UsageError, match="unknown field `txt`"):
        _collect(tmp_path, "posts.csv", _csv([_row(26)]), 'text = "message"\ntxt = "x"\n')
    with pytest.raises(UsageError, match="text"):
        _collect(tmp_path, "posts.csv", _csv([_row(26)]), 'published = "when"\n')
    _, done = _collect(tmp_path, "posts.csv", _csv([_row(26)]), 'text = "body"\n')
    assert "no column 'body'" in done.failed[0].detail
    with Ledger(tmp_path / "ledger") as ledger:
        assert "--map" in ledger.collect([str(tmp_path / "posts.csv")]).failed[0].detail


def test_any_bytes_are_rows_or_refusals(tmp_path: Path) -> None:
    """500 tables with bytes changed, cut and doubled: nothing falls over, and every row is counted once."""
    drawn = np.random.default_rng(20)
    whole = _csv([_row(day) for day in range(10, 16)])
    from firstlight.catalog import catalog
    from firstlight.collect.rows import read_rows
    from firstlight.errors import SourceError
    from firstlight.model import Capture, Columns

    columns = Columns(text="message", published="when", source="channel")
    for number in range(500):
        data = bytearray(whole)
        for _ in range(int(drawn.integers(1, 6))):
            at = int(drawn.integers(0, len(data)))
            data[at : at + int(drawn.integers(0, 3))] = bytes(
                drawn.integers(0, 256, int(drawn.integers(0, 3)), np.uint8)
            )
        capture = Capture(
            sha256="0" * 64, size=len(data), media="rows", origin="t.csv", collected_at="2024-04-01T00:00:00+00:00",
            collector="test", columns=columns,
        )  # fmt: skip
        try:
            first = read_rows(bytes(data), capture, None, catalog())
        except SourceError:
            continue
        assert first == read_rows(bytes(data), capture, None, catalog()), number
        told = [report.locator for report in first[0]] + [one.item.partition(": ")[2] for one in first[1]]
        assert len(told) == len(set(told)) and all(name is not None and name.startswith("row ") for name in told)
