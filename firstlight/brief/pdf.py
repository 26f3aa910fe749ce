"""The document as a tagged PDF. The Typst template is a fixed file; texts reach it as JSON and are never evaluated."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import msgspec
from msgspec.structs import replace

from firstlight.brief.charts import fonts
from firstlight.brief.document import Chart, DateText, Document, Name, Table, plain
from firstlight.brief.evidence import Panel
from firstlight.brief.glyphs import told
from firstlight.brief.page import Page
from firstlight.brief.words import visible
from firstlight.errors import BriefError
from firstlight.model import Figure, Record

EPOCH = dt.datetime(2022, 2, 24, tzinfo=dt.UTC)  # stands for the date of a paper that has none

FRONT = 2  # pages that stand alone before the annexes
SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8)  # of the type, tried in turn until the first pages hold what they must;
# where none does the paper says so: what happened is not cut, and smaller type is not read
UNBROKEN = 15  # characters up to which a date in a table stays on one line
NARROWEST, WIDEST = 4.0, 34.0  # characters


def pdf(document: Document, page: Page, panels: Sequence[Panel]) -> bytes:
    """The document as PDF, tagged and checked against PDF/UA-1, with the fonts that ship with Typst.

    The compiler sees an empty folder and no package. Raises BriefError where Typst is not installed or refuses.
    """
    try:
        import typst
    except ModuleNotFoundError as error:
        raise BriefError("a PDF needs the package typst: pip install 'firstlight[pdf]'") from error
    library: Any = typst  # its stubs ask for a root of the type of the template
    template = (files("firstlight.brief") / "templates" / "page.typ").read_bytes()
    with tempfile.TemporaryDirectory() as empty:
        data = told(_data(document, page, panels))

        def compiler(scale: float, measured: bool, overrun: bool = False) -> Any:
            shown = data | {"scale": scale, "measured": measured, "panels": [] if measured else data["panels"]}
            shown["overrun"] = overrun
            return library.Compiler(
                template,
                root=empty,
                font_paths=[fonts()],
                ignore_system_fonts=True,
                sys_inputs={"data": msgspec.json.encode(shown).decode()},
                package_path=empty,
                package_cache_path=empty,
            )

        def fits(scale: float) -> bool:
            page_of_annexes = json.loads(compiler(scale, True).query("<first-annex>", field="value"))[0]
            return int(page_of_annexes) <= FRONT + 1

        try:
            fitting = next((scale for scale in SCALES if fits(scale)), None)
            final = compiler(fitting or SCALES[-1], False, overrun=fitting is None)
            made = final.compile(format="pdf", pdf_standards=["ua-1"], timestamp=_dated(page))
        except typst.TypstError as error:
            raise BriefError(f"the PDF cannot be made ({error}): report this, with the ledger") from error
    if not isinstance(made, bytes):
        raise BriefError("the PDF cannot be made: Typst gave pages instead of a file")
    return made


def _data(document: Document, page: Page, panels: Sequence[Panel]) -> dict[str, Any]:
    """What the template shows: the document, the evidence and the fixed labels."""
    data: dict[str, Any] = tree(replace(document, entries=()))
    data["heading"] = data.pop("title")
    for section, made in zip(document.sections, data["sections"], strict=True):
        for block, plainer in zip(section.blocks, made["blocks"], strict=True):
            if isinstance(block, Table):
                plainer["widths"] = widths(block)
            elif isinstance(block, Chart):
                plainer["alt_text"] = plain(block.alt)
    return data | {
        "title": plain(document.title),
        "panels": tree(tuple(panels)),
        "page": page.wording.table["page"],
        "words": page.wording.table["words"],
    }


def widths(table: Table) -> list[float]:
    """How wide each column is, beside the others: by what its cells hold, short ones never squeezed."""
    rows = [row.cells for row in table.rows if row.style != "silent"]
    found = []
    for at, column in enumerate(table.columns):
        texts = [column.head, *(plain(cells[at]) for cells in rows)]
        dates = (part.text for cells in rows for part in cells[at].parts if isinstance(part, DateText))
        whole = [text for text in dates if len(text) <= UNBROKEN]
        longest = max(len(word) for text in texts for word in (text.split() or [""]))
        longest = max([longest, *map(len, whole)])
        found.append(max(NARROWEST, longest * 1.1 + 1.5, min(WIDEST, max(len(text) for text in texts) * 0.5)))
    return found


def tree(node: Any) -> Any:
    """Records as plain dictionaries, all fields and the class as `type`; names and rules, which reports and files may
    have written, hold no character that hides or turns text."""
    if isinstance(node, Record):
        made = {name: tree(getattr(node, name)) for name in node.__struct_fields__} | {"type": type(node).__name__}
        if isinstance(node, Name):
            made["text"] = visible(node.text)
        if isinstance(node, Figure):
            made["rule"] = visible(node.rule)
        return made
    if isinstance(node, list | tuple):
        return [tree(item) for item in node]
    return node


def _dated(page: Page) -> dt.datetime:
    """Midnight of the day of the newest publication: the file is dated by what it holds, not by the clock."""
    day = page.scope.dated or page.material.end
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), tzinfo=dt.UTC) if day else EPOCH
