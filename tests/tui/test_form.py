"""Forms: whoever types sees what the field is called."""

from __future__ import annotations

from typing import cast

import pytest
from textual.pilot import Pilot

from kami_tui.tui.app import KamiApp
from kami_tui.tui.screens.profile import ProfileScreen
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.widgets.field import Field
from tests.tui.conftest import everything, until
from tests.tui.test_pictures import partly


@pytest.mark.parametrize("size", [(40, 12), (50, 16), (40, 24), (80, 18), (80, 24)])
async def test_the_label_of_the_field_one_is_in_is_in_view(make_app, workspace, size):
    workspace.create(partly(), digest="", who="x")
    app = make_app("id", "a001", "2.1")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WalkerScreen))
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, ProfileScreen))
        for field in app.screen.query(Field):
            assert await in_view(pilot, field), field.spec.label
            await pilot.press("down")


async def in_view(pilot: Pilot, field: Field) -> bool:
    label = cast("KamiApp", pilot.app).tr(field.spec.label)
    await until(pilot, lambda: field.input.has_focus)
    await until(pilot, lambda: label in everything(pilot))
    return True
