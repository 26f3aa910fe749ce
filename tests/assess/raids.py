"""Small invented raids for the tests of this room."""

from __future__ import annotations

from typing import Any

from firstlight.catalog import catalog
from firstlight.model import UNKNOWN, Raid, RaidLine, Value, Weapon, When


def known(number: int, *statements: str) -> Value:
    """A number that is told exactly."""
    return Value(state="known", low=number, best=number, high=number, rule="told", statements=statements)


WITHHELD = Value(state="withheld")


def weapon(*models: str, class_: str | None = None) -> Weapon:
    """A weapon of some models, or of a class alone."""
    kind = class_ or catalog().weapons[models[0]].class_
    return Weapon(class_=kind, model=models[0] if len(models) == 1 else None, models=models)


def line(what: Weapon, launched: Value = UNKNOWN, intercepted: Value = UNKNOWN, **more: Any) -> RaidLine:
    """A raid line, its group as the catalogue has it."""
    entries = [catalog().weapons[model] for model in what.models] or [catalog().classes[what.class_]]
    groups = {entry.group for entry in entries}
    return RaidLine(
        weapon=what,
        group=groups.pop() if len(groups) == 1 else None,
        launched=launched,
        intercepted=intercepted,
        **more,
    )


def raid(night: str, *lines: RaidLine, name: str = "", **more: Any) -> Raid:
    """A raid that ends on the morning of `night`."""
    return Raid(
        id=f"raid:{night}:{name}",
        attacker="RU",
        target=more.pop("target", "UA"),
        night=night,
        period=When(start=f"{night}T00:00:00+02:00", end=f"{night}T08:00:00+02:00", precision="hour"),
        lines=lines,
        **more,
    )
