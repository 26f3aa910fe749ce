"""Archives cut into ranges of files: JSON Lines and WARC by bytes, Parquet by rows, each named by its content.

A range begins and ends where a text does. What no range can hold is refused here, with its reason.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from firstlight.errors import FirstlightError, SourceError
from firstlight.model import Record, Refusal, digest

SIZE = 2_000_000  # bytes of a range; assumed: some seconds of work, so that little is lost with a worker
LONGEST = 16_000_000  # bytes of one text, as data/bounds.toml has it for a text file
ROWS = 2_000  # of a Parquet file
STEP = 1 << 18
GZIP = b"\x1f\x8b"
LINES, WARC, PARQUET = (".jsonl", ".ndjson"), (".warc", ".warc.gz"), (".parquet",)


class Range(Record, frozen=True, kw_only=True):
    """Part of a file: `start` to `end` in bytes, of a Parquet file in rows. `texts`: how many records are in it."""

    id: str  # of the content
    path: str
    name: str  # of the file, below the archive
    kind: str  # lines, warc, parquet
    start: int
    end: int
    texts: int


def files_of(archive: Path) -> list[tuple[Path, str]]:
    """The files of an archive with their names, sorted; SourceError where it is not there."""
    if archive.is_file():
        return [(archive, archive.name)]
    if not archive.is_dir():
        raise SourceError(f"{archive} is not there: name a file, or a folder with .jsonl, .parquet or .warc files")
    found = (path for path in archive.rglob("*") if path.is_file() and not path.name.startswith("."))
    return [(path, path.relative_to(archive).as_posix()) for path in sorted(found)]


def survey(path: Path, name: str, size: int = SIZE) -> Iterator[Range | Refusal]:
    """The ranges of one file, and what of it was refused."""
    lower = name.lower()
    try:
        if lower.endswith(LINES):
            yield from _lines(path, name, size)
        elif lower.endswith(WARC):
            yield from _warc(path, name, size)
        elif lower.endswith(PARQUET):
            yield from _parquet(path, name)
        else:
            yield _refused(name, "kind", "it is no archive: .jsonl, .ndjson, .parquet, .warc or .warc.gz")
    except OSError as error:
        yield _refused(name, "unreadable", f"it cannot be read ({error.strerror})")


def _refused(item: str, reason: str, detail: str) -> Refusal:
    return Refusal(stage="collect", item=item, reason=reason, detail=f"{item}: {detail}")


def _lines(path: Path, name: str, size: int) -> Iterator[Range | Refusal]:
    with path.open("rb") as file:
        while True:
            start = file.tell()
            data = file.read(size)
            if not data:
                return
            if not data.endswith(b"\n"):
                data += file.readline(LONGEST)
            texts = data.count(b"\n") + (not data.endswith(b"\n"))
            end = start + len(data)
            if not data.endswith(b"\n") and file.read(1):  # a line without an end in sight
                kept = data.rfind(b"\n") + 1
                data, texts = data[:kept], texts - 1
                yield _refused(f"{name}: byte {start + kept}", "too_large", f"a line of over {LONGEST} bytes")
                end = start + kept
                while (more := file.readline(STEP)) and not more.endswith(b"\n"):
                    continue
            if data:
                seal = hashlib.sha256(data).hexdigest()
                yield Range(id=seal, path=str(path), name=name, kind="lines", start=start, end=end, texts=texts)


def _parquet(path: Path, name: str) -> Iterator[Range | Refusal]:
    with path.open("rb") as file:
        seal = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        rows = columns_of(path)[1]
    except FirstlightError as error:
        yield _refused(name, "bad_parquet", str(error))
        return
    for start in range(0, rows, ROWS):
        end = min(start + ROWS, rows)
        key = digest((seal, str(start), str(end)))
        yield Range(id=key, path=str(path), name=name, kind="parquet", start=start, end=end, texts=end - start)


def analysis() -> Any:
    """DuckDB with one thread, no network and no extensions; FirstlightError where the extra is missing."""
    try:
        import duckdb
    except ImportError as error:
        raise FirstlightError("archives need the extra analysis: pip install 'firstlight[analysis]'") from error
    base = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false", "threads": "1"})
    base.execute("SET enable_progress_bar = false")  # it would draw on standard output whatever takes two seconds
    return base


def columns_of(path: Path) -> tuple[list[str], int]:
    """The columns of a Parquet file and how many rows it has; FirstlightError where it is none."""
    with analysis() as base:
        import duckdb

        try:
            found = base.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(path)]).description
            rows = base.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [str(path)]).fetchone()
        except duckdb.Error as error:
            raise FirstlightError(f"it is no Parquet file ({str(error).partition(chr(10))[0][:120]})") from error
        return [column[0] for column in found], int(rows[0] or 0)


def _warc(path: Path, name: str, size: int) -> Iterator[Range | Refusal]:
    """Ranges that begin where a record does. The file is walked through: the beginning of a record may also stand
    inside of one, where an archive holds an archive."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
        file.seek(0)
        ends = _members(file) if packed else _records(file)
        start, texts, last = 0, 0, 0
        for end in ends:
            texts, last = texts + 1, end
            if end - start >= size:
                yield _range(path, name, (start, end), texts)
                start, texts = end, 0
        whole = file.seek(0, io.SEEK_END)
        if last < whole or texts:  # what cannot be walked is left to the reader, which says what is wrong with it
            yield _range(path, name, (start, whole), max(texts, 1))


def _range(path: Path, name: str, place: tuple[int, int], texts: int) -> Range:
    hashed, left = hashlib.sha256(), place[1] - place[0]
    with path.open("rb") as file:
        file.seek(place[0])
        while left > 0 and (data := file.read(min(STEP, left))):
            hashed.update(data)
            left -= len(data)
    return Range(
        id=hashed.hexdigest(), path=str(path), name=name, kind="warc", start=place[0], end=place[1], texts=texts
    )


def _members(file: BinaryIO) -> Iterator[int]:
    """Where each packed member ends; nothing more after the first that is broken."""
    rest, place = b"", 0  # `place`: of the first byte that is not in `rest`
    while True:
        undo = zlib.decompressobj(wbits=31)
        while not undo.eof:
            if not rest:
                rest = file.read(STEP)
                place += len(rest)
                if not rest:
                    return
            try:
                undo.decompress(rest, STEP)
            except zlib.error:
                return
            rest = undo.unused_data if undo.eof else undo.unconsumed_tail
        yield place - len(rest)


def _records(file: BinaryIO) -> Iterator[int]:
    """Where each record of a plain WARC file ends; nothing more after the first that does not say its length."""
    while True:
        length = None
        if not file.readline(STEP).startswith(b"WARC/"):
            return
        while (line := file.readline(STEP)).strip():
            if line.lower().startswith(b"content-length:"):
                said = line.partition(b":")[2].strip()
                length = int(said) if said.isdigit() else None
        if length is None:
            return
        file.seek(length, io.SEEK_CUR)
        if file.read(4) != b"\r\n\r\n":
            return
        yield file.tell()


class Slice(io.RawIOBase):
    """The bytes of a range as a file of their own."""

    def __init__(self, found: Range) -> None:
        self._file = Path(found.path).open("rb")  # noqa: SIM115  closed with the slice
        self._first, self._last = found.start, found.end
        self._file.seek(self._first)

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the range goes."""
        data = self._file.read(min(len(buffer), max(0, self._last - self._file.tell())))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the range."""
        base = {io.SEEK_SET: self._first, io.SEEK_CUR: self._file.tell(), io.SEEK_END: self._last}[whence]
        return self._file.seek(max(self._first, base + place)) - self._first

    def tell(self) -> int:
        """The place in the range."""
        return self._file.tell() - self._first

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def lines_of(found: Range) -> list[bytes]:
    """The lines of a range; SourceError where the file has changed since it was cut."""
    with Slice(found) as part:
        data = part.read(found.end - found.start) or b""
    if hashlib.sha256(data).hexdigest() != found.id:
        raise SourceError(f"{found.name} was changed while it was read: run again")
    return data.removesuffix(b"\n").split(b"\n")


def rows_of(found: Range, wanted: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of a range of a Parquet file, the wanted columns of those that it has."""
    columns = [name for name in columns_of(Path(found.path))[0] if name in wanted]
    listed = ", ".join(f'"{name}"' for name in columns) or "NULL AS nothing"
    query = (
        f"SELECT {listed} FROM read_parquet(?, file_row_number = true)"
        " WHERE file_row_number >= ? AND file_row_number < ? ORDER BY file_row_number"
    )
    with analysis() as base:
        rows = base.execute(query, [found.path, found.start, found.end]).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]
