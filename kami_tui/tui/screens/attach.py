"""One document, attached to as many items as it proves: ticked in one list, done in one step."""

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
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.long_list import LongList
from kami_tui.tui.widgets.register_rows import item


class AttachDialog(KamiDialog[bool]):
    """Gives back whether something was changed. Items that have the document already are ticked
    from the start; taking a tick away detaches it."""

    CSS_PATH = ["dialogs.tcss", "attach.tcss"]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", N_("tick"), id="attach.tick"),
        Binding("enter,f2", "done", N_("done"), priority=True, id="attach.done"),
        Binding("escape", "leave", N_("cancel"), id="attach.leave"),
        Binding("w", "unproven", N_("only without evidence"), id="attach.unproven"),
        Binding("right_square_bracket,right", "area(1)", N_("next area"), id="attach.area"),
        Binding("left_square_bracket,left", "area(-1)", N_("previous area"), id="attach.area_back"),
        Binding("slash", "search", N_("search"), id="attach.search"),
        Binding("down", "to_list", N_("to the list"), show=False, id="attach.to_list"),
        Binding("j", "move(1)", N_("down"), show=False, id="attach.down"),
        Binding("k", "move(-1)", N_("up"), show=False, id="attach.up"),
    ]

    def __init__(self, desk: Desk, key: str) -> None:
        super().__init__()
        self._desk = desk
        self._session = desk.session
        self._key = key
        self._before = frozenset(self._session.assessment.items_resting_on(key))
        self._ticked = set(self._before)
        self._only_unproven = False
        self._open = False
        """Whether the widgets are there: keys are asked about before that, too."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield Input(id="wanted", compact=True, select_on_focus=False)
            yield LongList(id="items")
            yield Static(id="ticked", classes="hint", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        self._open = True
        self._wanted.display = False
        self._items.focus()
        self.retranslate()
        self._go_to(self._desk.place)

    def retranslate(self) -> None:
        entry = self._session.assessment.evidence.get(self._key)
        title = words.cut(words.one_line(entry.title), 160) if entry else ""
        self.query_one(".title", Static).update(
            Content.assemble(self.tr("Attach to items"), (f"\n{self._key}  {title}", words.MUTED))
        )
        self._wanted.placeholder = self.tr("Item number or words of its text")
        self._show()

    # -- showing --------------------------------------------------------------------------

    @property
    def _items(self) -> LongList:
        return self.query_one("#items", LongList)

    @property
    def _wanted(self) -> Input:
        return self.query_one("#wanted", Input)

    def _show(self) -> None:
        """Lists the items by area, the cursor where it was if that is still listed."""
        here, options = self._items.chosen, list[str | Option]()
        for area in self._session.instrument.areas:
            found = [i.id for i in area.items if self._listed(i.id)]
            if found:
                heading = f"{area.id}  {words.area_name(area, self.tr)}"
                options.append(Option(Content.styled(heading, words.MUTED), disabled=True))
                options += found
        if not options:
            said = self.tr("No item is like that.")
            options.append(Option(Content.styled(said, words.MUTED), disabled=True))
        self._items.fill(options, self._row)
        self._go_to(here)
        self._count()

    def _listed(self, item_id: str) -> bool:
        if self._only_unproven and item_id not in self._ticked and self._proven(item_id):
            return False
        wanted = self._wanted.value.casefold().split()
        if not wanted:
            return True
        text = self._session.item(item_id).text
        official = self._desk.wording.official.get(item_id, "")
        hay = f"{item_id} {text.id} {text.en} {official}".casefold()
        return all(w in hay for w in wanted)

    def _proven(self, item_id: str) -> bool:
        """Whether it needs no evidence, or has some."""
        earns = bool(self._session.evaluation.earned_by(item_id))
        return not earns or bool(self._session.answer_to(item_id).evidence)

    def _row(self, item_id: str) -> Content:
        ticked = item_id in self._ticked
        mark = ("[x] " if ticked else "[ ] ", "bold $accent" if ticked else "")
        return Content.assemble(mark, item(self._session, item_id, self.tr, self._desk.wording))

    def _count(self) -> None:
        more, less = len(self._ticked - self._before), len(self._before - self._ticked)
        said = [self.tr.plural("{n} item ticked", "{n} items ticked", len(self._ticked))]
        if more:
            said.append(self.tr("{n} to attach", n=more))
        if less:
            said.append(self.tr("{n} to detach", n=less))
        if self._only_unproven:
            said.append(self.tr("only items that earn points without evidence"))
        self.query_one("#ticked", Static).update(", ".join(said))
        self.refresh_bindings()

    # -- moving ---------------------------------------------------------------------------

    def _go_to(self, item_id: str) -> None:
        """To an item; else to the first that is listed."""
        usable = [i for i, o in enumerate(self._items.options) if o.id]
        at = next((i for i in usable if self._items.options[i].id == item_id), None)
        self._items.highlighted = at if at is not None else next(iter(usable), None)

    def action_move(self, by: int) -> None:
        self._items.action_cursor_down() if by > 0 else self._items.action_cursor_up()

    def action_area(self, by: int) -> None:
        """To the first listed item of the next or the previous area."""
        listed = self._items.ids
        areas = list(dict.fromkeys(self._session.area_of(i).id for i in listed))
        at = areas.index(self._session.area_of(self._items.chosen).id) + by
        if 0 <= at < len(areas):
            self._go_to(next(i for i in listed if self._session.area_of(i).id == areas[at]))

    def action_unproven(self) -> None:
        self._only_unproven = not self._only_unproven
        self._show()

    def action_search(self) -> None:
        self._wanted.display = True
        self._wanted.focus()

    @on(Input.Changed)
    def _searched(self) -> None:
        self._show()

    def action_to_list(self) -> None:
        self._wanted.display = bool(self._wanted.value.strip())
        self._items.focus()

    # -- doing ----------------------------------------------------------------------------

    def action_tick(self) -> None:
        here = self._items.chosen
        self._ticked ^= {here}
        self._items.redraw(here)
        self._count()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_tick()

    def action_done(self) -> None:
        if self._wanted.has_focus:
            self.action_to_list()
            return
        session = self._session
        if self._ticked != self._before and self._key in session.assessment.evidence:
            trial = session.fork()
            for item_id in self._before - self._ticked:
                trial.detach(item_id, self._key)
            trial.attach_all(sorted(self._ticked, key=session.order.index), self._key)
            self._desk.record(session.adopt(trial))
        self.dismiss(self._ticked != self._before)

    def action_leave(self) -> None:
        if self._wanted.has_focus or self._wanted.value:
            self._wanted.value = ""
            self.action_to_list()
        elif self.may_close():
            self.dismiss(False)

    def may_close(self) -> bool:
        if self._ticked == self._before:
            return True

        def answered(sure: bool | None) -> None:
            if sure:
                self.dismiss(False)

        if self.app.screen is self:  # else it is being asked already
            self.app.push_screen(
                ConfirmDialog(
                    N_("Leave without attaching?"),
                    N_("The ticks of this window will be lost; nothing has been attached yet."),
                    yes=N_("Leave"), no=N_("Go on ticking"),
                ),
                answered,
            )  # fmt: skip
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self._open:
            return False
        typing = self._wanted.has_focus
        match action:
            case "tick" | "area":
                return not typing and bool(self._items.chosen)
            case "to_list":
                return typing
        return True

    def on_option_list_option_highlighted(self) -> None:
        self.refresh_bindings()
