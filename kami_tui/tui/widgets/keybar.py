"""The key line. It tells the truth: only keys that work now, as many as fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widgets import Static

from kami_tui.tui.keys import actions
from kami_tui.tui.widgets.put import put

if TYPE_CHECKING:
    from textual.screen import Screen

    from kami_tui.tui.screens.base import Speaking

GAP = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """One key with its meaning; `key` is empty where it is no binding and cannot be clicked."""

    key: str
    name: str
    word: str

    @property
    def width(self) -> int:
        return cell_len(self.name) + 1 + cell_len(self.word)

    @property
    def content(self) -> Content:
        return Content.assemble((self.name, "bold $accent"), " ", (self.word, "$text-muted"))


class KeyBar(Static):
    """Asks the screen for its bindings. Declared first is shown first; help keeps the right end."""

    DEFAULT_CSS = """
    KeyBar {
        dock: bottom; height: 1; width: 1fr; background: $panel; padding: 0 1;
        text-wrap: nowrap; text-overflow: clip;
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._spans: list[tuple[int, int, str]] = []
        """Columns from and to, and the key a click there presses."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.call_after_refresh(self.show)

    def on_resize(self, event: events.Resize) -> None:
        self.show()

    def _changed(self, _screen: Screen[object]) -> None:
        self.show()

    def on_click(self, event: events.Click) -> None:
        column = event.x - self.styles.padding.left
        for start, end, key in self._spans:
            if start <= column < end and key:
                self.app.simulate_key(key)

    def show(self) -> None:
        width = self.content_size.width
        if not self.is_attached or not width:
            return
        pairs, last = self._pairs()
        room = width - (last.width + GAP if last else 0)
        parts: list[Content] = []
        self._spans, at = [], 0
        for pair in pairs:
            if at + pair.width > room:
                break
            parts.append(pair.content)
            self._spans.append((at, at + pair.width, pair.key))
            at += pair.width + GAP
        line = Content(" " * GAP).join(parts)
        if last:
            start = width - last.width
            line = line.pad_right(start - line.cell_length) + last.content
            self._spans.append((start, width, last.key))
        put(self, line)

    def _pairs(self) -> tuple[list[Shown], Shown | None]:
        screen = cast("Speaking[object]", self.screen)
        pairs = [Shown("", keys, word) for keys, word in screen.extra_keys()]
        last: Shown | None = None
        for action in actions(screen):
            shown = Shown(action.keys[0], action.name, action.word)
            if action.action == "help":
                last = shown
            elif action.prominent:
                pairs.append(shown)
        return pairs, last
