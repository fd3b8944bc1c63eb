"""The questionnaires of this installation: those shipped, and the user's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kami_tui.domain.errors import BadInput, Problem, UnknownInstrument
from kami_tui.domain.scorer import Scorer
from kami_tui.loading.instruments import MAIN, load


class Library:
    """Implements `usecases.ports.Editions`: subfolders with an instrument.yaml, by folder name.

    `folders` in order of trust, the shipped one first: a user's edition with the id of a shipped
    one does not replace it, so that nobody scores by other rules without having asked for them.
    `given` are single edition folders named explicitly (``--questionnaire``); they win.

    An edition is loaded when it is first asked for, and kept.
    """

    def __init__(self, folders: Iterable[Path], given: Iterable[Path] = ()) -> None:
        self._folders = tuple(folders)
        self._given = tuple(given)
        self._places: dict[str, Path] | None = None
        self._loaded: dict[str, tuple[Scorer, str, tuple[Path, ...]]] = {}

    def ids(self) -> tuple[str, ...]:
        """Ids of the editions there are, whether or not they are without mistakes."""
        return tuple(self._find())

    def folder(self, instrument: str) -> Path:
        """Where the edition lies. Raises UnknownInstrument."""
        places = self._find()
        if instrument not in places:
            raise UnknownInstrument(instrument=instrument, known=list(places))
        return places[instrument]

    def scorer(self, instrument: str) -> Scorer:
        return self._load(instrument)[0]

    def digest(self, instrument: str) -> str:
        return self._load(instrument)[1]

    def files(self, instrument: str) -> tuple[Path, ...]:
        """The files it was made from, the main one first. Raises as `scorer`."""
        return self._load(instrument)[2]

    def _load(self, instrument: str) -> tuple[Scorer, str, tuple[Path, ...]]:
        if instrument not in self._loaded:
            folder = self.folder(instrument)
            loaded = load(folder)
            if loaded.instrument.id != instrument:
                facts = {"id": loaded.instrument.id, "folder": instrument}
                raise BadInput([Problem("id_not_folder", facts, str(folder / MAIN))])
            self._loaded[instrument] = (Scorer(loaded.instrument), loaded.digest, loaded.files)
        return self._loaded[instrument]

    def _find(self) -> dict[str, Path]:
        if self._places is None:
            found: dict[str, Path] = {}
            for folder in self._folders:
                for place in _editions(folder):
                    found.setdefault(place.name, place)
            for place in self._given:
                found[place.resolve().name] = place
            self._places = found
        return self._places


def _editions(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if _is_edition(p))
    except OSError:  # the user has no such folder, or it may not be read: then it holds none
        return []


def _is_edition(folder: Path) -> bool:
    try:
        return (folder / MAIN).is_file()
    except OSError:  # one that may not be looked into hides none of the others
        return False
