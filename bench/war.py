"""An invented war as long as the public record: what is assessed where the table is not at hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from firstlight.model import Raid, RaidLine, Value, Weapon, When
from firstlight.when import night

FIRST, NIGHTS = date(2031, 1, 1), 1250
# model, class, group, share of nights with any, how many then on average, share stopped
KINDS = (
    ("shahed", "drone", "drone", 0.95, 70.0, 0.85),
    ("kh-101", "cruise_missile", "cruise", 0.25, 15.0, 0.78),
    ("iskander-m", "ballistic_missile", "ballistic", 0.3, 3.0, 0.25),
    ("kh-22", "cruise_missile", "supersonic", 0.05, 4.0, 0.12),
    ("kh-31", "anti_radiation_missile", "anti_radiation", 0.05, 2.0, 0.2),
    ("s-300", "ballistic_missile", "sam_ground", 0.1, 4.0, 0.01),
)


def long_war() -> tuple[Raid, ...]:
    """A raid a night, INVENTED; the same every time."""
    rng = np.random.default_rng(1)
    return tuple(_raid(FIRST + timedelta(days=day), rng) for day in range(NIGHTS))


def _raid(day: date, rng: np.random.Generator) -> Raid:
    lines = []
    for model, class_, group, some, many, stopped in KINDS:
        launched = int(rng.poisson(rng.gamma(2, many / 2))) if rng.random() < some else 0
        if launched:
            lines.append(
                RaidLine(
                    weapon=Weapon(class_=class_, model=model, models=(model,)),
                    group=group,
                    launched=_known(launched),
                    intercepted=_known(int(rng.binomial(launched, stopped))),
                )
            )
    start, end, precision = night(day).iso()
    return Raid(
        id=f"raid:{day}",
        attacker="RU",
        target="UA",
        night=day.isoformat(),
        period=When(start=start, end=end, precision=precision),
        lines=tuple(lines),
        sources=("invented-air-force",),
    )


def _known(number: int) -> Value:
    return Value(state="known", low=number, best=number, high=number, rule="told")
