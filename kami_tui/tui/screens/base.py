"""What every screen of the program has: the language, a head line and a key line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from textual.content import Content
from textual.screen import ModalScreen, Screen

from kami_tui.i18n.translator import Translator

if TYPE_CHECKING:
    from kami_tui.tui.app import KamiApp

T = TypeVar("T")


def button(word: str, key: str) -> Content:
    """A button's label, with the key that does the same."""
    return Content(f" {word} ({key}) ")


class Speaking(Screen[T]):
    """A screen that can change its language in place."""

    ready = False
    """Whether it has been drawn and focused once: before that, keys would miss their field."""

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self._is_ready)

    def _is_ready(self) -> None:
        self.ready = True

    @property
    def kami(self) -> KamiApp:
        return cast("KamiApp", self.app)

    @property
    def tr(self) -> Translator:
        return self.kami.tr

    def retranslate(self) -> None:
        """Writes every text anew in the present language; what was typed or chosen stays."""

    def absorbed(self) -> None:
        """Another program has changed the assessment; the session has taken it over."""

    def keep(self) -> None:
        """Saves what was typed, where that can be done without asking."""

    def may_close(self) -> bool:
        """Asked before the program ends. Keeps what was typed, or asks about it and says no."""
        return True

    def head(self) -> Content:
        """Left part of the head line: where one is."""
        return Content(self.tr("Indeks KAMI"))

    def extra_keys(self) -> list[tuple[str, str]]:
        """Keys that are no bindings (answers differ from item to item), with their meaning."""
        return []


class KamiScreen(Speaking[T]):
    """A whole screen."""


class KamiDialog(Speaking[T], ModalScreen[T]):
    """A window over a screen."""

    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (20, "-roomy")]  # noqa: RUF012
