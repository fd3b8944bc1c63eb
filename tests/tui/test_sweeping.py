"""Garbage is collected between keys, and only where the program is the whole process."""

from __future__ import annotations

import asyncio
import gc

import pytest

from kami_tui.tui import sweeping
from kami_tui.tui.sweeping import Sweeper


@pytest.fixture
def swept(monkeypatch):
    """Generations that were searched."""
    found: list[int] = []
    monkeypatch.setattr(sweeping, "AFTER", 0)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(gc, "set_threshold", lambda *_: None)
    monkeypatch.setattr(gc, "collect", found.append)
    return found


async def test_one_sweep_follows_keys_however_many_there_were(swept):
    sweeper = Sweeper()
    sweeper.begin()
    for _ in range(3):
        sweeper.sweep_soon()
    assert swept == [], "not within the key"
    await asyncio.sleep(0.01)
    assert swept == [0]


async def test_what_is_older_is_searched_less_often(swept):
    sweeper = Sweeper()
    sweeper.begin()
    for _ in range(sweeping.SELDOM):
        sweeper.sweep_soon()
        await asyncio.sleep(0.001)
    assert swept.count(2) == 1
    assert swept.count(1) == sweeping.SELDOM // sweeping.OFTEN - 1


async def test_it_does_nothing_before_it_has_begun(swept):
    Sweeper().sweep_soon()
    await asyncio.sleep(0.01)
    assert swept == []
