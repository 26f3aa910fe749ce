"""The content behind a body as received: one gzip coding at most, undone within a bound, so that no bomb can open."""

from __future__ import annotations

import zlib

from firstlight.errors import FetchError

STEP = 1 << 20  # bytes undone at a time


def content_of(body: bytes, coding: str | None, limit: int, name: str) -> tuple[bytes, bool]:
    """The content of `body`, and whether it is whole; `coding` is the Content-Encoding, `limit` bounds it in bytes.

    Raises FetchError: coding (one that was not asked for, or several), too_large.
    """
    wanted = (coding or "").strip().lower()
    if wanted in ("", "identity") or not body:
        if len(body) > limit:
            raise FetchError("too_large", f"{name}: the content is larger than {limit} bytes")
        return body, True
    if wanted not in ("gzip", "x-gzip"):
        raise FetchError("coding", f'{name}: the answer is coded as "{wanted[:40]}", which was not asked for')
    undo = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    size, rest = 0, body
    try:
        while rest and not undo.eof:
            part = undo.decompress(rest, STEP)
            size += len(part)
            if size > limit:
                raise FetchError("too_large", f"{name}: the content unpacks to more than {limit} bytes")
            parts.append(part)
            rest = undo.unconsumed_tail
    except zlib.error as error:
        raise FetchError("coding", f"{name}: the answer is broken gzip ({error})") from error
    return b"".join(parts), undo.eof
