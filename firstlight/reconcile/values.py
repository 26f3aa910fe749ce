"""Settling: from all that was said of one number to low, best and high, the rule that chose, and the rivals.

The order of the rules, in the words of docs/ledger.md: an analyst's acceptance; the whole period over a part of it; the
publisher entitled to the figure; verified over claimed; later over earlier; exact over bounded where both can be true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from firstlight.model import UNKNOWN, Count, Record, Rival, Value

ABOUT = 10  # a tenth: "about 90" holds 81 to 99
LISTS = 4  # authority from which a voice keeps its own list of the dead and hurt
BOUNDED = ("at_least", "at_most", "range")
MUTE = ("unnumbered", "withheld")

EARLIER = "earlier figure of the same source"
RETOLD = "retold after its source had replaced it"
TWICE = "another figure in the same report"
FITS = "can be true together with the chosen figure"
PART = "covers a part of the period"
ROSE = "told before the toll rose"
MAY_RISE = "told later and higher: the toll may have risen"
AGAINST = "contradicts the chosen figure"


class Claim(Record, frozen=True, kw_only=True):
    """One statement's word on one number, with all that the rules weigh."""

    statement: str
    low: int | None
    high: int | None
    form: str
    entity: str
    publisher: str = ""  # whose report it stands in; retellings by two publishers are not one source changing its mind
    authority: int = 1
    certainty: int = 2  # 2 stated, 1 hedged
    accepted: bool = False
    direct: bool = True
    part: bool = False  # for a part of the period only
    said: str = ""  # instant of publication in UTC, "" unknown
    report: str = ""

    @property
    def number(self) -> tuple[int | None, int | None, str]:
        """What is claimed: "exact 8" and "8" are one claim, "about 8" is another."""
        return self.low, self.high, self.form


class Outcome(Record, frozen=True, kw_only=True):
    """A settled number; `dispute` holds the claims that cannot all be true, `chosen` the sentence about them."""

    value: Value
    dispute: tuple[Rival, ...] = ()
    chosen: str = ""


def bounds(count: Count | None) -> tuple[int, float]:
    """The numbers that a count allows, both ends included."""
    if count is None:
        return 0, float("inf")
    return _bounds(count.low, count.high, count.form)


def _bounds(low: int | None, high: int | None, form: str) -> tuple[int, float]:
    least, most = low or 0, float("inf") if high is None else high
    if form == "about":
        return least - -(-least // ABOUT), most if high is None else high - (-high // ABOUT)
    return least, most


def compatible(one: tuple[int, float], other: tuple[int, float]) -> bool:
    """Whether two pairs of bounds share a number."""
    return one[0] <= other[1] and other[0] <= one[1]


def agree(one: Claim, other: Claim) -> bool:
    """Whether two claims can both be true."""
    return compatible(_bounds(*one.number), _bounds(*other.number))


def settle_number(claims: Iterable[Claim], *, grows: bool) -> Outcome:
    """Settle one number; `grows` for tolls, which rise with time. The same for any order of `claims`."""
    everything = sorted(_dated(set(claims)), key=lambda c: (c.said, c.report, c.statement))
    spoken = [claim for claim in everything if claim.form not in MUTE]
    if not spoken:
        return Outcome(value=_mute(everything))
    current, stale = _current(spoken, grows)
    ranked = sorted(current, key=lambda claim: _rank(claim, grows), reverse=True)
    best = ranked[0]
    exact = next((c for c in ranked if c.form not in BOUNDED and agree(c, best)), None)
    narrowed = best.form in BOUNDED and exact is not None and not best.accepted
    if narrowed and exact is not None:
        best = exact
    reasons = {claim.statement: _why_not(claim, best, stale, grows) for claim in everything}
    rule = "exact over bounded" if narrowed else _rule(best, ranked, [c for c in spoken if c in stale], grows)
    return _outcome(best, everything, reasons, rule)


def _dated(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, each retold one dated by when its source was first known to say that number."""
    first: dict[tuple[str, tuple[int | None, int | None, str]], str] = {}
    everything = list(claims)
    for claim in everything:
        if claim.said:
            about = (claim.entity, claim.number)
            first[about] = min(first.get(about, claim.said), claim.said)
    return [
        claim
        if claim.direct or not claim.said
        else msgspec.structs.replace(claim, said=first[claim.entity, claim.number])
        for claim in everything
    ]


def _standing(claim: Claim, grows: bool) -> int:
    """How far a voice outweighs others: of a toll all who keep the lists, emergency services or prosecutors, are alike,
    so that the later of them is heard."""
    return min(claim.authority, LISTS) if grows else claim.authority


def _current(claims: Sequence[Claim], grows: bool) -> tuple[list[Claim], dict[Claim, str]]:
    """The claim that each source stands by now, and the others with the reason why it no longer does."""
    by_entity: dict[str, list[Claim]] = {}
    for claim in claims:
        by_entity.setdefault(claim.entity, []).append(claim)
    current: list[Claim] = []
    stale: dict[Claim, str] = {}
    for mine in by_entity.values():
        replaced = _replaced(mine)
        top = max(mine, key=lambda c: _within(c, grows, replaced))
        current.append(top)
        for claim in mine:
            if claim.number == top.number:
                continue
            stale[claim] = _staleness(claim, top, replaced, grows)
    return current, stale


def _staleness(claim: Claim, top: Claim, replaced: set[tuple[int | None, int | None, str]], grows: bool) -> str:
    """Why a source no longer stands by `claim` but by `top`; a figure told wrongly was never the source's own."""
    if agree(claim, top):
        return FITS
    if claim.part and not top.part:
        return PART
    if not claim.direct and claim.number in replaced:
        return RETOLD
    if grows or claim.direct:
        return EARLIER if grows or claim.report != top.report else TWICE
    if claim.report == top.report:
        return TWICE
    return EARLIER if claim.publisher == top.publisher else AGAINST


def _replaced(claims: Sequence[Claim]) -> set[tuple[int | None, int | None, str]]:
    """Numbers that a source itself gave and later replaced: whoever retells them is out of date."""
    own = [claim for claim in claims if claim.direct and not claim.part]
    if not own:
        return set()
    return {claim.number for claim in own} - {own[-1].number}


def _within(claim: Claim, grows: bool, replaced: set[tuple[int | None, int | None, str]]) -> tuple[object, ...]:
    fresh = claim.direct or claim.number not in replaced
    first = 0 if grows else claim.direct
    form = claim.form not in BOUNDED
    number = (claim.said, claim.report, form, claim.low or 0, claim.statement)
    return (claim.accepted, not claim.part, fresh, first, *number)


def _rank(claim: Claim, grows: bool) -> tuple[object, ...]:
    weight = (claim.accepted, not claim.part, _standing(claim, grows), claim.certainty)
    return (*weight, claim.said, claim.report, claim.form not in BOUNDED, claim.low or 0, claim.statement)


def _rule(best: Claim, ranked: Sequence[Claim], stale: Sequence[Claim], grows: bool) -> str:
    if best.accepted:
        return "accepted by an analyst"
    other = next((claim for claim in ranked if claim.number != best.number), None)
    if other is None:
        if any(claim.report == best.report and not agree(claim, best) for claim in stale):
            return "the higher of two in one report"
        if any(claim.entity == best.entity for claim in stale):
            return "later over earlier by the same source"
        return "only figure" if len(ranked) == 1 else "all sources agree"
    if agree(other, best):
        return "entitled source, others agree"
    if best.part != other.part:
        return "whole period over a part of it"
    if _standing(best, grows) > _standing(other, grows):
        return "official over media" if best.authority > 2 >= other.authority else "entitled source over others"
    return "verified over claimed" if best.certainty > other.certainty else "later over earlier"


def _why_not(claim: Claim, best: Claim, stale: dict[Claim, str], grows: bool) -> str:
    """Why a claim is not the chosen one, or "" where it says the chosen number."""
    if claim.form in MUTE:
        return "withheld by its source" if claim.form == "withheld" else "named without a number"
    if claim.number == best.number:
        return ""
    if claim.part and not best.part and (claim.low or 0) <= _bounds(*best.number)[1]:
        return PART
    if claim in stale:
        return FITS if agree(claim, best) else stale[claim] if stale[claim] != FITS else AGAINST
    if agree(claim, best):
        return FITS
    if grows and claim.said and best.said:
        if claim.said < best.said and (claim.low or 0) <= (best.low or 0):
            return ROSE
        if claim.said > best.said and (claim.low or 0) >= (best.low or 0):
            return MAY_RISE
    return AGAINST


def _outcome(best: Claim, claims: Sequence[Claim], reasons: dict[str, str], rule: str) -> Outcome:
    wide = [best] + [c for c in claims if reasons[c.statement] in (AGAINST, MAY_RISE, TWICE)]
    low = min(_bounds(*claim.number)[0] for claim in wide)
    high = max(_bounds(*claim.number)[1] for claim in wide)
    known = best.form not in BOUNDED
    rivals = _rivals([c for c in claims if reasons[c.statement]], reasons)
    value = Value(
        state="known" if known else "bounded",
        low=low,
        best=best.low if known else None,
        high=None if high == float("inf") else int(high),
        rule=rule,
        statements=tuple(sorted(c.statement for c in claims if not reasons[c.statement])),
        rivals=rivals,
    )
    against = tuple(rival for rival in rivals if rival.reason in (AGAINST, TWICE))
    if not against:
        return Outcome(value=value)
    first = Rival(low=best.low, high=best.high, statements=value.statements, reason=f"chosen: {rule}")
    said = f" said by {best.entity}" + (f" on {best.said[:10]}" if best.said else "")
    others = ", ".join(dict.fromkeys(words(rival.low, rival.high) for rival in against))
    chosen = f"{words(best.low, best.high)},{said}, was chosen over {others}: {rule}"
    return Outcome(value=value, dispute=(first, *against), chosen=chosen)


def _rivals(claims: Sequence[Claim], reasons: dict[str, str]) -> tuple[Rival, ...]:
    groups: dict[tuple[int | None, int | None, str], list[str]] = {}
    for claim in claims:
        groups.setdefault((claim.low, claim.high, reasons[claim.statement]), []).append(claim.statement)
    rivals = [
        Rival(low=low, high=high, statements=tuple(sorted(ids)), reason=reason)
        for (low, high, reason), ids in groups.items()
    ]
    return tuple(sorted(rivals, key=lambda r: (r.reason, r.low is None, r.low or 0, r.high or 0, r.statements)))


def _mute(claims: Sequence[Claim]) -> Value:
    """The value where nobody gives a number: withheld, named only, or unknown."""
    if not claims:
        return UNKNOWN
    withheld = tuple(sorted(c.statement for c in claims if c.form == "withheld"))
    named = tuple(sorted(c.statement for c in claims if c.form == "unnumbered"))
    if not withheld:
        return Value(state="unnumbered", low=1, rule="named without a number", statements=named)
    rivals = (Rival(low=1, high=None, statements=named, reason="named without a number"),) if named else ()
    return Value(state="withheld", rule="withheld by its source", statements=withheld, rivals=rivals)


def words(low: int | None, high: int | None) -> str:
    """Bounds as a reader would say them."""
    if low is None:
        return "no number"
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"


def add(values: Sequence[Value], rule: str) -> Value:
    """The sum of values with their states: a part without a number makes a floor, a withheld part a withheld floor."""
    parts = [value for value in values if value.state != "unknown"]
    if not parts:
        return UNKNOWN
    low = sum(value.low or 0 for value in parts)
    statements = tuple(sorted({statement for value in parts for statement in value.statements}))
    states = {value.state for value in values}
    if "withheld" in states:
        return Value(state="withheld", low=low, rule=rule, statements=statements)
    highs = [value.high for value in parts if value.high is not None]
    high = sum(highs) if len(highs) == len(values) else None
    if states == {"known"}:
        best = sum(value.best or 0 for value in parts)
        return Value(state="known", low=low, best=best, high=high, rule=rule, statements=statements)
    return Value(state="bounded", low=low, high=high, rule=rule, statements=statements)
