"""Languages and weapons are data: a new one needs no line of code, and a folder with a gap in it is an error."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest

from firstlight.catalog import LANGUAGE_FILES, Catalog, catalog
from firstlight.collect import Collected, CollectOptions, collect, report_from_text
from firstlight.errors import CatalogError
from firstlight.model import Statement
from firstlight.read import read
from firstlight.read.words import words_of

from .files import DATA, listed
from .made_up import CODE, FROM, WEAPON, twin, write_data

NOW = "2024-04-01T00:00:00+00:00"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The shipped data with a made-up language and a made-up weapon."""
    return Catalog(write_data(tmp_path_factory.mktemp("made_up")))


@pytest.mark.parametrize("language", sorted(path.name for path in (DATA / "lang").iterdir() if path.is_dir()))
def test_languages_have_all_their_files(language: str) -> None:
    """Each folder under data/lang is a language that loads: all files are there and filled, all groups too."""
    assert language in catalog().languages
    assert words_of(catalog(), language).language == language
    for name in LANGUAGE_FILES:
        assert catalog().text(f"lang/{language}/{name}").strip()


@pytest.mark.parametrize("name", LANGUAGE_FILES)
def test_empty_language_file_is_an_error(name: str, tmp_path: Path) -> None:
    """An emptied file of a language stops the catalogue with the file's name; it is never read as silence."""
    shutil.copytree(DATA / "lang" / FROM, tmp_path / "lang" / FROM)
    (tmp_path / "lang" / FROM / name).write_text("", "utf-8")
    with pytest.raises(CatalogError, match=name):
        _ = Catalog(tmp_path).languages


@pytest.mark.parametrize("group", ["shoot_down", "kill", "launch"])
def test_empty_group_is_an_error(group: str, tmp_path: Path) -> None:
    """A lexicon with one group emptied does not load, and the message names the group."""
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    lexicon = data / "lang" / FROM / "lexicon.toml"
    lines = [
        f"{group} = []" if line.startswith(f"{group} = ") else line for line in lexicon.read_text("utf-8").splitlines()
    ]
    lexicon.write_text("\n".join(lines), "utf-8")
    with pytest.raises(CatalogError, match=group):
        words_of(Catalog(data), FROM)


def test_made_up_language_is_told_from_the_others(made_up: Catalog, tmp_path: Path) -> None:
    """A file in the made-up language is collected as such and read to statements, all from data alone."""
    (tmp_path / "report.txt").write_text(twin("Air defences shot down 10 of 13 Shahed drones overnight."), "utf-8")
    options = CollectOptions(published="2024-03-27")
    [taken] = collect(str(tmp_path / "report.txt"), options, made_up, NOW)
    assert isinstance(taken, Collected)
    assert taken.reports[0].language == CODE
    said = read(taken.reports[0], made_up).statements
    assert {(item.kind, item.count.low if item.count else None) for item in said} == {
        ("intercepted", 10),
        ("launched", 13),
    }
    assert all(item.weapon and item.weapon.model == "shahed" for item in said)


def test_made_up_language_is_read_as_its_twin(made_up: Catalog) -> None:
    """Every example says the same in the letters of a language that nobody speaks: the code knows no English."""
    differs = []
    for line in made_up.text(f"lang/{FROM}/examples.jsonl").splitlines():
        text, published = json.loads(line)["text"], json.loads(line)["published"]
        original = [_twinned(item) for item in _statements(text, published, FROM, made_up)]
        again = [_bare(item) for item in _statements(twin(text), published, CODE, made_up)]
        if original != again:
            lost, gained = [[a for a in one if a not in two] for one, two in ((original, again), (again, original))]
            differs.append(f"{text}\n  only in the original: {lost}\n  only in its twin: {gained}")
    assert not differs, listed(differs)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Air defences shot down 7 of 9 Brumbleflies on the night of 27 March."),
        ("uk", "Сили ППО збили 7 із 9 брумблефлів у ніч на 27 березня."),
        ("ru", "Силы ПВО сбили 7 из 9 брумблефлов в ночь на 27 марта."),
        (CODE, twin("Air defences shot down 7 of 9 Brumbleflies on the night of 27 March.")),
    ],
    ids=["en", "uk", "ru", CODE],
)
def test_made_up_weapon_is_read(language: str, text: str, made_up: Catalog) -> None:
    """A weapon that stands in weapons.toml alone is read in every language, with its class; without it, it is not."""
    said = _statements(text, "2024-03-27", language, made_up)
    assert {(item.kind, item.weapon.model, item.weapon.class_) for item in said if item.weapon} == {
        ("intercepted", WEAPON, "drone"),
        ("launched", WEAPON, "drone"),
    }
    before = _statements(text, "2024-03-27", language, catalog()) if language != CODE else ()
    assert all(item.weapon is None or item.weapon.model != WEAPON for item in before)


def _statements(text: str, published: str, language: str, data: Catalog) -> tuple[Statement, ...]:
    report = msgspec.structs.replace(report_from_text(text, published=published), language=language)
    return read(report, data).statements


def _bare(statement: Statement) -> Statement:
    """A statement without what depends on the text's bytes."""
    return msgspec.structs.replace(statement, id="", report="")


def _twinned(statement: Statement) -> Statement:
    """What the twin of a text must give: the same statement, where words of the text are those of the twin."""
    bare = _bare(statement)
    quote = msgspec.structs.replace(bare.quote, text=twin(bare.quote.text))
    speaker = bare.speaker and msgspec.structs.replace(bare.speaker, name=twin(bare.speaker.name))
    meeting = bare.meeting and msgspec.structs.replace(
        bare.meeting,
        body=twin(bare.meeting.body),
        level=bare.meeting.level and twin(bare.meeting.level),
        convener=bare.meeting.convener and twin(bare.meeting.convener),
    )
    return msgspec.structs.replace(bare, quote=quote, speaker=speaker, meeting=meeting)
