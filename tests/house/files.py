"""The project's own files, as the house tests look at them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "firstlight"
DATA = PACKAGE / "data"
FOLDERS = ("firstlight", "tests", "tools", "docs", "examples", "bench", ".ci")
ALONE = ("Makefile", "README.md", "CONTRIBUTING.md", "pyproject.toml", "requirements.lock", "requirements-dev.lock")
PICTURES = frozenset({".png", ".jpg", ".pdf", ".ttf"})


@cache
def sources(*folders: str) -> tuple[Path, ...]:
    """Python files below the folders, sorted."""
    return tuple(sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


BYTES = {"__pycache__", "captures"}  # folders of what is no text of ours: bytecode, and bytes kept as they came


def documents() -> Iterator[Path]:
    """Every text file of the project, whatever its kind."""
    yield from (ROOT / name for name in ALONE)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and BYTES.isdisjoint(path.parts) and path.suffix not in PICTURES:
                yield path


def name_of(path: Path) -> str:
    """A file's name inside the project."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """All functions and methods of a file with their place in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name_of(path)}:{node.lineno} {node.name}", node


def listed(found: Iterable[object]) -> str:
    """What a rule found, a line each, for the message of a failed test."""
    return "\n" + "\n".join(str(item) for item in found)


def prose(path: Path) -> frozenset[int]:
    """The ids of the string nodes of a file that stand alone as statements: docstrings."""
    return frozenset(
        id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr) and _is_text(node.value)
    )


def literals(path: Path) -> Iterator[tuple[str, str]]:
    """Every string literal of a file that is not a docstring, with its place."""
    docs = prose(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield f"{name_of(path)}:{node.lineno}", node.value


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
