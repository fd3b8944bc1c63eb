"""Whose words an item is shown in: this project's own, the official ones, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # it brings pydantic, which the settings do without
    from kami_tui.domain.instrument import Item

Voice = Literal["ours", "official"]
Whose = Literal["ours", "official", "both"]
WHOSE: tuple[Whose, ...] = ("ours", "official", "both")
USUAL: Whose = "both"
"""On screens. It makes no difference until somebody has taken official texts in."""
LANGUAGE = "id"
"""The official texts are in Indonesian, whatever language is chosen."""
MOST = 4000
"""Characters of one official text."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The official texts of one edition, as far as they are known here, and what is wished for.

    Every place that shows an item's text asks here for it.
    """

    whose: Whose = "ours"
    official: Mapping[str, str] = field(default_factory=dict)
    """By item; each on one line."""
    sha256: str = ""
    """Of the workbook they were read from; lower-case hexadecimal."""

    def texts(self, item: Item, language: str) -> tuple[tuple[Voice, str], ...]:
        """What is to be shown of an item: one text, or ours and below it the official one.

        An item whose official text is not known is shown in ours, and so is one whose two texts
        are the same.
        """
        ours, official = item.text.in_(language), self.official.get(item.id)
        if official is None or self.whose == "ours":
            return (("ours", ours),)
        if self.whose == "official":
            return (("official", official),)
        if official == ours:
            return (("ours", ours),)
        return (("ours", ours), ("official", official))

    def text(self, item: Item, language: str) -> str:
        """The same where there is room for one text only."""
        return self.texts(item, language)[0][1]


OURS = Wording()
