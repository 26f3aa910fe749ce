"""The text of one Telegram message and its map to bytes: from the JSON string literals of its `text`, as displayed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from firstlight.collect.characters import ODD, odd
from firstlight.collect.json_ranges import Range, plain_string
from firstlight.collect.spans import Pieces
from firstlight.collect.writer import STRIKE

_TOKEN = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+")(\s*+:)?+|([{}\[\]])', re.S)
_ESCAPE = re.compile(rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.S)


class Literal:
    """A string of a message: data[start:end] between its quotes; `struck` when displayed as struck through."""

    def __init__(self, start: int, end: int, struck: bool = False) -> None:
        self.start = start
        self.end = end
        self.struck = struck


def parse_message(data: bytes) -> tuple[dict[str, Any], bool]:
    """The fields of a message and whether a key was said twice (the last counts, as in any JSON reader).

    Raises ValueError for bytes that are not one JSON object (RecursionError is turned into it).
    """
    repeated = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found = dict(items)
        repeated = repeated or len(found) != len(items)
        return found

    try:
        fields = json.loads(data.decode("utf-8", "surrogateescape"), object_pairs_hook=pairs)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(fields, dict):
        raise ValueError("not an object")
    return fields, repeated


def message_pieces(data: bytes, where: Range) -> tuple[Pieces, set[str]]:
    """Pieces of the text of the message at `where` (offsets in bytes of `data`) and the marks met on the way."""
    pieces, marks = Pieces(), set[str]()
    for literal in _literals(data, where):
        if literal.struck and literal.end > literal.start:
            pieces.add(STRIKE, literal.start, literal.start, False)
            marks.add("struck_text")
        _write(pieces, marks, data, literal)
        if literal.struck and literal.end > literal.start:
            pieces.add(STRIKE, literal.end, literal.end, False)
    return pieces, marks


def _literals(data: bytes, where: Range) -> list[Literal]:
    """The strings that make up the last `text` of a message, in order."""
    found: list[Literal] = []
    depth, key, inside = 0, b"", False
    entity: dict[bytes, Literal] = {}
    for token in _TOKEN.finditer(data, where.start, where.end):
        string, colon, bracket = token.groups()
        if bracket in (b"{", b"["):
            depth += 1
            if depth == 2 and key == b"text":
                found, inside = [], bracket == b"["
            entity = {} if depth == 3 else entity
            key = b""
        elif bracket:
            if depth == 3 and inside and b"text" in entity:
                found.append(_of_entity(data, entity))
            inside = inside and depth > 2
            depth, key = depth - 1, b""
        elif colon:
            key = plain_string(string)
        else:
            literal = Literal(token.start(1) + 1, token.end(1) - 1)
            if depth == 1 and key == b"text":
                found = [literal]
            elif inside and depth == 2:
                found.append(literal)
            elif inside and depth == 3:
                entity[key] = literal
            key = b""
    return found


def _of_entity(data: bytes, entity: dict[bytes, Literal]) -> Literal:
    kind, text = entity.get(b"type"), entity[b"text"]
    struck = kind is not None and data[kind.start : kind.end] == b"strikethrough"
    return Literal(text.start, text.end, struck)


def _write(pieces: Pieces, marks: set[str], data: bytes, literal: Literal) -> None:
    here = literal.start
    for start, end, text in _escapes(data, literal):
        _run(pieces, marks, data, (here, start))
        match = ODD.match(text)
        if text == "\r" and data[end : end + 2] == b"\\n":
            text = ""
        elif match:
            text, mark = odd(match.group())
            marks.update((mark,) if mark else ())
        pieces.add(text, start, end, False)
        here = end
    _run(pieces, marks, data, (here, literal.end))


def _escapes(data: bytes, literal: Literal) -> Iterator[tuple[int, int, str]]:
    for found in _ESCAPE.finditer(data, literal.start, literal.end):
        yield found.start(), found.end(), json.loads(b'"' + found.group() + b'"')


def _run(pieces: Pieces, marks: set[str], data: bytes, span: tuple[int, int]) -> None:
    """Bytes without escapes: verbatim, but for undecodable bytes and controls."""
    start, end = span
    raw = data[start:end].decode("utf-8", "surrogateescape")
    here = 0
    for found in ODD.finditer(raw):
        middle = start + len(raw[here : found.start()].encode())
        pieces.add(raw[here : found.start()], start, middle, True)
        text, mark = odd(found.group())
        marks.update((mark,) if mark else ())
        start = middle + len(found.group().encode("utf-8", "surrogateescape"))
        pieces.add(text, middle, start, False)
        here = found.end()
    pieces.add(raw[here:], start, end, True)
