"""Bounds on what is taken in, and what a file is by its name; both are data (data/bounds.toml)."""

from __future__ import annotations

from functools import lru_cache

from firstlight.catalog import Catalog
from firstlight.model import Record


class TextBounds(Record, frozen=True, kw_only=True):
    """Plain text: size in bytes."""

    max_bytes: int


class HtmlBounds(Record, frozen=True, kw_only=True):
    """Pages: size in bytes, number of tags, and the letters under which a page of refusal is told by its words."""

    max_bytes: int
    max_tags: int
    thin_letters: int
    bare_letters: int


class ExportBounds(Record, frozen=True, kw_only=True):
    """Telegram exports: size of the file and of one message in bytes."""

    max_bytes: int
    max_message_bytes: int


class DocumentBounds(Record, frozen=True, kw_only=True):
    """PDF and DOCX: size in bytes (of the text part of a DOCX, unpacked), number of pages."""

    max_bytes: int
    max_pages: int


class FeedBounds(Record, frozen=True, kw_only=True):
    """Feeds: size in bytes, number of entries."""

    max_bytes: int
    max_entries: int


class RowsBounds(Record, frozen=True, kw_only=True):
    """Tables of reports: size in bytes."""

    max_bytes: int


class ChannelBounds(Record, frozen=True, kw_only=True):
    """Preview pages of a channel that one run reads."""

    max_pages: int


class ArchiveBounds(Record, frozen=True, kw_only=True):
    """WARC files: size in bytes, number of records, size of one record's content in bytes."""

    max_bytes: int
    max_records: int
    max_record_bytes: int


class FolderBounds(Record, frozen=True, kw_only=True):
    """Folders: number of files, size of a reports.toml in bytes."""

    max_files: int
    max_entries_bytes: int


class PictureBounds(Record, frozen=True, kw_only=True):
    """Pictures of pages: the page and its picture in bytes, pixels, seconds, and bytes of memory of one process."""

    max_page_bytes: int
    width: int
    max_height: int
    max_bytes: int
    seconds: float
    memory: int


class Kinds(Record, frozen=True, kw_only=True):
    """Endings of file names by kind."""

    text: list[str]
    html: list[str]
    feed: list[str]
    archive: list[str]
    export: list[str]
    table: list[str]
    rows: list[str]


class SetAside(Record, frozen=True, kw_only=True):
    """Names of files that describe a folder, and of the folders of media beside a Telegram Desktop export."""

    names: list[str]
    media_folders: list[str]


class Bounds(Record, frozen=True, kw_only=True):
    """data/bounds.toml."""

    text: TextBounds
    html: HtmlBounds
    telegram: ExportBounds
    documents: DocumentBounds
    feed: FeedBounds
    channel: ChannelBounds
    rows: RowsBounds
    archive: ArchiveBounds
    folder: FolderBounds
    picture: PictureBounds
    kinds: Kinds
    set_aside: SetAside


@lru_cache(maxsize=8)
def bounds_of(catalog: Catalog) -> Bounds:
    """The bounds of a catalogue; CatalogError where the file is missing or a bound has the wrong form."""
    return catalog.read("bounds.toml", Bounds)
