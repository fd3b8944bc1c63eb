"""What people see in a cell that holds a number: a share, a date or a time, not how it is kept."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from kami_tui.exchange.workbook.grid import Cell, Workbook

DIGITS = 15
"""Of a number that spreadsheet programs keep."""
_LITERAL = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.', re.IGNORECASE)
_PLACES = re.compile(r"\.(0+)")


def seen(cell: Cell, workbook: Workbook) -> str:
    """The text of a cell without blanks around it. Dates and times are written as ISO 8601 has
    them, whatever order the format has; a length of time as hours and minutes."""
    if isinstance(cell.value, bool):
        return "TRUE" if cell.value else "FALSE"
    number = cell.number
    if number is None:
        return cell.text
    code = _LITERAL.sub("", cell.format.partition(";")[0]).lower()
    if cell.dated:
        return _moment(number, code, workbook) or cell.text
    if "%" in code:
        return _share(number, code)
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e30:
        return str(int(Decimal(f"{number:.{DIGITS}g}")))
    return cell.text


def _share(number: int | float, code: str) -> str:
    places = _PLACES.search(code)
    digits = len(places[1]) if places else 0
    share = Decimal(repr(number)) * 100
    if not digits:  # what the format hides was written, too
        return f"{share.normalize():f}%"
    return f"{share.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}%"


def _moment(number: int | float, code: str, workbook: Workbook) -> str:
    if "[" in code:
        minutes = round(number * 24 * 60)
        sign = "-" if minutes < 0 else ""
        return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
    # A minute is an m beside hours or seconds; else it is a month.
    timed, dated = "h" in code or "s" in code, "d" in code or "y" in code
    found = workbook.moment(number + 0.5 / 86_400)  # to the second
    if found is None or (dated and number < 1):
        return ""
    clock = f"{found:%H:%M:%S}" if "s" in code and found.second else f"{found:%H:%M}"
    if timed and not dated:
        return clock
    return f"{found:%Y-%m-%d} {clock}" if timed else f"{found:%Y-%m-%d}"
