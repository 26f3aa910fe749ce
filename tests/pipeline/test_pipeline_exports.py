"""What is exported: complete, typed, hashed, marked; importable again; and as of an instant what was known then."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from firstlight.catalog import catalog
from firstlight.errors import FirstlightError, UsageError
from firstlight.exchange.columns import sheets
from firstlight.pipeline import Ledger
from firstlight.when import now

from .test_pipeline_ledger import TABLE_HEAD

NIGHT = (
    "On the night of 27 March Russia attacked Ukraine with 13 Shahed drones, 10 of them were shot down.\n"
    "Several Iskander-M ballistic missiles were launched at Kharkiv on the night of 27 March.\n"
    "One person was killed and 19 people were injured in Kharkiv on 27 March."
)
LATER = (
    "On the night of 27 March Russia launched 14 Shahed drones; 10 were shot down. In Kharkiv 21 people were injured."
)
ROWS = (
    "2024-03-26 20:00,2024-03-27 06:00,Shahed-136/131,Primorsko-Akhtarsk,Ukraine,13,10,,,,,,kpszsu/1\n"
    '2024-03-28 03:00,2024-03-28 04:00,X-101/X-555,"Saratov oblast, Engels",Ukraine,9,7,,,,,,kpszsu/2\n'
    "2024-03-29,2024-03-29,Lancet,,south,3,3,,,,,,PvKPivden/3\n"
    "2024-03-30 20:00,2024-03-31 07:00,X-59,,Ukraine,0,0,,,,,,=kpszsu/4\n"
)
PUBLIC = Path(__file__).resolve().parents[2] / "../shared/data/missile_attacks_daily.csv"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of one report."""
    with Ledger(tmp_path / "ledger") as opened:
        _take(opened, NIGHT, "2024-03-27", "ua-air-force")
        yield opened


def _take(ledger: Ledger, text: str, published: str, source: str) -> None:
    ledger.collect([text.encode()], published=published, source=source)
    ledger.read()
    ledger.reconcile()


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def _table(path: Path) -> Ledger:
    """A new ledger beside a table that was imported into it."""
    made = Ledger(path.parent / f"of-{path.stem}-{len(list(path.parent.iterdir()))}")
    made.import_("missile-attacks", path)
    made.reconcile()
    return made


def test_the_five_values_stay_apart(ledger: Ledger, tmp_path: Path) -> None:
    """Known, unnumbered and unknown have their own state; only a known number has a best; no empty cell is a zero."""
    ledger.export("csv", tmp_path / "attacks.csv")
    rows = {row["weapon_models"]: row for row in _rows(tmp_path / "attacks.csv")}
    shahed, iskander = rows["shahed"], rows["iskander-m"]
    assert (shahed["launched_state"], shahed["launched_best"], shahed["intercepted_best"]) == ("known", "13", "10")
    assert (iskander["launched_state"], iskander["launched_best"], iskander["launched_low"]) == ("unnumbered", "", "1")
    assert (iskander["intercepted_state"], iskander["intercepted_best"]) == ("unknown", "")
    assert {row["audience"] for row in rows.values()} == {"working"}
    assert all(row["grade"] and row["sources"] and row["id"].startswith(row["raid"]) for row in rows.values())


def test_a_data_package_is_whole(ledger: Ledger, tmp_path: Path) -> None:
    """Every resource has the bytes and hash that it declares; each cell fits its type; each quote is behind a row."""
    folder = tmp_path / "package"
    ledger.decide("accept", [next(iter(ledger._store().statements()))], reason="seen", author="A")
    ledger.export("datapackage", folder)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(sheets(catalog()))
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest() and resource["bytes"] == len(data)
        rows = _rows(folder / resource["path"])
        assert len(rows) == resource["rows"]
        for field in resource["schema"]["fields"]:
            assert field["description"] and field["name"] in (rows[0] if rows else {field["name"]: ""})
            for row in rows:
                _fits(row[field["name"]], field)
    quotes = {row["id"]: row for row in _rows(folder / "data/quotes.csv")}
    support = _rows(folder / "data/support.csv")
    assert {row["statement"] for row in support} == quotes.keys()
    ids = {
        row["id"] for name in ("attacks", "incidents", "harm", "damage", "packages") for row in _rows(_in(folder, name))
    }
    ids |= {row["raid"] for row in _rows(_in(folder, "attacks"))}
    assert {row["row"] for row in support} <= ids
    text = NIGHT
    assert all(text[int(q["start"]) : int(q["end"])] == q["quote"] for q in quotes.values())
    assert "Codebook" in (folder / "codebook.md").read_text("utf-8")
    with pytest.raises(FirstlightError, match="is there already"):
        ledger.export("datapackage", folder)


def _in(folder: Path, name: str) -> Path:
    return folder / "data" / f"{name}.csv"


def _fits(cell: str, field: dict[str, Any]) -> None:
    words = field.get("constraints", {}).get("enum")
    assert words is None or cell in words, f"{field['name']}: {cell}"
    if cell and field["type"] == "integer":
        int(cell)
    elif cell and field["type"] == "number":
        assert len(cell.partition(".")[2]) <= 2
    elif cell and field["type"] == "boolean":
        assert cell in ("true", "false")
    elif cell and field["type"] == "date":
        assert len(cell) == 10


def test_every_table_has_exactly_its_columns(ledger: Ledger, tmp_path: Path) -> None:
    """A folder of CSV has each table of data/columns.toml with the columns that it declares, and hashtags if asked."""
    ledger.export("csv", tmp_path / "all", hxl=True)
    for name, sheet in sheets(catalog()).items():
        first, second = (tmp_path / "all" / f"{name}.csv").read_text("utf-8").splitlines()[:2]
        assert first.split(",") == [column.name for column in sheet.columns]
        assert second.split(",") == [column.hxl for column in sheet.columns]
        assert all(tag.startswith("#") for tag in second.split(","))


def test_parquet_holds_the_same_rows(ledger: Ledger, tmp_path: Path) -> None:
    """Each table as Parquet has the rows of its CSV, with numbers as numbers and no number as null."""
    duckdb = pytest.importorskip("duckdb")
    ledger.export("csv", tmp_path / "csv")
    ledger.export("parquet", tmp_path / "pq")
    for name in sheets(catalog()):
        rows = _rows(tmp_path / "csv" / f"{name}.csv")
        with duckdb.connect() as base:
            table = base.execute(f"SELECT * FROM '{tmp_path}/pq/{name}.parquet'")
            names, found = [column[0] for column in table.description], table.fetchall()
        assert len(found) == len(rows)
        if name == "incidents":
            row = dict(zip(names, found[0], strict=True))
            assert row["injured_best"] == 19 and row["missing_best"] is None and row["lat"] == 49.98


def test_places_on_a_map_are_coarse(ledger: Ledger, tmp_path: Path) -> None:
    """GeoJSON gives two decimals at most, longitude first, and counts what has no coordinates."""
    done = ledger.export("geojson", tmp_path / "places.geojson")
    made = json.loads((tmp_path / "places.geojson").read_text("utf-8"))
    points = [feature["geometry"]["coordinates"] for feature in made["features"] if feature["geometry"]]
    assert points == [[36.25, 49.98]] and done.run.counts_out == 1
    assert made["features"][0]["properties"]["audience"] == "working"


def test_acled_columns_leave_an_unknown_toll_empty(ledger: Ledger, tmp_path: Path) -> None:
    """Fatalities are a number only where one is known; notes attribute what is told."""
    _take(ledger, "A strike on Odesa on 28 March damaged a house.", "2024-03-28", "example-newsroom")
    ledger.export("acled", tmp_path / "acled.csv")
    rows = {row["location"]: row for row in _rows(tmp_path / "acled.csv")}
    assert (rows["Kharkiv"]["fatalities"], rows["Kharkiv"]["fatalities_state"]) == ("1", "known")
    assert (rows["Odesa"]["fatalities"], rows["Odesa"]["fatalities_state"]) == ("", "unknown")
    assert rows["Odesa"]["notes"].startswith("According to example-newsroom:")


def test_what_is_invented_says_so(tmp_path: Path) -> None:
    """Every row behind which a made-up report stands carries INVENTED, in every format."""
    with Ledger(tmp_path / "ledger") as made:
        _take(made, NIGHT, "2024-03-27", "invented-desk")
        for kind in ("csv", "acled", "missile-attacks"):
            made.export(kind, tmp_path / f"{kind}.csv")
            assert all("INVENTED" in line for line in (tmp_path / f"{kind}.csv").read_text("utf-8").splitlines()[1:])
        made.export("geojson", tmp_path / "map.json")
        features = json.loads((tmp_path / "map.json").read_text("utf-8"))["features"]
        assert features and all(feature["properties"]["invented"] == "INVENTED" for feature in features)


def test_the_public_table_comes_back_byte_by_byte(tmp_path: Path) -> None:
    """A table imported and exported is the same file, but for a cell that was a formula; imported again, one dump."""
    table = tmp_path / "table.csv"
    table.write_text(TABLE_HEAD + ROWS, "utf-8")
    first = _table(table)
    assert first.export("missile-attacks", tmp_path / "again.csv").run.counts_out == 4
    assert (tmp_path / "again.csv").read_text("utf-8") == (TABLE_HEAD + ROWS).replace(",=kpszsu", ",'=kpszsu")
    _dumps_agree(tmp_path / "again.csv")


def _dumps_agree(path: Path) -> None:
    """Export, import, export: the same file; import both under one name: the same dump."""
    second = _table(path)
    twin = path.parent / "twin" / path.name
    twin.parent.mkdir()
    second.export("missile-attacks", twin)
    assert twin.read_bytes() == path.read_bytes()
    third = _table(twin)
    second.export("dump", path.parent / "second.jsonl")
    third.export("dump", path.parent / "third.jsonl")
    assert (path.parent / "second.jsonl").read_bytes() == (path.parent / "third.jsonl").read_bytes()


def test_reports_become_rows_that_import_again(ledger: Ledger, tmp_path: Path) -> None:
    """What only reports tell is a row whose numbers, weapon and night come back; what has no number stays without."""
    done = ledger.export("missile-attacks", tmp_path / "made.csv")
    assert done.run.counts_out == 2
    again = _table(tmp_path / "made.csv")
    (raid,) = again.state().raids
    lines = {line.weapon.model: line for line in raid.lines}
    assert (lines["shahed"].launched.best, lines["shahed"].intercepted.best) == (13, 10)
    assert raid.id == ledger.state().raids[0].id, "the same side, country and period"
    words = {row["model"]: row["launched_details"] for row in _rows(tmp_path / "made.csv")}
    assert "launched not numbered" in words["Iskander-M"]
    _dumps_agree(tmp_path / "made.csv")


def test_what_the_ledger_settled_otherwise_is_in_the_row(tmp_path: Path) -> None:
    """A better-placed source's number replaces the table's, with the old one in words; a rejected row is left out."""
    table = tmp_path / "table.csv"
    table.write_text(TABLE_HEAD + ROWS, "utf-8")
    ledger = _table(table)
    told = "On the night of 28 March Russia launched 12 Kh-101/Kh-555 cruise missiles, 7 of them were shot down."
    _take(ledger, told, "2024-03-28", "ua-air-force")
    lancet = [key for key, s in ledger._store().statements().items() if s.weapon and s.weapon.model == "lancet"]
    ledger.decide("reject", lancet, reason="a double", author="A")
    ledger.reconcile()
    done = ledger.export("missile-attacks", tmp_path / "out.csv")
    rows = {row["model"]: row for row in _rows(tmp_path / "out.csv")}
    assert done.run.refused == {"rejected by an analyst": 1} and "Lancet" not in rows
    assert rows["X-101/X-555"]["launched"] == "12.0" and rows["X-101/X-555"]["destroyed"] == "7"


def test_as_of_is_the_ledger_of_what_was_learned_until_then(ledger: Ledger, tmp_path: Path) -> None:
    """Attacks, show, review, assess, brief and export as of T equal those of a ledger that learned nothing after T."""
    kinds = ("csv", "acled", "geojson", "missile-attacks", "dump")
    then = now()
    raid = ledger.state().raids[0].id
    before = {kind: _bytes(ledger, kind, tmp_path / "before") for kind in kinds}
    asked: Any = (ledger.attacks(), ledger.show(raid), ledger.review(), ledger.assess(weeks=0)[0])
    ledger.brief("2024-03-21", "2024-03-28", tmp_path / "before.html")
    while now() == then:
        time.sleep(0.05)
    _take(ledger, LATER, "2024-03-29", "ua-air-force")
    ledger.decide("reject", [next(iter(ledger._store().statements()))], reason="later", author="A")
    ledger.reconcile()
    assert _bytes(ledger, "csv", tmp_path / "now") != before["csv"], "what came later changed the record"
    assert {kind: _bytes(ledger, kind, tmp_path / "then", then) for kind in kinds} == before
    again = (
        ledger.attacks(as_of=then),
        ledger.show(raid, then),
        ledger.review(then),
        ledger.assess(None, None, then, weeks=0)[0],
    )
    assert again == asked
    ledger.brief("2024-03-21", "2024-03-28", tmp_path / "then.html", then)
    assert (tmp_path / "then.html").read_bytes() == (tmp_path / "before.html").read_bytes()


def _bytes(ledger: Ledger, kind: str, path: Path, as_of: str | None = None) -> bytes:
    ledger.export(kind, path.with_suffix(".out"), as_of=as_of)
    return path.with_suffix(".out").read_bytes()


def test_what_cannot_be_exported_is_said(ledger: Ledger, tmp_path: Path) -> None:
    """A kind, table or option that does not exist or fit is one line of what there is."""
    for kind, options, words in (
        ("excel", {}, "the kinds are"),
        ("csv", {"table": "people"}, "know the tables attacks"),
        ("geojson", {"hxl": True}, "--hxl goes with csv"),
        ("dump", {"start": "2024-03-27"}, "--from and --to go with tables"),
    ):
        with pytest.raises(UsageError, match=words):
            ledger.export(kind, tmp_path / "x", **options)
    assert not (tmp_path / "x").exists()


@pytest.mark.release
@pytest.mark.skipif(not PUBLIC.exists(), reason=f"the public table is not at {PUBLIC} (it is never shipped)")
def test_the_real_table_comes_back_byte_by_byte(tmp_path: Path) -> None:
    """The public record imported and exported is the same file to the last byte."""
    with Ledger(tmp_path / "ledger") as made:
        made.import_("missile-attacks", PUBLIC)
        made.reconcile()
        done = made.export("missile-attacks", tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == PUBLIC.read_bytes()
    assert done.run.counts_out > 3_000 and not done.run.refused
