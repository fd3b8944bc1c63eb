"""Official question texts in the user's data directory, one JSON file for each edition.

The file is the user's own, but it is read as if it were not: somebody may have put it there.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from kami_tui.domain.errors import FileUnwritable, WordingUnreadable
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.official import MOST
from kami_tui.domain.visible import shown
from kami_tui.exchange.files import put
from kami_tui.usecases.ports import Editions, StatusWords
from kami_tui.usecases.wordings import FoundWording, StoredWording

FORMAT = 1
MOST_BYTES = 4 * 1024 * 1024
"""Of a file; 212 texts of the usual length have 50 thousand."""
MOST_ITEMS = 5_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,79}")
_ITEM = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,4}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class WordingFiles:
    """Implements `usecases.wordings.Wordings`. `folder` need not be there."""

    def __init__(
        self, folder: Path, editions: Editions, statuses: Callable[[Instrument], StatusWords]
    ) -> None:
        self.folder, self._editions, self._statuses = folder, editions, statuses

    def find(self, path: Path) -> FoundWording:
        from kami_tui.exchange.workbook.package import Package
        from kami_tui.exchange.workbook.questions import questions_of
        from kami_tui.exchange.workbook.sheets import read

        return questions_of(read(Package.read(path)), self._editions, self._statuses)

    def place(self, instrument: str) -> Path:
        return self.folder / f"{instrument}.json"

    def kept(self) -> tuple[str, ...]:
        try:
            names = sorted(p.stem for p in self.folder.glob("*.json"))
        except OSError:
            return ()
        return tuple(n for n in names if _NAME.fullmatch(n))

    def keep(self, wording: StoredWording) -> Path:
        document = {
            "format": FORMAT,
            "instrument": wording.instrument,
            "file": wording.file,
            "sha256": wording.sha256,
            "taken": wording.taken.isoformat(),
            "texts": dict(wording.texts),
        }
        target = self.place(wording.instrument)
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        # A lone surrogate (of a file's name) becomes the escape that JSON knows it by.
        put(target, text.encode("utf-8", "backslashreplace"), 0o600)
        return target

    def remove(self, instrument: str) -> bool:
        if not _NAME.fullmatch(instrument):
            return False
        place = self.place(instrument)
        try:
            place.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _unwritable(place, error) from error
        return True

    def load(self, instrument: str) -> StoredWording | None:
        if not _NAME.fullmatch(instrument):
            return None
        place = self.place(instrument)
        try:
            data = _bytes(place)
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = "no_file" if isinstance(error, IsADirectoryError) else "denied"
            raise _unreadable(place, instrument, reason) from error
        if len(data) > MOST_BYTES:
            raise _unreadable(place, instrument, "too_large")
        try:
            return _wording(data, instrument)
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            reason = "format" if str(error) == "format" else "damaged"
            raise _unreadable(place, instrument, reason) from error


def _wording(data: bytes, instrument: str) -> StoredWording:
    """Raises ValueError, KeyError, TypeError: it is no such file, or one of a later format."""
    found: Any = json.loads(data.decode())
    if not isinstance(found, dict):
        raise ValueError("no object")
    if found.get("format") != FORMAT:
        raise ValueError("format")
    texts, digest, file = found["texts"], found["sha256"], found["file"]
    if found["instrument"] != instrument or not isinstance(texts, dict):
        raise ValueError("another edition, or no texts")
    if len(texts) > MOST_ITEMS or not _SHA256.fullmatch(digest) or not isinstance(file, str):
        raise ValueError("too many texts, or no digest")
    taken = datetime.fromisoformat(found["taken"])
    if taken.tzinfo is None or not 2000 <= taken.year < 3000:  # beyond, no calendar can show it
        raise ValueError("no moment")
    fit = {i: t for i, t in texts.items() if _fits(i, t)}
    return StoredWording(
        instrument,
        fit,
        file[:200],
        digest,
        taken,
        tuple(i[:20] for i in texts if i not in fit),
    )


def _fits(item: str, text: object) -> bool:
    return (
        _ITEM.fullmatch(item) is not None
        and isinstance(text, str)
        and 0 < len(text) <= MOST
        and shown(text) == text
        and not text.isspace()
    )


def _bytes(place: Path) -> bytes:
    """A little more than may be read. Raises OSError; a pipe is not waited for."""
    handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise IsADirectoryError(place)
        return file.read(MOST_BYTES + 1)


def _unwritable(place: Path, error: OSError) -> FileUnwritable:
    return FileUnwritable(file=str(place), detail=error.strerror or str(error))


def _unreadable(place: Path, instrument: str, reason: str) -> WordingUnreadable:
    return WordingUnreadable(file=str(place), instrument=instrument, reason=reason)
