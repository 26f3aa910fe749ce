"""What a page asks of a ledger, for reading only: lists from the index, and things by their keys.

Every question is one of the queries below with what the visitor typed as a parameter; the connections cannot write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from firstlight.errors import NotFoundError
from firstlight.model import Aside, Capture, Decision, Dispute, Picture, Raid, Record, Report, Statement
from firstlight.store.blobs import Blobs
from firstlight.store.index import NAME, SOME, TABLES, VERSION, Thing
from firstlight.store.reading import guarded, limited
from firstlight.store.rows import as_report, decoded
from firstlight.store.unit import Run

T = TypeVar("T")
ORDERS = {
    "newest": "t.day DESC, t.id DESC",
    "oldest": "t.day, t.id",
    "harm": "t.killed DESC, t.injured DESC, t.day DESC, t.id DESC",
}
LETTERS = "ABCDEF"
KEPT = 20_000  # statements kept without their reports' texts


class Filter(Record, frozen=True, kw_only=True):
    """What a list of raids, incidents or packages is narrowed to; an empty field narrows nothing."""

    kind: str = ""  # raid, incident, package; empty: raids and incidents
    start: str = ""  # inclusive Kyiv dates
    end: str = ""
    attacker: str = ""  # ISO 3166-1
    classes: tuple[str, ...] = ()  # all of them: weapon:drone, object:school
    grade: str = ""  # at least as good: B, or B2
    standing: str = ""  # own, total, part, background
    place: str = ""  # words of its places
    words: str = ""  # words of its quotes


class Found(Record, frozen=True, kw_only=True):
    """One line of a list."""

    id: str
    kind: str
    day: str
    standing: str
    place: str
    lat: float | None
    lon: float | None


class Listed(Record, frozen=True, kw_only=True):
    """One report in a list; see `reports` in index.sql."""

    seq: int
    id: str
    source: str
    published: str
    title: str
    address: str
    language: str
    media_type: str
    capture: str
    marks: tuple[str, ...]
    counts: bool
    statements: int


class ReportFilter(Record, frozen=True, kw_only=True):
    """What a list of reports is narrowed to; an empty field narrows nothing."""

    source: str = ""
    start: str = ""  # inclusive Kyiv dates of publication
    end: str = ""
    mark: str = ""
    words: str = ""  # of the title
    capture: str = ""
    address: str = ""


def _kept(method: Callable[[Pages], T]) -> Callable[[Pages], T]:
    """What a method gives, kept until the ledger has another log entry."""

    @wraps(method)
    def asked(pages: Pages) -> T:
        head, name = pages.head(), method.__name__
        if name not in pages._kept or pages._kept[name][0] != head:
            pages._kept[name] = (head, method(pages))
        found: T = pages._kept[name][1]
        return found

    return asked


class Pages:
    """The ledger in `folder` and its index, opened for reading. Raises StoreError where they cannot be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs = Blobs(folder / "captures")
        self._path, self._index_path = folder / "ledger.db", folder / NAME
        self._ledger = guarded(self._path)
        self._index = guarded(self._index_path, VERSION)
        self._bare: tuple[int, dict[str, tuple[Statement, Report]]] = (0, {})  # without texts, as of a log entry
        self._span: tuple[tuple[int, str, str], list[Raid]] = ((0, "", ""), [])  # the raids asked for last
        self._kept: dict[str, tuple[int, Any]] = {}  # what is asked for by every list, as of a log entry

    def close(self) -> None:
        """Close both files."""
        self._ledger.close()
        self._index.close()

    def head(self) -> int:
        """The number of the newest log entry: what the ledger held is known by it."""
        found: int = self._rows("SELECT coalesce(max(seq), 0) FROM log")[0][0]
        return found

    # --- lists ---

    def things(self, wanted: Filter, order: str, offset: int, number: int) -> list[Found]:
        """The lines of one page of a list; `order` is a key of ORDERS."""
        where, cells = _where(wanted)
        query = (
            "SELECT t.id, t.kind, t.day, t.standing, t.place, t.lat, t.lon FROM things t"
            f" WHERE {where} ORDER BY {ORDERS[order]} LIMIT :number OFFSET :offset"
        )
        rows = self._indexed(query, {**cells, "number": number, "offset": offset})
        return [Found(**dict(zip(Found.__struct_fields__, row, strict=True))) for row in rows]

    def how_many(self, wanted: Filter) -> int:
        """How many lines the whole list has."""
        where, cells = _where(wanted)
        found: int = self._indexed(f"SELECT count(*) FROM things t WHERE {where}", cells)[0][0]
        return found

    @_kept
    def days(self) -> tuple[str, str] | None:
        """The first and last Kyiv date of raids and of incidents that are no background; None where there are none."""
        query = (
            "SELECT min(day), max(day) FROM things WHERE kind IN ('raid', 'incident') AND standing <> 'background'"
            " AND day <> ''"
        )
        first, last = self._indexed(query)[0]
        return (first, last) if first else None

    @_kept
    def classes(self) -> list[str]:
        """All classes of weapons and objects that a thing of the ledger has."""
        return [name for (name,) in self._indexed("SELECT DISTINCT class FROM classes ORDER BY 1")]

    @_kept
    def attackers(self) -> list[str]:
        """All attackers named, as ISO codes."""
        return [
            name for (name,) in self._indexed("SELECT DISTINCT attacker FROM things WHERE attacker <> '' ORDER BY 1")
        ]

    def reports(self, wanted: ReportFilter, offset: int, number: int) -> list[Listed]:
        """One page of the reports, newest first."""
        where, cells = _reports_where(wanted)
        columns = ", ".join(Listed.__struct_fields__)
        query = (
            f"SELECT {columns} FROM reports WHERE {where}"
            " ORDER BY published DESC, seq DESC LIMIT :number OFFSET :offset"
        )
        return [_listed(row) for row in self._indexed(query, {**cells, "number": number, "offset": offset})]

    def how_many_reports(self, wanted: ReportFilter) -> int:
        """How many reports the whole list has."""
        where, cells = _reports_where(wanted)
        found: int = self._indexed(f"SELECT count(*) FROM reports WHERE {where}", cells)[0][0]
        return found

    @_kept
    def sources(self) -> list[tuple[str, int, int, str, str]]:
        """(source, reports, statements, first and last date of publication), most reports first."""
        query = (
            "SELECT source, count(*), sum(statements * counts), min(nullif(published, '')), max(published) FROM reports"
            " GROUP BY source ORDER BY 2 DESC, 1"
        )
        return [(name, reports, said, first or "", last) for name, reports, said, first, last in self._indexed(query)]

    @_kept
    def marks(self) -> list[str]:
        """All marks that a report bears."""
        rows = self._indexed("SELECT DISTINCT marks FROM reports WHERE marks <> ''")
        return sorted({mark for (marks,) in rows for mark in marks.split("|") if mark})

    def holders(self, statement: str) -> list[tuple[str, str]]:
        """(raid, incident or package; id) of the things that a statement stands behind."""
        query = "SELECT kind, id FROM behind JOIN things ON seq = thing WHERE statement = :statement ORDER BY 1, 2"
        return [(kind, key) for kind, key in self._indexed(query, {"statement": statement})]

    def placed(self, wanted: Filter, most: int) -> list[tuple[str, float, float, int, str]]:
        """(place, lat, lon, how many things, newest day) of what has coordinates, most things first."""
        where, cells = _where(wanted)
        query = (
            f"SELECT place, lat, lon, count(*), max(day) FROM things t WHERE {where} AND lat IS NOT NULL"
            " GROUP BY place, lat, lon ORDER BY 4 DESC, 1 LIMIT :most"
        )
        return [tuple(row) for row in self._indexed(query, {**cells, "most": most})]

    # --- things by their keys ---

    def thing(self, key: str) -> tuple[str, Thing]:
        """(raid, incident or package; record) of an id or an old id; NotFoundError."""
        for table, (kind, record_type) in TABLES.items():
            for (record,) in self._rows(f"SELECT record FROM {table} WHERE id = ?", (key,)):
                return kind, decoded(record, record_type)
        for (target,) in self._rows(
            "SELECT max(target) FROM aliases WHERE id = ? AND target <> id HAVING count(*)", (key,)
        ):
            return self.thing(target)
        raise NotFoundError(f"nothing in this ledger has the id {key}")

    def raids(self, start: str, end: str) -> list[Raid]:
        """The raids of an inclusive span of Kyiv dates, by id."""
        span, held = (self.head(), start, end), self._span
        if held[0] != span:
            rows = self._rows("SELECT record FROM raids WHERE day BETWEEN ? AND ? ORDER BY id", (start, end))
            held = self._span = (span, [decoded(record, Raid) for (record,) in rows])
        return list(held[1])

    def disputes(self, about: str) -> list[Dispute]:
        """What is in dispute about a raid or incident."""
        rows = self._rows("SELECT record FROM disputes WHERE about = ? ORDER BY id", (about,))
        return [decoded(record, Dispute) for (record,) in rows]

    def asides(self, statement: str) -> list[Aside]:
        """Why a statement is added to nothing, where it is."""
        rows = self._rows("SELECT record FROM asides WHERE statement = ?", (statement,))
        return [decoded(record, Aside) for (record,) in rows]

    def statements(self, keys: Collection[str], texts: bool = True) -> dict[str, tuple[Statement, Report]]:
        """Statements by id, each with the very report that it was read from; ids that are none are left out.

        `texts` False leaves the reports' texts out; what was read so is kept until the ledger has another log entry.
        """
        if texts:
            return self._statements(keys, "text")
        head = self.head()
        if self._bare[0] != head or len(self._bare[1]) > KEPT:
            self._bare = (head, {})
        bare = self._bare[1]
        bare.update(self._statements([key for key in keys if key not in bare], "''"))
        return {key: bare[key] for key in keys if key in bare}

    def _statements(self, keys: Collection[str], text: str) -> dict[str, tuple[Statement, Report]]:
        """Statements by id with their reports; `text`: the expression that gives a report's text."""
        found: dict[str, tuple[str, str]] = {}
        for some in batched(keys):
            rows = self._rows(f"SELECT id, record, said FROM statements WHERE id IN ({slots(some)})", some)
            found |= {key: (record, said) for key, record, said in rows}
        reports: dict[str, Report] = {}
        for some in batched({said for _, said in found.values()}):
            query = f"SELECT said, record, {text} FROM reports WHERE said IN ({slots(some)}) ORDER BY seq"
            reports |= {said: as_report(record, body) for said, record, body in self._rows(query, some)}
        return {key: (decoded(found[key][0], Statement), reports[found[key][1]]) for key in keys if key in found}

    def attributions(self, report: str) -> list[Report]:
        """All reports with this id: the same text under other sources, dates or origins, newest last."""
        rows = self._rows("SELECT record, text FROM reports WHERE id = ? ORDER BY seq", (report,))
        return [as_report(record, text) for record, text in rows]

    def listed(self, report: str) -> list[Listed]:
        """The index's lines of the reports with this id, newest last."""
        columns = ", ".join(Listed.__struct_fields__)
        rows = self._indexed(f"SELECT {columns} FROM reports WHERE id = :report ORDER BY seq", {"report": report})
        return [_listed(row) for row in rows]

    def read_from(self, seq: int) -> list[Statement]:
        """The statements of the newest reading of a report (by its row number), in the order of the text."""
        query = (
            "SELECT s.record FROM reports r"
            " JOIN readings e ON e.seq = (SELECT max(seq) FROM readings WHERE readings.said = r.said)"
            " JOIN statements s ON s.said = r.said AND s.reader = e.reader AND s.catalogue = e.catalogue"
            " WHERE r.seq = ? ORDER BY s.quote_start, s.id"
        )
        return [decoded(record, Statement) for (record,) in self._rows(query, (seq,))]

    def captures(self, sha256: str) -> list[Capture]:
        """The captures with this hash, one for each origin; NotFoundError where there is none."""
        rows = self._rows("SELECT record FROM captures WHERE sha256 = ? ORDER BY origin", (sha256,))
        if not rows:
            raise NotFoundError(f"no capture of this ledger has the hash {sha256}")
        return [decoded(record, Capture) for (record,) in rows]

    def picture(self, capture: str) -> Picture | None:
        """What the newest row says of the picture of a captured page; None where nobody wanted one."""
        query = "SELECT record FROM pictures WHERE capture = ? ORDER BY seq DESC LIMIT 1"
        return next((decoded(record, Picture) for (record,) in self._rows(query, (capture,))), None)

    def decisions(self) -> list[tuple[Decision, str]]:
        """Human decisions with the instant at which the ledger learned each, newest first."""
        rows = self._rows("SELECT record, learned_at FROM decisions ORDER BY seq DESC")
        return [(decoded(record, Decision), learned) for record, learned in rows]

    def last_runs(self) -> list[Run]:
        """The newest run of each command, in order of the commands' names."""
        columns = Run.__struct_fields__
        newest = "SELECT max(seq) FROM runs GROUP BY verb"
        query = f"SELECT {', '.join(columns)} FROM runs WHERE seq IN ({newest}) ORDER BY verb"
        named = (dict(zip(columns, row, strict=True)) for row in self._rows(query))
        return [msgspec.convert({**row, "refused": msgspec.json.decode(row["refused"])}, Run) for row in named]

    # --- inside ---

    def _rows(self, query: str, cells: Mapping[str, Any] | Sequence[Any] = ()) -> list[Any]:
        with limited(self._ledger, self._path):
            return self._ledger.execute(query, cells).fetchall()

    def _indexed(self, query: str, cells: Mapping[str, Any] | None = None) -> list[Any]:
        with limited(self._index, self._index_path):
            return self._index.execute(query, cells or {}).fetchall()


def _where(wanted: Filter) -> tuple[str, dict[str, Any]]:
    """The condition on `things t` and its parameters."""
    parts, cells = ["t.kind <> 'package'"], dict[str, Any]()
    if wanted.kind:
        parts, cells = ["t.kind = :kind"], {"kind": wanted.kind}
    for name, condition in (
        ("start", "t.day >= :start"),
        ("end", "t.day <= :end"),
        ("attacker", "t.attacker = :attacker"),
        ("standing", "t.standing = :standing"),
    ):
        if getattr(wanted, name):
            parts.append(condition)
            cells[name] = getattr(wanted, name)
    for number, name in enumerate(wanted.classes):
        parts.append(f"t.seq IN (SELECT thing FROM classes WHERE class = :class{number})")
        cells[f"class{number}"] = name
    if wanted.grade:
        parts.append("t.letter <= :letter AND t.digit <= :digit")
        cells |= {"letter": wanted.grade[0], "digit": int(wanted.grade[1:] or 6)}
    match = " AND ".join(
        f"{{{column}}} : ({asked})"
        for column, typed in (("place", wanted.place), ("text", wanted.words))
        if (asked := phrases(typed))
    )
    if match:
        parts.append("t.seq IN (SELECT rowid FROM words WHERE words MATCH :match)")
        cells["match"] = match
    elif wanted.place.strip() or wanted.words.strip():
        parts.append("0")  # something was typed that holds no word: nothing has it
    return " AND ".join(parts), cells


def phrases(typed: str) -> str:
    """What a visitor typed as a question to the text index: all words, each a phrase, its last word a beginning."""
    words = [word.replace('"', " ") for word in re.findall(r"\S+", typed)]
    return " AND ".join(f'"{word}" *' for word in words if any(letter.isalnum() for letter in word))


def _reports_where(wanted: ReportFilter) -> tuple[str, dict[str, Any]]:
    parts, cells = ["1"], dict[str, Any]()
    for name, condition in (
        ("source", "source = :source"),
        ("start", "published >= :start"),
        ("end", "substr(published, 1, 10) <= :end"),
        ("capture", "capture = :capture"),
        ("address", "address = :address"),
        ("mark", "instr(marks, '|' || :mark || '|')"),
        ("words", "instr(lower(title), lower(:words))"),
    ):
        if getattr(wanted, name):
            parts.append(condition)
            cells[name] = getattr(wanted, name)
    return " AND ".join(parts), cells


def batched(keys: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The keys, some at once."""
    every = tuple(keys)
    for at in range(0, len(every), SOME):
        yield every[at : at + SOME]


def slots(some: Collection[str]) -> str:
    """As many question marks."""
    return ", ".join("?" * len(some))


def _listed(row: Sequence[Any]) -> Listed:
    cells = dict(zip(Listed.__struct_fields__, row, strict=True))
    marks = tuple(mark for mark in cells["marks"].split("|") if mark)
    return Listed(**{**cells, "marks": marks, "counts": bool(cells["counts"])})
