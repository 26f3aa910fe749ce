"""What an inventory and an ask add: stocks, options and how far to trust them; restricted."""

from __future__ import annotations

from firstlight.model.facts import Record
from firstlight.model.record import Assumption, Estimate, Range


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
    rates: tuple[tuple[str, Estimate], ...] = ()  # group, share of all weapons stopped; where it is about the record


class Agreement(Record, frozen=True, kw_only=True):
    """Whether an inventory, while it lasts, stops what the record says was stopped."""

    group: str  # defeat group
    implied: Estimate  # share stopped while nothing runs short
    recorded: Estimate  # per munition, as the record has it
    says: str  # the sentence that tells it


class Trust(Record, frozen=True, kw_only=True):
    """How far to trust it: what moves the answer, what cannot be told apart, what if claims are wrong.

    Without an inventory it is about the record alone, has no sensitivity and no agreement, and is not restricted.
    """

    sensitivity: tuple[Sensitivity, ...]  # largest first; only with an inventory
    reach_needed: tuple[ReachNeeded, ...]  # by group and chance of a shot
    agreement: tuple[Agreement, ...]  # by group; only with an inventory
    what_ifs: tuple[WhatIf, ...]  # what if claims or decoys are not as they are said to be
    notes: tuple[str, ...]  # what must be said with it
    invented: bool = False  # rests on an invented inventory or invented reports
    restricted: bool = True  # rests on an inventory: never leaves by default
