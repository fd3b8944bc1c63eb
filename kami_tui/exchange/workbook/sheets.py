"""The cells of a workbook file, within bounds: `read` gives a `grid.Workbook`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kami_tui.exchange.workbook.grid import (
    COLUMNS,
    ROWS,
    Cell,
    Choices,
    Sheet,
    Span,
    Workbook,
    position,
    span,
    spans,
)
from kami_tui.exchange.workbook.package import Package, refused, resolved
from kami_tui.exchange.workbook.pull import Budget, attribute, pull, truth

MOST_SHEETS = 100
MOST_CELLS = 100_000
"""Cells that hold something, over all sheets. A filled workbook has some 5,000."""
MOST_MERGED = 50_000
"""Cells under merged ones that are remembered for one sheet."""
MOST_CHOICES = 2_000
LONGEST = 32_767
"""Characters a cell can hold."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 49: "@",
    **dict.fromkeys([*range(27, 37), *range(50, 59)], "m/d/yy"),
}  # fmt: skip
"""Formats that a file names by number only; those of East Asian dates all as one."""


@dataclass(slots=True)
class _Tab:
    name: str
    relation: str
    hidden: bool


def read(package: Package) -> Workbook:
    """Every worksheet's cells, with the values formulas had when the file was saved.

    Raises:
        BadInput: it is damaged, no workbook, or holds more than may be read.
    """
    budget = Budget()
    main = _main_part(package, budget)
    tabs, names, date1904 = _workbook(package, main, budget)
    kinds = _relations(package, main, budget)
    strings = _strings(package, _one(kinds, "/sharedStrings"), budget)
    formats = _formats(package, _one(kinds, "/styles"), budget)
    sheets, left = [], MOST_CELLS
    for tab in tabs:
        kind, part = kinds.get(tab.relation, ("", ""))
        if kind.endswith("/worksheet"):  # others hold a chart or a dialogue
            reader = _SheetReader(package, strings, formats, left)
            sheets.append(reader.read(tab, part, budget))
            left -= len(reader.cells)
    if not sheets:
        raise refused(package.name, "workbook_damaged")
    return Workbook(package.name, package.sha256, tuple(sheets), date1904, package.macros, names)


def _main_part(package: Package, budget: Budget) -> str:
    if not package.has("_rels/.rels"):
        raise refused(package.name, "workbook_other")
    found = _relations(package, "", budget)
    main = _one(found, "/officeDocument")
    if main is None or not package.has(main):
        raise refused(package.name, "workbook_other")
    return main


def _one(relations: Mapping[str, tuple[str, str]], kind: str) -> str | None:
    return next((part for k, part in relations.values() if k.endswith(kind)), None)


def _relations(package: Package, part: str, budget: Budget) -> dict[str, tuple[str, str]]:
    """By id: kind and part. Links to other files are left out; nothing ever follows them."""
    folder, _, name = part.rpartition("/")
    place = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, a: Mapping[str, str]) -> None:
        if name == "Relationship" and a.get("TargetMode") != "External":
            target = resolved(part, a.get("Target", ""))
            found[a.get("Id", "")] = (a.get("Type", ""), target)

    if package.has(place):
        pull(package, place, budget, start, _nothing)
    return found


def _workbook(
    package: Package, part: str, budget: Budget
) -> tuple[list[_Tab], dict[str, str], bool]:
    tabs: list[_Tab] = []
    names: dict[str, str] = {}
    date1904 = workbook = False
    name = ""
    said: list[str] = []

    def start(tag: str, a: Mapping[str, str]) -> None:
        nonlocal date1904, name, workbook
        if tag == "workbook":
            workbook = True
        elif tag == "workbookPr":
            date1904 = truth(a, "date1904")
        elif tag == "sheet":
            if len(tabs) >= MOST_SHEETS:
                raise refused(package.name, "workbook_bomb")
            hidden = a.get("state", "visible") != "visible"
            tabs.append(_Tab(a.get("name", "")[:255], attribute(a, "id") or "", hidden))
        elif tag == "definedName":
            name = a.get("name", "")[:255]
            said.clear()

    def end(tag: str) -> None:
        nonlocal name
        if tag == "definedName" and name and len(names) < MOST_CHOICES:
            names[name] = "".join(said)[:1_000]
        name = "" if tag == "definedName" else name

    def text(data: str) -> None:
        if name:
            said.append(data)

    pull(package, part, budget, start, end, text)
    if not workbook:  # a document or slides are packed in the same way
        raise refused(package.name, "workbook_other")
    return tabs, names, date1904


def _strings(package: Package, part: str | None, budget: Budget) -> list[str]:
    """Texts that cells refer to by number."""
    found: list[str] = []
    said: list[str] = []
    plain, phonetic = False, 0

    def start(tag: str, a: Mapping[str, str]) -> None:
        nonlocal plain, phonetic
        if tag == "si":
            said.clear()
        elif tag == "rPh":  # how to pronounce it; no part of the text
            phonetic += 1
        plain = tag == "t" and not phonetic

    def end(tag: str) -> None:
        nonlocal plain, phonetic
        plain = False
        if tag == "rPh":
            phonetic -= 1
        elif tag == "si":
            found.append(clean("".join(said)))

    def text(data: str) -> None:
        if plain:
            said.append(data)

    if part is not None and package.has(part):
        pull(package, part, budget, start, end, text)
    return found


def _formats(package: Package, part: str | None, budget: Budget) -> list[str]:
    """The number format of each cell style."""
    own: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def start(tag: str, a: Mapping[str, str]) -> None:
        nonlocal inside
        if tag == "numFmt":
            own[a.get("numFmtId", "")] = a.get("formatCode", "")[:255]
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            styles.append(a.get("numFmtId", "0"))

    def end(tag: str) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = False

    if part is not None and package.has(part):
        pull(package, part, budget, start, end)
    built_in = {str(k): v for k, v in _BUILT_IN.items()}
    return [own.get(s) or built_in.get(s, "General") for s in styles]


class _SheetReader:
    """Hears the elements of one sheet."""

    def __init__(self, package: Package, strings: list[str], formats: list[str], most: int) -> None:
        self.package, self.strings, self.formats, self.most = package, strings, formats, most
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[Span] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.choices: list[Choices] = []
        self.protected = False
        self._row = self._column = 0
        self._kind = self._style = ""
        self._said: list[str] = []
        self._length = 0
        self._into = ""
        self._phonetic = 0
        self._formula = self._valued = False
        self._list = False
        self._spans: tuple[Span, ...] = ()
        self._source = ""

    def read(self, tab: _Tab, part: str, budget: Budget) -> Sheet:
        pull(self.package, part, budget, self.start, self.end, self.text)
        return Sheet(
            tab.name,
            part,
            self.cells,
            self._covered(),
            tab.hidden,
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
            self._into = "source" if self._list else ""
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
            first, last = _whole(a.get("min")), _whole(a.get("max"))
            if first and last:
                self.hidden_columns.append((first, last))
        elif tag == "sheetProtection":
            self.protected = truth(a, "sheet")
        elif tag == "dataValidation":
            self._list = a.get("type") == "list"
            self._spans = tuple(spans(a.get("sqref", "")[:10_000]))
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
            self._spans, self._said = tuple(spans("".join(self._said)[:10_000])), []
        elif tag == "dataValidation":
            if self._source and len(self.choices) < MOST_CHOICES:
                self.choices.append(Choices(self._spans, self._source))
            self._list, self._said = False, []

    def text(self, data: str) -> None:
        if self._into:
            self._length += len(data)
            if self._length > LONGEST and self._into == "value":
                raise refused(self.package.name, "workbook_damaged")
            self._said.append(data)

    def _new_row(self, a: Mapping[str, str]) -> None:
        number = _whole(a.get("r")) if "r" in a else self._row + 1
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

    def _keep(self) -> None:
        if not (self._valued or self._formula):
            return
        value = self._value("".join(self._said)) if self._valued else None
        if value is None and not self._formula:
            return
        if len(self.cells) >= self.most:
            raise refused(self.package.name, "workbook_bomb")
        style = _whole(self._style) or 0
        code = self.formats[style] if style < len(self.formats) else "General"
        cell = Cell(value, code, self._formula, self._kind == "e")
        self.cells.setdefault((self._row, self._column), cell)

    def _value(self, said: str) -> str | int | float | bool | None:
        kind = self._kind
        if kind == "s":
            number = _whole(said)
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


def _whole(said: str | None) -> int | None:
    if said is None:
        return None
    said = said.strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 9 else None


def _nothing(_: str) -> None:
    pass
