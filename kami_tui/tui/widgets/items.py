"""The items of one area, answered or not at a glance."""

from __future__ import annotations

from textual.content import Content

from kami_tui.tui import words
from kami_tui.tui.messages import ItemPicked
from kami_tui.tui.view import Panel, View
from kami_tui.tui.widgets.block import Block
from kami_tui.tui.widgets.sheet import Sheet

ITEM = "item-"


class ItemList(Sheet, Panel):
    """Keys belong to the screen; this list only follows and can be clicked.

    A narrow list leaves the word out: sign and flags say the same.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, tuple[object, Block]] = {}
        """What each row was made from, and the row."""

    def show(self, view: View) -> None:
        """Shows the area of the present item, with this item in view."""
        self._rows = {i.id: self._row(view, i.id) for i in view.items}
        self.lay((block for _, block in self._rows.values()), in_view=f"{ITEM}{view.place}")

    def _row(self, view: View, item_id: str) -> tuple[object, Block]:
        answer, present = view.session.answer_to(item_id), item_id == view.place
        counts = view.session.evaluation.counts(item_id)
        made_from = (answer, counts, present, view.slim, view.tr)
        known = self._rows.get(item_id)
        if known and known[0] == made_from:
            return known
        sign = words.sign_of(view.session, item_id, view.tr)
        flags = words.flags_of(view.session, item_id)
        text = Content.assemble(
            (">" if present else " ", "bold $accent"),
            f"{item_id:<5}",
            (f"{sign.sign:^3}", sign.style or "bold"),
            (f"{flags:<4}", words.MUTED),
            ("" if view.slim else sign.word, sign.style or words.MUTED),
        )
        return made_from, Block(f"{ITEM}{item_id}", text, chosen=present, live=True, lit=True)

    def clicked(self, name: str) -> None:
        self.post_message(ItemPicked(name.removeprefix(ITEM)))
