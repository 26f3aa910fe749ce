"""A statement as one flat row, by the columns of data/archive_columns.toml."""

from __future__ import annotations

from firstlight.exchange.flat import SEPARATOR, Row
from firstlight.model import Count, Report, Statement


def said_row(statement: Statement, report: Report) -> Row:
    """What one statement says, and where."""
    place = statement.places[0] if statement.places else None
    weapon, supply, when = statement.weapon, statement.supply, statement.when
    return {
        "id": statement.id,
        "report": report.id,
        "source": report.source,
        "published": report.published,
        "language": report.language,
        "kind": statement.kind,
        **_count("count", statement.count),
        **_count("of", statement.of),
        "how": statement.how,
        "weapon_class": weapon.class_ if weapon else None,
        "weapon_models": SEPARATOR.join(weapon.models) if weapon else None,
        **_count("locations", statement.locations),
        "group": statement.group,
        "object": statement.object.class_ if statement.object else None,
        "utility": statement.utility,
        "item": supply.item if supply else None,
        "status": supply.status if supply else None,
        "donor": SEPARATOR.join(supply.donor) if supply else None,
        "recipient": SEPARATOR.join(supply.recipient) if supply else None,
        "place": place.name if place else None,
        "place_id": place.id if place else None,
        "oblast": place.oblast if place else None,
        "places": len(statement.places),
        "when_start": when.start if when else None,
        "when_end": when.end if when else None,
        "precision": when.precision if when else None,
        "attacker": statement.attacker,
        "speaker": statement.speaker.name if statement.speaker else None,
        "certainty": statement.certainty,
        "background": statement.background,
        "quote": statement.quote.text,
        "start": statement.quote.start,
        "end": statement.quote.end,
        "reader": statement.reader,
    }


def _count(name: str, count: Count | None) -> Row:
    return {
        f"{name}_form": count.form if count else None,
        f"{name}_low": count.low if count else None,
        f"{name}_high": count.high if count else None,
    }
