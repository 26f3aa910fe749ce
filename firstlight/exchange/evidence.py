"""The evidence pack: what statements rest on, in one file that a stranger checks offline with Python alone."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, Protocol

import msgspec

from firstlight.model import Capture, Picture, picture_state

VERIFIER = "verify_pack.py"
DATED = (1980, 1, 1, 0, 0, 0)  # of every member: the pack of the same facts is the same bytes
READ_ME = """Evidence pack of Firstlight. Working paper, not for publication: texts are whole and names are not covered.

    python3 verify_pack.py THIS_FILE.zip

checks all of it offline, with nothing but Python 3.9 or newer; get verify_pack.py from where you trust it, or read its
200 lines first. It prints SOUND or REFUSED, and which key signed the log: ask the sender for that key by another way.

captures/     bytes as received, and pictures of pages, each file named by its SHA-256
rows.jsonl    captures, pictures, reports and statements as the ledger holds them; manifest.json says of each capture
              which picture shows it, or why none does
log.jsonl     the custody log from its first entry: who did what, when and why, and the hashes of the rows written
seal.json     the signature of the newest log entry, where one was made
"""


class Kept(Protocol):
    """What a pack asks of the store."""

    def rows_behind(self, statements: Sequence[str]) -> Iterator[tuple[str, tuple[Any, ...]]]: ...  # noqa: D102
    def log(self) -> Iterator[dict[str, Any]]: ...  # noqa: D102
    def fact_rows(self) -> Iterator[Any]: ...  # noqa: D102
    @property
    def blobs(self) -> Any: ...  # noqa: D102
    @property
    def facts(self) -> Mapping[str, tuple[str, ...]]: ...  # noqa: D102


def evidence(store: Kept, statements: Sequence[str], seal: bytes | None) -> bytes:
    """The pack of the facts behind `statements` (ids), with the whole log; `seal` is the newest seal as JSON.

    Raises DamageError where captured bytes are gone or changed.
    """
    rows = sorted(store.rows_behind(statements), key=lambda row: (row[0], int(row[1][0])))
    covered: dict[int, list[tuple[str, str]]] = {}
    for row in store.fact_rows():
        covered.setdefault(row.entry, []).append((row.table, row.hash))
    members: dict[str, bytes] = {
        "READ_ME.txt": READ_ME.encode(),
        VERIFIER: (files("firstlight.exchange") / VERIFIER).read_bytes(),
        "rows.jsonl": _lines([table, list(cells)] for table, cells in rows),
        "log.jsonl": _lines(_entries(store, covered)),
    }
    shown: dict[str, str] = {}
    for table, cells in rows:
        columns = dict(zip(store.facts[table], cells, strict=False))
        name = columns.get("sha256")
        if table == "captures":
            shown[str(name)] = _not_made(picture_state(msgspec.json.decode(columns["record"], type=Capture), None))
        elif table == "pictures":
            state = msgspec.json.decode(columns["record"], type=Picture).reason
            shown[columns["capture"]] = str(name) if name is not None else _not_made(state)
        if name is not None:
            members[f"captures/{name}"] = store.blobs.read(name)
    if seal is not None:
        members["seal.json"] = seal
    manifest = {
        "audience": "working paper, not for publication",
        "statements": sorted(statements),
        "pictures": shown,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(members.items())},
    }
    members["manifest.json"] = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    return _packed(members)


def _entries(store: Kept, covered: Mapping[int, list[tuple[str, str]]]) -> Iterator[list[Any]]:
    for columns in store.log():
        *cells, own = columns.values()
        yield [cells, own, covered.get(int(columns["seq"]), [])]


def _not_made(reason: str) -> str:
    return f"not made: {reason}"


def _lines(items: Iterable[Any]) -> bytes:
    return b"".join(msgspec.json.encode(item) + b"\n" for item in items)


def _packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(members.items()):
            info = zipfile.ZipInfo(name, DATED)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()
