"""How Ukrainian place names are written in Russian, by the rules of russian_names.toml and by what is already known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

RULES = tomllib.loads((Path(__file__).parent / "russian_names.toml").read_text("utf-8"))
PREFIXES = ("ново", "старо", "мало", "велико", "верхньо", "нижньо", "красно")
MOST = 4  # spellings of one name


def russian_spellings(name: str, known: Mapping[str, str]) -> list[str]:
    """The Russian spellings of a Ukrainian name, the likeliest first, four at most.

    `known` gives the Russian form of names that a source tells, in lower case.
    """
    found = []
    if name.lower() in known:
        found.append(known[name.lower()])
    words = re.split(r"([ -])", name.lower())
    last = len(words) - 1
    plain = "".join(
        _word(word, known, at < last and words[at + 1] == " ")
        if not (at < last and words[at + 1] == "-")
        else re.sub("ое$", "е", _by_rule(word, False))
        for at, word in enumerate(words)
    )
    found.append(plain)
    for pattern, put in RULES["either"]:
        other = re.sub(pattern, put, plain)
        if other != plain:
            found.append(other)
    return [_capitals(text, name) for text in list(dict.fromkeys(found))[:MOST]]


def _word(word: str, known: Mapping[str, str], opens: bool) -> str:
    if not word[:1].isalpha():
        return word
    if not opens:
        for prefix in PREFIXES:
            rest = word.removeprefix(prefix)
            if rest != word and rest in known:
                return _by_rule(prefix, False) + known[rest]
    return _by_rule(word, opens)


def _by_rule(word: str, opens: bool) -> str:
    for table in ("roots", "endings"):
        for pattern, put in RULES[table]:
            word = re.sub(pattern, put, word)
    for pattern, put in RULES["opening"] if opens else ():
        word = re.sub(pattern, put, word)
    return word


def _capitals(text: str, like: str) -> str:
    parts, models = re.split(r"([ -])", text), re.split(r"([ -])", like)
    if len(parts) != len(models):
        return text[:1].upper() + text[1:]
    return "".join(
        part[:1].upper() + part[1:] if model[:1].isupper() else part for part, model in zip(parts, models, strict=True)
    )
