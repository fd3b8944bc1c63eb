"""Whether a file is meant as a bundle: seen at its ends, without reading it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

AGE = b"age-encryption.org/"
ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
ZIP = b"PK\x03\x04"
_DECLARATION = "bagit.txt"
_ENDS = 256 * 1024
"""Bytes at both ends of a zip file in which the name of its declaration is looked for."""


def looks_like_bundle(path: Path) -> bool:
    """Never raises; of anything but a file or a folder, nothing is read."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return (path / _DECLARATION).is_file()
        if not stat.S_ISREG(mode):
            return False
        with path.open("rb") as file:
            head = file.read(_ENDS)
            if head.startswith((AGE, ARMOUR)):
                return True
            if not head.startswith(ZIP):
                return False
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _ENDS))
            return _DECLARATION.encode() in head + file.read(_ENDS)
    except (OSError, ValueError):
        return False
