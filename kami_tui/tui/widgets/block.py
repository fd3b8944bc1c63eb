"""What sheets are made of."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a sheet. Text wraps at its width; what a user typed is never markup.

    `before` and `after` are columns beside the text, on its first line: (content, width).
    """

    name: str
    text: Content
    gap: int = 0
    """Blank lines beneath."""
    least: int = 0
    """Lines it takes at least."""
    width: int | None = None
    """Columns at most; None: as many as the sheet has."""
    chosen: bool = False
    """Shown as ``sheet--chosen``."""
    live: bool = False
    """Answers a click."""
    lit: bool = False
    """Shown as ``sheet--hover`` under the mouse."""
    before: tuple[Content, int] | None = None
    after: tuple[Content, int] | None = None

    def is_same(self, other: Block) -> bool:
        """Contents are equal to Textual when their words are; here colours count, too."""
        return self is other or (
            self.text.is_same(other.text)
            and self._shape == other._shape
            and _same_column(self.before, other.before)
            and _same_column(self.after, other.after)
        )

    @property
    def _shape(self) -> tuple[object, ...]:
        flags = (self.chosen, self.live, self.lit)
        return (self.name, self.gap, self.least, self.width, *flags)


def _same_column(one: tuple[Content, int] | None, other: tuple[Content, int] | None) -> bool:
    if one is None or other is None:
        return one is other
    return one[1] == other[1] and one[0].is_same(other[0])
