"""Which edition a new assessment is made with, where there are several."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kami_tui.i18n.translator import N_
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.pick_list import PickList


class EditionDialog(KamiDialog[str | None]):
    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("choose"), id="edition.choose"),
        Binding("escape,q", "dismiss(None)", N_("cancel"), id="edition.cancel"),
    ]

    def __init__(self, editions: tuple[str, ...]) -> None:
        super().__init__()
        self._editions = editions

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(classes="title", markup=False)
            yield PickList(id="editions")
            yield KeyBar()

    def on_mount(self) -> None:
        listed = self.query_one(PickList)
        listed.add_options([Option(Content(e)) for e in self._editions])
        listed.highlighted = 0
        self.retranslate()

    def retranslate(self) -> None:
        self.query_one(".title", Static).update(self.tr("Which edition?"))

    def action_choose(self) -> None:
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._editions[event.option_index])
