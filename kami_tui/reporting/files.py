"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from kami_tui.domain.errors import ReportFailed


def part_of(target: Path) -> Path:
    """A name nobody uses, beside the target: only there can it take the target's place at once."""
    return target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.part")


def check_place(target: Path) -> None:
    """Says at once, before minutes of work, that nothing can be written there.

    Raises:
        ReportFailed: reason ``unwritable``.
    """
    folder = target.parent
    if not folder.is_dir():
        raise unwritable(target, "the folder does not exist")
    if target.is_dir():
        raise unwritable(target, "it is a folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise unwritable(target, "the folder cannot be written to")


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
        part.unlink(missing_ok=True)
        raise unwritable(part, error.strerror or str(error)) from error


def put_in_place(part: Path, target: Path) -> None:
    """The finished part becomes the target; an older report of that name is gone only then."""
    try:
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise unwritable(target, error.strerror or str(error)) from error


def unwritable(target: Path, why: str) -> ReportFailed:
    return ReportFailed(reason="unwritable", detail=f"{target}: {why}")
