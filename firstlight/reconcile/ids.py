"""The ids of what is derived: hashes of separated parts."""

from __future__ import annotations

import hashlib


def derived_id(kind: str, *parts: str) -> str:
    """An id made of separated parts: kind, a dash, 16 hexadecimal digits."""
    text = "\x1f".join((kind, *parts))
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def raid_id(attacker: str, target: str, night: str, slot: str, part: str = "") -> str:
    """The id of a raid: attacker, target country and declared period, and the region where it is a part of one.

    The declared period is the night (or the day, the whole day, the week) that ends on `night`: windows that differ by
    an hour are one raid.
    """
    return derived_id("raid", attacker, target, night, slot, part)
