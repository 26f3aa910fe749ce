"""Figures told by the hours: pieces of one night that follow one another are added, where nobody gives the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from firstlight.model import Rival
from firstlight.reconcile.spans import Span
from firstlight.reconcile.values import Claim, Outcome, add, settle_number

ADDED = "hours told apart, added"
Piece = tuple[datetime, datetime]


SUM = "sum"  # stands for the statements of the pieces while they are weighed as one claim


def number(claims: Sequence[Claim], windows: Mapping[str, Span | None]) -> Outcome:
    """Settle one number of weapons. `windows`: the declared window of each statement, None where there is none.

    Where one source tells of hours that do not overlap, and not itself of more than one of them, its figures are
    settled piece by piece and added; what others tell of the whole is weighed against that sum. Two sources that
    differ on the hour are rivals as before.
    """
    source, pieces, rest = _pieces(claims, windows)
    if len(pieces) < 2:
        return settle_number(claims, grows=False)
    settled = [settle_number(piece, grows=False) for piece in pieces]
    added = add([outcome.value for outcome in settled], ADDED)
    own = [claim for piece in pieces for claim in piece if claim.direct and claim.entity == source]
    newest = max(own, key=lambda claim: (claim.said, claim.statement))
    summed = msgspec.structs.replace(newest, statement=SUM, low=added.best, high=added.best, form="exact", part=False)
    outcome = settle_number([summed, *rest], grows=False)
    rivals = tuple(rival for piece in settled for rival in piece.value.rivals)
    disputed = next((piece for piece in (outcome, *settled) if piece.dispute), outcome)
    value = msgspec.structs.replace(
        outcome.value,
        rule=ADDED if outcome.value.rule == "only figure" else f"{ADDED}; {outcome.value.rule}",
        statements=_named(outcome.value.statements, added.statements),
        rivals=(*(_spelt(rival, added.statements) for rival in outcome.value.rivals), *rivals),
    )
    dispute = tuple(_spelt(rival, added.statements) for rival in disputed.dispute)
    return Outcome(value=value, dispute=dispute, chosen=disputed.chosen)


def _spelt(rival: Rival, pieces: Sequence[str]) -> Rival:
    return msgspec.structs.replace(rival, statements=_named(rival.statements, pieces))


def _named(statements: Sequence[str], pieces: Sequence[str]) -> tuple[str, ...]:
    """The statements, the sum by those of its pieces."""
    return tuple(sorted({key for one in statements for key in (pieces if one == SUM else (one,))}))


def _pieces(claims: Sequence[Claim], windows: Mapping[str, Span | None]) -> tuple[str, list[list[Claim]], list[Claim]]:
    """Who tells by the hours, the claims by piece, and those of more than one; no pieces where none are to be added."""
    nothing: tuple[str, list[list[Claim]], list[Claim]] = ("", [], [])
    if len(claims) < 2:
        return nothing
    by_source: dict[str, list[Piece]] = {}
    for claim in claims:
        window = windows.get(claim.statement)
        if window is not None and window.slot in ("night", "day") and claim.direct and claim.form == "exact":
            by_source.setdefault(claim.entity, []).append((window.start, window.end))
    source, pieces = max(((key, _united(told)) for key, told in sorted(by_source.items())),
                         key=lambda pair: len(pair[1]), default=("", []))  # fmt: skip
    if len(pieces) < 2:
        return nothing
    parts: list[list[Claim]] = [[] for _ in pieces]
    rest: list[Claim] = []
    for claim in claims:
        window = windows.get(claim.statement)
        held = [n for n, piece in enumerate(pieces) if window and window.start < piece[1] and piece[0] < window.end]
        if len(held) == 1:
            parts[held[0]].append(msgspec.structs.replace(claim, part=False))
        elif claim.entity == source and claim.direct:
            return nothing
        else:
            rest.append(msgspec.structs.replace(claim, part=False))
    return source, parts, rest


def _united(spans: Iterable[Piece]) -> list[Piece]:
    """Windows that overlap made one; sorted, none sharing an instant with the next."""
    made: list[Piece] = []
    for start, end in sorted(spans):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
