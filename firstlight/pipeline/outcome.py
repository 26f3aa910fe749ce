"""What a verb hands back: the counts of its run, and what a person is told about it."""

from __future__ import annotations

import getpass
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version

from firstlight.catalog import Catalog
from firstlight.model import Record, Refusal, digest
from firstlight.store import Run, Work
from firstlight.when import now


class Done(Record, frozen=True, kw_only=True):
    """A stage that came to its end. `run` is stored; counts in = counts out + refused by reason."""

    run: Run
    note: str = ""  # what else a person wants to know, in one clause
    refusals: tuple[Refusal, ...] = ()
    failed: tuple[Refusal, ...] = ()  # sources named by the caller that gave nothing
    reports: tuple[str, ...] = ()  # ids of the reports that the stage went through


class Stage:
    """A verb at work: knows when it began, who runs it and what it counts."""

    def __init__(self, verb: str, unit: str, catalog: Catalog) -> None:
        self.verb = verb
        self.unit = unit
        self.catalog = catalog
        self.started = now()
        self.out = 0
        self.refused: Counter[str] = Counter()
        self.inputs: list[str] = []

    def work(self, why: str, inputs: Iterable[str]) -> Work:
        """What the log will say of one unit of this verb; `inputs` are ids or hashes."""
        parts = list(inputs)
        self.inputs += parts
        return Work(who=operator(), what=self.verb, why=why, at=now(), inputs=digest(parts))

    def run(self) -> Run:
        """The record of the run as it stands now."""
        return Run(
            verb=self.verb,
            started=self.started,
            finished=now(),
            unit=self.unit,
            counts_in=self.out + self.refused.total(),
            counts_out=self.out,
            refused={reason: number for reason, number in sorted(self.refused.items()) if number},
            inputs=digest(self.inputs),
            version=version("firstlight"),
            catalogue=self.catalog.hash,
        )


def many(number: int, thing: str) -> str:
    """How many of a thing, in English: "1 report", "2 reports"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def operator() -> str:
    """The account that runs the command; "unknown" where the system has no name for it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
