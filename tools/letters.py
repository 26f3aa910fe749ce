"""Transliteration for make_places.py: Ukrainian and Russian to Latin letters, Ukrainian names to Russian ones.

Ukrainian to Latin is the official table (Cabinet of Ministers, resolution 55 of 27 January 2010); Russian to Latin is
the one that English-language news uses (BGN/PCGN without apostrophes).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_UK = dict(
    zip(
        "абвгґдезиійклмнопрстуф",
        ["a", "b", "v", "h", "g", "d", "e", "z", "y", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f"],
        strict=True,
    )
) | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "є": "ie", "ї": "i", "ю": "iu", "я": "ia"}
_UK_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RU = dict(
    zip(
        "абвгдезиклмнопрстуфыэ",
        ["a", "b", "v", "g", "d", "e", "z", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "y", "e"],
        strict=True,
    )
) | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "й": "y", "ё": "yo"}
_VOWELS = set("аеёиоуыэюя")
UKRAINIAN = set("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'- ")
RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя- ")

# Endings and letters by which a Ukrainian place name is written in Russian; in order.
_UK_TO_RU = (
    (r"піль(?=\b)", "поль"),
    (r"пілля(?=\b)", "полье"),
    (r"ріг(?=\b)", "рог"),
    (r"ївка", "евка"),
    (r"івка", "овка"),
    (r"(?<=[жчшщцй])ів(?=\b|ськ|с)", "ев"),
    (r"їв", "ев"),
    (r"ів(?=\b|ськ|к)", "ов"),
    (r"ський(?=\b)", "ский"),
    (r"цький(?=\b)", "цкий"),
    (r"ький(?=\b)", "кий"),
    (r"(?<=[нвр])ий(?=\b)", "ый"),
    (r"ське(?=\b)", "ское"),
    (r"цьке(?=\b)", "цкое"),
    (r"ська(?=\b)", "ская"),
    (r"цька(?=\b)", "цкая"),
    (r"ськ", "ск"),
    (r"цьк", "цк"),
    (r"зьк", "зк"),
    (r"(?<=[нд])е(?=\b)", "ое"),
    (r"([сдлнтчш])\1я(?=\b)", r"\1ье"),
    (r"жжя(?=\b)", "жье"),
    (r"ове(?=\b)", "овое"),
    (r"(?<=\w)а(?= \w)", "ая"),
    (r"'я", "ья"),
    (r"'ю", "ью"),
    (r"'є", "ье"),
    (r"'ї", "ьи"),
)
_UK_TO_RU_LETTERS = str.maketrans({"и": "ы", "і": "и", "ї": "и", "є": "е", "е": "е", "ґ": "г", "'": ""})


def official(name: str) -> str:
    """A Ukrainian name in Latin letters by the official table, capitals kept."""
    return _recased(name, _official_word)


def _official_word(word: str) -> str:
    out = []
    for at, letter in enumerate(word):
        if letter in "ь'":
            continue
        if letter == "г" and at and word[at - 1] == "з":
            out.append("gh")
        elif at == 0 and letter in _UK_FIRST:
            out.append(_UK_FIRST[letter])
        else:
            out.append(_UK.get(letter, letter))
    return "".join(out)


def newsroom(name: str) -> str:
    """A Russian name in Latin letters as English-language news writes it, capitals kept."""
    return _recased(name, _newsroom_word)


def _newsroom_word(word: str) -> str:
    word = re.sub(r"[иы]й$", "ы", word)
    out = []
    for at, letter in enumerate(word):
        before = word[at - 1] if at else ""
        if letter in "ьъ":
            continue
        if letter == "е" and (not before or before in "ьъ" or (before in _VOWELS and before not in "ы")):
            out.append("ye")
        else:
            out.append(_RU.get(letter, letter))
    return "".join(out)


def russian(name: str) -> str:
    """How a Ukrainian name would be written in Russian; a guess for places whose Russian name no source gives."""

    def word(text: str) -> str:
        for pattern, put in _UK_TO_RU:
            text = re.sub(pattern, put, text)
        text = re.sub(r"и(?=й\b)", "\0", text)
        text = text.translate(_UK_TO_RU_LETTERS).replace("\0", "и")
        return re.sub(r"(?<=[гкхжчшщ])ы", "и", text)

    return _recased(name, word)


def _recased(name: str, change: Callable[[str], str]) -> str:
    parts = re.split(r"([ -])", name)
    done = []
    for part in parts:
        changed = change(part.lower())
        done.append(changed[:1].upper() + changed[1:] if part[:1].isupper() else changed)
    return "".join(done)


def plain(name: str) -> str:
    """Latin letters without marks and apostrophes, for comparing spellings."""
    text = unicodedata.normalize("NFKD", name)
    return "".join(c for c in text if not unicodedata.combining(c) and c not in "\u2019\u02bc\u02b9'`\u02b2\u02ba")


def same_sound(name: str) -> str:
    """A coarse key under which the ways of spelling one Slavic name in Latin letters meet."""
    text = plain(name).lower()
    for old, new in (
        ("yy", "y"),
        ("iy", "y"),
        ("yi", "i"),
        ("ya", "ia"),
        ("ye", "e"),
        ("ie", "e"),
        ("yu", "iu"),
        ("g", "h"),
    ):
        text = text.replace(old, new)
    return re.sub(r"[iy]+", "i", text)
