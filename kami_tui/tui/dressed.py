"""An app in one of our looks: its theme, and what lines pass through on their way out."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App
from textual.filter import ANSIToTruecolor, LineFilter

from kami_tui.tui.filters import GREYS, filters_for
from kami_tui.tui.themes import THEMES

NOT_OURS = (*GREYS, ANSIToTruecolor)


class DressedApp(App[int]):
    ascii = False
    """Whether only plain signs may be drawn. What draws by hand asks this."""

    _filtered: tuple[object, tuple[LineFilter, ...]] = (None, ())
    """What the filters were chosen by, and the filters: asked for at every paint, by everyone."""

    def dress(self, look: str, *, ascii: bool) -> None:
        """Once, before anything is shown."""
        for theme in THEMES.values():
            self.register_theme(theme)
        self.ascii, self.look = ascii, look
        self.stylesheet.set_variables(self.get_css_variables())

    def refresh_css(self, animate: bool = True) -> None:
        """Textual calls this once at the start as well, when all is as it was dressed: to read the
        styles a second time would keep the first picture waiting."""
        if self.screen_stack or self.stylesheet._variables != self.get_css_variables():
            super().refresh_css(animate)
        else:
            self.stylesheet.update(self, animate=animate)

    @property
    def look(self) -> str:
        """The theme, by the name that settings have for it."""
        return next(name for name, theme in THEMES.items() if theme.name == self.theme)

    @look.setter
    def look(self, name: str) -> None:
        self.theme = THEMES[name].name

    def next_look(self) -> None:
        names = list(THEMES)
        self.look = names[(names.index(self.look) + 1) % len(names)]

    def watch_theme(self) -> None:
        self.no_color = self.look == "mono"

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without Textual's own for NO_COLOR, which still sends shades of grey, and without the one
        for colours of the terminal's palette: we name none, and it makes each line twice."""
        made_from = (self.theme, self.ascii, self.no_color, *super().get_line_filters())
        if self._filtered[0] != made_from:
            theirs = [f for f in super().get_line_filters() if not isinstance(f, NOT_OURS)]
            self._filtered = (made_from, (*theirs, *filters_for(self.look, ascii=self.ascii)))
        return self._filtered[1]
