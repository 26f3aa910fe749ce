"""Gives figures their numbers: 1 for the figure that a reader meets first, and so on to the end of the annexes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from firstlight.brief.document import Chart, Document, Entry, Number, Section, sentences


def renumbered(document: Document) -> Document:
    """The same document with its figures numbered and sorted in reading order; what nothing leads to is left out."""
    names: dict[str, str] = {}
    held = {entry.figure.id: entry for entry in document.entries}
    waiting = list(dict.fromkeys(_met(document)))
    for figure in waiting:  # grows by the parts of each figure, which follow what the text itself shows
        if figure not in names:
            names[figure] = f"f{len(names) + 1}"
            waiting += held[figure].parts
    rewritten = _renamed(msgspec.to_builtins(document.sections), names)
    entries = [_entry(held[figure], names) for figure in names]
    return msgspec.structs.replace(
        document,
        sections=msgspec.convert(rewritten, tuple[Section, ...]),
        entries=tuple(entries),
    )


def _met(document: Document) -> Iterable[str]:
    for sentence, _ in sentences(document):
        yield from (part.figure for part in sentence.parts if isinstance(part, Number))
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                yield from block.figures


def _entry(entry: Entry, names: dict[str, str]) -> Entry:
    figure = msgspec.structs.replace(entry.figure, id=names[entry.figure.id])
    return msgspec.structs.replace(entry, figure=figure, parts=tuple(names[part] for part in entry.parts))


def _renamed(node: Any, names: dict[str, str]) -> Any:
    """A copy of the tree with the figure of every number and the figures of every chart renamed."""
    if isinstance(node, list | tuple):
        return [_renamed(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _renamed(value, names) for key, value in node.items()}
    if made.get("type") == "Number":
        made["figure"] = names[made["figure"]]
    if made.get("type") == "Chart":
        made["figures"] = [names[figure] for figure in made["figures"]]
    return made
