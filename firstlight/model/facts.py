"""The facts, append-only: Capture, Picture, Report, Statement, Rejection, Refusal, Decision, and what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

Kind = Literal[
    "launched", "intercepted", "hit", "debris", "airborne", "left", "killed", "injured", "missing", "damaged",
    "outage", "struck", "supply", "shortage", "meeting", "response",
]  # fmt: skip
Form = Literal["exact", "at_least", "at_most", "about", "range", "unnumbered", "withheld"]
Unit = Literal["people", "weapons", "objects", "consumers", "settlements", "rounds", "systems"]
Precision = Literal["minute", "hour", "part_of_day", "day", "week", "month"]
Certainty = Literal["stated", "reported", "possible", "denied"]
How = Literal["shot_down", "suppressed", "either"]
Status = Literal["requested", "pledged", "approved", "delivered", "stalled"]


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of all records: frozen, keyword-only, compared by value; without cycles, so never searched for them."""


# --- facts ---


class Hop(Record, frozen=True, kw_only=True):
    """One request of a visit and its answer; headers as pairs of lower-case name and value, in order."""

    address: str
    contacted: str  # IP address and port
    certificate: str | None  # SHA-256 of the server's certificate, None without TLS
    chain: tuple[str, ...] = ()  # SHA-256 of each certificate from it to the root it was checked by, where known
    sent: tuple[tuple[str, str], ...]
    status: int
    interim: tuple[int, ...] = ()  # informational statuses before it
    headers: tuple[tuple[str, str], ...]
    trailers: tuple[tuple[str, str], ...] = ()
    started: str  # UTC
    ended: str  # UTC
    seconds: float  # between them, on a clock that is never set


class Visit(Record, frozen=True, kw_only=True):
    """How a page came to us: every redirect, the last hop being the page itself."""

    hops: tuple[Hop, ...]
    found: str  # content, or what came in its place: gone, failed, block_page, login_wall, ...
    coding: str | None = None  # Content-Encoding of the bytes, which are kept as received
    cut: str | None = None  # why the body is not whole
    operator: str | None = None  # who ran the command, where given
    purpose: str = "record of air attacks"


class Columns(Record, frozen=True, kw_only=True):
    """Where the reports of a table stand: names of its columns; `date_format` says how its dates are written."""

    text: str
    published: str | None = None
    source: str | None = None
    address: str | None = None
    title: str | None = None
    date_format: str | None = None  # as of strptime, None for ISO 8601 and seconds since 1970

    def named(self) -> tuple[tuple[str, str], ...]:
        """(what it gives, column) of each column that is named."""
        names = ("text", "published", "source", "address", "title")
        return tuple((name, column) for name in names if (column := getattr(self, name)) is not None)


class Capture(Record, frozen=True, kw_only=True):
    """Bytes as received, named by their hash. `media`: text, html, telegram, table, feed, channel, pdf, docx, rows or
    lines (CSV and JSON Lines whose rows are reports), picture."""

    sha256: str
    size: int
    media: str
    origin: str  # address or file name as given, without local folders
    collected_at: str
    collector: str  # name and version of what collected it
    source: str | None = None
    visit: Visit | None = None  # None for what was not fetched
    columns: Columns | None = None  # of a table of reports


class Picture(Record, frozen=True, kw_only=True):
    """A picture of a captured page, which we made offline from its bytes; or why there is none."""

    capture: str  # SHA-256 of the page's bytes
    sha256: str | None = None  # of the PNG, None where none was made
    reason: str = ""  # why none was made: no_browser, not_started, browser_failed, too_large, too_slow
    detail: str = ""  # one line for a person
    size: int = 0  # bytes
    width: int = 0  # pixels
    height: int = 0  # pixels
    page_height: int = 0  # of the whole page; more than `height` where the picture ends before it
    lacking: int = 0  # pictures, styles and the like that the page asked for, and which nobody had captured
    browser: str = ""  # product and version
    shut: tuple[str, ...] = ()  # what kept the browser in, besides what always does
    made_at: str  # UTC, seconds
    maker: str  # name and version of what made it


PAGES = ("html", "channel")  # media of captures that a browser shows as a page


def picture_state(capture: Capture, picture: Picture | None) -> str:
    """What a citation says of the picture of a capture: made, not_a_page, not_asked, or why none could be made."""
    if picture is not None:
        return "made" if picture.sha256 is not None else picture.reason
    return "not_asked" if capture.media in PAGES else "not_a_page"


class Span(Record, frozen=True, kw_only=True):
    """A piece of a text view and the bytes it came from; `verbatim` when decoding the bytes gives the text."""

    start: int  # code points in the text
    end: int
    byte_start: int
    byte_end: int
    verbatim: bool


class Part(Record, frozen=True, kw_only=True):
    """Where a page or paragraph of a document begins in its text; it ends where the next one begins."""

    start: int  # code points in the text
    name: str  # "page 3", "paragraph 12"


class Report(Record, frozen=True, kw_only=True):
    """One text that somebody published, as our own deterministic view of captured bytes."""

    id: str  # "sha256:" + hash of the record's own bytes
    capture: str  # sha256 of the capture that holds it
    locator: str | None  # where in the capture ("message 12", "row 7"), None for the whole
    source: str  # id in data/sources.toml where known, else the name as given
    address: str | None
    title: str | None
    published: str | None  # date or instant
    language: str  # en, uk, ru or und
    text: str
    view: str  # name and version of the function that made the text
    encoding: str
    spans: tuple[Span, ...] = ()
    marks: tuple[str, ...] = ()  # partial, hidden, doubtful, decode_error, future_date, ...
    media_type: str = "text"
    parts: tuple[Part, ...] = ()  # pages of a PDF, paragraphs of a DOCX


class Refusal(Record, frozen=True, kw_only=True):
    """A source or report that was not taken in, with the reason; counts in = counts out + refusals."""

    stage: str  # collect, read, import
    item: str
    reason: str  # a short fixed code
    detail: str  # one line for a person


class Quote(Record, frozen=True, kw_only=True):
    """The exact characters: report.text[start:end] == text."""

    text: str
    start: int
    end: int


class Count(Record, frozen=True, kw_only=True):
    """A number as the text bounds it; `high` None is unbounded; both None is withheld."""

    low: int | None
    high: int | None
    form: Form
    unit: Unit | None = None


class Weapon(Record, frozen=True, kw_only=True, rename={"class_": "class"}):
    """What was fired. `models` holds all that a bundle names; a bundle is never split."""

    class_: str
    model: str | None = None
    models: tuple[str, ...] = ()


class Object(Record, frozen=True, kw_only=True, rename={"class_": "class"}):
    """What was damaged or hit; `protection` is a category of humanitarian law, never a finding."""

    class_: str
    name: str | None = None
    state: Literal["damaged", "destroyed"] | None = None
    protection: Literal["medical", "cultural", "education", "dam_or_nuclear", "indispensable_to_survival"] | None = None


class Supply(Record, frozen=True, kw_only=True):
    """Air-defence aid or its lack; `status` None for a shortage."""

    item: str
    status: Status | None = None
    donor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()


class Meeting(Record, frozen=True, kw_only=True):
    """A meeting that the text reports."""

    body: str
    level: str | None = None
    convener: str | None = None


class Place(Record, frozen=True, kw_only=True):
    """A named place. `oblast` is an ISO 3166-2 code; coordinates are those of the named place, None where unknown."""

    name: str
    kind: Literal["country", "oblast", "raion", "settlement", "facility", "area"]
    id: str | None = None
    oblast: str | None = None
    role: Literal["target", "launch", "over"] = "target"
    lat: float | None = None
    lon: float | None = None


class When(Record, frozen=True, kw_only=True):
    """A half-open interval [start, end) of instants; precision says how the text dated it."""

    start: str
    end: str
    precision: Precision


class Speaker(Record, frozen=True, kw_only=True):
    """Whom the report credits; a chain is written outermost last in `name`, joined by ' < '."""

    name: str
    kind: Literal[
        "official",
        "military",
        "local_authority",
        "emergency_service",
        "media",
        "witness",
        "monitor",
        "analyst",
        "other",
    ]


class Statement(Record, frozen=True, kw_only=True):
    """One thing that one report says, with the words it says it in (docs/statement.md)."""

    id: str
    report: str
    kind: Kind
    quote: Quote
    count: Count | None = None
    of: Count | None = None
    weapon: Weapon | None = None
    how: How | None = None
    locations: Count | None = None
    group: Literal["civilian", "child", "rescuer", "medic", "soldier"] | None = None
    object: Object | None = None
    utility: Literal["power", "heat", "water", "gas", "transport", "rail", "telecom"] | None = None
    supply: Supply | None = None
    meeting: Meeting | None = None
    places: tuple[Place, ...] = ()
    when: When | None = None
    attacker: str | None = None
    speaker: Speaker | None = None
    certainty: Certainty = "stated"
    background: bool = False
    reader: str = ""


class Rejection(Record, frozen=True, kw_only=True):
    """What read recognised and did not let through, with the reason."""

    report: str
    kind: str
    quote: Quote | None
    reason: str  # a short fixed code
    detail: str


class Decision(Record, frozen=True, kw_only=True):
    """A human judgement about statements, or about whole captures and reports; appended, never overwritten."""

    id: str
    verb: Literal["same", "not_same", "accept", "reject", "correct", "withdraw", "erase"]
    statements: tuple[str, ...]
    reason: str
    author: str
    decided_at: str
    supersedes: str | None = None
    correction: str | None = None  # JSON of the changed fields, for correct
    items: tuple[str, ...] = ()  # captures, reports and released files that withdraw or erase names


def digest(parts: Iterable[str]) -> str:
    """SHA-256 (hex) of separated, ordered parts: moving a character from one part to the next changes it."""
    return hashlib.sha256(b"".join([_framed(part.encode()) for part in parts])).hexdigest()


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(8, "big") + data


def statement_id(statement: Statement, report: Report, catalogue: str) -> str:
    """The id of a statement: report, source, publication date, reader, catalogue hash, kind, span and values."""
    values = msgspec.json.encode(msgspec.structs.replace(statement, id="", report=""), order="sorted")
    hashed = _begun(report.id, report.source, report.published or "", statement.reader, catalogue).copy()
    hashed.update(_framed(statement.kind.encode()) + _framed(values))
    return f"st:{hashed.hexdigest()[:32]}"


@lru_cache(maxsize=16)
def _begun(*parts: str) -> hashlib._Hash:
    """What the ids of all statements of one report begin with, hashed as in `digest`."""
    return hashlib.sha256(b"".join([_framed(part.encode()) for part in parts]))
