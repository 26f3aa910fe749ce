"""Honest statements about reports of our own, and forged ones: what an extractor that errs, guesses or obeys hands in.

Everything is written for this test and derived by arithmetic: the same list every time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from firstlight.model import Count, Form, Kind, Quote, Report, Statement, Unit

NUMBERS = (6, 8, 9, 12, 15, 17, 26, 38, 47, 59, 105, 128)


class Template(NamedTuple):
    """A sentence with its number as {n}; the quote stands between the signs < and >."""

    text: str
    kind: Kind
    unit: Unit
    bound: str = "exact"


class Case(NamedTuple):
    """An honest statement with its report; `number` is the number as written, `other` the quote of a second fact."""

    language: str
    report: Report
    statement: Statement
    bound: str
    number: int
    other: Quote


class Forgery(NamedTuple):
    """A statement that no gate may let through."""

    family: str
    report: Report
    statement: Statement


TEMPLATES: dict[str, tuple[Template, ...]] = {
    "en": (
        Template("Overnight crews <shot down {n} drones> over Sumy region.", "intercepted", "weapons"),
        Template("Russia <launched more than {n} drones> at Kharkiv.", "launched", "weapons", "more_than"),
        Template("<At least {n} people were killed> in Odesa, the mayor said.", "killed", "people", "at_least"),
        Template("<Up to {n} missiles were launched> from the Black Sea.", "launched", "weapons", "at_most"),
        Template("<About {n} drones were shot down> near Poltava.", "intercepted", "weapons", "about"),
        Template("<{n} people were injured> in Kherson, doctors said.", "injured", "people"),
        Template("<Fewer than {n} missiles were fired> at Dnipro that day.", "launched", "weapons", "less_than"),
        Template("<{n} houses were damaged> in Nikopol by debris.", "damaged", "objects"),
        Template("<No fewer than {n} rescuers were injured> at the site.", "injured", "people", "at_least"),
        Template("<{n} drones were lost> to jamming, the command added.", "intercepted", "weapons"),
    ),
    "uk": (
        Template("Уночі <збито {n} дронів> над Сумщиною.", "intercepted", "weapons"),
        Template("Росія <запустила понад {n} дронів> по Харкову.", "launched", "weapons", "more_than"),
        Template("<Щонайменше {n} людей загинули> в Одесі, сказав мер.", "killed", "people", "at_least"),
        Template("<До {n} ракет запустили> з моря, повідомило командування.", "launched", "weapons", "at_most"),
        Template("<Близько {n} дронів збито> біля Полтави.", "intercepted", "weapons", "about"),
        Template("<{n} людей поранено> у Херсоні, кажуть лікарі.", "injured", "people"),
        Template("<Менше {n} ракет випустили> по Дніпру того дня.", "launched", "weapons", "less_than"),
        Template("<{n} будинків пошкоджено> в Нікополі уламками.", "damaged", "objects"),
        Template("<Не менше {n} рятувальників поранено> на місці.", "injured", "people", "at_least"),
        Template("<Збили {n} ракет>, додали у штабі.", "intercepted", "weapons"),
    ),
    "ru": (
        Template("Ночью <сбиты {n} дронов> над Белгородской областью.", "intercepted", "weapons"),
        Template("Россия <запустила более {n} дронов> по Харькову.", "launched", "weapons", "more_than"),
        Template("<По меньшей мере {n} человек погибли> в Одессе, сказал мэр.", "killed", "people", "at_least"),
        Template("<До {n} ракет запустили> с моря, сообщило командование.", "launched", "weapons", "at_most"),
        Template("<Около {n} дронов сбито> у Полтавы.", "intercepted", "weapons", "about"),
        Template("<{n} человек ранены> в Херсоне, говорят врачи.", "injured", "people"),
        Template("<Менее {n} ракет выпустили> по Днепру в тот день.", "launched", "weapons", "less_than"),
        Template("<{n} домов повреждены> в Никополе обломками.", "damaged", "objects"),
        Template("<Не менее {n} спасателей ранены> на месте.", "injured", "people", "at_least"),
        Template("<Сбили {n} ракет>, добавили в штабе.", "intercepted", "weapons"),
    ),
}
OPENINGS = {"en": "A quiet evening came first.", "uk": "Спершу був тихий вечір.", "ru": "Сначала был тихий вечер."}


def bounds_of(number: int, bound: str) -> tuple[int, int | None, Form]:
    """Low, high and form of a written number under a bound, as STATEMENTS.md reads them."""
    told: dict[str, tuple[int, int | None, Form]] = {
        "exact": (number, number, "exact"),
        "about": (number, number, "about"),
        "at_least": (number, None, "at_least"),
        "more_than": (number + 1, None, "at_least"),
        "at_most": (0, number, "at_most"),
        "less_than": (0, number - 1, "at_most"),
    }
    return told[bound]


def a_report(text: str, language: str, published: str | None = "2024-03-28") -> Report:
    """A report with the text as it stands."""
    return Report(
        id="sha256:" + hashlib.sha256(text.encode()).hexdigest(), capture="c", locator=None, source="invented-desk",
        address=None, title=None, published=published, language=language, text=text, view="view/1", encoding="utf-8",
    )  # fmt: skip


def a_quote(text: str, said: str) -> Quote:
    """The first place where `said` stands in `text`."""
    start = text.index(said)
    return Quote(text=said, start=start, end=start + len(said))


def stated(report: Report, kind: Kind, said: str | Quote, count: Count | None) -> Statement:
    """A statement that quotes `said`."""
    quote = a_quote(report.text, said) if isinstance(said, str) else said
    return Statement(id="", report=report.id, kind=kind, quote=quote, count=count)


def _filled(template: Template, number: int) -> tuple[str, str]:
    """The sentence without its signs, and the words to quote."""
    text = template.text.format(n=number)
    return text.replace("<", "").replace(">", ""), text[text.index("<") + 1 : text.index(">")]


def cases() -> Iterator[Case]:
    """The honest statements: every template with several numbers, each beside a second fact."""
    for language, templates in TEMPLATES.items():
        for at, template in enumerate(templates):
            for turn in range(4):
                number = NUMBERS[(at * 5 + turn * 3) % len(NUMBERS)]
                beside = templates[(at + 1 + turn) % len(templates)]
                sentence, said = _filled(template, number)
                second, other = _filled(beside, NUMBERS[(at * 5 + turn * 3 + 1) % len(NUMBERS)])
                report = a_report(f"{OPENINGS[language]} {sentence} {second}", language)
                low, high, form = bounds_of(number, template.bound)
                count = Count(low=low, high=high, form=form, unit=template.unit)
                told = stated(report, template.kind, said, count)
                yield Case(language, report, told, template.bound, number, a_quote(report.text, other))


def forged() -> Iterator[Forgery]:
    """The forged statements made from the honest ones."""
    before: Case | None = None
    for case in cases():
        for family, statement in (
            *_reworded(case), *_merged(case), *_renumbered(case), *_rebounded(case), *_moved(case), *_swapped(case),
            *_contradicting(case),
        ):  # fmt: skip
            yield Forgery(family, case.report, statement)
        if before is not None and before.language == case.language:
            yield Forgery("another report", case.report, before.statement)
            yield Forgery("another report", case.report, replace(before.statement, report=case.report.id))
        before = case


Told = Iterator[tuple[str, Statement]]


def _reworded(case: Case) -> Told:
    told, quote = case.statement, case.statement.quote
    words = quote.text.split()
    for text in (
        quote.text.upper(),
        quote.text.replace(" ", "  ", 1),
        " ".join([*words[1:], words[0]]),
        f"{words[0]} \u2026 {words[-1]}",
        " ".join(words[:-1]) + " UAVs",
        quote.text.replace(str(case.number), f"~{case.number}"),
    ):
        yield "paraphrase", replace(told, quote=replace(quote, text=text))
        yield "paraphrase", replace(told, quote=replace(quote, text=text, end=quote.start + len(text)))


def _merged(case: Case) -> Told:
    told, one, two = case.statement, case.statement.quote, case.other
    for text in (f"{one.text} {two.text}", f"{one.text}... {two.text}", one.text[:5] + two.text[5:]):
        yield "merged", replace(told, quote=Quote(text=text, start=one.start, end=two.end))
        yield "merged", replace(told, quote=Quote(text=text, start=one.start, end=one.start + len(text)))


def _renumbered(case: Case) -> Told:
    told, count, quote = case.statement, case.statement.count, case.statement.quote
    if count is None or count.low is None:
        raise ValueError("every case counts")
    for step in (1, -1, 10, 100, case.number * 9):
        high = None if count.high is None else count.high + step
        yield "changed digits", replace(told, count=replace(count, low=max(count.low + step, 1), high=high))
    text = quote.text.replace(str(case.number), str(case.number + 1))
    yield "changed digits", replace(told, quote=replace(quote, text=text))
    whole = Count(low=case.number + 4, high=case.number + 4, form="exact", unit=count.unit)
    yield "invented total", replace(told, of=whole)


def _rebounded(case: Case) -> Told:
    told, unit = case.statement, case.statement.count.unit if case.statement.count else None
    for bound in ("exact", "about", "at_least", "more_than", "at_most", "less_than"):
        if bound != case.bound:
            low, high, form = bounds_of(case.number, bound)
            yield "another bound", replace(told, count=Count(low=low, high=high, form=form, unit=unit))
    if case.bound != "exact" and str(case.number) in told.quote.text:
        text = told.quote.text[told.quote.text.index(str(case.number)) :]
        quote = Quote(text=text, start=told.quote.end - len(text), end=told.quote.end)
        bare = Count(low=case.number, high=case.number, form="exact", unit=unit)
        yield "bound left out", replace(told, quote=quote, count=bare)


def _moved(case: Case) -> Told:
    told, quote = case.statement, case.statement.quote
    size = len(case.report.text)
    for start, end in (
        (quote.start - 1, quote.end - 1), (quote.start + 1, quote.end + 1), (quote.start, quote.end + 1),
        (quote.start - 3, quote.end), (quote.end, quote.start), (quote.start, quote.start), (-5, quote.end),
        (size, size + len(quote.text)), (0, len(quote.text)), (quote.start - size, quote.end - size),
    ):  # fmt: skip
        yield "wrong offsets", replace(told, quote=replace(quote, start=start, end=end))


def _swapped(case: Case) -> Told:
    told, count = case.statement, case.statement.count
    if count is None:
        raise ValueError("every case counts")
    kinds: dict[Unit, tuple[tuple[Kind, Unit], ...]] = {
        "weapons": (("killed", "people"), ("injured", "people"), ("damaged", "objects")),
        "people": (("intercepted", "weapons"), ("launched", "weapons"), ("damaged", "objects")),
        "objects": (("killed", "people"), ("intercepted", "weapons"), ("hit", "weapons")),
    }
    for kind, unit in kinds[count.unit or "weapons"]:
        yield "swapped unit", replace(told, kind=kind, count=replace(count, unit=unit))
        yield "unit beside its kind", replace(told, kind=kind)


def _contradicting(case: Case) -> Told:
    told, count = case.statement, case.statement.count
    if count is None:
        raise ValueError("every case counts")
    number = case.number
    for low, high, form in (
        (number, number - 1, "range"), (-number, number, "range"), (None, number, "exact"),
        (number, number, "unnumbered"), (number, None, "unnumbered"), (number, number, "withheld"),
        (0, number, "withheld"), (2, None, "unnumbered"),
    ):  # fmt: skip
        yield "contradiction", replace(told, count=Count(low=low, high=high, form=form, unit=count.unit))  # type: ignore[arg-type]
