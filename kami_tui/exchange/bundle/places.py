"""Where a bundle is put: whole or not at all, and not over what is there unless that was said."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kami_tui.domain.errors import BundleFailed
from kami_tui.exchange import files

SCRATCH = ".bundle-"
STALE = 24 * 3600
"""Seconds after which nobody works on a bundle any more."""


def failed(place: Path, error: OSError | str) -> BundleFailed:
    detail = error if isinstance(error, str) else error.strerror or type(error).__name__
    return BundleFailed(reason="unwritable", file=str(place), detail=detail)


def beside(target: Path) -> Path:
    """A name nobody uses in the target's folder: only there can it take the target's place."""
    return target.with_name(f".kami.{secrets.token_hex(8)}.part")


def check_free(target: Path, *, replace: bool) -> Path:
    """The place, absolute, before minutes of work.

    Raises:
        BundleFailed: ``exists``, ``unwritable``.
    """
    target = target.absolute()
    try:
        if target.is_symlink() or target.exists():
            if not replace or not target.is_file() or target.is_symlink():
                raise BundleFailed(reason="exists", file=str(target), detail="")
        if reason := files.hindrance(target):
            raise failed(target, reason)
    except (OSError, ValueError) as error:
        raise failed(target, error if isinstance(error, OSError) else str(error)) from error
    return target


@contextmanager
def new_file(target: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """A file that takes the target's place once the block has ended well.

    Raises:
        BundleFailed: ``exists``, another came there meanwhile (without `replace`); ``unwritable``;
            also for any OSError of the block.
    """
    part = beside(target)
    try:
        handle = os.open(
            part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
        )
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        files.settle(part, target, replace=replace)
    except FileExistsError as error:
        raise BundleFailed(reason="exists", file=str(target), detail="") from error
    except OSError as error:
        raise failed(target, error) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder that takes the target's place once the block has ended well. Raises BundleFailed."""
    part = beside(target)
    try:
        part.mkdir()
        yield part
        _flush(part)
        if target.exists():  # an empty one would be replaced without a word
            raise BundleFailed(reason="exists", file=str(target), detail="")
        part.rename(target)
    except OSError as error:
        raise failed(target, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _flush(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextmanager
def scratch(home: Path) -> Iterator[Path]:
    """A folder of the user's own for what is on its way: in the data directory, where the answers
    lie open anyway, so that nothing open reaches the place (a stick, a share) of a sealed bundle.

    Raises:
        BundleFailed: ``unwritable``.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(home)
        folder = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=home))
    except OSError as error:
        raise failed(home, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(home: Path) -> None:
    """Takes away what a program that was killed left behind."""
    for left in home.glob(f"{SCRATCH}*"):
        try:
            if time.time() - left.stat().st_mtime > STALE:
                shutil.rmtree(left, ignore_errors=True)
        except OSError:
            pass
