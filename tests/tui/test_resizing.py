"""Whatever size the terminal takes, and whenever: what is shown fits it."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from kami_tui.tui.screens.dashboard import DashboardScreen
from kami_tui.tui.screens.help import HelpDialog
from kami_tui.tui.screens.register import RegisterScreen
from kami_tui.tui.screens.walker import WalkerScreen
from tests.tui.conftest import until
from tests.tui.fakes import example

SCREENS = {"": WalkerScreen, "s": DashboardScreen, "l": RegisterScreen}


def picture(pilot: Pilot) -> list[str]:
    return [strip.text for strip in pilot.app.screen._compositor.render_strips()]


async def shown_at(walking, key: str, *sizes: tuple[int, int], under_help: bool) -> list[str]:
    """The picture at the last of the sizes."""
    async with walking("2.1", example(2025), size=sizes[0]) as pilot:
        here = SCREENS[key]
        if key:
            await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, here))
        await until(pilot, lambda: pilot.app.screen.ready)
        if under_help:
            await pilot.press("f1")
            await until(pilot, lambda: isinstance(pilot.app.screen, HelpDialog))
        for size in sizes[1:]:
            await pilot.resize_terminal(*size)
            await pilot.pause(0.1)
        if under_help:
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, here))
        return await settled(pilot)


async def settled(pilot: Pilot) -> list[str]:
    """The picture once nothing moves any more, however slow the machine is."""
    same, last = 0, picture(pilot)
    while same < 5:
        await pilot.pause(0.1)
        now = picture(pilot)
        same, last = (same + 1 if now == last else 0), now
    return last


@pytest.mark.parametrize("under_help", [True, False], ids=["under_help", "in_view"])
@pytest.mark.parametrize("key", SCREENS)
async def test_a_screen_is_what_it_is_when_opened_at_that_size(walking, key, under_help):
    fresh = await shown_at(walking, key, (80, 24), under_help=False)
    for before in ((120, 40), (81, 24), (40, 10)):
        assert await shown_at(walking, key, before, (80, 24), under_help=under_help) == fresh


async def test_the_radar_comes_back_when_there_is_room_for_it_again(walking):
    async with walking("2.1", example(2025), size=(80, 24)) as pilot:
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, DashboardScreen))
        radar = pilot.app.screen.query_one("#radar-last")
        await until(pilot, lambda: radar.size.height > 9)
        await pilot.resize_terminal(20, 24)
        await until(pilot, lambda: not radar.display)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: radar.display and radar.size.height > 9)
