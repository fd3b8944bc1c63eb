"""What lies behind a widget, worked out once for each change of looks."""

from __future__ import annotations

from textual.color import Color
from textual.widget import Widget


class Backdrop(Widget):
    """Textual mixes the colours of all a widget lies on whenever it is asked. What we lie on takes
    another colour only with a theme, of which every widget is told."""

    _behind: Color | None = None

    @property
    def backdrop(self) -> Color:
        if self._behind is None:
            self._behind = self.background_colors[1]
        return self._behind

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._behind = None
