"""What only this program's own auditor's workbook has: a register of evidence, with keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from kami_tui.domain.answers import MAX_FIELD, Evidence
from kami_tui.exchange.own_book import COLUMNS, MARK, REGISTER
from kami_tui.exchange.workbook.grid import Workbook, span
from kami_tui.exchange.workbook.names import sheet_named
from kami_tui.exchange.workbook.words import words

MOST = 10_000
"""Rows of a register that are read."""
_FIELDS = {f.name for f in fields(Evidence)}


def is_ours(workbook: Workbook) -> bool:
    """Whether it has our mark. One that is a single sheet's came along with that sheet."""
    return workbook.names.meaning(MARK) is not None


def register_of(workbook: Workbook) -> dict[str, Evidence] | None:
    """Its documents by key; None: the workbook is another one. What is too long is left out."""
    if not is_ours(workbook):
        return None
    found: dict[str, Evidence] = {}
    where = span((workbook.names.meaning(REGISTER) or "").rpartition("!")[2])
    try:
        sheet = workbook.sheet(register_sheet(workbook))
    except KeyError:
        return found
    if where is None:
        return found
    for row in range(where[0], min(where[2], where[0] + MOST) + 1):
        texts = {c: sheet.text(row, where[1] + n) for n, c in enumerate(COLUMNS)}
        if texts["key"] and texts["title"] and all(len(t) <= MAX_FIELD for t in texts.values()):
            known = {k: v for k, v in texts.items() if k in _FIELDS}
            found[texts["key"]] = Evidence(**known)
    return found


def register_sheet(workbook: Workbook) -> str:
    """The name of the sheet with the register, whose lists of items are no answers; empty where
    there is none."""
    if not is_ours(workbook):
        return ""
    return sheet_named((workbook.names.meaning(REGISTER) or "").rpartition("!")[0])


def documents(said: str, register: Mapping[str, Evidence]) -> Iterator[tuple[str, Evidence | str]]:
    """What a cell lists, as our workbook writes it: ``E6 Title; E7``; with keys. Anything else is
    given back as a text. Titles may hold semicolons themselves."""
    rest = said.strip()
    # The longest first: E1 is the beginning of E10 as well.
    keys = sorted(register, key=len, reverse=True)
    while rest:
        for key in keys:
            whole = f"{key} {register[key].title}"
            match = next((w for w in (whole, key) if _begins(rest, w)), None)
            if match is not None:
                yield key, register[key]
                rest = rest[len(match) :].removeprefix(";").lstrip()
                break
        else:
            other, _, rest = rest.partition("; ")
            if not words().says_nothing(other):
                yield "", other


def _begins(text: str, word: str) -> bool:
    return text == word or text.startswith(word + ";")
