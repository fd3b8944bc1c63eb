"""Who is assessed: read from forms with the usual heads."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from kami_tui.domain.answers import MAX_FIELD, PROFILE_FIELDS
from kami_tui.domain.text import folded
from kami_tui.exchange.workbook.forms import filled, others
from kami_tui.exchange.workbook.grid import Address, Cell, Workbook
from kami_tui.exchange.workbook.layout import Layout
from kami_tui.exchange.workbook.own import is_ours, register_sheet
from kami_tui.exchange.workbook.seen import seen
from kami_tui.exchange.workbook.words import words

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
    questions, register = layout.with_items, register_sheet(workbook)
    found: dict[str, tuple[str, str]] = {}
    for sheet in workbook.sheets:
        if sheet.hidden or sheet.name in questions or sheet.name == register:
            continue
        lines = list(filled(sheet))
        read = {line.place for line in lines}
        for head, place, cell in () if is_ours(workbook) else others(sheet, read):
            tell("profile_other", Address(sheet.name, *place), said=cell.text, head=head)
        for line in lines:
            if line.field in found:
                continue
            where, cell = Address(sheet.name, *line.place), line.cell
            value = _value(line.field, cell, workbook)
            if value is None:
                tell("profile", where, said=cell.text, field=line.field)
            elif value:
                found[line.field] = (value, str(where))
                if line.field != "date" and not seen(cell, workbook).faithful:
                    tell("as_kept", where, said=value, format=cell.format[:80])
    return {f: found[f] for f in PROFILE_FIELDS if f in found}


def _value(field: str, cell: Cell, workbook: Workbook) -> str | None:
    """None: it cannot be taken; empty: it says nothing."""
    said = cell.text if field == "date" else seen(cell, workbook).text
    text = _CONTROL.sub(" ", said).strip(": \n\t")
    if cell.error or words().says_nothing(text):
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
