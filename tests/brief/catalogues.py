"""A small invented catalogue with two parties, for briefings that are built by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import firstlight
from firstlight.catalog import Catalog

DATA = Path(firstlight.__file__).parent / "data"

SOURCES = """
[north-air]
name = "Northland Air Force"
kind = "military"
language = "en"
zone = "Europe/Kyiv"
reliability = "B"
licence = "not stated: ask the publisher"
side = "NO"
expected = "nightly"
counts = "One-way drones and missiles of one night, for the whole country."

[south-air]
name = "Southland Air Force"
kind = "military"
language = "en"
zone = "Europe/Kyiv"
reliability = "B"
licence = "not stated: ask the publisher"
side = "SO"

[daily]
name = "The Daily Courier"
kind = "media"
language = "en"
zone = "Europe/Kyiv"
reliability = "C"
licence = "all rights reserved; short quotes"

[region]
name = "Regional administrations"
kind = "local_authority"
language = "uk"
zone = "Europe/Kyiv"
reliability = "B"
licence = "CC BY 4.0"
"""

WEAPONS = """
[zq-7]
class = "drone"
group = "drone"
title = "ZQ-7"
names = { en = ["zq-7"] }
[vk-101]
class = "cruise_missile"
group = "cruise"
title = "VK-101"
names = { en = ["vk-101"] }
[vk-555]
class = "cruise_missile"
group = "cruise"
title = "VK-555"
names = { en = ["vk-555"] }
[is-9]
class = "ballistic_missile"
group = "ballistic"
title = "IS-9"
names = { en = ["is-9"] }
"""

CLASSES = """
[drone]
class = "drone"
group = "drone"
title = "drones"
names = { en = ["drone"] }
[cruise_missile]
class = "cruise_missile"
group = "cruise"
title = "cruise missiles"
names = { en = ["cruise missile"] }
[ballistic_missile]
class = "ballistic_missile"
group = "ballistic"
title = "ballistic missiles"
names = { en = ["ballistic missile"] }
"""

DEFENCES = """
[shield-3]
title = "Shield-3"
names = { en = ["shield-3"] }
[lance]
title = "Lance"
names = { en = ["lance"] }
"""

RULES = """
[kills-only]
publisher = "north-air"
start = "2022-02-24"
end = "2024-07-09"
classes = ["drone"]
effect = "kills_only"
says = "nightly summaries count what was shot down and do not say what jamming stopped"
source = "assumed"
"""


def catalogue(folder: Path, swapped: bool = False) -> Catalog:
    """A small catalogue with two parties, Northland and Southland, and the shipped wording of the briefing."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(DATA / "brief", folder / "brief")
    (folder / "places").mkdir()
    shutil.copy(DATA / "places" / "outlines.json", folder / "places")
    wording = folder / "brief" / "en.toml"
    names = wording.read_text("utf-8").replace("[countries]\n", '[countries]\nNO = "Northland"\nSO = "Southland"\n')
    names = names.replace('NO = "Norway"\n', "")
    wording.write_text(names, "utf-8")
    sources = SOURCES
    texts = {"weapons": WEAPONS, "weapon_classes": CLASSES, "defences": DEFENCES, "reporting_rules": RULES}
    for name, text in {**texts, "sources": sources}.items():
        (folder / f"{name}.toml").write_text(swap(text) if swapped else text, "utf-8")
    return Catalog(folder)


def swap(text: str) -> str:
    """The text with the two parties exchanged: names, codes and source ids."""
    for one, other in (("Northland", "Southland"), ("north-air", "south-air"), ('"NO"', '"SO"')):
        text = text.replace(one, "\0").replace(other, one).replace("\0", other)
    return text
