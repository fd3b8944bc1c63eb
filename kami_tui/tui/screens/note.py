"""Editor of one note."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from kami_tui.domain.answers import MAX_NOTE
from kami_tui.i18n.translator import N_
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.widgets.keybar import KeyBar

REST = 2.0
"""Seconds without a key after which what was typed is saved."""


class NoteDialog(KamiDialog[None]):
    """There is no cancel: closing keeps what was typed, undo takes it back.

    Ctrl+enter and ctrl+s do not reach programs in many terminals, escape always does.
    """

    CSS_PATH = "dialogs.tcss"
    TYPING = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f2", "close", N_("done, the note is kept"), id="note.close"),
    ]

    def __init__(self, desk: Desk, item: str, prompt: str) -> None:
        super().__init__()
        self._desk = desk
        self._item = item
        self._prompt = prompt
        self._old = desk.session.answer_to(item).note
        self._begun = False
        self._overtaken = False
        """Another program has written to this note since something was typed."""
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(self._prompt, classes="title", markup=False)
            yield TextArea(self._old, id="note-text", show_line_numbers=False, soft_wrap=True,
                           tab_behavior="focus", highlight_cursor_line=False)  # fmt: skip
            yield Static(id="note-size", classes="hint", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self._show_size()

    def retranslate(self) -> None:
        self._show_size()

    def renew(self) -> None:
        """Another program may have written this note: where nobody has typed, theirs is shown."""
        now = self._desk.session.answer_to(self._item).note
        if now == self._old:
            return
        area = self.query_one(TextArea)
        if self.text == self._old:
            self._old = now
            area.load_text(now)
            area.move_cursor(area.document.end)
        else:
            self._overtaken, self._begun = True, False
            self._show_size()

    def on_text_area_changed(self) -> None:
        self._show_size()
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST, self.keep)

    @property
    def text(self) -> str:
        return clean(self.query_one(TextArea).text)

    def _show_size(self) -> None:
        size, hint = len(self.text), self.query_one("#note-size", Static)
        hint.set_class(size > MAX_NOTE, "wrong")
        hint.update(
            self.tr("{n} of at most {most} characters. Shorten it to close.",
                    n=self.tr.number(size), most=self.tr.number(MAX_NOTE))
            if size > MAX_NOTE
            else self.tr("Another program has changed this note meanwhile. Yours will stand; undo"
                         " brings theirs.")
            if self._overtaken
            else self.tr("{n} of at most {most} characters",
                         n=self.tr.number(size), most=self.tr.number(MAX_NOTE))
        )  # fmt: skip

    def keep(self) -> None:
        """Saves what stands there; a note nobody changed is left to whoever did change it."""
        if self.text != self._old and len(self.text) <= MAX_NOTE:
            changes = self._desk.session.set_note(self._item, self.text, joined=self._begun)
            self._begun = self._begun or bool(changes)
            self._old = self.text
            self._desk.record(changes)

    def may_close(self) -> bool:
        self.keep()
        return len(self.text) <= MAX_NOTE

    def action_close(self) -> None:
        if self.may_close():
            self.dismiss(None)


def clean(text: str) -> str:
    """Without the control characters that a paste may bring along."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
