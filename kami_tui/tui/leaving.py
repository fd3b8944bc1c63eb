"""Leaving an assessment or the program: only when all is saved, or when the assessor says so."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

from textual import work

from kami_tui.i18n.translator import N_
from kami_tui.tui import shelf
from kami_tui.tui.base_app import BaseApp
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.base import Speaking


class Leaving(BaseApp):
    async def action_quit(self) -> None:
        from kami_tui.tui.screens.leave import LeaveDialog

        # Through the screen's queue, so that a key pressed just before is answered first.
        if not isinstance(self.screen, LeaveDialog):
            self.screen.call_later(self._quit)

    @work(exclusive=True, group="leave")
    async def _quit(self) -> None:
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Speaking) and not screen.may_close():
                return
        if await self.printing.may_end() and await self._may_leave():
            await self._end(0)

    async def _end(self, code: int) -> None:
        self._clear_desk()
        await self.printing.end()
        with suppress(Exception):  # all is durable; a store that hangs must not hold us here
            async with asyncio.timeout(2):
                await self.offstage(self.services.workspace.close)
                await self.wishes.written()
        self.exit(code, return_code=code)

    def _heed_signals(self) -> None:
        """A terminal that closes or a system that shuts down loses no answer and leaves no mess."""
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(NotImplementedError, AttributeError):  # not on every system
                number = getattr(signal, name)
                asyncio.get_running_loop().add_signal_handler(
                    number, self.end_at_once, 128 + number
                )

    @work(exclusive=True, group="leave")
    async def end_at_once(self, code: int) -> None:
        """Saves what can be saved, and ends without asking."""
        for screen in self.screen_stack:
            if isinstance(screen, Speaking):
                screen.keep()
        if self.desk is not None:
            await self.desk.saver.flush()
        await self._end(code)

    async def _may_leave(self) -> bool:
        """True once nothing is left to save, or the assessor wants to go all the same."""
        from kami_tui.tui.screens.leave import LeaveDialog

        desk = self.desk
        if desk is None:
            return True
        while not await self._all_saved(desk):
            state = desk.saver.state
            reason = (
                self.explained(state.error)
                if state.error
                else self.tr("The workspace has not answered yet.")
            )
            choice = await self.push_screen_wait(LeaveDialog(state.waiting, reason))
            if choice == "drop" or (choice == "copy" and await self._write_copy(desk)):
                return True
            if choice not in ("copy", "saved"):
                return False
        return True

    async def _all_saved(self, desk: Desk) -> bool:
        with self.holding_keys(opening=False):
            return await desk.saver.flush()

    async def _write_copy(self, desk: Desk) -> bool:
        """The whole assessment as a file, for when the store cannot be written."""
        from kami_tui.tui.places import documents, file_name
        from kami_tui.tui.screens.confirm import ConfirmDialog

        assessment = desk.base.assessment
        name = file_name(assessment, self.today(), "yaml")
        folders = (documents(), Path.cwd(), Path.home())
        path = await self.attempt(
            lambda: shelf.write_copy(self.services, assessment, name, folders)
        )
        if path is None:
            return False
        body = N_("{path}\n\nImport it once the workspace can be written again.")
        await self.push_screen_wait(
            ConfirmDialog(N_("A copy was written"), body, yes=N_("Leave"), facts={"path": path})
        )
        return True

    def _clear_desk(self) -> None:
        self.workers.cancel_group(self, "saver")
        self.desk, self.save_state = None, None
