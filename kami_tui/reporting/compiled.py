"""Our templates as Jinja2 compiled them, kept for the next report: half the time of composing one.

As Python keeps its modules. Users' templates are compiled each time.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from kami_tui import __version__

if TYPE_CHECKING:
    from jinja2.bccache import Bucket, BytecodeCache


def compiled(home: Path | None = None) -> BytecodeCache | None:
    """What is kept in a folder of `home`, by default the user's cache; None where no folder can be
    had that the user alone may write to: what is in it is run."""
    import jinja2
    from jinja2.bccache import FileSystemBytecodeCache
    from platformdirs import user_cache_path

    home = user_cache_path("kami", appauthor=False) if home is None else home
    folder = home / f"templates-{__version__}-{jinja2.__version__}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _private(folder):
            return None
    except OSError:
        return None

    class Kept(FileSystemBytecodeCache):
        def load_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError):
                super().load_bytecode(bucket)

        def dump_bytecode(self, bucket: Bucket) -> None:
            with contextlib.suppress(OSError):  # a full disk: it is compiled again
                super().dump_bytecode(bucket)

    return Kept(str(folder), "%s.bin")


def _private(folder: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True  # of the user's profile, which Windows keeps from others
    found = folder.lstat()
    others = stat.S_IWGRP | stat.S_IWOTH
    return (
        stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & others
    )
