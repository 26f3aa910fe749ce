"""Case forms by our own rules: what the rules give, that they can be undone, and how they compare with a dictionary."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from typing import Any

import pytest

from firstlight.catalog import Catalog, catalog
from firstlight.errors import CatalogError
from firstlight.read.inflect import Inflection
from firstlight.read.tokens import tokenize

BIGGEST = 300
FLOOR = {"uk": 0.95, "ru": 0.95}
NOT_NAMES = {"superlative", "Supr", "V-ey", "voct"}


def rules(language: str) -> Inflection:
    """The shipped rules for names of places."""
    table = catalog().toml(f"lang/{language}/inflection.toml")
    return Inflection(table["place_endings"], table["place_words"])


def words(language: str, data: Catalog) -> list[str]:
    """The words of the names of the biggest settlements of Ukraine, lower case, without repeats."""
    rows = [row for row in data.rows("places/ua.csv") if row["kind"] == "settlement"]
    rows.sort(key=lambda row: -int(row["population"] or 0))
    names = (row[language].split("|")[0] for row in rows[:BIGGEST])
    return sorted({token.word for name in names for token in tokenize(name) if token.word.isalpha()})


@pytest.mark.parametrize(
    ("language", "name", "form"),
    [
        ("uk", "харків", "харкова"),
        ("uk", "чугуїв", "чугуєва"),
        ("uk", "канів", "канева"),
        ("uk", "ріг", "рогу"),
        ("uk", "суми", "сумах"),
        ("uk", "черкаси", "черкас"),
        ("uk", "бровари", "броварів"),
        ("uk", "одеса", "одесі"),
        ("uk", "балаклія", "балаклії"),
        ("uk", "запоріжжя", "запоріжжю"),
        ("uk", "бориспіль", "борисполем"),
        ("uk", "марганець", "марганця"),
        ("uk", "авдіївка", "авдіївці"),
        ("uk", "кам'янське", "кам'янському"),
        ("ru", "сумы", "сумах"),
        ("ru", "запорожье", "запорожье"),
        ("ru", "кривой", "кривом"),
        ("ru", "горловка", "горловке"),
        ("ru", "гвардейское", "гвардейского"),
        ("ru", "рязань", "рязанью"),
        ("en", "kyiv", "kyiv's"),
    ],
)
def test_a_known_form_is_made_and_led_back(language: str, name: str, form: str) -> None:
    """Each well-known case form is among the forms of its name, and leads back to that name."""
    inflection = rules(language)
    assert form in inflection.forms(name)
    assert name in inflection.names(form, {name})


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_making_and_undoing_agree_on_every_shipped_name(language: str) -> None:
    """Every form of every word of every shipped name leads back to that word: nothing that is made is lost."""
    inflection = rules(language)
    known = {
        token.word
        for file in ("ua", "ru", "named", "regions")
        for row in catalog().rows(f"places/{file}.csv")
        for name in (row[language] or "").split("|")
        for token in tokenize(name)
    }
    lost = [(w, form) for w in known for form in inflection.forms(w) if w not in inflection.names(form, known)]
    assert lost == []


def test_an_unknown_word_leads_nowhere() -> None:
    """A word that is a form of no known name gives nothing, also where its ending is one of the rules'."""
    assert rules("uk").names("ракетами", {"харків", "суми"}) == ()


def test_an_exceptional_word_takes_only_its_own_forms() -> None:
    """A word listed by itself does not also take the forms of its ending."""
    inflection = Inflection({"ib": "+a"}, {"kanib": "kaneba"})
    assert inflection.forms("kanib") == ("kanib", "kaneba")
    assert inflection.names("kaniba", {"kanib"}) == ()


def test_a_rule_that_cuts_too_much_is_refused() -> None:
    """A rule that cuts more letters than its ending has cannot be undone, so the file is refused with its name."""
    with pytest.raises(CatalogError, match=r"x\.toml"):
        Inflection({"a": "-2i"}, {}, "x.toml")


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_the_rules_cover_what_a_dictionary_knows(language: str) -> None:
    """At least 95 in 100 case forms that pymorphy3 gives for the biggest places are made by our rules."""
    if importlib.util.find_spec("pymorphy3") is None:
        pytest.skip("pymorphy3 is not installed: the comparison with a dictionary is left out")
    pymorphy3: Any = importlib.import_module("pymorphy3")
    analyzer = pymorphy3.MorphAnalyzer(lang=language)
    inflection = rules(language)
    wanted = covered = 0
    for word in words(language, catalog()):
        oracle = set(oracle_forms(analyzer.parse(word)))
        if len(oracle) > 2:
            wanted += len(oracle)
            covered += len(oracle & set(inflection.forms(word)))
    assert wanted > 1000
    assert covered / wanted >= FLOOR[language]


def oracle_forms(parses: Iterable[Any]) -> Iterable[str]:
    """Forms of the parses that read the word as a nominative noun or adjective, in its own number and gender."""
    for parse in parses:
        if parse.tag.POS not in ("NOUN", "ADJF") or parse.tag.case != "nomn":
            continue
        for form in parse.lexeme:
            tag = form.tag
            same = tag.POS == parse.tag.POS and tag.number == parse.tag.number and tag.gender == parse.tag.gender
            if same and not NOT_NAMES & set(str(tag).replace(",", " ").split()):
                yield form.word.replace("ё", "е")
