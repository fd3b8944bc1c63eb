"""Who changed what and when: of one item, or of the whole assessment."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kami_tui.domain.errors import KamiError
from kami_tui.i18n.translator import N_
from kami_tui.tui import told, words
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.entry import EntryDialog
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.pick_list import PickList
from kami_tui.usecases import history
from kami_tui.usecases.history import Fact

PAGE = 50
"""Entries that are listed at once; the next come when the cursor gets there."""
PATIENCE = 2.0
"""Seconds the list waits for answers that are just being saved."""
MORE = "more"


class HistoryDialog(KamiDialog[str | None]):
    """Gives back the item to go to, if one was chosen."""

    CSS_PATH = ["dialogs.tcss", "history.tcss"]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", N_("go to item"), priority=True, id="history.go"),
        Binding("enter,space", "open", N_("show in full"), priority=True, id="history.open"),
        Binding("h", "whole(True)", N_("whole assessment"), id="history.whole"),
        Binding("h", "whole(False)", N_("only this item"), id="history.item"),
        Binding("escape,q", "dismiss(None)", N_("close"), id="history.close"),
        Binding("j", "move(1)", N_("down"), show=False, id="history.down"),
        Binding("k", "move(-1)", N_("up"), show=False, id="history.up"),
    ]

    def __init__(self, desk: Desk, item: str) -> None:
        super().__init__()
        self._desk = desk
        self._session = desk.session
        self._item = item
        self._whole = False
        self._all: tuple[Fact, ...] = ()
        self._mine: tuple[Fact, ...] = ()
        self._state = N_("Reading the journal...")
        """Said where no entry can be shown; empty once they are read."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield Static(id="entries-state", classes="hint", markup=False)
            yield PickList(id="entries")
            yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()
        self._load()

    @work(exclusive=True)
    async def _load(self) -> None:
        """Reads the journal, and adds what is not durable yet."""
        saver, workspace, id = self._desk.saver, self.kami.services.workspace, self._desk.id
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await saver.flush()
        session, item = self._session, self._item
        # Taken before the journal is read: what is written meanwhile is then in one of the two.
        waiting, seen = saver.waiting, saver.seen
        register, who = session.assessment.evidence, self.kami.services.who

        def read() -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
            entries = history.whole_journal(workspace, id)
            whole = history.facts(entries, waiting, who=who, seen=seen, register=register)
            return whole, history.of_item(whole, session.instrument, item)

        found = await self.kami.attempt(read)
        if found is None:
            self._state = N_("The journal could not be read. Close this window and try again.")
        else:
            self._all, self._mine = found
            self._state = ""
        self.query_one(OptionList).highlighted = None
        self.retranslate()

    # -- showing --------------------------------------------------------------------------

    @property
    def _facts(self) -> tuple[Fact, ...]:
        return self._all if self._whole else self._mine

    def retranslate(self) -> None:
        title = (
            self.tr("History of the whole assessment") if self._whole
            else self.tr("History of item {item}", item=self._item)
        )  # fmt: skip
        self.query_one(".title", Static).update(Content(title))
        at = self.query_one(OptionList).highlighted or 0
        self._fill(at if at < 4 * PAGE else 0)

    def _fill(self, at: int) -> None:
        """Lists the first entries, down to the one the cursor is to be on."""
        entries, facts = self.query_one(OptionList), self._facts
        entries.set_options(self._rows(0, max(PAGE, at + 1)))
        entries.highlighted = min(at, len(facts) - 1) if facts else None
        state = self.tr(self._state) if self._state else ""
        if not state:
            state = (
                self.tr.plural("{n} entry, the last first", "{n} entries, the last first",
                               len(facts))
                if facts
                else self.tr("Nothing has been changed here yet.")
            )  # fmt: skip
        self.query_one("#entries-state", Static).update(Content(state))
        self.refresh_bindings()

    def _rows(self, start: int, stop: int) -> list[Option]:
        facts = self._facts
        rows = [Option(self._row(f)) for f in facts[start:stop]]
        if left := len(facts) - stop:
            if left > 0:
                more = self.tr.plural("{n} earlier entry", "{n} earlier entries", left)
                rows.append(Option(Content.styled(f"... {more}", words.MUTED), id=MORE))
        return rows

    def _row(self, fact: Fact) -> Content:
        tr, change = self.tr, fact.change
        place = change.subject if self._whole and change.kind in ("answer", "link") else ""
        when = (
            (words.moment(fact.at), words.MUTED) if fact.at
            else (tr("not saved yet"), words.MISSING)
        )  # fmt: skip
        first = told.line(self._session, fact, tr)
        if self._whole:
            first = Content.assemble((f"{place:<6}", "bold"), first)
        parts: list[Content | tuple[str, str]] = [
            first,
            ("\n  ", ""),
            when,
            (f"   {told.short(fact.who, 24)}", words.MUTED),
        ]
        if said := told.way(fact, tr):
            parts.append((f"   {said}", "bold $accent"))
        return Content.assemble(*parts)

    @on(OptionList.OptionHighlighted)
    def _reached(self) -> None:
        entries = self.query_one(OptionList)
        chosen = entries.highlighted_option
        if chosen is not None and chosen.id == MORE:
            at = entries.option_count - 1
            entries.remove_option(MORE)
            entries.add_options(self._rows(at, at + PAGE))
            entries.highlighted = at
        self.refresh_bindings()

    @property
    def _chosen(self) -> Fact | None:
        at = self.query_one(OptionList).highlighted
        return self._facts[at] if at is not None and at < len(self._facts) else None

    # -- keys -----------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        entries = self.query_one(OptionList)
        entries.action_cursor_down() if by > 0 else entries.action_cursor_up()

    def action_whole(self, whole: bool) -> None:
        self._whole = whole
        self.query_one(OptionList).highlighted = None
        self.retranslate()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        if self.check_action("go", ()):
            self.action_go()
        elif self._chosen is not None:
            self.action_open()

    def action_go(self) -> None:
        if (fact := self._chosen) is not None:
            self.dismiss(history.place_of(fact.change, self._session.instrument))

    def action_open(self) -> None:
        fact = self._chosen
        if fact is None:
            return

        def asked(value: tuple[str | None] | None) -> None:
            if value is not None:
                self._ask(fact, value[0])

        self.app.push_screen(EntryDialog(self._session, fact), asked)

    def _ask(self, fact: Fact, value: str | None) -> None:
        """Nothing is overwritten without being shown."""
        session, change = self._session, fact.change
        answer = session.answer_to(change.subject)
        now = answer.note if change.field == "note" else answer.status
        body = N_("{what}\n\nNow:   {now}\nThen:  {then}\n\nThis is a new change; z takes it back.")

        def answered(sure: bool | None) -> None:
            if sure:
                self._write(fact, value)

        shown = [
            told.short(told.value(session, change, v, self.tr, full=True)) for v in (now, value)
        ]
        facts = {"what": told.subject(session, fact, self.tr), "now": shown[0], "then": shown[1]}
        self.app.push_screen(
            ConfirmDialog(
                N_("Write this again?"), body, yes=N_("Write it"), no=N_("Keep it"), facts=facts
            ),
            answered,
        )

    def _write(self, fact: Fact, value: str | None) -> None:
        item = fact.change.subject
        try:
            changes = (
                self._session.set_note(item, value or "") if fact.change.field == "note"
                else self._session.set_status(item, value)
            )  # fmt: skip
        except KamiError as error:  # it has ceased to be offered
            self.kami.say(self.kami.explained(error), "error")
            return
        self._desk.record(changes)
        self._load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        chosen = self._chosen if self.is_mounted else None
        match action:
            case "go":
                place = chosen and history.place_of(chosen.change, self._session.instrument)
                return self._whole and bool(place)
            case "open":
                return chosen is not None
            case "whole":
                return parameters != (self._whole,) and not self._state
        return True
