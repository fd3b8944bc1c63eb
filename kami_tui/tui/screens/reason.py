"""The reason for an answer that needs one, asked once for many items."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from kami_tui.domain.answers import MAX_NOTE
from kami_tui.i18n.translator import N_
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.screens.note import clean
from kami_tui.tui.widgets.keybar import KeyBar


class ReasonDialog(KamiDialog[str | None]):
    """Gives back the reason, or None if one has thought better of it."""

    CSS_PATH = ["dialogs.tcss", "bulk.tcss"]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "give", N_("answer them so"), priority=True, id="reason.give"),
        Binding("escape", "dismiss(None)", N_("back, nothing is answered"), id="reason.back"),
    ]

    def __init__(self, answer: str, items: int) -> None:
        super().__init__()
        self._answer = answer
        self._items = items

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield TextArea(id="reason-text", show_line_numbers=False, soft_wrap=True,
                           tab_behavior="focus", highlight_cursor_line=False)  # fmt: skip
            yield Static(id="reason-hint", classes="hint", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        title = self.tr.plural(
            'Why is the answer of {n} item "{answer}"?',
            'Why is the answer of {n} items "{answer}"?',
            self._items, answer=self._answer,
        )  # fmt: skip
        self.query_one(".title", Static).update(Content(title))
        self._show_hint()

    @property
    def text(self) -> str:
        return clean(self.query_one(TextArea).text)

    def on_text_area_changed(self) -> None:
        self._show_hint()
        self.refresh_bindings()

    def _show_hint(self) -> None:
        size, hint = len(self.text), self.query_one("#reason-hint", Static)
        hint.set_class(size > MAX_NOTE, "wrong")
        said = (
            self.tr("{n} of at most {most} characters",
                    n=self.tr.number(size), most=self.tr.number(MAX_NOTE))
            if size > MAX_NOTE
            else self.tr("It becomes the note of each of them that has none yet.")
        )  # fmt: skip
        hint.update(Content(said))

    def action_give(self) -> None:
        self.dismiss(self.text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "give" and self.is_mounted:
            return bool(self.text.strip()) and len(self.text) <= MAX_NOTE
        return action != "give"
