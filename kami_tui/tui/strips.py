"""Painted lines that go as soon as nothing shows them.

Cut at its own end, a strip of Textual's is what it was, and remembers itself as the outcome: such a
circle stays until the collector looks for it. That is some hundred objects for each key and eight
thousand for each window, and a tenth of a second when they are looked for at last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.style import Style
from textual.strip import Strip

_divide, _crop_extend = Strip.divide, Strip.crop_extend


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
    Strip.divide, Strip.crop_extend = divide, crop_extend  # type: ignore[method-assign]
