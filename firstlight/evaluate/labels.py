"""Labelled reports: one JSON object a line, with the facts that a person found."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import msgspec

from firstlight.errors import TableError
from firstlight.model import Record, Statement

KINDS = ("launched", "intercepted", "killed", "injured", "damaged", "outage", "struck", "supply", "shortage")
_COUNTRY = "ukraine"  # a fact that the text gives no place for is labelled with the country


class Fact(Record, frozen=True, kw_only=True):
    """One fact as both sides tell it: `places` holds comparable names, `form` keeps what no label can answer apart."""

    kind: str
    low: int | None = None
    high: int | None = None
    counted: bool = False
    places: frozenset[str] = frozenset()
    weapon: str | None = None
    object: str | None = None
    utility: str | None = None
    item: str | None = None
    status: str | None = None
    child: bool = False
    background: bool = False
    said: str = ""  # words for a person: the label as written, or the quote


class Labelled(Record, frozen=True, kw_only=True):
    """One labelled report; `published` a date or None, `facts` of the kinds that are scored."""

    id: str
    language: str
    published: str | None
    genre: str
    facts: tuple[Fact, ...]


def load_labels(path: Path) -> list[Labelled]:
    """The labelled reports of a JSON Lines file; TableError names the line that cannot be read."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=dict[str, object])
            found.append(_labelled(row))
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            raise TableError(
                f"{path.name}, line {number}: not a labelled report ({error}); each line is one JSON object "
                "with id, lang, published, genre and facts"
            ) from error
    return found


def _labelled(row: dict[str, object]) -> Labelled:
    facts = row["facts"]
    if not isinstance(facts, list):
        raise TypeError("facts must be a list")
    published = row.get("published")
    return Labelled(
        id=str(row["id"]),
        language=str(row["lang"]),
        published=str(published) if published else None,
        genre=str(row.get("genre") or "other"),
        facts=tuple(_label(item) for item in facts if item["kind"] in KINDS),
    )


def _label(item: dict[str, object]) -> Fact:
    place = item.get("place")
    names = [*(place if isinstance(place, list) else [place]), item.get("oblast")]
    low, high = item.get("low"), item.get("high")
    return Fact(
        kind=str(item["kind"]),
        low=low if isinstance(low, int) else None,
        high=high if isinstance(high, int) else None,
        counted=low is not None or high is not None,
        places=frozenset(comparable(str(name)) for name in names if name),
        weapon=_text(item.get("weapon")),
        object=_text(item.get("object")),
        utility=_text(item.get("utility")),
        item=_text(item.get("item")),
        status=_text(item.get("status")),
        child=item.get("group") == "child",
        background=bool(item.get("background")),
        said=msgspec.json.encode(item).decode(),
    )


def _text(value: object) -> str | None:
    return str(value) if value else None


def comparable(name: str) -> str:
    """A place name without case, marks, and the words for region and city, so that two spellings of one meet."""
    plain = unicodedata.normalize("NFKD", name).lower()
    letters = "".join(character for character in plain if character.isalnum() or character == " ")
    for word in (" oblast", " region", " city"):
        letters = letters.replace(word, "")
    return letters.strip()


def facts_of(statements: Sequence[Statement]) -> list[Fact]:
    """Statements as facts; those that no label can answer are left out.

    Left out are other kinds, what is named without a number, withheld, possible or denied, and "no casualties".
    """
    return [_said(one) for one in statements if one.kind in KINDS and not _beside(one)]


def _beside(statement: Statement) -> bool:
    count = statement.count
    if count is not None and count.form in ("unnumbered", "withheld") and statement.kind not in ("supply", "shortage"):
        return True
    if statement.certainty in ("denied", "possible") and statement.kind not in ("supply", "shortage"):
        return True
    nobody = count is not None and (count.low, count.high) == (0, 0)
    return statement.kind in ("killed", "injured") and nobody


def _said(statement: Statement) -> Fact:
    count = statement.count
    return Fact(
        kind=statement.kind,
        low=count.low if count else None,
        high=count.high if count else None,
        counted=count is not None,
        places=frozenset(comparable(place.name) for place in statement.places),
        weapon=statement.weapon.class_ if statement.weapon else None,
        object=statement.object.class_ if statement.object else None,
        utility=statement.utility,
        item=statement.supply.item if statement.supply else None,
        status=statement.supply.status if statement.supply else None,
        child=statement.group == "child",
        background=statement.background,
        said=statement.quote.text,
    )


def nowhere(places: frozenset[str]) -> bool:
    """Whether a label names no place smaller than the country."""
    return places <= {_COUNTRY}
