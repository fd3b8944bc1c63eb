"""Which items to walk through: switches and an owner, combined; the count beside each says what
is left with it."""

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
from kami_tui.i18n.weaknesses import FILTERS
from kami_tui.tui import words
from kami_tui.tui.columns import fit
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.pick_list import PickList
from kami_tui.usecases.check import findings
from kami_tui.usecases.filters import NOBODY, SWITCHES, Filters, matching, owners


class FilterDialog(KamiDialog[Filters | None]):
    """Gives back the filters to walk by; None where nothing was to change."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "switch", N_("on / off"), priority=True, id="filter.switch"),
        Binding("enter", "apply", N_("walk these"), priority=True, id="filter.apply"),
        Binding("x", "clear", N_("all items"), id="filter.clear"),
        Binding("escape,q", "dismiss(None)", N_("cancel"), id="filter.cancel"),
        Binding("j", "move(1)", N_("down"), show=False, id="filter.down"),
        Binding("k", "move(-1)", N_("up"), show=False, id="filter.up"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._session = desk.session
        self._filters = desk.filters
        self._weak = findings(desk.session, desk.files)

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(classes="title", markup=False)
            yield PickList(id="filters")
            yield Static(id="left", classes="hint", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        self.query_one(".title", Static).update(self.tr("Walk only some items"))
        self._show()

    def _show(self) -> None:
        listing = self.query_one(OptionList)
        at = listing.highlighted or 0
        rows = [Option(self._switch_row(s), id=s) for s in SWITCHES]
        people = [*owners(self._session), NOBODY] if owners(self._session) else []
        if people:
            heading = Content.styled("\n" + self.tr("Given to"), words.MUTED)
            rows.append(Option(heading, disabled=True))
            rows += [Option(self._owner_row(p), id=f"owner-{n}") for n, p in enumerate(people)]
        self._people = people
        listing.set_options(rows)
        listing.highlighted = min(at, len(rows) - 1)
        left = len(self._matching(self._filters))
        self.query_one("#left", Static).update(
            "\n" + self.tr.plural("{n} item fits.", "{n} items fit.", left)
        )
        self.refresh_bindings()

    def _matching(self, filters: Filters) -> tuple[str, ...]:
        return matching(self._session, filters, self._weak)

    def _switch_row(self, switch: str) -> Content:
        on = switch in self._filters.active
        with_it = self._filters if on else self._filters.toggled(switch)  # type: ignore[arg-type]
        return self._row(on, self.tr(FILTERS[switch]), len(self._matching(with_it)))  # type: ignore[index]

    def _owner_row(self, owner: str) -> Content:
        on = self._filters.owner == owner
        name = words.one_line(owner) if owner else self.tr("nobody")
        return self._row(on, name, len(self._matching(self._filters.owned_by(owner))))

    def _row(self, on: bool, name: str, count: int) -> Content:
        return Content.assemble(
            ("[x] " if on else "[ ] ", "bold $accent" if on else ""),
            fit(name, 46),
            (f"{count:>4}", words.MUTED),
        )

    def action_move(self, by: int) -> None:
        listing = self.query_one(OptionList)
        listing.action_cursor_down() if by > 0 else listing.action_cursor_up()

    @on(OptionList.OptionSelected)
    def action_switch(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        if option is None or option.id is None:
            return
        if option.id.startswith("owner-"):
            owner = self._people[int(option.id.removeprefix("owner-"))]
            self._filters = self._filters.owned_by(None if self._filters.owner == owner else owner)
        else:
            self._filters = self._filters.toggled(option.id)  # type: ignore[arg-type]
        self._show()

    def action_apply(self) -> None:
        if self._matching(self._filters):
            self.dismiss(self._filters)
        else:
            self.kami.say(self.tr("No item fits all of these; switch one off."))

    def action_clear(self) -> None:
        self._filters = Filters()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not self._filters.is_empty if action == "clear" else True
