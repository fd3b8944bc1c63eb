"""A question with two answers (the harmless one is chosen to begin with), or just a notice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from kami_tui.i18n.translator import N_
from kami_tui.tui.screens.base import KamiDialog, button


class ConfirmDialog(KamiDialog[bool]):
    """Texts are given untranslated; `facts` are put into `body` as they stand.

    Without `no` there is nothing to decide, only to read.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left,up,shift+tab",
            "app.focus_previous",
            N_("other answer"),
            show=False,
            id="confirm.previous",
        ),
        Binding("right,down", "app.focus_next", N_("other answer"), show=False, id="confirm.next"),
        Binding("y", "answer(True)", N_("yes"), id="confirm.yes"),
        Binding("n,escape", "answer(False)", N_("no"), id="confirm.no"),
    ]

    def __init__(
        self, title: str, body: str, *, yes: str, no: str = "", facts: Mapping[str, object] = {}
    ) -> None:
        super().__init__()
        self._title, self._body, self._yes, self._no, self._facts = title, body, yes, no, facts

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(classes="title", markup=False)
            yield Static(classes="body", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(id="no", compact=True)
                yield Button(id="yes", variant="error", compact=True)

    def on_mount(self) -> None:
        self.retranslate()
        self.query_one("#no" if self._no else "#yes").focus()

    def retranslate(self) -> None:
        self.query_one(".title", Static).update(Content(self.tr(self._title)))
        self.query_one(".body", Static).update(Content(self.tr(self._body, **self._facts)))
        self.query_one("#yes", Button).label = button(self.tr(self._yes), self.key("confirm.yes"))
        no = self.query_one("#no", Button)
        no.display = bool(self._no)
        no.label = button(self.tr(self._no), self.key("confirm.no")) if self._no else ""

    def action_answer(self, sure: bool) -> None:
        self.dismiss(sure)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
