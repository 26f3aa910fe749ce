"""Matches what was read with what was labelled, and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from firstlight.evaluate.labels import KINDS, Fact, Labelled, nowhere


class Tally(NamedTuple):
    """How many facts were found, missed, and invented."""

    found: int = 0
    missed: int = 0
    invented: int = 0

    @property
    def precision(self) -> float:
        """Of what was read, the share that a person found too; 0 where nothing was read."""
        return self.found / (self.found + self.invented) if self.found + self.invented else 0.0

    @property
    def recall(self) -> float:
        """Of what a person found, the share that was read; 0 where there was nothing to find."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def plus(self, other: Tally) -> Tally:
        """The two together."""
        return Tally(self.found + other.found, self.missed + other.missed, self.invented + other.invented)


class Outcome(NamedTuple):
    """One report compared: pairs found, labels missed, statements invented."""

    report: Labelled
    found: tuple[tuple[Fact, Fact], ...]
    missed: tuple[Fact, ...]
    invented: tuple[Fact, ...]


def compare(report: Labelled, read: Sequence[Fact], *, strict: bool = True) -> Outcome:
    """The largest one-to-one matching between the labels of `report` and what was `read` from its text."""
    same = _strict if strict else _lenient
    edges = [[at for at, fact in enumerate(read) if same(label, fact)] for label in report.facts]
    owner = _matching(edges)
    taken = {label: at for at, label in owner.items()}
    return Outcome(
        report,
        tuple((report.facts[label], read[at]) for label, at in sorted(taken.items())),
        tuple(fact for label, fact in enumerate(report.facts) if label not in taken),
        tuple(fact for at, fact in enumerate(read) if at not in owner),
    )


def tally(outcomes: Iterable[Outcome], of: Callable[[Labelled, Fact], str]) -> dict[str, Tally]:
    """Counts by whatever `of` names a fact's group (its kind, its report's language or genre), sorted by name."""
    sums: dict[str, Tally] = {}

    def add(name: str, one: Tally) -> None:
        sums[name] = sums.get(name, Tally()).plus(one)

    for outcome in outcomes:
        for label, _ in outcome.found:
            add(of(outcome.report, label), Tally(found=1))
        for fact in outcome.missed:
            add(of(outcome.report, fact), Tally(missed=1))
        for fact in outcome.invented:
            add(of(outcome.report, fact), Tally(invented=1))
    order = {kind: at for at, kind in enumerate(KINDS)}
    return dict(sorted(sums.items(), key=lambda row: (order.get(row[0], len(order)), row[0])))


def _matching(edges: Sequence[Sequence[int]]) -> dict[int, int]:
    """Statement -> label of a maximum matching, by augmenting paths."""
    owner: dict[int, int] = {}

    def place(label: int, seen: set[int]) -> bool:
        for at in edges[label]:
            if at in seen:
                continue
            seen.add(at)
            if at not in owner or place(owner[at], seen):
                owner[at] = label
                return True
        return False

    for label in range(len(edges)):
        place(label, set())
    return owner


def _lenient(label: Fact, fact: Fact) -> bool:
    return _same(label, fact, strict=False)


def _strict(label: Fact, fact: Fact) -> bool:
    return label.background == fact.background and _same(label, fact, strict=True)


def _same(label: Fact, fact: Fact, *, strict: bool) -> bool:
    if label.kind != fact.kind:
        return False
    numbers = (label.low, label.high) == (fact.low, fact.high)
    if label.kind in ("launched", "intercepted"):
        return numbers and (not strict or label.weapon == fact.weapon)
    if label.kind in ("killed", "injured"):
        return numbers and (not strict or (label.child == fact.child and _meet(label, fact)))
    if label.kind == "damaged":
        return label.object == fact.object and (not strict or numbers or not label.counted or not fact.counted)
    if label.kind == "outage":
        return label.utility == fact.utility and (not strict or numbers or not label.counted)
    if label.kind == "struck":
        return bool(label.places & fact.places)
    if label.kind == "supply":
        return label.item == fact.item and (not strict or label.status == fact.status)
    return not strict or label.item == fact.item


def _meet(label: Fact, fact: Fact) -> bool:
    return bool(label.places & fact.places) or nowhere(label.places)
