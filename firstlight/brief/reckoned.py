"""Numbers that the assessment computed, found again by where they stand in the material and written in one way."""

from __future__ import annotations

from typing import Any, Literal

from firstlight.brief.words import Wording
from firstlight.errors import BriefError
from firstlight.model import Material

Shape = Literal["amount", "percent", "date", "of_hundred", "million"]
RESTRICTED = ("stocks", "options", "trust")  # parts of an assessment that rest on an inventory
WHOLE = 10  # from here on an amount is shown as a whole number


def at(material: Material, path: str) -> Any:
    """What stands at a path of field names and indices, such as assessment.forecast.ranges.3.likely.low.

    Raises BriefError where nothing does.
    """
    found: Any = material
    for step in path.split("."):
        try:
            found = found[int(step)] if step.isdigit() else getattr(found, step)
        except (AttributeError, IndexError, TypeError) as error:
            raise BriefError(f"the assessment holds nothing at {path}: assess anew") from error
    return found


def written(number: Any, shape: str, wording: Wording) -> str:
    """A computed number in words: amounts whole from ten on, with one digit below, two below one."""
    if number is None:
        return wording.text("value", "unknown")
    if shape == "date":
        return wording.date_text(str(number), "day")
    if shape == "percent":
        return wording.text("number", "percent").format(share=f"{100 * number:.0f}")
    if shape == "of_hundred":
        return wording.text("number", "of_hundred").format(n=f"{100 * number:.0f}")
    return wording.text("number", "million").format(n=amount(number, wording)) if shape == "million" else amount(
        number, wording
    )  # fmt: skip


def amount(number: float, wording: Wording) -> str:
    """An amount that is known only roughly: no more digits than mean something."""
    if number == int(number) or abs(number) >= WHOLE:
        return wording.number(round(number))
    small = f"{number:.2g}" if abs(number) >= 0.01 else f"{number:.3f}"
    text = f"{number:.1f}".removesuffix(".0") if abs(number) >= 1 else small
    return text.replace(".", wording.text("number", "point"))


def rests_on(material: Material, path: str) -> tuple[bool, bool]:
    """Whether the number at a path is invented, and whether it is restricted."""
    steps = path.split(".")
    restricted = len(steps) > 1 and steps[1] in RESTRICTED
    invented = False
    for length in range(1, len(steps)):
        found = at(material, ".".join(steps[:length]))
        invented = invented or bool(getattr(found, "invented", False))
    return invented, restricted
