"""Custody: the append-only log of every action, the check of all that it answers for, and its seal outside."""

from __future__ import annotations

from firstlight.custody.log import Checked, Damage, Entry, Redo, entry_hash, verify
from firstlight.custody.seal import Seal, Seals

__all__ = ["Checked", "Damage", "Entry", "Redo", "Seal", "Seals", "entry_hash", "verify"]
