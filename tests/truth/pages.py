"""Reports of an invented war in the making: lines that can be written in any language, and what each of them states."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from numpy.random import Generator

from firstlight.model import Count, Quote, Report, Statement
from tests.truth import wording

Said = Callable[[str], object] | object  # a value, or what makes it from a language


@dataclass(frozen=True)
class Line:
    """One sentence: its key and variant in wording.py, what fills it, and the statement that it makes, if any."""

    key: str
    variant: int
    values: Mapping[str, Said]
    about: str = ""  # the planted thing that it speaks of
    fault: str = ""  # "" true; dispute: must be listed as one; history: replaced by its own source; wrong: never used
    fields: Mapping[str, Any] | None = None  # of the statement; None for filler

    def written(self, language: str) -> str:
        """The sentence in a language."""
        filled = {name: value(language) if callable(value) else value for name, value in self.values.items()}
        return wording.sentence(language, self.key, self.variant, filled)


@dataclass
class Page:
    """A report being written."""

    source: str
    published: str
    language: str
    lines: list[Line] = field(default_factory=list)

    def say(self, line: Line) -> None:
        """Add a line."""
        self.lines.append(line)

    def fill(self, rng: Generator, number: int, *, details: bool = False) -> None:
        """Add sentences that state nothing, some before and some after what is stated, with a voice of their own;
        of `details` each has numbers."""
        for _ in range(number):
            line = self._filler(rng) if not details and rng.random() < 0.6 else self._detail(rng)
            self.lines.insert(int(rng.integers(0, len(self.lines) + 1)), line)

    def _filler(self, rng: Generator) -> Line:
        picks = {slot: int(rng.integers(0, 10)) for slot in ("who", "did", "what", "where")}
        values: dict[str, Said] = {slot: _word(slot, pick) for slot, pick in picks.items()}
        return Line("filler", 0, values)

    def _detail(self, rng: Generator) -> Line:
        hour, minute, metres = (int(rng.integers(0, top)) for top in (24, 60, 900))
        return Line("detail", 0, {"hour": f"{hour:02}", "minute": f"{minute:02}", "n": metres})


def _word(slot: str, pick: int) -> Said:
    return lambda language: wording.FILLER[language][slot][pick]


@dataclass
class Book:
    """All that was published, and what only the generator knows about it."""

    reports: dict[str, Report] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)  # statement to planted thing
    faults: dict[str, str] = field(default_factory=dict)  # statement to kind of fault
    original: dict[str, str] = field(default_factory=dict)  # report to the report that it copies

    def publish(self, page: Page, original: str = "") -> str:
        """The page as a report with its statements; the id of the report. `original` is the report that it copies."""
        text, spans = "", []
        for line in page.lines:
            made = line.written(page.language)
            spans.append((len(text), len(text) + len(made)))
            text += made + ("\n" if len(spans) % 3 == 0 else " ")
        seal = hashlib.sha256(f"{page.source}\0{page.published}\0{text}".encode()).hexdigest()
        key = "sha256:" + seal
        self.reports[key] = Report(
            id=key, capture=seal, locator=None, source=page.source, address=None, title=None, published=page.published,
            language=page.language, text=text.rstrip(), view="invented/1", encoding="utf-8",
        )  # fmt: skip
        for line, (start, end) in zip(page.lines, spans, strict=True):
            if line.fields is not None:
                self._state(line, Quote(text=text[start:end], start=start, end=end), key)
        if original:
            self.original[key] = self.original.get(original, original)
        return key

    def _state(self, line: Line, quote: Quote, report: str) -> None:
        key = "st:" + hashlib.sha256(f"{report}\0{quote.start}".encode()).hexdigest()[:32]
        self.statements[key] = Statement(id=key, report=report, quote=quote, **(line.fields or {}))
        self.about[key] = line.about
        if line.fault:
            self.faults[key] = line.fault


COPIES = ("repost", "short", "rewrite", "translation")


def copied(page: Page, how: str, source: str, published: str, rng: Generator) -> Page:
    """A page that passes another on: word for word, cut short, in other words, or in another language."""
    lines = [replace(line, fields=_unattributed(line)) for line in page.lines]
    language = page.language
    if how == "short":
        lines = lines[: max(1, len(lines) - 1 - len(lines) // 8)]
    elif how == "rewrite":
        lines = [replace(line, variant=line.variant + 1) for line in lines]
        fillers = [line for line in lines if line.key == "filler"]
        lines = [line for line in lines if line.key != "filler"] + fillers[:1]
    elif how == "translation":
        language = str(rng.choice([code for code in wording.LANGUAGES if code != page.language]))
    return Page(source, published, language, lines)


def _unattributed(line: Line) -> Mapping[str, Any] | None:
    """What a copy states: the same."""
    return dict(line.fields) if line.fields is not None else None


def number(value: int | tuple[int | None, int | None, str], unit: str = "people") -> Count:
    """A count from 8, or from (8, None, "at_least")."""
    low, high, form = (value, value, "exact") if isinstance(value, int) else value
    return Count(low=low, high=high, form=form, unit=unit)  # type: ignore[arg-type]


def named(table: Mapping[str, Mapping[str, str]], key: str) -> Said:
    """A word of wording.py by language."""
    return lambda language: table[language][key]


def when_said(name: str, day: str, hours: Sequence[int] = (0, 0)) -> Said:
    """When, in words of a language."""
    return lambda language: wording.phrase(language, name, day, hours[0], hours[1])
