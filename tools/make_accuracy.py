"""Writes docs/accuracy.md: how well reports are read, on a labelled set and on the examples of the language data.

Run from the root of the project, once reading has changed: .venv/bin/python tools/make_accuracy.py LABELS TEXTS
LABELS is JSON Lines, TEXTS a folder of ID.txt, as `firstlight evaluate` takes them.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from firstlight.catalog import catalog
from firstlight.evaluate import accuracy_page
from firstlight.pipeline.accuracy import evaluate
from tests.gate.measure import measure

PAGE = Path(__file__).resolve().parents[1] / "docs" / "accuracy.md"

HEAD = """<!-- Written by tools/make_accuracy.py, do not edit. -->

# How well reports are read

Two measures. Neither says how true a report is: they say how much of what a careful person finds in a text the reader
finds too, and how much it adds that is not there.

A label is one fact that a person found in a report: eight drones shot down, two people killed in a town. A statement
answers it *strictly* when the kind, the numbers, the class of weapon, the place, the object, the item, its status and
the mark "background" agree; *leniently* when the kind and the numbers do. Each label and each statement is used once.
Precision is the share of statements that answer a label, recall the share of labels answered, F1 their harmonic mean.

## Labelled reports

Real reports of 2022 to 2026, labelled by hand while the reader was being written: the set that mistakes were looked for
in, so expect a little less on reports that nobody has looked at. The texts are not part of this project. Your own
labelled set is measured in the same way with `firstlight evaluate LABELS TEXTS`; `--errors` shows every miss and every
invention.

"""

MIDDLE = """
## The project's own examples

Short texts written for this project, one for each thing that a language can do to a number
(`firstlight/data/lang/*/examples.jsonl`). Their shares are pinned in `tests/gate/floors.json` and may only rise.

| Language | texts | statements expected | found | share of statements not expected |
|---|---:|---:|---:|---:|
"""

TAIL = """
## What is known to be hard

- Villages: settlements with fewer than 500 inhabitants are not in the gazetteer, and one of several places of one name
  is left open unless the text says which. What happened there then stands without a place, or is not read as a struck
  place.
- Who is meant by a capital's name, a government or a city, is told by the words beside it, and sometimes wrongly.
- Fighting at the front is left out by the words that reports use for it. A sentence that counts soldiers and a town's
  residents together can come out as either.
- A number that the text spreads over several sentences ("three of them later died in hospital") is read as what its own
  sentence says.
"""


def main(labels: str, texts: str) -> None:
    """Measure both sets and write the page."""
    found = evaluate(labels, texts, catalog())
    rows = []
    for code in catalog().languages:
        one = measure(catalog(), code)
        rows.append(f"| {code} | {one.texts} | {one.expected} | {one.met:.3f} | {one.surplus:.3f} |")
    page = HEAD + accuracy_page(found.strict, found.lenient) + MIDDLE + "\n".join(rows) + "\n" + TAIL
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
