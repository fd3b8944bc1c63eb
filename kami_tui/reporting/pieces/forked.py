"""Work of this process done by copies of it, a few at a time, where one has processors for that.

A copy has everything imported and parsed already, and gives its memory back when it ends.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import selectors
import signal
import struct
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kami_tui.domain.errors import KamiError
from kami_tui.reporting.pieces.late import NoStandIn

T = TypeVar("T")
Tell = Callable[[Any], None]
_HEAD = struct.Struct(">cQ")
_SAID, _DONE, _FAILED = b"s", b"d", b"f"
_READ = 1 << 18
_MEMORY = {signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGTRAP}
"""How libraries under Pango, or the system, end a process that is out of memory."""


def can_fork() -> bool:
    """macOS has `fork`, but its own libraries do not outlive one."""
    return sys.platform == "linux"


def processors() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def forked(
    works: Sequence[Callable[[Tell], T]],
    order: Sequence[int],
    many: int,
    tell: Tell,
    made: Callable[[int, T], None],
) -> None:
    """Does each of `works`, in at most `many` processes at a time, begun in `order`. `tell` is
    called with all that they tell, `made` with the number of each and what it gives back; what
    they raise ends all.

    Raises:
        KamiError, NoStandIn: as a work raised it.
        MemoryError: one ran out of it.
        RuntimeError: one failed otherwise.
    """
    waiting = list(order)
    ended: list[tuple[int, T]] = []
    with selectors.DefaultSelector() as watch:
        running: dict[int, _Copy] = {}
        try:
            while waiting or running or ended:
                while waiting and len(running) < many:
                    number = waiting.pop(0)
                    copy = running[number] = _begun(works[number], number, running)
                    watch.register(copy.pipe, selectors.EVENT_READ, copy)
                # The next ones work already while this is looked at.
                while ended:
                    made(*ended.pop(0))
                for key, _ in watch.select() if running else ():
                    copy = key.data
                    if not copy.hear(tell):
                        watch.unregister(copy.pipe)
                        del running[copy.number]
                        ended.append((copy.number, copy.result()))
        finally:
            for copy in running.values():
                copy.stop()


def beside(work: Callable[[Tell], T]) -> Callable[[Tell], T]:
    """Begins `work` in a copy of this process. What it gives back waits for it, tells what it
    tells, and gives back or raises what it does (see `forked`)."""
    copy = _begun(work, 0, {})

    def done(tell: Tell) -> T:
        while copy.hear(tell):
            pass
        result: T = copy.result()
        return result

    return done


@dataclass(slots=True)
class _Copy:
    number: int
    process: int
    pipe: int
    heard: bytearray = field(default_factory=bytearray)
    ended: tuple[bytes, Any] | None = None

    def hear(self, tell: Tell) -> bool:
        """False once it says no more."""
        data = os.read(self.pipe, _READ)
        if not data:
            return False
        self.heard += data
        while len(self.heard) >= _HEAD.size:
            kind, size = _HEAD.unpack_from(self.heard)
            if len(self.heard) < _HEAD.size + size:
                break
            told = pickle.loads(memoryview(self.heard)[_HEAD.size : _HEAD.size + size])  # noqa: S301
            del self.heard[: _HEAD.size + size]
            if kind == _SAID:
                tell(told)
            else:
                self.ended = (kind, told)
        return True

    def result(self) -> Any:
        os.close(self.pipe)
        _, status = os.waitpid(self.process, 0)
        if self.ended is None:
            if os.WIFSIGNALED(status) and os.WTERMSIG(status) in _MEMORY:
                raise MemoryError
            raise RuntimeError("a part of the report ended early")
        kind, told = self.ended
        if kind == _FAILED:
            error, words, facts = told
            raise error(*words, **facts)
        return told

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        os.close(self.pipe)
        os.waitpid(self.process, 0)


def _begun(work: Callable[[Tell], Any], number: int, others: dict[int, _Copy]) -> _Copy:
    ours, theirs = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        process = os.fork()
    except OSError as error:
        os.close(ours)
        os.close(theirs)
        raise MemoryError from error
    if process == 0:
        # Nothing of this copy may ever go on in what called here.
        try:
            os.close(ours)
            for other in others.values():
                os.close(other.pipe)
            _work(work, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    return _Copy(number, process, ours)


def _work(work: Callable[[Tell], Any], pipe: int) -> None:
    # It lives a second: what there is to collect is gone with it.
    gc.disable()
    # Its output is that of the process it is a copy of: nothing may go there.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        done = work(lambda told: _say(pipe, _SAID, told))
        _say(pipe, _DONE, done)
    except BrokenPipeError:
        os._exit(1)  # the process that wanted it is gone
    except Exception as error:
        _say(pipe, _FAILED, _told(error))
    os._exit(0)


def _told(error: Exception) -> tuple[type[Exception], tuple[str, ...], dict[str, Any]]:
    """An error as it goes to the other process: its kind and what it was made of."""
    if isinstance(error, KamiError):
        return type(error), (), dict(error.facts)
    if isinstance(error, (MemoryError, NoStandIn)):
        return type(error), (str(error),), {}
    # What others raise may not survive the way.
    return RuntimeError, (f"{type(error).__name__}: {error}",), {}


def _say(pipe: int, kind: bytes, told: object) -> None:
    data = pickle.dumps(told)
    left = memoryview(_HEAD.pack(kind, len(data)) + data)
    while left:
        left = left[os.write(pipe, left) :]
