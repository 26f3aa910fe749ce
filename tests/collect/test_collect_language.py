"""The language of a text: by letters, then by words, else what the data say."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from firstlight.catalog import Catalog
from firstlight.collect.language import language_of
from firstlight.errors import CatalogError

SHARED = Path(__file__).resolve().parents[2] / "../shared/reports/unlabelled"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Збито 10 безпілотників, є постраждалі", "uk"),
        ("Сбиты 10 беспилотников, объект повреждён", "ru"),
        ("что сбито из города от удара", "ru"),
        ("та про що вода від води", "uk"),
        ("Харківщина: удари Shahed-136, Kh-101", "uk"),
        ("Одеса", "uk"),
        ("Ten drones were shot down over Kyiv", "en"),
        ("10/13 12:30", "und"),
        ("", "und"),
    ],
)
def test_language_of_a_text(house: Catalog, text: str, language: str) -> None:
    """Own letters decide; without them function words; Latin is English; no letters are undetermined."""
    assert language_of(text, house) == language


def test_a_language_is_data_only(house: Catalog, tmp_path: Path) -> None:
    """A language added to languages.toml is told from the others with no change of code."""
    extra = '\n[languages.xx]\nscript = "latin"\nletters = "ąęłż"\nwords = ["jest"]\n'
    text = house.text("languages.toml").replace("[pages.block_page]", extra + "\n[pages.block_page]")
    (tmp_path / "languages.toml").write_text(text, "utf-8")
    assert language_of("zestrzelono dziesięć", Catalog(tmp_path)) == "xx"
    assert language_of("ten were shot", Catalog(tmp_path)) == "en"


def test_an_empty_word_list_is_a_catalogue_error(tmp_path: Path) -> None:
    """A language without words is an error that names the file, not a silent hole."""
    (tmp_path / "languages.toml").write_text(
        '[scripts]\nlatin = [[97, 122]]\n[languages.en]\nscript = "latin"\nletters = ""\nwords = []\n', "utf-8"
    )
    with pytest.raises(CatalogError, match=r"languages\.toml: en"):
        language_of("x", Catalog(tmp_path))


@pytest.mark.skipif(not SHARED.exists(), reason="the unlabelled texts are not beside this checkout")
def test_agrees_with_the_unlabelled_texts(house: Catalog) -> None:
    """At least 99 of 100 real texts get the language that they were filed under."""
    right: Counter[bool] = Counter()
    for path in sorted(SHARED.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                right[language_of(row["text"], house) == row["lang"]] += 1
    assert right[True] >= 0.99 * right.total()
