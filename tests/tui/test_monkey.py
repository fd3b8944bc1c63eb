"""Random keys over all screens: nothing crashes, and the store holds what the screen shows."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from textual.events import Key, Resize
from textual.geometry import Size
from textual.widgets import Input, TextArea

from kami_tui.domain.errors import StoreUnwritable
from kami_tui.tui.app import KamiApp
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.trial import TrialDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.screens.workspace import WorkspaceScreen
from kami_tui.tui.widgets.items import ITEM, ItemList
from tests.tui.conftest import until
from tests.tui.fakes import FakeWorkspace, example, services

KEYS = 5_000
NAMED = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f", "delete": None,
    "up": None, "down": None, "left": None, "right": None, "home": None, "end": None,
    "pageup": None, "pagedown": None, "f1": None, "f2": None, "f3": None, "f4": None, "f5": None,
    "f6": None, "question_mark": "?", "slash": "/", "left_square_bracket": "[",
    "right_square_bracket": "]", "exclamation_mark": "!", "full_stop": ".", "comma": ",",
    "equals_sign": "=", "asterisk": "*", "ctrl+p": "\x10", "ctrl+r": "\x12", "ctrl+c": "\x03",
}  # fmt: skip
LETTERS = "abcdefghijklmnoprstuvwxyz0123BFGHJKLMNOPRSTUVWXYZ"


def key(chance: random.Random, app: KamiApp) -> Key:
    """Often a way out, so that no screen keeps the monkey for ever; seldom the end of a list."""
    if chance.random() < 0.12:
        return Key("escape", "\x1b")
    on_list = isinstance(app.screen, WorkspaceScreen)
    if on_list and chance.random() < 0.5:
        return Key("enter", "\r")
    if chance.random() < 0.45:
        name = chance.choice(list(NAMED))
        return Key("enter", "\r") if on_list and name == "delete" else Key(name, NAMED[name])
    letter = chance.choice(LETTERS)
    return Key("j", "j") if on_list and letter == "x" else Key(letter, letter)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_five_thousand_random_keys_do_no_harm(seed: int, tmp_path: Path):
    chance = random.Random(seed)
    workspace = FakeWorkspace()
    first = workspace.create(example(2025), digest="", who="x")
    workspace.create(example(2026), digest="", who="x", previous=first)
    app = KamiApp(services(workspace, home=tmp_path, language=chance.choice(["id", "en"])))
    met: Counter[str] = Counter()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.workspace_screen._rows)
        for n in range(KEYS):
            app.post_message(key(chance, app))
            if n % 9 == 0:  # as fast as a person types at most; in between keys queue up
                await settled(app)
            met[type(app.screen).__name__] += 1
            disturb(chance, app, workspace)
        workspace.fail = None
        await settled(app)
        assert app._exception is None
        await back_to_the_walk(pilot, app)
        await until(pilot, lambda: saved(app))
        desk = open_desk(app)
        kept = workspace.load(desk.id).assessment
        assert kept == desk.base.assessment
        assert desk.trial is None
        assert shown_statuses(app) == {
            item: kept.answer(item).status for item in shown_statuses(app)
        }
    assert len(met) > 8, f"the monkey hardly moved: {met}"


async def settled(app: KamiApp) -> None:
    """Waits until what was posted has reached the program and has had its effect."""
    await asyncio.sleep(0.001)
    end = time.monotonic() + 60
    while not app.keyboard.idle:
        await asyncio.sleep(0.001)
        assert app._exception is None
        assert not app._exit, "the monkey has found the way out"
        assert time.monotonic() < end, f"{app.screen} answers no more"


def disturb(chance: random.Random, app: KamiApp, workspace: FakeWorkspace) -> None:
    """A disk that fills up for a while; a window that changes its size."""
    happening = chance.random()
    if happening < 0.002:
        workspace.fail = StoreUnwritable(place=workspace.place, reason="disk_full")
        workspace.writes_only = True
    elif happening < 0.01:
        workspace.fail = None
    elif happening < 0.014:
        size = Size(chance.choice([40, 80, 100, 120, 200]), chance.choice([10, 24, 40, 60]))
        app.post_message(Resize(size, size))


async def back_to_the_walk(pilot, app: KamiApp) -> None:
    """Closes what is open, whatever it asks, and stands on the items of an assessment."""
    for _ in range(60):
        if isinstance(app.screen, WalkerScreen):
            if app.desk is not None and app.desk.trial is None:
                return
            app.post_message(Key("W", "W"))
        elif isinstance(app.screen, TrialDialog):
            app.post_message(Key("d", "d"))
        elif isinstance(app.screen, WorkspaceScreen):
            app.post_message(Key("enter", "\r"))
        else:
            for field in app.screen.query(Input):
                field.value = ""
            for area in app.screen.query(TextArea):
                area.text = ""
            app.post_message(Key("escape", "\x1b"))
            app.post_message(Key("y", "y"))
        await settled(app)
        await pilot.pause(0.05)
    raise AssertionError(f"there is no way out of {app.screen}")


def open_desk(app: KamiApp) -> Desk:
    assert app.desk is not None
    return app.desk


def saved(app: KamiApp) -> bool:
    saver = open_desk(app).saver
    state = saver.state
    if state.error is not None:
        saver.retry()
    return state.waiting == 0 and state.error is None


def shown_statuses(app: KamiApp) -> dict[str, str | None]:
    """What the list of items shows: sign by item, as status codes."""
    codes = {"[ ]": None, "N": "NA", "(N)": "NA"}
    found: dict[str, str | None] = {}
    for name, block in app.screen.query_one(ItemList).blocks.items():
        item, sign = name.removeprefix(ITEM), block.text.plain[6:9].strip()
        found[item] = codes[sign] if sign in codes else sign.strip("()")
    return found
