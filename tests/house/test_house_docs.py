"""The generated pages are fresh and complete, and what README says to type exists."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import click
import jsonschema
import msgspec
import pytest

from firstlight.catalog import catalog
from firstlight.cli import commands
from firstlight.collect import report_from_text
from firstlight.model import Kind
from firstlight.read import read

from .files import ROOT, listed

sys.path.insert(0, str(ROOT / "tools"))
import make_docs

README = (ROOT / "README.md").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def _blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", make_docs.pages())
def test_generated_pages_are_fresh(name: str) -> None:
    """A page that is generated from the code says what the code says now: `make docs` would change nothing."""
    assert (ROOT / "docs" / name).read_text("utf-8") == make_docs.pages()[name], f"run `make docs`: {name} is stale"


def test_every_kind_is_explained() -> None:
    """The data dictionary explains each kind of statement, and no other."""
    assert set(make_docs.KINDS) == set(get_args(Kind))


def test_every_field_is_explained() -> None:
    """Each field of each record has a meaning, and no meaning is kept for a field that is gone."""
    fields = {(record.__name__, field.encode_name) for record, _ in make_docs.records() for field in _fields(record)}
    explained = set(make_docs.meanings())
    assert (fields - explained, explained - fields) == (set(), set())


def _fields(record: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(record)


@pytest.mark.parametrize("language", catalog().languages)
def test_statements_follow_their_schema(language: str) -> None:
    """Every statement read from a language's examples is valid against docs/statement.schema.json as it stands."""
    schema: dict[str, Any] = json.loads((ROOT / "docs" / "statement.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    examples = [json.loads(line) for line in catalog().text(f"lang/{language}/examples.jsonl").splitlines()]
    checked = 0
    for example in examples:
        for statement in read(report_from_text(example["text"], published=example["published"]), catalog()).statements:
            validator.validate(json.loads(msgspec.json.encode(statement)))
            checked += 1
    assert checked > len(examples) / 2


def test_every_command_and_option_explains_itself() -> None:
    """Each command, and each option of it, has a line of help."""
    silent = [name for name, command in commands.commands.items() if not (command.help or "").strip()]
    silent += [
        f"{name} {option.opts[-1]}"
        for name, command in commands.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not (option.help or "").strip()
    ]
    assert not silent, listed(silent)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_commands_in_pages_exist(name: str) -> None:
    """Each `make` target, each verb of `firstlight` and each of its options that a page tells to type is there."""
    page = (ROOT / name).read_text("utf-8")
    typed = re.findall(r"`([^`\n]+)`", page) + [line for block in _blocks(page, "sh") for line in block.splitlines()]
    wrong = [line for line in typed if not _exists(shlex.split(line, comments=True))]
    assert not wrong, listed(wrong)


def _exists(words: list[str]) -> bool:
    if words[:1] == ["make"]:
        return all(word in TARGETS for word in words[1:])
    if not words or Path(words[0]).name != "firstlight" or len(words) == 1:
        return True
    command = commands.commands.get(words[1])
    known = {name for option in command.params for name in option.opts} if command else set()
    return command is not None and all(word in known for word in words[2:] if word.startswith("--"))


def test_links_of_pages_lead_somewhere() -> None:
    """Each relative link and picture of README, CONTRIBUTING and docs/ is a file of the project."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    astray = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not astray, listed(astray)


def test_python_of_readme_runs(tmp_path: Path) -> None:
    """The Python lines of README run as they stand and print something."""
    blocks = _blocks(README, "python")
    assert blocks
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


def test_readme_is_one_screen() -> None:
    """README stays short enough to be read: at most 90 lines."""
    assert len(README.splitlines()) <= 90
