"""What is public explains itself, and a test says what must hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .files import functions, listed, name_of, sources, tree

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _public(node: ast.Module | ast.ClassDef, inside: str) -> Iterator[tuple[str, Documented]]:
    for child in node.body:
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not child.name.startswith("_"):
            if not _declared(child):
                yield f"{inside}{child.name}", child
            if isinstance(child, ast.ClassDef):
                yield from _public(child, f"{inside}{child.name}.")


def _declared(node: Documented) -> bool:
    """Whether it only declares what a protocol asks for: its body is an ellipsis."""
    body = node.body[0]
    return isinstance(body, ast.Expr) and isinstance(body.value, ast.Constant) and body.value.value is Ellipsis


def test_public_names_have_a_docstring() -> None:
    """Every module, public class and public function of the package says in a docstring what it is."""
    silent = [
        f"{name_of(path)}: {name}"
        for path in sources("firstlight")
        for name, node in (("the file", tree(path)), *_public(tree(path), ""))
        if not (ast.get_docstring(node) or "").strip()
    ]
    assert not silent, listed(silent)


def test_tests_say_what_must_hold() -> None:
    """Every test has a docstring of at least four words."""
    silent = [
        place
        for path in sources("tests")
        for place, node in functions(path)
        if node.name.startswith("test_") and len((ast.get_docstring(node) or "").split()) < 4
    ]
    assert not silent, listed(silent)


def test_test_files_are_named_for_their_room() -> None:
    """tests/ROOM/test_ROOM_NOUN.py: the name of a test file begins with its folder's."""
    astray = [
        name_of(path)
        for path in sources("tests")
        if path.stem.startswith("test_") and not path.stem.startswith(f"test_{path.parent.name}_")
    ]
    assert not astray, listed(astray)


def test_nothing_of_our_own_is_mocked() -> None:
    """No test replaces code by a stand-in: neither unittest.mock nor pytest's mocker."""
    mocked = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources("tests", "firstlight", "tools")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("unittest", "mock", "pytest_mock")))
        or (isinstance(node, ast.Import) and any(name.name.startswith(("unittest", "mock")) for name in node.names))
        or (isinstance(node, ast.arg) and node.arg == "mocker")
    ]
    assert not mocked, listed(mocked)
