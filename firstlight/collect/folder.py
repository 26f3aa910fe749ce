"""A folder: every file in sorted order, what its reports.toml says applied, each file that is not taken in told."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from firstlight.catalog import Catalog
from firstlight.collect.bounds import bounds_of
from firstlight.collect.entries import NAME, missing, read_entries
from firstlight.collect.one import collect_bytes
from firstlight.collect.options import Collected, CollectOptions, Entry
from firstlight.collect.parse import refused
from firstlight.collect.telegram import is_export
from firstlight.errors import SourceError
from firstlight.model import Record, Refusal

EXPORT = "result.json"  # the name that Telegram Desktop gives its export


class _Walk(Record, frozen=True, kw_only=True):
    root: Path
    options: CollectOptions
    catalog: Catalog
    now: str


def collect_folder(root: Path, options: CollectOptions, catalog: Catalog, now: str) -> Iterator[Collected | Refusal]:
    """Every file below `root`, sorted by name, folders in place; hidden files are passed over.

    `options` hold for files of which no reports.toml says otherwise. A folder whose reports.toml is broken is refused
    whole: its files would lose their dates.
    """
    walk = _Walk(root=root, options=options, catalog=catalog, now=now)
    left = bounds_of(catalog).folder.max_files
    for found in _folder(walk, root):
        if left == 0:
            yield refused(_origin(root, root), "too_many_files", "more files than data/bounds.toml allows: split it")
            return
        left -= 1
        yield found


def read_file(path: Path, limit: int) -> bytes | tuple[str, str]:
    """The bytes of a regular file of at most `limit` bytes, or (reason, line) why not."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return "not_a_file", "this is no regular file: give a file or folder"
        if status.st_size > limit:
            return "too_large", f"{status.st_size} bytes, and {limit} are allowed at most: split it"
        return path.read_bytes()
    except FileNotFoundError:
        return "missing", "there is no such file or folder: check the path"
    except (OSError, ValueError) as error:
        text = error.strerror if isinstance(error, OSError) else str(error)
        return "unreadable", f"cannot be read ({text}): check its permissions"


def _folder(walk: _Walk, folder: Path) -> Iterator[Collected | Refusal]:
    try:
        children = sorted(child for child in folder.iterdir() if not child.name.startswith("."))
    except OSError as error:
        yield refused(
            _origin(walk.root, folder), "unreadable", f"cannot be listed ({error.strerror}): check permissions"
        )
        return
    try:
        entries, bad = _entries(walk, folder)
    except SourceError as error:
        item = _origin(walk.root, folder / NAME)
        yield Refusal(stage="collect", item=item, reason="bad_reports_toml", detail=str(error))
        return
    known = {*entries, *bad}
    media = _media(walk, folder, children)
    for child in children:
        if child.name != NAME and child.name not in bad and child not in media:
            yield from _child(walk, child, entries.get(child.name))
    beside = sum(1 for child in media for path in child.rglob("*") if path.is_file())
    if beside:
        yield refused(_origin(walk.root, folder), "media", f"{beside} files of media beside the export, never opened")
    yield from (bad[name] for name in sorted(bad))
    table = _origin(walk.root, folder / NAME)
    yield from (missing(name, table) for name in sorted(known) if not (folder / name).is_file())


def _entries(walk: _Walk, folder: Path) -> tuple[dict[str, Entry], dict[str, Refusal]]:
    path = folder / NAME
    if not path.exists():
        return {}, {}
    data = read_file(path, bounds_of(walk.catalog).folder.max_entries_bytes)
    if isinstance(data, tuple):
        raise SourceError(f"{_origin(walk.root, path)}: {data[1]}")
    return read_entries(data, _origin(walk.root, path))


def _child(walk: _Walk, child: Path, entry: Entry | None) -> Iterator[Collected | Refusal]:
    origin = _origin(walk.root, child)
    if child.is_symlink():
        yield refused(origin, "link", "links are not followed: put the file itself here")
    elif child.is_dir():
        yield from _folder(walk, child)
    elif child.name.lower() in bounds_of(walk.catalog).set_aside.names and entry is None:
        yield refused(origin, "not_a_report", "describes the folder: name it in reports.toml if it is a report")
    elif child.name.lower().endswith(tuple(bounds_of(walk.catalog).kinds.archive)):
        yield from collect_archive(child, walk.options, walk.catalog, walk.now)
    else:
        yield from _file(walk, child, entry)


def collect_archive(path: Path, options: CollectOptions, catalog: Catalog, now: str) -> Iterator[Collected | Refusal]:
    """The pages of a WARC file."""
    try:
        from firstlight.collect.warc import collect_warc
    except ImportError as error:
        yield refused(path.name, "missing_extra", f"{error}: install firstlight[collect] to read web archives")
        return
    try:
        size = path.stat().st_size
        if size > bounds_of(catalog).archive.max_bytes:
            yield refused(path.name, "too_large", f"{size} bytes are more than data/bounds.toml allows: split it")
            return
        yield from collect_warc(path, options, catalog, now)
    except OSError as error:
        yield refused(path.name, "unreadable", f"cannot be read ({error.strerror}): check its permissions")


def _file(walk: _Walk, path: Path, entry: Entry | None) -> Iterator[Collected | Refusal]:
    origin, options = _origin(walk.root, path), walk.options
    data = read_file(path, largest(walk.catalog))
    if isinstance(data, tuple):
        yield refused(origin, *data)
        return
    entry = entry or Entry()
    whole = Entry(
        source=entry.source or options.source,
        address=entry.address,
        published=entry.published or options.published,
        title=entry.title,
        columns=options.columns,
    )
    yield from collect_bytes(data, origin, whole, walk.catalog, walk.now)


def largest(catalog: Catalog) -> int:
    """The size of the largest file of any kind, in bytes."""
    bounds = bounds_of(catalog)
    sizes = (
        bounds.text.max_bytes,
        bounds.html.max_bytes,
        bounds.documents.max_bytes,
        bounds.telegram.max_bytes,
        bounds.rows.max_bytes,
    )
    return max(sizes)


def _holds_export(folder: Path) -> bool:
    path = folder / EXPORT
    try:
        with path.open("rb") as file:
            return is_export(file.read(1_000_000))
    except OSError:
        return False  # absent, or told as unreadable when its turn comes


def _media(walk: _Walk, folder: Path, children: list[Path]) -> list[Path]:
    """The folders of media that Telegram Desktop wrote beside its export; none where there is no export."""
    names = bounds_of(walk.catalog).set_aside.media_folders
    found = [child for child in children if child.name in names and child.is_dir() and not child.is_symlink()]
    return found if found and _holds_export(folder) else []


def _origin(root: Path, path: Path) -> str:
    """The name of a path as a capture keeps it: below the folder that was given, without the folders above."""
    return path.relative_to(root).as_posix() if path != root else root.name or "folder"
