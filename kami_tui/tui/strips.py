"""Painted lines that remember nothing.

Each of Textual's has seven stores for what was made of it, which are as good as never asked for:
lines that stay are kept whole, above them. The stores are half of what a new window makes and what
is to be taken up when it closes; and a line cut at its own end keeps itself in one of them, until
the collector looks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_begin, _divide, _crop_extend = Strip.__init__, Strip.divide, Strip.crop_extend


class Forgetful:
    """Stands where a store is wanted."""

    def get(self, key: object, default: Any = None) -> Any:
        return default

    def __setitem__(self, key: object, value: object) -> None:
        pass


_FORGETFUL: Any = Forgetful()


def begin(self: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    self._segments, self._cell_length = list(segments), cell_length
    self._divide_cache = self._crop_cache = self._crop_extend_cache = _FORGETFUL
    self._style_cache = self._filter_cache = _FORGETFUL
    self._line_length_cache = self._offsets_cache = _FORGETFUL
    self._render_cache = self._link_ids = self._cell_count = None


def divide(self: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    length = self.cell_length
    wanted = [cut for cut in cuts if cut <= length]
    return [self] if wanted == [length] else _divide(self, wanted)


def crop_extend(self: Strip, start: int, end: int, style: Style | None) -> Strip:
    if start <= 0 and end == self.cell_length:
        return self
    return _crop_extend(self, start, end, style)


def keep_none() -> None:
    """For all strips of this process. What they give is the same; a test compares it."""
    Strip.__init__ = begin  # type: ignore[method-assign]
    Strip.divide, Strip.crop_extend = divide, crop_extend  # type: ignore[method-assign]
