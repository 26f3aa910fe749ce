"""The examples that ship with Firstlight: a week from its files to its briefing, and an invented ask."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from firstlight.errors import FirstlightError, SourceError
from firstlight.pipeline.ledger import Ledger
from firstlight.pipeline.opened import Told
from firstlight.pipeline.outcome import Done

WEEK = "2024-03"
NIGHTS = "invented-nights"
START, END = "2024-03-21", "2024-03-28"
ASK_START, ASK_END = "2031-06-17", "2031-06-23"


def demo(to: str | Path = "demo", told: Told = lambda done: None) -> tuple[Path, list[Done]]:
    """Run the example week through all five stages, offline; where the briefing lies, and the outcome of each stage.

    to: the folder to make, with ledger/ and briefing.html in it. FirstlightError where it holds something else.
    """
    folder = Path(to)
    if folder.exists() and not folder.is_dir():
        raise FirstlightError(f"{folder} is a file: name a folder with --to")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "ledger" / "ledger.db").exists():
        raise FirstlightError(f"{folder} holds other files: name a new folder with --to")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FirstlightError(f"{folder} cannot be made ({error.strerror}): name another folder with --to") from error
    page = folder / "briefing.html"
    with Ledger(folder / "ledger", told=told) as ledger:
        done = ledger.run([str(examples())], page, start=START, end=END)
    return page, done


def invented(to: str | Path = "demo/invented", told: Told = lambda done: None) -> tuple[Path, Path, Path]:
    """Twelve INVENTED weeks as a ledger, made where it is not there: its folder, an INVENTED inventory and options.

    to: the ledger's folder. FirstlightError where it cannot be made.
    """
    files, folder = examples().parent, Path(to)
    if not (folder / "ledger.db").exists():
        with Ledger(folder, told=told) as ledger:
            ledger.collect([str(files / NIGHTS)])
            ledger.read()
            ledger.reconcile()
    return folder, files / "invented-inventory.toml", files / "invented-options.toml"


def invented_briefing(folder: Path, told: Told = lambda done: None) -> Path:
    """In the demo's folder: the last of the INVENTED weeks with the INVENTED inventory and options, as a briefing.

    The week of reports is too short for a forecast; this shows what a briefing says with one.
    """
    ledger, inventory, options = invented(folder / "invented", told)
    page = folder / "invented-briefing.html"
    with Ledger(ledger, told=told) as opened:
        opened.brief(ASK_START, ASK_END, page, inventory=inventory, options=options)
    return page


def examples() -> Path:
    """The folder of the example week: beside the package when installed, in the repository otherwise."""
    package = Path(str(files("firstlight")))
    for place in (package / "examples" / WEEK, package.parent / "examples" / WEEK):
        if place.is_dir():
            return place
    raise SourceError("the example week is not installed: clone the repository and run the demo from there")
