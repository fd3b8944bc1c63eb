"""Where slow work is done while keys go on being answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


class Offstage:
    """One thread that does work in the order it was asked for.

    One, because answers must reach the store in the order they were given. A daemon, because a
    store that hangs (a network disk gone) must not keep the program from ending.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        self._thread: Thread | None = None

    async def __call__(self, work: Callable[[], T]) -> T:
        """Waits for the result without holding up the event loop; raises what `work` raised."""
        if self._thread is None:
            self._thread = Thread(target=self._serve, name=self._name, daemon=True)
            self._thread.start()
        future: Future[T] = Future()
        self._jobs.put((future, work))
        return await asyncio.wrap_future(future)

    def _serve(self) -> None:
        while True:
            future, work = self._jobs.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)


async def apart(work: Callable[[], T]) -> T:
    """Does one thing in a thread of its own, which ends with it: for what may hang, such as a file
    on a network disk, and must hold up neither the store nor the end of the program."""
    future: Future[T] = Future()

    def serve() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=serve, name="apart", daemon=True).start()
    return await asyncio.wrap_future(future)
