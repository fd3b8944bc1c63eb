"""All assessments of the workspace, the one worked on last first."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kami_tui.domain.answers import Assessment, Profile
from kami_tui.i18n.translator import N_
from kami_tui.tui import shelf, words
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.shelf import Row
from kami_tui.tui.widgets.entries import entry, welcome
from kami_tui.tui.widgets.head import Head
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.pick_list import PickList
from kami_tui.usecases.ports import Summary


class WorkspaceScreen(KamiScreen[None]):
    CSS_PATH = "workspace.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("open this"), priority=True, id="list.open"),
        Binding("n", "new", N_("new"), id="list.new"),
        Binding("d", "duplicate", N_("new round from this one"), id="list.duplicate"),
        Binding("s", "summary", N_("summary"), id="list.summary"),
        Binding("r", "report", N_("report"), id="list.report"),
        Binding("delete,x", "delete", N_("delete"), key_display="del", id="list.delete"),
        Binding("e", "examples", N_("load the examples"), id="list.examples"),
        Binding("f5", "reload", N_("read again"), show=False, id="list.reload"),
        Binding("q", "app.quit", N_("quit"), id="list.quit"),
        Binding("j", "move(1)", N_("down"), show=False, id="list.down"),
        Binding("k", "move(-1)", N_("up"), show=False, id="list.up"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] | None = None

    def compose(self) -> ComposeResult:
        yield Head()
        yield PickList(id="assessments")
        with Vertical(id="empty"):
            yield Static(id="empty-text", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()
        self.call_after_refresh(self.kami.begin)

    def head(self) -> Content:
        here = self.tr("assessments")
        return Content.assemble(("Indeks KAMI", "bold"), (f"   {here}", words.MUTED))

    def retranslate(self) -> None:
        self.query_one(Head).show()
        self._show()

    def fill(self, rows: tuple[Row, ...], chosen: str | None = None) -> None:
        """Shows what the workspace holds; `chosen` is put under the cursor."""
        keep = chosen or (self._chosen.summary.id if self._chosen else None)
        self._rows = rows
        self._show(keep)

    @property
    def _chosen(self) -> Row | None:
        at = self.query_one(OptionList).highlighted
        return self._rows[at] if self._rows and at is not None and at < len(self._rows) else None

    def _show(self, keep: str | None = None) -> None:
        listing, empty = self.query_one(OptionList), self.query_one("#empty")
        keep = keep or (self._chosen.summary.id if self._chosen else None)
        rows = self._rows or ()
        listing.display, empty.display = bool(rows), not rows
        self.query_one("#empty-text", Static).update(
            Content.styled(self.tr("Opening the workspace..."), words.MUTED)
            if self._rows is None else welcome(self.key, self.tr)
        )  # fmt: skip
        listing.set_options(
            option for row in rows for option in (Option(entry(row, self.tr)), None)
        )
        if rows:
            at = next((i for i, r in enumerate(rows) if r.summary.id == keep), 0)
            listing.highlighted = at
            listing.focus()
        self.refresh_bindings()

    # -- doing ----------------------------------------------------------------------------

    def action_open(self) -> None:
        if self._chosen:
            self.kami.open_assessment(self._chosen.summary.id)

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_open()

    def action_duplicate(self) -> None:
        if self._chosen:
            self._duplicate(self._chosen.summary.id)

    def action_summary(self) -> None:
        if self._chosen:
            self.kami.open_assessment(self._chosen.summary.id, summary=True)

    def action_report(self) -> None:
        if self._chosen:
            self._report_on(self._chosen.summary.id)

    def action_delete(self) -> None:
        if self._chosen:
            self._ask_delete(self._chosen.summary)

    def action_reload(self) -> None:
        self.kami.open_workspace()

    def action_move(self, by: int) -> None:
        listing = self.query_one(OptionList)
        listing.action_cursor_down() if by > 0 else listing.action_cursor_up()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("open", "duplicate", "summary", "report"):
            return self._chosen is not None and self._chosen.result is not None
        if action == "delete":
            return self._chosen is not None
        if action in ("new", "reload"):
            return self._rows is not None
        if action == "examples":
            return self._rows == ()
        return True

    def on_option_list_option_highlighted(self) -> None:
        self.refresh_bindings()

    # -- slow work ---------------------------------------------------------------------

    @work(exclusive=True, group="job")
    async def action_new(self) -> None:
        from kami_tui.tui.screens.edition import EditionDialog
        from kami_tui.tui.screens.profile import ProfileScreen

        with self.kami.holding_keys():
            ids = await self.kami.attempt(self.kami.services.editions.ids)
        if not ids:
            return
        edition = ids[0] if len(ids) == 1 else await self.app.push_screen_wait(EditionDialog(ids))
        if edition is None:
            return
        with self.kami.holding_keys():
            scorer = await self.kami.attempt(lambda: self.kami.services.editions.scorer(edition))
            if scorer is None:
                return
            name = self.tr.text(scorer.instrument.name)
            form = ProfileScreen(Profile(date=self.kami.today()), new=name)
            answer: asyncio.Future[dict[str, str] | None] = self.app.push_screen(
                form, wait_for_dismiss=True
            )
        values = await answer
        if values is None:
            return
        assessment = Assessment(edition, Profile(**values))
        with self.kami.holding_keys():
            made = await self.kami.attempt(lambda: shelf.create(self.kami.services, assessment))
            if made is not None:
                await self.kami.open_now(made)

    @work(exclusive=True, group="job")
    async def _duplicate(self, id: str) -> None:
        services, today = self.kami.services, self.kami.today()
        with self.kami.holding_keys():
            made = await self.kami.attempt(lambda: shelf.new_round(services, id, today))
            if made is not None:
                self.kami.last = made
                self.kami.say(self.tr("A new round was made from it, dated today."))
                self.kami.open_workspace()

    @work(exclusive=True, group="job")
    async def action_examples(self) -> None:
        services = self.kami.services
        with self.kami.holding_keys():
            self.kami.last = await self.kami.attempt(lambda: shelf.create_examples(services))
            self.kami.open_workspace()

    @work(exclusive=True, group="job")
    async def _ask_delete(self, summary: Summary) -> None:
        from kami_tui.tui.screens.confirm import ConfirmDialog

        profile = summary.profile
        about = (words.one_line(profile.scope), profile.date, summary.instrument)
        dialog = ConfirmDialog(
            N_("Delete this assessment?"),
            N_("{name}\n{scope}\n{n} answers, with their notes and evidence.\n\n"
               "It leaves the list, and this program cannot bring it back."),
            yes=N_("Delete"),
            no=N_("Keep"),
            facts={
                "name": words.title(profile, self.tr),
                "scope": " / ".join(part for part in about if part),
                "n": len(summary.statuses),
            },
        )  # fmt: skip
        if await self.app.push_screen_wait(dialog):
            with self.kami.holding_keys():
                await self.kami.attempt(lambda: self.kami.services.workspace.delete(summary.id))
                self.kami.open_workspace()

    @work(exclusive=True, group="job")
    async def _report_on(self, id: str) -> None:
        from kami_tui.tui.screens.report import ReportDialog

        with self.kami.holding_keys():
            found = await self.kami.attempt(lambda: shelf.matter(self.kami.services, id))
            if found is not None:
                matter, wording = found
                await self.app.push_screen(ReportDialog(lambda: matter, wording))
