"""Bytes to characters: byte-order mark, strict UTF-8, a declared encoding, a careful guess, else UTF-8 with marks.

Bytes that the encoding does not allow become lone surrogates in `Decoded.raw`, so that every character still knows its
bytes; the views turn them into U+FFFD. A legacy encoding that was guessed is marked doubtful, however likely it is.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from firstlight.model import Record

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LEGACY = ("windows-1251", "koi8-u", "windows-1252")  # in order of preference
DECLARED = {
    **{name: name for name in ("windows-1251", "windows-1252", "windows-1250", "koi8-u", "koi8-r", "iso-8859-5")},
    **{"cp1251": "windows-1251", "cp1252": "windows-1252", "iso-8859-1": "windows-1252", "latin1": "windows-1252"},
    **{"ibm866": "cp866", "cp866": "cp866", "iso-8859-2": "iso-8859-2", "x-mac-cyrillic": "mac-cyrillic"},
    **{"utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "windows-1252", "ascii": "windows-1252"},
}
SAMPLE = 100_000  # bytes looked at for a guess
LIKELY, SURE = (
    0.3,
    0.68,
)  # scores from which on a guess is taken, a declared one believed (prose scores 0.75 to 0.9)
ENOUGH = 4  # characters above ASCII that a declared encoding needs to be believed

_CHARSET = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-zA-Z0-9_:.-]{2,30})", re.I)
_BAD = re.compile(r"[\ud800-\udfff]")
# Cyrillic letters of neither Ukrainian, Russian nor Belarusian: in such a text they are a code page gone wrong
_FOREIGN = re.compile(r"[\u0402\u0403\u0405\u0408-\u040d\u040f\u0452\u0453\u0455\u0458-\u045d\u045f]")
_WIDE = re.compile(r"[^\x00-\x7f\ud800-\udfff]")
# Cyrillic vowels and the commonest consonants, by code point: o a e i n t, Ukrainian i, v, r, s
_COMMON = frozenset(map(chr, (0x43E, 0x430, 0x435, 0x438, 0x43D, 0x442, 0x456, 0x432, 0x440, 0x441)))


class Decoded(Record, frozen=True, kw_only=True):
    """Characters of a file, with what is needed to find the bytes of each; `skip` is the size of a byte-order mark."""

    raw: str
    encoding: str
    skip: int
    size: int
    marks: tuple[str, ...]

    def to_bytes(self) -> Callable[[int], int]:
        """A function from character offsets, asked for in rising order, to byte offsets."""
        if self.encoding == "utf-8" and self.raw.isascii():
            return lambda position: self.skip + position
        errors = "surrogatepass" if self.encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
        here = [0, self.skip]

        def offset(position: int) -> int:
            if position > here[0]:
                here[1] += len(self.raw[here[0] : position].encode(self.encoding, errors))
                here[0] = position
            return min(here[1], self.size)

        return offset


def decode(data: bytes, declared: bool = False) -> Decoded:
    """Characters of `data`; `declared` says that the first bytes may name the encoding, as HTML and XML do.

    Marks: doubtful_encoding (guessed, or declared otherwise), decode_error (bytes that the encoding does not allow).
    """
    for bom, encoding in BOMS:
        if data.startswith(bom) and (not encoding.startswith("utf-32") or _holds(data[len(bom) :], encoding)):
            return _decoded(data, encoding, len(bom), doubtful=False)
    wide = _wide_encoding(data)
    if wide:
        return _decoded(data, wide, 0, doubtful=True)
    named = _declared(data) if declared else None
    try:
        raw = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, *_legacy(data, named))
    lie = named not in (None, "utf-8") and not raw.isascii()
    return Decoded(raw=raw, encoding="utf-8", skip=0, size=len(data), marks=("doubtful_encoding",) if lie else ())


def _holds(data: bytes, encoding: str) -> bool:
    """Whether `encoding` can be read there: the first bytes of UTF-32 are those of UTF-16 and a NUL too."""
    try:
        data[: len(data) - len(data) % 4].decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def decode_text(text: str) -> Decoded:
    """A text that has no file: as if it had been read from its own UTF-8 bytes."""
    return _decoded(text.encode("utf-8", "surrogatepass"), "utf-8", 0, doubtful=False)


def replaced(raw: str) -> str:
    """`raw` with each byte that could not be decoded shown as U+FFFD."""
    return _BAD.sub("\ufffd", raw)


def _decoded(data: bytes, encoding: str, skip: int, doubtful: bool) -> Decoded:
    width = {"utf-16": 2, "utf-32": 4}.get(encoding[:6])
    if width:
        whole = len(data) - (len(data) - skip) % width
        errors = "surrogatepass" if width == 2 else "replace"
        raw = data[skip:whole].decode(encoding, errors) + ("\udc80" if whole < len(data) else "")
        doubtful = doubtful or not _plausible(raw)
    else:
        raw = data[skip:].decode(encoding, "surrogateescape")
    marks: tuple[str, ...] = ("doubtful_encoding",) if doubtful else ()
    if _BAD.search(raw) or (width == 4 and "\ufffd" in raw):
        marks += ("decode_error",)
    return Decoded(raw=raw, encoding=encoding, skip=skip, size=len(data), marks=marks)


def _plausible(raw: str) -> bool:
    """Whether most characters of UTF-16 are ASCII, Latin, Cyrillic or punctuation."""
    sample = raw[:SAMPLE]
    near = sum(1 for char in sample if char < "\u0530" or "\u2000" <= char < "\u2300")
    return near >= 0.7 * len(sample)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte is almost always 0 (ASCII) or 4 (Cyrillic)."""
    sample = data[: SAMPLE - SAMPLE % 2]
    if len(sample) < 4 or not (b"\0" in sample or b"\4" in sample):
        return None
    even, odd = sample[0::2], sample[1::2]
    high = [sum(half.count(byte) for byte in (0, 4)) / len(half) for half in (even, odd)]
    if high[1] >= 0.8 and high[0] < 0.4:
        return "utf-16-le"
    if high[0] >= 0.8 and high[1] < 0.4:
        return "utf-16-be"
    return None


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    return DECLARED.get(found.group(1).decode("ascii").lower()) if found else None


def _legacy(data: bytes, named: str | None) -> tuple[str, int, bool]:
    """Encoding, mark size and doubt for bytes that are not strict UTF-8."""
    sample = data[:SAMPLE]
    as_utf8 = sample.decode("utf-8", "surrogateescape")
    bad, good = len(_BAD.findall(as_utf8)), len(_WIDE.findall(as_utf8))
    if good >= 4 * bad and good:  # damaged UTF-8: a guess would turn all of it into other letters
        return "utf-8", 0, False
    scores = {name: _score(sample.decode(name, "surrogateescape")) for name in LEGACY}
    best = max(LEGACY, key=lambda name: scores[name])
    if named and named != "utf-8":
        said = sample.decode(named, "surrogateescape")
        own = _score(said)
        enough = len(_WIDE.findall(said)) >= ENOUGH and not _FOREIGN.search(said)
        if enough and own > SURE and own >= scores[best] - 0.02:
            return named, 0, False
    return (best, 0, True) if scores[best] > LIKELY else ("utf-8", 0, False)


def _score(raw: str) -> float:
    """How much the characters above ASCII look like writing, about 1 for prose, below 0 for noise.

    Wrong Cyrillic code pages swap upper and lower case or give box-drawing characters; Latin letters with accents stand
    between Latin letters, Cyrillic ones do not.
    """
    total = count = 0.0
    before = " "
    for char in raw:
        if char > "\x7f":
            count += 1
            total += _worth(char, before)
        before = char
    return total / count if count else 0.0


def _worth(char: str, before: str) -> float:
    if 0x400 <= ord(char) <= 0x4FF:
        if before.isascii() and before.isalpha():
            return -1.0
        if char.isupper():
            return -1.0 if before.islower() else (0.9 if char.lower() in _COMMON else 0.35)
        return 1.0 if char in _COMMON else 0.4
    if 0xC0 <= ord(char) <= 0x17F:
        return 0.5 if before.isascii() and before.isalpha() else -0.5
    if char in "\xa0\xab\xbb\xb0\xa7\u2116" or "\u2010" <= char <= "\u203a":
        return 0.6
    return -1.0
