"""The keys of the screen one came from, and what the signs mean."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kami_tui.i18n.translator import N_
from kami_tui.tui import words
from kami_tui.tui.keys import actions
from kami_tui.tui.screens.base import KamiDialog, Speaking
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.usecases.keys import written

SIGNS = (
    ("[ ]", N_("not answered yet")),
    ("(3)", N_("answered, but its stage is shut: kept and not counted")),
    ("+2", N_("two pieces of evidence are attached")),
    ("*", N_("there is a note")),
    ("!", N_("the answer still needs a reason in its note")),
    (">", N_("you are here")),
)
COLUMN = 22


class HelpDialog(KamiDialog[None]):
    """Made from the bindings themselves, so it cannot say what is not so."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss(None)", N_("close"), id="help.close"),
        Binding(
            "pagedown,down,space,j",
            "scroll(1)",
            N_("scroll down"),
            show=False,
            id="help.scroll_down",
        ),
        Binding("pageup,up,k", "scroll(-1)", N_("scroll up"), show=False, id="help.scroll_up"),
    ]

    def __init__(self, about: Speaking[object]) -> None:
        super().__init__()
        self._about = about
        self._keys = actions(about)  # asked before this window covers them

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(classes="title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(id="help-text", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        tr = self.tr
        self._keys = [replace(a, word=tr(a.source)) for a in self._keys]
        self.query_one(".title", Static).update(tr("Keys"))
        rows: list[tuple[str, str]] = list(self._about.extra_keys())
        rows += [(" ".join(written(k) for k in a.keys), a.word) for a in self._keys]
        lines = [_line(keys, word) for keys, word in rows]
        lines += [Content(), Content.styled(tr("Signs"), "bold")]
        lines += [_line(sign, tr(meaning)) for sign, meaning in SIGNS]
        lines += [Content(), Content(tr(
            "Every answer is saved by itself, at once. The head line says when it is safe."
        ))]  # fmt: skip
        self.query_one("#help-text", Static).update(Content("\n").join(lines))

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by * 8, animate=False)


def _line(keys: str, word: str) -> Content:
    gap = " " * (COLUMN - cell_len(keys)) or "\n" + " " * COLUMN
    return Content.assemble((keys, "bold $accent"), gap, (word, words.MUTED))
