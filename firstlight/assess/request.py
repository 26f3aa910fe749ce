"""What a user's inventory and options add to an assessment: stocks, trust and options, all of it restricted."""

from __future__ import annotations

from typing import Any

import msgspec

from firstlight.assess.ask import Ask
from firstlight.assess.case import Case, harm_by_group
from firstlight.assess.choose import value_options
from firstlight.assess.inventory import Inventory
from firstlight.assess.outlook import Outlook
from firstlight.assess.restricted import options_object, stocks_object, trust_object
from firstlight.assess.runout import stocks
from firstlight.assess.trust import trust
from firstlight.catalog import Catalog
from firstlight.errors import FirstlightError
from firstlight.model import Assessment


def with_stocks(
    made: Assessment, ahead: Outlook | None, inventory: Inventory | None, ask: Ask | None, catalog: Catalog
) -> Assessment:
    """The assessment with stocks, trust and, where there is a list of options, what they would buy.

    `ahead`: the forecast that they rest on. Unchanged without an inventory. Raises FirstlightError where options come
    without an inventory, nothing can be forecast, or the stock was counted after the last night of the forecast.
    """
    if inventory is None:
        if ask is not None:
            raise FirstlightError(f"{ask.file}: options are valued against a stock: give an inventory as well")
        return made
    if ahead is None or not ahead.made.live or ahead.made.launched.shape[1] == 0:
        raise FirstlightError(
            f"{inventory.file}: an inventory is run against a forecast, and there is none: ask for at least one week, "
            "on a record with enough nights told"
        )
    case = Case(
        inventory=inventory,
        threat=ahead.made.launched,
        groups=ahead.made.groups,
        start=ahead.ahead.first,
        seed=made.seed,
        catalog=catalog,
        per_leaker=harm_by_group(ahead.harm.per_leaker, ahead.harm.classes, ahead.made.groups),
        invented=ahead.ahead.invented,
        unseen=_unseen(made),
    )
    found, plan, run = stocks(case)
    doubt = trust(case, plan, run, {rate.group: rate.per_munition for rate in made.rates})
    if made.trust is not None:
        doubt = msgspec.structs.replace(doubt, what_ifs=(*made.trust.what_ifs, *doubt.what_ifs))
    return msgspec.structs.replace(
        made,
        stocks=found,
        trust=doubt,
        options=None if ask is None else value_options(case, ask),
    )


def _unseen(made: Assessment) -> tuple[tuple[str, str], ...]:
    """Groups that the need takes for not told of now, with the last night on which they were."""
    hidden = made.need.unseen_groups if made.need else ()
    known = made.forecast.known if made.forecast else ()
    return tuple((one.group, one.night or "the first night") for one in known if one.group in hidden)


def restricted_parts(made: Assessment) -> dict[str, Any]:
    """The keys stocks, options and trust of `assess --json`; those that were not computed have none.

    Each says whether it is restricted: all of them where there is an inventory.
    """
    parts: dict[str, Any] = {}
    if made.stocks is not None:
        parts["stocks"] = stocks_object(made.stocks)
    if made.options is not None:
        parts["options"] = options_object(made.options)
    if made.trust is not None:
        parts["trust"] = trust_object(made.trust)
    return parts
