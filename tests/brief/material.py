"""Builds material for a briefing by hand: a week of reports, statements with true quotes, raids, incidents, packages.

All texts are invented for the tests. Parties are given by code, so that a test may swap them.
"""

from __future__ import annotations

import hashlib
from typing import Any

from msgspec.structs import replace

from firstlight.model import (
    UNKNOWN,
    Aside,
    Assessment,
    Assumption,
    Capture,
    Count,
    Damage,
    Dispute,
    Estimate,
    Harm,
    Incident,
    LedgerState,
    Link,
    Material,
    Meeting,
    NightRow,
    Object,
    Outage,
    Package,
    PackageStep,
    Place,
    Quote,
    Raid,
    RaidLine,
    Rate,
    Refusal,
    Rejection,
    Report,
    Rival,
    Speaker,
    Statement,
    Supply,
    Value,
    Weapon,
    When,
)
from tests.brief.catalogues import swap

START, END = "2024-03-21", "2024-03-28"
GROUP_OF = {"drone": "drone", "cruise_missile": "cruise", "ballistic_missile": "ballistic"}


class World:
    """Collects reports and statements, then everything that is derived from them."""

    def __init__(self, swapped: bool = False, invented: bool = False) -> None:
        self.swapped = swapped
        self.invented = invented
        self.reports: dict[str, Report] = {}
        self.captures: dict[str, Capture] = {}
        self.statements: dict[str, Statement] = {}
        self.raids: list[Raid] = []
        self.incidents: list[Incident] = []
        self.packages: list[Package] = []
        self.disputes: list[Dispute] = []
        self.asides: list[Aside] = []
        self.nights: list[NightRow] = []

    def party(self, text: str) -> str:
        """A text with parties, swapped where the world is."""
        return swap(text) if self.swapped else text

    def report(
        self, source: str, published: str | None, text: str, address: str | None = None, language: str = "en"
    ) -> str:
        """A report in a capture of its own; returns its id, which does not depend on the parties' names."""
        number = len(self.reports) + 1
        sha = hashlib.sha256(f"capture {number}".encode()).hexdigest()
        key = "sha256:" + hashlib.sha256(f"report {number}".encode()).hexdigest()
        source = f"invented-{source}" if self.invented else source
        self.captures[sha] = Capture(
            sha256=sha,
            size=len(text),
            media="text",
            origin=f"report-{number}.txt",
            collected_at="2024-04-01T00:00:00Z",
            collector="test/1",
        )
        self.reports[key] = Report(
            id=key,
            capture=sha,
            locator=None,
            source=self.party(source),
            address=address,
            title=None,
            published=published,
            language=language,
            text=self.party(text),
            view="view/1",
            encoding="utf-8",
        )
        return key

    def say(self, report: str, kind: str, quote: str, count: Count | int | None = None, **more: Any) -> str:
        """A statement whose quote is found in the report's text; returns its id."""
        quote = self.party(quote)
        start = self.reports[report].text.index(quote)
        key = f"s{len(self.statements) + 1:03d}"
        if isinstance(count, int):
            count = Count(low=count, high=count, form="exact")
        self.statements[key] = Statement(
            id=key,
            report=report,
            kind=kind,  # type: ignore[arg-type]
            quote=Quote(text=quote, start=start, end=start + len(quote)),
            count=count,
            reader="test/1",
            **more,
        )
        return key

    def value(
        self, *statements: str, best: int | None = None, rule: str = "single value", rivals: tuple[Rival, ...] = ()
    ) -> Value:
        """The value that statements give: of one statement its count, else `best`."""
        count = self.statements[statements[0]].count
        assert count is not None
        if count.form in ("withheld", "unnumbered"):
            return Value(state=count.form, low=count.low, rule=rule, statements=statements)
        best = best if best is not None else count.low if count.low == count.high else None
        exact = best is not None and not rivals
        lows = [n for n in (best if best is not None else count.low, *(r.low for r in rivals)) if n is not None]
        highs = [n for n in (best, *(r.high for r in rivals)) if n is not None]
        return Value(
            state="known" if best is not None else "bounded",
            low=best if exact else min(lows),
            best=best,
            high=best if exact else (max(highs) if best is not None else count.high),
            rule=rule,
            statements=statements,
            rivals=rivals,
        )

    def raid(
        self, night: str, lines: list[tuple[Weapon, Value, Value]], attacker: str = "SO", target: str = "NO"
    ) -> Raid:
        """A raid with one line a weapon, and the night's row for each line's group."""
        key = f"raid-{len(self.raids) + 1:02d}"
        made = tuple(
            RaidLine(weapon=weapon, group=GROUP_OF[weapon.class_], launched=launched, intercepted=stopped)
            for weapon, launched, stopped in lines
        )
        ids = tuple(k for line in made for value in (line.launched, line.intercepted) for k in value.statements)
        raid = Raid(
            id=key,
            attacker=self.code(attacker),
            target=self.code(target),
            night=night,
            lines=made,
            period=When(start=f"{night}T00:00:00+02:00", end=f"{night}T08:00:00+02:00", precision="part_of_day"),
            links=tuple(Link(statement=k, score=1.0, reason="same night") for k in dict.fromkeys(ids)),
            grade="B2",
        )
        self.raids.append(raid)
        for line in made:
            if attacker != "SO":
                continue  # an assessment speaks of one country under attack
            known = line.launched.best is not None and line.intercepted.best is not None
            self.nights.append(
                NightRow(
                    night=night,
                    group=line.group or "mixed",
                    launched=line.launched,
                    intercepted=line.intercepted,
                    leakers=leakers(line.launched, line.intercepted),
                    rate_ok=known,
                    why_not=None if known else "no launch number",
                    regime="kills-only",
                    raids=(key,),
                )
            )
        return raid

    def code(self, party: str) -> str:
        """A party's code, swapped where the world is."""
        return {"NO": "SO", "SO": "NO"}[party] if self.swapped else party

    def material(self) -> Material:
        """Everything, with rates over the nights that allow one."""
        return Material(
            start=START,
            end=END,
            state=LedgerState(
                raids=tuple(self.raids),
                incidents=tuple(self.incidents),
                packages=tuple(self.packages),
                disputes=tuple(self.disputes),
                asides=tuple(self.asides),
            ),
            statements=dict(self.statements),
            reports=dict(self.reports),
            captures=dict(self.captures),
            assessment=Assessment(
                start=START,
                end=END,
                nights=tuple(self.nights),
                rates=tuple(rates(self.nights, self.invented)),
                left_out=(("no launch number", 2),),
                notes=("Rates pool raid-nights of one group.",),
                assumptions=(Assumption(name="prior of a rate", value="Beta(1, 1)", source="assumed"),),
                seed=20240328,
                data_hash="d" * 64,
                version="0.1.0",
            ),
            rejections=tuple(
                Rejection(
                    report=key, kind="killed", quote=None, reason="count_not_in_quote", detail="two is not twelve"
                )
                for key in list(self.reports)[:1]
            ),
            refusals=(Refusal(stage="collect", item="photo.bin", reason="not_text", detail="not a text"),),
            invented=self.invented,
        )


def leakers(launched: Value, intercepted: Value) -> Value:
    """Launched less intercepted, where both are known."""
    if launched.best is None or intercepted.best is None:
        return UNKNOWN
    best = launched.best - intercepted.best
    both = tuple(dict.fromkeys((*launched.statements, *intercepted.statements)))
    return Value(state="known", low=best, best=best, high=best, rule="difference", statements=both)


def rates(nights: list[NightRow], invented: bool = False) -> list[Rate]:
    """A made-up interval around the plain share of each group."""
    found = []
    for group in ("drone", "cruise", "ballistic"):
        rows = [row for row in nights if row.group == group and row.rate_ok]
        fired = sum(row.launched.best or 0 for row in rows)
        stopped = sum(row.intercepted.best or 0 for row in rows)
        if rows and fired:
            share = stopped / fired
            estimate = Estimate(
                low=max(0.0, share - 0.1),
                best=share,
                high=min(1.0, share + 0.07),
                method="beta-binomial",
                invented=invented,
            )
            found.append(
                Rate(
                    group=group,
                    raids=len(rows),
                    launched=fired,
                    intercepted=stopped,
                    rate=estimate,
                    per_munition=estimate,
                    rho=None,
                    nights=tuple(row.night for row in rows),
                    statements=tuple(dict.fromkeys(k for row in rows for k in row.launched.statements)),
                )
            )
    return found


def place(name: str, kind: str = "settlement", **more: Any) -> Place:
    """A place by name."""
    return Place(name=name, kind=kind, **more)  # type: ignore[arg-type]


def weapon(model: str | None = None, class_: str = "drone", *bundle: str) -> Weapon:
    """A weapon of a model, a class, or a bundle of models."""
    return Weapon(class_=class_, model=model, models=bundle)


def exact(low: int | None, high: int | None, form: str) -> Count:
    """A count of any form."""
    return Count(low=low, high=high, form=form)  # type: ignore[arg-type]


__all__ = [
    "END",
    "START",
    "UNKNOWN",
    "Aside",
    "Damage",
    "Dispute",
    "Harm",
    "Incident",
    "Link",
    "Meeting",
    "Object",
    "Outage",
    "Package",
    "PackageStep",
    "Rival",
    "Speaker",
    "Supply",
    "Value",
    "World",
    "exact",
    "place",
    "replace",
    "weapon",
]
