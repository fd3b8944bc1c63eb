"""One line that says which items are walked through, as long as not all are."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from kami_tui.i18n.weaknesses import filters_named
from kami_tui.tui import words
from kami_tui.tui.keys import key_of
from kami_tui.tui.view import Panel, View
from kami_tui.tui.widgets.put import put


class FilterLine(Static, Panel):
    """Shown whether it is displayed or not: only it knows when it has something to say."""

    always = True

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, view: View) -> None:
        asked = view.filters is not None
        if self.display != asked:
            self.display = asked
        if view.filters is None:
            return
        tr = view.tr
        count = tr.plural("{n} item", "{n} items", len(view.fitting))
        keys = tr("{all} walks all again", all=key_of(self, "walker.unfilter"))
        put(self, Content.assemble(
            (tr("Only") + " ", words.MUTED),
            (" + ".join(filters_named(view.filters, tr)), "bold $accent"),
            (f"   {count}   {keys}", words.MUTED),
        ))  # fmt: skip
