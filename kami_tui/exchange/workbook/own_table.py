"""This program's own table of answers (``kami export --format csv``), saved as a workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from kami_tui.domain.answers import Evidence
from kami_tui.domain.cells import typed
from kami_tui.exchange.workbook.grid import Address, Cell, Sheet, Workbook
from kami_tui.exchange.workbook.package import refused
from kami_tui.exchange.workbook.words import words
from kami_tui.usecases.sheet import COLUMNS

READ = ("id", "status", "note", "evidence")
"""Columns whose cells are the workbook's after `own_table`; the others only inform, but for titles
and owners."""
MISREAD = "\u00ef\u00bb\u00bf"
"""The mark of UTF-8 (``--bom``) where a program took it for three letters: then it took every other
letter that is not of ASCII for two or three, too."""
HEAD_BY = 10
"""Rows among which the heads are looked for."""
_KEY = re.compile(r"[A-Za-z]{1,6}-?[0-9]+")
"""As the program gives keys, and people: E7, SOP-1."""
Document = tuple[str, Evidence]
"""Its key, or nothing, and the document."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a row says beside what is read of it."""

    id: Address
    number: str
    question: str
    label: Address
    said: str
    """The label; may be empty."""
    points: str


@dataclass(frozen=True)
class OwnTable:
    workbook: Workbook
    """With item numbers as texts, without our apostrophes and without the columns that inform."""
    edition: str
    """As its first row names it; empty if it names none."""
    documents: Mapping[Address, tuple[Document, ...]]
    """By the cell of their keys."""
    owners: tuple[Address, ...]
    """Cells with an owner."""
    untitled: Mapping[Address, str]
    """Cells that name a document by its key alone, to which no row has a title."""
    beside: Mapping[int, Beside]
    """By row."""


def is_table(workbook: Workbook) -> bool:
    """Whether a sheet has all heads of our table in one of its first rows."""
    return any(_head(s) is not None for s in workbook.sheets)


def own_table(workbook: Workbook) -> OwnTable | None:
    """None: it is no such table. Cells stay where they are, so that findings name them.

    Raises:
        BadInput: its letters were misread.
    """
    places = ((s, place) for s in workbook.sheets if (place := _head(s)) is not None)
    first = next(places, None)
    if first is None:
        return None
    sheet, (head, columns) = first
    if sheet.text(head, columns["id"]).startswith(MISREAD):
        raise refused(workbook.file, "workbook_misread")
    named = {r: _text(sheet, r, columns["id"]) for r in sheet.rows if r > head}
    edition = next((i.rpartition("/")[0] for i in named.values() if i), "")
    cells: dict[tuple[int, int], Cell] = {}
    gone = {c for name, c in columns.items() if name not in READ}
    for (row, column), cell in sheet.cells.items():
        if column in gone:
            continue
        value = cell.value
        if row > head and isinstance(value, str):
            value = typed(value)
            if column == columns["id"]:
                value = value.strip().removeprefix(f"{edition}/")
        cells[row, column] = replace(cell, value=value)
    documents: dict[Address, tuple[Document, ...]] = {}
    untitled: dict[Address, str] = {}
    titles = _titles(sheet, columns, head)
    for row in named:
        keys = _text(sheet, row, columns["evidence"]).split()
        said = [
            " ".join(t.split()) for t in _text(sheet, row, columns["evidence_titles"]).split("\n")
        ]
        where = (row, columns["evidence"])
        pairs = [
            (key, title or titles.get(key, ""))
            for key, title in zip_longest(keys, said, fillvalue="")
            if key or title
        ]
        for key, title in pairs:
            if not title and _KEY.fullmatch(key):
                untitled[Address(sheet.name, *where)] = key
        # Whatever does not look like a key is a title itself.
        found = tuple(
            (key, Evidence(title or key))
            for key, title in pairs
            if (title or not _KEY.fullmatch(key)) and (key or not words().says_nothing(title))
        )
        if found:
            # Titles without keys are documents that somebody added: the item's cell is not empty.
            cells.setdefault(where, Cell(found[0][1].title))
            documents[Address(sheet.name, *where)] = found
    owners = tuple(
        Address(sheet.name, row, columns["owner"])
        for row in named
        if _text(sheet, row, columns["owner"]).strip()
    )
    beside = {
        row: Beside(
            id=Address(sheet.name, row, columns["id"]),
            number=_text(sheet, row, columns["item"]),
            question=_text(sheet, row, columns["question"]),
            label=Address(sheet.name, row, columns["status_label"]),
            said=_text(sheet, row, columns["status_label"]).strip(),
            points=_text(sheet, row, columns["points"]),
        )
        for row in named
    }
    sheets = tuple(replace(s, cells=cells) if s is sheet else s for s in workbook.sheets)
    return OwnTable(replace(workbook, sheets=sheets), edition, documents, owners, untitled, beside)


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the heads, and where each column of our table stands; None if one is missing.
    Above them somebody may have put a title."""
    for row, cells in islice(sheet.rows.items(), HEAD_BY):
        heads = {column: cell.text.removeprefix(MISREAD) for column, cell in cells.items()}
        found = {head: column for column, head in heads.items() if head in COLUMNS}
        if len(found) == len(COLUMNS):
            return row, found
    return None


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.at(row, column)
    value = cell.value if cell else None
    return typed(value) if isinstance(value, str) else "" if value is None else str(value)


def _titles(sheet: Sheet, columns: Mapping[str, int], head: int) -> dict[str, str]:
    """Titles by key, for rows that have the key alone."""
    found: dict[str, str] = {}
    for row in (r for r in sheet.rows if r > head):
        titles = _text(sheet, row, columns["evidence_titles"]).split("\n")
        for key, title in zip(_text(sheet, row, columns["evidence"]).split(), titles, strict=False):
            if title.strip():
                found.setdefault(key, " ".join(title.split()))
    return found
