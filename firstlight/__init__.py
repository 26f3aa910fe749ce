"""Firstlight: reports of air attacks in; a checkable record; a cited briefing out."""

from __future__ import annotations

from typing import Any

__all__ = ["Ledger", "demo", "read_text"]


def __getattr__(name: str) -> Any:
    """The public names, loaded when they are first asked for: most commands need none of them."""
    if name in __all__:
        from firstlight import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'firstlight' has no attribute {name!r}")
