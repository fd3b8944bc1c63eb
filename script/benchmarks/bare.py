"""A Textual app that does nothing else: what a key costs there is not ours to save."""

from __future__ import annotations

import asyncio
import time
from statistics import median

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.events import Key
from textual.widgets import Footer, Header, Label

from benchmarks.inside import Paper

KEYS = 100


class Bare(App[None]):
    BINDINGS = [Binding("a", "count", "count")]  # noqa: RUF012 - Textual's own way
    counted = 0

    def compose(self) -> ComposeResult:
        yield Header()
        yield Label("0")
        yield Footer()

    def action_count(self) -> None:
        self.counted += 1
        self.query_one(Label).update(str(self.counted))


def key(size: tuple[int, int]) -> float:
    """Seconds, at the median, from a key to a label that shows another number."""
    return asyncio.run(_key(size))


async def _key(size: tuple[int, int]) -> float:
    app = Bare()
    app.driver_class = Paper
    task = asyncio.ensure_future(app.run_async(size=size))
    await asyncio.sleep(1)
    times = []
    for n in range(1, KEYS + 1):
        done = asyncio.Event()
        loop = asyncio.get_running_loop()

        def look(n: int = n, done: asyncio.Event = done) -> None:
            if app.counted == n:
                done.set()

        Paper.painted = staticmethod(lambda loop=loop, look=look: loop.call_soon(look))
        began = time.perf_counter()
        app.post_message(Key("a", "a"))
        await done.wait()
        times.append(time.perf_counter() - began)
        await asyncio.sleep(0.02)
    Paper.painted = staticmethod(lambda: None)
    app.exit()
    await task
    return median(times)
