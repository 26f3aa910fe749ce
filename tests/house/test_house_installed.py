"""What is installed is whole: data, templates and examples travel in the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .files import ROOT

RUN = "import firstlight; from firstlight.pipeline.demo import demo; print(firstlight.__file__); demo('demo')"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `pipx install .` would install, built with the locked back end."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [made] = folder.glob("*.whl")
    return made


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    """Each file of firstlight/ and examples/ is in the wheel, and nothing beside them but its own record."""
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {f"{path.relative_to(ROOT).as_posix()}" for path in _files(ROOT / "firstlight")}
    wanted |= {f"firstlight/{path.relative_to(ROOT).as_posix()}" for path in _files(ROOT / "examples")}
    assert held == wanted


def test_demo_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """Unpacked far from the repository, the wheel takes the example week to a briefing."""
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    settings = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=tmp_path, env=settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.splitlines()[0]).is_relative_to(tmp_path)
    assert (tmp_path / "demo" / "briefing.html").stat().st_size > 10_000


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
