"""Every error that Firstlight raises on purpose, in one tree.

FirstlightError              exit 1: what happened, where, what to do next, in one line
  CatalogError               a file under data/ is missing, empty or contradicts another
  SourceError                a source cannot be collected (missing, empty, not text, cut short)
    FetchError               a page cannot be fetched, or may not be
  TableError                 a table lacks a column or holds a value that cannot be read
  StoreError                 the ledger cannot be opened, read or written
    DamageError              stored bytes, rows or log do not match their hashes
  TimeError                  a date or time that cannot be placed
  GateError                  a statement whose quote or number does not stand in its report
  BriefError                 a briefing that would show a number without statements behind it
  LicenceError               a public build that would break the licence of one of its sources
  InventoryError             an inventory or options file with a value out of its range
  NotFoundError              an id that the ledger does not hold
UsageError                   exit 2: the call itself is wrong
"""

from __future__ import annotations


class FirstlightError(Exception):
    """The base of all errors that a person can mend; its text is one line for that person."""


class CatalogError(FirstlightError):
    """A data file is missing, empty, or contradicts another; names the file."""


class SourceError(FirstlightError):
    """A source that cannot be collected; names the source and what to try."""


class FetchError(SourceError):
    """A page that cannot or may not be fetched; `reason` is a short fixed code."""

    def __init__(self, reason: str, line: str) -> None:
        super().__init__(line)
        self.reason = reason


class TableError(FirstlightError):
    """A table with a missing column or an unreadable value; names column and row."""


class StoreError(FirstlightError):
    """The ledger cannot be opened, read or written; names the folder."""


class DamageError(StoreError):
    """Stored bytes, rows or log entries do not match their hashes; names each."""


class TimeError(FirstlightError):
    """A date or time that cannot be placed; quotes it."""


class GateError(FirstlightError):
    """A statement whose quote is not a slice of its report, or whose number is not in its quote."""


class BriefError(FirstlightError):
    """A briefing that would show a number which no statement supports; names the place."""


class LicenceError(FirstlightError):
    """A public build that would use a source in a way that its licence forbids; names the source."""


class InventoryError(FirstlightError):
    """An inventory or options file with a value out of its range; names file and key."""


class NotFoundError(FirstlightError):
    """An id that the ledger does not hold."""


class UsageError(FirstlightError):
    """The call itself is wrong (exit code 2)."""
