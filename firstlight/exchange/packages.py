"""Tables as files: CSV, GeoJSON, Parquet, and a Frictionless data package with its dictionary and codebook.

The package follows the Data Package specification v1 (tabular-data-package; specs.frictionlessdata.io): each table is a
CSV resource with its schema, its bytes and its SHA-256.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from firstlight.errors import FirstlightError
from firstlight.exchange.columns import Column, Sheet
from firstlight.exchange.csv_cells import line
from firstlight.exchange.flat import AUDIENCE, INVENTED, Row

GUARD = (
    "A text cell that a spreadsheet could take for a formula (it begins with = + - @, their full-width forms, a tab or"
    " a line end) has an apostrophe before it, and so has one that begins with an apostrophe: take one leading"
    " apostrophe away to have the text. Numbers are never guarded."
)
PARQUET = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def csv_lines(sheet: Sheet, rows: Sequence[Row], *, hxl: bool = False) -> Iterator[bytes]:
    """A table as CSV (UTF-8, formulas guarded), with a row of HXL hashtags below the header where asked for."""
    yield line([column.name for column in sheet.columns]).encode()
    if hxl:
        yield ",".join(column.hxl for column in sheet.columns).encode() + b"\n"  # hashtags need no guard
    for row in rows:
        yield line([row[column.name] for column in sheet.columns]).encode()


def geojson(rows: Sequence[Row]) -> dict[str, Any]:
    """Rows with lat and lon as a FeatureCollection (RFC 7946); a place without coordinates has a null geometry."""
    return {
        "type": "FeatureCollection",
        "audience": AUDIENCE,
        "invented": INVENTED if any(row["invented"] for row in rows) else "",
        "features": [
            {
                "type": "Feature",
                "id": row["id"],
                "geometry": None
                if row["lat"] is None or row["lon"] is None
                else {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
                "properties": {key: cell for key, cell in row.items() if key not in ("lat", "lon")},
            }
            for row in rows
        ],
    }


def parquet(sheet: Sheet, rows: Sequence[Row]) -> bytes:
    """A table as Parquet. FirstlightError where the extra `analysis` is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise FirstlightError("parquet needs the extra analysis: pip install 'firstlight[analysis]'") from error
    kinds = {column.name: PARQUET.get(column.type, "VARCHAR") for column in sheet.columns}
    shown = ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items())
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "rows.jsonl", Path(folder) / "table.parquet"
        names = [column.name for column in sheet.columns]
        source.write_bytes(b"".join(msgspec.json.encode({name: row[name] for name in names}) + b"\n" for row in rows))
        with duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false", "threads": "1"}) as base:
            read = f"read_json('{source}', format='newline_delimited', columns={{{shown}}})"
            empty = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in kinds.items())
            query = f"SELECT * FROM {read}" if rows else f"SELECT {empty} WHERE false"
            base.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        return target.read_bytes()


def package_files(
    sheets: Mapping[str, Sheet], tables: Mapping[str, Sequence[Row]], about: Mapping[str, Any]
) -> dict[str, bytes]:
    """The files of a data package by path. about: name, title, created, ledger (facts that a reader may cite)."""
    files: dict[str, bytes] = {}
    resources = []
    for name, sheet in sheets.items():
        data = b"".join(csv_lines(sheet, tables[name]))
        path = f"data/{name}.csv"
        files[path] = data
        resources.append(_resource(sheet, path, data, len(tables[name])))
    invented = any(row["invented"] for rows in tables.values() for row in rows)
    package = {
        "profile": "tabular-data-package",
        **about,
        "audience": AUDIENCE,
        "invented": INVENTED if invented else "",
        "licenses": [{"name": "other", "title": "facts with attribution; quotes belong to their publishers"}],
        "resources": resources,
    }
    files["datapackage.json"] = msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"
    files["codebook.md"] = codebook(sheets, tables, about, invented=invented).encode()
    return files


def _resource(sheet: Sheet, path: str, data: bytes, rows: int) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "path": path,
        "title": sheet.title,
        "description": sheet.means,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
        "rows": rows,
        "schema": {
            "fields": [_field(column) for column in sheet.columns],
            "missingValues": [""],
            **({} if sheet.name == "support" else {"primaryKey": sheet.columns[0].name}),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.means}
    if column.words:
        field["constraints"] = {"required": True, "enum": list(column.words)}
    if column.hxl:
        field["hxl"] = column.hxl
    return field


def codebook(
    sheets: Mapping[str, Sheet], tables: Mapping[str, Sequence[Row]], about: Mapping[str, Any], *, invented: bool
) -> str:
    """What every table and column means, and the rules by which a number may be read, as Markdown."""
    parts = [f"# Codebook: {about['title']}\n", ""]
    parts += [f"{INVENTED}: some of the reports behind this data are made up.\n"] if invented else []
    parts += [
        "Working data, not for publication as it stands. "
        + "; ".join(f"{key} {value}" for key, value in about.items() if isinstance(value, str) and key != "title")
        + ".\n",
        "## How to read a number\n",
        "Each number has five columns. NAME_state is one of known, bounded, unnumbered, withheld, unknown: only a known"
        " number has NAME_best, and a zero is known with best 0. An empty cell is never a zero. Numbers are added only"
        " over rows that are not totals, of raids without relations; a part that is not known makes the sum a floor.\n",
        "Every claim is its source's. The table support joins each number to the statements that say it or another"
        " value instead, and the table quotes holds their words; docs/ledger.md of Firstlight has the rules.\n",
        GUARD + "\n",
    ]
    for name, sheet in sheets.items():
        parts.append(f"## {name} ({len(tables[name])} rows)\n")
        parts.append(f"{sheet.title}. {sheet.means}\n")
        parts.append("| column | type | meaning | HXL |\n|---|---|---|---|")
        for column in sheet.columns:
            parts.append(f"| {column.name} | {column.type} | {column.means} | {column.hxl} |")
        parts.append("")
    return "\n".join(parts)
