"""Shown where the workspace cannot be opened."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kami_tui.i18n.translator import N_
from kami_tui.tui import words
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.widgets.head import Head
from kami_tui.tui.widgets.keybar import KeyBar


class TroubleScreen(KamiScreen[None]):
    CSS_PATH = "trouble.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,enter", "retry", N_("try again"), id="trouble.retry"),
        Binding("q,escape", "app.quit", N_("quit"), id="trouble.quit"),
    ]

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def compose(self) -> ComposeResult:
        yield Head()
        with Vertical():
            yield Static(id="trouble", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        tr = self.tr
        place = words.one_line(self.kami.services.workspace.place)
        self.query_one(Head).show()
        self.query_one("#trouble", Static).update(
            Content.assemble(
                (tr("The workspace could not be opened"), f"bold {words.WRONG}"), "\n\n",
                self.kami.explained(self._error), "\n\n",
                (tr("It lies at:"), words.MUTED), f"\n{place}\n\n",
                (
                    tr(
                        "Nothing was changed. {again} tries again, {quit} ends the program.",
                        again=self.key("trouble.retry"),
                        quit=self.key("trouble.quit"),
                    ),
                    words.MUTED,
                ),
            )
        )  # fmt: skip

    def action_retry(self) -> None:
        self.kami.open_workspace()
