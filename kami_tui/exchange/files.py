"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from kami_tui.domain.errors import FileUnwritable


def put(target: Path, data: bytes, mode: int = 0o666) -> None:
    """Writes a file through to the disk; one that has its name is replaced only when it is whole.

    A link is followed, a device or a pipe is never replaced. `mode` is taken less the umask.

    Raises:
        FileUnwritable: nothing was written, nothing is left behind.
    """
    part: Path | None = None
    try:
        place = target.resolve() if target.is_symlink() else target
        if place.is_dir():
            raise FileUnwritable(file=str(target), detail="it is a folder")
        if place.exists() and not place.is_file():
            raise FileUnwritable(file=str(target), detail="it is a device or a pipe, not a file")
        part = place.with_name(f".{place.name[:100]}.{secrets.token_hex(6)}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    except (OSError, ValueError, RuntimeError) as error:  # a null byte, a loop of links
        if part is not None:
            try:
                part.unlink(missing_ok=True)
            except (OSError, ValueError):
                pass
        detail = getattr(error, "strerror", None) or str(error)
        raise FileUnwritable(file=str(target), detail=detail) from error
