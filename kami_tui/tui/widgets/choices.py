"""The answers an item offers; the one given is marked by a sign, not only by colour."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kami_tui.domain.instrument import Option
from kami_tui.domain.numbers import Exact
from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.messages import StatusPicked
from kami_tui.tui.widgets.put import put


class Choice(Horizontal):
    """One answer: key and mark, words, points."""

    def __init__(self, index: int) -> None:
        super().__init__(id=f"choice-{index}")
        self.code = ""

    def compose(self) -> ComposeResult:
        yield Static(classes="mark", markup=False)
        yield Static(classes="label", markup=False)
        yield Static(classes="points", markup=False)

    def show(
        self, option: Option, chosen: bool, points: str, tr: Translator, guidance: bool
    ) -> None:
        self.code = option.code
        self.set_class(chosen, "-chosen")
        mark, label, worth = self.query(Static).results(Static)
        sign = Content.assemble(
            (f" {words.key_of(option.code)} ", "bold $accent"), ("(*)" if chosen else "( )")
        )
        put(mark, sign)
        if guidance:
            put(label, guided(option, points, tr, chosen=chosen))
        else:
            put(label, Content(tr.text(option.label)))
        put(worth, Content(points))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(StatusPicked(self.code))


def guided(option: Option, points: str, tr: Translator, *, chosen: bool) -> Content:
    """The answer, and beneath it its points and when to choose it."""
    label, muted = tr.text(option.label), "not bold" if chosen else words.MUTED
    guidance = tr.text(option.guidance) if option.guidance else ""
    below = tr("{points}. {guidance}", points=points, guidance=guidance).strip()
    return Content.assemble(label, "\n", (below, muted))


class Choices(Widget):
    """Rows are made once and written anew for every item; spare rows are hidden."""

    async def prepare(self, most: int) -> None:
        """Makes as many rows as the item with the most answers needs."""
        await self.mount_all(Choice(i) for i in range(most))

    def show(
        self,
        options: tuple[Option, ...],
        worth: dict[str, Exact],
        chosen: str | None,
        tr: Translator,
        *,
        guidance: bool = False,
    ) -> None:
        """`guidance`: says under each answer when to choose it, where the questionnaire does."""
        guidance = guidance and any(o.guidance for o in options)
        self.set_class(chosen is None, "-unanswered")
        self.set_class(guidance, "-guided")
        for index, row in enumerate(self.query(Choice)):
            used = index < len(options)
            if row.display != used:
                row.display = used
            if used:
                option = options[index]
                points = words.points(worth[option.code], tr)
                row.show(option, option.code == chosen, points, tr, guidance)
