"""When Python looks for garbage: between keys, not while one is being answered.

Left to itself, the collector begins in the middle of a key press, and every so often looks at all
the libraries again for a tenth of a second. Here libraries and questionnaires are taken to stay,
and what comes after them is looked through after each key: what is new, and all the rest when a
screen has closed.
"""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress

AFTER = 0.008
"""Seconds to wait after a key for the next one, which is not to be held up."""
LONG_AFTER = 0.1
"""Seconds until nothing of a screen that has closed is still at work: it is waited for once, and no
longer when another has closed meanwhile, since two would take long to take up."""
SOME, MANY = 10, 200
"""Rests until what is not quite new is looked through as well, and until all is."""
MUCH = (50_000, 50, 20)
"""Objects, and rounds, after which the collector begins by itself all the same."""


class Tidying:
    """Does nothing until `begin`: tests leave the collector to itself."""

    def __init__(self) -> None:
        self._begun = False
        self._rounds = self._closed = 0
        self._settled = False
        self._soon: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        gc.set_threshold(*MUCH)
        self._begun = True

    def settle(self) -> None:
        """Once the modules and the questionnaires are there, which stay. Only once: what is frozen
        and goes nevertheless, such as an assessment that is left, is never freed."""
        if not self._settled:
            self._settled = True
            gc.freeze()

    def rest(self) -> None:
        """A key has had its effect, and no other waits."""
        if self._begun:
            self.hurry()
            pause = LONG_AFTER if self._closed == 1 else AFTER
            self._soon = asyncio.get_running_loop().call_later(pause, self._collect)

    def hurry(self) -> None:
        """A key has come: whatever was to be done now waits for the next rest."""
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None

    def closed(self) -> None:
        """A screen is gone: what it leaves behind is best taken up before more is added."""
        self._closed += 1
        self.rest()

    def _collect(self) -> None:
        self._soon = None
        self._rounds += 1
        if self._closed:
            self._closed = 0
            self._forget_closed_screens()
            self._look(2)
        else:
            self._look(2 if self._rounds % MANY == 0 else 1 if self._rounds % SOME == 0 else 0)

    def _look(self, generation: int) -> None:
        """Before it has settled, all of it would be the libraries: a tenth of a second."""
        gc.collect(min(generation, 2 if self._settled else 1))

    @staticmethod
    def _forget_closed_screens() -> None:
        """Textual remembers two colours of the last 1,024 widgets, and by it keeps these alive
        with every line they painted: some hundred megabytes after a day of windows."""
        with suppress(ImportError, AttributeError):  # it is Textual's own affair, and may change
            from textual._styles_cache import StylesCache

            StylesCache.get_inner_outer.cache_clear()
