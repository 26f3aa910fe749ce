"""A language that nobody speaks, and a weapon that nobody has, added to a copy of the data folder and to nothing else.

The language is English with its letters exchanged one for one for those of another script, so that everything that the
reader knows of English must come from the data: had the code a single English word in it, the made-up twin of an
English text would be read differently.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

from .files import DATA

CODE, FROM = "xx", "en"
WEAPON = "brumblefly"
# Armenian: a script with capitals that no shipped language uses, whose letters run in parallel in both cases.
_LOWER = {ord("a") + n: 0x561 + n for n in range(26)}
_UPPER = {ord("A") + n: 0x531 + n for n in range(26)}
_KEPT_KEYS = re.compile(r"^\s*(kind|part|unit)\s*=")  # values that name things of the program, not words of a language
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|[^\\]+")
_WEAPON = f"""
[{WEAPON}]
class = "drone"
group = "drone"
title = "Brumblefly"
[{WEAPON}.names]
en = ["brumblefl(y|ies)"]
uk = ["брумблефл*3"]
ru = ["брумблефл*3"]
"""


def twin(text: str) -> str:
    """A text of the original language in the letters of the made-up one; signs and digits stay."""
    return text.translate(_LOWER | _UPPER)


def write_data(root: Path) -> Path:
    """A copy of the shipped data below `root` with the weapon, and the language added to every file that has words."""
    data = root / "data"
    shutil.copytree(DATA, data)
    with (data / "weapons.toml").open("a", encoding="utf-8") as file:
        file.write(_WEAPON)
    for name in ("weapons.toml", "weapon_classes.toml", "defences.toml"):
        _add_names(data / name)
    shutil.copytree(data / "lang" / FROM, data / "lang" / CODE)
    for path in (data / "lang" / CODE).iterdir():
        path.write_text(_translated(path.read_text("utf-8")), "utf-8")
    for path in (data / "places").glob("*.csv"):
        _add_columns(path)
    with (data / "languages.toml").open("r+", encoding="utf-8") as file:
        text = file.read()
        file.seek(0)
        file.write(text.replace("[scripts]", "[scripts]\nmade_up = [[1328, 1423]]", 1))
        file.write(f'\n[languages.{CODE}]\nscript = "made_up"\nletters = ""\nwords = ["{twin("the")}"]\n')
    return data


def _translated(text: str) -> str:
    """A data file with every quoted word in the made-up letters."""
    lines = text.splitlines(keepends=True)
    return "".join(line if _KEPT_KEYS.match(line) else _QUOTED.sub(_quoted, line) for line in lines)


def _quoted(match: re.Match[str]) -> str:
    return '"' + _ESCAPED.sub(lambda part: part[0] if part[0].startswith("\\") else twin(part[0]), match[1]) + '"'


def _add_names(path: Path) -> None:
    """Give each entry of a table its names in the made-up language."""
    lines: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        lines.append(line)
        if line.startswith(f"{FROM} = "):
            lines.append(_translated(line).replace(FROM, CODE, 1))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _add_columns(path: Path) -> None:
    """Give a gazetteer the columns of the made-up language."""
    lines = path.read_text("utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    rows = list(csv.DictReader(io.StringIO("\n".join(line for line in lines if line and not line.startswith("#")))))
    columns = [name for name in rows[0] if name == FROM or name.endswith(f"_{FROM}")]
    for row in rows:
        row.update({name.removesuffix(FROM) + CODE: twin(row[name] or "") for name in columns})
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text("\n".join(comments) + "\n" + made.getvalue(), "utf-8")
