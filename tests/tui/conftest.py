"""An app on fakes, a clock that stands still, and a way to wait for a condition."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:  # so that tests.tui.fakes is found however pytest was started
    sys.path.insert(0, str(ROOT))

from kami_tui.domain.answers import Assessment, Profile  # noqa: E402
from kami_tui.tui.app import KamiApp  # noqa: E402
from kami_tui.tui.screens.walker import WalkerScreen  # noqa: E402
from kami_tui.tui.widgets.sheet import Sheet  # noqa: E402
from tests.tui.fakes import FakeWorkspace, services  # noqa: E402


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Times in UTC, no one's own home, colours as in the pictures."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def _brisk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's pilot waits after every key until the processor rests, up to a second. Our tests
    wait for what they want to see instead; only pictures need the rest."""
    if "test_pictures" in request.module.__name__:
        return

    async def breathe(min_sleep: float = 0, max_sleep: float = 0) -> None:
        await asyncio.sleep(0.01)

    monkeypatch.setattr("textual.app.wait_for_idle", breathe)
    monkeypatch.setattr("textual.pilot.wait_for_idle", breathe)


@pytest.fixture(autouse=True)
def _no_afterthoughts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes to the screen once the keys have rested is tested where it is meant."""
    monkeypatch.setattr("kami_tui.tui.screens.walker_thinking.WalkerThinking.THINKS_AFTER", None)


@pytest.fixture
def workspace() -> FakeWorkspace:
    return FakeWorkspace()


@pytest.fixture
def make_app(workspace: FakeWorkspace) -> Callable[..., KamiApp]:
    def make(language: str = "id", assessment=None, item=None, **changes) -> KamiApp:
        return KamiApp(services(workspace, language=language, **changes), assessment, item)

    return make


async def until(pilot: Pilot, condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Waits until it is true, as long as it takes; fails when it never is."""
    end, pause = time.monotonic() + seconds, 0.01
    while True:
        await pilot.pause()
        try:
            if condition():
                await _drawn(pilot)
                return
        except Exception:
            if time.monotonic() > end:
                raise
        if time.monotonic() > end:
            raise AssertionError("the condition never came true")
        await asyncio.sleep(pause)
        pause = min(pause * 2, 0.08)


async def _drawn(pilot: Pilot) -> None:
    """A screen that has just come may not have written itself yet."""
    for _ in range(200):
        if not pilot.app.screen_stack or getattr(pilot.app.screen, "ready", True):
            return
        await asyncio.sleep(0.01)


def shown(pilot: Pilot, selector: str) -> str:
    """The text of a static widget, or of a block of a sheet, on the present screen."""
    for sheet in pilot.app.screen.query(Sheet):
        name = selector.removeprefix("#")
        found = [b for n, b in sheet.blocks.items() if n == name or n.startswith(f"{name}.")]
        if found:  # a panel may have a block for every line
            return "\n".join(str(b.text) for b in found)
    return str(pilot.app.screen.query_one(selector, Static).content)


async def click_block(pilot: Pilot, name: str) -> None:
    """Clicks the first sign of a block of a sheet."""
    for sheet in pilot.app.screen.query(Sheet):
        if name in sheet.blocks:
            place, corner = sheet.place_of(name), sheet.gutter.top_left
            await pilot.click(sheet, offset=place.offset + corner - sheet.scroll_offset)
            return
    raise AssertionError(f"there is no {name}")


def everything(pilot: Pilot) -> str:
    """All text on the present screen, as a terminal shows it."""
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(s.text for s in strip) for strip in lines)


@pytest.fixture
def walking(make_app, workspace: FakeWorkspace):
    """An open assessment: `walking("2.1")`, empty unless one is given."""

    @asynccontextmanager
    async def open_at(
        item: str = "1.1",
        assessment: Assessment | None = None,
        language: str = "id",
        size: tuple[int, int] = (120, 40),
    ) -> AsyncIterator[Pilot]:
        given = assessment or Assessment("kami-5.0", Profile(organisation="Instansi"))
        workspace.create(given, digest="", who="x")
        app = make_app(language, "a001", item)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
            await until(pilot, lambda: at(pilot) == item)
            yield pilot

    return open_at


def at(pilot: Pilot) -> str:
    return shown(pilot, "#item-head").split()[0]


def statuses(workspace: FakeWorkspace) -> dict[str, str]:
    return workspace.kept["a001"].assessment.statuses


def row(pilot: Pilot, item: str) -> str:
    return shown(pilot, f"item-{item}")
