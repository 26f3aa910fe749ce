"""From the ledger to what may be public: rule by rule, field by field; what is kept back is counted with its reason."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta
from functools import cached_property

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import LicenceError
from firstlight.model import Incident, LedgerState, Material, Raid, Report, Value, Weapon
from firstlight.publish.public import (
    AUDIENCE,
    Attack,
    Event,
    Hurt,
    Kept,
    Line,
    Number,
    PublicRecord,
    Share,
    Source,
    Touched,
)
from firstlight.publish.rules import Rule, Ruling, due, rules_of, ruling
from firstlight.when import KYIV

UNNAMED = frozenset(("witness", "other", "invented"))  # kinds of publishers that are not named in public
PLACE_DECIMALS = 2  # about 1.1 km
GROUPS = frozenset(("child", "rescuer", "medic"))


class Redactor:
    """Turns one ledger's material into its public record; `now` is the instant up to which things are due.

    invented: whether a report's source is an invented one.
    """

    def __init__(self, material: Material, catalog: Catalog, now: str, invented: Callable[[Report], bool]) -> None:
        self.material, self.catalog, self.now = material, catalog, now
        self.rules: Sequence[Rule] = rules_of(catalog)
        self.invented = {key for key, report in material.reports.items() if invented(report)}
        self.disputed = {(dispute.about, dispute.what) for dispute in material.state.disputes}
        self.kept: Counter[tuple[str, str]] = Counter()
        self.used: set[str] = set()  # ids of sources that stand behind a public figure

    def record(self, use: str, version: str) -> PublicRecord:
        """The public record without its corrections; LicenceError where a source's licence forbids the stated use."""
        state = self.material.state
        attacks = [made for raid in state.raids if (made := self.attack(raid)) is not None]
        events = [found for incident in state.incidents if (found := self.event(incident)) is not None]
        shares = self._shares(state)
        self._licences(use)
        return PublicRecord(
            audience=AUDIENCE,
            as_of=self.now,
            use=use,
            version=version,
            rules=rules_hash(self.rules),
            invented=any(item.invented for item in attacks) or any(item.invented for item in events),
            attacks=tuple(sorted(attacks, key=lambda item: (item.night, item.id), reverse=True)),
            events=tuple(sorted(events, key=lambda item: (item.day, item.id), reverse=True)),
            shares=shares,
            kept=tuple(
                Kept(what=what, reason=reason, number=number) for (what, reason), number in sorted(self.kept.items())
            ),
            changes=(),
        )

    def attack(self, raid: Raid) -> Attack | None:
        """An attack with its national lines, None while it is not due or has no line that may be shown."""
        ruled = self._raid_ruling(raid)
        if not due(ruled, self.now):
            self._keep("attack", "not due yet")
            return None
        lines = tuple(
            Line(
                weapon=line.weapon.class_,
                model=line.weapon.model or "",
                group=line.group or "",
                launched=self._number(line.launched, (raid.id, f"launched {_weapon(line.weapon)}")),
                intercepted=self._number(line.intercepted, (raid.id, f"intercepted {_weapon(line.weapon)}")),
                total=line.total,
            )
            for line in raid.lines
            if line.launched.state != "unknown" or line.intercepted.state != "unknown"
        )
        if not lines:
            self._keep("attack", "nothing in it may be shown")
            return None
        return Attack(
            id=raid.id,
            attacker=raid.attacker,
            target=raid.target,
            night=raid.night,
            start=raid.period.start,
            end=raid.period.end,
            grade=raid.grade,
            lines=lines,
            related=tuple(sorted(other for _, other in raid.relations)),
            aliases=raid.aliases,
            invented=self._invented(link.statement for link in raid.links),
            rules=ruled.rules,
        )

    def _raid_ruling(self, raid: Raid) -> Ruling:
        return ruling("raids", "*", raid.period.end, (), self.rules)

    def event(self, incident: Incident) -> Event | None:
        """A place struck, None while any part of it is not due, or where nothing of it may be shown.

        The strictest place that any part of it calls for is that of the whole: an event that names a settlement for the
        people hurt would name it for the works beside them too.
        """
        if incident.background:
            self._keep("event", "told of another time")
            return None
        end = latest_end(incident)
        where = (incident.place.oblast,) if incident.place.oblast else ()
        rulings: list[Ruling] = []
        hurt = self._hurt(incident, end, where, rulings)
        damaged = self._damaged(incident, end, where, rulings)
        failed = self._failed(incident, end, where, rulings)
        if not (hurt or damaged or failed):
            self._keep("event", "nothing in it may be shown")
            return None
        if not all(due(ruled, self.now) for ruled in rulings):
            self._keep("event", "not due yet")
            return None
        exact = all(ruled.place == "settlement" for ruled in rulings) and incident.place.kind == "settlement"
        oblast = incident.place.oblast or ""
        return Event(
            id=incident.id,
            attacker=incident.attacker or "",
            day=incident.day,
            place=incident.place.name if exact else self._regions.get(oblast, ""),
            oblast=oblast,
            lat=_coarse(incident.place.lat) if exact else None,
            lon=_coarse(incident.place.lon) if exact else None,
            grade=incident.grade,
            hurt=hurt,
            damaged=damaged,
            failed=failed,
            attack=incident.raid or "",
            total=incident.total,
            aliases=incident.aliases,
            invented=self._invented(link.statement for link in incident.links),
            rules=tuple(sorted({rule for ruled in rulings for rule in ruled.rules})),
        )

    # --- parts ---

    def _hurt(self, incident: Incident, end: str, where: Sequence[str], rulings: list[Ruling]) -> tuple[Hurt, ...]:
        found: list[Hurt] = []
        for harm in incident.harm:
            if harm.group is not None and harm.group not in GROUPS:
                self.kept["people", "a group that is not told of in public"] += 1
                continue
            ruled = ruling("harm", harm.kind, end, where, self.rules)
            rulings.append(ruled)
            number = self._number(harm.count, (incident.id, f"{harm.kind} {harm.group or ''}".strip()))
            found.append(Hurt(kind=harm.kind, group=harm.group or "", number=number))
        return tuple(found)

    def _damaged(
        self, incident: Incident, end: str, where: Sequence[str], rulings: list[Ruling]
    ) -> tuple[Touched, ...]:
        found: list[Touched] = []
        for damage in incident.damage:
            ruled = ruling("objects", damage.object.class_, end, where, self.rules)
            rulings.append(ruled)  # also of what is not shown: its delay holds for the place
            if ruled.show == "never":
                self.kept["objects", f"rule {', '.join(ruled.rules)}"] += 1
                continue
            found.append(
                Touched(
                    kind=damage.object.class_,
                    protection=damage.object.protection or "",
                    number=self._number(damage.count, (incident.id, "damaged")) if ruled.show == "full" else None,
                    sources=self._sources(damage.statements),
                )
            )
        return tuple(found)

    def _failed(self, incident: Incident, end: str, where: Sequence[str], rulings: list[Ruling]) -> tuple[Touched, ...]:
        found: list[Touched] = []
        for outage in incident.outages:
            ruled = ruling("utilities", outage.utility, end, where, self.rules)
            rulings.append(ruled)
            if ruled.show == "never":
                self.kept["services", f"rule {', '.join(ruled.rules)}"] += 1
                continue
            number = (
                self._number(outage.count, (incident.id, f"outage {outage.utility}")) if ruled.show == "full" else None
            )
            found.append(
                Touched(kind=outage.utility, protection="", number=number, sources=self._sources(outage.statements))
            )
        return tuple(found)

    def _number(self, value: Value, about: tuple[str, str]) -> Number:
        return Number(
            state=value.state,
            low=value.low,
            best=value.best,
            high=value.high,
            rule=value.rule,
            disputed=about in self.disputed,
            sources=self._sources(value.statements),
        )

    def _sources(self, statements: Sequence[str]) -> tuple[Source, ...]:
        found: dict[tuple[str, str, str], Source] = {}
        for key in statements:
            statement = self.material.statements.get(key)
            report = self.material.reports.get(statement.report) if statement else None
            if statement is None or report is None:
                continue
            self.used.add(report.source)
            entry = self.catalog.sources.get(report.source)
            named = entry is not None and entry.kind not in UNNAMED
            made = Source(
                name=entry.name if entry is not None and named else "",
                kind=entry.kind if entry is not None else "",
                side=(entry.side or "") if entry is not None else "",
                published=report.published or "",
                address=report.address or "" if named else "",
                quote=hashlib.sha256(statement.quote.text.encode()).hexdigest(),
            )
            found.setdefault((made.name, made.published, made.quote), made)
        return tuple(found[key] for key in sorted(found))

    def _shares(self, state: LedgerState) -> tuple[Share, ...]:
        late = [raid for raid in state.raids if not due(self._raid_ruling(raid), self.now)]
        found: list[Share] = []
        for rate in self.material.assessment.rates:
            if any(raid.night in rate.nights for raid in late):
                self.kept["shares", "a raid behind it is not public yet"] += 1
                continue
            self._sources(rate.statements)
            low, best, high = rate.rate.low, rate.rate.best, rate.rate.high
            if low is None or best is None or high is None:
                continue
            found.append(
                Share(
                    group=rate.group,
                    raids=rate.raids,
                    launched=rate.launched,
                    intercepted=rate.intercepted,
                    low=low,
                    best=best,
                    high=high,
                    invented=rate.rate.invented,
                )
            )
        return tuple(found)

    def _licences(self, use: str) -> None:
        """LicenceError where a source that stands behind a public figure forbids `use`."""
        entries = [self.catalog.sources[key] for key in sorted(self.used) if key in self.catalog.sources]
        forbidding = [entry for entry in entries if use in entry.forbids]
        if forbidding:
            names = "; ".join(f"{entry.name} ({entry.licence})" for entry in forbidding)
            raise LicenceError(
                f"nothing was published: the licence of {names} forbids {use} use: name another use, or leave that out"
            )

    @cached_property
    def _regions(self) -> dict[str, str]:
        """Names of regions by ISO 3166-2 code."""
        return {row["id"]: row["name"] for row in self.catalog.rows("places/regions.csv")}

    def _invented(self, statements: Iterable[str]) -> bool:
        held = self.material.statements
        return any(held[key].report in self.invented for key in statements if key in held)

    def _keep(self, what: str, reason: str) -> None:
        self.kept[what, reason] += 1


def _weapon(weapon: Weapon) -> str:
    """A weapon as disputes name it."""
    return f"{weapon.class_} {weapon.model}" if weapon.model else weapon.class_


def latest_end(incident: Incident) -> str:
    """The latest instant at which the event can have ended: the end of its Kyiv day, or of its own period if later."""
    midnight = datetime.combine(datetime.fromisoformat(incident.day).date() + timedelta(days=1), time(), KYIV)
    ends = [midnight] + ([datetime.fromisoformat(incident.period.end)] if incident.period is not None else [])
    return max(ends).isoformat()


def rules_hash(rules: Sequence[Rule]) -> str:
    """One hash for a set of rules, by which a build says what it was made by."""
    return hashlib.sha256(msgspec.json.encode(list(rules))).hexdigest()


def _coarse(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, PLACE_DECIMALS)
