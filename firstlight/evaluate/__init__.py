"""Accuracy of reading on labelled reports: precision, recall and F1 per kind, language and genre.

A label is a fact that a careful person found in a report; a statement answers it strictly when kind, counts, weapon
class, place, object, item, status and background agree, leniently when kind and numbers do. Each label and each
statement is used once, by the largest one-to-one matching, so that order does not matter.
"""

from __future__ import annotations

from firstlight.evaluate.labels import Fact, Labelled, facts_of, load_labels
from firstlight.evaluate.score import Outcome, Tally, compare, tally
from firstlight.evaluate.tables import accuracy_page, errors_page

__all__ = [
    "Fact",
    "Labelled",
    "Outcome",
    "Tally",
    "accuracy_page",
    "compare",
    "errors_page",
    "facts_of",
    "load_labels",
    "tally",
]
