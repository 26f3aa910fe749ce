"""The plan: which statements are settled together, and a hash of all that settling them may look at."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec

from firstlight.catalog import Catalog
from firstlight.model import Decision, Record, Report, Statement
from firstlight.reconcile.dated import Around, Day
from firstlight.reconcile.decided import Rulings, rule
from firstlight.reconcile.homes import Home, moved
from firstlight.reconcile.placing import UNSAID, place

RULES = "reconcile/3"  # raise it when the rules change, so that nothing settled by older ones is kept
LIFE = 60  # days of silence after which a package is another package
SUPPLY = "supply/"
_encode = msgspec.json.Encoder(order="deterministic").encode


class Partition(Record, frozen=True, kw_only=True):
    """Statements that are settled together. settle() looks at `statements`, their reports and `decisions` alone."""

    key: str  # "RU/2024-03-27", "RU/2024-03-28~" (undated), "supply/ITEM/2024-03-02", "aside/2024-03-28"
    statements: tuple[str, ...]
    input_hash: str
    homes: tuple[Home, ...] = ()  # one for each statement, in the same order
    decisions: tuple[str, ...] = ()


class Plan(NamedTuple):
    """Partitions; what is said of each complete date; the tokens between which undated statements moved."""

    partitions: tuple[Partition, ...]
    days: dict[str, Day]
    strayed: frozenset[str]


def plan(
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    decisions: Sequence[Decision],
    catalog: Catalog,
    tokens: Container[str] | None = None,
) -> tuple[Partition, ...]:
    """Every statement into exactly one partition, sorted by key; the same for any order of what goes in.

    tokens: of which partitions alone are made, by `token_of` their keys; they are what they are in the plan of all
    facts where the facts given are those of a window with these tokens (windows.py), and all decisions are given.
    UsageError where a decision's correction cannot be read, TimeError where a statement's interval cannot.
    """
    return plan_beside(statements, reports, decisions, catalog, tokens).partitions


def plan_beside(
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    decisions: Sequence[Decision],
    catalog: Catalog,
    tokens: Container[str] | None,
    around: Around | None = None,
) -> Plan:
    """As `plan`, where what is said of the dates around is known without their statements (`narrow` of windows.py).

    UsageError, TimeError as in `plan`.
    """
    rulings = rule(decisions)
    placed = place(statements, reports, rulings, catalog, around)
    groups: dict[str, list[Home]] = {}
    for home in _chains(placed.homes, placed.statements, reports):
        groups.setdefault(home.partition, []).append(home)
    facts = _Facts(statements, reports, rulings, catalog)
    wanted = (key for key in sorted(groups) if tokens is None or token_of(key) in tokens)
    return Plan(
        partitions=tuple(_partition(key, groups[key], facts) for key in wanted),
        days=placed.days,
        strayed=frozenset(token_of(home.partition) for home in placed.strayed),
    )


def token_of(key: str) -> str:
    """What a partition is found by: its Kyiv date, "undated", or "supply/ITEM"."""
    if key.startswith(SUPPLY):
        return key.rpartition("/")[0]
    return key.partition("/")[2].removesuffix("~")


class _Facts:
    """What partitions are made from; a bundle of arguments."""

    def __init__(
        self, statements: Mapping[str, Statement], reports: Mapping[str, Report], rulings: Rulings, catalog: Catalog
    ) -> None:
        self.statements, self.reports, self.rulings, self.catalog = statements, reports, rulings, catalog


def _partition(key: str, homes: list[Home], facts: _Facts) -> Partition:
    homes = sorted(homes, key=lambda home: home.statement)
    ids = tuple(home.statement for home in homes)
    naming = {d.id: d for key_ in ids for d in facts.rulings.naming.get(key_, ())}
    digest = hashlib.sha256()
    for part in _looked_at(key, homes, facts):
        digest.update(len(part).to_bytes(8, "big") + part)
    for name in sorted(naming):
        digest.update(_encode(naming[name]))
    return Partition(
        key=key,
        statements=ids,
        input_hash=digest.hexdigest(),
        homes=tuple(homes),
        decisions=tuple(sorted(naming)),
    )


def _looked_at(key: str, homes: Sequence[Home], facts: _Facts) -> Iterable[bytes]:
    yield f"{RULES}\0{facts.catalog.hash}\0{key}".encode()
    reports = set()
    for home in homes:
        statement = facts.statements[home.statement]
        yield _encode(statement)
        yield _encode(home)
        reports.add(statement.report)
    for report in sorted(reports & facts.reports.keys()):
        told = facts.reports[report]
        yield _encode((told.id, told.source, told.published, told.language, _fingerprint(told.text)))


@lru_cache(maxsize=65536)
def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _chains(
    homes: Mapping[str, Home], statements: Mapping[str, Statement], reports: Mapping[str, Report]
) -> Iterable[Home]:
    """All homes; those of packages by item, cut where an item was silent for longer than a package lives."""
    items: dict[str, list[tuple[str, Home]]] = {}
    for home in homes.values():
        if home.room != "package":
            yield home
            continue
        report = reports.get(statements[home.statement].report)
        published = report.published if report else None
        items.setdefault(home.day, []).append(((published or UNSAID)[:10], home))
    for item, told in items.items():
        told.sort(key=lambda pair: (pair[0], pair[1].statement))
        start, last = "", ""
        for day, home in told:
            if not start or _gap(last, day) > LIFE:
                start = day
            last = day
            yield moved(home, day=f"{item}/{start}")


def _gap(first: str, last: str) -> int:
    """Days between two dates; a date that is not known is far from every other."""
    if first == last:
        return 0
    if UNSAID in (first, last):
        return LIFE + 1
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
