"""What single answers would do, worked out while the assessor reads.

Every answer is tried and scored whole, which takes too long for a key press; so it is done in
slices once the keys have rested, and dropped as soon as one comes.
"""

from __future__ import annotations

import asyncio
import time
from typing import ClassVar

from textual import work
from textual.timer import Timer

from kami_tui.tui.screens.walker_trying import WalkerTrying
from kami_tui.tui.widgets.standing import Standing
from kami_tui.usecases.moves import Found, Moves

SLICE = 0.004
"""Seconds of work between two looks at what else is to be done."""


class WalkerThinking(WalkerTrying):
    THINKS_AFTER: ClassVar[float | None] = 0.3
    """Seconds without a key; None: never."""

    _moves: Moves | None = None
    _rest: Timer | None = None
    _touched = 0.0
    """When the last key came."""

    @property
    def found(self) -> Found | None:
        """What is known for the area as it is answered now."""
        if self._moves is None:
            return None
        return self._moves.known(self.session.evaluation, self.area)

    def think_later(self) -> None:
        """Asked at every key; nothing is done where nothing of it would be seen."""
        self._touched = time.monotonic()
        if self._rest is not None or self.THINKS_AFTER is None or self.found is not None:
            return
        if self.query_one(Standing).display:
            self._rest = self.set_timer(self.THINKS_AFTER, self._rested)

    def _rested(self) -> None:
        """If a key came meanwhile, the rest begins anew: a timer for each key would cost more."""
        self._rest = None
        left = self._touched + (self.THINKS_AFTER or 0) - time.monotonic()
        if left > 0:
            self._rest = self.set_timer(left, self._rested)
        elif self.found is None:
            self._think()

    @work(exclusive=True, group="think")
    async def _think(self) -> None:
        if self._moves is None:
            self._moves = Moves(self.session.scorer)
        evaluation, area = self.session.evaluation, self.area
        search = self._moves.search(evaluation, area)
        until = time.perf_counter() + SLICE
        while True:
            try:
                next(search)
            except StopIteration:
                break
            if time.perf_counter() > until:
                await asyncio.sleep(0)
                if evaluation is not self.session.evaluation or area != self.area:
                    return
                until = time.perf_counter() + SLICE
        if self.is_attached and evaluation is self.session.evaluation:
            self.show()
