"""Turns labels, templates, dates and values into parts of a sentence. All wording is data/brief/<language>.toml."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Literal, get_args

from firstlight.brief.document import Code, DateText, Name, Note, Number, Part, Ref, Sentence, Words
from firstlight.catalog import Catalog
from firstlight.errors import BriefError, CatalogError
from firstlight.model import Object, Place, Speaker, Value, Weapon
from firstlight.when import KYIV

Style = Literal["day", "night", "span", "nights", "instant", "tick_night", "tick_day", "short", "short_night"]
CATALOGUE = "en"  # the language of names and titles in the catalogue
SLOT = re.compile(r"\{(\w+)\}")

BIDI = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)))  # turn text about

Slot = str | Part | Sequence[Part]


def _one_other(amount: int) -> str:
    return "one" if amount == 1 else "other"


def _slavic(amount: int) -> str:
    ones, tens = amount % 10, amount % 100 // 10
    if tens == 1 or ones == 0 or ones >= 5:
        return "many"
    return "one" if ones == 1 else "few"


PLURALS = {"one_other": _one_other, "slavic": _slavic}  # plural rules that a wording file may name (Unicode CLDR)


class Wording:
    """The wording of one language; raises CatalogError for a label or template that the file lacks."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self.catalog = catalog
        self.language = language
        self.file = f"brief/{language}.toml"
        self.table: dict[str, Any] = catalog.toml(self.file)

    def text(self, group: str, key: str) -> str:
        """The string `key` of table `group`."""
        found = self.table.get(group, {}).get(key)
        if not isinstance(found, str):
            raise CatalogError(f"data/{self.file} lacks [{group}] {key}: add the wording")
        return found

    def label(self, group: str, key: str) -> str:
        """The label of a code, or the code with its underscores as spaces where the file has no label for it."""
        return str(self.table.get(group, {}).get(key, key.replace("_", " ")))

    def keys(self, group: str) -> tuple[str, ...]:
        """The codes of table `group` in the order of the file."""
        return tuple(self.table.get(group, {}))

    def say(self, key: str, **slots: Slot) -> tuple[Part, ...]:
        """The template `key` with its {slots} filled by parts; every slot of the template must be given."""
        parts: list[Part] = []
        for index, piece in enumerate(SLOT.split(self.text("say", key))):
            if index % 2 == 0:
                parts += [Words(text=piece)] if piece else []
            elif piece in slots:
                parts += as_parts(slots[piece])
            else:
                raise BriefError(
                    f"data/{self.file} [say] {key} has a slot {{{piece}}} that nothing fills: mend the file"
                )
        return tuple(parts)

    def counted(self, key: str, number: Number, amount: int) -> tuple[Part, ...]:
        """A counted noun ("3 nights") from table `count`, in the plural form that the language asks for."""
        forms = self.table["count"].get(key)
        form = PLURALS[self.text("language", "plural")](amount)
        if not isinstance(forms, dict) or form not in forms:
            raise CatalogError(f"data/{self.file} lacks [count] {key}.{form}: add the wording")
        before, after = str(forms[form]).split("{n}")
        return (*as_parts(before), number, *as_parts(after))

    def sentence(self, key: str, **slots: Slot) -> Sentence:
        """A sentence from template `key`."""
        return Sentence(parts=self.say(key, **slots))

    def join(self, items: Iterable[Slot], last: str = "and", between: str = "comma") -> tuple[Part, ...]:
        """Items with the joint `between` between them and the joint `last` before the last one (table `join`)."""
        rows = [as_parts(item) for item in items]
        parts: list[Part] = []
        for index, row in enumerate(rows):
            if index:
                key = last if index == len(rows) - 1 else between
                parts.append(Words(text=self.text("join", key)))
            parts += row
        return tuple(parts)

    # --- dates ---

    def date_text(self, of: str, style: str) -> str:
        """The date or span `of` in words. `of` is ISO 8601, two joined by '/' for a span; instants in Kyiv time."""
        if style not in get_args(Style):
            raise BriefError(f"no such style of date: {style}")
        first, _, second = of.partition("/")
        if style == "night":
            end = dt.date.fromisoformat(first)
            return self._span(end - dt.timedelta(days=1), end, "dash")
        if style in ("tick_night", "tick_day", "short", "short_night"):
            end = dt.date.fromisoformat(kyiv_date(first))
            eve = end - dt.timedelta(days=1)
            return self.text("date", style).format(
                first=eve.day, day=end.day, month=self._month(end)[:3], year=end.year, eve=self._month(eve)[:3]
            )
        if style == "nights":
            start, stop = dt.date.fromisoformat(first) - dt.timedelta(days=1), dt.date.fromisoformat(second)
            return self._span(start, stop, "to")
        if style == "span":
            return self._span(dt.date.fromisoformat(first), dt.date.fromisoformat(second), "to")
        if style == "instant" and len(first) > 10:
            moment = dt.datetime.fromisoformat(first)
            moment = moment.replace(tzinfo=KYIV) if moment.tzinfo is None else moment.astimezone(KYIV)
            return self.text("date", "instant").format(day=self._day(moment.date()), time=f"{moment:%H:%M}")
        return self._day(dt.date.fromisoformat(kyiv_date(first)))

    def date(self, of: str, style: Style = "day") -> DateText:
        """A date part that remembers what it was made from."""
        return DateText(text=self.date_text(of, style), of=of, style=style)

    def spans(self, days: Sequence[str]) -> tuple[Part, ...]:
        """Nights, given as the Kyiv dates on which they end, as runs of neighbouring nights."""
        runs: list[list[str]] = []
        for day in sorted(days):
            if runs and dt.date.fromisoformat(day) - dt.date.fromisoformat(runs[-1][-1]) == dt.timedelta(days=1):
                runs[-1].append(day)
            else:
                runs.append([day])
        return self.join(
            self.date(run[0], "night") if len(run) == 1 else self.date(f"{run[0]}/{run[-1]}", "nights") for run in runs
        )

    def _month(self, day: dt.date) -> str:
        return str(self.table["date"]["months"][day.month - 1])

    def _day(self, day: dt.date) -> str:
        return self.text("date", "day").format(day=day.day, month=self._month(day), year=day.year)

    def _span(self, start: dt.date, end: dt.date, between: str) -> str:
        joint = self.text("date", between)
        if start == end:
            return self._day(end)
        if start.year != end.year:
            return self._day(start) + joint + self._day(end)
        if start.month != end.month:
            first = self.text("date", "day_month").format(day=start.day, month=self._month(start))
            return first + joint + self._day(end)
        return f"{start.day}{joint}{self._day(end)}"

    # --- values and names ---

    def number(self, amount: int) -> str:
        """A whole number with the language's thousands mark."""
        return f"{amount:,}".replace(",", self.text("number", "thousands"))

    def value(self, value: Value, wording: Literal["value", "sign"] = "value") -> str:
        """A value as the page shows it; withheld, unnumbered and unknown are words, never a zero.

        `sign`: as short as a picture wants it, with signs that its legend explains.
        """
        if value.state in ("withheld", "unnumbered", "unknown"):
            return self.text(wording, value.state)
        low, best, high = value.low, value.best, value.high
        if best is not None and (low, high) in ((best, best), (None, None)):
            return self.number(best)
        if best is not None and (value.state == "known" or best not in (low, high)):
            return self.text(wording, "best").format(best=self.number(best), range=self._range(low, high, wording))
        return self._range(low, high, wording)

    def _range(self, low: int | None, high: int | None, wording: str) -> str:
        if low is None and high is None:
            return self.text(wording, "unknown")
        if high is None and not low:
            return self.text(wording, "open")
        if high is None:
            return self.text(wording, "at_least").format(low=self.number(low or 0))
        if not low:
            return self.text(wording, "at_most").format(high=self.number(high))
        if low == high:
            return self.number(low)
        return self.text(wording, "range").format(low=self.number(low), high=self.number(high))

    def weapon(self, weapon: Weapon) -> str:
        """What a weapon is called: its model or bundle of models, else its class."""
        models = weapon.models or ((weapon.model,) if weapon.model else ())
        if models:
            return "/".join(self.title(model) for model in models)
        return self.title(weapon.class_)

    def title(self, code: str) -> str:
        """The catalogue's title of a weapon model, weapon class or item of air defence, else the label or the code."""
        if self.language != CATALOGUE and code in self.table["items"]:
            return self.label("items", code)
        entry = self.catalog.weapons.get(code) or self.catalog.classes.get(code)
        defence = self.catalog.defences.get(code)
        return entry.title if entry else defence.title if defence else self.label("items", code)

    def speaker(self, speaker: Speaker) -> str:
        """A speaker's name. A witness is never named; a chain is told as who quotes whom."""
        if speaker.kind == "witness":
            return self.text("speaker", "witness")
        inner, *outer = [part.strip() for part in speaker.name.split(" < ")]
        return self.text("speaker", "chain").format(inner=inner, outer=outer[-1]) if outer else inner

    def writes(self, name: str) -> bool:
        """Whether a name is in Latin letters, as the page is; an office in another script is told by its kind."""
        return any("A" <= letter <= "Z" or "a" <= letter <= "z" for letter in name)

    def role(self, speaker: Speaker, source: str) -> str:
        """The kind of a speaker whose office is named in another script, with the source that quotes it."""
        return self.text("speaker", "role").format(kind=self.label("speaker_kinds", speaker.kind), source=source)

    def place(self, place: Place) -> str:
        """A place's name, with its kind where that is not plain from the name."""
        if place.kind == "country":
            return self.country(place.name)
        kind = self.label("places", place.kind)
        name = self._local.get(place.id or "", place.name)
        plain = place.kind not in ("oblast", "raion") or kind.casefold() in name.casefold()
        return name if plain else f"{name} ({kind})"

    @cached_property
    def _local(self) -> dict[str, str]:
        """Names of places by id in the language of the paper; none in that of the catalogue, whose names they are."""
        if self.language == CATALOGUE:
            return {}
        files = [name for name in self.catalog.names("places") if name.endswith(".csv")]
        rows = (row for name in files for row in self.catalog.rows(name))
        return {row["id"]: row[self.language].split("|")[0] for row in rows if row.get("id") and row.get(self.language)}

    def objects(self, found: Object) -> tuple[str, str]:
        """An object in words as it was said to be hit, and as it was said to be destroyed."""
        words = self.label("objects", found.class_)
        if found.name:
            words = self.text("words", "named_object").format(name=found.name, kind=words)
        return words, self.text("words", "destroyed").format(object=words)

    def object(self, found: Object) -> str:
        """An object in words: its name or class, and destroyed where it was said to be."""
        damaged, destroyed = self.objects(found)
        return destroyed if found.state == "destroyed" else damaged

    def country(self, code: str) -> str:
        """A country's name by its ISO 3166-1 code; anything else (an organisation) as it stands."""
        return str(self.table.get("countries", {}).get(code, code))


def as_parts(slot: Slot) -> list[Part]:
    """A slot's content as parts; a plain string becomes Words, an empty one nothing."""
    if isinstance(slot, str):
        return [Words(text=slot)] if slot else []
    if isinstance(slot, Words | Number | DateText | Name | Code | Note | Ref):
        return [slot]
    return list(slot)


def kyiv_date(published: str) -> str:
    """The Kyiv date of a date or instant; an instant without a zone is taken as Kyiv time. BriefError if neither."""
    try:
        if len(published) <= 10:
            return dt.date.fromisoformat(published).isoformat()
        moment = dt.datetime.fromisoformat(published)
    except ValueError as error:
        raise BriefError(f"not a date: {published!r}; give it as YYYY-MM-DD") from error
    return (moment if moment.tzinfo is None else moment.astimezone(KYIV)).date().isoformat()


def visible(text: str) -> str:
    """Report text for display: white space folded; characters that would hide text or turn it about replaced."""
    hidden = ("Cc", "Cs", "Co", "Cn")
    return "".join(
        chr(0xFFFD) if char in BIDI or unicodedata.category(char) in hidden else char
        for char in re.sub(r"\s+", " ", text)
    )
