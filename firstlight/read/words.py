"""The words of one language, compiled: what each phrase of the lexicon, of a weapon or of an aid item does.

The tables and their groups are fixed here; data/lang/<code>/lexicon.toml must fill every one of them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from firstlight.catalog import Catalog
from firstlight.errors import CatalogError
from firstlight.read.lexicon import Lexicon, expand
from firstlight.read.number_words import NumberWords, number_words

# Tables whose phrases are looked for in running text, with their groups.
GROUPS: dict[str, tuple[str, ...]] = {
    "acts": (
        "launch", "attack", "hit", "explode", "shoot_down", "suppress", "stop", "destroy", "damage", "kill", "injure",
        "missing", "debris", "airborne", "left",
    ),
    "people": ("any", "civilian", "child", "rescuer", "medic", "soldier"),
    "objects": (
        "apartment_building", "house", "apartment", "school", "kindergarten", "hospital", "church", "shop", "office",
        "hotel", "warehouse", "industrial", "energy", "port", "rail", "road", "bridge", "vehicle", "water", "gas",
        "telecom", "culture", "military", "agriculture", "administrative", "civilian_infrastructure",
        "critical_infrastructure", "other",
    ),
    "units": ("consumers", "settlements", "locations"),
    "utilities": ("power", "heat", "water", "gas", "transport", "rail", "telecom"),
    "outage": ("lost", "restored", "other_cause"),
    "supply": ("requested", "pledged", "approved", "delivered", "stalled"),
    "shortage": ("lack",),
    "aid": ("general",),
    "meeting": ("act", "level", "convener"),
    "unharmed": ("killed", "injured", "both"),
    "response": ("act",),
    "cues": (
        "negation", "denial", "withheld", "hedge", "future", "report", "background", "era", "including", "ground",
        "exercise", "instruction", "born", "achieved", "more", "here", "region", "nation", "linked", "total",
        "superlative", "before_war", "days_after", "habitual", "rate", "repair", "every", "reminder",
        "and_region", "brought", "share", "some_town",
    ),
    "sides": ("RU", "UA", "enemy"),
    "speakers": (
        "official", "military", "local_authority", "emergency_service", "media", "witness", "monitor", "analyst",
    ),
    "blocked": ("weapon", "object"),
}  # fmt: skip
# Tables of which a report must hold a phrase to say anything; among acts those of launching are too common to tell.
TELLING = ("acts", "sides", "model", "class", "item", "body")
# Tables that are asked about a phrase already found.
ASKED: dict[str, tuple[str, ...]] = {
    "protection": ("medical", "cultural", "education", "dam_or_nuclear", "indispensable_to_survival"),
    "states": ("destroyed",),
}
GRAMMAR = (
    "at",
    "befallen",
    "rubrics",
    "credits",
    "streets",
    "relative",
    "since",
    "generic",
    "links",
    "also",
    "aims",
    "strikes",
    "impacts",
    "either",
    "single_behind",
    "around",
    "beside",
    "direction",
    "plural_endings",
    "participle_endings",
    "instrumental",
    "mass",
    "within",
    "stop",
    "skip",
    "join",
    "boundary",
    "articles",
    "instrument",
    "likened",
    "grounds",
    "events",
    "several",
    "abbreviations",
)
MAY_BE_EMPTY = {
    "since",
    "generic",
    "some_town",
    "aims",
    "strikes",
    "impacts",
    "either",
    "single_behind",
    "around",
    "at",
    "befallen",
    "rubrics",
    "streets",
    "participle_endings",
    "instrumental",
    "likened",
    "articles",
    "invariant",
    "singular_endings",
    "singular_acts",
    "singular_participles",
}  # languages without articles, or without such nouns


class Term(NamedTuple):
    """What a phrase is: the table and the group it stands in (for weapons and aid items: the id)."""

    table: str
    name: str


class Words(NamedTuple):
    """All compiled words of one language."""

    language: str
    terms: Lexicon[Term]
    telling: Lexicon[str]  # phrases without which nothing can be said of an attack, of aid or of a meeting
    protection: Lexicon[str]
    destroyed: Lexicon[str]
    numbers: NumberWords
    single_people: frozenset[str]
    single_weapons: frozenset[str]
    invariant: frozenset[str]  # weapon nouns with one form for one and many
    singular_endings: tuple[str, ...]  # endings of an adjective that shows such a noun to be one
    singular_acts: tuple[str, ...]  # endings of a verb that does the same
    singular_participles: tuple[str, ...]  # and of a participle
    at: frozenset[str]  # words before a capital that make it a place and no government
    befallen: frozenset[str]  # words after it that do the same
    rubrics: frozenset[str]  # section names that news sites set behind a headline of another story
    credits: frozenset[str]  # words that open the credit of a picture
    streets: frozenset[str]  # words behind which the name of a street and numbers of houses stand
    relative: frozenset[str]  # pronouns that open a clause about the noun before them
    since: frozenset[str]  # words that open a clause from whose time on something has gone on
    generic: frozenset[str]  # nouns that mean any building or site
    links: frozenset[str]
    also: frozenset[str]  # words that only go on with a list
    aims: frozenset[str]  # prepositions before what an attack is aimed at
    strikes: frozenset[str]  # nouns for an attack: the weapon named beside one says of what kind it was
    impacts: frozenset[str]  # nouns for a hit that nothing but a weapon makes
    either: frozenset[str]  # forms of nouns for people that mean one in one case and many in another
    single_behind: frozenset[str]  # words behind which such a form means one
    around: frozenset[str]  # words for the neighbourhood of the thing named behind them
    beside: frozenset[str]
    direction: frozenset[str]
    plural_endings: tuple[str, ...]
    instrument: frozenset[str]  # words before what something was done with
    likened: frozenset[str]  # words behind a comma before what is only compared
    grounds: frozenset[str]  # words for the land that a thing stands on
    several: frozenset[str]  # words before a noun that is then not one
    events: frozenset[str]  # nouns for what happens to things: a number before one counts no things
    instrumental: tuple[str, ...]  # endings of a word for who or what did it
    participle_endings: tuple[str, ...]  # of a participle in the genitive plural, which needs a noun behind it
    mass: tuple[str, ...]  # beginnings of nouns that have no single
    within: frozenset[str]
    stop: frozenset[str]
    skip: frozenset[str]
    join: frozenset[str]
    boundary: frozenset[str]
    articles: frozenset[str]
    abbreviations: frozenset[str]


@lru_cache(maxsize=16)
def words_of(catalog: Catalog, language: str) -> Words:
    """The words of `language`; CatalogError where a table or group is missing, empty or unknown."""
    name = f"data/lang/{language}/lexicon.toml"
    table = catalog.toml(f"lang/{language}/lexicon.toml")
    bodies = table.pop("bodies", {})
    if not bodies:
        raise CatalogError(f"{name}: the table [bodies] is missing or empty")
    _check(table, name)
    entries = _entries(table, bodies, language, catalog)
    telling = [(pattern, term.name) for pattern, term in entries if term.table in TELLING]
    grammar = {key: frozenset(table["grammar"][key]) for key in GRAMMAR}
    return Words(
        language=language,
        terms=Lexicon(entries),
        telling=Lexicon(telling),
        protection=Lexicon((p, group) for group in ASKED["protection"] for p in table["protection"][group]),
        destroyed=Lexicon((p, "destroyed") for p in table["states"]["destroyed"]),
        numbers=number_words(catalog, language),
        single_people=_nouns(table["people"]["single"]),
        single_weapons=_nouns(table["weapons"]["single"]),
        invariant=frozenset(table["weapons"]["invariant"]),
        singular_endings=tuple(table["weapons"]["singular_endings"]),
        singular_acts=tuple(table["weapons"]["singular_acts"]),
        singular_participles=tuple(table["weapons"]["singular_participles"]),
        at=grammar["at"],
        befallen=grammar["befallen"],
        rubrics=grammar["rubrics"],
        credits=grammar["credits"],
        streets=grammar["streets"],
        relative=grammar["relative"],
        since=grammar["since"],
        generic=grammar["generic"],
        links=grammar["links"],
        also=grammar["also"],
        aims=grammar["aims"],
        strikes=grammar["strikes"],
        impacts=grammar["impacts"],
        either=grammar["either"],
        single_behind=grammar["single_behind"],
        around=grammar["around"],
        beside=grammar["beside"],
        direction=grammar["direction"],
        plural_endings=tuple(table["grammar"]["plural_endings"]),
        instrument=grammar["instrument"],
        likened=grammar["likened"],
        grounds=grammar["grounds"],
        events=grammar["events"],
        several=grammar["several"],
        instrumental=tuple(table["grammar"]["instrumental"]),
        participle_endings=tuple(table["grammar"]["participle_endings"]),
        mass=tuple(table["grammar"]["mass"]),
        within=grammar["within"],
        stop=grammar["stop"],
        skip=grammar["skip"],
        join=grammar["join"],
        boundary=grammar["boundary"],
        articles=grammar["articles"],
        abbreviations=grammar["abbreviations"],
    )


def _entries(
    table: dict[str, Any], bodies: dict[str, list[str]], language: str, catalog: Catalog
) -> list[tuple[str, Term]]:
    """All phrases that are looked for in running text: of the lexicon, of bodies, of weapons, their classes, aid."""
    entries = [(pattern, Term("body", body)) for body, patterns in bodies.items() for pattern in patterns]
    entries += [
        (pattern, Term(kind, group))
        for kind, groups in GROUPS.items()
        for group in groups
        for pattern in table[kind][group]
    ]
    for kind, items in (("model", catalog.weapons), ("class", catalog.classes), ("item", catalog.defences)):
        for item in items.values():
            entries += [(pattern, Term(kind, item.id)) for pattern in item.names.get(language, ())]
    return entries


def _nouns(patterns: list[str]) -> frozenset[str]:
    """Plain patterns of one or two words: the forms of nouns that mean one."""
    return frozenset(
        " ".join(element.stem for element in elements) for pattern in patterns for elements in expand(pattern)
    )


def _check(table: dict[str, Any], name: str) -> None:
    wanted = {
        **GROUPS,
        **ASKED,
        "people": (*GROUPS["people"], "single"),
        "weapons": ("single", "invariant", "singular_endings", "singular_acts", "singular_participles"),
        "grammar": GRAMMAR,
    }
    for kind, groups in wanted.items():
        found = table.get(kind)
        if found is None:
            raise CatalogError(f"{name}: the table [{kind}] is missing")
        for group in groups:
            if not found.get(group) and group not in MAY_BE_EMPTY:
                raise CatalogError(f"{name}: [{kind}] {group} is missing or empty; an empty group is silence")
        unknown = set(found) - set(groups)
        if unknown:
            raise CatalogError(f"{name}: [{kind}] has unknown groups {sorted(unknown)}; known are {', '.join(groups)}")
    unknown_tables = set(table) - set(wanted)
    if unknown_tables:
        raise CatalogError(f"{name}: unknown tables {sorted(unknown_tables)}")
    for kind, groups in table.items():
        seen: dict[str, str] = {}
        for group, patterns in groups.items():
            for pattern in patterns if kind not in ("grammar", "protection", "weapons") and group != "single" else ():
                if pattern in seen and seen[pattern] != group:
                    raise CatalogError(f"{name}: [{kind}] has {pattern!r} in both {seen[pattern]} and {group}")
                seen[pattern] = group
