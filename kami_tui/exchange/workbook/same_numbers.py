"""Rows whose numbers are one and the same where they are no texts: 4.3 and 4.30. In the order of
the items their places tell them apart; in a sheet that was sorted their questions do, or nothing:
sorted by something else and then by number, 4.2 may stand between 4.19 and 4.21.
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
    for area in _out_of_order(rows, chosen, order):
        for numbers, alike in _alike(rows, chosen, area).items():
            found = _by_question(alike, numbers, asks)
            if len(alike) == 2:
                found = found or _as_shown(alike, numbers, rows)
                if len(found) == 1:  # the other row is the other one
                    ((row, (number, _)),) = found.items()
                    found[alike[alike[0] == row]] = numbers[numbers[0] == number], False
            elif len(alike) == 1:
                found = found or _by_the_other(alike[0], numbers, rows)
            for row in alike:
                if row in found:
                    left[row] = found[row]
                else:
                    left[row], unclear[row] = None, numbers
    return left, unclear


def _out_of_order(
    rows: Sequence[Mapping[str, int]], chosen: Chosen, order: Mapping[str, int]
) -> Iterator[str]:
    """Areas whose rows do not stand in the order of their items. A row that is there again, such as
    one more below the others, does not count."""
    found: dict[str, list[tuple[int, bool]]] = {}
    for row, one in zip(rows, chosen, strict=True):
        if one is not None:
            places = found.setdefault(one[0].partition(".")[0], [])
            places.append((order[one[0]], len(row) == 1))
    for area, places in found.items():
        down = _once(places)
        up = _once(places[::-1])[::-1]
        if not any(all(a < b for a, b in pairwise(p)) for p in (down, up)):
            yield area


def _once(places: Sequence[tuple[int, bool]]) -> list[int]:
    """Without those that are there again and are nothing else."""
    found: list[int] = []
    seen = set[int]()
    for place, alone in places:
        if not (alone and place in seen):
            found.append(place)
            seen.add(place)
    return found


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


def _by_the_other(
    row: int, numbers: tuple[str, str], rows: Sequence[Mapping[str, int]]
) -> dict[int, tuple[str, bool]]:
    """By a row that is one of the two for certain: its number is a text."""
    there = {n for r in rows if len(r) == 1 for n in r if n in numbers}
    rest = [n for n in numbers if n not in there]
    return {row: (rest[0], True)} if len(rest) == 1 else {}
