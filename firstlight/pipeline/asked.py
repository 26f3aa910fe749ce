"""What an assessment is asked for: a period and the files that a user adds to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from firstlight.catalog import Catalog
from firstlight.errors import SourceError, UsageError
from firstlight.pipeline.period import Period

if TYPE_CHECKING:
    from firstlight.assess import AssessOptions


def asked(
    wanted: Period,
    weeks: int,
    harm: str | Path | None,
    inventory: str | Path | None,
    options: str | Path | None,
    catalog: Catalog,
    scenarios: str | Path | None = None,
) -> AssessOptions:
    """The options of an assessment, with the files read.

    SourceError where a file cannot be read, InventoryError where a value in one is wrong, UsageError for options
    without an inventory.
    """
    # Loaded here: what it needs takes a second, and collect, which reads files as this does, needs none of it.
    from firstlight.assess import AssessOptions, parse_inventory, parse_options, read_scenarios, read_totals

    if options is not None and inventory is None:
        raise UsageError("--options needs --inventory: what a round is worth depends on what is in stock")
    return AssessOptions(
        start=wanted.start,
        end=wanted.end,
        weeks=weeks,
        harm_totals=read_totals(text_of(harm), Path(harm).name, catalog) if harm is not None else (),
        scenarios=read_scenarios(text_of(scenarios), Path(scenarios).name, catalog) if scenarios is not None else (),
        inventory=parse_inventory(text_of(inventory), Path(inventory).name, catalog) if inventory is not None else None,
        ask=parse_options(text_of(options), Path(options).name, catalog) if options is not None else None,
    )


def text_of(file: str | Path) -> str:
    """The text of a file that a user names; SourceError where it cannot be read."""
    try:
        return Path(file).read_text("utf-8")
    except OSError as error:
        raise SourceError(f"{file} cannot be read ({error.strerror}): check the name") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{file} is not UTF-8 text: save it as UTF-8") from error
