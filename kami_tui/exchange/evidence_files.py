"""Local files that stand as evidence: their size and SHA-256. What is in them is nobody's business.

A path is whatever somebody typed, so nothing here may wait for ever: a named pipe or a device is
refused before it is opened, and opening itself does not block.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kami_tui.domain.errors import FileUnreadable
from kami_tui.usecases.ports import FileDigest

CHUNK = 1 << 20
"""Bytes read at once: between two chunks reading can be stopped. hashlib frees the interpreter
meanwhile, so keys are answered."""
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class LocalFiles:
    """Implements `usecases.ports.EvidenceFiles` on this computer's file system."""

    def size(self, path: str) -> int | None:
        try:
            place = absolute(path)
            found = place.stat()
            readable = os.access(place, os.R_OK)
        except (OSError, ValueError):
            return None
        return found.st_size if readable and stat.S_ISREG(found.st_mode) else None

    def digest(
        self,
        path: str,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FileDigest:
        place = Path(path)
        try:
            place = absolute(path)
            handle = opened(place)
            try:
                return _digest(place, handle, progress, cancelled)
            finally:
                os.close(handle)
        except (FileNotFoundError, NotADirectoryError, ValueError):  # no name can hold a zero byte
            raise FileUnreadable(file=str(place), reason="missing", detail="") from None
        except PermissionError:
            raise FileUnreadable(file=str(place), reason="denied", detail="") from None
        except OSError as error:
            detail = error.strerror or type(error).__name__
            raise FileUnreadable(file=str(place), reason="failed", detail=detail) from None

    def suggestion(self, begun: str) -> str | None:
        folder, name = os.path.split(begun)
        if not folder.startswith(("~", os.sep, ".")):
            return None
        try:
            with os.scandir(_expanded(folder)) as entries:
                found = min(
                    (e for e in entries if _suits(e.name, name)),
                    key=lambda e: e.name.casefold(),
                    default=None,
                )
                if found is None:
                    return None
                end = os.sep if found.is_dir() else ""
        except (OSError, ValueError):
            return None
        return begun + found.name[len(name) :] + end


def absolute(path: str) -> Path:
    """The path as it is remembered. Terminals put what is dropped on them into quotes, file
    managers copy ``file:`` addresses: both are meant as paths."""
    text = path.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if text.startswith("file:///"):
        text = unquote(urlsplit(text).path)
    return _expanded(text).absolute()


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # a user this system does not have: then it is a name that begins so
        return Path(text)


def opened(place: Path) -> int:
    """A handle of an ordinary file. Looks before it opens (opening a device can do things to it)
    and once more afterwards (it may have been exchanged in between).

    Raises:
        FileUnreadable: it is something else. OSError, ValueError: it cannot be opened.
    """
    _ordinary(place, place.stat())
    handle = os.open(place, _OPEN)
    try:
        _ordinary(place, os.fstat(handle))
    except BaseException:
        os.close(handle)
        raise
    return handle


def _ordinary(place: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise FileUnreadable(file=str(place), reason="no_file", detail="")


def _digest(
    place: Path,
    handle: int,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> FileDigest:
    before = os.fstat(handle)
    sum_, read = hashlib.sha256(), 0
    while True:
        if cancelled and cancelled():
            raise FileUnreadable(file=str(place), reason="cancelled", detail="")
        chunk = os.read(handle, CHUNK)
        if not chunk:
            break
        sum_.update(chunk)
        read += len(chunk)
        if read > before.st_size:  # somebody is writing: it might never end
            break
        if progress:
            progress(read, before.st_size)
    after = os.fstat(handle)
    if (read, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or read != before.st_size:
        raise FileUnreadable(file=str(place), reason="changing", detail="")
    return FileDigest(str(place), read, sum_.hexdigest())


def _suits(name: str, begun: str) -> bool:
    """Hidden files only where they are asked for; nothing that a field could not show."""
    hidden = name.startswith(".") and not begun.startswith(".")
    return name.startswith(begun) and not hidden and name.isprintable()
