"""Rows whose numbers are one and the same where they are no texts: 4.3 and 4.30. In the order of
the items their places tell them apart; in a sheet that was sorted their questions do, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from kami_tui.exchange.workbook.numbers import SURE

Chosen = list[tuple[str, bool] | None]
"""Of each row the number, and whether that is sure."""


def told_apart(
    rows: Sequence[Mapping[str, int]],
    chosen: Chosen,
    order: Mapping[str, int],
    asks: Callable[[int, str], bool],
) -> tuple[Chosen, dict[int, tuple[str, str]]]:
    """What is left of `chosen`, and the rows that nothing tells apart, each with both numbers.

    `rows` have the readings of each row, with how far they are from what stands there; `asks` says
    whether a row has the question of a number's item.
    """
    left, unclear = list(chosen), dict[int, tuple[str, str]]()
    for area in _out_of_order(chosen, order):
        for numbers, alike in _alike(rows, chosen, area).items():
            found = _by_question(alike, numbers, asks)
            if len(alike) == 2:
                found = found or _as_shown(alike, numbers, rows)
                found = found or _by_place(alike, numbers, chosen, order)
                if len(found) == 1:  # the other row is the other one
                    ((row, (number, _)),) = found.items()
                    found[alike[alike[0] == row]] = numbers[numbers[0] == number], False
            for row in alike:
                if row in found:
                    left[row] = found[row]
                elif len(alike) > 1:
                    left[row], unclear[row] = None, numbers
    return left, unclear


def _out_of_order(chosen: Chosen, order: Mapping[str, int]) -> Iterator[str]:
    """Areas whose rows do not stand in the order of their items."""
    found: dict[str, list[int]] = {}
    for one in chosen:
        if one is not None:
            found.setdefault(one[0].partition(".")[0], []).append(order[one[0]])
    for area, places in found.items():
        if any(b <= a for a, b in pairwise(places)):
            yield area


def _alike(
    rows: Sequence[Mapping[str, int]], chosen: Chosen, area: str
) -> dict[tuple[str, str], list[int]]:
    """Rows of an area that may be one of the same two items."""
    found: dict[tuple[str, str], list[int]] = {}
    for n, (row, one) in enumerate(zip(rows, chosen, strict=True)):
        if one is not None and one[0].partition(".")[0] == area and len(row) == 2:
            short, long = sorted(row, key=len)
            if long == f"{short}0":
                found.setdefault((short, long), []).append(n)
    return found


def _by_question(
    alike: Sequence[int], numbers: tuple[str, str], asks: Callable[[int, str], bool]
) -> dict[int, tuple[str, bool]]:
    said = {row: [n for n in numbers if asks(row, n)] for row in alike}
    return {row: (fitting[0], True) for row, fitting in said.items() if len(fitting) == 1}


def _as_shown(
    alike: Sequence[int], numbers: tuple[str, str], rows: Sequence[Mapping[str, int]]
) -> dict[int, tuple[str, bool]]:
    """By their formats, where one of the two shows a nought and the other none."""
    shown = {row: numbers[rows[row][numbers[0]] != SURE] for row in alike}
    return {row: (n, True) for row, n in shown.items()} if len({*shown.values()}) == 2 else {}


def _by_place(
    alike: Sequence[int], numbers: tuple[str, str], chosen: Chosen, order: Mapping[str, int]
) -> dict[int, tuple[str, bool]]:
    """The row between both neighbours of the longer number: 4.9 and 4.11."""
    here = order[numbers[1]]
    found = []
    for row in alike:
        beside = (chosen[n] for n in (row - 1, row + 1) if 0 <= n < len(chosen))
        if {order[one[0]] for one in beside if one} == {here - 1, here + 1}:
            found.append(row)
    return {found[0]: (numbers[1], True)} if len(found) == 1 else {}
