"""Turns a sentence that the ledger wrote into parts: numbers as figures, dates as dates, codes as titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from firstlight.brief.document import Part, Words
from firstlight.brief.page import Page
from firstlight.model import Count, Rival

PIECE = re.compile(r"\d{4}-\d{2}-\d{2}|[^\W_][\w-]*")
Numbers = Mapping[str, tuple[str, ...]]  # a number as the ledger writes it, and the statements that give it


def of_rivals(rivals: Iterable[Rival]) -> Numbers:
    """The bounds of some rivals."""
    found: dict[str, tuple[str, ...]] = {}
    for rival in rivals:
        for bound in (rival.low, rival.high):
            found.setdefault(str(bound), rival.statements)
    return found


def of_reports(page: Page, statements: Iterable[str]) -> Numbers:
    """The counts of some statements, then those of their reports' other statements."""
    held = page.material.statements
    first = [held[key] for key in statements if key in held]
    reports = {statement.report for statement in first}
    rest = [statement for statement in held.values() if statement.report in reports]
    found: dict[str, tuple[str, ...]] = {}
    for statement in [*first, *sorted(rest, key=lambda s: page.inside.order(s.id))]:
        counts: tuple[Count | None, ...] = (statement.count, statement.of, statement.locations)
        for number in (n for count in counts if count for n in (count.low, count.high) if n is not None):
            found.setdefault(str(number), (statement.id,))
    return found


def told(page: Page, text: str, numbers: Numbers) -> tuple[Part, ...]:
    """The sentence as parts. A number that nothing gives stays in words, where the check of the document finds it."""
    parts: list[Part] = []
    at = 0
    for found in _pieces(page, text):
        made = _piece(page, found.group(), numbers)
        if made is not None:
            parts += [Words(text=text[at : found.start()])] if found.start() > at else []
            parts.append(made)
            at = found.end()
    return (*parts, *([Words(text=text[at:])] if at < len(text) else []))


def codes(page: Page, text: str) -> tuple[Part, ...]:
    """Codes of kinds, groups, objects and weapons as their labels and titles ("launched zq-7")."""
    parts: list[Part] = []
    at = 0
    for found in PIECE.finditer(text):
        code = found.group()
        held = page.wording.table["whats"].get(code)
        title = page.wording.title(code)
        parts += [Words(text=text[at : found.start()])] if found.start() > at else []
        parts.append(Words(text=str(held)) if held else page.name(title) if title != code else Words(text=code))
        at = found.end()
    return (*parts, *([Words(text=text[at:])] if at < len(text) else []))


def _piece(page: Page, word: str, numbers: Numbers) -> Part | None:
    if word in page.catalog.sources:
        return page.name(page.catalog.sources[word].name)
    if not any(char.isdigit() for char in word):
        return None
    if word in numbers:
        return page.register.words(word, page.wording.say("what_chosen"), numbers[word])
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
        return page.wording.date(word)
    entry = page.catalog.weapons.get(word.casefold())
    return page.name(entry.title) if entry else page.name(word) if word in page.titles else None


def _pieces(page: Page, text: str) -> Iterator[re.Match[str]]:
    """Words of a ledger sentence, names of speakers and sources that hold digits taken whole."""
    names = sorted((name for name in page.titles if name in text), key=lambda name: (-len(name), name))
    return re.finditer("|".join([*(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), PIECE.pattern]), text)
