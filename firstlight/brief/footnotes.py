"""The evidence behind a figure as lines of a footnote: for the formats whose notes are text alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from firstlight.brief.document import Part, part_text
from firstlight.brief.evidence import Card, Panel
from firstlight.brief.page import Page
from firstlight.brief.words import visible
from firstlight.model import Record

SHORT_HASH = 16  # characters of a hash where a footnote has no room for all of them

Style = Literal["plain", "strong", "quote", "code", "figure"]


class Piece(Record, frozen=True, kw_only=True):
    """Some characters of a footnote; `figure` pieces are numbers of other figures, `href` is http or https alone."""

    text: str
    style: Style = "plain"
    href: str | None = None


Line = tuple[Piece, ...]


def evidence(panel: Panel, page: Page) -> tuple[Line, ...]:
    """All that stands behind a figure: what it is, how it was made, and a line a statement with every hash."""
    table, words = page.wording.table["page"], page.wording.table["words"]
    figure = panel.entry.figure
    head = [Piece(text=text_of(panel.entry.what)), Piece(text=f". {table['rule']} {visible(figure.rule)}.")]
    if figure.invented:
        head.insert(0, Piece(text=f"{words['invented']} ", style="strong"))
    lines = [tuple(head)]
    if panel.parts:
        lines.append((Piece(text=f"{table['from_figures']} "), *_listed(part.figure.id[1:] for part in panel.parts)))
    if panel.history:
        told = "; ".join(f"{said}: {shown}" for said, shown in panel.history)
        lines.append((Piece(text=f"{table['history']} {told}"),))
    cards = (*panel.cards, *panel.short)
    lines += [_cite(card, page) for card in cards]
    left = len(figure.statements) - len(cards)
    if left > 0:
        lines.append((Piece(text=_more(left, page)),))
    if panel.basis:
        things = _joined(Piece(text=visible(key), style="code") for key in panel.basis)
        more = f", {table['more']}" if panel.more else ""
        lines.append((Piece(text=f"{table['basis']} "), *things, Piece(text=more)))
    for rival in panel.rivals:
        lines.append((Piece(text=f"{table['rival']} {rival.shown} ({rival.reason})"),))
        lines += [_cite(card, page) for card in rival.cards]
    return tuple(lines)


def footnote(panel: Panel, page: Page) -> Line:
    """The same in the room of a footnote: one quote with source, time and hash, and how much more there is."""
    table = page.wording.table["page"]
    line: list[Piece] = []
    if panel.entry.figure.invented:
        line.append(Piece(text=f"{page.wording.text('words', 'invented')} ", style="strong"))
    if len(panel.parts) == 1:  # an end of an interval: its quotes stand behind the share that it belongs to
        number = panel.parts[0].figure.id[1:]
        return (*line, Piece(text=f"{text_of(panel.entry.what)}. {table['from_figures']} {number}."))
    if panel.parts:
        numbers = [part.figure.id[1:] for part in panel.parts]
        line.append(Piece(text=f"{visible(panel.entry.figure.rule)}; {table['from_figures']} {', '.join(numbers)}. "))
    cards = (*panel.cards, *panel.short)
    if cards:
        line += _cite(cards[0], page, short=True)
        if len(panel.entry.figure.statements) > 1:
            line.append(Piece(text=f" {_more(len(panel.entry.figure.statements) - 1, page)}"))
    else:
        line.append(Piece(text=f"{text_of(panel.entry.what)}. {table['rule']} {visible(panel.entry.figure.rule)}."))
    for rival in panel.rivals:
        who = "; ".join(f"{card.speaker}, {card.published}" for card in rival.cards[:2])
        line.append(Piece(text=f" {table['rival']} {rival.shown} ({who})."))
    return tuple(line)


def _more(left: int, page: Page) -> str:
    return page.wording.text("page", "left").format(n=page.wording.number(left))


def text_of(parts: Iterable[Part]) -> str:
    """The characters of some parts, names in them made visible."""
    return visible("".join(part_text(part) for part in parts))


def _cite(card: Card, page: Page, short: bool = False) -> Line:
    table = page.wording.table["page"]
    source = f", {table['reported_by']} {card.source}" if card.source != card.speaker else ""
    quote = Piece(text=f"“{card.quote}”", style="quote")
    mark = (Piece(text=f" {page.wording.text('words', 'invented')}", style="strong"),) if card.invented else ()
    if short:
        told = f" {card.speaker}{source}; {card.published}; "
        return (quote, Piece(text=told), *mark, Piece(text=card.capture[:SHORT_HASH], style="code"), Piece(text="."))
    asides = [card.certainty, *([table["background"]] if card.background else [])]
    told = f" {card.speaker}{source}; {table['published']} {card.published}; {'; '.join(asides)}."
    line = [quote, Piece(text=told), *mark]
    if card.address:
        line += [Piece(text=f" {table['address']} "), Piece(text=card.address, style="code", href=card.href)]
    for key, value in (("report", card.report), ("capture", card.capture), ("statement", card.statement)):
        line += [Piece(text=f" {table[key]} "), Piece(text=value, style="code")]
    line += [Piece(text=f" {table['picture']} "), Piece(text=card.picture, style="code" if card.drawn else "plain")]
    return tuple(line)


def _listed(numbers: Iterable[str]) -> Line:
    return _joined(Piece(text=number, style="figure") for number in numbers)


def _joined(pieces: Iterable[Piece]) -> Line:
    made: list[Piece] = []
    for piece in pieces:
        made += [Piece(text=", "), piece] if made else [piece]
    return tuple(made)
