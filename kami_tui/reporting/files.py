"""A file that is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from kami_tui.domain.errors import ReportFailed

_ANY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def part_of(target: Path) -> Path:
    """A name nobody uses, beside the target: only there can it take the target's place at once.
    Not made of the target's, which may be as long as names can be."""
    return target.with_name(f".kami.{secrets.token_hex(8)}.part")


def check_place(target: Path) -> Path:
    """Says at once, before minutes of work, that nothing can be written there.

    Gives back the file to write: the target, or what a link in its place leads to. A device, a
    pipe or a read-only report is never replaced.

    Raises:
        ReportFailed: reason ``unwritable``.
    """
    try:
        place = target.resolve() if target.is_symlink() else target
        mode = target.stat().st_mode if target.exists() else None
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError before 3.13
        raise unwritable(target, getattr(error, "strerror", None) or str(error)) from error
    if not place.parent.is_dir():
        raise unwritable(target, "the folder does not exist")
    if mode is not None:
        if stat.S_ISDIR(mode):
            raise unwritable(target, "it is a folder")
        if not stat.S_ISREG(mode):
            raise unwritable(target, "it is a device or a pipe, not a file")
        if not mode & _ANY_WRITES:
            raise unwritable(target, "the file is read-only")
    if not os.access(place.parent, os.W_OK | os.X_OK):
        raise unwritable(target, "the folder cannot be written to")
    return place


def write_part(part: Path, data: bytes) -> None:
    """Writes a new file through to the disk; leaves none behind when that fails.

    Raises:
        ReportFailed: reason ``unwritable``.
    """
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise unwritable(part, error.strerror or str(error)) from error


def put_in_place(part: Path, target: Path) -> None:
    """The finished part becomes the target; an older report of that name is gone only then, and
    who may read it stays as it was."""
    try:
        with contextlib.suppress(FileNotFoundError):
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise unwritable(target, error.strerror or str(error)) from error


def unwritable(target: Path, why: str) -> ReportFailed:
    """`why` is in the words of the system, or one of those `i18n.sentences` knows."""
    return ReportFailed(reason="unwritable", detail=f"{target}: {why}", file=str(target), why=why)
