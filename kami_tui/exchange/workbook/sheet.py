"""The cells of one sheet, heard element by element."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from kami_tui.exchange.workbook.grid import (
    COLUMNS,
    ROWS,
    Cell,
    Choices,
    Sheet,
    Span,
    position,
    span,
    spans,
)
from kami_tui.exchange.workbook.links import LONGEST as LONGEST_FORMULA
from kami_tui.exchange.workbook.links import MOST as MOST_LINKS
from kami_tui.exchange.workbook.links import Anchor, of_formula
from kami_tui.exchange.workbook.package import Package, refused
from kami_tui.exchange.workbook.pull import Budget, attribute, pull, truth

MOST_MERGED = 50_000
"""Cells under merged ones that are remembered for one sheet."""
MOST_CHOICES = 1_000
"""Drop-downs, and the ranges they are for, that are remembered for one sheet."""
MOST_SIGNS = 4_000
"""Characters of the list of cells that one drop-down is for."""
LONGEST = 32_767
"""Characters a cell can hold."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class SheetReader:
    """Reads one sheet, of `most` cells that hold something.

    Raises:
        BadInput: it is damaged, or holds more.
    """

    def __init__(
        self, package: Package, strings: Sequence[str], formats: Sequence[str], most: int
    ) -> None:
        self.package, self.strings, self.formats, self.most = package, strings, formats, most
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[Span] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.choices: list[Choices] = []
        self.protected = False
        self.anchors: list[Anchor] = []
        self.links: dict[tuple[int, int], str] = {}
        """Of cells whose formula makes a link."""
        self._row = self._column = 0
        self._kind = self._style = ""
        self._said: list[str] = []
        self._length = 0
        self._into = ""
        self._phonetic = 0
        self._formula = self._valued = False
        self._made_by: list[str] = []
        self._left = 0
        self._shared = ""
        self._shared_links: dict[str, str] = {}
        """By the number of a formula that several cells have and only the first one names."""
        self._list = False
        self._spans: tuple[Span, ...] = ()
        self._source = ""
        self._ranges = MOST_CHOICES

    def read(self, name: str, hidden: bool, part: str, budget: Budget) -> Sheet:
        pull(self.package, part, budget, self.start, self.end, self.text)
        return Sheet(
            name,
            part,
            self.cells,
            self._covered(),
            hidden,
            frozenset(self.hidden_rows),
            tuple(self.hidden_columns),
            self.protected,
            tuple(self.choices),
        )

    def start(self, tag: str, a: Mapping[str, str]) -> None:
        if tag == "c":
            self._cell(a)
        elif tag == "v" or (tag == "t" and not self._phonetic):
            self._into, self._valued = "value", True
        elif tag == "f":
            self._formula = True
            self._shared = a.get("si", "") if a.get("t") == "shared" else ""
            self._into = "source" if self._list else "formula"
        elif tag == "row":
            self._new_row(a)
        elif tag == "rPh":
            self._phonetic += 1
        else:
            self._rare(tag, a)

    def _rare(self, tag: str, a: Mapping[str, str]) -> None:
        if tag == "mergeCell":
            found = span(a.get("ref", ""))
            if found is not None and len(self.merges) < MOST_MERGED:
                self.merges.append(found)
        elif tag == "col" and truth(a, "hidden") and len(self.hidden_columns) < MOST_CHOICES:
            first, last = whole(a.get("min")), whole(a.get("max"))
            if first and last:
                self.hidden_columns.append((first, last))
        elif tag == "hyperlink":
            found = span(a.get("ref", ""))
            if found is not None and len(self.anchors) < MOST_LINKS:
                inside = a.get("location", "")
                self.anchors.append(Anchor(found, attribute(a, "id") or "", inside))
        elif tag == "sheetProtection":
            self.protected = truth(a, "sheet")
        elif tag == "dataValidation":
            self._list = a.get("type") == "list" and self._ranges > 0
            self._spans = tuple(spans(a.get("sqref", "")[:MOST_SIGNS])) if self._list else ()
            self._source, self._said = "", []
        elif tag == "formula1" and self._list:
            self._into, self._said = "source", []
        elif tag == "sqref" and self._list:
            self._into, self._said = "spans", []

    def end(self, tag: str) -> None:
        if tag == "c":
            self._keep()
        elif tag == "rPh":
            self._phonetic -= 1
        elif self._list:
            self._end_of_list(tag)
        self._into = ""

    def _end_of_list(self, tag: str) -> None:
        if tag in ("formula1", "f") and self._said:
            self._source, self._said = "".join(self._said)[:1_000], []
        elif tag == "sqref":
            self._spans, self._said = tuple(spans("".join(self._said)[:MOST_SIGNS])), []
        elif tag == "dataValidation":
            if self._source and self._ranges > 0:
                self.choices.append(Choices(self._spans[: self._ranges], self._source))
                self._ranges -= max(1, len(self._spans))
            self._list, self._said = False, []

    def text(self, data: str) -> None:
        if self._into == "formula":
            if self._left > 0:
                self._made_by.append(data)
                self._left -= len(data)
        elif self._into:
            self._length += len(data)
            if self._length > LONGEST and self._into == "value":
                raise refused(self.package.name, "workbook_damaged")
            self._said.append(data)

    def _new_row(self, a: Mapping[str, str]) -> None:
        number = whole(a.get("r")) if "r" in a else self._row + 1
        if number is None or not 1 <= number <= ROWS:
            raise refused(self.package.name, "workbook_damaged")
        self._row, self._column = number, 0
        if truth(a, "hidden"):
            self.hidden_rows.add(number)

    def _cell(self, a: Mapping[str, str]) -> None:
        if "r" in a:
            found = position(a["r"])
            if found is None:
                raise refused(self.package.name, "workbook_damaged")
            self._row, self._column = found
        else:
            self._column += 1
        if self._column > COLUMNS or not self._row:
            raise refused(self.package.name, "workbook_damaged")
        self._kind, self._style = a.get("t", "n"), a.get("s", "0")
        self._said, self._length = [], 0
        self._formula = self._valued = False
        self._made_by, self._left, self._shared = [], LONGEST_FORMULA, ""

    def _keep(self) -> None:
        if not (self._valued or self._formula):
            return
        value = self._value("".join(self._said)) if self._valued else None
        if value is None and not self._formula:
            return
        if len(self.cells) >= self.most:
            raise refused(self.package.name, "workbook_bomb")
        style = whole(self._style) or 0
        code = self.formats[style] if style < len(self.formats) else "General"
        cell = Cell(value, code, self._formula, self._kind == "e")
        self.cells.setdefault((self._row, self._column), cell)
        if self._formula:
            self._keep_link()

    def _keep_link(self) -> None:
        address = self._shared_links.get(self._shared)
        if self._made_by:
            address = of_formula("".join(self._made_by))
        if address is not None and len(self.links) < MOST_LINKS:
            self.links.setdefault((self._row, self._column), address)
            if self._shared:
                self._shared_links.setdefault(self._shared, address)

    def _value(self, said: str) -> str | int | float | bool | None:
        kind = self._kind
        if kind == "s":
            number = whole(said)
            if number is None or number >= len(self.strings):
                raise refused(self.package.name, "workbook_damaged")
            return self.strings[number] or None
        if kind == "b":
            return said.strip() in ("1", "true")
        if kind in ("str", "inlineStr", "d"):
            return clean(said) or None
        if kind == "e":
            return said.strip() or None
        return _number(said.strip())

    def _covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Only as far as cells are used: a merge may claim the whole sheet."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        last_row = max((r for r, _ in self.cells), default=0)
        last_column = max((c for _, c in self.cells), default=0)
        steps = 0
        for top, left, bottom, right in self.merges:
            for row in range(top, min(bottom, last_row + 1) + 1):
                for column in range(left, min(right, last_column + 1) + 1):
                    steps += 1
                    if steps > MOST_MERGED:
                        return found
                    if (row, column) != (top, left):
                        found[row, column] = (top, left)
        return found


def clean(text: str) -> str:
    """Signs that XML cannot hold are written ``_x000D_``; line ends become one kind."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda m: _sign(m[1]), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _sign(digits: str) -> str:
    code = int(digits, 16)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _number(said: str) -> int | float | None:
    if not said or len(said) > 40:
        return None
    try:
        found = float(said)
    except ValueError:
        return None
    if not math.isfinite(found):
        return None
    return int(found) if found.is_integer() and abs(found) < 1e15 else found


def whole(said: str | None) -> int | None:
    if said is None:
        return None
    said = said.strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 9 else None
