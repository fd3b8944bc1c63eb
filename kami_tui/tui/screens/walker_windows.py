"""The windows that open over the walker, and what it does with what they give back."""

from __future__ import annotations

from collections import Counter

from textual import on

from kami_tui.domain.answers import Change
from kami_tui.i18n.weaknesses import heading
from kami_tui.tui.desk import Desk
from kami_tui.tui.messages import EvidenceWanted, NoteWanted
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.screens.dashboard import DashboardScreen
from kami_tui.tui.screens.evidence import EvidenceDialog
from kami_tui.tui.screens.find import FindDialog
from kami_tui.tui.screens.note import NoteDialog
from kami_tui.tui.screens.profile import ProfileScreen
from kami_tui.tui.widgets.head import Head
from kami_tui.usecases.check import findings
from kami_tui.usecases.session import Session


class WalkerWindows(KamiScreen[None]):
    """A screen over one assessment, at one item, that others open from."""

    desk: Desk

    @property
    def session(self) -> Session:
        """What keys change: the assessment or, while something is tried out, a copy."""
        return self.desk.session

    @property
    def place(self) -> str:
        return self.desk.place

    def show(self) -> None:
        """Brings everything in line with the session."""
        raise NotImplementedError

    def go_to(self, item: str) -> None:
        raise NotImplementedError

    async def record(self, changes: tuple[Change, ...]) -> None:
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

    def action_register(self) -> None:
        from kami_tui.tui.screens.register import RegisterScreen

        self.app.push_screen(RegisterScreen(self.desk), self._registered)

    def _registered(self, item: str | None) -> None:
        self._found(item)
        self.show()

    def action_find(self) -> None:
        self.app.push_screen(FindDialog(self.session, self.desk.wording), self._found)

    def action_jump(self) -> None:
        self.app.push_screen(FindDialog(self.session, self.desk.wording, by_id=True), self._found)

    def _found(self, item: str | None) -> None:
        if item:
            self.go_to(item)

    def action_check(self) -> None:
        from kami_tui.tui.screens.check import CheckScreen

        self.app.push_screen(CheckScreen(self.desk), self._checked)

    def _checked(self, item: str | None) -> None:
        self.go_to(item or self.place)
        self.query_one(Head).show()

    def action_summary(self) -> None:
        from kami_tui.tui.screens.check import CheckScreen

        def check() -> None:
            self.app.push_screen(CheckScreen(self.desk), checked)

        def checked(item: str | None) -> None:
            screen.dismiss(item) if item else screen.renew()

        screen = DashboardScreen(
            self.session,
            findings=self._weak_by_kind,
            check=check,
        )
        self.app.push_screen(screen, self._found)

    def _weak_by_kind(self) -> list[tuple[str, int]]:
        """What is weak, counted by its kind, the gravest first."""
        found = Counter(w.kind for w in findings(self.session, self.desk.files))
        return [(heading(kind, self.tr), n) for kind, n in found.items()]

    def action_profile(self) -> None:
        self.app.push_screen(ProfileScreen(self.session.assessment.profile), self._profiled)

    async def _profiled(self, values: dict[str, str] | None) -> None:
        if values:
            await self.record(self.session.set_profile(**values))
            self.query_one(Head).show()

    def _returned(self, _nothing: object = None) -> None:
        self.show()

    def action_report(self) -> None:
        """Of the assessment as it is, without what is being tried out."""
        self.kami.ask_report(self.desk)

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

    def action_wording(self) -> None:
        self.kami.turn_wording()
        self.show()
