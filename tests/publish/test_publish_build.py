"""The public build holds numbers, kinds, days and coarse places, and nothing else of the ledger, in any file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from lxml import html
from msgspec.structs import replace

from firstlight.catalog import Catalog
from firstlight.errors import LicenceError
from firstlight.exchange.csv_cells import line
from firstlight.model import Incident, Material, Place
from firstlight.publish import PublicRecord, build, earlier, public_record
from firstlight.publish.changes import shown, things
from tests.brief.catalogues import swap
from tests.brief.week import week

from .conftest import publishing

NOW = "2024-04-30T12:00:00+00:00"
HASH = re.compile(r"\b[0-9a-f]{16}(?:[0-9a-f]{48})?\b")


def record_of(
    material: Material, catalog: Catalog, now: str = NOW, before: PublicRecord | None = None, use: str = "commercial"
) -> PublicRecord:
    """The public record of `material`."""
    return public_record(
        material,
        catalog,
        now,
        use,
        "0.1.0",
        before=before,
        invented=lambda report: report.source.startswith("invented"),
    )


def files_of(material: Material, catalog: Catalog, now: str = NOW) -> dict[str, str]:
    """All files of the build as text."""
    made = build(record_of(material, catalog, now), catalog, line)
    return {name: data.decode() for name, data in made.items()}


def test_the_week_is_built(small: Catalog) -> None:
    """Attacks and places struck of the week are there, each with a page of its own, and counts of what is not."""
    record = record_of(week().material(), small)
    assert len(record.attacks) > 5 and len(record.events) >= 1
    files = files_of(week().material(), small)
    for thing in (*record.attacks,):
        assert f"record/{thing.id}.html" in files
    assert {"index.html", "events.html", "corrections.html", "corrections.xml", "about.html"} <= set(files)
    assert {"latest.csv", "record.json", "style.css"} <= set(files)
    dubove = next(event for event in record.events if event.id == "inc-1")
    assert [(hurt.kind, hurt.group, hurt.number.best) for hurt in dubove.hurt] == [
        ("killed", "", 3),
        ("injured", "", 19),
        ("injured", "child", 2),
    ]


def test_every_file_says_that_it_is_public(small: Catalog) -> None:
    """Each file of the build bears its audience, and what rests on invented reports says so in each."""
    for name, text in files_of(week().material(), small).items():
        assert "public" in text.lower(), name
    for name, text in files_of(week(invented=True).material(), small).items():
        if name.endswith((".html", ".svg")):
            assert "INVENTED" in text, name
    assert '"invented": true' in files_of(week(invented=True).material(), small)["record.json"]


def planted(material: Material, drawn: np.random.Generator) -> tuple[Material, list[str]]:
    """The material with canaries in every field of free text: names, phones, addresses, handles, plates, positions."""
    canaries: list[str] = []

    def canary() -> str:
        number = int(drawn.integers(10**8, 10**9))
        kinds = (
            f"Ivan Canary{number}", f"+380 {number}", f"canary{number}@mail.example", f"@canary{number}",
            f"AA {number} BB", f"Canary Street {number}", f"канарка{number}", f"S-300 near Canary{number}",
        )  # fmt: skip
        canaries.append(str(number))
        return kinds[len(canaries) % len(kinds)]

    reports = {
        key: replace(report, text=f"{report.text} {canary()}", title=canary(), locator=canary())
        for key, report in material.reports.items()
    }
    statements: dict[str, Any] = {}
    for key, one in material.statements.items():
        speaker = replace(one.speaker, name=canary()) if one.speaker else None
        quote = replace(one.quote, text=f"{one.quote.text} {canary()}")
        thing = replace(one.object, name=canary()) if one.object else None
        statements[key] = replace(one, speaker=speaker, quote=quote, object=thing)
    incidents = []
    for incident in material.state.incidents:
        damage = tuple(replace(part, object=replace(part.object, name=canary())) for part in incident.damage)
        links = tuple(replace(link, reason=canary()) for link in incident.links)
        incidents.append(replace(incident, damage=damage, links=links))
    raids = [
        replace(raid, links=tuple(replace(link, reason=canary()) for link in raid.links))
        for raid in material.state.raids
    ]
    refusals = tuple(replace(refusal, item=canary(), detail=canary()) for refusal in material.refusals)
    state = replace(material.state, incidents=tuple(incidents), raids=tuple(raids))
    return replace(material, reports=reports, statements=statements, state=state, refusals=refusals), canaries


def test_no_words_of_reports_are_public(small: Catalog) -> None:
    """1,000 planted names, phones, addresses, handles and positions, in all fields that hold words: none comes out."""
    drawn = np.random.default_rng(4)
    found: list[str] = []
    seen = 0
    while seen < 1000:
        material, canaries = planted(week().material(), drawn)
        seen += len(canaries)
        for name, text in files_of(material, small).items():
            found += [f"{name}: {canary}" for canary in canaries if canary in text]
    assert not found, found[:5]


def test_places_are_coarse_everywhere(small: Catalog) -> None:
    """No file has a coordinate of more than two decimals, and a place under a strict rule is told by region only."""
    material = week().material()
    there = Place(name="Dubove", kind="settlement", id="x", oblast="UA-63", lat=50.123456, lon=36.234567)
    incidents = tuple(
        replace(incident, place=there) if incident.id == "inc-1" else incident for incident in material.state.incidents
    )
    files = files_of(replace(material, state=replace(material.state, incidents=incidents)), small)
    assert "50.12" in files["record.json"] and "36.23" in files["record.json"]
    for name, text in files.items():
        assert not re.search(r"50\.12\d|36\.23\d", text), name
    strict = tuple(_with_energy(incident) if incident.id == "inc-1" else incident for incident in incidents)
    files = files_of(replace(material, state=replace(material.state, incidents=strict)), small)
    for name, text in files.items():
        assert "Dubove" not in text and "50.12" not in text and "energy facility" not in text, name
    assert "Kharkiv Oblast" in files["record/inc-1.html"]


def _with_energy(incident: Incident) -> Incident:
    (first, *_) = incident.damage
    energy = replace(first, object=replace(first.object, class_="energy", protection=None))
    return replace(incident, damage=(*incident.damage, energy))


def test_nothing_is_public_before_it_is_due(small: Catalog) -> None:
    """A place struck is not in any file a second before its delay ends, and is there when it has."""
    material = week().material()
    early = files_of(material, small, "2024-03-23T00:59:59+02:00")  # Dubove was struck on the 22nd; houses take 3 hours
    assert not any("inc-1" in text for text in early.values()) and "not due yet" in early["about.html"]
    assert "inc-1" in files_of(material, small, "2024-03-23T03:00:00+02:00")["events.html"]


def test_nothing_restricted_has_a_way_in() -> None:
    """No public record has a field that could hold what is computed from an inventory, or words of a report."""
    import firstlight.publish.public as public

    words = {"stock", "stocks", "options", "trust", "inventory", "quote_text", "text", "title", "speaker", "detail"}
    for kind in vars(public).values():
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            assert not words & set(kind.__struct_fields__), kind


def test_a_licence_that_forbids_the_use_stops_the_build(tmp_path: Path) -> None:
    """Where a source of a public figure forbids commercial use, a build for it stops and names the source."""
    folder = tmp_path / "catalogue"
    publishing(folder)
    sources = (folder / "sources.toml").read_text("utf-8")
    (folder / "sources.toml").write_text(
        sources.replace('licence = "CC BY 4.0"', 'licence = "CC BY-NC"\nforbids = ["commercial"]')
    )
    catalog = Catalog(folder)
    assert record_of(week().material(), catalog, use="non-commercial").attacks
    with pytest.raises(LicenceError, match="Regional administrations"):
        record_of(week().material(), catalog)


def test_both_sides_are_told_alike(small: Catalog, tmp_path: Path) -> None:
    """With the parties exchanged in all that goes in, every file is the same with the parties exchanged."""
    other = publishing(tmp_path / "catalogue", swapped=True)
    one, two = files_of(week().material(), small), files_of(week(swapped=True).material(), other)
    for name, text in one.items():
        name_there = name.replace("NO.svg", "\0").replace("SO.svg", "NO.svg").replace("\0", "SO.svg")
        assert _bare(swap(text)) == _bare(two[name_there]), name


def _bare(text: str) -> str:
    """Without the hashes of words, which differ with the names in them, and in an order that no name decides; of a
    picture the words alone, since a longer name moves what stands beside it."""
    if text.startswith("<svg"):
        text = " ".join(re.findall(r">([^<>]+)<", text))
    text = re.sub(r"[NS]O\.svg", "XO.svg", HASH.sub("#", text))
    return "".join(sorted(text.replace("NO", "SO")))


HOSTILE = [
    "javascript:alert(1)", 'https://x/"onmouseover="alert(1)', "https://x/<script>alert(1)</script>",
    "data:text/html,x", "https://x/' onclick='y", "//evil.example/x", 'https://x/"><img src=x onerror=alert(1)>',
]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
def test_addresses_of_reports_cannot_run(small: Catalog, address: str) -> None:
    """An address that came with a report is text or a plain web link, never a script or an element."""
    material = week().material()
    reports = {key: replace(report, address=address) for key, report in material.reports.items()}
    for name, text in files_of(replace(material, reports=reports), small).items():
        if not name.endswith(".html"):
            continue
        for element in html.fromstring(text.encode()).iter():
            assert element.tag not in ("script", "iframe", "object") and not any(
                key.startswith("on") for key in element.attrib
            )
            link = element.get("href", "")
            assert not re.match(r"\s*(javascript|data|//)", link, re.I), (name, link)


def test_the_same_record_gives_the_same_bytes(small: Catalog) -> None:
    """Built twice from material in another order of its parts, every file is the same."""
    material = week().material()
    state = replace(material.state, raids=material.state.raids[::-1], incidents=material.state.incidents[::-1])
    other = replace(material, state=state, statements=dict(reversed(material.statements.items())))
    assert files_of(material, small) == files_of(other, small)


def test_every_change_is_told(small: Catalog) -> None:
    """After 200 random programs of corrections, everything that a reader could see before and that is other now, or
    gone, stands among the corrections with old, new and why; nothing else does."""
    drawn = np.random.default_rng(9)
    material = week().material()
    before = record_of(material, small)
    for number in range(200):
        changed = _changed(material, drawn)
        after = record_of(changed, small, "2024-05-01T12:00:00+00:00", before)
        told = {(change.id, change.what): (change.old, change.new) for change in after.changes}
        assert all(change.why and change.at == after.as_of for change in after.changes)
        now = {thing.id: shown(thing) for thing in things(after)}
        expected: dict[tuple[str, str], tuple[str, str]] = {}
        for thing in things(before):
            if thing.id not in now:
                expected[thing.id, "record"] = ("shown", "withdrawn")
                continue
            was, new = shown(thing), now[thing.id]
            for what in was.keys() | new.keys():
                old_text, new_text = was.get(what, ("not told", None))[0], new.get(what, ("withdrawn", None))[0]
                if old_text != new_text:
                    expected[thing.id, what] = (old_text, new_text)
        assert told == expected
        if number % 25 == 0:
            made = build(after, small, line)
            assert all(f"record/{key}.html" in made for key, _ in expected), "a page that was public stays there"


def _changed(material: Material, drawn: np.random.Generator) -> Material:
    """Some raids and incidents gone, some numbers other."""
    raids = [raid for raid in material.state.raids if drawn.random() > 0.15]
    for number, raid in enumerate(raids):
        if raid.lines and drawn.random() < 0.3:
            value = replace(raid.lines[0].launched, state="known", low=1, best=int(drawn.integers(1, 90)), high=90)
            raids[number] = replace(raid, lines=(replace(raid.lines[0], launched=value), *raid.lines[1:]))
    incidents = tuple(incident for incident in material.state.incidents if drawn.random() > 0.15)
    return replace(material, state=replace(material.state, raids=tuple(raids), incidents=incidents))


def test_a_record_can_be_read_again(small: Catalog) -> None:
    """The record of an earlier build is read back as it was."""
    record = record_of(week().material(), small)
    assert earlier(build(record, small, line)["record.json"], "record.json") == record
