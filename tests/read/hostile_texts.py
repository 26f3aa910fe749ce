"""Texts made to hurt: each family grows with n and repeats what makes some rule of the reader look far and wide."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Family(NamedTuple):
    """A kind of hostile text: its language, how it is made from n, and the n of a text that takes a good moment."""

    language: str
    make: Callable[[int], str]
    size: int


def spelled(number: int) -> str:
    """A word of letters that stands for `number`: distinct words without end."""
    letters = ""
    while True:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
        if number == 0:
            return letters


def _lines(*parts: str) -> Callable[[int], str]:
    """Repeats a piece with the running number in it."""
    return lambda n: "".join(part.format(i=i % 900 + 2, w=spelled(i)) for i in range(n) for part in parts)


def _under(header: str, line: str) -> Callable[[int], str]:
    return lambda n: header + "".join(line.format(i=i % 900 + 2, w=spelled(i)) for i in range(n))


FAMILIES: dict[str, Family] = {
    # no sentence ever ends
    "one line": Family("en", _lines("Russia launched {i} drones and 3 missiles at Kharkiv, 2 people died, "), 300),
    "one line uk": Family("uk", _lines("збито {i} дронів і 3 ракети над Сумами, загинули 2 людей, "), 300),
    "one line ru": Family("ru", _lines("сбиты {i} дронов и 3 ракеты над Курском, погибли 2 человека, "), 300),
    "acts alone": Family("en", _lines("attack launched drones missile strike "), 400),
    "hard wrapped": Family("en", _lines("a drone fell on the roof of a house in the town of Sumy and\n"), 400),
    "no space": Family("en", _lines("drones,{i}killed(Sumy)"), 1500),
    # lists
    "bullets": Family("en", _under("Overnight Russia attacked:\n", "- Kharkiv: {i} killed, 5 wounded\n"), 500),
    "bullets uk": Family("uk", _under("Уночі збито:\n", "- {i} ракет Х-101 над Полтавщиною;\n"), 600),
    "bullets ru": Family("ru", _under("Ночью сбиты:\n", "- {i} над Курской областью;\n"), 600),
    "emoji bullets": Family("uk", _under("Збито:\n", "\U0001f680 {i} дронів\n"), 800),
    "headers": Family("en", _lines("- launched {i} drones:\n"), 800),
    "headers in headers": Family("en", lambda n: "- drones shot down:\n" * n + "- 5\n" * n, 600),
    "empty lines": Family("en", _lines("5 drones shot down\n\n\n"), 800),
    # sentences
    "short sentences": Family("en", _lines("Drones hit Kharkiv and Sumy. {i} houses were damaged in Odesa. "), 400),
    "short sentences ru": Family("ru", _lines("Ночью над Белгородской областью сбиты {i} дронов. "), 600),
    "said": Family("en", _lines("the governor said that the ministry said that "), 1500),
    "aid": Family("en", _lines("Germany pledged {i} Patriot systems to Ukraine. "), 600),
    "air defence": Family("en", _lines("Kyiv asked for air defence, its air defences need missiles. "), 500),
    "outages": Family("uk", _lines("Без світла {i} тисяч споживачів у Сумах. "), 500),
    "missiles": Family("en", _lines("Russia launched {i} missiles. "), 800),
    "singulars": Family("en", _lines("A man was killed. A woman was injured. "), 800),
    "objects": Family("en", _lines("A house, a school and a shop in Sumy were hit by drones. "), 300),
    "dates": Family("en", _lines("on 5 March 2024 at 5 a.m., from 6 to 7 March and overnight into 8 March, "), 500),
    "capitals": Family("uk", _lines("ВОРОГ ЗАПУСТИВ {i} ДРОНІВ ПО ХАРКОВУ. "), 600),
    "linked": Family("en", _lines("Read also: Russia launched {i} drones at Sumy\n"), 500),
    "people and parts": Family("en", _lines("{i} people, including 2 children, were hurt, among them a man, "), 400),
    # numbers and places
    "numbers": Family("en", _lines("{i}, "), 6000),
    "numbers in groups": Family("en", lambda n: "12 345 678 " * n, 3000),
    "number words": Family("en", lambda n: "two hundred and forty-five thousand " * n, 1200),
    "ranges": Family("en", _lines("from {i} to 40-50 of 60/70 or more "), 1200),
    "aged": Family("en", lambda n: "aged " + "6, and 7, " * n, 2500),
    "years": Family("en", lambda n: "2024 " * n, 6000),
    "places": Family("uk", _lines("Харків, Одеса, Суми, Полтава, "), 2000),
    "places and regions": Family("en", _lines("Lyman, Donetsk Oblast, Sumy and Poltava regions, "), 800),
    "districts": Family("ru", _lines("в Киевском районе, в Центральном районе, "), 1200),
    "adjectives": Family("uk", _lines("Київська, Сумська, Полтавська "), 2000),
    "countries": Family("en", _lines("Russian, Iranian and German "), 2500),
    # characters
    "stops": Family("en", lambda n: ". ! ? " * n, 5000),
    "brackets": Family("en", lambda n: "(" * n + " 5 drones shot down " + ")" * n, 12000),
    "quotes": Family("en", lambda n: "\"\u00ab\u201c" * n + " 5 drones shot down " + "\u201d\u00bb\"" * n, 5000),
    "hyphens": Family("en", lambda n: "5-" * n, 10000),
    "apostrophes": Family("uk", lambda n: "п'" * n, 100_000),
    "one word": Family("en", lambda n: "a" * n, 1_000_000),
    "one number": Family("en", lambda n: "1" * n, 1_000_000),
    "distinct words": Family("en", _lines("{w} "), 40000),
    "distinct names": Family("uk", lambda n: "".join(spelled(i).capitalize() + " " for i in range(n)), 40000),
    "zero width": Family("en", _lines("\u200b{i} drones shot down "), 600),
    "zero-width digits": Family("en", lambda n: "1\u200b" * n, 12000),
    "right to left": Family("en", _lines("\u202b\u200f{i} drones shot down\u202c "), 500),
    "overrides": Family("en", lambda n: "\u202e51 drones " * n, 1500),
    "mixed scripts": Family("uk", _lines("дроn збиt0 \u0661\u0662 דרון 无人机 {i} ракет "), 1200),
    "combining marks": Family("en", lambda n: "5" + "\u0301" * n + " drones", 60000),
    "line breaks": Family("en", lambda n: "\n" * n + "5 drones", 1_000_000),
    "spaces": Family("en", lambda n: "5" + " " * n + "drones", 1_000_000),
}  # fmt: skip
# The families that have hurt most: these are measured on every run, all of them before a release.
TELLING = (
    "one line", "hard wrapped", "bullets", "headers in headers", "short sentences", "aid", "missiles", "numbers",
    "places", "one word", "zero width", "distinct words",
)  # fmt: skip
