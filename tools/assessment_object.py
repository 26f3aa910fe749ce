"""The object of `firstlight assess --json` from tools/assessment_object.toml: a page for people, a JSON Schema.

Tables of the file may include another by `include`; a key that ends in ? may be absent.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("assessment_object.toml")
TOP = "Assessment"
PLAIN: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "group": {"enum": ["drone", "cruise", "ballistic", "supersonic", "anti_radiation", "sam_ground"]},
}
HEAD = """<!-- Written by tools/make_docs.py: run `make docs`, do not edit. -->

# The object of `firstlight assess --json`

One object; [assessment.schema.json](assessment.schema.json) is its JSON Schema, and a test holds that the keys here are
the keys there and in real answers. [methods.md](methods.md) says how each number is made, and
[assessment.md](assessment.md) how to read what rests on an inventory. What cannot be computed has no key, or is null
where the type ends in `?`.

Types: `text`, `date` (Kyiv date, YYYY-MM-DD), `whole`, `number` (six digits that tell), `flag`, `group` (drone, cruise,
ballistic, supersonic, anti_radiation, sam_ground); `[T]` is a list, `{NAME: T}` an object by name, `T?` may be null.
The same inputs, seed and version give the same bytes. Whatever has `restricted` true rests on an inventory and is left
out of everything that is published; what has `invented` true rests on something invented.
"""


def tables() -> dict[str, dict[str, tuple[str, str]]]:
    """By table, each key with its type and meaning; keys that may be absent end in ?."""
    raw = tomllib.loads(SOURCE.read_text("utf-8"))

    def keys(name: str) -> dict[str, tuple[str, str]]:
        own = dict(raw[name])
        found = keys(own.pop("include")) if "include" in own else {}
        for key, text in own.items():
            kind, _, meaning = text.partition(" | ")
            found[key] = (kind, meaning)
        return found

    return {name: keys(name) for name in raw}


def page() -> str:
    """docs/assessment-object.md."""
    parts = [HEAD]
    for name, keys in tables().items():
        parts.append(f"\n## {name}\n\n| key | type | meaning |\n|---|---|---|\n")
        parts += [
            f"| `{key.rstrip('?')}`{' (may be absent)' if key.endswith('?') else ''} | `{kind}` | {meaning} |\n"
            for key, (kind, meaning) in keys.items()
        ]
    return "".join(parts)


def schema() -> str:
    """docs/assessment.schema.json, draft 2020-12; no key beyond those described is allowed anywhere."""
    made: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Firstlight assessment",
        "$ref": f"#/$defs/{TOP}",
        "$defs": {
            name: {
                "type": "object",
                "properties": {
                    key.rstrip("?"): {"description": meaning} | _type(kind) for key, (kind, meaning) in keys.items()
                },
                "required": [key for key in keys if not key.endswith("?")],
                "additionalProperties": False,
            }
            for name, keys in tables().items()
        },
    }
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _type(kind: str) -> dict[str, Any]:
    if kind.endswith("?"):
        return {"anyOf": [_type(kind[:-1]), {"type": "null"}]}
    if kind.startswith("["):
        return {"type": "array", "items": _type(kind[1:-1])}
    if kind.startswith("{"):
        name, value = re.fullmatch(r"\{(\w+): (.+)\}", kind, re.DOTALL).groups()  # type: ignore[union-attr]
        names = {"propertyNames": PLAIN["group"]} if name == "GROUP" else {}
        return {"type": "object", "additionalProperties": _type(value)} | names
    return dict(PLAIN[kind]) if kind in PLAIN else {"$ref": f"#/$defs/{kind}"}
