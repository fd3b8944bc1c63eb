"""What was copied last, as a file: for terminals that do not take what a program copies."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from kami_tui.domain.errors import StoreError, StoreUnwritable

NAME = "copied.txt"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def keep_copy(folder: Path, text: str) -> Path:
    """Writes the text to ``copied.txt`` in `folder`, in place of the one copied before.

    Only its owner may read it. Until it is written whole, the old one stays.

    Raises:
        StoreUnwritable: ``disk_full`` or ``read_only``.
        StoreError: ``unreachable``; whatever else the system refuses.
    """
    target = folder / NAME
    part = folder / f".{NAME}.{secrets.token_hex(6)}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            # A lone surrogate cannot be written as UTF-8: shown, it was a replacement sign, too.
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8", "replace") + b"\n")
            part.replace(target)
        except OSError:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        if error.errno in _FULL:
            raise StoreUnwritable(place=str(target), reason="disk_full") from error
        if error.errno in _CLOSED:
            raise StoreUnwritable(place=str(target), reason="read_only") from error
        raise StoreError(place=str(target), reason="unreachable") from error
    return target
