"""Garbage is looked for between keys, and closed screens leave nothing behind."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from kami_tui.tui.screens.note import NoteDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.tidying import AFTER, LONG_AFTER, Tidying
from tests.tui.conftest import until


@pytest.fixture(autouse=True)
def _as_usual():
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)


@pytest.fixture
def collected(monkeypatch):
    """Generations that were looked through."""
    found: list[int] = []
    monkeypatch.setattr(gc, "collect", found.append)
    return found


async def test_nothing_is_done_before_it_has_begun(collected):
    Tidying().rest()
    await asyncio.sleep(AFTER * 3)
    assert collected == []


async def test_a_key_that_comes_at_once_is_not_held_up(collected):
    tidying = Tidying()
    tidying.begin()
    tidying.rest()
    tidying.hurry()
    await asyncio.sleep(AFTER * 3)
    assert collected == []
    tidying.rest()
    await asyncio.sleep(AFTER * 3)
    assert collected == [0]


async def test_when_a_screen_has_closed_what_is_young_is_looked_through_once(collected):
    tidying = Tidying()
    tidying.begin()
    tidying.closed()
    await asyncio.sleep(LONG_AFTER * 2)
    tidying.rest()
    await asyncio.sleep(AFTER * 3)
    assert collected == [1, 0]


async def test_when_a_screen_has_closed_all_is_looked_through_but_the_libraries(
    collected, monkeypatch
):
    monkeypatch.setattr("kami_tui.tui.tidying.LONG_AFTER", 0)
    frozen = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(True))
    tidying = Tidying()
    tidying.begin()
    for found in ([1], [1, 2]):  # at first the libraries are still among it
        tidying.closed()
        await asyncio.sleep(AFTER)
        assert collected == found
        tidying.settle()
    assert frozen == [True]


async def test_a_closed_window_leaves_nothing_behind(walking):
    async with walking("2.1") as pilot:
        pilot.app.tidying.begin()
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        window = weakref.ref(pilot.app.screen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        await until(pilot, lambda: window() is None)
