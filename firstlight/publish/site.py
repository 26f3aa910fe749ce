"""The files of the public build: pages without any script, data, a feed of corrections, and pictures to embed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import msgspec
from jinja2 import DictLoader, Environment, StrictUndefined

from firstlight.catalog import Catalog
from firstlight.errors import CatalogError
from firstlight.publish.changes import GONE, things
from firstlight.publish.pictures import chart
from firstlight.publish.public import AUDIENCE, Attack, Hurt, Line, Number, PublicRecord, Touched
from firstlight.publish.rules import rules_of
from firstlight.when import KYIV, period_label

Cell = str | int | float | bool | None
Row = Callable[[Sequence[Cell]], str]  # one line of CSV in which no cell is a formula

PAGES = ("index", "events", "corrections", "about")
TEMPLATES = (*PAGES, "base", "parts", "attack", "event", "gone")
COLUMNS = (
    "audience", "invented", "id", "night", "start", "end", "attacker", "target", "weapon", "model", "group", "total",
    "related", "launched_state", "launched_low", "launched_best", "launched_high", "intercepted_state",
    "intercepted_low", "intercepted_best", "intercepted_high", "grade", "sources",
)  # fmt: skip


class Names:
    """Names of classes in the words of the briefing."""

    def __init__(self, catalog: Catalog) -> None:
        self._words: Mapping[str, Any] = catalog.toml("brief/en.toml")
        self._catalog = catalog

    def weapon(self, line: Line) -> str:
        """A model's title, else its class's."""
        if line.model in self._catalog.weapons:
            return self._catalog.weapons[line.model].title
        found = self._catalog.classes.get(line.weapon)
        return found.title if found is not None else line.weapon.replace("_", " ")

    def group(self, group: str) -> str:
        """A defeat group."""
        return str(self._words["groups"].get(group, group))

    def object(self, kind: str) -> str:
        """A class of objects."""
        return str(self._words["objects"].get(kind, kind.replace("_", " ")))

    def utility(self, kind: str) -> str:
        """A service."""
        return str(self._words["utilities"].get(kind, kind))

    def services(self, failed: Sequence[Touched]) -> str:
        """Services in one line."""
        return str(self._words["join"]["comma"]).join(dict.fromkeys(self.utility(touched.kind) for touched in failed))

    def protection(self, kind: str) -> str:
        """A category of humanitarian law."""
        return str(self._words["protection"].get(kind, kind))

    def country(self, code: str) -> str:
        """A country."""
        return str(self._words["countries"].get(code, code))

    def hurt(self, hurt: Hurt) -> str:
        """What happened to whom."""
        kind = str(self._words["whats"].get(hurt.kind, hurt.kind))
        return f"{kind} ({self._words['whats'].get(hurt.group, hurt.group)})" if hurt.group else kind

    def night(self, attack: Attack) -> str:
        """The night, day or dates of an attack."""
        return period_label(attack.start, attack.end)


def site(record: PublicRecord, gone: Mapping[str, str], catalog: Catalog, row: Row) -> dict[str, bytes]:
    """Path to content of every file of the build.

    gone: ids of things that were public once and are no longer, with the id that they were joined with, or "". row:
    makes a line of CSV. CatalogError where a word is missing.
    """
    words = _words(catalog)
    names = Names(catalog)
    environment = _environment(record, words, names)
    charts = {} if not record.attacks else _charts(record, words, names)
    made: dict[str, bytes] = {f"charts/{side}.svg": svg.encode() for side, (_, svg) in charts.items()}
    shown = [{"file": f"charts/{side}.svg", "title": title} for side, (title, _) in charts.items()]
    for name in PAGES:
        page = environment.get_template(f"{name}.html")
        made[f"{name}.html"] = page.render(up="", charts=shown, rules=rules_of(catalog)).encode()
    for attack in record.attacks:
        page = environment.get_template("attack.html")
        for key in (attack.id, *attack.aliases):
            made[f"record/{key}.html"] = page.render(up="../", a=attack).encode()
    for event in record.events:
        page = environment.get_template("event.html")
        for key in (event.id, *event.aliases):
            made[f"record/{key}.html"] = page.render(up="../", e=event).encode()
    for key, target in gone.items():
        made.setdefault(
            f"record/{key}.html", environment.get_template("gone.html").render(up="../", id=key, target=target).encode()
        )
    made["style.css"] = _file("style.css").encode()
    made["record.json"] = msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"
    made["latest.csv"] = "".join(map(row, (COLUMNS, *_rows(record)))).encode()
    made["corrections.xml"] = _feed(record, words).encode()
    return made


def tell(number: Number, words: Mapping[str, str]) -> str:
    """A number in words of the page, its five states kept apart."""
    if number.state not in ("known", "bounded"):
        return words[number.state]
    low, best, high = number.low, number.best, number.high
    if number.state == "known" and low == best == high:
        return str(best)
    if high is None:
        return words["at_least"].format(low=low)
    if best is None:
        return words["at_most"].format(high=high) if not low else words["bounds"].format(low=low, high=high)
    return words["range"].format(best=best, low=low, high=high)


def _words(catalog: Catalog) -> dict[str, str]:
    words = catalog.toml("publish/en.toml").get("site")
    if not isinstance(words, dict) or not all(isinstance(value, str) for value in words.values()):
        raise CatalogError("data/publish/en.toml: [site] must hold the words of the public build")
    return words


def _environment(record: PublicRecord, words: Mapping[str, str], names: Names) -> Environment:
    environment = Environment(
        loader=DictLoader({f"{name}.html": _file(f"{name}.html") for name in TEMPLATES}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    at = datetime.fromisoformat(record.as_of).astimezone(KYIV)
    environment.globals |= {
        "w": words,
        "record": record,
        "names": names,
        "as_of": words["as_of"].format(at=at.strftime("%Y-%m-%d %H:%M")),
        "tell": lambda number: tell(number, words),
        "percent": lambda share: f"{100 * share:.0f}%",
        "night": names.night,
        "sides": lambda attack: words["of"].format(
            attacker=names.country(attack.attacker), target=names.country(attack.target)
        ),
        "page": lambda thing: f"record/{thing.id}.html",
    }
    return environment


def _charts(record: PublicRecord, words: Mapping[str, str], names: Names) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for side in sorted({attack.attacker for attack in record.attacks}):
        title = words["chart"].format(attacker=names.country(side))
        groups = {
            line.group: names.group(line.group) for attack in record.attacks for line in attack.lines if line.group
        }
        invented = any(attack.invented for attack in record.attacks if attack.attacker == side)
        said = {**groups, "title": title, **{key: words[key] for key in ("through", "stopped", "invented")}}
        svg = chart(record.attacks, side, said, invented)
        if svg is not None:
            found[side] = title, svg.replace("<svg ", f'<svg data-audience="{AUDIENCE}" ', 1)
    return found


def _rows(record: PublicRecord) -> list[tuple[Cell, ...]]:
    return [
        (
            record.audience, attack.invented, attack.id, attack.night, attack.start, attack.end, attack.attacker,
            attack.target, line.weapon, line.model, line.group, line.total, "; ".join(attack.related),
            *_cells(line.launched), *_cells(line.intercepted), attack.grade, "; ".join(_named(line)),
        )
        for attack in record.attacks
        for line in attack.lines
    ]  # fmt: skip


def _cells(number: Number) -> tuple[Cell, Cell, Cell, Cell]:
    return number.state, number.low, number.best, number.high


def _named(line: Line) -> list[str]:
    return sorted({source.name for number in (line.launched, line.intercepted) for source in number.sources} - {""})


def _feed(record: PublicRecord, words: Mapping[str, str]) -> str:
    """The corrections as an Atom feed (RFC 4287), newest first."""
    entries = "".join(
        f"<entry><id>urn:firstlight:{escape(change.id)}:{number}</id><updated>{escape(change.at)}</updated>"
        f"<title>{escape(change.id)}: {escape(change.what)}</title>"
        f'<link href="record/{escape(change.id)}.html"/>'
        f"<summary>{escape(words['old'])}: {escape(change.old)}; {escape(words['new'])}: {escape(change.new)}; "
        f"{escape(words['why'])}: {escape(change.why)}</summary></entry>"
        for number, change in reversed(list(enumerate(record.changes)))
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>urn:firstlight:corrections</id><title>{escape(words['title'])}: {escape(words['corrections'])}</title>"
        f"<subtitle>audience: {AUDIENCE}</subtitle><author><name>Firstlight</name></author>"
        f"<updated>{escape(record.as_of)}</updated>{entries}</feed>\n"
    )


def withdrawn(record: PublicRecord) -> dict[str, str]:
    """Ids that corrections say are no longer shown, with the id each was joined with, or ""."""
    here = {thing.id for thing in things(record)}
    alias = {old: thing.id for thing in things(record) for old in thing.aliases}
    gone = {change.id for change in record.changes if change.new == GONE and change.what == "record"}
    return {key: alias.get(key, "") for key in sorted(gone - here)}


def _file(name: str) -> str:
    return (files("firstlight.publish") / "templates" / name).read_text("utf-8")
