"""What is derived from statements and decisions: raids, incidents, packages, with every value's rivals."""

from __future__ import annotations

from typing import Literal

from firstlight.model.facts import Object, Place, Record, Status, Weapon, When


class Rival(Record, frozen=True, kw_only=True):
    """A value that was said and not chosen, who said it, and why another was chosen."""

    low: int | None
    high: int | None
    statements: tuple[str, ...]
    reason: str


class Value(Record, frozen=True, kw_only=True):
    """A settled number with its rivals. `state` keeps the five values apart; a known zero is known with best 0."""

    state: Literal["known", "bounded", "unnumbered", "withheld", "unknown"]
    low: int | None = None
    best: int | None = None
    high: int | None = None
    rule: str = "unknown"  # the rule that chose best, in words of docs/ledger.md
    statements: tuple[str, ...] = ()  # those that say the chosen value
    rivals: tuple[Rival, ...] = ()


UNKNOWN = Value(state="unknown")


class RaidLine(Record, frozen=True, kw_only=True):
    """One weapon of a raid. `total` lines sum up other lines and are never added to them."""

    weapon: Weapon
    group: str | None  # defeat group: drone, cruise, ballistic, supersonic, anti_radiation, sam_ground, None when mixed
    launched: Value = UNKNOWN
    intercepted: Value = UNKNOWN  # shot down or suppressed
    shot_down: Value = UNKNOWN
    suppressed: Value = UNKNOWN
    left: Value = UNKNOWN
    airborne: Value = UNKNOWN
    hit: Value = UNKNOWN
    total: bool = False
    reporters: tuple[str, ...] = ()  # source ids or speaker names that stand behind this line


class Link(Record, frozen=True, kw_only=True):
    """Why a statement belongs to a raid, incident or package; score from 0 to 1 and the two values that decided."""

    statement: str
    score: float
    reason: str


class Raid(Record, frozen=True, kw_only=True):
    """An attack by one side in one declared period. `night` is the Kyiv date on which it ends."""

    id: str
    attacker: str
    target: str
    night: str
    period: When
    lines: tuple[RaidLine, ...]
    hit_locations: Value = UNKNOWN
    debris_locations: Value = UNKNOWN
    places: tuple[Place, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[str, ...] = ()  # independent origins after copies are folded
    relations: tuple[tuple[str, str], ...] = ()  # (included_in | overlaps | summarises, raid id)
    aliases: tuple[str, ...] = ()
    grade: str = "F6"  # Admiralty reliability and credibility of its best source


class Damage(Record, frozen=True, kw_only=True):
    """One object said to have been damaged at an incident."""

    object: Object
    count: Value
    statements: tuple[str, ...]


class Harm(Record, frozen=True, kw_only=True):
    """People harmed of one group; group None is everybody. `history` is (published, low, high, statement id)."""

    kind: Literal["killed", "injured", "missing"]
    group: str | None
    count: Value
    history: tuple[tuple[str, int | None, int | None, str], ...] = ()


class Outage(Record, frozen=True, kw_only=True):
    """A service that failed."""

    utility: str
    count: Value
    unit: str | None
    statements: tuple[str, ...]


class Incident(Record, frozen=True, kw_only=True):
    """One place struck on one Kyiv date; may stand without a raid. `place` of kind country is a national day total."""

    id: str
    attacker: str | None
    day: str
    period: When | None
    place: Place
    raid: str | None
    harm: tuple[Harm, ...] = ()
    damage: tuple[Damage, ...] = ()
    outages: tuple[Outage, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[str, ...] = ()
    total: bool = False  # sums up other incidents and is never added to them
    background: bool = False
    aliases: tuple[str, ...] = ()
    grade: str = "F6"


class PackageStep(Record, frozen=True, kw_only=True):
    """One thing said of a package of aid, and when it was said."""

    status: Status | None  # None is a shortage
    said: str | None  # publication date
    statement: str


class Package(Record, frozen=True, kw_only=True):
    """One package of air-defence aid through its life: requested, pledged, approved, delivered, stalled, or short."""

    id: str
    item: str
    donor: tuple[str, ...]
    recipient: tuple[str, ...]
    quantity: Value
    steps: tuple[PackageStep, ...]
    latest: Status | None
    links: tuple[Link, ...] = ()
    background: bool = False
    aliases: tuple[str, ...] = ()


class Dispute(Record, frozen=True, kw_only=True):
    """Two or more statements that cannot all be right about one number."""

    about: str  # id of the raid or incident
    what: str  # e.g. "launched drone"
    values: tuple[Rival, ...]
    chosen: str  # the sentence that says which was chosen and why


class Aside(Record, frozen=True, kw_only=True):
    """A statement that the ledger keeps but adds to nothing, and why (since the beginning, cannot be placed)."""

    statement: str
    reason: str


class Doubt(Record, frozen=True, kw_only=True):
    """A question that a person should answer: a doubtful link, two attacks that may be one, an unplaced statement, or
    a dispute."""

    kind: Literal["joined", "apart", "unplaced", "dispute"]
    about: str  # id of the raid, incident or package; of the statement where it has none
    what: str  # what is asked, e.g. "intercepted drone", or the link in question
    score: float  # how sure the ledger is of its present answer, from 0 to 1
    at_stake: int  # by how much a number could change with another answer, at least 1
    worth: float  # (1 - score) x log2(1 + at_stake): the order of the list
    reason: str  # the sentence that the ledger gives for its answer
    values: tuple[str, str]  # the two values that decided: what was kept, and what stands against it
    sides: tuple[tuple[str, ...], tuple[str, ...]]  # ids of the statements behind each of the two


class LedgerState(Record, frozen=True, kw_only=True):
    """Everything derived from the facts, sorted by id."""

    raids: tuple[Raid, ...] = ()
    incidents: tuple[Incident, ...] = ()
    packages: tuple[Package, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    asides: tuple[Aside, ...] = ()
