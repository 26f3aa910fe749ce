"""The records that collecting starts from and ends in."""

from __future__ import annotations

from firstlight.model import Capture, Columns, Record, Refusal, Report


class CollectOptions(Record, frozen=True, kw_only=True):
    """What a person says about a source: publication date (checked), source, address; `stdin` is the content of "-".

    follow: visit the pages that a feed names. since: a date or instant back to which a channel is read. operator: who
    is to be named as the one who ran the visit. columns: where in a table its reports stand.
    """

    published: str | None = None
    source: str | None = None
    address: str | None = None
    stdin: bytes | None = None
    follow: bool = False
    since: str | None = None
    operator: str | None = None
    columns: Columns | None = None


class Entry(Record, frozen=True, kw_only=True):
    """What reports.toml says about one file; `published` is checked and normalised."""

    source: str | None = None
    address: str | None = None
    published: str | None = None
    title: str | None = None
    columns: Columns | None = None


class Collected(Record, frozen=True, kw_only=True):
    """A capture, its bytes, the reports found in it, and what in it was refused."""

    capture: Capture
    data: bytes
    reports: tuple[Report, ...] = ()
    refusals: tuple[Refusal, ...] = ()


class Unchanged(Record, frozen=True, kw_only=True):
    """An address where nothing is new since the last visit."""

    address: str
