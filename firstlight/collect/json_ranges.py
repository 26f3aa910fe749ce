"""Where each message stands in an export: byte ranges found by counting brackets, without building the document.

Nothing is trusted: a file that ends early keeps its whole messages, keys said twice are counted, what stands between
messages and is none is told. One pass, linear, no recursion.
"""

from __future__ import annotations

import re

import msgspec

from firstlight.model import Record

# a string with the colon that makes it a key; a bracket; a quote that never ends
_TOKEN = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+")(\s*+:)?+|([{}\[\]])|"', re.S)
# everything up to the next bracket that is not in a string
_NEXT_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+[{}\[\]]', re.S)
_BETWEEN = re.compile(rb"\s*+,?+\s*+\Z")
_PATHS = ((b"messages",), (b"chats", b"list", b"", b"messages"), (b"left_chats", b"list", b"", b"messages"))
_CHATS = ((b"chats", b"list", b""), (b"left_chats", b"list", b""))
_HEADER = ("name", "type")
MAX_DEPTH = 64  # of what stands outside messages


class Chat(Record, frozen=True, kw_only=True):
    """One chat of an export: its name and type as written, None where not given."""

    name: str | None
    type: str | None


class Range(Record, frozen=True, kw_only=True):
    """A message at data[start:end], and the number of its chat."""

    start: int
    end: int
    chat: int


class Ranges(Record, frozen=True, kw_only=True):
    """Messages in file order; `rest` is where reading stopped early (None when the file is whole); `strays` are byte
    ranges among the messages that are no objects; `repeated` are keys said twice outside messages."""

    chats: tuple[Chat, ...]
    messages: tuple[Range, ...]
    rest: int | None
    strays: tuple[tuple[int, int], ...]
    repeated: tuple[str, ...]


def message_ranges(data: bytes) -> Ranges:
    """The byte range of every message of a Telegram Desktop export (one chat, or all chats of an account)."""
    return _Scan(data).run()


class _Scan:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.path: list[tuple[bytes, bytes]] = []  # opening bracket, key that led to it
        self.keys: list[set[bytes]] = []
        self.key = b""
        self.chats: list[dict[str, str]] = []
        self.messages: list[Range] = []
        self.strays: list[tuple[int, int]] = []
        self.repeated: list[str] = []

    def run(self) -> Ranges:
        here, rest = 0, None
        while True:
            found = _TOKEN.search(self.data, here)
            after = self.step(found) if found else None
            if after is None:
                rest = found.start() if found else len(self.data)
                break
            here = after
            if not self.path:
                break
        return Ranges(
            chats=tuple(Chat(name=chat.get("name"), type=chat.get("type")) for chat in self.chats),
            messages=tuple(self.messages),
            rest=rest,
            strays=tuple(self.strays),
            repeated=tuple(self.repeated),
        )

    def step(self, found: re.Match[bytes]) -> int | None:
        """Take one token; the offset to go on from, None where the document is cut or broken."""
        string, colon, bracket = found.groups()
        if string is not None and self.path:
            self.take_string(string, bool(colon))
            return found.end()
        if bracket is None:
            return None
        if bracket in b"{[":
            return self.step_in(bracket, found.end())
        if not self.path or self.path[-1][0] + bracket not in (b"{}", b"[]"):
            return None
        self.path.pop()
        self.keys.pop()
        self.key = b""
        return found.end()

    def step_in(self, bracket: bytes, end: int) -> int | None:
        if len(self.path) >= MAX_DEPTH:
            return None
        self.path.append((bracket, self.key))
        self.keys.append(set())
        self.key = b""
        names = tuple(key for _, key in self.path[1:])
        if not names or (bracket == b"{" and names in _CHATS):
            self.chats.append({})
        if bracket == b"[" and names in _PATHS:
            return self.read_messages(end)
        return end

    def take_string(self, string: bytes, is_key: bool) -> None:
        if is_key:
            self.key = plain_string(string)
            if self.key in self.keys[-1]:
                self.repeated.append(self.key.decode("utf-8", "replace"))
            self.keys[-1].add(self.key)
            return
        name = self.key.decode("utf-8", "replace")
        names = tuple(key for _, key in self.path[1:])
        if name in _HEADER and (not names or names in _CHATS):
            self.chats[-1 if names else 0].setdefault(name, plain_string(string).decode("utf-8", "replace"))
        self.key = b""

    def read_messages(self, start: int) -> int | None:
        """Read the array of messages whose content begins at `start`; the offset of its closing bracket, or None."""
        data, here, depth, begun, after = self.data, start, 0, start, start
        chat = 0 if len(self.path) == 2 else len(self.chats) - 1
        while (found := _NEXT_BRACKET.match(data, here)) is not None:
            here = found.end()
            bracket = data[here - 1 : here]
            if bracket in b"{[":
                if depth == 0:
                    begun = here - 1
                    self.stray(after, begun)
                depth += 1
            elif depth == 0:
                self.stray(after, here - 1)
                return here - 1 if bracket == b"]" else None
            else:
                depth -= 1
                if depth == 0:
                    after = here
                    if data[begun : begun + 1] + bracket == b"{}":
                        self.messages.append(Range(start=begun, end=here, chat=chat))
                    else:
                        self.strays.append((begun, here))
        return None

    def stray(self, start: int, end: int) -> None:
        """Tell what stands between two messages, unless it is the comma."""
        if not _BETWEEN.match(self.data, start, end):
            self.strays.append((start, end))


def plain_string(string: bytes) -> bytes:
    """The content of a JSON string token as UTF-8."""
    if b"\\" not in string:
        return string[1:-1]
    try:
        return msgspec.json.decode(string, type=str).encode("utf-8", "replace")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return string[1:-1]
