"""One sheet being drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kami_tui.domain.errors import ExportFailed
from kami_tui.domain.numbers import Value
from kami_tui.exchange.auditbook.safe import cell_text, looks_like_formula

if TYPE_CHECKING:  # openpyxl is imported where a workbook is made
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 8_190
"""Characters of a formula; Excel takes 8,192 with the sign before it."""
INK, QUIET, LINE = "FF1F2933", "FF6B7580", "FFCBD2D9"
HEAD, SECTION, INPUT, HELPER = "FF2F4858", "FFE4EBF0", "FFFFFBEA", "FFF5F7F9"
WRONG, OPEN, CHOSEN = "FFF4C7C3", "FFFFF3C4", "FFD5E8D4"
"""Colours, calm ones; none of them is the only sign of anything."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks."""

    bold: bool = False
    size: int = 10
    colour: str = INK
    fill: str | None = None
    line: bool = True
    align: str = "left"
    wrap: bool = False
    italic: bool = False
    format: str = "General"
    open: bool = False
    """Not locked: the one place where something may be changed."""


TITLE = Look(bold=True, size=15, line=False)
PLAIN = Look()
TEXT = Look(wrap=True)
QUIET_TEXT = Look(colour=QUIET, line=False, wrap=True)
HEADING = Look(bold=True, colour="FFFFFFFF", fill=HEAD, wrap=True)
NAME = Look(bold=True, fill=SECTION)
STATUS = Look(fill=INPUT, wrap=True, open=True)
FIGURE = Look(align="right", format="General")
WHOLE = Look(align="right", format="0")
CENTRED = Look(align="center")
SMALL = Look(size=9, colour=QUIET, fill=HELPER, align="center")


class Page:
    def __init__(self, sheet: Worksheet, wide: bool = True) -> None:
        self.sheet = sheet
        self._looks: dict[Look, Any] = {}
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape" if wide else "portrait"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        properties: Any = sheet.sheet_properties
        properties.pageSetUpPr.fitToPage = True
        for side, inches in {
            "left": 0.4,
            "right": 0.4,
            "top": 0.5,
            "bottom": 0.75,
            "footer": 0.3,
        }.items():
            setattr(sheet.page_margins, side, inches)
        footer: Any = sheet.oddFooter
        footer.left.text, footer.right.text = "&A", "&P / &N"
        # Against slips of the hand, not against people: there is no password.
        guard = sheet.protection
        guard.sheet = True
        guard.formatColumns = guard.formatRows = guard.autoFilter = False

    def text(self, place: str, text: str, look: Look = PLAIN) -> None:
        """A text, whatever it begins with."""
        cell: Any = self._styled(place, look)
        if not text:
            return
        cell.value = cell_text(text)
        cell.data_type = "s"  # openpyxl has taken "=..." for a formula, "#N/A" for an error
        if looks_like_formula(text):
            cell.quotePrefix = True

    def value(self, place: str, value: Value, look: Look = PLAIN) -> None:
        """A constant; None leaves the cell empty."""
        if isinstance(value, str):
            self.text(place, value, look)
            return
        cell: Any = self._styled(place, look)
        cell.value = value if value is None or isinstance(value, (bool, int)) else float(value)

    def formula(self, place: str, formula: str, look: Look = PLAIN) -> None:
        """`formula` has no equals sign. No value is written beside it, though a file could hold
        one: LibreOffice would show that instead of reckoning, and the check would check nothing.

        Raises:
            ExportFailed: reason ``too_large``: it is longer than Excel takes.
        """
        if len(formula) > LONGEST:
            detail = f"{self.sheet.title}!{place}: {len(formula)} > {LONGEST}"
            raise ExportFailed(reason="too_large", detail=detail)
        cell: Any = self._styled(place, look)
        cell.value = f"={formula}"

    def head(self, row: int, words: Sequence[str], first: int = 1) -> None:
        for i, word in enumerate(words):
            self.text(self.at(row, first + i), word, HEADING)

    def at(self, row: int, column: int) -> str:
        from openpyxl.utils import get_column_letter

        return f"{get_column_letter(column)}{row}"

    def mark(
        self,
        place: str,
        test: str,
        fill: str | None = None,
        colour: str | None = None,
        *,
        last: bool = False,
    ) -> None:
        """Another look while a formula (for the first cell of the place) holds."""
        from openpyxl.formatting.rule import FormulaRule
        from openpyxl.styles import Font, PatternFill

        rule: Any = FormulaRule(  # type: ignore[no-untyped-call]
            [test],
            fill=PatternFill(bgColor=fill) if fill else None,
            font=Font(color=colour, italic=True) if colour else Font(bold=True),
            stopIfTrue=last,
        )
        self.sheet.conditional_formatting.add(place, rule)

    def widths(self, widths: Sequence[float]) -> None:
        from openpyxl.utils import get_column_letter

        for i, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(i)].width = width

    def height(self, row: int, texts: Sequence[tuple[str, float]], least: float = 15) -> None:
        """Room for wrapped texts, given with their column's width: protected sheets do not grow,
        and not every program measures for itself."""
        lines = max(
            (sum(-(-len(p) // max(int(width * 1.12), 1)) or 1 for p in text.split("\n"))
             for text, width in texts),
            default=1,
        )  # fmt: skip
        self.sheet.row_dimensions[row].height = min(max(least, 13.5 * lines + 3), 400)

    def _styled(self, place: str, look: Look) -> object:
        cell = self.sheet[place]
        made = self._looks.get(look)
        if made is None:
            _dress(cell, look)
            self._looks[look] = cell._style
        else:
            from copy import copy

            cell._style = copy(made)
        return cell


def _dress(cell: Any, look: Look) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    cell.font = Font(
        name="Calibri", size=look.size, bold=look.bold, italic=look.italic, color=look.colour
    )
    cell.alignment = Alignment(horizontal=look.align, vertical="top", wrap_text=look.wrap)
    cell.number_format = look.format
    cell.protection = Protection(locked=not look.open)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.line:
        side = Side(style="thin", color=LINE)
        cell.border = Border(bottom=side, left=side, right=side, top=side)
