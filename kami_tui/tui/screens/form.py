"""What forms have in common: fields below one another, enter goes on, nothing typed is dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantFocus
from textual.widgets import Button, Input

from kami_tui.i18n.translator import N_
from kami_tui.tui.screens.base import Speaking, button
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.widgets.field import Field, FieldSpec


class Fields(VerticalScroll, inherit_bindings=False):
    """Up and down lead from field to field: they are not to scroll where there is little room."""


class Form(Speaking[dict[str, str] | None]):
    """Gives back every field's text, or None when it was left without saving."""

    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (64, "-broad")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", N_("save"), priority=True, id="form.save"),
        Binding("escape", "cancel", N_("cancel"), id="form.cancel"),
        Binding("down", "app.focus_next", N_("next field"), show=False, id="form.next"),
        Binding("up", "app.focus_previous", N_("previous field"), show=False, id="form.previous"),
    ]
    FIELDS: ClassVar[tuple[FieldSpec, ...]] = ()
    TYPING = True

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__()
        self._values = values

    def fields(self) -> ComposeResult:
        yield from self.lines()
        yield from self.buttons()

    def lines(self) -> ComposeResult:
        turn = asyncio.Lock()
        with Fields(id="fields", can_focus=False):
            for spec in self.FIELDS:
                yield Field(spec, self._values.get(spec.name, ""), turn)

    def buttons(self) -> ComposeResult:
        with Horizontal(id="buttons"):
            yield Button(id="save", variant="primary", compact=True)
            yield Button(id="cancel", compact=True)

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        for field in self.query(Field):
            field.show(self.tr)
        self.query_one("#save", Button).label = button(self.tr("Save"), self.key("form.save"))
        self.query_one("#cancel", Button).label = button(self.tr("Cancel"), self.key("form.cancel"))

    @on(DescendantFocus)
    def _show_label(self, event: DescendantFocus) -> None:
        """Textual brings the input into view; in a narrow window its label stands above it."""
        for field in event.widget.ancestors:
            if isinstance(field, Field):
                self.call_after_refresh(field.scroll_visible, animate=False)

    @property
    def values(self) -> dict[str, str]:
        return {f.spec.name: f.value for f in self.query(Field)}

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        fields = list(self.query(Field))
        at = next(i for i, f in enumerate(fields) if f.input is event.input)
        if not fields[at].check(self.tr):
            return
        if at + 1 < len(fields):
            fields[at + 1].input.focus()
        else:
            self.action_save()

    @on(Input.Blurred)
    def _check(self, event: Input.Blurred) -> None:
        for field in self.query(Field):
            if field.input is event.input and (field.value.strip() or field.has_class("-wrong")):
                field.check(self.tr)

    @on(Button.Pressed, "#save")
    def _save_pressed(self) -> None:  # a handler of its own: some forms save in their own way
        self.action_save()

    def action_save(self) -> None:
        wrong = [f for f in self.query(Field) if not f.check(self.tr)]
        if wrong:
            wrong[0].input.focus()
        else:
            self.finish()

    def finish(self) -> None:
        """Every field can be saved."""
        self.dismiss(self.values)

    def _leave(self, sure: bool | None) -> None:
        if sure:
            self.dismiss(None)

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        if not self.halted() and self.may_close():
            self.dismiss(None)

    def halted(self) -> bool:
        """Whether something was under way that cancel has ended, instead of the form."""
        return False

    def may_close(self) -> bool:
        if all(v == self._values.get(n, "") for n, v in self.values.items()):
            return True
        if self.app.screen is self:  # else it is being asked already
            self.app.push_screen(
                ConfirmDialog(
                    N_("Leave without saving?"),
                    N_("What you typed in this form will be lost."),
                    yes=N_("Leave"),
                    no=N_("Go on typing"),
                ),
                self._leave,
            )
        return False
