"""The numbers behind forecast, harm and need, read from data/ and checked: forecast.toml, harm.toml, doctrine.toml."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from firstlight.catalog import Catalog
from firstlight.model import Record

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Positive = Annotated[float, msgspec.Meta(gt=0)]
NotNegative = Annotated[float, msgspec.Meta(ge=0)]
Whole = Annotated[int, msgspec.Meta(ge=1)]
People = Annotated[int, msgspec.Meta(ge=0)]


class Bounds(Record, frozen=True, kw_only=True):
    """A number with the range in which it is believed to lie."""

    low: NotNegative
    best: NotNegative
    high: NotNegative

    def __post_init__(self) -> None:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"low {self.low:g}, best {self.best:g} and high {self.high:g} are not in order")


class Bootstrap(Record, frozen=True, kw_only=True):
    """How past nights are drawn, and the error of the level; logarithms are natural."""

    half_life_nights: Positive
    level_sd_log: NotNegative
    weekly_sd_log: NotNegative
    drift_of: frozenset[str]
    drift_share: Share
    drift_weeks: Whole
    drift_most_log_per_week: NotNegative
    fewest_nights: Whole
    source: str


class Told(Record, frozen=True, kw_only=True):
    """Who tells of a whole night, so that a group not mentioned was not launched."""

    kinds: frozenset[str]
    datasets: frozenset[str]
    source: str


class Large(Record, frozen=True, kw_only=True):
    """A size from which a night of one group counts as large."""

    group: str
    at_least_weapons: Whole
    half_life_nights: Positive


class Joint(Record, frozen=True, kw_only=True):
    """Sizes that several groups reach on one night."""

    at_least_weapons: dict[str, Whole]


class Scenario(Record, frozen=True, kw_only=True):
    """A limit on the launches of a group in a month of 30.44 days, and who states it."""

    name: str
    group: str
    most_per_month_weapons: Bounds
    source: str


class Caution(Record, frozen=True, kw_only=True):
    """What must be said with every forecast of a group."""

    group: str
    says: str


class ForecastSettings(Record, frozen=True, kw_only=True):
    """data/forecast.toml; half-lives in nights and standard deviations by group."""

    bootstrap: Bootstrap
    level_half_life_nights: dict[str, Positive]
    rate_half_life_nights: dict[str, Positive]
    rate_weekly_sd_logit: dict[str, NotNegative]
    told: Told
    headline: frozenset[str]  # groups by which the forecast as a whole is judged
    scored_origins: Whole
    scored_paths: Whole
    large: tuple[Large, ...] = ()
    joint: tuple[Joint, ...] = ()
    scenario: tuple[Scenario, ...] = ()
    caution: tuple[Caution, ...] = ()


class HarmClass(Record, frozen=True, kw_only=True):
    """Groups whose leakers harm alike: the prior of casualties per leaker, log-normal, and where it comes from."""

    groups: tuple[str, ...]
    median_casualties_per_leaker: Positive
    sd_log: Positive
    source: str


class HarmTotal(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Civilians killed and injured by long-range weapons in whole months, `first` to `last` (YYYY-MM, both included).

    Either killed and injured, or casualties as their sum where only that is known.
    """

    first: str
    last: str
    source: str
    killed: People | None = None
    injured: People | None = None
    casualties: People | None = None


class HarmFit(Record, frozen=True, kw_only=True):
    """A joint normal of log casualties per leaker, by class in order, and of the log size, as fitted elsewhere."""

    mean_log: tuple[float, ...]  # the last is of the log of the size of one month
    covariance_log: tuple[tuple[float, ...], ...]
    source: str


class HarmSettings(Record, frozen=True, kw_only=True, rename={"class_": "class"}):
    """data/harm.toml."""

    class_: dict[str, HarmClass]
    log_size_per_month: tuple[float, float]  # prior of the log of the negative binomial size: mean, sd
    fewest_months: Whole
    mass_at_least_people: Whole
    fitted: HarmFit
    total: tuple[HarmTotal, ...]


class Chance(Record, frozen=True, kw_only=True):
    """The chance that one shot stops its target, Beta(alpha, beta), and the correlation of shots of one night."""

    alpha: Positive
    beta: Positive
    correlation: Bounds
    source: str


class Doctrine(Record, frozen=True, kw_only=True):
    """Shots at each target: all at once ("salvo"), or one after another until it falls ("look")."""

    title: str
    how: Literal["salvo", "look"]
    shots_per_target: Whole
    groups: frozenset[str]
    source: str


class DoctrineSettings(Record, frozen=True, kw_only=True):
    """data/doctrine.toml: doctrines by name and single-shot chances by group."""

    doctrine: dict[str, Doctrine]
    single_shot: dict[str, Chance]


def forecast_settings(catalog: Catalog) -> ForecastSettings:
    """data/forecast.toml; raises CatalogError where it is wrong."""
    return catalog.read("forecast.toml", ForecastSettings)


def harm_settings(catalog: Catalog) -> HarmSettings:
    """data/harm.toml; raises CatalogError where it is wrong."""
    return catalog.read("harm.toml", HarmSettings)


def doctrine_settings(catalog: Catalog) -> DoctrineSettings:
    """data/doctrine.toml; raises CatalogError where it is wrong."""
    return catalog.read("doctrine.toml", DoctrineSettings)
