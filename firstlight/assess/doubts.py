"""How far the record itself can be trusted, with no inventory: what if claims are wrong, and what looks alike in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from firstlight.assess.inventory import SYSTEMS
from firstlight.assess.outlook import Outlook
from firstlight.assess.ranges import range_of
from firstlight.assess.trust import PRODUCT, misreported, reach_rows
from firstlight.catalog import Catalog
from firstlight.model import Assumption, Estimate, ReachNeeded, Trust, WhatIf

METHOD = "paths of the forecast, with the claim changed"
_STREAM = 8


def doubts(ahead: Outlook, recorded: Mapping[str, Estimate], catalog: Catalog, seed: int) -> Trust:
    """What if so many claimed kills were none, or so many drones decoys; and which reach gives the rates on record.

    `recorded`: by group, the share of all weapons stopped in the period.
    """
    table = catalog.toml(SYSTEMS)
    return Trust(
        sensitivity=(),
        reach_needed=tuple(_reach(recorded, table)),
        agreement=(),
        what_ifs=(*_claims(ahead, recorded, table["doubt"], seed), *_decoys(ahead, table["doubt"])),
        notes=((f"INVENTED: {PRODUCT}" if ahead.ahead.invented else PRODUCT),),
        invented=ahead.ahead.invented,
        restricted=False,
    )


def doubt_assumptions(catalog: Catalog) -> Iterator[Assumption]:
    """The shares of false claims and of decoys that are tried, with the source of each."""
    doubt = catalog.toml(SYSTEMS)["doubt"]
    for name, key in (("claimed kills that were none", "misreported_share"), ("decoys", "decoy_what_if_share")):
        tried = ", ".join(f"{share:g}" for share in doubt[key])
        yield Assumption(name=f"what if: share of {name}", value=tried, source="assumed")
    likely = doubt["decoy_share"]
    value = f"{likely['low']:g} to {likely['high']:g}, best {likely['best']:g}"
    yield Assumption(name=f"decoys among {doubt['decoy_group']} weapons", value=value, source=likely["source"])


def _reach(recorded: Mapping[str, Estimate], table: Mapping[str, Any]) -> Iterator[ReachNeeded]:
    """For groups that only rounds stop, with the shots of the interceptor that the data puts first against them."""
    for group, names in table["order"].items():
        if group not in recorded or table["free_layer"][group]["stopped_share"]["high"] > 0:
            continue
        shots = int(table["interceptor"][names[0]]["against"][group]["shots_per_target"])
        together = table["correlation"][group]["hit"]
        middle = (together["low"] + together["high"]) / 2
        yield from reach_rows(group, recorded[group], (shots, middle), tuple(table["doubt"]["hit_shares"]))


def _claims(ahead: Outlook, recorded: Mapping[str, Estimate], doubt: Mapping[str, Any], seed: int) -> Iterator[WhatIf]:
    made, rng = ahead.made, np.random.default_rng([seed, _STREAM])
    for share in doubt["misreported_share"]:
        ranges = []
        for group in made.live:
            through = ahead.leaked[:, :, made.groups.index(group)].sum(axis=1, dtype=np.int64)
            stopped = made.of(group).sum(axis=1, dtype=np.int64) - through
            about = ahead.ahead.about(group, "leakers", "weapons", METHOD)
            ranges.append(range_of(through + rng.binomial(stopped, share), about))
        says = (
            f"If {100 * share:.0f} of 100 claimed kills were none, less was stopped and more got through. "
            "Casualties stay as they were counted: each leaker then costs fewer people."
        )
        yield WhatIf(
            name=f"misreported {share:g} of the record",
            says=f"INVENTED: {says}" if ahead.ahead.invented else says,
            ranges=tuple(ranges),
            rates=tuple((group, misreported(rate, share)) for group, rate in recorded.items()),
        )


def _decoys(ahead: Outlook, doubt: Mapping[str, Any]) -> Iterator[WhatIf]:
    group, made = str(doubt["decoy_group"]), ahead.made
    if group not in made.live:
        return
    through = ahead.leaked[:, :, made.groups.index(group)].sum(axis=1)
    launched = made.of(group).sum(axis=1)
    for share in doubt["decoy_what_if_share"]:
        armed = np.maximum(launched * (1 - share), 1e-9)
        says = (
            f"If {100 * share:.0f} of 100 {group} weapons carry no warhead: fewer warheads get through if "
            "decoys are met like the rest, and as many as leakers if no decoy does; the share of warheads lies between."
        )
        yield WhatIf(
            name=f"decoys {share:g} of the record",
            says=f"INVENTED: {says}" if ahead.ahead.invented else says,
            ranges=(
                range_of(
                    through * (1 - share),
                    ahead.ahead.about(group, "leakers with a warhead, decoys met like the rest", "weapons", METHOD),
                ),
                range_of(
                    through / np.maximum(launched, 1),
                    ahead.ahead.about(group, "share of warheads through, decoys met like the rest", "share", METHOD),
                ),
                range_of(
                    np.minimum(through / armed, 1.0),
                    ahead.ahead.about(group, "share of warheads through, no decoy through", "share", METHOD),
                ),
            ),
        )
