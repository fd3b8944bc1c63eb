"""The windows that open over the walker, and what it does with what they give back."""

from __future__ import annotations

from textual import on

from kami_tui.domain.answers import Change
from kami_tui.tui.desk import Desk
from kami_tui.tui.messages import EvidenceWanted, NoteWanted
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.screens.evidence import EvidenceDialog
from kami_tui.tui.screens.find import FindDialog
from kami_tui.tui.screens.note import NoteDialog
from kami_tui.tui.screens.profile import ProfileScreen
from kami_tui.tui.screens.summary import SummaryScreen
from kami_tui.tui.widgets.head import Head
from kami_tui.usecases.session import Session


class WalkerWindows(KamiScreen[None]):
    """A screen over one assessment, at one item, that others open from."""

    desk: Desk
    session: Session

    @property
    def place(self) -> str:
        return self.desk.place

    def show(self) -> None:
        """Brings everything in line with the session."""
        raise NotImplementedError

    def go_to(self, item: str) -> None:
        raise NotImplementedError

    def record(self, changes: tuple[Change, ...]) -> None:
        """Hands what the session has just done to the saver, and shows it."""
        raise NotImplementedError

    @on(NoteWanted)
    def action_note(self) -> None:
        self.edit_note(self.tr("Note on item {item}", item=self.place))

    def edit_note(self, prompt: str) -> None:
        self.app.push_screen(NoteDialog(self.desk, self.place, prompt), self._returned)

    @on(EvidenceWanted)
    def action_evidence(self) -> None:
        self.app.push_screen(EvidenceDialog(self.desk, self.place), self._returned)

    def action_find(self) -> None:
        self.app.push_screen(FindDialog(self.session), self._found)

    def action_jump(self) -> None:
        self.app.push_screen(FindDialog(self.session, by_id=True), self._found)

    def _found(self, item: str | None) -> None:
        if item:
            self.go_to(item)

    def action_summary(self) -> None:
        self.app.push_screen(SummaryScreen(self.session), self._found)

    def action_profile(self) -> None:
        self.app.push_screen(ProfileScreen(self.session.assessment.profile), self._profiled)

    def _profiled(self, values: dict[str, str] | None) -> None:
        if values:
            self.record(self.session.set_profile(**values))
            self.query_one(Head).show()

    def _returned(self, _nothing: object = None) -> None:
        self.show()

    def action_report(self) -> None:
        self.kami.ask_report(self.session)

    def action_history(self) -> None:
        from kami_tui.tui.screens.history import HistoryDialog

        self.app.push_screen(HistoryDialog(self.desk, self.place), self._found_or_not)

    def _found_or_not(self, item: str | None) -> None:
        self.go_to(item or self.place)

    def action_bulk(self) -> None:
        from kami_tui.tui.screens.bulk import BulkDialog

        self.app.push_screen(BulkDialog(self.desk, self.place), self._returned)

    def action_owners(self) -> None:
        from kami_tui.tui.screens.owners import OwnersDialog

        self.app.push_screen(OwnersDialog(self.desk, self.place), self._returned)

    def action_guidance(self) -> None:
        self.kami.guidance = not self.kami.guidance
        self.show()
