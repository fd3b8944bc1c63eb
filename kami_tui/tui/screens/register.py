"""The evidence register: every document, what rests on it, and whether its file is still there."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from kami_tui.domain.answers import Evidence
from kami_tui.i18n.translator import N_
from kami_tui.tui import words
from kami_tui.tui.desk import Desk
from kami_tui.tui.reading import glance_at
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.screens.file_checks import FileChecks, ReadingStrip
from kami_tui.tui.widgets import register_rows as rows
from kami_tui.tui.widgets.head import Head
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.long_list import LongList
from kami_tui.tui.widgets.measured import Measured
from kami_tui.tui.widgets.put import put
from kami_tui.usecases.file_states import look_at


class RegisterScreen(KamiScreen[str | None], FileChecks[str | None]):
    """Gives back the item to go to, if one was asked for."""

    CSS_PATH = "register.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (104, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "edit", N_("correct"), priority=True, id="register.edit"),
        Binding("enter", "visit", N_("go to this item"), priority=True, id="register.visit"),
        Binding("n", "new", N_("new"), id="register.new"),
        Binding("a", "attach", N_("attach"), id="register.attach"),
        Binding("v", "panel", N_("details"), id="register.panel"),
        Binding("i", "items", N_("its items"), id="register.items"),
        Binding("h", "rehash", N_("record the file as it is"), id="register.rehash"),
        Binding("f", "inspect", N_("check the files"), id="register.inspect"),
        Binding("slash", "search", N_("search"), id="register.search"),
        Binding("delete", "detach", N_("detach"), id="register.detach"),
        Binding("delete", "remove", N_("take out of the register"), id="register.remove"),
        Binding("q,escape", "leave", N_("back"), id="register.leave"),
        Binding("o", "edit", N_("correct"), show=False, id="register.edit_too"),
        Binding("down", "to_list", N_("to the list"), show=False, id="register.to_list"),
        Binding("j", "move(1)", N_("down"), show=False, id="register.down"),
        Binding("k", "move(-1)", N_("up"), show=False, id="register.up"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._session = desk.session
        self._open = False
        """Whether the widgets are there: keys are asked about before that, too."""

    def compose(self) -> ComposeResult:
        yield Head()
        with Horizontal(id="body"):
            with Measured(id="list"):
                yield Input(id="wanted", compact=True, select_on_focus=False)
                yield Static(id="count", markup=False)
                yield LongList(id="register", rows=2)
            with Measured(id="details"):
                with VerticalScroll(id="sheet", can_focus=False):
                    yield Static(id="facts", markup=False)
                yield Static(id="resting-count", markup=False)
                yield LongList(id="resting")
        yield ReadingStrip()
        yield KeyBar()

    def on_mount(self) -> None:
        self._open = True
        self._wanted.display = False
        self._register.focus()
        self.retranslate()
        self._glance()

    @on(Measured.Changed)
    def _fit_columns(self) -> None:
        self._show()

    def head(self) -> Content:
        profile = self._session.assessment.profile
        return Content.assemble(
            (self.tr("Evidence register"), "bold"),
            (f"   {words.title(profile, self.tr)}", words.MUTED),
        )

    def retranslate(self) -> None:
        self.query_one(Head).show()
        self._wanted.placeholder = self.tr("Key, title, place, file or item number")
        self._show()
        self.show_checking()

    # -- showing --------------------------------------------------------------------------

    @property
    def _register(self) -> LongList:
        return self.query_one("#register", LongList)

    @property
    def _resting(self) -> LongList:
        return self.query_one("#resting", LongList)

    @property
    def _wanted(self) -> Input:
        return self.query_one("#wanted", Input)

    @property
    def _key(self) -> str:
        """The document the cursor is on."""
        return self._register.chosen

    @property
    def _entry(self) -> Evidence | None:
        return self._session.assessment.evidence.get(self._key)

    def documents_changed(self, key: str = "") -> None:
        self._show(key)

    def _show(self, chosen: str = "") -> None:
        """Everything; the cursor goes to `chosen`, or stays."""
        listing = self._register
        if not listing.size.width:  # not laid out yet: it will be asked for again
            return
        assessment, tr, today = self._session.assessment, self.tr, self.kami.today()
        serves, width = rows.served(assessment), listing.size.width - rows.MARGIN
        found = rows.matching(assessment.evidence, serves, self._wanted.value)

        def draw(key: str) -> Content:
            n, entry = len(serves.get(key, ())), assessment.evidence[key]
            return rows.row(key, entry, n, self.desk.looks, today, width, tr)

        at, chosen, scrolled = listing.highlighted or 0, chosen or self._key, listing.scroll_y
        with self.prevent(OptionList.OptionHighlighted):
            listing.fill(found, draw)
            listing.scroll_to(y=scrolled, animate=False, immediate=True)
            if found:
                at = min(at, len(found) - 1)
                listing.highlighted = found.index(chosen) if chosen in found else at
        self.query_one("#count", Static).update(
            rows.count(len(found), len(assessment.evidence), self.desk.files, tr)
        )
        self._show_details()

    def _show_details(self) -> None:
        entry, resting, tr = self._entry, self._resting, self.tr
        facts, count = self.query_one("#facts", Static), self.query_one("#resting-count", Static)
        if entry is None:
            put(facts, rows.nothing(bool(self._session.assessment.evidence), tr))
            put(count, Content())
            resting.fill([], Content)
        else:
            look = look_at(entry, self.desk.looks)
            width = (facts.size or self.size).width
            put(facts, rows.facts(self._key, entry, look, self.kami.today(), width, tr))
            items = self._items()
            put(count, Content.styled(rows.rests(len(items), tr), words.MUTED))
            at = resting.highlighted or 0
            resting.fill(items, lambda i: rows.item(self._session, i, tr, self.desk.wording))
            # One cursor at a time: this list has one while it is the one that is walked.
            resting.highlighted = min(at, len(items) - 1) if items and resting.has_focus else None
        self.refresh_bindings()

    def _items(self) -> list[str]:
        resting = self._session.assessment.items_resting_on(self._key)
        return sorted(resting, key=self._session.scorer.position.__getitem__)

    @on(OptionList.OptionHighlighted, "#register")
    def _moved(self) -> None:
        self.query_one("#sheet").scroll_home(animate=False)
        self._show_details()

    # -- moving ---------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        listing = self._resting if self._resting.has_focus else self._register
        listing.action_cursor_down() if by > 0 else listing.action_cursor_up()

    def action_items(self) -> None:
        """To the items that rest on the document, and back."""
        if self._resting.has_focus:
            self.action_to_list()
        else:
            self.add_class("-details")
            self._resting.focus()
            self._resting.highlighted = 0 if self._resting.option_count else None

    def action_to_list(self) -> None:
        self.remove_class("-details")
        self._resting.highlighted = None
        self._register.focus()

    def action_panel(self) -> None:
        """In a narrow window: the details in place of the list, and back."""
        if self.has_class("-details"):
            self.action_to_list()
        else:
            self.action_items()

    def action_search(self) -> None:
        self.remove_class("-details")
        self._wanted.display = True
        self._wanted.focus()

    @on(Input.Changed, "#wanted")
    def _searched(self) -> None:
        self._show()

    @on(Input.Submitted, "#wanted")
    def _search_done(self) -> None:
        self._wanted.display = bool(self._wanted.value.strip())
        self._register.focus()

    def action_leave(self) -> None:
        """One thing at a time: what is under way, the search, the other list, the screen."""
        if self.stop_checking():
            self.kami.say(self.tr("Stopped. What was checked so far is shown."))
        elif self._wanted.value or self._wanted.has_focus:
            self._wanted.value = ""
            self._wanted.display = False
            self.action_to_list()
        elif self.has_class("-details"):
            self.action_to_list()
        else:
            self.dismiss(None)

    @on(OptionList.OptionSelected, "#resting")
    def action_visit(self) -> None:
        if item := self._resting.chosen:
            self.dismiss(item)

    # -- changing -------------------------------------------------------------------------

    def action_new(self) -> None:
        self.enter_document(Evidence(title=""))

    @on(OptionList.OptionSelected, "#register")
    def action_edit(self) -> None:
        if self._entry is not None:
            self.correct_document(self._key)

    def action_remove(self) -> None:
        self.remove_document(self._key)

    def action_detach(self) -> None:
        if item := self._resting.chosen:
            self.record(self._session.detach(item, self._key))

    def action_attach(self) -> None:
        from kami_tui.tui.screens.attach import AttachDialog

        self.app.push_screen(AttachDialog(self.desk, self._key), self._attached)

    def _attached(self, _done: bool | None) -> None:
        self._show()

    # -- files ----------------------------------------------------------------------------

    @work(exclusive=True, group="glance")
    async def _glance(self) -> None:
        with suppress(Exception):  # then they are simply not looked at; `f` tells more
            await glance_at(self.desk, self.kami.services.evidence_files)
            self._show()

    def action_inspect(self) -> None:
        self.check_all()

    def action_rehash(self) -> None:
        if self._entry is not None:
            self.record_file(self._key, self._entry)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self._open:
            return False
        entry, typing, items = self._entry, self._wanted.has_focus, self._resting.has_focus
        match action:
            case "edit" | "remove":
                return entry is not None and not typing and not items
            case "visit" | "detach":
                return items and self._resting.highlighted is not None
            case "attach":
                return entry is not None
            case "items":
                return entry is not None and not self.has_class("-narrow")
            case "panel":
                return entry is not None and self.has_class("-narrow")
            case "inspect":
                return not self.checking and bool(self._session.assessment.evidence)
            case "rehash":
                return not self.checking and bool(entry and self._unlike_recorded(entry))
            case "to_list":
                return typing
        return True

    def _unlike_recorded(self, entry: Evidence) -> bool:
        look = look_at(entry, self.desk.looks)
        return bool(entry.file) and (not entry.sha256 or bool(look and look.state == "changed"))
