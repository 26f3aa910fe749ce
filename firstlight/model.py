"""The nouns of Firstlight, frozen. Rooms meet in these records and nowhere else.

Facts are append-only: Capture, Report, Statement, Rejection, Decision. Everything from Value down is derived from
facts and can be deleted and rebuilt. JSON Schema and data dictionary are generated from this file (docs/statement.md).

Instants are ISO 8601 strings with an offset; dates are YYYY-MM-DD; offsets count Unicode code points; counts are
whole numbers of the unit they name.
"""

# The cap of 400 lines is lifted here: all the nouns stand on one page, and a reader needs them side by side.

from __future__ import annotations

import hashlib
from collections.abc import Iterable
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


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: frozen, keyword-only, compared by value."""


# --- facts ---


class Capture(Record, frozen=True, kw_only=True):
    """Bytes as received, named by their hash. `media` is text, html, telegram, table."""

    sha256: str
    size: int
    media: str
    origin: str  # address or file name as given, without local folders
    collected_at: str
    collector: str  # name and version of what collected it
    source: str | None = None


class Span(Record, frozen=True, kw_only=True):
    """A piece of a text view and the bytes it came from; `verbatim` when decoding the bytes gives the text."""

    start: int  # code points in the text
    end: int
    byte_start: int
    byte_end: int
    verbatim: bool


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
    """A human judgement about statements; appended, never overwritten."""

    id: str
    verb: Literal["same", "not_same", "accept", "reject", "correct"]
    statements: tuple[str, ...]
    reason: str
    author: str
    decided_at: str
    supersedes: str | None = None
    correction: str | None = None  # JSON of the changed fields, for correct


def digest(parts: Iterable[str]) -> str:
    """SHA-256 (hex) of separated, ordered parts: moving a character from one part to the next changes it."""
    hashed = hashlib.sha256()
    for part in parts:
        data = part.encode()
        hashed.update(len(data).to_bytes(8, "big") + data)
    return hashed.hexdigest()


def statement_id(statement: Statement, report: Report, catalogue: str) -> str:
    """The id of a statement: report, source, publication date, reader, catalogue hash, kind, span and values."""
    values = msgspec.json.encode(msgspec.structs.replace(statement, id="", report=""), order="sorted").decode()
    parts = (report.id, report.source, report.published or "", statement.reader, catalogue, statement.kind, values)
    return "st:" + digest(parts)[:32]


# --- derived: the ledger ---


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


class LedgerState(Record, frozen=True, kw_only=True):
    """Everything derived from the facts, sorted by id."""

    raids: tuple[Raid, ...] = ()
    incidents: tuple[Incident, ...] = ()
    packages: tuple[Package, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    asides: tuple[Aside, ...] = ()


# --- derived: assessment and briefing ---


class Estimate(Record, frozen=True, kw_only=True):
    """A number with its uncertainty; `method` names the model, `inputs` the raids or series it came from."""

    low: float | None
    best: float | None
    high: float | None
    level: float = 0.95
    unit: str = ""
    method: str = ""
    inputs: tuple[str, ...] = ()
    invented: bool = False


class Figure(Record, frozen=True, kw_only=True):
    """A number that a page shows, and the statements that it leads back to."""

    id: str
    shown: str  # the characters on the page
    what: str  # the sentence that defines it
    rule: str
    statements: tuple[str, ...]
    invented: bool = False
    restricted: bool = False


class Assumption(Record, frozen=True, kw_only=True):
    """A number or choice that the assessment rests on; `source` is a citation or the word assumed."""

    name: str
    value: str
    source: str


class NightRow(Record, frozen=True, kw_only=True):
    """One night and defeat group of the series. `leakers` = launched - intercepted - left - airborne, with bounds."""

    night: str
    group: str
    launched: Value
    intercepted: Value
    leakers: Value
    rate_ok: bool  # both numbers known and the reporter counts launches, so that a rate may use it
    why_not: str | None = None
    regime: str = ""  # reporting regime that holds that night (data/reporting_rules.toml)
    raids: tuple[str, ...] = ()


class Rate(Record, frozen=True, kw_only=True):
    """How well one defeat group was stopped. `raids` counts raid-nights that the rate may use."""

    group: str
    raids: int
    launched: int
    intercepted: int
    rate: Estimate  # per raid: the beta-binomial mean
    per_munition: Estimate
    rho: Estimate | None  # over-dispersion (intra-class correlation)
    note: str = ""
    nights: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    now: Estimate | None = None  # for a raid of median size at the end of the period, old raids counting less
    size_effect: Estimate | None = None  # change of the logit of the chance when a raid is e times as large
    half_life_nights: float | None = None


class Stretch(Record, frozen=True, kw_only=True):
    """Nights of one chance: the first and last, how many, all weapons, and the share of them that was stopped."""

    first: str
    last: str
    raids: int
    launched: int
    share: float


class Comparison(Record, frozen=True, kw_only=True):
    """Two runs of nights of one group: is the difference more than raids that vary? Chances are two-sided."""

    group: str
    before: Stretch
    after: Stretch
    chance_shuffled: float  # of so large a difference if the raids are dealt to the two runs at random
    chance_model: float  # under one beta-binomial chance for both
    looks: int  # runs of this length in the record: one of them looks striking by chance
    chance_any_look: float
    power: float  # chance to see a true difference of this size
    verdict: str


class Change(Record, frozen=True, kw_only=True):
    """Stretches of one chance of a group's nights; `power`: a step in the middle, and the chance that it is found."""

    group: str
    stretches: tuple[Stretch, ...]
    power: tuple[tuple[float, float], ...]
    note: str
    latest: Comparison | None = None


class Range(Record, frozen=True, kw_only=True):
    """A number that is drawn: `likely` holds it in 80 of 100 draws, `wide` in 95; `best` is the median."""

    group: str | None
    what: str
    start: str  # inclusive Kyiv dates that it is about
    end: str
    likely: Estimate
    wide: Estimate
    mean: float


class Score(Record, frozen=True, kw_only=True):
    """How past forecasts of a group did, in weapons a week, and how often what came lay within their intervals."""

    group: str
    score: float
    naive: float
    relative: float | None
    covered_80: float
    covered_95: float
    total_covered_80: float | None  # of the sum of all weeks
    total_covered_95: float | None


class Scorecard(Record, frozen=True, kw_only=True):
    """Scores by group; over the headline groups the geometric mean of the ratios to naive, and coverage."""

    scores: tuple[Score, ...]
    origins: int
    first: str  # first and last night after which a scored forecast was made
    last: str
    paths: int
    weeks: int
    relative: float | None
    covered_80: float
    covered_95: float


class LastKnown(Record, frozen=True, kw_only=True):
    """Until when launches of a group are known, and why not since: "", withheld or silence."""

    group: str
    night: str | None
    why: str
    nights_since: int


class Forecast(Record, frozen=True, kw_only=True):
    """Launches to expect, from the night after the record; `weeks` by group, totals, peaks, large and joint nights."""

    start: str
    end: str
    paths: int
    known: tuple[LastKnown, ...]
    ranges: tuple[Range, ...]
    scenarios: tuple[tuple[str, str, Range], ...]  # name, source
    scorecard: Scorecard | None
    notes: tuple[str, ...]


class HarmCost(Record, frozen=True, kw_only=True):
    """People killed and injured by what gets through: per leaker, in the period, and to expect."""

    per_leaker: tuple[Range, ...]
    share_killed: Range
    expected: tuple[Range, ...]
    classes: tuple[tuple[str, ...], ...]  # groups whose leakers are taken to harm alike
    draws: tuple[tuple[float, ...], ...]  # some joint draws of casualties per leaker, by class
    fitted: bool  # on the nights of this ledger; False: as shipped
    totals: tuple[tuple[str, float, str], ...]  # months, casualties and source of each total that the fit used
    notes: tuple[str, ...]


class NeedLine(Record, frozen=True, kw_only=True):
    """One group and shot doctrine: per week, rounds at all that is launched and at what now gets through."""

    group: str
    doctrine: str
    title: str
    raid_nights: Range
    launched: Range
    leakers: Range
    rounds: Range
    rounds_at_leakers: Range
    leakers_left: Range  # of those engaged once more under the doctrine
    source: str


class Need(Record, frozen=True, kw_only=True):
    """What is needed per week without knowing any stock; `unseen`: how much of it rests on groups not told of now."""

    start: str
    end: str
    lines: tuple[NeedLine, ...]
    unseen_groups: tuple[str, ...]
    unseen: tuple[Range, ...]  # shares of launches, leakers and casualties; none where every group is told
    notes: tuple[str, ...]


class RunOut(Record, frozen=True, kw_only=True):
    """When one kind of interceptor runs out: never one date, always three with their chances."""

    interceptor: str  # id in data/systems.toml
    title: str  # its name
    stock: Range  # rounds on the eve of the first night
    arriving: Range  # rounds that come during the nights
    used: Range  # rounds fired
    left: Range  # rounds at the end of the last night
    few_nights: Range  # nights on which rounds or launchers are too few for the shot doctrine
    out_by: tuple[tuple[str, float], ...]  # last night of each week, chance that a night has ended without a round
    early: str | None  # night by which 10 of 100 paths have run out; None: later than the last night
    middle: str | None  # 50 of 100
    late: str | None  # 90 of 100
    lasts: float  # chance that no night ends without a round
    says: str  # the sentence that tells it


class Stocks(Record, frozen=True, kw_only=True):
    """What an inventory meets and what gets through while it lasts; national, and restricted."""

    start: str  # inclusive Kyiv dates
    end: str  # inclusive
    paths: int  # how many futures it is computed on
    file: str  # name of the inventory file
    file_hash: str  # SHA-256 of its text
    run_outs: tuple[RunOut, ...]  # by interceptor
    launched: tuple[Range, ...]  # by group
    leakers: tuple[Range, ...]  # by group
    stopped: tuple[Range, ...]  # share of what is launched, by group
    harm: Range | None  # people killed and injured to expect from the leakers; None: no harm per leaker was given
    unseen_groups: tuple[str, ...]  # groups not told of now, whose threat is forecast from before
    unseen: Range | None  # their share of those casualties, or of the leakers; None where every group is told
    notes: tuple[str, ...]  # what must be said with it
    assumptions: tuple[Assumption, ...]  # every number it rests on, with its source
    invented: bool = False  # rests on an invented inventory or invented reports
    restricted: bool = True  # never leaves by default


class ValuePoint(Record, frozen=True, kw_only=True):
    """What so many rounds or systems of an option avoid, against the same nights without them."""

    number: int  # rounds or systems
    price: Estimate  # million EUR
    leakers: Range  # avoided
    error: float  # standard error of the mean of `leakers`, with common random numbers
    harm: Range | None  # people killed and injured, avoided


class OptionValue(Record, frozen=True, kw_only=True):
    """What one option of the ask would buy, if the attack stays as it has been of late."""

    id: str  # as in the options file
    title: str  # its name
    interceptor: str  # id in data/systems.toml
    system: str | None  # id in data/systems.toml; None for rounds alone
    number: int  # rounds or systems
    delivery: str  # date as asked or offered
    price: Estimate  # million EUR, all of it
    curve: tuple[ValuePoint, ...]  # from one lot to all
    by_month: tuple[Range, ...]  # leakers avoided, by month and group
    per_million: Range  # leakers avoided per million EUR
    harm_per_million: Range | None  # people per million EUR
    first_share: float  # share of draws of the unknowns in which it is worth most per million EUR
    unseen_share: float  # of what it avoids on average: against groups not told of now
    compared: bool  # nobody asked for it: it stands for comparison
    needs: str | None  # option without which its rounds reach nothing
    source: str  # who asks for it or offers it
    notes: tuple[str, ...]  # the attacker adapts; what it needs
    invented: bool = False  # rests on an invented file or invented reports
    restricted: bool = True  # never leaves by default


class MixItem(Record, frozen=True, kw_only=True):
    """What the best mix takes of one option."""

    option: str  # id
    title: str  # its name
    number: int  # rounds or systems; 0 is none
    price: Estimate  # million EUR
    kept_share: float  # share of draws of the unknowns whose own best mix takes some of it


class Mix(Record, frozen=True, kw_only=True):
    """The mix of options that avoids most within the limits, and how far it can be trusted."""

    items: tuple[MixItem, ...]  # by option; those of which none is taken too
    limits: tuple[tuple[str, str], ...]  # what is limited, to what
    price: Estimate  # million EUR; the limit holds even at the high end
    parts: float  # what its parts avoid one by one, added up, on average
    bound: float  # no mix within the limits has more, if parts add up
    gap: float  # bound - what the chosen mix of parts has
    method: str  # greedy where that is exact, a mixed-integer programme otherwise
    leakers: Range  # avoided by all of it together, on fresh random numbers
    harm: Range | None  # people killed and injured, avoided by all of it together
    regret: Estimate  # what is lost against the best mix of each draw of the unknowns; 80 of 100 draws
    unseen_share: float  # of what it avoids on average: against groups not told of now
    notes: tuple[str, ...]  # what must be said with it


class Options(Record, frozen=True, kw_only=True):
    """The ask, option by option, and the best mix; what is best is measured in `measure`."""

    start: str  # inclusive Kyiv dates
    end: str  # inclusive
    measure: str  # what is avoided: people killed and injured, or leakers where harm per leaker is not known
    paths: int  # futures
    draws: int  # of the unknowns
    file: str  # name of the options file
    file_hash: str  # SHA-256 of its text
    options: tuple[OptionValue, ...]  # worth most per million EUR first
    order_share: float  # share of draws in which the first stays first
    regret: Estimate  # per million EUR, of asking for the first where another is better; 80 of 100 draws
    mix: Mix | None  # None: no limits were given
    left_out: tuple[tuple[str, str], ...]  # option, why the mix may not hold it
    notes: tuple[str, ...]  # what must be said with it
    assumptions: tuple[Assumption, ...]  # every number it rests on, with its source
    invented: bool = False  # rests on an invented file or invented reports
    restricted: bool = True  # never leaves by default


class Sensitivity(Record, frozen=True, kw_only=True):
    """How much of the doubt about an answer comes from one unknown alone (first-order variance share)."""

    unknown: str  # its name; one number stands for how many are launched
    of_leakers: float  # of the number that gets through
    of_share: float  # of the share that gets through
    of_harm: float | None  # of the casualties; None: no harm per leaker was given


class ReachNeeded(Record, frozen=True, kw_only=True):
    """What share must be within reach to give the rate on record, for one chance of a shot: the two look alike."""

    group: str  # defeat group
    shots: int  # at each target
    correlation: float  # of shots in one raid
    hit: float  # chance that one shot stops its target
    low: float | None  # share within reach for the low end of the rate; None: no share would do
    best: float | None  # for the best value
    high: float | None  # for the high end


class WhatIf(Record, frozen=True, kw_only=True):
    """The answer if something that is claimed were not so."""

    name: str  # of the case
    says: str  # the sentence that tells it
    ranges: tuple[Range, ...]  # leakers by group, and casualties where harm per leaker was given


class Agreement(Record, frozen=True, kw_only=True):
    """Whether an inventory, while it lasts, stops what the record says was stopped."""

    group: str  # defeat group
    implied: Estimate  # share stopped while nothing runs short
    recorded: Estimate  # per munition, as the record has it
    says: str  # the sentence that tells it


class Trust(Record, frozen=True, kw_only=True):
    """How far the stocks can be trusted: what moves them, what cannot be told apart, what if claims are wrong."""

    sensitivity: tuple[Sensitivity, ...]  # largest first
    reach_needed: tuple[ReachNeeded, ...]  # by group and chance of a shot
    agreement: tuple[Agreement, ...]  # by group
    what_ifs: tuple[WhatIf, ...]  # what if claims or decoys are not as they are said to be
    notes: tuple[str, ...]  # what must be said with it
    invented: bool = False  # rests on an invented inventory or invented reports
    restricted: bool = True  # never leaves by default


class Assessment(Record, frozen=True, kw_only=True):
    """What the record says about interception over a period; national only."""

    start: str  # inclusive Kyiv dates
    end: str
    nights: tuple[NightRow, ...]
    rates: tuple[Rate, ...]
    left_out: tuple[tuple[str, int], ...]  # reason, how many raid lines
    notes: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    seed: int
    data_hash: str
    version: str
    changes: tuple[Change, ...] = ()
    forecast: Forecast | None = None
    harm: HarmCost | None = None
    need: Need | None = None
    stocks: Stocks | None = None  # only with an inventory; restricted
    options: Options | None = None  # only with an inventory and options; restricted
    trust: Trust | None = None  # only with an inventory; restricted


class Material(Record, frozen=True, kw_only=True):
    """All that a briefing is made from; nothing else may reach a page."""

    start: str  # inclusive Kyiv dates
    end: str
    state: LedgerState
    statements: dict[str, Statement]
    reports: dict[str, Report]
    captures: dict[str, Capture]
    assessment: Assessment
    rejections: tuple[Rejection, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    invented: bool = False  # some of the reports are marked invented
