"""What the public build may hold: these records and nothing else. No field takes words of a report.

A figure says who published it, when and where, and carries the hash of the words behind it; the words themselves stay
in the working ledger, so that no name, position or target in them can leave with it.
"""

from __future__ import annotations

from firstlight.model import Record

AUDIENCE = "public"


class Source(Record, frozen=True, kw_only=True):
    """Who said it: a publisher of the catalogue, or "" for one that is not named in public."""

    name: str
    kind: str  # of the publisher: military, official, agency, ...
    side: str  # ISO code of the party that it speaks for, or ""
    published: str  # date or instant, or ""
    address: str  # of a publisher that is named, or ""
    quote: str  # SHA-256 of the words that say it


class Number(Record, frozen=True, kw_only=True):
    """A settled number; the five values (known, bounded, unnumbered, withheld, unknown) are kept apart by `state`."""

    state: str
    low: int | None
    best: int | None
    high: int | None
    rule: str  # how best was chosen, in the words of docs/ledger.md
    disputed: bool
    sources: tuple[Source, ...]


class Line(Record, frozen=True, kw_only=True):
    """One weapon of an attack."""

    weapon: str  # class of the statement contract
    model: str
    group: str  # defeat group, or "" where mixed
    launched: Number
    intercepted: Number
    total: bool  # sums up other lines and is never added to them


class Attack(Record, frozen=True, kw_only=True):
    """What one side launched in one declared period, and what was stopped, for the whole country."""

    id: str
    attacker: str
    target: str
    night: str  # Kyiv date on which it ends
    start: str
    end: str
    grade: str
    lines: tuple[Line, ...]
    related: tuple[str, ...]  # attacks that it sums up, overlaps or is part of
    aliases: tuple[str, ...]
    invented: bool
    rules: tuple[str, ...]


class Hurt(Record, frozen=True, kw_only=True):
    """People harmed; `group` is "" for everybody, else child, rescuer or medic."""

    kind: str
    group: str
    number: Number


class Touched(Record, frozen=True, kw_only=True):
    """Objects damaged, or a service that failed, by its kind; `number` None where the rules keep it back."""

    kind: str
    protection: str  # category of humanitarian law, never a finding; or ""
    number: Number | None
    sources: tuple[Source, ...]


class Event(Record, frozen=True, kw_only=True):
    """One place struck on one day, as exactly as the rules allow."""

    id: str
    attacker: str
    day: str
    place: str  # settlement or region
    oblast: str  # ISO 3166-2, or ""
    lat: float | None  # two decimals at most, and only of a settlement
    lon: float | None
    grade: str
    hurt: tuple[Hurt, ...]
    damaged: tuple[Touched, ...]
    failed: tuple[Touched, ...]
    attack: str  # id of the attack that it belongs to, or ""
    total: bool
    aliases: tuple[str, ...]
    invented: bool
    rules: tuple[str, ...]


class Share(Record, frozen=True, kw_only=True):
    """How much of a defeat group was stopped, per raid, with its interval; national."""

    group: str
    raids: int
    launched: int
    intercepted: int
    low: float
    best: float
    high: float
    invented: bool


class Kept(Record, frozen=True, kw_only=True):
    """How many things are not shown, and why."""

    what: str
    reason: str
    number: int


class Change(Record, frozen=True, kw_only=True):
    """One correction: what a reader could see before, what stands there now, and why."""

    at: str  # as-of instant of the build that made it
    id: str  # of the attack or event
    what: str
    old: str
    new: str
    why: str


class PublicRecord(Record, frozen=True, kw_only=True):
    """Everything that is public as of one instant."""

    audience: str
    as_of: str
    use: str
    version: str
    rules: str  # hash of the publication rules
    invented: bool
    attacks: tuple[Attack, ...]
    events: tuple[Event, ...]
    shares: tuple[Share, ...]
    kept: tuple[Kept, ...]
    changes: tuple[Change, ...]  # oldest first, those of earlier builds too
