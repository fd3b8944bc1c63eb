"""Brings every change to the store, in order and off the event loop, and says how far it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from kami_tui.domain.answers import Change, field_of, is_title, rekeyed
from kami_tui.tui.offstage import Offstage
from kami_tui.usecases.ports import Applied, JournalEntry, Workspace

POLL = 5.0
"""Seconds between two looks for what another program wrote."""
LINGER = 0.4
"""Seconds the cursor must rest before its place alone is worth a write."""
DELAYS = (1.0, 2.0, 4.0, 8.0, 10.0)
"""Seconds before each new try; the last one repeats."""
PATIENCE = 10.0
"""Seconds that leaving waits for a store that does not answer."""


@dataclass(frozen=True, slots=True)
class SaveState:
    """How the store stands to the screen."""

    waiting: int = 0
    """Changes that are not durable yet."""
    saved_at: datetime | None = None
    error: Exception | None = None
    """Why the last try failed; None while none has failed since the last success."""


class Saver:
    """Follows one session. What it was given stays in memory until the store has confirmed it."""

    def __init__(
        self,
        offstage: Offstage,
        workspace: Workspace,
        assessment: str,
        *,
        who: str,
        seq: int,
        clock: Callable[[], datetime],
        tell: Callable[[SaveState], None],
        absorb: Callable[[Sequence[Change], Sequence[Change]], None],
        overruled: Callable[[Sequence[Change]], None] = lambda _: None,
        rekey: Callable[[Mapping[str, str]], Mapping[str, str]],
        make_way: Callable[[Sequence[Change]], Mapping[str, str]] = lambda _: {},
        amend: Callable[[Sequence[Change]], None] = lambda _: None,
        poll: float = POLL,
        delays: Sequence[float] = DELAYS,
        patience: float = PATIENCE,
    ) -> None:
        self._offstage = offstage
        self._workspace = workspace
        self._assessment = assessment
        self._who = who
        self._seq = seq
        self._clock = clock
        self._tell = tell
        self._absorb = absorb
        self._overruled = overruled
        self._rekey = rekey
        self._make_way = make_way
        self._amend = amend
        self._poll = poll
        self._delays = delays
        self._patience = patience
        self._waiting: list[Change] = []
        self._place: str | None = None
        self._failures = 0
        self._hurry = False
        self._wake = asyncio.Event()
        self._rested = asyncio.Event()
        """Set when a try has just ended, well or not."""
        self.state = SaveState()

    @property
    def waiting(self) -> tuple[Change, ...]:
        """What is not known to be durable yet, in order."""
        return tuple(self._waiting)

    @property
    def seen(self) -> int:
        """Number of the last journal entry that is known here."""
        return self._seq

    def put(self, changes: Sequence[Change], place: str | None) -> None:
        """Takes changes to be written; `place` becomes durable with them."""
        if not changes:
            return
        self._waiting += changes
        self._place = place or self._place
        self._show(error=self.state.error)
        if not self._failures:  # a store in trouble is asked at its own pace
            self._wake.set()

    def go_to(self, place: str) -> None:
        """Remembers where the assessor is, soon."""
        self._place = place
        if not self._failures:
            self._wake.set()

    def retry(self) -> None:
        """Tries now instead of after the pause."""
        self._failures = 0
        self._wake.set()

    async def flush(self) -> bool:
        """Tries now and waits for the outcome, but not for ever; whether everything is durable."""
        self._hurry = True
        try:
            async with asyncio.timeout(self._patience):
                while self._waiting or self._place is not None:
                    self._rested.clear()
                    self.retry()
                    await self._rested.wait()
                    if self.state.error is not None:
                        return False
        except TimeoutError:
            return False
        finally:
            self._hurry = False
        return True

    async def settled(self, seconds: float) -> bool:
        """Waits a moment for what was given to become durable; whether all of it is."""
        if self._waiting and not self._failures:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    while self._waiting and not self._failures:
                        self._rested.clear()
                        await self._rested.wait()
        return not self._waiting

    async def run(self) -> None:
        """Works until it is cancelled."""
        while True:
            await self._pause(self._delay)
            if self._place is not None and not (self._waiting or self._hurry):
                await self._pause(LINGER)
            if self._waiting or self._place is not None:
                await self._write()
            else:
                await self._look()

    @property
    def _delay(self) -> float:
        if not self._failures:
            return self._poll
        return self._delays[min(self._failures, len(self._delays)) - 1]

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()

    async def _write(self) -> None:
        batch, place, seen = tuple(self._waiting), self._place, self._seq
        self._place = None

        def work() -> Applied | None:
            if batch:
                return self._workspace.apply(
                    self._assessment, batch, who=self._who, seen=seen, place=place
                )
            if place is not None:
                with suppress(Exception):  # losing one's place loses no answer
                    self._workspace.set_place(self._assessment, place)
            return None

        try:
            applied = await self._offstage(work)
        except Exception as error:  # whatever it was, the answers are kept and tried again
            self._failures += 1
            self._put_back(place if batch else None)
            self._show(error=error)
        else:
            self._failures = 0
            if applied is not None:
                del self._waiting[: len(batch)]
                self._seq = applied.seq
                if applied.renamed:
                    keys = self._rekey(applied.renamed)
                    batch = tuple(rekeyed(c, keys) for c in batch)
                    self._waiting = [rekeyed(c, keys) for c in self._waiting]
                self._amend(applied.besides)
                self._take_over(applied.others, batch)
                self._show(saved_at=self._clock(), error=None)
                if self._waiting:
                    self._wake.set()
        finally:
            self._rested.set()

    async def _look(self) -> None:
        seen = self._seq
        try:
            entries = await self._offstage(
                lambda: self._workspace.journal(self._assessment, after=seen)
            )
        except Exception:  # nothing of ours is at stake; the next look is in a moment
            return
        if entries:
            self._seq = entries[-1].seq
            self._take_over(entries, ())

    def _put_back(self, place: str | None) -> None:
        """The place goes with the answers again, unless the assessor has moved on since."""
        if self._place is None:
            self._place = place

    def _take_over(self, entries: Sequence[JournalEntry], written: Sequence[Change]) -> None:
        """What another program wrote, except where we have written later than it."""
        keys = self._make_way([e.change for e in entries])
        self._waiting = [rekeyed(c, keys) for c in self._waiting]
        ours = (*written, *self._waiting)
        mine = {field_of(c): c for c in ours}

        def stands(theirs: Change) -> bool:
            own = mine.get(field_of(theirs))
            # Nothing can be written on a document that they have taken out.
            return own is None or (
                is_title(theirs) and theirs.after is None and own.before is not None
            )

        theirs = [e.change for e in entries]
        if theirs:
            self._absorb([c for c in theirs if stands(c)], [*theirs, *ours])
        lost = [c for c in theirs if not stands(c) and mine[field_of(c)].after != c.after]
        if lost:
            self._overruled(lost)

    def _show(self, *, error: Exception | None, saved_at: datetime | None = None) -> None:
        self.state = SaveState(len(self._waiting), saved_at or self.state.saved_at, error)
        self._tell(self.state)
