"""The radar's geometry: dots and labels, without a terminal."""

from __future__ import annotations

import math

import pytest

from kami_tui.tui.widgets.radar import LABEL, RESULT, Axis, Canvas, Drawing, draw, sample

NAMES = ("2 Tata Kelola", "3 Risiko", "4 Kerangka Kerja", "5 Aset", "6 Teknologi", "7 PDP")
SIZES = [(42, 22), (71, 36), (92, 34), (30, 15), (20, 9)]


def axes(*shares: float, references: tuple[float, ...] = (0.3, 0.7, 1.0)) -> list[Axis]:
    return [Axis(n, s, references) for n, s in zip(NAMES, shares, strict=False)]


def drawn(*args: object, **kwargs: object) -> Drawing:
    found = draw(*args, **kwargs)  # type: ignore[arg-type]
    assert found is not None
    return found


def cells(drawing: Drawing, layer: int) -> set[tuple[int, int]]:
    return {
        (c, r) for r, row in enumerate(drawing.layers) for c, at in enumerate(row) if at == layer
    }


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_has_the_width_asked_for_and_no_more_rows_than_it_may(width, height, ascii):
    found = drawn(axes(1, 1, 1, 1, 1, 1), width, height, ascii=ascii)
    assert {len(row) for row in (*found.rows, *found.layers)} == {width}
    assert height * 0.7 <= len(found.rows) == len(found.layers) <= height
    assert found.rows[0].strip()
    assert found.rows[-1].strip()


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_dot_lies_outside_and_the_outer_rows_are_left_to_labels(width, height, ascii):
    found = drawn(axes(*[1.0] * 6), width, height, ascii=ascii)
    for layer in (0, 1, 2, RESULT):
        for _, row in cells(found, layer):
            assert 0 < row < len(found.rows) - 1


@pytest.mark.parametrize("ascii", [False, True])
def test_a_full_score_reaches_the_outer_line_everywhere(ascii):
    """The result is drawn over the line it lies on: none of that line is left to be seen."""
    found = drawn(axes(1, 1, 1, 1, 1, 1), 60, 30, ascii=ascii)
    assert cells(found, RESULT)
    assert not cells(found, 2)


def test_no_score_is_a_point_in_the_middle():
    found = drawn(axes(0, 0, 0, 0, 0, 0), 60, 30)
    (cell,) = cells(found, RESULT)
    assert abs(cell[0] - 29.5) <= 1
    assert abs(cell[1] - (len(found.rows) - 1) / 2) <= 1


def test_equal_shares_on_both_sides_are_drawn_alike():
    """Shares that mirror one another give dots that do, about the middle one."""
    canvas = Canvas(61, 31, ascii=False)
    turns = [2 * math.pi * i / 6 - math.pi / 2 for i in range(6)]
    shares = (0.9, 0.4, 0.7, 0.2, 0.7, 0.4)
    canvas.outline(
        RESULT,
        [(10 * s * math.cos(t), 10 * s * math.sin(t)) for s, t in zip(shares, turns, strict=True)],
        (1, 0),
    )
    dots = canvas.dots[RESULT]
    middle, _ = canvas.dot((0.0, 0.0))
    mirrored = {(2 * middle - column, line) for column, line in dots}
    assert len(dots ^ mirrored) <= 2, "but for rounding at a corner"


def test_a_circle_is_round_although_cells_are_higher_than_wide():
    canvas = Canvas(60, 30, ascii=False)
    across, _ = canvas.dot((5.0, 0.0))
    _, down = canvas.dot((0.0, 5.0))
    column, line = canvas.dot((0.0, 0.0))
    assert across - column == down - line == 20


def test_each_axis_points_where_its_share_is():
    found = drawn(axes(1, 0, 0, 0, 0, 0), 60, 30)
    assert {c for c, _ in cells(found, RESULT)} <= {28, 29, 30, 31}
    assert min(r for _, r in cells(found, RESULT)) == 1
    assert max(r for _, r in cells(found, RESULT)) <= len(found.rows) / 2 + 1


@pytest.mark.parametrize(("width", "height"), SIZES[:3])
def test_labels_stand_whole_and_apart_from_the_lines(width, height):
    found = drawn(axes(*[0.5] * 6), width, height)
    text = "\n".join(found.rows)
    for name in NAMES:
        assert all(part in text for part in name.split(" "))
    lines = {c for layer in (0, 1, 2, RESULT) for c in cells(found, layer)}
    for c, r in cells(found, LABEL):
        if found.rows[r][c] != " ":
            assert (c + 1, r) not in lines
            assert (c - 1, r) not in lines


def test_the_lines_are_told_apart_without_colours():
    strokes = [sample(layer) for layer in (0, 1, 2)]
    assert len(set(strokes)) == 3
    plain = [sample(layer, ascii=True) for layer in (0, 1, 2, RESULT)]
    assert plain == [".....", "ooooo", "*****", "#####"]


def test_plain_letters_are_all_that_is_drawn_where_they_are_asked_for():
    found = drawn(axes(0.6, 0.2, 0.9, 0.4, 0.5, 0.8), 60, 30, ascii=True)
    assert all(row.isascii() for row in found.rows)


@pytest.mark.parametrize(
    ("given", "width", "height"),
    [(axes(1, 1), 60, 30), (axes(*[1] * 6), 19, 30), (axes(*[1] * 6), 60, 8)],
)
def test_too_few_axes_or_too_little_room_give_no_radar(given, width, height):
    assert draw(given, width, height) is None


def test_axes_without_reference_lines_are_drawn_all_the_same():
    found = drawn(axes(0.5, 0.5, 0.5, references=()), 40, 20)
    assert cells(found, RESULT)
    assert not cells(found, 0)
