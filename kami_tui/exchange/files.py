"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from kami_tui.domain.errors import FileUnwritable

_ANY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def put(target: Path, data: bytes, mode: int = 0o666) -> None:
    """Writes a file through to the disk; one that has its name is replaced only when it is whole.

    A link is followed; a folder, a device, a pipe or a read-only file is never replaced. `mode` is
    taken less the umask.

    Raises:
        FileUnwritable: nothing was written, nothing is left behind.
    """
    part: Path | None = None
    try:
        place = target.resolve() if target.is_symlink() else target
        if reason := _hindrance(place):
            raise FileUnwritable(file=str(target), detail=reason)
        part = place.with_name(f".kami.{secrets.token_hex(8)}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if place.exists():  # who may read it stays as it was
            part.chmod(stat.S_IMODE(place.stat().st_mode))
        part.replace(place)
    except (OSError, ValueError, RuntimeError) as error:  # a null byte, a loop of links
        if part is not None:
            try:
                part.unlink(missing_ok=True)
            except (OSError, ValueError):
                pass
        detail = getattr(error, "strerror", None) or str(error)
        raise FileUnwritable(file=str(target), detail=detail) from error


def _hindrance(place: Path) -> str | None:
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
