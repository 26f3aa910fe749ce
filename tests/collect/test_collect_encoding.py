"""Bytes to text: right, or marked; letters of one language never turn into others in silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.catalog import Catalog
from firstlight.collect import text_view
from firstlight.collect.decode import decode
from tests.collect.checks import check_map

UK = "Уночі ворог атакував Харків: збито 10 з 13 ударних безпілотників, є влучання у дві будівлі — їх гасять."
RU = "Ночью силы противовоздушной обороны сбили 10 из 13 беспилотников; объекты энергетики повреждены."
EN = "Ukraine’s air force said it shot down 10 of 13 drones – “a record”, as the ministry put it."
TEXTS = {"uk": UK, "ru": RU, "en": EN}
DOUBT = {"doubtful_encoding", "decode_error"}


@pytest.mark.parametrize("text", [UK, RU, EN])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_at_the_head_or_utf8_is_certain(house: Catalog, text: str, encoding: str) -> None:
    """UTF-8 and whatever begins with a byte-order mark is read exactly, without doubt."""
    data = text.encode(encoding)
    found = text_view(data, "text", house)
    assert found.text == text and not DOUBT & set(found.marks)
    check_map(data, found.text, found.spans, found.encoding)


@pytest.mark.parametrize("text", [UK, RU, RU.upper(), UK.upper(), "Збито 13", "Пораненi 5 людей", "Одеса"])
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "utf-16-le", "utf-16-be"])
def test_a_guess_is_right_and_marked(house: Catalog, text: str, encoding: str) -> None:
    """Cyrillic in a legacy encoding is guessed right, and the guess is told."""
    data = text.encode(encoding, "replace")
    found = text_view(data, "text", house)
    assert found.text == data.decode(encoding)
    assert "doubtful_encoding" in found.marks
    check_map(data, found.text, found.spans, found.encoding)


ENCODINGS = [
    "cp1251",
    "koi8-u",
    "koi8-r",
    "cp866",
    "iso8859-5",
    "mac-cyrillic",
    "cp855",
    "utf-16-le",
    "utf-16-be",
    "utf-8",
    "cp1252",
    "iso8859-1",
    "iso8859-15",
    "mac-roman",
    "cp437",
    "cp850",
    "cp1250",
    "iso8859-2",
    "utf-7",
    "cp1125",
    "ptcp154",
    "kz1048",
    "cp1253",
    "iso8859-7",
    "gb18030",
    "shift_jis",
    "big5",
    "euc-jp",
    "utf-16",
    "utf-8-sig",
]


@pytest.mark.parametrize("text", [UK, RU, EN])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("lie", ["", "utf-8", "windows-1251", "koi8-u"])
def test_no_wrong_letters_unmarked(house: Catalog, text: str, encoding: str, lie: str) -> None:
    """Thirty encodings, with and without a lie in the head of the page: the text is right or the page is marked."""
    meta = f'<meta charset="{lie}">' if lie else ""
    page = f"<html><head>{meta}</head><body>{text}</body></html>"
    data = page.encode(encoding, "replace")
    known = data.decode(encoding, "replace").partition("<body>")[2].partition("</body>")[0]
    found = text_view(data, "html", house)
    if encoding == "utf-7":  # its bytes are ASCII: no reader can tell, and browsers refuse it
        return
    assert found.text == known or DOUBT & set(found.marks), (found.encoding, found.text[:60])
    check_map(data, found.text, found.spans, found.encoding)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-u"])
def test_a_declared_encoding_that_fits_is_no_doubt(house: Catalog, encoding: str) -> None:
    """A page that declares its encoding and keeps its word is read by it, unmarked."""
    data = f'<meta charset="{encoding}"><p>{UK}'.encode(encoding, "xmlcharrefreplace")
    found = text_view(data, "html", house)
    assert found.text == UK and found.encoding == encoding and not DOUBT & set(found.marks)


def test_damaged_utf8_is_not_taken_for_another_encoding(house: Catalog) -> None:
    """A UTF-8 text with a few broken bytes keeps its letters, shows the rest as U+FFFD, and is marked."""
    data = (UK * 3).encode()[:-1] + b"\xff end"
    found = text_view(data, "text", house)
    assert found.encoding == "utf-8" and "decode_error" in found.marks and UK in found.text and "\ufffd" in found.text
    check_map(data, found.text, found.spans, found.encoding)


@given(cut=st.integers(1, 400))
@settings(max_examples=100, deadline=None)
def test_a_text_cut_inside_a_character_is_marked(house: Catalog, cut: int) -> None:
    """UTF-8 cut at any byte gives the characters before the cut, and a mark when one was cut."""
    data = (UK + RU).encode()[:cut]
    found = text_view(data, "text", house)
    whole = data.decode("utf-8", "ignore")
    if len(whole) > 4:
        assert found.text.startswith(whole)
        assert (found.text == whole) or "decode_error" in found.marks


def test_a_nul_after_the_mark_of_utf_16_does_not_make_it_utf_32() -> None:
    """The first four bytes are those of UTF-32, the rest cannot be."""
    found = decode("\x00Збито 10 з 13".encode("utf-16"))
    assert found.encoding.startswith("utf-16")
    assert found.raw == "\x00Збито 10 з 13"
