"""`evaluate`: what the reader finds in labelled reports, against what a person found."""

from __future__ import annotations

from pathlib import Path

from firstlight.catalog import Catalog
from firstlight.collect import CollectOptions, collect
from firstlight.errors import SourceError
from firstlight.evaluate import Outcome, compare, facts_of, load_labels
from firstlight.model import Record, Refusal, Statement
from firstlight.read import read
from firstlight.when import now


class Accuracy(Record, frozen=True, kw_only=True):
    """The outcomes of one evaluation under the strict and the lenient comparison, and texts that were not there."""

    strict: tuple[Outcome, ...]
    lenient: tuple[Outcome, ...]
    missing: tuple[str, ...]


def evaluate(labels: str, texts: str, catalog: Catalog) -> Accuracy:
    """Reads TEXTS/ID.txt of every labelled report in LABELS (JSON Lines) and compares.

    Raises SourceError where a path is absent or none of the texts is there, TableError where a label is broken.
    """
    file, folder = Path(labels), Path(texts)
    if not file.is_file():
        raise SourceError(f"{labels}: no such file: name the JSON Lines file that holds the labels")
    if not folder.is_dir():
        raise SourceError(f"{texts}: no such folder: name the folder that holds ID.txt for every labelled report")
    strict, lenient, missing = [], [], []
    for report in load_labels(file):
        path = folder / f"{report.id}.txt"
        if not path.is_file():
            missing.append(report.id)
            continue
        read_facts = facts_of(_statements(path, report.published, catalog))
        strict.append(compare(report, read_facts))
        lenient.append(compare(report, read_facts, strict=False))
    if not strict:
        raise SourceError(f"{texts}: holds none of the {len(missing)} labelled texts; they are named ID.txt")
    return Accuracy(strict=tuple(strict), lenient=tuple(lenient), missing=tuple(missing))


def _statements(path: Path, published: str | None, catalog: Catalog) -> list[Statement]:
    found: list[Statement] = []
    for item in collect(str(path), CollectOptions(published=published), catalog, now()):
        if not isinstance(item, Refusal):
            for report in item.reports:
                found += read(report, catalog).statements
    return found
