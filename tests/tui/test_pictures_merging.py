"""How the screen of a merge looks: undecided, decided, in full, and asking before it writes."""

from __future__ import annotations

import pytest

from kami_tui.tui.app import KamiApp
from kami_tui.tui.screens.merging import MergeScreen
from tests.tui.conftest import everything, until
from tests.tui.fakes import FakeWorkspace, services
from tests.tui.merge_case import Merging, planned
from tests.tui.test_pictures import ALL, TWO, looks

N = len(planned().disputes)


@pytest.fixture
def picture(snap_compare):
    def take(language, size, *pressed, see="") -> bool:
        app = KamiApp(services(FakeWorkspace(), language=language), settling=Merging().settling)

        async def run_before(pilot) -> None:
            await until(pilot, lambda: isinstance(app.screen, MergeScreen) and app.screen.ready)
            await pilot.press(*pressed)
            await until(pilot, lambda: see in everything(pilot))
            await pilot.pause()

        same: bool = snap_compare(app, terminal_size=size, run_before=run_before)
        return same

    return take


@looks(ALL)
def test_undecided_conflicts(picture, language, size):
    assert picture(language, size)


@looks(TWO)
@pytest.mark.parametrize(
    "pressed",
    [
        pytest.param(("right", "left"), id="two_decided"),
        pytest.param(("down", "space"), id="in_full"),
        pytest.param((*["right"] * N, "enter"), id="asked"),
    ],
)
def test_on_the_way_to_a_merge(picture, language, size, pressed):
    assert picture(language, size, *pressed)


@looks([("id", (40, 10))])
def test_a_window_of_a_few_lines(picture, language, size):
    assert picture(language, size)
