"""Official question texts, from a user's own workbook: found there, kept on this computer, shown.

They are not this project's to pass on: they lie in the user's data directory, and go into nothing
that leaves it unless somebody asks for that by name (`ReportRequest.wording`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kami_tui.domain.errors import WordingMissing
from kami_tui.domain.official import OURS, Whose, Wording

if TYPE_CHECKING:  # see ports
    from kami_tui.domain.instrument import Instrument

EXAMPLES = 3


@dataclass(frozen=True)
class FoundWording:
    """The question texts of a workbook."""

    file: str
    """Name of the workbook, without its folder."""
    sha256: str
    instrument: str
    texts: Mapping[str, str]
    """By item, in the instrument's order; blanks and line ends are single blanks."""
    empty: tuple[str, ...] = ()
    """Items whose row is there, but not their question."""
    absent: tuple[str, ...] = ()
    """Items that are not in the workbook."""
    too_long: tuple[str, ...] = ()

    @property
    def examples(self) -> tuple[str, ...]:
        """A few items from the whole of it, to be looked at."""
        ids = [*self.texts]
        if len(ids) <= EXAMPLES:
            return tuple(ids)
        return tuple(ids[n * (len(ids) - 1) // (EXAMPLES - 1)] for n in range(EXAMPLES))


@dataclass(frozen=True)
class StoredWording:
    """The official texts of one edition as they are kept."""

    instrument: str
    texts: Mapping[str, str]
    file: str
    """Name of the workbook they were read from."""
    sha256: str
    """Of that workbook."""
    taken: datetime
    unfit: tuple[str, ...] = ()
    """Entries of the kept file that are no text to be shown; they are not in `texts`."""

    def known(self, instrument: Instrument) -> Mapping[str, str]:
        """Those of items that the edition has, in its order."""
        return {i: self.texts[i] for i in instrument.items if i in self.texts}

    def unknown(self, instrument: Instrument) -> tuple[str, ...]:
        return tuple(i for i in self.texts if i not in instrument.items)


class Wordings(Protocol):
    """Reads official texts from workbooks and keeps them. Blocking."""

    def find(self, path: Path) -> FoundWording:
        """The question texts of a workbook.

        Raises:
            BadInput: it cannot be read safely, is of no edition that is installed, or what was
                found cannot be its questions.
        """
        ...

    def keep(self, wording: StoredWording) -> Path:
        """Writes it, whole or not at all, in place of what was kept of that edition.

        Raises:
            FileUnwritable: nothing was written.
        """
        ...

    def load(self, instrument: str) -> StoredWording | None:
        """None where nothing is kept of that edition.

        Raises:
            WordingUnreadable: it is damaged, too large, or not to be read.
        """
        ...

    def kept(self) -> tuple[str, ...]:
        """Editions of which something is kept. Never raises."""
        ...

    def remove(self, instrument: str) -> bool:
        """Whether there was something to remove.

        Raises:
            FileUnwritable: it is still there.
        """
        ...

    def place(self, instrument: str) -> Path:
        """The file it is kept in, or would be."""
        ...


class NoWordings:
    """`Wordings` where none are kept."""

    def find(self, path: Path) -> FoundWording:
        raise NotImplementedError

    def keep(self, wording: StoredWording) -> Path:
        raise NotImplementedError

    def load(self, instrument: str) -> StoredWording | None:
        return None

    def kept(self) -> tuple[str, ...]:
        return ()

    def remove(self, instrument: str) -> bool:
        return False

    def place(self, instrument: str) -> Path:
        return Path(instrument)


def wording_of(wordings: Wordings, instrument: Instrument, whose: Whose) -> Wording:
    """What is known of an edition's official texts, `OURS` where nothing is.

    Raises:
        WordingUnreadable: what is kept cannot be read.
    """
    stored = wordings.load(instrument.id)
    if stored is None:
        return OURS
    return Wording(whose, stored.known(instrument), stored.sha256)


def wording_asked(wordings: Wordings, instrument: Instrument, whose: Whose) -> Wording:
    """The same for what somebody has asked for by name.

    Raises:
        WordingMissing: there are no official texts of this edition.
        WordingUnreadable: what is kept cannot be read.
    """
    if whose == "ours":
        return OURS
    found = wording_of(wordings, instrument, whose)
    if not found.official:
        raise WordingMissing(instrument=instrument.id)
    return found
