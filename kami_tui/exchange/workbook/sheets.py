"""The cells of a workbook file, within bounds: `read` gives a `grid.Workbook`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kami_tui.exchange.workbook.grid import Workbook, position
from kami_tui.exchange.workbook.links import of_anchors
from kami_tui.exchange.workbook.names import Names
from kami_tui.exchange.workbook.package import Package, refused, relations_of, resolved
from kami_tui.exchange.workbook.pull import Budget, attribute, pull, truth
from kami_tui.exchange.workbook.sheet import SheetReader, clean, whole

MOST_SHEETS = 60
MOST_CELLS = 100_000
"""Cells that hold something, over all sheets. A filled workbook has some 5,000."""
MOST_NAMES = 2_000
MOST_COMMENTS = 5_000
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
    main = main_part(package, budget)
    tabs, names, date1904 = _workbook(package, main, budget)
    kinds = _relations(package, main, budget)
    strings = _strings(package, _one(kinds, "/sharedStrings"), budget)
    formats = _formats(package, _one(kinds, "/styles"), budget)
    sheets, left = [], MOST_CELLS
    for tab in tabs:
        kind, part = kinds.get(tab.relation, ("", ""))
        if kind.endswith("/worksheet"):  # others hold a chart or a dialogue
            reader = SheetReader(package, strings, formats, left)
            sheet = reader.read(tab.name, tab.hidden, part, budget)
            links = of_anchors(package, part, reader.anchors, reader.cells, budget)
            sheets.append(
                replace(
                    sheet,
                    comments=_comments(package, part, budget),
                    links=links | reader.links,
                )
            )
            left -= len(reader.cells)
    if not sheets:
        raise refused(package.name, "workbook_damaged")
    return Workbook(package.name, package.sha256, tuple(sheets), date1904, package.macros, names)


def _comments(package: Package, sheet: str, budget: Budget) -> frozenset[tuple[int, int]]:
    """Cells of a sheet that have a comment; what it says is not read."""
    found: set[tuple[int, int]] = set()

    def start(tag: str, a: Mapping[str, str]) -> None:
        if tag == "comment" and len(found) < MOST_COMMENTS:
            place = position(a.get("ref", ""))
            if place is not None:
                found.add(place)

    part = _one(_relations(package, sheet, budget), "/comments")
    if part is not None and package.has(part):
        pull(package, part, budget, start, _nothing)
    return frozenset(found)


def main_part(package: Package, budget: Budget) -> str:
    """The part that says which sheets there are. Raises BadInput: it is no workbook."""
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
    place = relations_of(part)
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, a: Mapping[str, str]) -> None:
        if name == "Relationship" and a.get("TargetMode") != "External":
            target = resolved(part, a.get("Target", ""))
            found[a.get("Id", "")] = (a.get("Type", ""), target)

    if package.has(place):
        pull(package, place, budget, start, _nothing)
    return found


def _workbook(package: Package, part: str, budget: Budget) -> tuple[list[_Tab], Names, bool]:
    tabs: list[_Tab] = []
    names: list[tuple[str | None, str, str]] = []
    date1904 = workbook = False
    name, scope = "", None
    said: list[str] = []

    def start(tag: str, a: Mapping[str, str]) -> None:
        nonlocal date1904, name, scope, workbook
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
            name, scope = a.get("name", "")[:255], a.get("localSheetId")
            said.clear()

    def end(tag: str) -> None:
        nonlocal name
        if tag == "definedName" and name and len(names) < MOST_NAMES:
            names.append((scope, name, "".join(said)[:1_000]))
        name = "" if tag == "definedName" else name

    def text(data: str) -> None:
        if name:
            said.append(data)

    pull(package, part, budget, start, end, text)
    if not workbook:  # a document or slides are packed in the same way
        raise refused(package.name, "workbook_other")
    return tabs, Names.of(_scoped(names, tabs)), date1904


def _scoped(
    names: Sequence[tuple[str | None, str, str]], tabs: Sequence[_Tab]
) -> Iterator[tuple[str, str, str]]:
    """With the sheet that a name is of instead of its number; one of no sheet that is there is no
    name."""
    for scope, name, meaning in names:
        number = whole(scope)
        if scope is None:
            yield "", name, meaning
        elif number is not None and number < len(tabs):
            yield tabs[number].name, name, meaning


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


def _nothing(_: str) -> None:
    pass
