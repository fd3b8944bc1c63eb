"""Everything a front end is handed by `main`: adapters behind ports, and the few facts of today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kami_tui.domain.answers import Assessment
from kami_tui.usecases.bundling import Bundles
from kami_tui.usecases.exporting import Exports
from kami_tui.usecases.keys import KeyScreen
from kami_tui.usecases.ports import (
    AnswerLines,
    AssessmentFiles,
    Desktop,
    Editions,
    EvidenceFiles,
    KeepCopy,
    ManyReports,
    NoDesktop,
    Reports,
    SettingsFile,
    StatusWords,
    Tell,
    Workspace,
)
from kami_tui.usecases.proof import Signing, Verifier
from kami_tui.usecases.settings import Settings
from kami_tui.usecases.wordings import NoWordings, Wordings

if TYPE_CHECKING:  # see ports
    from kami_tui.domain.instrument import Instrument
    from kami_tui.usecases.filling import Filling
    from kami_tui.usecases.intake import Workbooks
    from kami_tui.usecases.parts import PartFiles, PartStore


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
    """In a child process: no key ever waits for it, and it is held to its limits."""
    evidence_files: EvidenceFiles
    """Local files that stand as evidence."""
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
    desktop: Desktop = field(default_factory=NoDesktop)
    settings: Settings = field(default_factory=Settings)
    settings_file: SettingsFile | None = None
    """None: nothing is remembered."""
    keep_copy: KeepCopy | None = None
    """Where a copied view is also written; without it only the terminal is asked."""
    wordings: Wordings = field(default_factory=NoWordings)
    """Official question texts kept on this computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandServices(Services):
    """What the command line is handed beside that."""

    parse: Callable[[bytes, str, Tell | None], Assessment]
    """An answers file that came through a pipe, the name to tell its problems by, and who hears of
    what stops nothing."""
    lines: Callable[[str | None], AnswerLines]
    """Reads many answers from one stream; given the edition of lines that name none."""
    read_edition: Callable[[Path], Instrument]
    """The edition in a folder, for its author. Raises BadInput with every problem."""
    statuses: Callable[[Instrument], StatusWords]
    """How statuses of an edition may be written, as in an answers file."""
    many_reports: ManyReports
    """Side by side, in as many child processes as are asked for."""
    template_words: Callable[[], str]
    """What a template of the report is given, field by field, as Markdown."""
    key_screens: Callable[[], tuple[KeyScreen, ...]]
    """What keys do, screen by screen. Imports the terminal program."""
    verifier: Verifier
    signing: Signing
    exports: Exports
    """Documents for people and other tools."""
    bundles: Bundles
    is_bundle: Callable[[Path], bool]
    """Whether a file is meant as one. Never raises."""
    edition_digest: Callable[[Path], str]
    """Of the edition in a folder, as `Editions.digest`. Raises BadInput."""
    workbooks: Workbooks
    filling: Filling
    """Fills in workbooks of the user's own."""
    part_files: PartFiles
    part_store: PartStore
    """The workspace, which also remembers parts."""
