"""A key is painted once, when its answer is durable; nothing that stays moves."""

from __future__ import annotations

from functools import partial

import pytest
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import UPDATE_PERIOD

from kami_tui.tui.painting import Painter
from kami_tui.tui.widgets.question import Question
from kami_tui.tui.widgets.standing import Standing
from tests.tui.conftest import everything, until


@pytest.fixture
def paints(monkeypatch):
    """Whether the answer was said to be saved, at each paint of the walker."""
    from kami_tui.tui.screens.walker import WalkerScreen

    found: list[bool] = []
    paint = WalkerScreen._compositor_refresh

    def noted(screen):
        found.append(not screen.desk.saver.waiting)
        paint(screen)

    monkeypatch.setattr(WalkerScreen, "_compositor_refresh", noted)
    return found


def chosen(pilot: Pilot, key: str) -> bool:
    return f"{key} (*)" in everything(pilot)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_an_answer_is_painted_once_and_only_when_it_is_durable(walking, paints, size):
    async with walking("2.1", size=size) as pilot:
        await pilot.pause(0.1)
        for key in "0123":
            paints.clear()
            await pilot.press(key)
            await until(pilot, partial(chosen, pilot, key))
            await pilot.pause(3 * UPDATE_PERIOD)
            assert paints == [True]


async def test_keys_that_come_faster_than_the_eye_are_painted_together(walking, paints):
    async with walking("2.1") as pilot:
        await pilot.pause(0.1)
        paints.clear()
        screen = pilot.app.screen
        for item in ("2.2", "2.3", "2.4"):
            screen.go_to(item)
        assert len(paints) == 1
        await until(pilot, lambda: "2.4   " in everything(pilot))


async def test_what_must_be_laid_out_first_is_left_to_textual(walking, paints):
    async with walking("2.1") as pilot:
        await pilot.pause(0.1)
        paints.clear()
        screen = pilot.app.screen
        screen.query_one(Standing).refresh(layout=True)
        Painter(screen).paint()
        assert paints == []
        await until(pilot, lambda: bool(paints))


async def test_what_is_below_the_answers_stays_where_it_is(walking):
    async with walking("2.1", size=(120, 40)) as pilot:
        question = pilot.app.screen.query_one(Question)
        await until(pilot, lambda: question.size != Size())
        places = set()
        for key in ("0", "1", "2", "3", "backspace"):
            await pilot.press(key)
            await pilot.pause()
            places.add((question.place_of("note").y, question.place_of("aids").y))
        assert len(places) == 1
