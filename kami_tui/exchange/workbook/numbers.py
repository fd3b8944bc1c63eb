"""Item numbers as spreadsheets leave them: ``2.10`` may be a text, the number 2.1, or 2 October."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kami_tui.domain.text import visible
from kami_tui.exchange.workbook.grid import Cell, Workbook

ROMAN = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10,
    "XI": 11, "XII": 12,
}  # fmt: skip
_TEXT = re.compile(
    r"[(\[]?(?:no\.?\s*|butir\s+|item\s+|#\s*)?([0-9]{1,2}|[ivx]{1,4})\s*[.,\-/]\s*([0-9]{1,3})\s*[.):\]]?",
    re.IGNORECASE,
)
_DEEP = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,3}){2,4})\.?")
_PLAIN = re.compile(r"(?:no\.?\s*)?([0-9]{1,3})\s*[.):]?", re.IGNORECASE)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?")
_DAY_MONTH = re.compile(r"([0-9]{1,2})[\s\-/.]+([a-z]{3,9})", re.IGNORECASE)
_MONTH_DAY = re.compile(r"([a-z]{3,9})[\s\-/.]+([0-9]{1,2})", re.IGNORECASE)
_LONGEST = 40
SURE, LIKELY, GUESS = 0, 1, 2
"""How far a reading is from what stands in the cell; the nearest wins where the order does not
decide."""
Candidates = Mapping[str, int]
"""Readings as ``2.10``, each with its distance."""


def candidates(cell: Cell, workbook: Workbook, months: Mapping[str, int]) -> dict[str, int]:
    """What item numbers a cell may stand for; empty if none."""
    value = cell.value
    if isinstance(value, str):
        return _of_text(_said(value), months)
    if isinstance(value, bool) or value is None or value < 0:
        return {}
    if cell.dated:
        return _of_moment(float(value), workbook)
    return _of_number(float(value), cell.format)


def plain_number(cell: Cell) -> int | None:
    """A number that begins at 1 on each sheet: ``7``, ``7.``, 7."""
    if isinstance(cell.value, str):
        match = _PLAIN.fullmatch(_said(cell.value))
        return int(match[1]) if match else None
    number = cell.number
    if number is None or cell.dated or not 0 < number < 1_000 or number != int(number):
        return None
    return int(number)


def deep_number(cell: Cell) -> str | None:
    """A number of three steps or more, such as ``7.1.1.1``."""
    if not isinstance(cell.value, str):
        return None
    match = _DEEP.fullmatch(_said(cell.value))
    return match[1] if match else None


def _said(text: str) -> str:
    """Without the apostrophe that makes a number a text, and without signs that nobody sees."""
    return visible(text[: _LONGEST * 2]).strip().lstrip("'’`").strip()


def _of_text(text: str, months: Mapping[str, int]) -> dict[str, int]:
    if len(text) > _LONGEST:
        return {}
    if match := _TEXT.fullmatch(text):
        area = ROMAN.get(match[1].upper(), 0) if match[1].isalpha() else int(match[1])
        return {f"{area}.{int(match[2])}": SURE} if area else {}
    if match := _ISO.fullmatch(text):
        return _of_day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_MONTH.fullmatch(text):
        return _of_words(match[1], match[2], months)
    if match := _MONTH_DAY.fullmatch(text):
        return _of_words(match[2], match[1], months)
    return {}


def _of_words(number: str, word: str, months: Mapping[str, int]) -> dict[str, int]:
    """``2-Oct`` and ``Oct-32``."""
    month = months.get(word.lower())
    if month is None:
        return {}
    return {f"{int(number)}.{month}": LIKELY, f"{month}.{int(number)}": LIKELY}


def _of_number(value: float, code: str) -> dict[str, int]:
    """2.1 is 2.1 or 2.10. A sum of steps may have left 2.3 as 2.2999999999999998."""
    near = f"{round(value, 6):.6f}".rstrip("0")
    whole, _, rest = near.partition(".")
    if not rest or len(rest) > 3:
        return {}
    found = {f"{whole}.{int(rest)}": SURE} if not rest.startswith("0") else {}
    if rest.startswith("0"):  # 2.05 is how some write 2.5
        return {f"{whole}.{int(rest)}": LIKELY}
    if len(rest) == 1:
        longer = code.startswith(("0.00", "#,##0.00"))
        found = {f"{whole}.{rest}": LIKELY if longer else SURE, f"{whole}.{rest}0": LIKELY}
    return found


def _of_moment(value: float, workbook: Workbook) -> dict[str, int]:
    moment = workbook.moment(value)
    if moment is None:
        return {}
    if value < 1:  # a point between hours and minutes is usual in Indonesia
        minutes = round(value * 24 * 60)
        hour, minute = divmod(minutes, 60)
        found = {f"{hour}.{minute}": LIKELY}
        return found if hour and minute else {}
    return _of_day(moment.year, moment.month, moment.day)


def _of_day(year: int, month: int, day: int) -> dict[str, int]:
    """Day and month in either order; of 2.32 the spreadsheet made February 1932."""
    found = {f"{day}.{month}": LIKELY, f"{month}.{day}": LIKELY}
    if day == 1:
        found[f"{month}.{year % 100}"] = GUESS
    return found


def settled(rows: Sequence[Candidates], order: Mapping[str, int]) -> list[tuple[str, bool] | None]:
    """Which reading each row has, and whether that is sure, by what stands above and below.

    `order` has the place of every known item; readings that are none are left out. The readings are
    chosen together, so that as many rows as possible follow the row above.
    """
    options = [[(i, c[i]) for i in c if i in order] for c in rows]
    used = [n for n, o in enumerate(options) if o]
    best: list[dict[str, tuple[float, str]]] = []
    """Of each reading: the least cost of all rows so far, and the reading before."""
    for index, n in enumerate(used):
        now: dict[str, tuple[float, str]] = {}
        for item, distance in options[n]:
            # The first row is most likely an area's first item.
            cost, before = 0.3 * (not item.endswith(".1")), ""
            if index:
                cost, before = min(
                    (score + _step(order[last], order[item]), last)
                    for last, (score, _) in best[-1].items()
                )
            now[item] = (cost + 0.1 * distance, before)
        best.append(now)
    found: list[tuple[str, bool] | None] = [None] * len(rows)
    item = min(best[-1], key=lambda i: best[-1][i][0]) if best else ""
    for index in range(len(used) - 1, -1, -1):
        found[used[index]] = (item, True)
        item = best[index][item][1]
    _doubt(found, options, order)
    return found


def _step(last: int, now: int) -> float:
    """What it costs to have one item after another: nothing for the next one."""
    if now == last + 1:
        return 0.0
    if now == last:
        return 3.0
    return 1.0 if now > last else 2.0


def _doubt(
    found: list[tuple[str, bool] | None],
    options: Sequence[Sequence[tuple[str, int]]],
    order: Mapping[str, int],
) -> None:
    """A row of several readings is sure only if it follows the row above or goes before the one
    below."""
    known = [(n, f[0]) for n, f in enumerate(found) if f]
    for index, (n, item) in enumerate(known):
        if len(options[n]) < 2:
            continue
        above = order[known[index - 1][1]] if index else None
        below = order[known[index + 1][1]] if index + 1 < len(known) else None
        sure = above == order[item] - 1 or below == order[item] + 1
        found[n] = (item, sure)
