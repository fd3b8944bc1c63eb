"""Garbage is looked for between two keys, not within one."""

from __future__ import annotations

import asyncio
import gc

AFTER = 0.012
"""Seconds from the end of a key's work: until then what it did is painted."""
OFTEN, SELDOM = 8, 64
"""Sweeps until what outlived one sweep is looked through, and until everything is."""


class Sweeper:
    """Python's own collector comes when so and so much has been made, which is within some key:
    there it would cost a millisecond at each, and ten at some. It stays on for all other work, at
    a threshold that a key does not reach."""

    def __init__(self) -> None:
        self._sweeps = 0
        self._soon: asyncio.TimerHandle | None = None
        self._at_work = False

    def begin(self) -> None:
        """What is here now, libraries and questionnaire, stays: it is never searched again, which
        would hold up some key for a tenth of a second."""
        if not gc.get_freeze_count():
            gc.freeze()
            gc.set_threshold(3_000, 10, 3)
        self._at_work = True

    def sweep_soon(self) -> None:
        """Asked at every key."""
        if self._at_work and self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(AFTER, self._sweep)

    def _sweep(self) -> None:
        self._soon = None
        self._sweeps += 1
        gc.collect(2 if self._sweeps % SELDOM == 0 else 1 if self._sweeps % OFTEN == 0 else 0)
