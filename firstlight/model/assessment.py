"""The whole assessment, and all that a page is made from."""

from __future__ import annotations

from firstlight.model.asked import Options, Stocks, Trust
from firstlight.model.facts import Capture, Picture, Record, Refusal, Rejection, Report, Statement
from firstlight.model.ledger import LedgerState
from firstlight.model.record import Assumption, Change, Comparison, Forecast, HarmCost, Need, NightRow, Rate


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
    trust: Trust | None = None  # of the record; with an inventory of stocks too, and then restricted


class Figure(Record, frozen=True, kw_only=True):
    """A number that a page shows, and the statements that it leads back to."""

    id: str
    shown: str  # the characters on the page
    what: str  # the sentence that defines it
    rule: str
    statements: tuple[str, ...]
    invented: bool = False
    restricted: bool = False


class Material(Record, frozen=True, kw_only=True):
    """All that a briefing is made from; nothing else may reach a page."""

    start: str  # inclusive Kyiv dates
    end: str
    state: LedgerState
    statements: dict[str, Statement]
    reports: dict[str, Report]
    captures: dict[str, Capture]
    assessment: Assessment
    pictures: dict[str, Picture] = {}  # of captured pages, by the SHA-256 of the capture
    rejections: tuple[Rejection, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    invented: bool = False  # some of the reports are marked invented
    before: Assessment | None = None  # of the four weeks before `start`; None: not asked for
    own: str = ""  # the analyst's own paragraphs, parted by empty lines; Firstlight does not check them
    since: str | None = None  # an earlier instant, to say what changed since
    then: LedgerState | None = None  # what was settled at that instant
    compared: tuple[Comparison, ...] = ()  # the share stopped in those weeks and in the period, by group
