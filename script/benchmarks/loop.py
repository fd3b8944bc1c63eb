"""How long the event loop is kept from its next turn, whatever goes on."""

from __future__ import annotations

import asyncio
import hashlib
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.inside import Terminal, running, stored_example
from benchmarks.table import QUICK, ms, share, told
from benchmarks.walking import answer, step
from kami_tui.tui.offstage import Offstage
from kami_tui.usecases.ports import ReportRequest

BEAT = 0.001
LIMIT = 0.033
FILE = 64 if QUICK else 512
"""MB of the file that is hashed."""
WINDOWS = ("s", "e", "slash", "t", "f1", "l", "f", "r", "h", "x", "o", "exclamation_mark", "p")
"""Summary, evidence, search, note, help, register, filter, report, history, one answer for many,
owners, check, profile: the key that opens each. Escape closes all of them."""


class Heart:
    """Beats in the loop, and notes how late each beat comes."""

    def __init__(self) -> None:
        self.late: list[float] = []

    async def run(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            self.late.append(time.perf_counter() - began - BEAT)

    def told(self, what: str) -> bool:
        late, self.late = self.late, []
        return told(
            f"event loop held up, {what}",
            f"99.9 %: {ms(share(late, 0.999))}, most: {ms(max(late))}",
            "<= 33 ms", max(late) <= LIMIT,
        )  # fmt: skip


def held_up(home: str) -> bool:
    return asyncio.run(_held_up(Path(home)))


async def _held_up(home: Path) -> bool:
    services, id = stored_example()
    heart, good = Heart(), True
    beating: asyncio.Future[None] = asyncio.ensure_future(heart.run())
    try:
        async with running(services, (id, "2.1")) as terminal:
            good &= heart.told("opening an assessment")
            await _answers(terminal, 30)
            good &= heart.told("answering")
            for _ in range(2):  # the first time, their modules are imported
                for key in WINDOWS:
                    await _visit(terminal, key, "escape")
                good &= heart.told("opening windows" if _ else "first opening of windows")
            await _beside(terminal, lambda: services.reports.render(
                ReportRequest(terminal.app.desk.session.assessment, "id", home / "bench.pdf",
                              services.clock())))  # fmt: skip
            good &= heart.told("answering beside a report")
            big = home / "big"
            await Offstage("bench")(lambda: _fill(big))  # else writing it is what holds up the loop
            heart.late.clear()
            await _beside(terminal, lambda: _hash(big))
            good &= heart.told(f"answering beside hashing {FILE} MB")
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
    return good


async def _answers(terminal: Terminal, count: int) -> None:
    for _ in range(count):
        await answer(terminal, terminal.app.desk.place)
        await step(terminal)
        await asyncio.sleep(0.01)


async def _beside(terminal: Terminal, work) -> None:  # type: ignore[no-untyped-def]
    """Answers items for as long as `work` takes in a thread of its own."""
    done = asyncio.ensure_future(Offstage("bench")(work))
    while not done.done():
        await _answers(terminal, 1)
    await done


def _fill(file: Path) -> None:
    with file.open("wb") as opened:
        for _ in range(FILE):
            opened.write(bytes(1_000_000))


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


async def _visit(terminal: Terminal, opened: str, closed: str) -> None:
    below = terminal.app.screen
    terminal.press(opened)
    await terminal.until(lambda: terminal.app.screen is not below)
    await terminal.until(lambda: getattr(terminal.app.screen, "ready", False))
    terminal.press(closed)
    await terminal.until(lambda: terminal.app.screen is below)
    await asyncio.sleep(0.05)
