"""Pictures of captured pages: made offline from the bytes alone, kept beside them, or said not to be there and why."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from firstlight.catalog import catalog
from firstlight.cli import main
from firstlight.cli.shown import shown_lines
from firstlight.collect import picture
from firstlight.collect.bounds import bounds_of
from firstlight.collect.chromium import Guard
from firstlight.collect.picture import NoPicture, find_browser, png_size, shoot
from firstlight.custody import entry_hash
from firstlight.pipeline import Ledger
from firstlight.store import Store, Work
from tests.promises.ledgers import PNG, damage_of, drawn

BOUNDS = bounds_of(catalog()).picture
BROWSER = find_browser()
AT = "2024-03-22T09:00:00+00:00"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Night summary</title></head><body>
<h1>Night summary</h1><p>On the night of {day} March Russia launched {day} Shahed drones, 12 of them were shot down.</p>
</body></html>"""
needs_chromium = pytest.mark.skipif(BROWSER is None, reason="no Chromium on the search path")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A ledger with two pages and a text, read and settled."""
    folder = tmp_path / "in"
    folder.mkdir()
    for day in (21, 22):
        (folder / f"{day}.html").write_text(PAGE.format(day=day), "utf-8")
    (folder / "note.txt").write_text("In Kharkiv 2 people were injured on 21 March.", "utf-8")
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.collect([str(folder)], published="2024-03-22", source="ua-air-force")
        ledger.read()
        ledger.reconcile()
    return tmp_path / "ledger"


def _said(folder: Path) -> dict[str, str]:
    """What `show` says of the picture of each capture, by its origin."""
    with Ledger(folder) as ledger:
        keys = list(ledger._store().captures())
        shown = [ledger.show(key) for key in keys]
        return {one.thing.origin: "\n".join(shown_lines(one, ledger.catalog)) for one in shown}  # type: ignore[union-attr]


def _draw(folder: Path, named: str, png: bytes = PNG) -> str:
    """Keep a picture of the capture that came from `named`; the hash of the capture."""
    with Store(folder, chain=entry_hash) as store:
        key = next(one.sha256 for one in store.captures().values() if one.origin == named)
        with store.unit(Work(who="tester", what="picture", why=named, at=AT, inputs="")) as unit:
            assert unit.picture(drawn(key, AT, png), png)
    return key


def test_without_a_browser_every_citation_says_so(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asked, no browser there, and no page at all are three different words, and collecting goes on."""
    before = _said(pages)
    assert "nobody asked" in before["21.html"] and "text is no page" in before["note.txt"]
    assert "par. 155: no address of its own (a file), source, no picture" in before["21.html"]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["picture", "--ledger", str(pages)]) == 1
    assert main(["picture", "--browser", "nowhere", "--ledger", str(pages)]) == 2
    (tmp_path / "23.html").write_text(PAGE.format(day=23), "utf-8")
    told = ["--published", "2024-03-23", "--source", "nobody", "--ledger", str(pages)]
    assert main(["collect", str(tmp_path / "23.html"), "--picture", *told]) == 0
    after = _said(pages)
    assert all("not made: no Chromium is on the search path" in after[f"{day}.html"] for day in (21, 22, 23))
    with Ledger(pages) as ledger:
        raid = ledger.attacks().raids[0]
        assert sum("page picture not made" in line for line in shown_lines(ledger.show(raid.id), ledger.catalog)) >= 1
        ledger.brief("2024-03-20", "2024-03-23", tmp_path / "paper.md", weeks=0)
    assert damage_of(pages) == []
    paper = (tmp_path / "paper.md").read_text("utf-8")
    assert "not made: no browser was there" in paper and "not made: it is no web page" in paper


def test_what_is_no_browser_gives_a_reason(tmp_path: Path) -> None:
    """A program that ends, one that echoes what we say and one that says nothing: a reason each, in bounded time."""
    silent = tmp_path / "silent"
    silent.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n", "utf-8")
    echo = tmp_path / "echo"
    echo.write_text(f"#!{sys.executable}\nimport os\nwhile data := os.read(3, 9999): os.write(4, data)\n", "utf-8")
    for path in (silent, echo):
        path.chmod(0o755)
    tmp_path.chmod(0o755)
    short = replace(BOUNDS, seconds=1)
    reasons = {}
    for program in (Path("/bin/false"), tmp_path / "gone", echo, silent):
        with pytest.raises(NoPicture) as met:
            shoot(program, b"<p>words</p>", None, short)
        reasons[program.name] = met.value.reason
    assert reasons["false"] == reasons["gone"] == "not_started"
    assert reasons["echo"] in ("browser_failed", "not_started") and reasons["silent"] in ("too_slow", "not_started")
    with pytest.raises(NoPicture, match="larger"):
        shoot(Path("/bin/false"), bytes(BOUNDS.max_page_bytes + 1), None, BOUNDS)


def test_a_picture_is_kept_checked_and_erased_with_its_page(pages: Path, tmp_path: Path) -> None:
    """A backup holds it, verify finds it changed, gone or put elsewhere, and it goes with the page that it shows."""
    key = _draw(pages, "21.html")
    assert _draw(pages, "22.html") != key, "two pages that look alike share one file"
    (name,) = {drawn(key, AT).sha256 or ""}
    path = pages / "captures" / name[:2] / name
    assert f"page picture {name}" in _said(pages)["21.html"] and damage_of(pages) == []
    with Ledger(pages) as ledger:
        ledger.backup(tmp_path / "copy")
        assert f'"sha256":"{name}"' in "".join(map(bytes.decode, _dump(ledger, tmp_path)))
    assert (tmp_path / "copy" / "captures" / name[:2] / name).read_bytes() == PNG
    path.write_bytes(PNG[:-1] + b"x")
    assert any(name in line for line in damage_of(pages))
    path.unlink()
    assert any(name in line for line in damage_of(pages))
    path.write_bytes(PNG)
    with Ledger(pages) as ledger:
        ledger.decide("erase", [key], reason="asked for", author="tester", for_good=True)
    assert path.exists() and damage_of(pages) == [], "the other page still has its picture"
    with Ledger(pages) as ledger:
        other = next(one.sha256 for one in ledger._store().captures().values() if one.origin == "22.html")
        ledger.decide("erase", [other], reason="asked for", author="tester", for_good=True)
    assert not path.exists() and damage_of(pages) == []


def _dump(ledger: Ledger, folder: Path) -> Iterator[bytes]:
    ledger.export("dump", folder / "dump.jsonl")
    yield from (folder / "dump.jsonl").read_bytes().splitlines()


def test_a_pack_holds_the_picture_and_a_stranger_checks_it(pages: Path, tmp_path: Path) -> None:
    """The picture is in the pack, the manifest says of each capture whether there is one, and a change is refused."""
    key = _draw(pages, "21.html")
    with Ledger(pages) as ledger:
        ledger.evidence(tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    name = f"captures/{drawn(key, AT).sha256}"
    assert files[name] == PNG
    manifest = files["manifest.json"].decode()
    assert f'"{key}": "{drawn(key, AT).sha256}"' in manifest and '"not made: not_asked"' in manifest
    (tmp_path / "verify.py").write_bytes(files["verify_pack.py"])
    for change, code in ((False, 0), (True, 1)):
        with zipfile.ZipFile(tmp_path / "other.zip", "w") as pack:
            for member, data in files.items():
                if change and member == "rows.jsonl":
                    data = b"".join(line for line in data.splitlines(True) if not line.startswith(b'["pictures"'))
                pack.writestr(member, data)
        done = subprocess.run([sys.executable, str(tmp_path / "verify.py"), str(tmp_path / "other.zip")], check=False)
        assert done.returncode == code


# --- with a browser ---

TRAPS = """<!doctype html><html><head><meta http-equiv="refresh" content="0;url={url}/refresh">
<link rel="preconnect" href="{url}"><link rel="prefetch" href="{url}/prefetch"><link rel="dns-prefetch" href="{url}">
<link rel="stylesheet" href="{url}/style"><link rel="icon" href="{url}/icon"><link rel="manifest" href="{url}/m">
<style>@import url({url}/import); @font-face {{ font-family: f; src: url({url}/font) }}
body {{ font-family: f; background: url({url}/background) }}</style>
<script src="{url}/script"></script><script>fetch("{url}/fetch"); document.write("SCRIPT RAN");</script></head>
<body onload="new Image().src = '{url}/onload'"><h1>Night summary</h1><p>12 of 14 were shot down.</p>
<img src="{url}/image" onerror="location = '{url}/onerror'"><img srcset="{url}/srcset 2x">
<svg><image href="{url}/svg"/></svg>
<iframe src="{url}/frame"></iframe><iframe srcdoc="<img src='{url}/inner'><script src='{url}/in'></script>"></iframe>
<video src="{url}/video" poster="{url}/poster" autoplay></video><audio src="{url}/audio" autoplay></audio>
<object data="{url}/object"></object><embed src="{url}/embed"><form action="{url}/form"><input autofocus></form>
<a href="{url}/a" ping="{url}/ping">more</a>
<script type="speculationrules">{{"prefetch":[{{"urls":["{url}/s"]}}]}}</script>
</body></html>"""


@pytest.fixture
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """A server on loopback that nobody may speak to: its address, and what came."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                came.append(b"a connection")
                connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", came
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


GUARDS = {
    "all guards": None,
    "no network of its own": Guard(prefix=(), sandbox=True),
    "no sandbox either": Guard(prefix=(), sandbox=False),
}


@needs_chromium
@pytest.mark.system
@pytest.mark.parametrize("guard", GUARDS.values(), ids=GUARDS)
def test_a_page_that_is_drawn_asks_for_nothing(
    guard: Guard | None, canary: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No script, frame, refresh or sub-resource of a drawn page reaches a server on loopback, guard by guard."""
    assert BROWSER is not None
    if guard is not None:
        monkeypatch.setattr(picture, "ways", lambda: iter((guard,)))
    url, came = canary
    shot = shoot(BROWSER, TRAPS.format(url=url).encode(), "utf-8", BOUNDS)
    assert png_size(shot.png) == (shot.width, shot.height) and shot.width == BOUNDS.width
    assert shot.lacking >= 3, "what the page asked for is counted"
    assert came == []
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))):
        pass
    for _ in range(50):
        if came:
            break
        threading.Event().wait(0.05)
    assert came, "the canary would have noticed"


@needs_chromium
@pytest.mark.system
def test_a_page_is_drawn_whole_and_kept(pages: Path) -> None:
    """The picture shows the page's own bytes to their end, is kept once, and is what each citation names."""
    with Ledger(pages) as ledger:
        done = ledger.picture()
        assert (done.run.counts_out, done.run.refused) == (2, {})
        assert ledger.picture().run.counts_in == 0
        keys = [one.sha256 for one in ledger._store().captures().values()]
        again = ledger.picture(keys)
        assert again.run.refused == {"already there": 2, "not_a_page": 1}
        kept = ledger._store().pictures()
    for made in kept.values():
        data = (pages / "captures" / str(made.sha256)[:2] / str(made.sha256)).read_bytes()
        assert png_size(data) == (made.width, made.height) and made.browser and made.lacking == 0
    said = _said(pages)["21.html"]
    assert "par. 155: no address of its own (a file), source, picture" in said and "offline" in said
    assert damage_of(pages) == []


@needs_chromium
@pytest.mark.system
def test_a_page_beyond_the_bounds_is_cut_or_refused() -> None:
    """A page taller than the bound is cut and says so; one that never ends or wants too much memory is given up."""
    assert BROWSER is not None
    tall = f'<p>top</p><div style="height:{BOUNDS.max_height * 3}px"></div><p>end</p>'.encode()
    shot = shoot(BROWSER, tall, None, BOUNDS)
    assert shot.height == BOUNDS.max_height < shot.page_height

    nested = b"<table><tr><td>" * 4000
    with pytest.raises(NoPicture) as slow:
        shoot(BROWSER, nested * 20, None, replace(BOUNDS, seconds=2))
    assert slow.value.reason in ("too_slow", "browser_failed")
    with pytest.raises(NoPicture) as large:
        shoot(BROWSER, b"<p>words</p>" * 400_000, None, replace(BOUNDS, memory=100_000_000))
    assert large.value.reason == "too_large"


@needs_chromium
@pytest.mark.system
def test_nothing_is_left_of_the_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a picture is made or given up, its profile is gone and no process of it runs."""
    assert BROWSER is not None
    tmp_path.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    shoot(BROWSER, b"<p>words</p>", None, BOUNDS)
    assert list(tmp_path.iterdir()) == []
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if os.access(path, os.R_OK)]
    assert not [line for line in lines if str(tmp_path).encode() in line]
