"""Key presses, as the terminal's driver hands them in, with the store on the disk."""

from __future__ import annotations

import asyncio
import random
import resource
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks import bare
from benchmarks.inside import Terminal, running, stored_example
from benchmarks.table import QUICK, ms, share, told

PRESSES = 500 if QUICK else 3_000
DAY = 600 if QUICK else 10_000
"""Answers of a long day."""
BETWEEN = 0.02
"""Seconds between two keys of someone in a hurry."""
SIZES = [(120, 40), (80, 24)]
FLAT = 8.0
"""MB that a long day may add: the steps that can be undone take some."""


def rescoring() -> bool:
    """One answer changed: everything scored anew, as at every key press."""
    from kami_tui.usecases.session import Session
    from kami_tui.wiring import wire

    services = wire(None, "en")
    session = Session(services.examples()[0], services.editions.scorer("kami-5.0"))
    items = [i for i in session.order if i[:2] != "1."]
    chance = random.Random(7)  # noqa: S311
    times = []
    for _ in range(PRESSES):
        item, status = chance.choice(items), chance.choice("0123")
        began = time.perf_counter()
        session.set_status(item, status)
        times.append(time.perf_counter() - began)
    worst = share(times, 0.99)
    return told("rescoring after one key press", f"{ms(median(times))}, 99 %: {ms(worst)}",
                "<= 2 ms", median(times) <= 0.002)  # fmt: skip


def walk() -> bool:
    """Every item answered, from the key to the answer on disk and on the screen, and left by
    another key. Each in both sizes of terminal."""
    good = True
    for size in SIZES[:1] if QUICK else SIZES:
        floor = bare.key(size)
        answers, moves = asyncio.run(_walk(size))
        where = f"{size[0]}x{size[1]}"
        for what, times in (("answer durable and shown", answers), ("next item shown", moves)):
            good &= told(
                f"key to {what}, {len(times)} of them, {where}",
                f"{ms(median(times))}, 99 %: {ms(share(times, 0.99))}, most: {ms(max(times))}",
                "8 ms, 33 ms", median(times) <= 0.008 and share(times, 0.99) <= 0.033,
            )  # fmt: skip
        told(
            f"the same against a bare app's {ms(floor)}, {where}",
            ", ".join(f"{median(t) / floor:.1f}x" for t in (answers, moves)),
            "-",
            None,
        )
    return good


async def _walk(size: tuple[int, int]) -> tuple[list[float], list[float]]:
    services, id = stored_example()
    answers, moves = [], []
    async with running(services, (id, "1.1"), size) as terminal:
        desk = terminal.app.desk
        assert desk is not None  # noqa: S101
        order = desk.session.order
        for item in order:
            answers.append(await answer(terminal, item))
            await asyncio.sleep(BETWEEN)
            if item != order[-1]:
                moves.append(await step(terminal))
                await asyncio.sleep(BETWEEN)
    return answers, moves


async def answer(terminal: Terminal, item: str) -> float:
    """Gives the present item another answer than it has."""
    desk = terminal.app.desk
    assert desk is not None  # noqa: S101
    codes = [o.code for o in desk.session.options(item) if not o.needs_note]
    has = desk.session.answer_to(item).status
    wanted = codes[(codes.index(has) + 1) % len(codes)] if has in codes else codes[0]
    return await terminal.press_until(
        wanted[0].lower(),
        lambda: desk.session.answer_to(item).status == wanted and terminal.says_saved,
    )


async def step(terminal: Terminal) -> float:
    """Goes to the next item; from the last one to the first of its area."""
    desk = terminal.app.desk
    assert desk is not None  # noqa: S101
    here = desk.place
    key = "down" if here != desk.session.order[-1] else "home"
    return await terminal.press_until(key, lambda: desk.place != here)


def day() -> bool:
    """Memory while answers are given all day long."""
    return asyncio.run(_day())


async def _day() -> bool:
    services, id = stored_example()
    early = 0.0
    began = time.perf_counter()
    async with running(services, (id, "2.1")) as terminal:
        desk = terminal.app.desk
        assert desk is not None  # noqa: S101
        for n in range(DAY):
            await answer(terminal, desk.place)
            await step(terminal)
            if n == DAY // 5:
                early = memory()
        grown = memory() - early
    took = time.perf_counter() - began
    return told(f"memory after {DAY:,} answers, against {DAY // 5:,}",
                f"{grown:+.1f} MB of {early:.0f} MB, {took:.0f} s", f"<= {FLAT:.0f} MB",
                grown <= FLAT)  # fmt: skip


def memory() -> float:
    """MB this process holds now; where the system does not tell, the most it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        unit = 1e6 if sys.platform == "darwin" else 1e3
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
