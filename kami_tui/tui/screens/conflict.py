"""Both sides of one conflict in full: long notes do not fit beside each other."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kami_tui.i18n.translator import N_
from kami_tui.tui import disputes
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.usecases.merging import Dispute
from kami_tui.usecases.session import Session


class ConflictDialog(KamiDialog[str | None]):
    """Gives back the side that was taken; None for none."""

    CSS_PATH = ["dialogs.tcss", "merging.tcss"]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,left", "dismiss('ours')", N_("ours"), priority=True, id="conflict.ours"),
        Binding("t,right", "dismiss('theirs')", N_("theirs"), priority=True, id="conflict.theirs"),
        Binding("escape,q,space,enter", "dismiss(None)", N_("back"), id="conflict.close"),
        Binding("j", "scroll(1)", N_("scroll down"), show=False, id="conflict.down"),
        Binding("k", "scroll(-1)", N_("scroll up"), show=False, id="conflict.up"),
    ]

    def __init__(self, session: Session, dispute: Dispute) -> None:
        super().__init__()
        self._session, self._dispute = session, dispute

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            with VerticalScroll(id="conflict-scroll"):
                yield Static(id="conflict-text", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        tr, session, dispute = self.tr, self._session, self._dispute
        subject = disputes.subject(session, dispute, tr)
        self.query_one(".title", Static).update(Content(subject[:1].upper() + subject[1:]))
        parts: list[Content] = []
        for side, said in zip(disputes.SIDES, (dispute.ours, dispute.theirs), strict=True):
            key = self.key(f"conflict.{side}")
            parts += [
                disputes.heading(side, said, key, False, tr),
                disputes.block(session, dispute, side, tr),
                Content(),
            ]
        if before := disputes.before(session, dispute, tr):
            parts.append(Content.styled(before, "$text-muted"))
        self.query_one("#conflict-text", Static).update(Content("\n").join(parts))

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by * 3, animate=False)
