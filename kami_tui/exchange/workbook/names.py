"""A workbook's defined names. As in Excel, letter case does not matter, and on a sheet its own name
comes before the whole workbook's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class Names:
    meanings: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    """What each stands for, by its sheet (empty: the whole workbook's) and name, casefolded."""

    @classmethod
    def of(cls, defined: Iterable[tuple[str, str, str]]) -> Self:
        """From sheet, name and meaning of each; of two that are the same the last counts."""
        return cls({(s.casefold(), name.casefold()): what for s, name, what in defined})

    def meaning(self, name: str, sheet: str = "") -> str | None:
        """What a name stands for on a sheet (without one: in the workbook), which may be asked for
        as ``'II Tata Kelola'!LIST`` elsewhere; None if there is no such name."""
        asked, _, bare = name.strip().rpartition("!")
        place = (sheet_named(asked) or sheet).casefold(), bare.casefold()
        return self.meanings.get(place, self.meanings.get(("", place[1])))


def sheet_named(said: str) -> str:
    """The name of a sheet as formulas have it: in apostrophes where it has blanks."""
    return said.strip("'").replace("''", "'")
