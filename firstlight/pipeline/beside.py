"""The four weeks before a period, assessed like it, and whether the share stopped differs between the two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from firstlight.catalog import Catalog
from firstlight.errors import FirstlightError
from firstlight.model import Comparison, Material
from firstlight.when import parse_date

BEFORE = 28  # nights that a period is held against


def eve(start: str, nights: int = 1) -> str:
    """The Kyiv date so many nights before another."""
    return (parse_date(start) - timedelta(days=nights)).isoformat()


def beside(material: Material, catalog: Catalog) -> Material:
    """The material of a period with what is said of the four weeks before it; no forecast is made for those."""
    from firstlight.assess import AssessOptions, assess

    if not material.start:
        return material
    first, last = eve(material.start, BEFORE), eve(material.start)
    options = AssessOptions(start=first, end=last, weeks=0)
    before = assess(material.state, material.statements, material.reports, catalog, options)
    return msgspec.structs.replace(material, before=before, compared=tuple(_compared(material, (first, last), catalog)))


def _compared(material: Material, before: tuple[str, str], catalog: Catalog) -> Iterator[Comparison]:
    """One comparison for each group of which both runs of nights have enough raids."""
    from firstlight.assess import Question, difference

    for rate in material.assessment.rates:
        question = Question(group=rate.group, before=before, after=(material.start, material.end))
        try:
            yield difference(material.state, material.statements, material.reports, catalog, question)
        except FirstlightError:
            continue  # fewer raid-nights than can be compared, which the briefing says
