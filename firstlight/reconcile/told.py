"""One statement with everything that the rules weigh, and the ids that the ledger gives to what it derives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from firstlight.catalog import Catalog
from firstlight.model import Count, Decision, Link, Record, Report, Statement, When
from firstlight.reconcile.copies import Text, originals
from firstlight.reconcile.decided import effective, rule
from firstlight.reconcile.homes import Home
from firstlight.reconcile.partition import Partition
from firstlight.reconcile.sides import OWN_FORCES, spot, targets
from firstlight.reconcile.spans import Span, said, span
from firstlight.reconcile.values import Claim
from firstlight.reconcile.voices import MEDIA, Voice, authority, voice

AIR_KINDS = frozenset({"launched", "intercepted", "airborne", "left", "hit", "debris"})
AUTHORITIES = OWN_FORCES | {"monitor"}  # whose own report is their word, whoever gave the same numbers before
CERTAINTY = {"stated": 2, "reported": 1, "possible": 0, "denied": 0}


class Told(Record, frozen=True, kw_only=True):
    """A statement in its partition: who says it, when it was published, whether an analyst accepted it."""

    statement: Statement
    home: Home
    voice: Voice  # of a copy, that of its original
    source: str
    published: str | None
    said: str  # the same as an instant in UTC; of a copy, when its original was published
    accepted: bool = False

    @property
    def entity(self) -> str:
        """Whose figure it is, after copies are folded into their original."""
        return self.voice.entity

    @property
    def order(self) -> tuple[str, str, str]:
        """Publication, then report, then statement: what "later" means."""
        return self.said, self.statement.report, self.statement.id

    @property
    def window(self) -> Span | None:
        """The declared window; None for a floating statement, whose window is not one of the attack."""
        when = self.statement.when
        return None if when is None or self.home.floating else span(when)


class Scene(Record, frozen=True, kw_only=True):
    """What all statements of one partition share."""

    attacker: str
    day: str
    told: tuple[Told, ...]


def tell(
    partition: Partition,
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    decisions: Sequence[Decision],
    catalog: Catalog,
) -> list[Told]:
    """The statements of a partition, in the order of their publication. Statements without a report are left out."""
    wanted = set(partition.decisions)
    rulings = rule([d for d in decisions if d.id in wanted] if wanted else ())
    homes = {home.statement: home for home in partition.homes}
    current = {key: effective(statements[key], rulings) for key in partition.statements}
    told = [s for s in current.values() if s.report in reports]
    voices = {s.id: voice(s, reports[s.report], catalog) for s in told}
    same = originals(_texts([s for s in told if not voices[s.id].dataset], reports, catalog))
    spoken = {(s.report, *_figure(s)) for s in told}
    made = []
    for statement in told:
        report = reports[statement.report]
        first = same.get(report.id, report)
        if (first.id, *_figure(statement)) not in spoken:
            first = report  # the words are another's, the number is not: it is its own
        speaking = voices[statement.id]
        if statement.speaker is None and first is not report:
            speaking = msgspec.structs.replace(voice(statement, first, catalog), direct=False)
        made.append(
            Told(
                statement=statement,
                home=homes[statement.id],
                voice=speaking,
                source=report.source,
                published=report.published,
                said=said(first.published),
                accepted=statement.id in rulings.accepted,
            )
        )
    return sorted(made, key=lambda t: t.order)


def _texts(told: Sequence[Statement], reports: Mapping[str, Report], catalog: Catalog) -> list[Text]:
    """The reports of some statements, each with the places that they name in it."""
    places: dict[str, set[str]] = {}
    for statement in told:
        places.setdefault(statement.report, set()).update(spot(place) for place in targets(statement))
    made = []
    for key, named in places.items():
        entry = catalog.source(reports[key].source)
        own = entry is not None and entry.kind in AUTHORITIES
        made.append(Text(report=reports[key], places=frozenset(named), own=own))
    return made


def _figure(statement: Statement) -> tuple[object, ...]:
    """What is counted and how many: what a copy has in common with its original."""
    return statement.kind, statement.how, statement.group, statement.utility, statement.count


def claim(told: Told, count: Count, *, part: bool = False) -> Claim:
    """What a statement says of one number."""
    return Claim(
        statement=told.statement.id,
        low=count.low,
        high=count.high,
        form=count.form,
        entity=told.entity,
        publisher=told.source,
        authority=authority(told.voice, told.statement.kind in AIR_KINDS, told.home.attacker),
        certainty=CERTAINTY[told.statement.certainty] + (told.voice.kind == "monitor"),
        accepted=told.accepted,
        direct=told.voice.direct,
        part=part,
        said=told.said,
        report=told.statement.report,
    )


def link(told: Told) -> Link:
    """Why a statement belongs where it is."""
    return Link(statement=told.statement.id, score=told.home.score, reason=told.home.reason)


def sources(told: Iterable[Told]) -> tuple[str, ...]:
    """The independent origins behind statements, sorted."""
    return tuple(sorted({one.entity for one in told}))


def figures_of(told: Sequence[Told], against: Collection[str] = ()) -> tuple[str, ...]:
    """The independent origins of counts of weapons: a newsroom that gives the entitled publisher's number without
    saying whose it is retells it, unless its number contradicts (`against`)."""
    counted = [one for one in told if _entitled(one) or one.statement.id in against]
    return sources(counted if any(_entitled(one) for one in counted) else told)


def _entitled(told: Told) -> bool:
    return authority(told.voice, True, told.home.attacker) > MEDIA


def hull(told: Iterable[Told]) -> When | None:
    """From the earliest beginning to the latest end of the declared windows; None where none is declared."""
    spans = [(one.window, one.statement.when) for one in told]
    dated = [(window, when) for window, when in spans if window is not None and when is not None]
    if not dated:
        return None
    precise = [pair for pair in dated if pair[0].slot not in ("whole", "week")] or dated
    first = min(precise, key=lambda pair: (pair[0].start, pair[1].start))
    last = max(precise, key=lambda pair: (pair[0].end, pair[1].end))
    return When(start=first[1].start, end=last[1].end, precision=first[1].precision)
