"""No time is shifted: whatever zone a report's time was told in, what is kept is that instant, also when clocks change.

The oracle counts seconds since 1970 with the standard library alone and knows nothing of firstlight.when.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from firstlight import when
from firstlight.pipeline import Ledger

SEED = 27
ZONES = ("Europe/Kyiv", "Europe/Moscow", "Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Chatham", "UTC")
CHANGES = [  # instants at which clocks change in Kyiv, London or New York
    datetime(2022, 3, 27, 1, tzinfo=UTC), datetime(2022, 10, 30, 1, tzinfo=UTC), datetime(2023, 3, 26, 1, tzinfo=UTC),
    datetime(2023, 10, 29, 1, tzinfo=UTC), datetime(2024, 3, 10, 7, tzinfo=UTC), datetime(2024, 3, 31, 1, tzinfo=UTC),
    datetime(2024, 10, 27, 1, tzinfo=UTC), datetime(2024, 11, 3, 6, tzinfo=UTC), datetime(2025, 3, 30, 1, tzinfo=UTC),
    datetime(2025, 10, 26, 1, tzinfo=UTC),
]  # fmt: skip


def instants(number: int, seed: int) -> list[datetime]:
    """Instants in UTC, to the minute: half of them within two hours of a change of clocks."""
    drawn = np.random.default_rng(seed)
    near = [CHANGES[int(drawn.integers(0, len(CHANGES)))] for _ in range(number // 2)]
    found = [moment + timedelta(minutes=int(drawn.integers(-120, 121))) for moment in near]
    first = datetime(2022, 2, 24, tzinfo=UTC)
    return found + [first + timedelta(minutes=int(drawn.integers(0, 1_900_000))) for _ in range(number - len(found))]


def _shifted(number: int, seed: int) -> list[str]:
    """Times told with an offset, without one, and as dates, that do not come back as the instant they were."""
    wrong = []
    for at, moment in enumerate(instants(number, seed)):
        zone = ZoneInfo(ZONES[at % len(ZONES)])
        local = moment.astimezone(zone)
        told = local.isoformat()  # with its offset
        parsed = when.parse_instant(told)
        kept = when.published_interval(told)
        bare = when.parse_instant(local.replace(tzinfo=None).isoformat(), zone)
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        first = local.replace(fold=0).astimezone(UTC)  # of an hour shown twice the first is taken
        checks = {
            "with offset": parsed == moment and parsed.timestamp() == moment.timestamp(),
            "as interval": kept.start == moment and kept.end - kept.start == timedelta(minutes=1),
            "offset kept": when.parse_instant(kept.iso()[0]) == moment,
            "on Kyiv's clock": kept.start.replace(tzinfo=None)
            == moment.astimezone(ZoneInfo("Europe/Kyiv")).replace(tzinfo=None),
            "without offset": bare.astimezone(UTC) == (first if twice else moment),
            "date": when.kyiv_date(moment) == moment.astimezone(ZoneInfo("Europe/Kyiv")).date(),
            "day holds it": when.contains(when.days(when.kyiv_date(moment), when.kyiv_date(moment)), moment),
        }
        wrong += [f"{told} in {zone.key}: {name}" for name, right in checks.items() if not right]
    return wrong


def test_no_time_is_shifted() -> None:
    """1,000 times in seven zones, half of them beside a change of clocks: none is shifted."""
    assert _shifted(1000, SEED) == []


@pytest.mark.release
def test_no_time_of_many_is_shifted() -> None:
    """The same for 50,000 times."""
    assert _shifted(50_000, SEED + 1) == []


def test_times_of_an_export_are_those_of_its_messages(tmp_path: Path) -> None:
    """In an export whose clock times are those of another zone, the count of seconds decides, whatever the clock says;
    a time of editing never moves a message."""
    moments = sorted(set(instants(200, SEED + 2)))
    messages = [
        {
            "id": number,
            "type": "message",
            "date": moment.astimezone(timezone(timedelta(hours=number % 25 - 12))).strftime("%Y-%m-%dT%H:%M:%S"),
            "date_unixtime": str(int(moment.timestamp())),
            "edited": "2030-01-01T00:00:00",
            "edited_unixtime": "1893456000",
            "text": f"Message {number}: {number + 1} drones were shot down.",
        }
        for number, moment in enumerate(moments, start=1)
    ]
    export = {"name": "A council", "type": "public_channel", "id": 7, "messages": messages}
    (tmp_path / "result.json").write_text(json.dumps(export), "utf-8")
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.collect([str(tmp_path / "result.json")])
        found = {report.text.split(":")[0]: report.published for report in ledger._store().reports().values()}
    assert len(found) == len(moments)
    for number, moment in enumerate(moments, start=1):
        published = found[f"Message {number}"]
        assert published is not None and datetime.fromisoformat(published) == moment, number


@pytest.mark.parametrize("change", CHANGES)
def test_nights_across_a_change_of_clocks_meet(change: datetime) -> None:
    """Days beside a change of clocks follow each other without gap or overlap, and each night is within two of them."""
    middle = when.kyiv_date(change)
    around = [middle + timedelta(days=step) for step in range(-2, 3)]
    spans = [when.days(day, day) for day in around]
    assert all(one.end == other.start for one, other in pairwise(spans))
    for day in around[1:]:
        both = when.days(day - timedelta(days=1), day)
        assert when.contains(both, when.night(day)) and when.night_of(when.night(day)) == day
