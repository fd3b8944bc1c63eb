"""Go to an item by its id, or search texts and notes."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kami_tui.i18n.translator import N_
from kami_tui.tui import words
from kami_tui.tui.columns import cut
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.pick_list import PickList
from kami_tui.usecases.session import Session

MOST = 60
"""Hits listed; with more, one types on."""


class FindDialog(KamiDialog[str | None]):
    CSS_PATH = "dialogs.tcss"
    TYPING = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("go there"), priority=True, id="find.choose"),
        Binding("down", "move(1)", N_("down"), priority=True, id="find.down"),
        Binding("up", "move(-1)", N_("up"), priority=True, id="find.up"),
        Binding("escape", "dismiss(None)", N_("close"), id="find.close"),
    ]

    def __init__(self, session: Session, *, by_id: bool = False) -> None:
        super().__init__()
        self._session = session
        self._by_id = by_id

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield Input(id="wanted", compact=True, select_on_focus=False)
            yield Static(id="hits", classes="hint", markup=False)
            yield PickList(id="found")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.retranslate()

    def retranslate(self) -> None:
        title = self.tr("Go to item") if self._by_id else self.tr("Search items")
        self.query_one(".title", Static).update(title)
        self.query_one(Input).placeholder = (
            self.tr("Number, such as {item}", item=self._session.order[-1]) if self._by_id
            else self.tr("Words, in Indonesian or English; notes are searched too")
        )  # fmt: skip
        self._search()

    @on(Input.Changed)
    def _search(self) -> None:
        wanted = self.query_one(Input).value
        ids = by_id(self._session, wanted) if self._by_id else by_text(self._session, wanted)
        found = self.query_one(OptionList)
        found.set_options(Option(self._row(i), id=i) for i in ids[:MOST])
        found.highlighted = 0 if ids else None
        self.query_one("#hits", Static).update(
            self.tr.plural("{n} item", "{n} items", len(ids)) if wanted.strip() else ""
        )

    def _row(self, item_id: str) -> Content:
        sign = words.sign_of(self._session, item_id, self.tr)
        text = words.one_line(self.tr.text(self._session.item(item_id).text))
        return Content.assemble(
            (f"{item_id:<6}", "bold"), (f"{sign.sign:^3}  ", sign.style), cut(text, 160)
        )

    def action_move(self, by: int) -> None:
        found = self.query_one(OptionList)
        if by > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    def action_choose(self) -> None:
        chosen = self.query_one(OptionList).highlighted_option
        if chosen is not None:
            self.dismiss(chosen.id)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def by_id(session: Session, wanted: str) -> list[str]:
    """Items whose id begins so, the exact one first. A comma or a blank does for the point."""
    prefix = wanted.strip().replace(",", ".").replace(" ", ".")
    return sorted((i for i in session.order if i.startswith(prefix)), key=lambda i: i != prefix)


def by_text(session: Session, wanted: str) -> list[str]:
    """Items that hold every word, in their text (either language), section or note."""
    parts = wanted.casefold().split()
    if not parts:
        return []
    return [i for i in session.order if all(p in _haystack(session, i) for p in parts)]


def _haystack(session: Session, item_id: str) -> str:
    item, area = session.item(item_id), session.area_of(item_id)
    section = area.sections[words.section_of(area, item_id)]
    return " ".join(
        (item_id, item.text.id, item.text.en, section.name.id, section.name.en,
         session.answer_to(item_id).note)
    ).casefold()  # fmt: skip
