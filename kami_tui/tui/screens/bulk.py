"""One answer for a whole section or area: shown item by item before anything is written."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from kami_tui.domain.official import Wording
from kami_tui.domain.owners import items_in, scopes_of
from kami_tui.i18n.translator import N_, Translator
from kami_tui.tui import told, words
from kami_tui.tui.desk import Desk
from kami_tui.tui.effects import Effect, effect_line, effects
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.screens.reason import ReasonDialog
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.usecases import bulk
from kami_tui.usecases.bulk import Line, Plan
from kami_tui.usecases.session import Session

CHOSEN = "bold $block-cursor-foreground on $block-cursor-background"
FATES = {
    "same": N_("stays, same already"),
    "kept": N_("stays, is answered"),
    "not_offered": N_("stays, not offered"),
}
CHOICE = "choice"
"""Marks a status in the line of choices, for clicks."""
STATE = 22
"""Cells of an answer in the list."""


class BulkDialog(KamiDialog[None]):
    CSS_PATH = ["dialogs.tcss", "bulk.tcss"]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "apply", N_("answer"), priority=True, id="bulk.apply"),
        Binding("x", "wide(True)", N_("whole area"), id="bulk.area"),
        Binding("x", "wide(False)", N_("section only"), id="bulk.section"),
        Binding("u", "over(True)", N_("all items"), id="bulk.all"),
        Binding("u", "over(False)", N_("gaps only"), id="bulk.unanswered"),
        Binding("escape,q", "dismiss(None)", N_("close"), id="bulk.close"),
        Binding("j", "scroll(1)", N_("scroll down"), show=False, id="bulk.down"),
        Binding("k", "scroll(-1)", N_("scroll up"), show=False, id="bulk.up"),
    ]

    def __init__(self, desk: Desk, item: str) -> None:
        super().__init__()
        self._desk = desk
        self._session = desk.session
        _, self._section, self._area = scopes_of(desk.session.instrument, item)
        self._wide = False
        self._over = False
        self._status: str | None = None
        self._plan: Plan | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield Static(id="bulk-choice", markup=False)
            yield Static(id="bulk-counts", markup=False)
            with VerticalScroll(id="bulk-scroll"):
                yield Static(id="bulk-list", markup=False)
            yield Static(id="bulk-effects", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()

    # -- showing --------------------------------------------------------------------------

    @property
    def _scope(self) -> str:
        return self._area if self._wide else self._section

    @property
    def _items(self) -> tuple[str, ...]:
        return items_in(self._session.instrument, self._scope)

    def extra_keys(self) -> list[tuple[str, str]]:
        codes = bulk.statuses_of(self._session, self._items)
        return [(" ".join(words.key_of(c) for c in codes), self.tr("choose"))]

    def _planned(self) -> Plan | None:
        if self._status is None:
            return None
        return bulk.plan(self._session, self._items, self._status, answered_too=self._over)

    def retranslate(self) -> None:
        session, tr = self._session, self.tr
        self._plan = self._planned()
        where = told.scope_name(session, self._scope, tr)
        self.query_one(".title", Static).update(Content(tr("One answer for {where}", where=where)))
        self.query_one("#bulk-choice", Static).update(self._choice())
        self.query_one("#bulk-counts", Static).update(counts(self._plan, self._over, tr))
        rows = [row(session, line, self._status, tr, self._desk.wording) for line in self._lines()]
        self.query_one("#bulk-list", Static).update(Content("\n").join(rows))
        after = bulk.tried(session, self._plan) if self._plan else session
        found = effects(session, after, self._area, tr)
        self.query_one("#bulk-effects", Static).update(
            effects_block(found, tr) if self._plan else Content()
        )
        self.refresh_bindings()

    def _lines(self) -> tuple[Line, ...]:
        if self._plan is not None:
            return self._plan.lines
        return tuple(Line(i, self._session.answer_to(i).status, "kept") for i in self._items)

    def _choice(self) -> Content:
        """The statuses on one line; brackets as well as colour on the chosen one."""
        parts = []
        for code in bulk.statuses_of(self._session, self._items):
            text = status_word(self._session, self._items, code, self.tr)
            chosen = code == self._status
            part = Content.styled(f"[{text}]" if chosen else text, CHOSEN if chosen else "")
            parts.append(part.stylize(Style.from_meta({CHOICE: code})))
        return Content("   ").join(parts)

    # -- keys -----------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        pressed = (event.character or "").lower()
        for code in bulk.statuses_of(self._session, self._items):
            if pressed and words.key_of(code) == pressed:
                event.stop()
                self._choose(code)
                return

    def on_click(self, event: events.Click) -> None:
        code = event.style.meta.get(CHOICE)
        if code is not None:
            event.stop()
            self._choose(code)

    def _choose(self, code: str) -> None:
        self._status = code
        self.retranslate()
        self._seek()

    def action_wide(self, wide: bool) -> None:
        self._wide = wide
        if self._status not in bulk.statuses_of(self._session, self._items):
            self._status = None
        self.retranslate()
        self._seek()

    def action_over(self, over: bool) -> None:
        self._over = over
        self.retranslate()
        self._seek()

    def _seek(self) -> None:
        """Brings the first item that would be answered into view."""
        scroll = self.query_one("#bulk-scroll")
        fates = [line.changes for line in self._lines()]
        first = fates.index(True) if True in fates else 0
        # After the refresh: the list has its new length by then.
        self.call_after_refresh(
            scroll.scroll_to, y=first if first >= scroll.size.height else 0, animate=False
        )

    def action_scroll(self, by: int) -> None:
        self.query_one("#bulk-scroll").scroll_relative(y=by, animate=False)

    def action_apply(self) -> None:
        plan = self._still_so()
        if plan is None:
            return
        if not plan.needs_reason:
            self._apply(plan, "")
            return

        def given(reason: str | None) -> None:
            if reason is not None and (plan := self._still_so()):
                self._apply(plan, reason)

        option = self._session.instrument.option(plan.items[0], plan.status)
        word = self.tr.text(option.label) if option else plan.status
        self.app.push_screen(ReasonDialog(word, len(plan.items)), given)

    def _still_so(self) -> Plan | None:
        """The plan that is on the screen; None if the answers have changed under it."""
        shown, now = self._plan, self._planned()
        if shown != now:
            self.retranslate()
            self.kami.say(
                self.tr("The answers have changed meanwhile. Look at the list again."), "warning"
            )
            return None
        return now

    def _apply(self, plan: Plan, reason: str) -> None:
        changes = self._session.set_statuses(plan.items, plan.status, note=reason)
        self._desk.record(changes)
        self.kami.say(
            self.tr.plural("{n} item was answered. z takes it back.",
                           "{n} items were answered at once. z takes them back at once.",
                           len(plan.items))
        )  # fmt: skip
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "apply":
                return self._plan is not None and bool(self._plan.items)
            case "wide":
                return parameters != (self._wide,)
            case "over":
                return parameters != (self._over,)
        return True


def status_word(session: Session, items: tuple[str, ...], code: str, tr: Translator) -> str:
    """A status with its key; only the key where it means something else in each item."""
    found = (session.instrument.option(i, code) for i in items)
    labels = {words.short_label(o, tr) for o in found if o is not None}
    key = words.key_of(code)
    return f"{key} {labels.pop()}" if len(labels) == 1 else key


def counts(plan: Plan | None, over: bool, tr: Translator) -> Content:
    """How many items would be answered, overwritten and left alone."""
    which = tr("All items.") if over else tr("Only unanswered items.")
    if plan is None:
        return Content.assemble((which, words.MUTED), "  ", tr("Choose a status."))
    n, overwritten = len(plan.items), plan.count("over")
    said = tr.plural("{n} item will be answered", "{n} items will be answered", n)
    parts = [Content.styled(said, words.STRONG)]
    if overwritten:
        said = tr.plural("{n} of them overwritten", "{n} of them overwritten", overwritten)
        parts.append(Content.styled(said, f"bold {words.MISSING}"))
    if alone := len(plan.lines) - n:
        parts.append(Content(tr.plural("{n} stays", "{n} stay", alone)))
    return Content.assemble((which, words.MUTED), "  ") + Content(", ").join(parts)


def row(
    session: Session, line: Line, status: str | None, tr: Translator, wording: Wording
) -> Content:
    """One item: from what to what, or why it is left alone."""
    parts: list[Content | tuple[str, str]] = [(f"{line.item:<6}", "bold")]
    if line.before is None:
        parts.append(_cell(f"[ ] {tr('unanswered')}", words.MISSING))
    else:
        parts.append(_cell(f"    {told.status(session, line.item, line.before, tr)}", ""))
    if line.changes:
        parts.append(("-> ", f"bold {words.MISSING}" if line.fate == "over" else "bold $accent"))
        parts.append(_cell(told.status(session, line.item, status, tr), words.STRONG))
    elif status is not None:
        parts.append(("   ", ""))
        parts.append(_cell(tr(FATES[line.fate]), words.MUTED))
    parts.append((words.item_line(session.item(line.item), wording, tr), words.MUTED))
    return Content.assemble(*parts)


def _cell(text: str, style: str) -> Content:
    """A cell of the list, as wide whatever stands in it."""
    cell = Content(text).truncate(STATE - 1, ellipsis=True)
    return Content.styled(cell.plain, style) + " " * (STATE - cell.cell_length)


def effects_block(found: list[Effect], tr: Translator) -> Content:
    """What would move, a line each; what would not, on one."""
    lines = [effect_line(e) for e in found if e.before != e.after]
    still = ", ".join(f"{e.label} {e.before}" for e in found if e.before == e.after)
    if still:
        lines.append(Content.styled(tr("Unmoved: {what}", what=still), words.MUTED))
    return Content("\n").join(lines)
