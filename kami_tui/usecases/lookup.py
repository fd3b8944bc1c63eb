"""Finds what a person names: an answers file, or an assessment of the workspace."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import BadInput, Problem, UnknownAssessment
from kami_tui.usecases.ports import Stored, Tell
from kami_tui.usecases.services import CommandServices

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
STDIN = "-"
PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"age-encryption.org/")
"""How workbooks (also those with a password) and bundles begin."""
MOST = 16 * 1024**2
"""Bytes read from a pipe; the parser refuses what is longer."""


@dataclass(frozen=True, slots=True)
class Found:
    """An assessment, and where it came from."""

    name: str
    """As it was asked for."""
    assessment: Assessment
    stored: Stored | None = None
    """None: it came from a file."""

    @property
    def path(self) -> Path | None:
        return None if self.stored or self.name == STDIN else Path(self.name)


def find(name: str, services: CommandServices, tell: Tell | None = None) -> Found:
    """The assessment called `name`: an existing path wins, ``-`` is standard input, else an id.

    What cannot be an id (it has a dot or a slash) is not looked up in the workspace, so that a
    mistyped file name never touches a database. `tell` hears what is odd about a file and no reason
    to refuse it.

    Raises:
        BadInput: the file was refused.
        UnknownAssessment: neither a file nor an id.
        StoreError: the workspace cannot be read.
    """
    path = Path(name)
    if name == STDIN or is_pipe(path):
        data = _piped(name, path)
        if data.startswith(PACKED):
            raise BadInput([Problem("packed_pipe", {}, name)])
        return Found(name, services.parse(data, name, tell))
    if exists(path):
        return Found(name, services.files.read(path, tell))
    if not is_id(name) or not has_workspace(services):
        raise UnknownAssessment(assessment=name, matches=[])
    stored = services.workspace.load(name)
    return Found(name, stored.assessment, stored)


def is_id(name: str) -> bool:
    """Whether this can be the id of an assessment, or the beginning of one."""
    return _ID.fullmatch(name) is not None


def has_workspace(services: CommandServices) -> bool:
    """Whether there is one to look into: whoever only asks shall not make it."""
    place = services.workspace.place
    return "://" in place or exists(Path(place))


def _piped(name: str, path: Path) -> bytes:
    """What a pipe gives: a file that another program writes right now, as with ``<(...)``."""
    try:
        if name != STDIN:
            with path.open("rb") as pipe:
                return pipe.read(MOST + 1)
        if sys.stdin is None:
            raise OSError("stdin is closed")
        return sys.stdin.buffer.read(MOST + 1)
    except OSError as error:
        facts = {"detail": error.strerror or str(error)}
        raise BadInput([Problem("unreadable_file", facts, name)]) from error


def is_pipe(path: Path) -> bool:
    try:
        return path.is_fifo()
    except (OSError, ValueError):
        return False


def exists(path: Path) -> bool:
    """Whether there is something at a path; what may not be looked at is left to the reader."""
    try:
        return path.exists()
    except PermissionError:
        return True
    except (OSError, ValueError):  # too long, a null byte
        return False
