"""The Admiralty code: how reliable a source is (A to F) and how credible what it says (1 to 6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from firstlight.reconcile.told import Told
from firstlight.reconcile.voices import Voice

LETTERS = "ABCDEF"


def reliability(voice: Voice) -> str:
    """A to F: the grade that data/sources.toml gives to whoever's figure it is; F where nobody can judge."""
    return voice.reliability if voice.reliability in LETTERS else "F"


def credibility(origins: int, letter: str, *, contradicted: bool = False, hedged: bool = False) -> int:
    """1 to 6 for a statement, from how many independent origins say the same and how reliable the best of them is.

    5 contradicted by the figure that was chosen; 1 said by two or more independent origins; else by reliability:
    A and B 2 (3 where hedged), C 3 (4 where hedged), D and E 4, F 6. Source: NATO STANAG 2022 as commonly stated.
    """
    if contradicted:
        return 5
    if origins > 1:
        return 1
    if letter in "AB":
        return 3 if hedged else 2
    if letter == "C":
        return 4 if hedged else 3
    return 4 if letter in "DE" else 6


def grade(told: Iterable[Told], origins: int, against: Collection[str] = ()) -> str:
    """Letter and credibility of the best source behind an attack of which `origins` independent ones tell.

    Statements named in `against` contradict a figure that was chosen: each is an origin that does not confirm it.
    """
    everyone = list(told)
    standing = [one for one in everyone if one.statement.id not in against] or everyone
    if not standing:
        return "F6"
    letter = min(reliability(one.voice) for one in standing)
    best = [one for one in standing if reliability(one.voice) == letter]
    hedged = all(one.statement.certainty == "reported" for one in best)
    contrary = {one.entity for one in everyone if one.statement.id in against} - {one.entity for one in standing}
    return f"{letter}{credibility(origins - len(contrary), letter, hedged=hedged)}"
