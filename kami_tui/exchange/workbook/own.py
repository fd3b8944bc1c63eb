"""What only this program's own auditor's workbook has: a register of evidence, with keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

from kami_tui.domain.answers import KEY, MAX_FIELD, Evidence
from kami_tui.exchange.own_book import COLUMNS, MARK, REGISTER
from kami_tui.exchange.workbook.grid import Workbook, span
from kami_tui.exchange.workbook.listed import without_bullet
from kami_tui.exchange.workbook.names import sheet_named
from kami_tui.exchange.workbook.words import words

MOST = 10_000
"""Rows of a register that are read."""
_END = re.compile(r"[^\S\n]*(?:[;\n]|\Z)")
_APART = re.compile(r";\s*|\s*\n\s*")
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
    given back as a text, line by line. Titles may hold semicolons and line breaks themselves."""
    rest = said.strip()
    # The longest first: E1 is the beginning of E10 as well.
    keys = sorted(register, key=len, reverse=True)
    while rest:
        plain = without_bullet(rest)
        for key in keys:
            whole = f"{key} {register[key].title}"
            tries = ((text, w) for text in (rest, plain) for w in (whole, key))
            left = next((text[len(w) :] for text, w in tries if _begins(text, w)), None)
            if left is not None:
                yield key, register[key]
                rest = left.lstrip().removeprefix(";").lstrip()
                break
        else:
            other, rest = _first(rest, register)
            if not words().no_document(other):
                yield "", without_bullet(other)


def unnamed(said: str, register: Mapping[str, Evidence]) -> list[str]:
    """What a cell says only to say that there are documents."""
    texts = (one for _, one in documents(said, register) if isinstance(one, str))
    return [t for t in texts if words().names_none(t)]


def _begins(text: str, word: str) -> bool:
    return text.startswith(word) and _END.match(text, len(word)) is not None


def _first(text: str, register: Mapping[str, Evidence]) -> tuple[str, str]:
    """What somebody added, and what follows. A mere semicolon may be one of its own, unless a key
    follows."""
    for mark in _APART.finditer(text):
        key = KEY.match(text, mark.end())
        if mark[0] != ";" or (key is not None and key[0] in register):
            return text[: mark.start()], text[mark.end() :]
    return text, ""
