"""Go to an item by its id, or search everything that is said about items."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kami_tui.domain.official import Wording
from kami_tui.i18n.translator import N_
from kami_tui.tui import words
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.pick_list import PickList
from kami_tui.usecases.search import Field, Hit, Search, spans
from kami_tui.usecases.session import Session

MOST = 60
"""Hits listed; with more, one types on."""
ROW = 160
"""Characters of a text that a row may show."""
BEFORE = 24
"""Characters kept before the first word found, where a text has to be cut."""
FOUND_IN: dict[Field, str] = {
    "iso27001": N_("ISO/IEC 27001"),
    "official": N_("Official"),
    "evidence": N_("Evidence"),
    "note": N_("Note"),
    "law": N_("Act 27/2022"),
    "section": N_("Section"),
    "area": N_("Area"),
}


class FindDialog(KamiDialog[str | None]):
    """Below the list stands the whole text of the item the cursor is on, and where it was found."""

    CSS_PATH = "dialogs.tcss"
    TYPING = True
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (20, "-roomy"), (34, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("go there"), priority=True, id="find.choose"),
        Binding("down", "move(1)", N_("down"), show=False, priority=True, id="find.down"),
        Binding("up", "move(-1)", N_("up"), show=False, priority=True, id="find.up"),
        Binding("escape", "dismiss(None)", N_("close"), id="find.close"),
    ]

    def __init__(self, session: Session, wording: Wording, *, by_id: bool = False) -> None:
        super().__init__()
        self._session = session
        self._by_id = by_id
        self._wording = wording
        self._engine = Search(session, wording.official)
        self._hits: dict[str, Hit | None] = {}
        """What is listed; None where it was asked for by its id."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield Input(id="wanted", compact=True, select_on_focus=False)
            yield Static(id="hits", classes="hint", markup=False)
            yield PickList(id="found")
            yield Static(id="where", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.retranslate()

    def retranslate(self) -> None:
        title = self.tr("Go to item") if self._by_id else self.tr("Search items")
        self.query_one(".title", Static).update(title)
        self.query_one(Input).placeholder = (
            self.tr("Number, such as {item}", item=self._session.order[-1]) if self._by_id
            else self.tr("Words in either language, notes, evidence, A.5.1 of ISO/IEC 27001")
        )  # fmt: skip
        self._search()

    @on(Input.Changed)
    def _search(self) -> None:
        wanted = self.query_one(Input).value
        if self._by_id:
            self._hits = dict.fromkeys(by_id(self._session, wanted))
        else:
            hits = self._engine.find(wanted, self.tr.language)
            self._hits = {h.item: h for h in hits}
        found = self.query_one(OptionList)
        listed = [*self._hits.items()][:MOST]
        found.set_options(Option(self._row(i, hit), id=i) for i, hit in listed)
        found.highlighted = 0 if listed else None
        self.query_one("#hits", Static).update(self._told(wanted))
        self._show_where()

    def _told(self, wanted: str) -> str:
        if not wanted.strip():
            return ""
        if not self._hits:
            return self.tr("Nothing like it. Fewer words, or other ones?")
        told = self.tr.plural("{n} item", "{n} items", len(self._hits))
        if len(self._hits) > MOST:
            told += self.tr("; the first {n} are listed", n=MOST)
        return told

    def _row(self, item_id: str, hit: Hit | None) -> Content:
        sign = words.sign_of(self._session, item_id, self.tr)
        text = words.item_line(self._session.item(item_id), self._wording, self.tr)
        found = hit.words if hit is not None and hit.text == text else frozenset()
        return Content.assemble(
            (f"{item_id:<6}", "bold"), (f"{sign.sign:^3}  ", sign.style), marked(text, found, ROW)
        )

    @on(OptionList.OptionHighlighted)
    def _show_where(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        self.query_one("#where", Static).update(self._where(option.id or "") if option else "")

    def _where(self, item_id: str) -> Content:
        """The text, and above it what was found, if that was something else."""
        hit = self._hits.get(item_id)
        size = self.query_one("#where").size
        room = size.height or 3
        text = words.item_line(self._session.item(item_id), self._wording, self.tr)
        lines: list[Content] = []
        if hit is not None and hit.text != text and hit.field != "id":
            label = self.tr(FOUND_IN[hit.field]) if hit.field in FOUND_IN else self._other(hit)
            width = (size.width or ROW) - len(label) - 2
            said = marked(words.one_line(hit.text), hit.words, width)
            lines.append(Content.assemble((f"{label}: ", words.MUTED), said))
        found = hit.words if hit is not None and hit.text == text else frozenset()
        # Lines break between words, so the last one is not reckoned with in full.
        width = (room - len(lines)) * ((size.width or 60) - 6)
        return Content("\n").join([*lines, marked(text, found, width)])

    def _other(self, hit: Hit) -> str:
        return self.tr("In Indonesian") if hit.language == "id" else self.tr("In English")

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


def marked(text: str, found: frozenset[str], width: int) -> Content:
    """A text with what was found in it underlined; its beginning left out if that is far away."""
    at = spans(text, found) if found else ()
    start = 0
    if at and at[0][0] > width // 3:
        start = text.find(" ", max(at[0][0] - BEFORE, 0)) + 1
        start = start if 0 < start <= at[0][0] else at[0][0]
    lead = "… " if start else ""
    shown = Content(lead + words.cut(text[start:], width))
    by = len(lead) - start
    for begin, end in at:
        if begin >= start:
            shown = shown.stylize("bold underline", begin + by, end + by)
    return shown
