"""Everything a front end is handed by `main`: adapters behind ports, and the few facts of today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kami_tui.domain.answers import Assessment
from kami_tui.usecases.ports import (
    AnswerLines,
    AssessmentFiles,
    Editions,
    KeepCopy,
    Reports,
    Workspace,
)

if TYPE_CHECKING:  # see ports
    from kami_tui.domain.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Health:
    """One line of `kami doctor`.

    `name` is a stable word (``python``, ``data``, ``questionnaires``, ``pdf`` ...), `detail` plain
    facts, `remedy` what to type or ask for when it is not well (empty when well).
    """

    name: str
    state: Literal["ok", "warning", "broken"]
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """Adapters and facts. Building it opens nothing and imports nothing heavy."""

    editions: Editions
    files: AssessmentFiles
    workspace: Workspace
    """Opened on first use."""
    reports: Reports
    """In this process: for the command line."""
    reports_apart: Reports
    """In a child process: for the terminal program, whose keys must never wait."""
    examples: Callable[[], tuple[Assessment, ...]]
    """The filled rounds of the invented municipality, oldest first."""
    health: Callable[[], tuple[Health, ...]]
    home: Path
    """The data directory."""
    who: str
    """Name written into the journal."""
    language: str = "id"
    usual_instrument: str = "kami-5.0"
    """The edition meant where none is named."""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    keep_copy: KeepCopy | None = None
    """Where a copied view is also written; without it only the terminal is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandServices(Services):
    """What the command line is handed beside that."""

    parse: Callable[[bytes, str], Assessment]
    """An answers file that came through a pipe, and the name to tell its problems by."""
    lines: Callable[[str | None], AnswerLines]
    """Reads many answers from one stream; given the edition of lines that name none."""
    read_edition: Callable[[Path], Instrument]
    """The edition in a folder, for its author. Raises BadInput with every problem."""
