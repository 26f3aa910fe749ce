"""What is installed: few packages, pinned by hash, named without the place they come from."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

from .files import ROOT, listed

LOCKS = ("requirements.lock", "requirements-cluster.lock", "requirements-dev.lock")
APART = {"cluster"}  # extras that `make setup` leaves out
DIRECT, ALL = 15, 40
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LATE = ("numpy", "scipy", "vl_convert", "apsw", "jinja2")


def _pinned(lock: str) -> dict[str, set[str]]:
    """Package names with the versions that a lock pins."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z][\w.-]*)==([^ ;\\]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", requirement)[0] for requirement in requirements}


def test_few_packages_are_needed() -> None:
    """At most 15 packages are asked for at run time, and at most 40 are installed for them."""
    assert len(PROJECT["project"]["dependencies"]) <= DIRECT
    assert len(_pinned("requirements.lock")) <= ALL


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_pin_what_the_project_asks_for(lock: str) -> None:
    """A lock holds every package that pyproject.toml names for it, so that a stale lock is noticed."""
    wanted = _names(PROJECT["project"]["dependencies"]) | _names(PROJECT["dependency-groups"]["build"])
    for name, extra in PROJECT["project"]["optional-dependencies"].items():
        wanted |= set() if lock == "requirements.lock" and name in APART else _names(extra)
    if lock == "requirements-dev.lock":
        wanted |= _names(PROJECT["dependency-groups"]["dev"])
    assert wanted <= set(_pinned(lock))


def test_tests_run_on_what_users_get() -> None:
    """The lock of the tests holds every package of the other locks in the same version."""
    tests = _pinned("requirements-dev.lock")
    for lock in LOCKS[:2]:
        differs = [name for name, versions in _pinned(lock).items() if tests.get(name) != versions]
        assert not differs, listed(differs)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_address(lock: str) -> None:
    """Each pinned package is followed by a hash, and no lock says from which host it comes."""
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--(extra-)?index-url|--find-links|-f ", text)


def test_build_system_is_in_the_lock() -> None:
    """The build back end is one that the lock pins, so that installing the project fetches nothing more."""
    assert PROJECT["build-system"]["requires"] == PROJECT["dependency-groups"]["build"]


def test_the_command_starts_without_heavy_packages() -> None:
    """Importing the command line loads none of the packages for statistics, charts, pages and the store."""
    code = "import sys, firstlight.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint(LATE), loaded & set(LATE)


def test_no_package_runs_code_at_every_start() -> None:
    """No .pth file of the environment holds code: each of its lines is a path."""
    site = Path(sysconfig.get_paths()["purelib"])
    if not (ROOT / ".venv").is_dir() or ROOT not in site.parents:
        pytest.skip("the tests do not run in the project's own .venv")
    running = [
        f"{path.name}: {line}"
        for path in sorted(site.glob("*.pth"))
        for line in path.read_text("utf-8").splitlines()
        if line.startswith(("import ", "import\t"))
    ]
    assert not running, listed(running)
