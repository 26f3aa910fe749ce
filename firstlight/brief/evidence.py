"""What stands behind each figure, ready to be shown: quotes in their context, who said it, where, when, and rivals."""

from __future__ import annotations

from urllib.parse import urlsplit

from firstlight.brief.cover import Cover
from firstlight.brief.document import Document, Entry
from firstlight.brief.page import Page
from firstlight.brief.words import visible
from firstlight.model import Record, Rival, Value, picture_state

AROUND = 120  # code points of context on either side of a quote
WINDOW = 60  # more code points looked at, so that a name cut by the edge is covered whole
LISTED = 40  # names of counted things shown
FULL = 12  # statements shown with their context; a figure with more shows their quotes and leads to its parts
FULL_COMPUTED = 4  # the same, of a figure computed from others, each of which shows its own statements in context
SHORTENED = 60  # statements shown at all; the rest are named by id, or stand behind the parts


class Card(Record, frozen=True, kw_only=True):
    """One statement as evidence."""

    statement: str
    before: str
    quote: str
    after: str
    language: str
    speaker: str
    source: str
    published: str
    address: str | None
    href: str | None
    report: str
    capture: str
    picture: str  # SHA-256 of the page's picture, or why none was made
    drawn: bool
    certainty: str
    background: bool
    invented: bool


class RivalView(Record, frozen=True, kw_only=True):
    """A value that was not chosen, why, and who said it."""

    shown: str
    reason: str
    cards: tuple[Card, ...]


class Panel(Record, frozen=True, kw_only=True):
    """Everything behind one figure; `parts` are the figures it was computed from, `rest` statements shown by id."""

    entry: Entry
    cards: tuple[Card, ...]
    short: tuple[Card, ...]  # to be shown without context
    rest: tuple[str, ...]
    parts: tuple[Entry, ...]
    rivals: tuple[RivalView, ...]
    history: tuple[tuple[str, str], ...]
    basis: tuple[str, ...]  # things counted, by name, as many as are shown
    more: bool  # more were counted than are shown


class Evidence:
    """Builds panels from figures; one cover for all of them."""

    def __init__(self, page: Page, document: Document) -> None:
        self.page = page
        self.entries = {entry.figure.id: entry for entry in document.entries}
        wording = page.wording
        words = [wording.country(code) for code in wording.keys("countries")] + list(wording.table["date"]["months"])
        self.cover = Cover(page.catalog, page.material, words)
        self._cards: dict[str, Card] = {}

    def panel(self, entry: Entry) -> Panel:
        """The panel of one figure."""
        ids = entry.figure.statements
        full = FULL_COMPUTED if entry.parts else FULL
        shown = () if len(ids) > full and entry.parts else ids[:full]
        short = ids[len(shown) : SHORTENED]
        rivals = entry.value.rivals if entry.value and entry.kind == "value" else ()
        return Panel(
            entry=entry,
            cards=tuple(self.card(key) for key in shown),
            short=tuple(self.card(key) for key in short),
            rest=() if entry.parts or entry.basis else ids[SHORTENED:],
            parts=tuple(self.entries[key] for key in dict.fromkeys(entry.parts)),
            rivals=tuple(self._rival(rival) for rival in rivals),
            history=tuple((self._when(said), self._count(low, high)) for said, low, high, _ in entry.history),
            basis=entry.basis[:LISTED],
            more=len(entry.basis) > LISTED,
        )

    def card(self, key: str) -> Card:
        """A statement as evidence; made once."""
        if key not in self._cards:
            self._cards[key] = self._made(key)
        return self._cards[key]

    def _made(self, key: str) -> Card:
        page = self.page
        statement = page.material.statements[key]
        report = page.material.reports[statement.report]
        picture = page.material.pictures.get(report.capture)
        capture = page.material.captures.get(report.capture)
        state = picture_state(capture, picture) if capture is not None else "not_asked"
        quote = statement.quote
        text = report.text
        before = visible(text[max(0, quote.start - AROUND - WINDOW) : quote.start])
        after = visible(text[quote.end : quote.end + AROUND + WINDOW])
        left, right = self.cover.covered(before, visible(quote.text), after)
        return Card(
            statement=statement.id,
            before=_tail(left, quote.start > AROUND + WINDOW),
            quote=visible(quote.text),
            after=_head(right, len(text) - quote.end > AROUND + WINDOW),
            language=report.language,
            speaker=visible(page.speaker(statement)),
            source=visible(page.source_name(report)),
            published=self._when(report.published),
            address=visible(report.address) if report.address else None,
            href=safe_link(report.address),
            report=report.id,
            capture=report.capture,
            picture=(picture.sha256 if picture else None) or page.wording.text("pictures", state),
            drawn=state == "made",
            certainty=page.wording.label("certainty", statement.certainty),
            background=statement.background,
            invented=report.id in page.register.invented_reports,
        )

    def _rival(self, rival: Rival) -> RivalView:
        return RivalView(
            shown=self._count(rival.low, rival.high),
            reason=visible(rival.reason),
            cards=tuple(self.card(key) for key in rival.statements[:FULL]),
        )

    def _count(self, low: int | None, high: int | None) -> str:
        exact = low is not None and low == high
        return self.page.wording.value(
            Value(state="known" if exact else "bounded", low=low, best=low if exact else None, high=high)
        )

    def _when(self, published: str | None) -> str:
        wording = self.page.wording
        return wording.date_text(published, "instant") if published else wording.text("words", "undated")


def safe_link(address: str | None) -> str | None:
    """The address where it is plain http or https with a host, else None: nothing else may become a link."""
    if not address or any(char.isspace() or not char.isprintable() for char in address):
        return None
    try:
        parts = urlsplit(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _tail(text: str, cut: bool) -> str:
    """The last AROUND characters, from a word's start."""
    if len(text) <= AROUND and not cut:
        return text
    kept = text[-AROUND:]
    _, space, rest = kept.partition(" ")
    return chr(0x2026) + (rest if space else kept)


def _head(text: str, cut: bool) -> str:
    """The first AROUND characters, to a word's end."""
    if len(text) <= AROUND and not cut:
        return text
    rest, space, _ = text[:AROUND].rpartition(" ")
    return (rest if space else text[:AROUND]) + chr(0x2026)
