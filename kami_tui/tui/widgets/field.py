"""One labelled line of a form, with its message beneath when something is wrong."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Compose, Event
from textual.widget import Widget
from textual.widgets import Input, Static

from kami_tui.domain.answers import MAX_FIELD
from kami_tui.i18n.translator import N_, Translator

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    name: str
    label: str
    """To be translated."""
    kind: str = "text"
    """``text``, ``date`` or ``file``."""
    required: bool = False
    hint: str = ""
    """To be translated; stands in the empty field."""


def is_day(text: str) -> bool:
    """Whether it is a date that exists, as YYYY-MM-DD and in no other form."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class Field(Widget):
    def __init__(self, spec: FieldSpec, value: str, turn: asyncio.Lock | None = None) -> None:
        """Who holds `turn` makes its input; nine of them at once would hold up everything else."""
        super().__init__()
        self.spec = spec
        self._value = value
        self._turn = turn or asyncio.Lock()

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Compose):
            async with self._turn:
                await super().on_event(event)
        else:
            await super().on_event(event)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(classes="label", markup=False)
            yield Input(self._value, id=f"field-{self.spec.name}", compact=True,
                        select_on_focus=False, max_length=MAX_FIELD)  # fmt: skip
        yield Static(classes="message", markup=False)

    @property
    def input(self) -> Input:
        return self.query_one(Input)

    @property
    def value(self) -> str:
        """What stands there, without blanks around it; as it was if nobody touched it."""
        return self.input.value.strip() if self.input.value != self._value else self._value

    def show(self, tr: Translator) -> None:
        self.query_one(".label", Static).update(tr(self.spec.label))
        self.input.placeholder = tr(self.spec.hint) if self.spec.hint else ""
        if self.has_class("-wrong"):
            self.check(tr)

    def check(self, tr: Translator) -> bool:
        """Whether it can be saved; shows why not."""
        problem = self._problem()
        self.set_class(bool(problem), "-wrong")
        self.query_one(".message", Static).update(tr(problem) if problem else "")
        return not problem

    def _problem(self) -> str:
        text = self.value.strip()
        if self.spec.required and not text:
            return N_("This must not be empty.")
        if self.spec.kind == "date" and text and not is_day(text):
            return N_("Not a date. Write year-month-day, such as 2026-09-15.")
        if self.spec.kind == "file" and "://" in text and not text.startswith("file://"):
            return N_("A link is never opened. Write it as the number or location instead.")
        return ""
