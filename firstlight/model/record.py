"""What the record shows by itself: rates, changes, harm, forecast and need; national only."""

from __future__ import annotations

from firstlight.model.facts import Record
from firstlight.model.ledger import Value


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
