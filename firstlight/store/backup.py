"""Copies of a ledger: made beside their place under the name .NAME.partial, put together again, checked, then renamed.

A backup is a folder: backup.json (what it holds), ledger.db (one consistent state, copied by SQLite's backup API in one
step while others may write) and captures/. A folder of that name is therefore whole and was restored once, or is not
there. The database is copied before the captures: bytes are written before the row that names them and never change,
so every row of the copy finds its bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import msgspec

from firstlight.errors import DamageError, StoreError
from firstlight.model import Record
from firstlight.store.blobs import Blobs, disk_error, sync_folder
from firstlight.store.database import APPLICATION_ID, errors
from firstlight.store.migrations import SCHEMA_VERSION
from firstlight.store.rows import EVERY_FILE

DATABASE = "ledger.db"
CAPTURES = "captures"
RELEASES = "releases"  # frozen editions: files that are only carried along here
MANIFEST = "backup.json"
STALE = ("ledger.db-wal", "ledger.db-shm", "ledger.db-journal", "writer.lock")
CHUNK = 1 << 20  # bytes

Check = Callable[[Path], list[str]]  # what is wrong with the ledger in a folder, one line each


class Manifest(Record, frozen=True, kw_only=True):
    """What a backup holds."""

    made_at: str  # UTC, seconds
    version: str  # of Firstlight
    schema: int
    database: str  # SHA-256 of ledger.db
    head: int  # the newest entry of the log, and its hash
    head_hash: str
    captures: int
    reports: int
    statements: int
    decisions: int


def backup(source: apsw.Connection, blobs: Blobs, target: Path, *, made: tuple[str, str], check: Check) -> Manifest:
    """Copy the ledger that `source` and `blobs` hold to the new folder `target`; made: instant and version.

    The copy is restored to a folder of its own and checked there before it gets its name. StoreError where the disk
    fails or `target` is there, DamageError where the ledger cannot be copied whole.
    """
    _new(target)
    part = target.with_name(f".{target.name}.partial")
    with _made(part):
        (part / CAPTURES).mkdir(parents=True)
        with errors(part / DATABASE), contextlib.closing(apsw.Connection(str(part / DATABASE))) as copy:
            with copy.backup("main", source, "main") as copying:
                copying.step(-1)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            names = [name for (name,) in copy.execute(EVERY_FILE)]
            manifest = _manifest(copy, part / DATABASE, made, len(names))
        manifest = msgspec.structs.replace(manifest, database=_hash(part / DATABASE))
        for name in names:
            _copy(blobs.path(name), Blobs(part / CAPTURES).path(name), name)
        _carry(blobs.folder.parent, part)
        (part / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        _sync(part)
        trial = target.with_name(f".{target.name}.trial")
        with _made(trial):
            _put_together(part, manifest, trial)
            _sound(check(trial), target)
            shutil.rmtree(trial)
        part.replace(target)
        sync_folder(target.parent)
    return manifest


def restore(source: Path, target: Path, *, check: Check, then: Callable[[Path], None]) -> Manifest:
    """The ledger of the backup `source` in the folder `target`, checked and given to `then` before it gets its name.

    StoreError where `source` is no backup, of a newer version, or `target` holds a ledger; DamageError where the
    backup is not what it was when it was made.
    """
    try:
        manifest = msgspec.json.decode((source / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise StoreError(f"{source} is no backup of a ledger: it has no {MANIFEST} that can be read") from error
    if manifest.schema > SCHEMA_VERSION:
        raise StoreError(
            f"{source} was made by a newer Firstlight ({manifest.version}): update Firstlight to restore it"
        )
    if (target / DATABASE).exists():
        raise StoreError(f"{target} holds a ledger already: move it away, or name another folder with --ledger")
    part = target.with_name(f".{target.name}.partial")
    with _made(part):
        _put_together(source, manifest, part)
        _sound(check(part), source)
        then(part)
        for name in STALE:
            (part / name).unlink(missing_ok=True)
            (target / name).unlink(missing_ok=True)  # what a lost ledger left would be taken for this one's
        if target.exists():
            _empty(target)
        _sync(part)
        part.replace(target)
        sync_folder(target.parent)
    return manifest


def _put_together(source: Path, manifest: Manifest, target: Path) -> None:
    target.mkdir()
    database = source / DATABASE
    if not database.is_file() or _hash(database) != manifest.database:
        raise DamageError(f"{database} is not the file that was backed up: use another backup")
    shutil.copyfile(database, target / DATABASE)
    with errors(target / DATABASE), contextlib.closing(apsw.Connection(str(target / DATABASE))) as opened:
        if opened.pragma("application_id") != APPLICATION_ID:
            raise DamageError(f"{database} is no ledger: use another backup")
        names = [name for (name,) in opened.execute(EVERY_FILE)]
        opened.pragma("journal_mode", "WAL")
    for name in names:
        _copy(Blobs(source / CAPTURES).path(name), Blobs(target / CAPTURES).path(name), name)
    _carry(source, target)


def _manifest(copy: apsw.Connection, path: Path, made: tuple[str, str], captures: int) -> Manifest:
    if copy.pragma("user_version") != SCHEMA_VERSION:
        raise DamageError(f"{path} could not be copied whole: run firstlight verify")
    head = copy.execute("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
    counts = [copy.execute(f"SELECT count(*) FROM {table}").get for table in ("reports", "statements", "decisions")]
    return Manifest(
        made_at=made[0],
        version=made[1],
        schema=SCHEMA_VERSION,
        database="",
        head=head[0],
        head_hash=head[1],
        captures=captures,
        reports=counts[0],
        statements=counts[1],
        decisions=counts[2],
    )


def _sound(damage: list[str], what: Path) -> None:
    if damage:
        more = f" and {len(damage) - 1} more" if len(damage) > 1 else ""
        raise DamageError(f"{what} would not be sound ({damage[0]}{more}): nothing was kept; run firstlight verify")


def _new(target: Path) -> None:
    if target.exists():
        raise StoreError(f"{target} is there already: name a new folder for the backup")
    if not target.absolute().parent.is_dir():
        raise StoreError(f"the folder {target.parent} is not there: make it, or name another place")


def _empty(target: Path) -> None:
    try:
        target.rmdir()
    except OSError as error:
        raise StoreError(f"{target} holds other files: name another folder with --ledger") from error


@contextlib.contextmanager
def _made(part: Path) -> Iterator[None]:
    """Begin without what an earlier, interrupted copy left, and leave nothing behind where this one fails."""
    try:
        shutil.rmtree(part, ignore_errors=True)
        yield
    except OSError as error:
        raise disk_error(part.parent, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _carry(source: Path, target: Path) -> None:
    if (source / RELEASES).is_dir():
        shutil.copytree(source / RELEASES, target / RELEASES, ignore=shutil.ignore_patterns(".*"))


def _copy(source: Path, target: Path, sha256: str) -> None:
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            while piece := reading.read(CHUNK):
                digest.update(piece)
                writing.write(piece)
    except FileNotFoundError as error:
        raise DamageError(f"capture {sha256} is missing in {source.parent.parent}: run firstlight verify") from error
    if digest.hexdigest() != sha256:
        raise DamageError(f"capture {sha256} in {source.parent.parent} does not match its hash: run firstlight verify")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(whole: Path) -> None:
    """Make a folder and all files in it durable."""
    for folder, _, files in os.walk(whole):
        for name in files:
            with (Path(folder) / name).open("rb") as file:
                os.fsync(file.fileno())
        sync_folder(Path(folder))
