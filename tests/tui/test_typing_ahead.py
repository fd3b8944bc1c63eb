"""Keys come faster than screens change, or a moment before or after: none is lost, none astray."""

from __future__ import annotations

import asyncio

import pytest
from textual.events import Key
from textual.widgets import Input

from kami_tui.domain.answers import Profile
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.profile import ProfileScreen
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.screens.workspace import WorkspaceScreen
from tests.tui.conftest import shown, until
from tests.tui.fakes import example

NAMES = {"f2": None, "down": None, "escape": "\x1b", "enter": "\r"}


def press(app, *keys: str) -> None:
    """As the terminal's driver does: nothing is waited for."""
    for key in keys:
        app.post_message(Key(key, NAMES.get(key, key)))


async def test_a_key_a_moment_after_another_still_goes_to_the_screen_that_one_opens(make_app):
    """However many turns of the event loop lie between the two."""
    async with make_app().run_test() as pilot:
        app = pilot.app
        await until(pilot, lambda: "n baru" in shown(pilot, "KeyBar"))
        for turns in range(0, 16, 2):
            press(app, "n")
            for _ in range(turns):
                await asyncio.sleep(0)
            press(app, "x")
            await until(pilot, lambda: isinstance(app.screen, ProfileScreen))
            await until(pilot, lambda: app.screen.query_one("#field-organisation", Input).value)
            press(app, "escape", "y")
            await until(pilot, lambda: isinstance(app.screen, WorkspaceScreen))


async def test_a_form_that_is_slow_to_save_does_not_swallow_the_next_key(
    make_app, workspace, monkeypatch
):
    """As on a machine under load: what a key does may take longer than the next key needs."""
    quick = ProfileScreen.action_cancel

    async def slow(self) -> None:
        await asyncio.sleep(0.6)
        quick(self)

    monkeypatch.setattr(ProfileScreen, "action_cancel", slow)
    async with make_app().run_test() as pilot:
        app = pilot.app
        await until(pilot, lambda: "n baru" in shown(pilot, "KeyBar"))
        press(app, "n", "x", "escape", "y", "n", "z")
        await until(pilot, lambda: isinstance(app.screen, ProfileScreen))
        await until(pilot, lambda: app.screen.query_one("#field-organisation", Input).value == "z")


async def test_what_is_typed_before_the_list_is_there_waits_for_it(make_app, workspace):
    workspace.gate.clear()
    async with make_app().run_test() as pilot:
        press(pilot.app, "n", "x")
        await until(pilot, lambda: "Membuka" in shown(pilot, "#empty-text"))
        workspace.gate.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, ProfileScreen))
        await until(
            pilot, lambda: pilot.app.screen.query_one("#field-organisation", Input).value == "x"
        )


async def test_a_list_that_never_comes_does_not_hold_keys_for_ever(
    make_app, workspace, monkeypatch
):
    monkeypatch.setattr("kami_tui.tui.opening.PATIENCE", 0.1)
    workspace.gate.clear()
    app = make_app()
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Membuka" in shown(pilot, "#empty-text"))
        press(app, "q")
        await until(pilot, lambda: not app._running or app._exit)
        workspace.gate.set()


async def test_keys_after_leaving_are_for_the_list_not_for_the_item(make_app, workspace):
    """`n` is an answer on the item and a command on the list."""
    workspace.create(example(2026), digest="", who="x")
    async with make_app("id", "a001", "5.31").run_test() as pilot:
        app = pilot.app
        await until(pilot, lambda: isinstance(app.screen, WalkerScreen))
        before = app.desk.session.assessment.statuses
        session = app.desk.session
        workspace.gate.clear()
        press(app, "0", "q", "2", "n", "x")
        await until(pilot, lambda: session.assessment.statuses != before)
        await asyncio.sleep(0.2)
        assert session.assessment.statuses["5.31"] == "0"
        workspace.gate.set()
        await until(pilot, lambda: isinstance(app.screen, ProfileScreen))
        await until(pilot, lambda: app.screen.query_one("#field-organisation", Input).value == "x")
        assert workspace.kept["a001"].assessment.statuses["5.31"] == "0"


@pytest.mark.parametrize("keys", [("d", "enter"), ("delete", "y", "enter")])
async def test_enter_after_a_change_of_the_list_opens_what_the_new_list_shows(
    make_app, workspace, keys
):
    workspace.create(example(2025), digest="", who="x")
    workspace.create(example(2026), digest="", who="x")
    async with make_app().run_test() as pilot:
        app = pilot.app
        await until(pilot, lambda: "n baru" in shown(pilot, "KeyBar"))
        press(app, *keys)
        await until(pilot, lambda: isinstance(app.screen, WalkerScreen))
        assert not isinstance(app.screen, ConfirmDialog)
        assert app.desk.id == ("a003" if keys[0] == "d" else "a001")


async def test_a_program_that_ends_while_a_screen_opens_does_not_fail(make_app, workspace):
    """Textual mounts nothing more once it is ending, and the screen is told all the same."""
    async with make_app().run_test() as pilot:
        app = pilot.app
        await until(pilot, lambda: "n baru" in shown(pilot, "KeyBar"))
        app.exit()
        app.push_screen(ProfileScreen(Profile()))
        await asyncio.sleep(0.1)
    assert app.return_code == 0


async def test_a_window_closed_while_it_opens_does_not_fail(make_app, workspace):
    async with make_app().run_test() as pilot:
        app = pilot.app
        await until(pilot, lambda: "n baru" in shown(pilot, "KeyBar"))
        for wait in (0, 0, 0.001, 0.002, 0.004):
            app.push_screen(ConfirmDialog("Title", "Body", yes="Yes", no="No"))
            await asyncio.sleep(wait)
            await app.pop_screen()
        await pilot.pause()
        assert app.screen is app.workspace_screen
