"""An invented week in which everything is long: many incidents, packages, gaps, options, and names that fill a line."""

from __future__ import annotations

from firstlight.model import Material
from tests.brief.ahead import looking_ahead, looking_back
from tests.brief.material import (
    Damage,
    Harm,
    Incident,
    Link,
    Object,
    Outage,
    Package,
    PackageStep,
    Speaker,
    Supply,
    World,
    exact,
    place,
    replace,
    weapon,
)
from tests.brief.week import week

GOVERNOR = Speaker(name="head of the regional military administration of the Upper Lakes", kind="local_authority")
LONG = "The Upper Lakes and Lower Marshes urban community, Old Northern district"
THINGS = ("apartment_building", "school", "hospital", "critical_infrastructure", "energy", "culture")
STEPS = ("requested", "pledged", "approved", "delivered", "stalled")


def heavy() -> Material:
    """A week of which far more is told than two pages hold."""
    world = week()
    for number in range(24):
        _incident(world, number)
    for number in range(10):
        _package(world, number)
    _nights(world)
    made = looking_ahead(looking_back(world.material()))
    stocks, options = made.assessment.stocks, made.assessment.options
    assert stocks is not None and options is not None
    runs = tuple(
        replace(stocks.run_outs[0], interceptor=f"lance-{n}", title=f"Lance of the extended series, block {n}")
        for n in range(7)
    )
    asked = tuple(
        replace(options.options[0], id=f"more-{n}", title=f"32 Lance of the extended series, block {n}")
        for n in range(6)
    )
    options = replace(options, options=(*options.options, *asked))
    assessment = replace(made.assessment, stocks=replace(stocks, run_outs=runs), options=options)
    refusals = tuple(
        replace(made.refusals[0], item=f"photo-{n}.bin", reason=reason)
        for n in range(20)
        for reason in ("not_text", "empty", "service_message")
    )
    return replace(made, assessment=assessment, refusals=refusals, own="What the analyst adds, in plain words. " * 17)


def _incident(world: World, number: int) -> None:
    day = f"2024-03-{22 + number % 7}"
    words = [f"{3 + number} people were killed, {40 + number} injured, among them {2 + number} children"]
    words += [f"{5 + number} of the {kind} were damaged" for kind in THINGS]
    words += [f"power failed for {51_000 + number} consumers"]
    report = world.report("region", f"{day}T11:00:00+02:00", "; ".join(words) + ".", f"https://example.org/{number}")
    killed = world.say(report, "killed", f"{3 + number} people were killed", 3 + number, speaker=GOVERNOR)
    hurt = world.say(report, "injured", f"{40 + number} injured", 40 + number, speaker=GOVERNOR)
    child = world.say(report, "injured", f"{2 + number} children", 2 + number, group="child", speaker=GOVERNOR)
    lost = [
        (kind, world.say(report, "damaged", f"{5 + number} of the {kind}", 5 + number, speaker=GOVERNOR))
        for kind in THINGS
    ]
    dark = world.say(report, "outage", words[-1], 51_000 + number, speaker=GOVERNOR)
    protection = {"school": "education", "hospital": "medical", "culture": "cultural"}
    world.incidents.append(
        Incident(
            id=f"heavy-{number}",
            attacker=world.code("SO"),
            day=day,
            period=None,
            place=place(f"{LONG} {number}", lat=46.0 + number / 5, lon=24.0 + number / 2),
            raid=None,
            total=number % 4 == 3,
            harm=(
                Harm(kind="killed", group=None, count=world.value(killed)),
                Harm(kind="injured", group=None, count=world.value(hurt)),
                Harm(kind="injured", group="child", count=world.value(child)),
            ),
            damage=tuple(
                Damage(
                    object=Object(class_=kind, protection=protection.get(kind)),  # type: ignore[arg-type]
                    count=world.value(key),
                    statements=(key,),
                )
                for kind, key in lost
            ),
            outages=(Outage(utility="power", count=world.value(dark), unit="consumers", statements=(dark,)),),
            links=tuple(Link(statement=k, score=1.0, reason="same place") for k in (killed, hurt, child, dark)),
            grade="B2",
        )
    )


def _package(world: World, number: int) -> None:
    steps = []
    for at, status in enumerate(STEPS):
        day = f"2024-03-{22 + at}"
        text = f"The ministry of defence said that {7 + number} Shield-3 systems were {status}, lot {number}."
        report = world.report("daily", f"{day}T16:00:00+02:00", text, f"http://example.org/{number}/{at}")
        key = world.say(
            report, "supply", f"{7 + number} Shield-3 systems", 7 + number,
            supply=Supply(item="shield-3", status=status),  # type: ignore[arg-type]
            speaker=Speaker(name="ministry of defence and its council of industry", kind="official"),
        )  # fmt: skip
        steps.append(PackageStep(status=status, said=day, statement=key))  # type: ignore[arg-type]
    world.packages.append(
        Package(
            id=f"heavy-{number}",
            item="shield-3",
            donor=("US", "DE", "GB"),
            recipient=(world.code("NO"),),
            quantity=world.value(steps[0].statement),
            latest="stalled",
            steps=tuple(steps),
        )
    )


def _nights(world: World) -> None:
    """Numbers that are bounds, withheld and not given, told by several speakers."""
    for number, night in enumerate(("2024-03-22", "2024-03-25", "2024-03-27")):
        text = f"Over the south at least {4 + number} cruise missiles were launched; of others no number is given."
        report = world.report("daily", f"{night}T09:00:00+02:00", text)
        kind, speaker = weapon("vk-101", "cruise_missile"), Speaker(name=f"Courier of {night}", kind="media")
        quote = f"at least {4 + number} cruise missiles were launched"
        up = world.say(report, "launched", quote, exact(4 + number, None, "at_least"), weapon=kind, speaker=speaker)
        none = world.say(
            report, "launched", "no number is given", exact(None, None, "withheld"), weapon=kind, speaker=speaker
        )
        world.raid(night, [(kind, world.value(up), world.value(none))])
