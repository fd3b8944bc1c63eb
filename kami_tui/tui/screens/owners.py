"""Who answers for what: gives an item, its section or its area to a person or working group."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kami_tui.domain.answers import MAX_FIELD
from kami_tui.domain.errors import KamiError
from kami_tui.domain.owners import items_in, scopes_of
from kami_tui.i18n.translator import N_, Translator
from kami_tui.tui import told, words
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.screens.note import clean
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.pick_list import PickList
from kami_tui.usecases import ownership
from kami_tui.usecases.session import Session

NAME = 34
"""Cells of a name in a table."""
SCOPE = 32
"""Cells of what is given away."""


class OwnersDialog(KamiDialog[None]):
    """The field holds what the chosen scope is given to; empty, enter takes it away.

    What stands in the field is what is given: names in use are offered, never put in unasked.
    """

    CSS_PATH = ["dialogs.tcss", "owners.tcss"]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give", N_("give"), priority=True, id="owners.give"),
        Binding("enter", "take", N_("take it away"), priority=True, id="owners.take"),
        Binding("down", "scope(1)", N_("scope"), priority=True, id="owners.wider"),
        Binding("up", "scope(-1)", N_("scope"), priority=True, show=False,
                id="owners.narrower"),
        Binding("tab", "name(1)", N_("a name in use"), priority=True, id="owners.name"),
        Binding("shift+tab", "name(-1)", N_("previous name"), priority=True, show=False,
                id="owners.name_before"),
        Binding("escape", "dismiss(None)", N_("done"), id="owners.close"),
        Binding("pagedown", "scroll(1)", N_("scroll down"), priority=True, id="owners.down"),
        Binding("pageup", "scroll(-1)", N_("scroll up"), priority=True, show=False,
                id="owners.up"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, item: str) -> None:
        super().__init__()
        self._desk = desk
        self._session = desk.session
        self._scopes = scopes_of(desk.session.instrument, item)
        self._typed = ""
        """What was typed before a name in use was put in its place."""
        self._put: str | None = None
        """What the program itself last wrote into the field."""
        self._filled = True
        """Whether that is whom a scope is given to, and no name that was chosen."""
        self._said: tuple[str, bool] = ("", False)
        """The last outcome, and whether it is a refusal."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield PickList(id="scopes")
            yield Input(id="owner", compact=True, max_length=MAX_FIELD)
            yield Static(id="owner-said", classes="hint", markup=False)
            with VerticalScroll(id="owner-scroll", can_focus=False):
                yield Static(id="owner-table", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.retranslate()
        self.query_one(Input).focus()
        self._fill()
        # Whether there is more to scroll to.
        self.watch(self.query_one("#owner-scroll"), "virtual_size", self.refresh_bindings)

    # -- showing --------------------------------------------------------------------------

    @property
    def _scope(self) -> str:
        return self._scopes[self.query_one(OptionList).highlighted or 0]

    @property
    def _own(self) -> str:
        """Whom the chosen scope is given to by itself."""
        return self._session.assessment.owners.get(self._scope, "")

    @property
    def _wanted(self) -> str:
        return clean(self.query_one(Input).value).strip()

    def retranslate(self) -> None:
        self.query_one(".title", Static).update(Content(self.tr("Who answers for it")))
        self.query_one(Input).placeholder = self.tr("Name of a person or working group")
        self._show()

    def _show(self) -> None:
        scopes, tr = self.query_one(OptionList), self.tr
        at = scopes.highlighted or 0
        scopes.set_options(Option(self._scope_row(s)) for s in self._scopes)
        scopes.highlighted = at
        said, wrong = self._said
        hint = self.query_one("#owner-said", Static)
        hint.set_class(wrong, "wrong")
        hint.update(Content(said or self._promise()))
        self.query_one("#owner-table", Static).update(table(self._session, tr))
        self.refresh_bindings()

    def _scope_row(self, scope: str) -> Content:
        tr, session = self.tr, self._session
        items = items_in(session.instrument, scope)
        own = session.assessment.owners.get(scope, "")
        inherited = self._from_above(scope)
        name = Content(told.scope_name(session, scope, tr)).truncate(SCOPE, ellipsis=True, pad=True)
        count = tr.plural("{n} item", "{n} items", len(items))
        owner = (
            Content.styled(told.short(own, NAME), words.STRONG) if own
            else Content.styled(
                tr("inherited: {owner}", owner=told.short(inherited, NAME)) if inherited
                else tr("nobody"),
                words.MUTED,
            )
        )  # fmt: skip
        return Content.assemble(name, (f"{count:>10}   ", words.MUTED), owner)

    def _from_above(self, scope: str) -> str:
        wider = self._scopes[self._scopes.index(scope) + 1 :]
        owners = self._session.assessment.owners
        return next((owners[s] for s in wider if owners.get(s)), "")

    def _promise(self) -> str:
        """What enter would do."""
        session, tr, name = self._session, self.tr, self._wanted
        if name == self._own.strip():
            return tr("Type a name; an empty field takes it away.") if name else tr("Type a name.")
        n = ownership.moved(session, self._scope, name)
        kept = ownership.narrower(session, self._scope)
        said = tr.plural("{n} item gets another owner.", "{n} items get another owner.", n)
        if kept:
            said += " " + tr.plural(
                "{n} part of it keeps its own.", "{n} parts of it keep their own.", len(kept)
            )
        return said

    def _fill(self) -> None:
        """Writes whom the scope is given to into the field, ready to be typed over."""
        field = self.query_one(Input)
        self._typed, self._put, self._filled = "", self._own, True
        field.value = self._own
        field.action_select_all()

    # -- keys -----------------------------------------------------------------------------

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        if event.value != self._put:
            self._typed, self._put, self._filled = event.value, None, False
            self._said = ("", False)
        self._show()

    def action_scope(self, by: int) -> None:
        scopes = self.query_one(OptionList)
        untouched = self._filled and self.query_one(Input).value == self._put
        scopes.highlighted = ((scopes.highlighted or 0) + by) % len(self._scopes)
        self._said = ("", False)
        if untouched:  # what somebody has begun to type stays
            self._fill()
        self._show()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_scope(0)

    def action_name(self, by: int) -> None:
        """Goes through the names in use that go with what was typed."""
        found = ownership.completions(ownership.names(self._session), self._typed)
        if not found:
            return
        field = self.query_one(Input)
        at = found.index(field.value) + by if field.value in found else (0 if by > 0 else -1)
        self._put, self._filled = found[at % len(found)], False
        self._said = ("", False)
        field.value = self._put
        field.action_end()
        self._show()

    def action_give(self) -> None:
        session, scope, name = self._session, self._scope, self._wanted
        was = self._own
        try:
            changes = session.set_owner(scope, name)
        except KamiError as error:
            self._said = (self.kami.explained(error), True)
            self._show()
            return
        self._desk.record(changes)
        where = told.scope_name(session, scope, self.tr)
        said = (
            self.tr("Given to {owner}: {where}. z takes it back.",
                    owner=told.short(name), where=where)
            if name
            else self.tr("Taken from {owner}: {where}. z takes it back.",
                         owner=told.short(was), where=where)
        )  # fmt: skip
        self._said = (said if changes else "", False)
        self._fill()
        self._show()

    def action_take(self) -> None:
        self.action_give()

    def action_scroll(self, pages: int) -> None:
        scroll = self.query_one("#owner-scroll")
        scroll.scroll_relative(y=pages * max(scroll.size.height - 1, 1), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        match action:
            case "give":
                return bool(self._wanted) and self._wanted != self._own
            case "take":
                return not self._wanted and bool(self._own)
            case "scroll":
                return self.query_one("#owner-scroll").max_scroll_y > 0
            case "name":
                return bool(ownership.names(self._session))
        return True


def table(session: Session, tr: Translator) -> Content:
    """Everybody with what they have, and below it what was given to whom."""
    shares = ownership.shares(session)
    lines = [Content.styled(tr("Who has how much"), "bold $text-muted")]
    for share in shares:
        name = told.short(share.owner, NAME) if share.owner else tr("nobody")
        items = tr.plural("{n} item", "{n} items", share.items)
        left = tr("{left} unanswered", left=share.unanswered) if share.unanswered else ""
        cell = Content(name).truncate(NAME, pad=True)
        cell = cell if share.owner else cell.stylize(words.MUTED)
        lines.append(
            Content.assemble(cell, f"{items:>10}", (f"   {left}" if left else "", words.MISSING))
        )
    given = [(s, o) for s, o in session.assessment.owners.items() if o]
    if given:
        lines += [Content(), Content.styled(tr("What was given"), "bold $text-muted")]
        for scope, owner in given:
            cell = Content(told.scope_name(session, scope, tr)).truncate(
                NAME + 10, ellipsis=True, pad=True
            )
            lines.append(Content.assemble(cell, "   ", told.short(owner, NAME)))
    return Content("\n").join(lines)
