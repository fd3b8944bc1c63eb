"""Who is assessed: read from the cells beside, or below, their usual heads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from kami_tui.domain.answers import MAX_FIELD, PROFILE_FIELDS
from kami_tui.domain.text import folded
from kami_tui.exchange.workbook.grid import Address, Cell, Sheet, Workbook
from kami_tui.exchange.workbook.layout import Layout
from kami_tui.exchange.workbook.own import is_ours
from kami_tui.exchange.workbook.words import bare, words

FARTHEST = 6
"""Columns right of its head in which a value may stand."""
MOST_ROWS = 300
FEWEST = 4
"""Known heads below each other that make a form."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_DAY = re.compile(
    r"(?:\w+,\s*)?([0-9]{1,2})[\s\-/.]+([A-Za-z]+|[0-9]{1,2})[\s\-/.,]+([0-9]{4})\b.*"
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\b.*")


def profile_of(
    workbook: Workbook, layout: Layout, tell: Callable[..., None]
) -> dict[str, tuple[str, str]]:
    """Value and place of every field that is filled in; the first place wins.

    `tell` hears ``profile`` findings, what stands there and cannot be taken, and ``profile_other``,
    lines of the form that the profile does not have.
    """
    questions = layout.with_items
    found: dict[str, tuple[str, str]] = {}
    for sheet in workbook.sheets:
        if sheet.hidden or sheet.name in questions:
            continue
        filled = list(_filled(sheet))
        read = {place for _, place, _ in filled}
        for head, place, cell in () if is_ours(workbook) else _others(sheet, read):
            tell("profile_other", Address(sheet.name, *place), said=cell.text, head=head)
        for field, place, cell in filled:
            if field in found:
                continue
            where = Address(sheet.name, *place)
            value = _value(field, cell, workbook)
            if value is None:
                tell("profile", where, said=cell.text, field=field)
            elif value:
                found[field] = (value, str(where))
    return {f: found[f] for f in PROFILE_FIELDS if f in found}


def _filled(sheet: Sheet) -> Iterator[tuple[str, tuple[int, int], Cell]]:
    heads = words().profile
    for row in list(sheet.rows)[:MOST_ROWS]:
        for column, cell in sheet.rows[row].items():
            if not isinstance(cell.value, str):
                continue
            field = heads.get(bare(cell.text).rstrip(": "))
            if field is None:
                continue
            place = _beside(sheet, row, column) or (_below(sheet, row, column))
            if place is not None:
                yield field, place, sheet.cells[place]


def _others(
    sheet: Sheet, read: set[tuple[int, int]]
) -> Iterator[tuple[str, tuple[int, int], Cell]]:
    """Further lines of a form: a text with a value beside it, among the heads that are known and
    in their column."""
    heads = words().profile
    known: dict[int, list[int]] = {}
    for row in list(sheet.rows)[:MOST_ROWS]:
        for column, cell in sheet.rows[row].items():
            if isinstance(cell.value, str) and bare(cell.text).rstrip(": ") in heads:
                known.setdefault(column, []).append(row)
    column, rows = max(known.items(), key=lambda k: len(k[1]), default=(0, []))
    if len(rows) < FEWEST:
        return
    for row in range(rows[0], rows[-1] + 2):
        label = sheet.at(row, column)
        if row in rows or label is None or not isinstance(label.value, str) or _is_head(label):
            continue
        place = _beside(sheet, row, column)
        if place is not None and place not in read and not words().blank(sheet.cells[place].text):
            yield label.text[:60], place, sheet.cells[place]


def _beside(sheet: Sheet, row: int, column: int) -> tuple[int, int] | None:
    for c in range(column + 1, column + 1 + FARTHEST):
        cell = sheet.at(row, c)
        if cell is None or cell.text.strip(": ") == "":
            continue
        return None if _is_head(cell) else (row, c)
    return None


def _below(sheet: Sheet, row: int, column: int) -> tuple[int, int] | None:
    """Long texts, such as the scope, stand below their head."""
    for r in (row + 1, row + 2):
        cell = sheet.at(r, column)
        if cell is not None and cell.text:
            return None if _is_head(cell) or len(cell.text) < 20 else (r, column)
    return None


def _is_head(cell: Cell) -> bool:
    return isinstance(cell.value, str) and bare(cell.text).rstrip(": ") in words().profile


def _value(field: str, cell: Cell, workbook: Workbook) -> str | None:
    """None: it cannot be taken; empty: it says nothing."""
    text = _CONTROL.sub(" ", cell.text).strip(": \n\t")
    if cell.error or words().blank(text):
        return ""
    if field == "date":
        day = workbook.day(cell) or day_of(text)
        return day.isoformat() if day else None
    return text if len(text) <= MAX_FIELD else None


def day_of(text: str) -> date | None:
    """``15 September 2026``, ``15/09/2026``, ``2026-09-15``; with more behind it."""
    try:
        if match := _ISO.fullmatch(text[:100]):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY.fullmatch(text[:100]):
            word = folded(match[2])
            month = int(word) if word.isdecimal() else words().months.get(word, 0)
            return date(int(match[3]), month, int(match[1]))
    except ValueError:
        return None
    return None
