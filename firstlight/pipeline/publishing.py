"""`publish`: the public build of a ledger, following the builds that its folder holds."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import msgspec

from firstlight import custody
from firstlight.catalog import Catalog
from firstlight.errors import StoreError, UsageError
from firstlight.exchange.csv_cells import line
from firstlight.model import Material
from firstlight.pipeline.output import write_whole
from firstlight.pipeline.period import as_of as instant
from firstlight.pipeline.period import is_invented
from firstlight.publish import PublicRecord, build, earlier, public_record
from firstlight.when import now

USES = ("non-commercial", "commercial")
RECORD = "record.json"


class Publication(NamedTuple):
    """A public build: its record, how many corrections are new in it, and the content of every file by path."""

    record: PublicRecord
    corrections: int
    files: dict[str, bytes]


def asked_instant(as_of: str | None, use: str) -> str:
    """The instant as of which to publish; UsageError where it has not come yet, or for another use than the known."""
    if use not in USES:
        raise UsageError(f"--use {use}: the uses are {', '.join(USES)}")
    at = instant(as_of) or now()
    if at > now():
        raise UsageError(f"--as-of {as_of} has not come yet: nothing is published before it is due")
    return at


def own_folder(to: str | Path) -> Path:
    """The folder of a public build: new, empty or with an earlier build; UsageError for any other.

    Whoever serves the folder would serve all that lies in it. Names that begin with a dot are not looked at.
    """
    folder = Path(to)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder with --to")
    held = [path for path in folder.iterdir() if not path.name.startswith(".")] if folder.is_dir() else []
    if held and not (folder / RECORD).exists():
        raise UsageError(
            f"{folder} holds other files, which would be published too: name a folder of its own with --to"
        )
    return folder


def publication(material: Material, catalog: Catalog, folder: Path, at: str, use: str) -> Publication:
    """The public build of `material` at the instant `at`, following the one that `folder` holds, if any.

    UsageError where that one is later, SourceError where it cannot be read, LicenceError where a source forbids `use`.
    """
    held = folder / RECORD
    before = earlier(held.read_bytes(), str(held)) if held.exists() else None
    if before is not None and before.as_of > at:
        raise UsageError(f"{folder} holds a build as of {before.as_of}: an earlier one cannot follow it")
    record = public_record(
        material,
        catalog,
        at,
        use,
        version("firstlight"),
        before=before,
        invented=lambda report: is_invented(report, catalog),
    )
    files = build(record, catalog, line)
    own = hashlib.sha256(files[RECORD]).hexdigest()[:8]  # two builds of one second do not share a name
    files[f"versions/{at.replace(':', '')}-{own}.json"] = files[RECORD]
    files |= _manifest(files, at)
    told = len(record.changes) - (len(before.changes) if before is not None else 0)
    return Publication(record=record, corrections=told, files=files)


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files of a build below `folder`; those that are the same already are left. StoreError."""
    try:
        for name, data in sorted(files.items()):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_bytes() != data:
                write_whole(path, [data])
    except OSError as error:
        raise StoreError(f"{folder} cannot be written ({error.strerror}): name another folder with --to") from error


def _manifest(files: dict[str, bytes], at: str) -> dict[str, bytes]:
    """manifest.json with the hash of every file, and its signature where a key can be had."""
    listed = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    manifest = msgspec.json.format(msgspec.json.encode({"audience": "public", "as_of": at, "files": listed}), indent=1)
    signed = custody.Seals().sign(manifest)
    return {"manifest.json": manifest} | ({"manifest.sig": signed} if signed is not None else {})
