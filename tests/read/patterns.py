"""Every regular expression of the package, and strings that nearly match it."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import firstlight

PACKAGE = Path(firstlight.__file__).parent
FUNCTIONS = frozenset({"compile", "search", "match", "fullmatch", "finditer", "findall", "split", "sub"})
_REPEATS = (0, 1, 2, 3, 7, 40)
_JUNK = ("", "!", "\n", "0", "aa", "\u0301", " ", "(")


def call_sites() -> list[tuple[str, ast.Call]]:
    """Every call of a function of `re`: its place, such as "collect/characters.py:16", and the call."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FUNCTIONS:
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id == "re":
                    found.append((f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}", node))
    return found


def compiled() -> dict[str, re.Pattern[Any]]:
    """The compiled patterns that modules of the package hold, also inside their tables."""
    found: dict[str, re.Pattern[Any]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        if name.endswith("__main__"):
            continue
        for key, value in vars(importlib.import_module(name)).items():
            for at, pattern in enumerate(_within(value)):
                found[f"{name}.{key}[{at}]"] = pattern
    for place, call in call_sites():  # those that are compiled where they are used
        text = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
        if isinstance(text, str) and text not in {pattern.pattern for pattern in found.values()}:
            found[place] = re.compile(text)
    return {name: pattern for pattern, name in {pattern: name for name, pattern in found.items()}.items()}


def anchored(name: str) -> bool:
    """Whether the package only ever matches a pattern (named as in `compiled`) at a given place, never searches."""
    module, _, key = name.rpartition(".")
    path = PACKAGE.parent / Path(*module.split(".")).with_suffix(".py")
    if not path.is_file() or not key.endswith("[0]"):
        return False
    uses = set(re.findall(rf"\b{re.escape(key.removesuffix('[0]'))}\.(\w+)\(", path.read_text("utf-8")))
    return bool(uses) and uses <= {"match", "fullmatch"}


def _within(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 3:
        for item in value.values():
            yield from _within(item, depth + 1)
    elif isinstance(value, list | tuple) and depth < 3:
        for item in value:
            yield from _within(item, depth + 1)


class _Choice:
    """Numbers in a fixed order that no one would call regular (a linear congruence, full period)."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def of(self, count: int) -> int:
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % count


def near_matches(pattern: re.Pattern[Any], count: int) -> Iterator[str | bytes]:
    """`count` strings that match the pattern or break off, change or repeat just before they would."""
    parser: Any = importlib.import_module("re._parser")
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    for seed in range(count):
        choice = _Choice(seed + 1)
        text = _made(tree, choice)[:2000]
        cut = choice.of(4)
        if cut == 0 and text:
            text = text[:-1]
        elif cut == 1 and text:
            at = choice.of(len(text))
            text = text[:at] + _JUNK[choice.of(len(_JUNK))] + text[at + 1 :]
        elif cut == 2:
            text = text * (1 + choice.of(30))
        text = text[:4000] + _JUNK[choice.of(len(_JUNK))]
        yield text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")


def _made(tree: Sequence[tuple[Any, Any]], choice: _Choice) -> str:
    return "".join(_piece(str(operator), value, choice) for operator, value in tree)


def _piece(operator: str, value: Any, choice: _Choice) -> str:
    if operator == "LITERAL":
        return chr(value)
    if operator in ("NOT_LITERAL", "ANY"):
        return "x0 \u0436"[choice.of(4)]
    if operator == "IN":
        return _member(value[choice.of(len(value))], choice)
    if operator == "BRANCH":
        return _made(value[1][choice.of(len(value[1]))], choice)
    if operator in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _made(value[-1] if operator == "SUBPATTERN" else value, choice)
    if operator in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, high, inner = value
        wanted = low + _REPEATS[choice.of(len(_REPEATS))]
        return "".join(_made(inner, choice) for _ in range(min(wanted, int(high))))
    if operator == "ASSERT":
        return _made(value[1], choice) if value[0] > 0 else ""
    return ""


def _member(item: tuple[Any, Any], choice: _Choice) -> str:
    operator, value = str(item[0]), item[1]
    if operator == "LITERAL":
        return chr(value)
    if operator == "RANGE":
        return chr(value[0] + choice.of(value[1] - value[0] + 1))
    classes = {"CATEGORY_DIGIT": "07\u0665", "CATEGORY_SPACE": " \n\u00a0", "CATEGORY_WORD": "a\u04360_"}
    letters = classes.get(str(value), "x-,\u0436")
    return letters[choice.of(len(letters))]
