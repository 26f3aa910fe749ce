"""Writes the reference pages that are generated from the code, so that they cannot drift from it.

Run from anywhere: python tools/make_docs.py, or make docs. A test compares what this would write with what is there.

docs/statement.md           the data dictionary, from firstlight/model/: docstrings, types and the comments of fields
docs/statement.schema.json  the JSON Schema of what `firstlight read --json` prints, a statement a line
docs/cli.md                 the command line, from firstlight.cli
docs/assessment-object.md, docs/assessment.schema.json  what `firstlight assess --json` prints, from
                            tools/assessment_object.toml
docs/tables.md              the tables that are exported, from firstlight/data/columns.toml
"""

from __future__ import annotations

import ast
import io
import json
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import assessment_object
import click
import msgspec
from msgspec import NODEFAULT

from firstlight import model
from firstlight.catalog import catalog
from firstlight.cli import commands
from firstlight.exchange.columns import sheets
from firstlight.exchange.packages import GUARD
from firstlight.model import Kind, Record, Statement

DOCS = Path(__file__).resolve().parents[1] / "docs"
NOTES = Path(__file__).with_name("fields.toml")
PARTS = {  # the modules of the model, in the order in which the data walks
    "facts": "facts",
    "ledger": "derived: the ledger",
    "record": "derived: what the record shows",
    "asked": "derived: what an inventory and an ask add",
    "assessment": "derived: assessment and briefing",
}
GENERATED = "<!-- Written by tools/make_docs.py: run `make docs`, do not edit. -->"
WIDTH = 100

# What each kind of statement says. A test holds this list against model.Kind.
KINDS = {
    "launched": "weapons fired, detected or counted in an attack",
    "intercepted": "weapons stopped; `how` tells shot down from suppressed where the report does",
    "hit": "weapons that reached something; `count` is weapons, `locations` the places",
    "debris": "wreckage that fell; `locations` is the number of places",
    "airborne": "weapons still flying when it was reported",
    "left": "weapons that flew into another country or back",
    "killed": "people killed",
    "injured": "people injured",
    "missing": "people not accounted for",
    "damaged": "something damaged or destroyed",
    "outage": "a service that failed; `count` is consumers or settlements without it",
    "struck": "a place said to have been attacked, once for each place",
    "supply": "air-defence aid asked for, promised, approved, delivered or stalled",
    "shortage": "air defence said to be lacking",
    "meeting": "a meeting about the attacks or the defence against them",
    "response": "a measure that the defender is said to have taken",
}

DICTIONARY_HEAD = f"""{GENERATED}

# The records: a data dictionary

A **statement** is one thing that one report says, with the words it says it in. Everything else is computed from
statements and can be walked back to them. `firstlight read FILE --json` prints one statement a line;
[statement.schema.json](statement.schema.json) is its JSON Schema.

Instants are ISO 8601 strings with an offset, dates are `YYYY-MM-DD`, quote offsets count Unicode code points, and
counts are whole numbers. Five things are kept apart everywhere: a count that is null (no number), `unnumbered` (named,
no number given), `withheld` (the source says that it does not give it), a bounded count (`low` without `high`), and
zero.

"""

TABLES_HEAD = f"""{GENERATED}

# The tables that are exported

`firstlight export csv -o attacks.csv` writes the attacks, `--table NAME` another table, `-o FOLDER` all of them, and so
does `parquet`. `export datapackage -o FOLDER` writes them with their dictionary, hashes and codebook, `geojson` the
incidents that stand by themselves, `acled` the events. `--from`, `--to` and `--as-of` narrow each of them, `--hxl` adds
a row of hashtags below the header.

Each number has five columns, and only NAME_state says what an empty cell means. {GUARD}

`export missile-attacks` writes the columns of the public table of missile attacks instead. Rows that came from that
table go out as the bytes that came in, unless the ledger settled another number; what only reports tell is a row of its
own, with `firstlight://RAID/PUBLISHER` for its source. Importing what was exported gives the same dump.

`import table FILE --map MAP.toml` takes any hand-kept CSV;
[examples/own-table/map.toml](../examples/own-table/map.toml) is a map with each of its keys explained.
A cell is a number (13, 13.0), a bound (20+, >=20, <=20), a range (10-12),
about (~90), or one of the words that the map lists as unknown, withheld or unnumbered; anything else is refused with
its reason, and so is a row without a date, or with a weapon that the map does not know. A later edition of the table
replaces its rows by the columns in `key`.

`add TEXT --source NAME --author NAME --reason TEXT` keeps an observation that a person types in, as a report of
"analyst-entered: NAME", graded F, under which name it stands everywhere.
"""

CLI_HEAD = f"""{GENERATED}

# The command line

Answers go to standard output, everything else to standard error; `--json` prints machine output. Exit codes: 0 done;
1 an error that one line explains; 2 the call itself is wrong; 3 a bug. `--debug`, anywhere, shows the traceback.
Each command is also a method of `firstlight.pipeline.Ledger`, or a function beside it, of the same name.
"""


def main() -> None:
    """Write all pages."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    return {
        "statement.md": dictionary(),
        "statement.schema.json": schema(),
        "cli.md": command_line(),
        "tables.md": exported_tables(),
        "assessment-object.md": assessment_object.page(),
        "assessment.schema.json": assessment_object.schema(),
    }


# --- the tables ---


def exported_tables() -> str:
    """What `firstlight export` writes: every table and column, from data/columns.toml."""
    parts = [TABLES_HEAD]
    for name, sheet in sheets(catalog()).items():
        parts.append(f"\n## {name}\n\n{sheet.title}. {sheet.means}\n\n")
        parts.append("| column | type | meaning | HXL |\n|---|---|---|---|\n")
        parts += [f"| {c.name} | {c.type} | {_escape(c.means)} | {c.hxl} |\n" for c in sheet.columns]
    return "".join(parts)


# --- the data dictionary ---


def dictionary() -> str:
    """The data dictionary: a table for each record of the model, in the model's order."""
    notes = meanings()
    parts = [DICTIONARY_HEAD, "## Kinds of statement\n\n| kind | what it says |\n|---|---|\n"]
    parts += [f"| {kind} | {KINDS[kind]} |\n" for kind in get_args(Kind)]
    heading = ""
    for record, section in records():
        if section != heading:
            heading = section
            parts.append(f"\n## {heading.capitalize()}\n")
        parts.append(
            f"\n### {record.__name__}\n\n{record.__doc__}\n\n| field | type | default | meaning |\n|---|---|---|---|\n"
        )
        for field in msgspec.structs.fields(record):
            note = notes[record.__name__, field.encode_name]
            parts.append(
                f"| {field.encode_name} | {_escape(_type(field.type))} | {_default(field)} | {_escape(note)} |\n"
            )
    return "".join(parts)


def records() -> Iterator[tuple[type[Record], str]]:
    """The records of the model in the order of its files, each with the section it stands in."""
    for part, section in PARTS.items():
        for node in ast.parse(_source(part)).body:
            if isinstance(node, ast.ClassDef) and node.name != Record.__name__:
                yield getattr(model, node.name), section


def _source(part: str) -> str:
    return (Path(str(model.__file__)).parent / f"{part}.py").read_text("utf-8")


def meanings() -> dict[tuple[str, str], str]:
    """What a field means, by record and field: the comment beside it, else the note in tools/fields.toml."""
    notes = tomllib.loads(NOTES.read_text("utf-8"))
    said = {(record, field): said for record, fields in notes.items() for field, said in fields.items()}
    for part in PARTS:
        said |= _comments(_source(part))
    return said


def _comments(source: str) -> dict[tuple[str, str], str]:
    """The comment that stands on a field's line, or on the line that closes it."""
    said = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT and not token.string.startswith("# fmt:")
    }
    return {
        (record.name, node.target.id.rstrip("_")): said[node.end_lineno or node.lineno]
        for record in ast.parse(source).body
        if isinstance(record, ast.ClassDef)
        for node in record.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if (node.end_lineno or node.lineno) in said
    }


def _type(kind: Any) -> str:
    """A type in words of JSON: a list of strings, an object of another record, one of some words."""
    plain = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
    if kind in plain:
        return plain[kind]
    if isinstance(kind, type) and issubclass(kind, Record):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner)
    if origin is tuple:
        return f"list of {_type(inner[0])}" if inner[-1] is Ellipsis else "(" + ", ".join(map(_type, inner)) + ")"
    if origin is dict:
        return f"object of {_type(inner[1])} by {_type(inner[0])}"
    return " or ".join(map(_type, inner))


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default is NODEFAULT and field.default_factory is NODEFAULT:
        return "required"
    if field.default_factory is not NODEFAULT:
        return "empty"
    if isinstance(field.default, Record):
        return "unknown"
    return "empty" if field.default in ((), "") else f"`{json.dumps(field.default)}`"


def _escape(text: str) -> str:
    return text.replace("|", "\\|")


# --- the schema ---


def schema() -> str:
    """The JSON Schema (2020-12) of one statement."""
    made: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Firstlight statement"}
    made |= msgspec.json.schema(Statement)
    for (record, field), said in meanings().items():
        properties = made["$defs"].get(record, {}).get("properties", {})
        if field in properties:
            properties[field] = {"description": said} | properties[field]
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


# --- the command line ---


def command_line() -> str:
    """The help of each command, in alphabetical order."""
    parts = [CLI_HEAD, _help(commands, "firstlight", None)]
    top = click.Context(commands, info_name="firstlight", **commands.context_settings)
    parts += [_help(commands.commands[name], name, top) for name in sorted(commands.commands)]
    return "".join(parts)


def _help(command: click.Command, name: str, parent: click.Context | None) -> str:
    settings = command.context_settings
    context = click.Context(command, parent, name, terminal_width=WIDTH, max_content_width=WIDTH, **settings)
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"\n## {context.command_path}\n\n```\n{text}\n```\n"


if __name__ == "__main__":
    main()
