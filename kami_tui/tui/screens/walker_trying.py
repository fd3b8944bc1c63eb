"""Trying out: keys change a copy, the difference is shown, nothing is saved until it is taken."""

from __future__ import annotations

from typing import Literal

from textual import work

from kami_tui.tui.screens.walker_moving import WalkerMoving
from kami_tui.tui.widgets.head import Head
from kami_tui.usecases.difference import Difference, difference


class WalkerTrying(WalkerMoving):
    @property
    def tried(self) -> Difference | None:
        """What the copy makes of the result; None while nothing is tried out."""
        if self.desk.trial is None:
            return None
        return difference(self.desk.base, self.desk.trial)

    def trial_words(self) -> str:
        return self.tr("TRYING OUT, not saved ({key} ends it)", key=self.key("walker.try"))

    def action_try(self) -> None:
        if self.desk.trial is None:
            self.desk.try_out()
            self._show_trial()
        else:
            self.end_trial()

    @work(exclusive=True, group="trial")
    async def end_trial(self, then: Literal["stay", "leave", "quit"] = "stay") -> None:
        """Asks what becomes of the copy, if anything on it differs, then goes on."""
        from kami_tui.tui.screens.trial import TrialDialog

        keep: bool | None = False
        if self._differs:
            keep = await self.app.push_screen_wait(TrialDialog(self.desk))
        if keep is None:
            return
        changes = self.desk.end_trial(keep=keep)
        self._show_trial()
        if changes:
            items = len({c.subject for c in changes if c.kind in ("answer", "link")})
            said = self.tr.plural(
                "Taken over: {n} item. One undo takes it back.",
                "Taken over: {n} items. One undo takes them back.",
                items,
            )
            self.kami.say(said)
        if then == "leave":
            self.kami.leave_desk()
        elif then == "quit":
            await self.kami.action_quit()

    @property
    def _differs(self) -> bool:
        trial = self.desk.trial
        return trial is not None and trial.assessment != self.desk.base.assessment

    def may_close(self) -> bool:
        if not self._differs:
            return True
        if self.app.screen is self:  # else it is being asked already
            self.end_trial("quit")
        return False

    def action_leave(self) -> None:
        if self._differs:
            self.end_trial("leave")
        else:
            self.kami.leave_desk()

    def _show_trial(self) -> None:
        self.set_class(self.desk.trial is not None, "-trial")
        self.query_one(Head).show()
        self.show()
