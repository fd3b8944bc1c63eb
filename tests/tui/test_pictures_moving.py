"""How moving and trying out look: what they leave on the screen, and their windows."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from kami_tui.tui.screens.filter import FilterDialog
from kami_tui.tui.screens.trial import TrialDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.screens.walker_thinking import WalkerThinking
from tests.tui.conftest import until
from tests.tui.fakes import example

SIZES = [(80, 24), (120, 40)]


async def opened(pilot: Pilot, screen: type = WalkerScreen) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))


async def filtering(pilot: Pilot) -> None:
    await opened(pilot)
    await pilot.press("f")
    await opened(pilot, FilterDialog)
    listing = pilot.app.screen.query_one(OptionList)
    listing.highlighted = listing.get_option_index("not_counted")
    await pilot.press("space")


async def filtered(pilot: Pilot) -> None:
    await filtering(pilot)
    await pilot.press("enter")
    await opened(pilot)


async def trying(pilot: Pilot) -> None:
    await opened(pilot)
    await pilot.press("W", "3", "down", "3", "down", "3", "up")


async def deciding(pilot: Pilot) -> None:
    await trying(pilot)
    await pilot.press("W")
    await opened(pilot, TrialDialog)


async def rested(pilot: Pilot) -> None:
    await opened(pilot)
    await pilot.press("v")  # in a small window nothing is worked out before it can be seen
    await until(pilot, lambda: pilot.app.screen.found is not None)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("state", [filtering, filtered, trying, deciding, rested])
def test_moving_and_trying(snap_compare, make_app, workspace, monkeypatch, state, language, size):
    if state is rested:
        monkeypatch.setattr(WalkerThinking, "THINKS_AFTER", 0.01)
    workspace.create(example(2025), digest="", who="x")
    app = make_app(language, "a001", "2.7" if state is not rested else "4.1")
    assert snap_compare(app, terminal_size=size, run_before=state)
