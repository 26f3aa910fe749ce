"""What the page is made of: vendored files as published, templates without a way around the escaping."""

from __future__ import annotations

import hashlib
import re
import tomllib

from tests.house.files import PACKAGE

EXPLORE = PACKAGE / "explore"


def test_vendored_files_are_as_published() -> None:
    """Every file of others has the hash that is recorded beside it."""
    table = tomllib.loads((EXPLORE / "static" / "vendored.toml").read_text("utf-8"))
    hashes = {name: value for entry in table.values() for name, value in entry["sha256"].items()}
    assert hashes
    for name, value in hashes.items():
        assert hashlib.sha256((EXPLORE / "static" / name).read_bytes()).hexdigest() == value, name


def test_only_two_scripts() -> None:
    """The map library and one small file of ours are all the script there is."""
    scripts = {path.name: path.stat().st_size for path in EXPLORE.rglob("*.js")}
    assert set(scripts) == {"leaflet.js", "explore.js"}
    assert scripts["explore.js"] < 4_000


def test_templates_cannot_run_what_they_show() -> None:
    """No template marks a text as safe, turns escaping off, or holds script or style of its own."""
    for path in sorted((EXPLORE / "templates").glob("*.html")):
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*(safe|urlize|tojson|forceescape)|autoescape|Markup", text), path.name
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:|srcdoc", text), path.name
    for path in EXPLORE.rglob("*.py"):
        assert "Markup" not in path.read_text("utf-8"), path.name
