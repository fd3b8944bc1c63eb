"""Asked when one wants to go while answers are not saved."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from kami_tui.i18n.translator import N_
from kami_tui.tui.saver import SaveState
from kami_tui.tui.screens.base import KamiDialog, button

Choice = Literal["stay", "copy", "drop", "saved"]
"""`saved`: while one was being asked everything has become durable."""


class LeaveDialog(KamiDialog[Choice]):
    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#stay"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left,up", "app.focus_previous", N_("other answer"), show=False, id="leave.previous"
        ),
        Binding("right,down", "app.focus_next", N_("other answer"), show=False, id="leave.next"),
        Binding("escape", "answer('stay')", N_("stay and try again"), id="leave.stay"),
        Binding("c", "answer('copy')", N_("write a copy"), id="leave.copy"),
        Binding("x", "answer('drop')", N_("leave without"), id="leave.drop"),
    ]

    def __init__(self, waiting: int, reason: str) -> None:
        super().__init__()
        self._waiting = waiting
        self._reason = reason

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield Static(classes="body", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(id="stay", variant="primary", compact=True)
                yield Button(id="copy", compact=True)
                yield Button(id="drop", variant="error", compact=True)

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        tr = self.tr
        title = tr.plural("{n} change is not saved", "{n} changes are not saved", self._waiting)
        body = tr(
            "{reason}\n\nYour answers are still here. Stay, and they are tried again and again; "
            "or write all of this assessment into a file that can be imported later.",
            reason=self._reason,
        )
        self.query_one(".title", Static).update(Content(title))
        self.query_one(".body", Static).update(Content(body))
        self.query_one("#stay", Button).label = button(tr("Stay"), self.key("leave.stay"))
        self.query_one("#copy", Button).label = button(tr("Write a copy"), self.key("leave.copy"))
        self.query_one("#drop", Button).label = button(tr("Leave without"), self.key("leave.drop"))

    def saved(self, state: SaveState) -> None:
        if not state.waiting:
            self.dismiss("saved")

    def action_answer(self, choice: Choice) -> None:
        self.dismiss(choice)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        choices: dict[str | None, Choice] = {"copy": "copy", "drop": "drop"}
        self.dismiss(choices.get(event.button.id, "stay"))
