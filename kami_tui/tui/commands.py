"""The command palette: every action of the screen, by name instead of by key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from kami_tui.tui.keys import actions
from kami_tui.tui.screens.base import Speaking
from kami_tui.tui.screens.dimmed import Dimmed
from kami_tui.tui.screens.sized import Sized


class Palette(CommandPalette, Sized[None], Dimmed[None]):
    """Textual's own, but for a key that comes before its list has been laid out."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):  # a page of a list without lines yet
            super()._action_command_list(action)


class Actions(Provider):
    """Made from the bindings that work now, so palette, key line and help always agree."""

    def _actions(self) -> Iterator[tuple[str, str, partial[Any]]]:
        if isinstance(self.screen, Speaking):
            for action in actions(cast("Speaking[object]", self.screen)):
                name = action.word[:1].upper() + action.word[1:]
                yield name, action.name, partial(self.app.run_action, action.action, action.node)

    async def discover(self) -> Hits:
        for name, key, run in self._actions():
            yield DiscoveryHit(Content(name), run, text=name, help=key)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, key, run in self._actions():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), run, text=name, help=key)
