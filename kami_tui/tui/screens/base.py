"""What every screen of the program has: the language, a head line and a key line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.actions import SkipAction
from textual.await_complete import AwaitComplete
from textual.content import Content
from textual.css.query import NoMatches
from textual.geometry import Size
from textual.widget import Widget

from kami_tui.i18n.translator import Translator
from kami_tui.tui.keys import key_of
from kami_tui.tui.screens.dimmed import Dimmed
from kami_tui.tui.screens.sized import Sized
from kami_tui.tui.widgets.head import Head

if TYPE_CHECKING:
    from kami_tui.tui.app import KamiApp
    from kami_tui.tui.saver import SaveState

T = TypeVar("T")


def button(word: str, key: str) -> Content:
    """A button's label, with the key that does the same."""
    return Content(f" {word} ({key.upper() if key[1:].isdigit() else key}) ")


class Speaking(Sized[T]):
    """A screen that can change its language in place."""

    TYPING: ClassVar[bool] = False
    """It has text fields: no action of it may sit on a sign."""
    ANSWERS: ClassVar[bool] = False
    """Signs give answers here."""

    ready = False
    """Whether it has been drawn and focused once: before that, keys would miss their field."""

    _fresh = False
    """Whether it has not been seen yet."""

    async def on_event(self, event: events.Event) -> None:
        """One that is closed while it opens is given no widgets: they are not missed then."""
        try:
            if isinstance(event, events.Compose):
                self._fit(self.app.size)
                self._fresh = True
                # Textual dresses a screen before it reads the styles that the screen brings.
                self.app.stylesheet.apply(self)
                await super().on_event(event)
            elif isinstance(event, events.ScreenResume):
                # Only laid out; painted when that is done. Widgets that have just been made have
                # their styles.
                with self.app.batch_update():
                    if not self._fit(self.app.size) and self._fresh:
                        event.refresh_styles = False
                    self._fresh = False
                    await super().on_event(event)
                await asyncio.sleep(0.001)  # others have their turn before it is painted
            else:
                await super().on_event(event)
        except NoMatches:
            if self in self.app.screen_stack:
                raise

    def _fit(self, size: Size) -> bool:
        """Puts on the classes for a window of this size; whether they are others than before.
        Textual does so after the first picture, and makes another one."""
        before = self.classes
        for breakpoints, side in (
            (self.HORIZONTAL_BREAKPOINTS, size.width),
            (self.VERTICAL_BREAKPOINTS, size.height),
        ):
            fitting = self._get_breakpoint_classes(side, breakpoints or [])
            for _, name in breakpoints or ():
                self.set_class(name in fitting, name, update=False)
        return self.classes != before

    def on_screen_resume(self) -> None:
        for head in self.query(Head):
            head.show()
        self.call_after_refresh(self._is_ready)

    def _is_ready(self) -> None:
        self.ready = True

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Lets go of the painted lines at once: the collector would need long for so many."""
        for widget in self.walk_children(Widget, with_self=True):
            widget._styles_cache.clear()
        return super().dismiss(result)

    def on_unmount(self) -> None:
        self.kami.tidying.closed()

    @property
    def kami(self) -> KamiApp:
        return cast("KamiApp", self.app)

    @property
    def tr(self) -> Translator:
        return self.kami.tr

    def retranslate(self) -> None:
        """Writes every text anew in the present language; what was typed or chosen stays."""

    def renew(self) -> None:
        """Shows the assessment as it is now: another program has changed it."""

    def as_text(self) -> str:
        """What this screen shows, as plain text: it is what is copied."""
        from kami_tui.tui.copying import text_of

        return text_of(self)

    def action_copy_text(self) -> None:
        """Ctrl+C, where text is marked; else the key goes on to whoever else knows it."""
        marked = self.get_selected_text()
        if not marked:
            raise SkipAction
        self.kami.copy(marked)

    def on_paste(self, event: events.Paste) -> None:
        """A paste no field has taken. It is told, and never typed: letters here are commands."""
        from textual.widgets import Input, TextArea  # costs start-up time

        event.stop()
        if isinstance(self.focused, (Input, TextArea)):
            return
        self.kami.say(self.tr("There is no field here to paste into. Nothing was changed."))

    def saved(self, state: SaveState) -> None:
        """How it stands with saving has changed, while this screen is the uppermost."""

    def keep(self) -> None:
        """Saves what was typed, where that can be done without asking."""

    def may_close(self) -> bool:
        """Asked before the program ends. Keeps what was typed, or asks about it and says no."""
        return True

    def key(self, id: str) -> str:
        """How the first key of an action is written, as keys are now."""
        return key_of(self, id)

    def trial_mark(self) -> Content:
        """Before the head line: that what is shown is being tried out; empty if nothing is."""
        desk = self.kami.desk
        if desk is None or desk.trial is None:
            return Content()
        return Content.styled(f" {self.trial_words()} ", "bold reverse $warning") + "  "

    def trial_words(self) -> str:
        return self.tr("TRYING OUT, not saved")

    def head(self) -> Content:
        """Left part of the head line: where one is."""
        return Content(self.tr("Indeks KAMI"))

    def extra_keys(self) -> list[tuple[str, str]]:
        """Keys that are no bindings (answers differ from item to item), with their meaning."""
        return []


class KamiScreen(Speaking[T]):
    """A whole screen."""


class KamiDialog(Speaking[T], Dimmed[T]):
    """A window over a screen."""

    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (20, "-roomy")]  # noqa: RUF012
