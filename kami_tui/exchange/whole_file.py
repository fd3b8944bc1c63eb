"""Exports are there whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from kami_tui.domain.errors import ExportFailed

_ANY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def write_whole(target: Path, data: bytes) -> Path:
    """Writes through to the disk beside the target, then takes its place; a link is followed.

    A folder, a device, a pipe or a read-only file is never replaced.

    Raises:
        ExportFailed: reason ``unwritable``; nothing is left behind.
    """
    try:
        place = target.resolve() if target.is_symlink() else target
        if reason := _hindrance(place):
            raise _unwritable(target, reason)
        part = place.with_name(f".{place.name[:100]}.{secrets.token_hex(6)}.part")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(place)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links; a zero byte
        raise _unwritable(target, getattr(error, "strerror", None) or str(error)) from error
    return target


def _hindrance(place: Path) -> str | None:
    """What would be lost by writing there, or why it cannot be."""
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


def _unwritable(target: Path, why: str) -> ExportFailed:
    """`why` is in the words of the system, or one of those `i18n.sentences` knows."""
    return ExportFailed(reason="unwritable", detail=f"{target}: {why}", file=str(target), why=why)
