"""The Python API: the verbs of the command line as functions, on one ledger or without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firstlight.catalog import catalog
from firstlight.pipeline.archives import archive
from firstlight.pipeline.copies import restore
from firstlight.pipeline.demo import demo
from firstlight.pipeline.ledger import Ledger
from firstlight.pipeline.outcome import Done

if TYPE_CHECKING:
    from firstlight.model import Statement
    from firstlight.pipeline.accuracy import Accuracy

__all__ = ["Done", "Ledger", "archive", "demo", "evaluate", "read_text", "restore"]


def read_text(text: str, published: str | None = None, source: str | None = None) -> list[Statement]:
    """The statements of one text; `published` is a date or instant, `source` the id or name of its publisher."""
    from firstlight.pipeline import texts

    return texts.read_text(text, catalog(), published, source)


def evaluate(labels: str, texts: str) -> Accuracy:
    """What is read from the reports of a labelled set, compared with the labels; see `firstlight evaluate`."""
    from firstlight.pipeline import accuracy

    return accuracy.evaluate(labels, texts, catalog())
