"""Opening the workspace and an assessment in it, and following what others write meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import cast

from textual import work

from kami_tui.domain.answers import Change
from kami_tui.i18n.translator import N_
from kami_tui.tui import preload, shelf, words
from kami_tui.tui.desk import Desk
from kami_tui.tui.leaving import Leaving
from kami_tui.tui.offstage import apart
from kami_tui.tui.saver import PATIENCE, Saver, SaveState
from kami_tui.tui.screens.base import Speaking
from kami_tui.tui.screens.workspace import WorkspaceScreen

# The other screens are imported where they are opened: the first picture needs only the list.


class Opening(Leaving):
    # -- the workspace --------------------------------------------------------------------

    @property
    def workspace_screen(self) -> WorkspaceScreen:
        return cast("WorkspaceScreen", self.screen_stack[0])

    @work(exclusive=True, group="workspace")
    async def open_workspace(self) -> None:
        """Reads the list (again). What fails is told on a screen of its own."""
        listing = asyncio.ensure_future(self.offstage(lambda: shelf.rows(self.services, self.tr)))
        with self.holding_keys(opening=False):  # not for ever: one can still leave by q
            await asyncio.wait([listing], timeout=PATIENCE)
        try:
            rows = await listing
        except Exception as error:
            if not self.is_running:  # the program ends: its screens have no widgets any more
                return
            from kami_tui.tui.screens.trouble import TroubleScreen

            self._end_trouble()
            self.push_screen(TroubleScreen(error))
            return
        if not self.is_running:
            return
        self._end_trouble()
        self.workspace_screen.fill(rows, self.last)
        self._warm_up()
        if self._wanted:
            (assessment, item), self._wanted = self._wanted, None
            with self.holding_keys():  # what was typed meanwhile is meant for its screen
                await self._settled.wait()  # which is to name the keys as they are
                await self.open_now(assessment, item)

    @work(exclusive=True, group="warm")
    async def _warm_up(self) -> None:
        """Loads what the next key will need, while the list is being looked at."""
        with suppress(Exception):  # it is asked for again, and explained, when it is needed
            await self.offstage(lambda: shelf.warm_up(self.services))
            await apart(lambda: preload.fetch(preload.WALK, *preload.WINDOWS))
            await self._read_styles(preload.WALK, *preload.WINDOWS)
            if not self.is_headless:
                self.tidying.settle()

    async def _read_styles(self, *modules: str) -> None:
        for path in preload.styles(*modules):
            await asyncio.sleep(0)  # one at a time: keys come first
            if not self.stylesheet.has_source(str(path)):
                self.stylesheet.read(path)
                self.stylesheet.parse()

    def _end_trouble(self) -> None:
        from kami_tui.tui.screens.trouble import TroubleScreen

        if any(isinstance(s, TroubleScreen) for s in self.screen_stack[-1:]):
            self.pop_screen()

    @work(exclusive=True, group="leave")
    async def leave_desk(self) -> None:
        if await self._may_leave():
            with self.holding_keys(opening=False):
                self._clear_desk()
                while len(self.screen_stack) > 1:
                    await self.pop_screen()
                self.open_workspace()

    # -- one assessment -------------------------------------------------------------------

    @work(exclusive=True, group="workspace")
    async def open_assessment(
        self, id: str, item: str | None = None, summary: bool = False
    ) -> None:
        """Goes to the item asked for, else to where the assessor was last."""
        with self.holding_keys():
            await self.open_now(id, item, summary)

    async def open_now(self, id: str, item: str | None = None, summary: bool = False) -> None:
        loaded = await self.attempt(lambda: shelf.load(self.services, id))
        if loaded is None:
            return
        if not preload.there(preload.WALK):
            await apart(lambda: preload.fetch(preload.WALK))
        await self._read_styles(preload.WALK)
        from kami_tui.tui.screens.walker import WalkerScreen
        from kami_tui.usecases.filters import Filters

        stored, session = loaded.stored, loaded.session
        scorer = session.scorer
        if loaded.renewed:
            said = N_("The questionnaire has changed since this assessment was begun.")
            self.say(self.tr(said), "warning")
        if item and item not in scorer.position:
            self.say(self.tr("There is no item {item}.", item=item), "warning")
        places = (item, stored.place, scorer.ids[0])
        saver = Saver(
            self.offstage, self.services.workspace, stored.id, who=self.services.who,
            seq=stored.seq, clock=self.services.clock, tell=self._saved, absorb=self._absorb,
            overruled=self._overruled, rekey=self._rekey, make_way=self._make_way,
            amend=self._amend,
        )  # fmt: skip
        self.desk = Desk(
            stored.id,
            session,
            saver,
            next(p for p in places if p and p in scorer.position),
            Filters(),
            wording=replace(loaded.wording, whose=self.whose),
        )
        if loaded.unread is not None and scorer.instrument.id not in self.unread:
            self.unread.add(scorer.instrument.id)
            self.say(self.explained(loaded.unread), "warning")
        self.last = stored.id
        self.save_state = saver.state
        self.run_worker(saver.run(), group="saver", exclusive=True)
        walker = WalkerScreen(self.desk)
        await self.push_screen(walker)
        if summary:
            walker.action_summary()
        self._look_at_files(self.desk)

    @work(exclusive=True, group="files")
    async def _look_at_files(self, desk: Desk) -> None:
        """Says once, and calmly, if files of the evidence register are not what they were."""
        from kami_tui.tui.file_words import trouble
        from kami_tui.tui.reading import glance_at

        with suppress(Exception):  # the register looks again, and tells more
            await glance_at(desk, self.services.evidence_files)
        if self.desk is desk and (said := trouble(desk.files, self.tr)):
            self.say(said + " " + self.tr("Press l for the register."), "warning")

    def _saved(self, state: SaveState) -> None:
        troubled = self.save_state is not None and self.save_state.error is not None
        self.save_state = state
        if troubled != (state.error is not None) and self.is_running:
            self.screen.refresh_bindings()

    def _absorb(self, changes: Sequence[Change], whole: Sequence[Change] = ()) -> None:
        """Another program has written: the session takes it over, and the assessor is told.
        `whole`: all of that with ours on top of it, as the store has it."""
        if self.desk is None:
            return
        self.desk.absorb(whole or changes)
        for screen in self.screen_stack:
            if isinstance(screen, Speaking):
                screen.renew()
        if not changes:
            return
        items = sorted({c.subject for c in changes if c.kind in ("answer", "link")})
        text = self.tr.plural(
            "Another program changed {n} entry.",
            "Another program changed {n} entries.",
            len(changes),
        )
        self.say(f"{text} {words.item_ids(items, 8)}".strip())

    def _overruled(self, changes: Sequence[Change]) -> None:
        """Another program wrote just before us to the same places: ours stands, and that is told,
        since whoever wrote theirs is not here."""
        items = sorted({c.subject for c in changes if c.kind in ("answer", "link")})
        text = self.tr.plural(
            "You have written over {n} entry that another program had just made. It is in the"
            " history.",
            "You have written over {n} entries that another program had just made. They are in the"
            " history.",
            len(changes),
        )
        self.say(f"{text} {words.item_ids(items, 8)}".strip(), "warning")

    def _make_way(self, theirs: Sequence[Change]) -> Mapping[str, str]:
        return self.desk.make_way(theirs) if self.desk is not None else {}

    def _amend(self, besides: Sequence[Change]) -> None:
        if self.desk is not None:
            self.desk.amend(besides)

    def _rekey(self, renamed: Mapping[str, str]) -> Mapping[str, str]:
        return self.desk.rekey(renamed) if self.desk is not None else renamed
