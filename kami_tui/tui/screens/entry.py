"""One entry of the history in full: what was there, what came, what stands now."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kami_tui.domain.answers import standing
from kami_tui.i18n.translator import N_
from kami_tui.tui import told, words
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.usecases import history
from kami_tui.usecases.history import Fact
from kami_tui.usecases.session import Session


class EntryDialog(KamiDialog[tuple[str | None] | None]):
    """Gives back the earlier value to write again, in a tuple of one; None for none."""

    CSS_PATH = ["dialogs.tcss", "history.tcss"]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "again(False)", N_("write the old one again"), id="entry.old"),
        Binding("2", "again(True)", N_("write the new one again"), id="entry.new"),
        Binding("escape,q,enter", "dismiss(None)", N_("back"), id="entry.close"),
        Binding("j", "scroll(1)", N_("scroll down"), show=False, id="entry.down"),
        Binding("k", "scroll(-1)", N_("scroll up"), show=False, id="entry.up"),
    ]

    def __init__(self, session: Session, fact: Fact) -> None:
        super().__init__()
        self._session = session
        self._fact = fact

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield Static(id="entry-when", classes="hint", markup=False)
            with VerticalScroll(id="entry-scroll"):
                yield Static(id="entry-text", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        tr, fact = self.tr, self._fact
        subject = told.subject(self._session, fact, tr)
        self.query_one(".title", Static).update(Content(subject[:1].upper() + subject[1:]))
        when = words.moment(fact.at) if fact.at else tr("not saved yet")
        parts = [when, words.one_line(fact.who), told.way(fact, tr)]
        self.query_one("#entry-when", Static).update(Content("   ".join(p for p in parts if p)))
        change = fact.change
        now = standing(self._session.assessment, change)
        blocks = [
            self._block(tr("1  Before"), change.before),
            self._block(tr("2  After"), change.after),
        ]
        if now != change.after:
            blocks.append(self._block(tr("Now"), now))
        self.query_one("#entry-text", Static).update(Content("\n\n").join(blocks))

    def _block(self, heading: str, held: str | None) -> Content:
        text = told.value(self._session, self._fact.change, held, self.tr, full=True)
        style = "" if held else words.MUTED
        return Content.assemble((heading, words.MUTED), "\n", (text, style))

    def action_again(self, after: bool) -> None:
        change = self._fact.change
        self.dismiss((change.after if after else change.before,))

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by * 3, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "again":
            change = self._fact.change
            value = change.after if parameters == (True,) else change.before
            return history.can_write_again(
                change, value, self._session.assessment, self._session.instrument
            )
        return True
