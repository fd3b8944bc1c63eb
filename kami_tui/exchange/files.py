"""A file that is there whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from kami_tui.domain.errors import FileUnwritable

_ANY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def put(target: Path, data: bytes, mode: int = 0o666, *, replace: bool = True) -> None:
    """Writes a file through to the disk; one that has its name is replaced only when it is whole.

    A link is followed; a folder, a device, a pipe or a read-only file is never replaced. `mode` is
    taken less the umask.

    Raises:
        FileUnwritable: nothing was written, nothing is left behind.
        FileExistsError: so, and there is one already (without `replace`).
    """
    part: Path | None = None
    try:
        place = target.resolve() if target.is_symlink() else target
        if reason := hindrance(place):
            raise FileUnwritable(file=str(target), detail=reason)
        part = place.with_name(f".kami.{secrets.token_hex(8)}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        settle(part, place, replace=replace)
    except (FileExistsError, KeyboardInterrupt):
        _away(part)
        raise
    except (OSError, ValueError, RuntimeError) as error:  # a null byte, a loop of links
        _away(part)
        detail = getattr(error, "strerror", None) or str(error)
        raise FileUnwritable(file=str(target), detail=detail) from error


def _away(part: Path | None) -> None:
    if part is not None:
        with suppress(OSError, ValueError):
            part.unlink(missing_ok=True)


def settle(part: Path, place: Path, *, replace: bool) -> None:
    """Gives a whole file its name, for good: also the folder's entry is on the disk then.

    Raises:
        FileExistsError: another has it (without `replace`), even if it came a moment ago.
        OSError: the file still has the name it had.
    """
    if replace:
        if place.exists():  # who may read it stays as it was
            part.chmod(stat.S_IMODE(place.stat().st_mode))
        part.replace(place)
    else:
        _as_new(part, place)
    _through(place.parent)


def _as_new(part: Path, place: Path) -> None:
    try:
        os.link(part, place)
    except FileExistsError:
        raise
    except OSError:  # a stick, a share: there are no second names there
        if place.exists() or place.is_symlink():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
        part.rename(place)
    else:
        with suppress(OSError):  # the file is there; a second name for it does no harm
            part.unlink()


def _through(folder: Path) -> None:
    """Some systems cannot open a folder, some file systems cannot write one through."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def hindrance(place: Path) -> str | None:
    """What would be lost by writing there, or why it cannot be; words `i18n.sentences` knows."""
    if not place.parent.is_dir():
        return "the folder does not exist"
    if place.exists():
        mode = place.stat().st_mode
        if stat.S_ISDIR(mode):
            return "it is a folder"
        if not stat.S_ISREG(mode):
            return "it is a device or a pipe, not a file"
        if not mode & _ANY_WRITES:
            return "the file is read-only"
    if not os.access(place.parent, os.W_OK | os.X_OK):
        return "the folder cannot be written to"
    return None
