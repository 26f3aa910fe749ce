"""A local page over the ledger. It reads; the one thing that it writes is a person's decision."""

from __future__ import annotations

from firstlight.explore.desk import Decided, Desk, Outlook
from firstlight.explore.rows import row

__all__ = ["Decided", "Desk", "Outlook", "row"]
