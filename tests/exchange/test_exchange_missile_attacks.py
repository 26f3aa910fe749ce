"""The public table of missile attacks becomes statements; nothing of it is lost without a reason.

The rows here are invented; only the names of columns, models and publishers are the table's.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime

import pytest

from firstlight.catalog import catalog
from firstlight.errors import TableError, TimeError
from firstlight.exchange.missile_attacks import Imported, attack_window, read_missile_attacks
from firstlight.model import Statement

COLUMNS = (
    "time_start", "time_end", "model", "launch_place", "target", "launched", "destroyed", "not_reach_goal",
    "still_attacking", "border_crossing", "num_hit_location", "num_fall_fragment_location", "source",
)  # fmt: skip
NOW = "2026-01-02T03:04:05+00:00"
NIGHT = {
    "time_start": "2024-05-06",
    "time_end": "2024-05-06 08:00",
    "model": "Shahed-136/131",
    "launch_place": "Kursk oblast and Chauda, Crimea",
    "target": "Ukraine",
    "launched": "21.0",
    "destroyed": "17.0",
    "border_crossing": "{}",
    "source": "kpszsu/posts/invented1",
}


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """A CSV file with these cells; a cell that is not given is empty."""
    lines = [",".join(columns)]
    for row in rows:
        cells = [row.get(column, "") for column in columns]
        lines.append(",".join('"' + cell.replace('"', '""') + '"' if "," in cell else cell for cell in cells))
    return ("\n".join(lines) + "\n").encode()


def taken(*rows: dict[str, str]) -> Imported:
    """An import of invented rows."""
    return read_missile_attacks(table(*rows), "/somewhere/attacks.csv", catalog(), NOW)


def of(imported: Imported, kind: str) -> list[Statement]:
    """Statements of one kind."""
    return [statement for statement in imported.statements if statement.kind == kind]


def reasons(imported: Imported) -> Counter[str]:
    """Refusals by reason."""
    return Counter(refusal.reason for refusal in imported.refusals)


def test_each_number_of_a_row_is_a_statement_that_quotes_its_cell() -> None:
    """A row says launched and intercepted, each with a quote that is a slice of the row's text and holds the number."""
    imported = taken(NIGHT)
    said = {(statement.kind, statement.quote.text) for statement in imported.statements}
    assert said == {("launched", "launched: 21.0"), ("intercepted", "destroyed: 17.0")}
    (report,) = imported.reports
    for statement in imported.statements:
        assert report.text[statement.quote.start : statement.quote.end] == statement.quote.text
        assert statement.report == report.id
        assert statement.attacker == "RU"
        assert statement.weapon is not None
        assert statement.weapon.model == "shahed"
        assert statement.count is not None
        assert statement.count.form == "exact"


def test_the_text_of_a_row_leads_back_to_the_bytes_of_the_file() -> None:
    """Every span gives the bytes that its characters came from, and the id is the hash of the row's own bytes."""
    data = table(NIGHT, NIGHT | {"time_end": "2024-05-06 07:30", "source": "kpszsu/posts/invented2"})
    imported = read_missile_attacks(data, "attacks.csv", catalog(), NOW)
    for number, report in enumerate(imported.reports, start=2):
        line = data.split(b"\n")[number - 1]
        assert report.id == "sha256:" + hashlib.sha256(line).hexdigest()
        assert report.locator == f"row {number}"
        assert report.spans
        for span in report.spans:
            assert span.verbatim
            assert data[span.byte_start : span.byte_end].decode() == report.text[span.start : span.end]
    assert imported.capture.sha256 == hashlib.sha256(data).hexdigest()
    assert imported.capture.origin == "attacks.csv"


def test_a_cell_with_doubled_quotes_is_not_called_verbatim() -> None:
    """Where the bytes are not the text the span says so, and the text is what the table means."""
    imported = taken(NIGHT | {"launch_place": 'Kursk oblast, "north"'})
    (report,) = imported.reports
    assert 'launch_place: Kursk oblast, "north"\n' in report.text
    assert [span.verbatim for span in report.spans].count(False) == 1


def test_the_speaker_is_the_publisher_of_the_post() -> None:
    """The source is the dataset; the speaker is the publisher whose account stands in the source column."""
    imported = taken(
        NIGHT, NIGHT | {"source": "https://t.me/kpszsu/1", "time_start": "2024-05-07", "time_end": "2024-05-07"}
    )
    known = catalog().source("ua-air-force")
    assert known is not None
    assert {report.source for report in imported.reports} == {"missile-attacks"}
    assert {statement.speaker.name for statement in imported.statements if statement.speaker} == {known.name}
    assert imported.reports[0].address == "https://www.facebook.com/kpszsu/posts/invented1"
    assert imported.reports[1].address == "https://t.me/kpszsu/1"


def test_an_unknown_publisher_is_marked_and_not_guessed() -> None:
    """A post whose account nobody knows has no speaker, and the row carries a mark."""
    imported = taken(NIGHT | {"source": "watch/?v=123"})
    assert {statement.speaker for statement in imported.statements} == {None}
    assert dict(imported.flags) == {"unknown_publisher": 1}


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-05-06", "2024-05-06 08:00", ("2024-05-05T18:00:00+03:00", "2024-05-06T08:00:00+03:00", "part_of_day")),
        ("2024-05-05", "2024-05-06 10:30", ("2024-05-05T18:00:00+03:00", "2024-05-06T10:30:00+03:00", "part_of_day")),
        ("2024-05-06", "2024-05-06 15:00", ("2024-05-06T00:00:00+03:00", "2024-05-06T15:00:00+03:00", "part_of_day")),
        ("2024-05-06", "2024-05-06 ", ("2024-05-06T00:00:00+03:00", "2024-05-07T00:00:00+03:00", "day")),
        ("2023-05-16 3:30", "2023-05-16 07:00", ("2023-05-16T03:30:00+03:00", "2023-05-16T07:00:00+03:00", "minute")),
        ("2025-03-06 21:00 ", "2025-03-07 10:00", ("2025-03-06T21:00:00+02:00", "2025-03-07T10:00:00+02:00", "minute")),
        ("2024-05-06 12:10", "2024-05-06 12:10", ("2024-05-06T12:10:00+03:00", "2024-05-06T12:11:00+03:00", "minute")),
        ("2024-10-26 19:00", "2024-10-27 09:00", ("2024-10-26T19:00:00+03:00", "2024-10-27T09:00:00+02:00", "minute")),
        ("2024-03-30 19:00", "2024-03-31", ("2024-03-30T19:00:00+02:00", "2024-04-01T00:00:00+03:00", "day")),
    ],
)
def test_a_window_is_read_in_kyiv_time(start: str, end: str, expected: tuple[str, str, str]) -> None:
    """All forms of time in the table, with both changes of clocks; a night without an hour begins at 18:00."""
    assert attack_window(start, end, 12).iso() == expected


@pytest.mark.parametrize(
    ("start", "end"),
    [("6 May", "2024-05-06"), ("2024-05-06", ""), ("2024-05-07", "2024-05-06"), ("2024-02-30", "2024-03-01"),
     ("2024-05-06 25:00", "2024-05-07 08:00")],
)  # fmt: skip
def test_a_window_that_cannot_be_is_refused(start: str, end: str) -> None:
    """A time that is none, and an attack that ends before it begins, is an error and never a guess."""
    with pytest.raises(TimeError):
        attack_window(start, end, 12)


def test_shot_down_and_suppressed_are_told_as_their_time_told_them() -> None:
    """Before July 2024 fire alone, then both apart, and from 24 July 2025 one figure for both."""
    days = ("2024-05-06", "2025-07-23", "2025-07-24")
    rows = [
        NIGHT | {"time_start": day, "time_end": f"{day} 08:00", "not_reach_goal": lost}
        for day, lost in zip(days, ("", "3.0", "0.0"), strict=True)
    ]
    imported = taken(*rows)
    how = [
        (statement.how, statement.count.low if statement.count else None) for statement in of(imported, "intercepted")
    ]
    assert how == [("shot_down", 17), ("shot_down", 17), ("suppressed", 3), ("either", 17)]
    assert reasons(imported) == {"merged_zero": 1}


def test_an_empty_cell_is_unknown_and_counted_and_a_zero_is_a_zero() -> None:
    """No statement is made of an empty cell, whose absence is told; a zero is a statement with count 0."""
    imported = taken(NIGHT | {"launched": "", "destroyed": "0.0", "still_attacking": "0.0"})
    assert [statement.kind for statement in imported.statements] == ["intercepted", "airborne"]
    assert all(
        statement.count and statement.count.low == statement.count.high == 0 for statement in imported.statements
    )
    assert reasons(imported) == {"no_number": 1}
    assert imported.refusals[0].item == "row 2, launched"


def test_a_bundle_keeps_all_its_models_and_is_never_split() -> None:
    """Models that share one number stay together; a bundle across classes is a missile, or an aerial target."""
    models = (
        "X-101/X-555 and Kalibr",
        "C-300 and Iskander-M",
        "X-47 Kinzhal and Iskander-K",
        "Shahed-136/131 and Kalibr",
    )
    imported = taken(*(NIGHT | {"model": model} for model in models))
    weapons = [statement.weapon for statement in of(imported, "launched")]
    assert [(weapon.class_, weapon.model, weapon.models) for weapon in weapons if weapon] == [
        ("cruise_missile", None, ("kh-101", "kh-555", "kalibr")),
        ("ballistic_missile", None, ("s-300", "iskander-m")),
        ("missile", None, ("kinzhal", "iskander-k")),
        ("aerial_target", None, ("shahed", "kalibr")),
    ]
    assert dict(imported.flags) == {"bundle": 4, "mixed_groups": 3}


def test_what_a_publisher_only_counts_when_stopped_is_not_taken_for_launches() -> None:
    """Where the table repeats as launched what a regional command shot down, only the latter is a statement."""
    imported = taken(
        NIGHT | {"source": "PvKPivden/posts/invented", "launched": "4.0", "destroyed": "4.0"},
        NIGHT | {"source": "PvKPivden/posts/invented", "model": "Iskander-M", "launched": "1.0", "destroyed": "1.0"},
        NIGHT | {"source": "pvkshid/posts/invented", "model": "Iskander-M", "launched": "2.0", "destroyed": "0.0"},
        NIGHT | {"model": "Lancet", "launched": "2.0", "destroyed": "2.0"},
        NIGHT | {"model": "Unknown UAV", "launched": "9.0", "destroyed": "1.0"},
    )
    launched = [(statement.count.low if statement.count else None) for statement in of(imported, "launched")]
    assert launched == [1, 2]
    assert reasons(imported) == {"launched_copied": 2, "unknown_kind": 1}
    assert dict(imported.flags) == {"numerator_only": 3, "unknown_kind": 1}


def test_more_stopped_than_launched_is_kept_and_marked() -> None:
    """Both numbers stand as the table gives them, and the row says that they do not add up."""
    row = NIGHT | {"time_end": "2025-01-07 08:00", "time_start": "2025-01-07", "not_reach_goal": "9.0"}
    imported = taken(row)
    assert imported.reports[0].marks == ("more_stopped_than_launched",)
    assert len(of(imported, "intercepted")) == 2


def test_early_launches_taken_from_what_was_shot_down_are_marked() -> None:
    """In 2022 the table gives as launched what was shot down; such rows are kept, with a mark."""
    early = NIGHT | {"time_start": "2022-11-02", "time_end": "2022-11-02 08:00", "destroyed": "21.0"}
    assert dict(taken(early).flags) == {"early_copied_launches": 1}
    assert dict(taken(early | {"time_start": "2023-01-02", "time_end": "2023-01-02"}).flags) == {}


def test_hits_wreckage_and_crossings_are_read_from_their_cells() -> None:
    """Places hit and strewn are locations without a weapon; a crossing names the country flown into."""
    imported = taken(
        NIGHT | {"num_hit_location": "7.0", "num_fall_fragment_location": "0.0",
                 "border_crossing": "{'belarus': 2.0, 'russia': 1}"}
    )  # fmt: skip
    (hit,), (debris,) = of(imported, "hit"), of(imported, "debris")
    assert hit.locations is not None
    assert (hit.count, hit.weapon, hit.locations.low) == (None, None, 7)
    assert debris.locations is not None
    assert debris.locations.low == 0
    left = [(one.quote.text, one.count.low if one.count else None, one.places[0].id) for one in of(imported, "left")]
    assert left == [("'belarus': 2.0", 2, "BY"), ("'russia': 1", 1, "RU")]


def test_a_crossing_that_cannot_be_read_is_counted() -> None:
    """A country that is not in the data, or no number, gives no statement and a refusal."""
    imported = taken(NIGHT | {"border_crossing": "{'atlantis': 2.0, 'russia': NaN}"})
    assert of(imported, "left") == []
    assert reasons(imported) == {"unread_crossing": 2}


def test_places_of_launch_and_target_are_kept_by_role() -> None:
    """The country is the target where the row names none; a word that is no unit stays an area under its own name."""
    imported = taken(NIGHT, NIGHT | {"target": "", "model": "Kalibr"}, NIGHT | {"target": "south and Odesa oblast"})
    first, second, third = of(imported, "launched")
    assert next((place.name, place.kind, place.role) for place in first.places) == ("Ukraine", "country", "target")
    assert [place.role for place in first.places] == ["target", "launch", "launch"]
    assert second.places[0].id == "UA"
    assert next((place.name, place.kind) for place in third.places) == ("south", "area")
    assert third.places[1].kind == "oblast"


def test_a_model_that_is_not_in_the_data_is_refused_by_name() -> None:
    """An unknown model is never put into a class by guess: the row is refused and its model named."""
    imported = taken(NIGHT, NIGHT | {"model": "Kalibr and Moonbeam-7"})
    assert len(imported.reports) == 1
    (refusal,) = imported.refusals
    assert (refusal.stage, refusal.item, refusal.reason) == ("import", "row 3", "unknown_model")
    assert "'Moonbeam-7'" in refusal.detail


def test_rows_in_are_reports_and_refused_rows_out() -> None:
    """Every row of the file is a report or a refusal of the whole row, whatever is wrong with it."""
    rows = [
        NIGHT,
        NIGHT,
        NIGHT | {"source": "kpszsu/posts/again"},
        NIGHT | {"model": "Moonbeam-7"},
        NIGHT | {"time_end": "yesterday"},
        NIGHT | {"launched": "many", "target": "Kyiv"},
        NIGHT | {"launched": "-3", "time_end": "2024-05-06 09:00"},
        NIGHT | {"launched": "2.5", "time_end": "2024-05-06 09:30"},
    ]
    data = table(*rows) + b"2024-05-06,2024-05-06,Kalibr\n" + b'2024-05-06,2024-05-06,"Kalibr,Ukraine\n'
    imported = read_missile_attacks(data, "attacks.csv", catalog(), NOW)
    whole = [refusal for refusal in imported.refusals if "," not in refusal.item]
    assert len(imported.reports) + len(whole) == len(rows) + 2
    assert reasons(imported) == {
        "duplicate_row": 1, "unknown_model": 1, "bad_time": 1, "not_a_count": 3, "broken_row": 2,
    }  # fmt: skip
    assert dict(imported.flags) == {"possible_repost": 1}


def test_the_same_file_gives_the_same_statements_and_ids_are_their_own() -> None:
    """Two imports agree, no id is used twice, and a row keeps its natural key when its numbers change."""
    first, second = taken(NIGHT), taken(NIGHT)
    assert first == second
    assert len({statement.id for statement in first.statements}) == len(first.statements)
    changed = taken(NIGHT | {"destroyed": "18.0"})
    assert [key for _, key in changed.keys] == [key for _, key in first.keys]
    assert [report for report, _ in changed.keys] != [report for report, _ in first.keys]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\x89PNG\r\n\0\0", "binary"),
        (table(NIGHT).decode().encode("utf-16"), "binary"),
        ("time_start,model\n2024-05-06,\u041c\u043e\u043b\u043d\u0456\u044f\n".encode("cp1251"), "UTF-8"),
        (b"just one line of words\n", "commas"),
        (table(), "no rows"),
        (table(NIGHT | {"model": "Moonbeam-7"}), "Moonbeam-7"),
        (table(NIGHT, columns=(*COLUMNS[:5], "fired", *COLUMNS[6:])), "no column launched; found: time_start"),
        (table(NIGHT, columns=(*COLUMNS, "model")), "two columns named model"),
    ],
)
def test_a_file_that_is_no_such_table_is_one_line(data: bytes, says: str) -> None:
    """Empty, binary, another encoding, no CSV, columns missing or renamed: one line that names file and fault."""
    with pytest.raises(TableError) as error:
        read_missile_attacks(data, "attacks.csv", catalog(), NOW)
    assert str(error.value).startswith("attacks.csv: ")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing_but_offsets() -> None:
    """The same rows saved by another program give the same texts and counts."""
    plain, data = taken(NIGHT), table(NIGHT)
    other = read_missile_attacks(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"), "attacks.csv", catalog(), NOW)
    assert [report.text for report in other.reports] == [report.text for report in plain.reports]
    assert [report.id for report in other.reports] == [report.id for report in plain.reports]


def test_times_of_statements_carry_an_offset() -> None:
    """No instant without a zone leaves the import."""
    for statement in taken(NIGHT).statements:
        assert statement.when is not None
        assert datetime.fromisoformat(statement.when.start).utcoffset() is not None
