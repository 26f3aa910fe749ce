"""Scenarios of one's own: the forecast under a limit that somebody states, beside the shipped ones."""

from __future__ import annotations

from firstlight.assess.forms import Form, open_form
from firstlight.assess.settings import Bounds, Scenario
from firstlight.catalog import Catalog

LIMIT, RULE = "most_per_month_weapons", "weapons_per_month"  # the key of the limit, and the rule of its allowed range
MOST = 20  # scenarios in one file


def read_scenarios(text: str, name: str, catalog: Catalog) -> tuple[Scenario, ...]:
    """The [[scenario]] tables of a TOML file `name`: name, group, most_per_month_weapons { low, best, high }, source.

    Raises InventoryError with file, key and what is allowed; national like every form, so a region in it is refused.
    """
    form = open_form(text, name, catalog)
    given = form.tables("scenario")
    if not given:
        raise form.error("scenario", "is missing: write at least one [[scenario]]")
    if len(given) > MOST:
        raise form.error("scenario", f"stands {len(given)} times: allowed are {MOST}")
    found = tuple(_scenario(one, catalog) for one in given)
    form.close()
    return found


def _scenario(form: Form, catalog: Catalog) -> Scenario:
    groups = sorted(catalog.toml("defeat_groups.toml"))
    name, group = form.text("name"), form.text("group")
    if group not in groups:
        raise form.error("group", f"= {group!r} is unknown: allowed are {', '.join(groups)}")
    if not form.has(LIMIT):
        form.number(LIMIT, RULE)  # tells what is missing, or has no unit
    table = form.table(LIMIT)
    low, best, high = (table.number(end, RULE) for end in ("low", "best", "high"))
    if not low <= best <= high:
        raise form.error(LIMIT, f"has low {low:g}, best {best:g} and high {high:g}: write them in order")
    table.close()
    if not form.source:
        raise form.error("source", "is missing: say who states the limit")
    form.close()
    return Scenario(
        name=name, group=group, most_per_month_weapons=Bounds(low=low, best=best, high=high), source=form.source
    )
