"""The items of one area, answered or not at a glance."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.messages import ItemPicked
from kami_tui.usecases.session import Session


class ItemList(OptionList, can_focus=False):
    """Keys belong to the screen; this list only follows and can be clicked.

    A narrow list leaves the word out: sign and flags say the same.
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown: tuple[str, ...] = ()

    def show(
        self, session: Session, area_id: str, present: str, tr: Translator, *, slim: bool
    ) -> None:
        """Shows an area; where it is shown already only rows that differ are written."""
        ids = tuple(i.id for i in session.instrument.area(area_id).items)
        rows = [_row(session, i, i == present, tr, slim) for i in ids]
        if ids != self._shown:
            self._shown = ids
            self.set_options(Option(row, id=i) for i, row in zip(ids, rows, strict=True))
        else:
            for index, row in enumerate(rows):
                old = self.get_option_at_index(index).prompt
                if not (isinstance(old, Content) and old.is_same(row)):
                    self.replace_option_prompt_at_index(index, row)
        self.highlighted = ids.index(present)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id:
            self.post_message(ItemPicked(event.option_id))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()


def _row(session: Session, item_id: str, present: bool, tr: Translator, slim: bool) -> Content:
    sign = words.sign_of(session, item_id, tr)
    flags = words.flags_of(session, item_id)
    return Content.assemble(
        (">" if present else " ", "bold $accent"),
        f"{item_id:<5}",
        (f"{sign.sign:^3}", sign.style or "bold"),
        (f"{flags:<4}", words.MUTED),
        ("" if slim else sign.word, sign.style or words.MUTED),
    )
