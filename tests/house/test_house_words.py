"""Language and weapons are data; code, tests and pages do not speak of the places where they were written."""

from __future__ import annotations

import re
from unicodedata import category

import pytest

from firstlight.catalog import catalog

from .files import documents, listed, literals, name_of, sources

# Said in pieces, so that this file does not name them either.
MACHINE = [r"/wo" r"rk/", r"/ro" r"ot/", r"/ho" r"me/\w", r"C:\\Us" r"ers"]
REGISTRIES = [r"py" r"pi\.org", r"pytho" r"nhosted", r"/opt/" r"pypi", r"regi" r"stry\.npmjs", r"deb\.deb" r"ian\.org"]
WORKPLACE = [r"help" r"er session", r"\bLL" r"M\b", r"chat" r"bot", r"(coding|AI) ag" r"ent\b", r"contract" r"\.md"]
ALLOWED: frozenset[str] = frozenset()  # string literals that may hold a letter beyond ASCII or a weapon's id


def _beyond_ascii(character: str) -> bool:
    """A letter proper: the modifier letter that serves as an apostrophe (category Lm) is a sign like any other."""
    return not character.isascii() and character.isalpha() and category(character) != "Lm"


def test_no_letters_beyond_ascii_in_code() -> None:
    """A string literal of the package holds no letter beyond ASCII: words of a language live in data/."""
    found = [
        f"{place}: {text!r}"
        for path in sources("firstlight")
        for place, text in literals(path)
        if text not in ALLOWED and any(_beyond_ascii(letter) for letter in text)
    ]
    assert not found, listed(found)


def test_no_weapon_is_named_in_code() -> None:
    """A string literal of the package names no weapon of the catalogue: which weapons there are is data."""
    ids = "|".join(re.escape(key) for key in sorted(catalog().weapons, key=len, reverse=True))
    named = re.compile(rf"(?<![\w-])(?:{ids})(?![\w-])", re.IGNORECASE)
    found = [
        f"{place}: {text!r}"
        for path in sources("firstlight")
        for place, text in literals(path)
        if text not in ALLOWED and named.search(text)
    ]
    assert not found, listed(found)


@pytest.mark.parametrize(
    "words", [MACHINE, REGISTRIES, WORKPLACE], ids=["machine paths", "registry hosts", "workplace"]
)
def test_no_page_speaks_of_where_it_was_written(words: list[str]) -> None:
    """No file of the project names a path of one machine, a package registry's host, or the tools it was made with."""
    unwanted = re.compile("|".join(words), re.IGNORECASE)
    found = [
        f"{name_of(path)}:{number}: {match.group()}"
        for path in documents()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if (match := unwanted.search(line))
    ]
    assert not found, listed(found)
