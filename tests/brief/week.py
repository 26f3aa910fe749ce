"""One invented week: six raids by Southland, one by Northland, a silent night, a dispute, a total, a hostile report."""

from __future__ import annotations

from tests.brief.material import (
    UNKNOWN,
    Aside,
    Damage,
    Dispute,
    Harm,
    Incident,
    Link,
    Meeting,
    Object,
    Outage,
    Package,
    PackageStep,
    Rival,
    Speaker,
    Supply,
    Value,
    World,
    exact,
    place,
    weapon,
)

AIR = Speaker(name="Northland Air Force", kind="military")
PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(2)>"
VICTIM = "Marko Zhytenko"


def week(swapped: bool = False, invented: bool = False, both_sides: bool = True) -> World:
    """The world of the tests."""
    world = World(swapped, invented)
    _raids(world)
    if both_sides:
        _other_side(world)
    _incidents(world)
    _aid(world)
    return world


def _raids(world: World) -> None:
    air = Speaker(name=world.party("Northland Air Force"), kind="military")
    drone, cruise, ballistic = (
        weapon("zq-7"),
        weapon(None, "cruise_missile", "vk-101", "vk-555"),
        weapon("is-9", "ballistic_missile"),
    )
    told = {
        "2024-03-21": [(drone, 31, 29), (cruise, 29, 29), (ballistic, 2, 2)],
        "2024-03-22": [(drone, 63, 55), (cruise, 40, 35), (ballistic, 19, 0)],
        "2024-03-23": [(drone, 34, 31)],
        "2024-03-25": [(drone, 9, 8), (ballistic, 2, 2)],
        "2024-03-27": [(drone, 13, 10)],
        "2024-03-28": [(drone, 28, 26), (cruise, 3, 0)],
    }
    for night, lines in told.items():
        pieces = [
            f"{stopped} of {fired} {line.class_.replace('_', ' ')}s were shot down over the country"
            for line, fired, stopped in lines
        ]
        said = "; ".join(pieces)
        text = f"Overnight Southland attacked. The Air Force of Northland said that {said}. Work went on all night."
        extra = (
            " Missiles of other types were used as well; their number is not given." if night == "2024-03-23" else ""
        )
        extra += " The number of ballistic missiles is withheld." if night == "2024-03-27" else ""
        report = world.report("north-air", f"{night}T08:30:00+02:00", text + extra, f"https://example.org/air/{night}")
        made = []
        for (line, fired, stopped), piece in zip(lines, pieces, strict=True):
            down = world.say(
                report, "intercepted", piece, stopped, of=exact(fired, fired, "exact"), weapon=line, speaker=air
            )
            up = world.say(report, "launched", piece, fired, weapon=line, speaker=air)
            made.append((line, world.value(up), world.value(down)))
        if night == "2024-03-23":
            some = world.say(
                report,
                "launched",
                "Missiles of other types were used",
                exact(1, None, "unnumbered"),
                weapon=cruise,
                speaker=air,
            )
            made.append((cruise, world.value(some), UNKNOWN))
        if night == "2024-03-27":
            none = world.say(
                report,
                "launched",
                "The number of ballistic missiles is withheld",
                exact(None, None, "withheld"),
                weapon=ballistic,
                speaker=air,
            )
            made.append((ballistic, world.value(none), UNKNOWN))
        world.raid(night, made)
    _dispute(world)


def _dispute(world: World) -> None:
    """A newspaper gives another number for the last night."""
    paper = world.report(
        "daily",
        "2024-03-28",
        f"Courier: {PAYLOAD} as many as 30 drones flew in the last night, the paper reports & others < deny.",
        "javascript:alert(3)",
    )
    other = world.say(
        paper, "launched", f"{PAYLOAD} as many as 30 drones", 30, weapon=weapon("zq-7"), certainty="reported"
    )
    row = next(row for row in world.nights if row.night == "2024-03-28" and row.group == "drone")
    said = row.launched.statements
    world.disputes.append(
        Dispute(
            about="raid-06",
            what="launched drone",
            values=(
                Rival(low=28, high=28, statements=said, reason="the side that counts launches"),
                Rival(low=30, high=30, statements=(other,), reason="a newspaper"),
            ),
            chosen="28 was chosen over 30: the source that counts launches, heard on 2024-03-28, goes before a paper",
        )
    )


def _other_side(world: World) -> None:
    """Northland sends drones at Southland; Southland's air force tells of it."""
    south = Speaker(name=world.party("Southland Air Force"), kind="military")
    text = "The Air Force of Southland said that 12 of 17 drones sent by Northland were shot down during the night."
    report = world.report("south-air", "2024-03-26T09:00:00+03:00", text, "https://example.net/briefing")
    quote = "12 of 17 drones sent by Northland were shot down"
    down = world.say(report, "intercepted", quote, 12, of=exact(17, 17, "exact"), weapon=weapon(), speaker=south)
    up = world.say(report, "launched", quote, 17, weapon=weapon(), speaker=south)
    world.raid("2024-03-26", [(weapon(), world.value(up), world.value(down))], attacker="NO", target="SO")


def _incidents(world: World) -> None:
    governor = Speaker(name="regional governor", kind="local_authority")
    text = (
        "Уночі було атаковано Дубове. За словами голови області, загинули 3 людини, ще 19 дістали поранень, "
        "серед них 2 дитини. "
        f"Серед загиблих {VICTIM}, учитель; телефон родини +380 44 000 00 00. Пошкоджено школу та 14 будинків."
    )
    report = world.report("region", "2024-03-22T11:00:00+02:00", text, "https://example.org/region/7", language="uk")
    early = world.report(
        "daily", "2024-03-22T07:00:00+02:00", "At least 1 person was killed in Dubove, the paper wrote early on."
    )
    first = world.say(early, "killed", "At least 1 person was killed", exact(1, None, "at_least"))
    killed = world.say(report, "killed", "загинули 3 людини", 3, speaker=governor)
    hurt = world.say(report, "injured", "ще 19 дістали поранень", 19, speaker=governor)
    child = world.say(report, "injured", "серед них 2 дитини", 2, group="child", speaker=governor)
    school = world.say(report, "damaged", "Пошкоджено школу", speaker=governor)
    houses = world.say(report, "damaged", "14 будинків", 14, speaker=governor)
    rival = Rival(low=1, high=None, statements=(first,), reason="an earlier report; the toll rose")
    world.incidents.append(
        Incident(
            id="inc-1",
            attacker=world.code("SO"),
            day="2024-03-22",
            period=None,
            place=place("Dubove"),
            raid="raid-02",
            harm=(
                Harm(
                    kind="killed",
                    group=None,
                    count=Value(
                        state="known",
                        low=3,
                        best=3,
                        high=3,
                        rule="newest report of the authority",
                        statements=(killed,),
                        rivals=(rival,),
                    ),
                    history=(
                        ("2024-03-22T07:00:00+02:00", 1, None, first),
                        ("2024-03-22T11:00:00+02:00", 3, 3, killed),
                    ),
                ),
                Harm(kind="injured", group=None, count=world.value(hurt)),
                Harm(kind="injured", group="child", count=world.value(child)),
            ),
            damage=(
                Damage(object=Object(class_="school", protection="education"), count=UNKNOWN, statements=(school,)),
                Damage(object=Object(class_="house"), count=world.value(houses), statements=(houses,)),
            ),
            links=tuple(
                Link(statement=key, score=1.0, reason="same place and day")
                for key in (first, killed, hurt, child, school, houses)
            ),
            grade="B2",
        )
    )
    _more_incidents(world)


def _more_incidents(world: World) -> None:
    witness = Speaker(name="Olha Secret", kind="witness")
    text = (
        "A dam at Vysoke was hit on Friday, a resident said; power failed for 53000 consumers. "
        "Across the country 5 people were killed "
        "and 28 injured over the past day, the emergency service said. Last year an attack on Dubove killed 6 people."
    )
    report = world.report("daily", "2024-03-23", text, "https://example.org/courier?id=1&x=2")
    found = Object(class_="energy", name="Vysoke dam No. 2", state="destroyed", protection="dam_or_nuclear")
    dam = world.say(report, "damaged", "A dam at Vysoke was hit on Friday", object=found, speaker=witness)
    power = world.say(report, "outage", "power failed for 53000 consumers", 53000)
    rescue = Speaker(name="emergency service", kind="emergency_service")
    killed = world.say(report, "killed", "5 people were killed", 5, speaker=rescue)
    hurt = world.say(report, "injured", "28 injured over the past day", 28, speaker=rescue)
    old = world.say(report, "killed", "Last year an attack on Dubove killed 6 people", 6, background=True)
    lost = world.say(report, "struck", "A dam at Vysoke was hit", speaker=witness)
    world.asides.append(Aside(statement=lost, reason="cannot_be_placed"))
    links = {key: (Link(statement=key, score=1.0, reason="same day"),) for key in (dam, killed, old)}
    world.incidents += [
        Incident(
            id="inc-2",
            attacker=None,
            day="2024-03-22",
            period=None,
            place=place("Vysoke"),
            raid=None,
            grade="C3",
            links=links[dam],
            damage=(Damage(object=found, count=UNKNOWN, statements=(dam,)),),
            outages=(Outage(utility="power", count=world.value(power), unit="consumers", statements=(power,)),),
        ),
        Incident(
            id="inc-3",
            attacker=None,
            day="2024-03-22",
            period=None,
            place=place(world.code("NO"), "country"),
            raid=None,
            total=True,
            harm=(
                Harm(kind="killed", group=None, count=world.value(killed)),
                Harm(kind="injured", group=None, count=world.value(hurt)),
            ),
            links=links[killed],
            grade="B3",
        ),
        Incident(
            id="inc-4",
            attacker=None,
            day="2023-03-22",
            period=None,
            place=place("Dubove"),
            raid=None,
            background=True,
            harm=(Harm(kind="killed", group=None, count=world.value(old)),),
            links=links[old],
            grade="C3",
        ),
    ]


def _aid(world: World) -> None:
    text = (
        "The council of allies met on 28 March at ambassadors level. The minister asked for 7 more Shield-3 systems, "
        "said the mission. "
        "Lance missiles promised earlier are stalled in parliament. Ammunition is short. "
        "Crews were moved to shelters and repairs began."
    )
    report = world.report("daily", "2024-03-28T16:00:00+02:00", text, "http://example.org/council")
    chain = Speaker(name="minister < mission", kind="official")
    ask = world.say(
        report,
        "supply",
        "asked for 7 more Shield-3 systems",
        7,
        supply=Supply(item="shield-3", status="requested"),
        speaker=chain,
    )
    stall = world.say(
        report,
        "supply",
        "Lance missiles promised earlier are stalled",
        supply=Supply(item="lance", status="stalled", donor=("US",)),
    )
    short = world.say(report, "shortage", "Ammunition is short", supply=Supply(item="ammunition"))
    world.say(
        report,
        "meeting",
        "The council of allies met",
        meeting=Meeting(body="Council of Allies", level="ambassadors", convener=world.code("NO")),
    )
    world.say(report, "response", "repairs began", speaker=chain)
    _packages(world, ask, stall, short)


def _packages(world: World, ask: str, stall: str, short: str) -> None:
    day = "2024-03-28"
    world.packages += [
        Package(
            id="pkg-1",
            item="shield-3",
            donor=(),
            recipient=(world.code("NO"),),
            quantity=world.value(ask),
            latest="requested",
            steps=(PackageStep(status="requested", said=day, statement=ask),),
        ),
        Package(
            id="pkg-2",
            item="lance",
            donor=("US",),
            recipient=(),
            quantity=UNKNOWN,
            latest="stalled",
            steps=(PackageStep(status="stalled", said=day, statement=stall),),
        ),
        Package(
            id="pkg-3",
            item="ammunition",
            donor=(),
            recipient=(),
            quantity=UNKNOWN,
            latest=None,
            steps=(PackageStep(status=None, said=day, statement=short),),
        ),
    ]
