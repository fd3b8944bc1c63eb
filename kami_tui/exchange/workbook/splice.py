"""Puts values into cells of a worksheet's XML, byte by byte: all other bytes stay as they are.

Texts stand in the cell itself (``inlineStr``), so that the table of shared texts stays as it is.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kami_tui.exchange.workbook.grid import COLUMNS, ROWS, Offer, Span, letters, position, span
from kami_tui.exchange.workbook.pull import truth
from kami_tui.exchange.workbook.sheet import whole
from kami_tui.exchange.workbook.tags import (
    Edit,
    NotSpliced,
    as_before,
    as_utf8,
    edited,
    escaped,
    opened,
    tag_at,
    watch,
)

Place = tuple[int, int]
"""Row and column, from 1."""
MOST_FORMULAS = 10_000
"""Array formulas of one sheet."""


@dataclass(frozen=True, slots=True)
class Spliced:
    xml: bytes
    refused: frozenset[Place]
    """Places that hold a formula, or a part of one that fills several cells."""


def put_values(xml: bytes, values: Mapping[Place, Offer]) -> Spliced:
    """The sheet with these values: a cell keeps its style, one that is not there yet gets its row's
    or its column's.

    Raises:
        NotSpliced: nothing can be exchanged safely.
    """
    text, codec = as_utf8(xml)
    sheet = _Sheet(text, values)
    watch(text, sheet)
    refused = frozenset(p for p in values if p in sheet.formulas or sheet.in_array(p))
    wanted = {p: v for p, v in values.items() if p not in refused}
    return Spliced(as_before(edited(text, sheet.edits(wanted)), codec), refused)


@dataclass(slots=True)
class _Row:
    start: int
    style: str | None
    cells: list[tuple[int, int]] = field(default_factory=list)
    """Column and first byte, in the order of the file."""
    end: int = 0
    """Where its end tag begins."""


class _Sheet:
    """Hears a sheet, and remembers where the wanted cells are, or would be."""

    def __init__(self, xml: bytes, values: Mapping[Place, Offer]) -> None:
        self.xml, self.places = xml, values.keys()
        self.wanted_rows = {row for row, _ in values}
        self.found: dict[Place, tuple[int, int]] = {}
        """First byte of a cell, and where its end tag begins."""
        self.formulas: set[Place] = set()
        self.arrays: list[Span] = []
        self.rows: dict[int, _Row] = {}
        self.row_numbers, self.row_starts = array("q"), array("q")
        self.columns: list[tuple[int, int, str]] = []
        self.data: tuple[int, int] | None = None
        self._row = self._column = 0
        self._here: _Row | None = None
        self._inside = self._in_columns = False

    def start(self, depth: int, name: str, attributes: Mapping[str, str], at: int) -> None:
        if depth == 1 and name != "worksheet":
            raise NotSpliced
        if depth == 2:
            self._inside, self._in_columns = name == "sheetData", name == "cols"
            if self._inside:
                if self.data is not None:
                    raise NotSpliced
                self.data = (at, at)
        elif depth == 3 and self._in_columns and name == "col":
            self._new_column(attributes)
        elif depth == 3 and self._inside and name == "row":
            self._new_row(attributes, at)
        elif depth == 4 and self._inside and name == "c":
            self._new_cell(attributes, at)
        elif depth == 5 and self._inside and name == "f":
            self._formula(attributes)

    def end(self, depth: int, name: str, at: int) -> None:
        if depth == 2 and self._inside and self.data is not None:
            self.data, self._inside = (self.data[0], at), False
        elif depth == 3 and self._inside and name == "row" and self._here is not None:
            self._here.end, self._here = at, None
        elif depth == 4 and self._inside and name == "c":
            place = (self._row, self._column)
            if place in self.places:
                self.found[place] = (self.found[place][0], at)

    def in_array(self, place: Place) -> bool:
        row, column = place
        return any(t <= row <= b and x <= column <= y for t, x, b, y in self.arrays)

    def _new_column(self, a: Mapping[str, str]) -> None:
        first, last = whole(a.get("min")), whole(a.get("max"))
        if first and last and "style" in a and len(self.columns) < COLUMNS:
            self.columns.append((first, last, a["style"]))

    def _new_row(self, a: Mapping[str, str], at: int) -> None:
        number = whole(a.get("r")) if "r" in a else self._row + 1
        if number is None or not 1 <= number <= ROWS:
            raise NotSpliced
        self._row, self._column = number, 0
        self.row_numbers.append(number)
        self.row_starts.append(at)
        if number in self.wanted_rows:
            self._here = _Row(at, a.get("s") if truth(a, "customFormat") else None)
            if number in self.rows:
                raise NotSpliced  # the row is there twice
            self.rows[number] = self._here

    def _new_cell(self, a: Mapping[str, str], at: int) -> None:
        if "r" in a:
            found = position(a["r"])
            if found is None or found[0] != self._row:
                raise NotSpliced
            self._column = found[1]
        else:
            self._column += 1
        if self._here is not None:
            self._here.cells.append((self._column, at))
            place = (self._row, self._column)
            if place in self.found:
                raise NotSpliced  # the cell is there twice
            if place in self.places:
                self.found[place] = (at, at)

    def _formula(self, a: Mapping[str, str]) -> None:
        if (self._row, self._column) in self.places:
            self.formulas.add((self._row, self._column))
        if a.get("t") in ("array", "dataTable"):
            found = span(a.get("ref", ""))
            if found is None or len(self.arrays) >= MOST_FORMULAS:
                raise NotSpliced
            self.arrays.append(found)

    # -- what is to be exchanged -----------------------------------------------------------

    def edits(self, values: Mapping[Place, Offer]) -> Iterator[Edit]:
        missing: dict[int, dict[int, Offer]] = {}
        for place, value in sorted(values.items()):
            if place in self.found:
                yield self._exchanged(*self.found[place], value)
            else:
                missing.setdefault(place[0], {})[place[1]] = value
        fresh: dict[int, dict[int, Offer]] = {}
        for number, cells in missing.items():
            if number in self.rows:
                yield from self._into_row(number, self.rows[number], cells)
            else:
                fresh[number] = cells
        if fresh:
            yield from self._new_rows(fresh)

    def _exchanged(self, start: int, end_tag: int, value: Offer) -> Edit:
        tag = tag_at(self.xml, start)
        end = tag.end if tag.closed else self.xml.index(b">", end_tag) + 1
        # `vm` and `cm` say things of the value that was there.
        kind = b"" if not isinstance(value, str) else b' t="inlineStr"'
        begin = opened(self.xml, tag, (b"t", b"vm", b"cm"), kind)
        return Edit(start, end, begin + _contents(value, tag.prefix) + b"</" + tag.name + b">")

    def _into_row(self, number: int, row: _Row, cells: Mapping[int, Offer]) -> Iterator[Edit]:
        tag = tag_at(self.xml, row.start)
        if tag.closed:
            new = b"".join(self._made(tag.prefix, number, c, cells[c], row.style) for c in cells)
            yield Edit(
                tag.start, tag.end, opened(self.xml, tag) + new + b"</" + tag.name + b">"
            )  # fmt: skip
            return
        for column, value in cells.items():
            at = next((start for c, start in row.cells if c > column), row.end)
            yield Edit(at, at, self._made(tag.prefix, number, column, value, row.style))

    def _new_rows(self, rows: Mapping[int, Mapping[int, Offer]]) -> Iterator[Edit]:
        if self.data is None:
            raise NotSpliced
        tag = tag_at(self.xml, self.data[0])
        made = {n: self._made_row(tag.prefix, n, rows[n]) for n in sorted(rows)}
        if tag.closed:
            new = opened(self.xml, tag) + b"".join(made.values()) + b"</" + tag.name + b">"
            yield Edit(tag.start, tag.end, new)
            return
        highest, starts = [0], list[int]()
        for number, start in zip(self.row_numbers, self.row_starts, strict=True):
            if number > highest[-1]:  # the first row that is below all numbers up to here
                highest.append(number)
                starts.append(start)
        starts.append(self.data[1])
        for number, row in made.items():
            at = starts[bisect_right(highest, number) - 1]
            yield Edit(at, at, row)

    def _made_row(self, prefix: bytes, number: int, cells: Mapping[int, Offer]) -> bytes:
        new = b"".join(self._made(prefix, number, c, cells[c], None) for c in cells)
        return b'<%srow r="%d">%s</%srow>' % (prefix, number, new, prefix)

    def _made(self, prefix: bytes, row: int, column: int, value: Offer, style: str | None) -> bytes:
        if style is None:
            style = next((s for a, b, s in self.columns if a <= column <= b), None)
        number = whole(style)
        more = b' s="%d"' % number if number else b""
        kind = b"" if not isinstance(value, str) else b' t="inlineStr"'
        place = f"{letters(column)}{row}".encode()
        inner = _contents(value, prefix)
        return b'<%sc r="%s"%s%s>%s</%sc>' % (prefix, place, more, kind, inner, prefix)


def _contents(value: Offer, prefix: bytes) -> bytes:
    if not isinstance(value, str):
        return b"<%sv>%s</%sv>" % (prefix, repr(value).encode(), prefix)
    return b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % (
        prefix, prefix, escaped(value), prefix, prefix,
    )  # fmt: skip


# -- whether a program works out formulas when it opens the workbook ---------------------------


def worked_out_on_opening(xml: bytes) -> tuple[bytes, bool]:
    """The workbook's main part, asking for all formulas to be worked out when it is opened; and
    whether it asked so before.

    Raises:
        NotSpliced.
    """
    text, codec = as_utf8(xml)
    main = _Main()
    watch(text, main)
    if main.asks:
        return xml, True
    if main.calculation is not None:
        tag = tag_at(text, main.calculation)
        new = opened(text, tag, (b"fullCalcOnLoad",), b' fullCalcOnLoad="1"')
        edit = Edit(tag.start, tag.end, new[:-1] + (b"/>" if tag.closed else b">"))
    elif main.before is not None:
        start, end_tag = main.before
        tag = tag_at(text, start)
        end = tag.end if tag.closed else text.index(b">", end_tag) + 1
        edit = Edit(end, end, b'<%scalcPr fullCalcOnLoad="1"/>' % tag.prefix)
    else:
        raise NotSpliced
    return as_before(edited(text, [edit]), codec), False


class _Main:
    """Hears the main part: where the properties of calculation are, or would be."""

    _BEFORE = ("sheets", "functionGroups", "externalReferences", "definedNames")

    def __init__(self) -> None:
        self.calculation: int | None = None
        self.asks = False
        self.before: tuple[int, int] | None = None
        self._start = 0

    def start(self, depth: int, name: str, attributes: Mapping[str, str], at: int) -> None:
        if depth == 2:
            self._start = at
            if name == "calcPr":
                self.calculation, self.asks = at, truth(attributes, "fullCalcOnLoad")

    def end(self, depth: int, name: str, at: int) -> None:
        if depth == 2 and name in self._BEFORE:
            self.before = (self._start, at)
