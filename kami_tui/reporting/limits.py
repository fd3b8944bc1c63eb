"""How much a report may take: seconds and memory, past which it ends with a clear error.

Memory and processor time are held by the system, in the worker alone: what runs in it is layout of
text nobody has seen before, and templates a user wrote.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

MEMORY = 2 * 1024**3
"""Bytes of address space of the worker. The longest notes that are printed whole need a third."""
COMPOSE = 20.0
"""Seconds the templates may take; ours take a fifth of one."""
AGAIN = 0.25
"""Seconds until they are told once more that their time is over."""
LETTERS = 32_000_000
"""Letters the templates may write; the longest report of ours has a tenth."""
OUT_OF_MEMORY = "it takes more than the {mib} MiB of memory a report may use"


def memory(most: int = MEMORY) -> None:
    """Holds this process to `most` bytes, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def processor(seconds: float) -> None:
    """Ends this process after so much more work, should nobody be left to stop it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        allowed = int(used.ru_utime + used.ru_stime + seconds) + 1
        if hard == resource.RLIM_INFINITY or allowed < hard:
            resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in what runs inside once the time is over.

    Only the main thread of a system with alarms can be stopped so; elsewhere nothing happens.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return

    def over(*_: object) -> None:
        raise TimeoutError(f"no end after {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, over)
    # Again and again: where Python calls back (its collector does), what is raised goes nowhere.
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
