"""What becomes of what was tried out: taken over, put away, or tried out further."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from kami_tui.i18n.translator import N_
from kami_tui.tui import words
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.base import KamiDialog, button
from kami_tui.tui.widgets.trial import trial_rows
from kami_tui.usecases.difference import difference

MOST = 12
"""Items named; the rest are counted."""


class TrialDialog(KamiDialog[bool | None]):
    """True: take over; False: put away; None: go on trying."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#on"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "choose(True)", N_("take it over"), id="trial.take"),
        Binding("d", "choose(False)", N_("put it away"), id="trial.drop"),
        Binding("escape", "dismiss(None)", N_("go on trying"), id="trial.go_on"),
        Binding("left,up", "app.focus_previous", N_("other answer"), show=False, id="trial.before"),
        Binding("right,down", "app.focus_next", N_("other answer"), show=False, id="trial.after"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._before, self._after = desk.base, desk.session

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(classes="title", markup=False)
            yield Static(classes="body", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(id="on", compact=True)
                yield Button(id="take", compact=True)
                yield Button(id="drop", compact=True)

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        tr = self.tr
        tried = difference(self._before, self._after)
        self.query_one(".title", Static).update(tr("Take over what was tried out?"))
        body = [*trial_rows(self._after, tried, tr), Content()]
        if tried.items:
            body.append(Content.styled(words.item_ids(tried.items, MOST), words.MUTED))
        body.append(Content(tr("Taking it over is one step, which one undo takes back.")))
        self.query_one(".body", Static).update(Content("\n").join(body))
        for name, word, key in (
            ("on", tr("Go on"), "trial.go_on"),
            ("take", tr("Take over"), "trial.take"),
            ("drop", tr("Put away"), "trial.drop"),
        ):
            self.query_one(f"#{name}", Button).label = button(word, self.key(key))

    def action_choose(self, take: bool) -> None:
        self.dismiss(take)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss({"take": True, "drop": False}.get(event.button.id or ""))
