"""What the use cases need from outside. The second floor has the adapters, `main` hands them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kami_tui.domain.answers import Assessment, Change, Profile

if TYPE_CHECKING:  # the scorer brings pydantic, which nobody needs before an edition is opened
    from kami_tui.domain.scorer import Scorer


class Editions(Protocol):
    """The questionnaires this installation has, by id."""

    def ids(self) -> tuple[str, ...]: ...

    def scorer(self, instrument: str) -> Scorer:
        """The edition, checked and ready for scoring; loaded once.

        Raises:
            UnknownInstrument: it is not installed.
            BadInput: its files have mistakes.
        """
        ...

    def digest(self, instrument: str) -> str:
        """SHA-256 over the edition's files, as ``sha256:<hex>``."""
        ...


class AssessmentFiles(Protocol):
    """Reads and writes answers files (YAML or JSON)."""

    def read(self, path: Path) -> Assessment:
        """Raises BadInput with every problem, UnknownInstrument."""
        ...

    def write(self, assessment: Assessment, format: str) -> str:
        """The file's text; `format` is ``yaml`` or ``json``."""
        ...


class AnswerLine(Protocol):
    """The answers on one line of JSON. `id` is the line's own name for itself."""

    @property
    def id(self) -> str | int | None: ...

    @property
    def instrument(self) -> str: ...

    @property
    def statuses(self) -> Mapping[str, str]: ...


class AnswerLines(Protocol):
    """Reads lines of one stream, ``{"answers": {...}}`` each."""

    def read(self, text: str | bytes, number: int) -> AnswerLine:
        """Raises BadInput with every problem of the line."""
        ...


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the workspace list."""

    id: str
    instrument: str
    profile: Profile
    statuses: Mapping[str, str]
    created: datetime
    changed: datetime
    previous: str | None
    """The round this one was duplicated from."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One assessment as the workspace holds it."""

    id: str
    assessment: Assessment
    digest: str
    """Of the edition's files when the assessment was made."""
    created: datetime
    changed: datetime
    previous: str | None
    place: str | None
    """Item the assessor was at last."""
    seq: int
    """Number of the last journal entry seen; grows with every change."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One change that was made durable. Entries are never altered or removed."""

    seq: int
    at: datetime
    who: str
    change: Change


@dataclass(frozen=True, slots=True)
class Applied:
    """What the store did: the new last entry, and what another program wrote since `seen`."""

    seq: int
    others: tuple[JournalEntry, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    """New documents whose register key another program had taken meanwhile: old key to new."""


class Workspace(Protocol):
    """Many assessments in one place. Every writing call is durable when it returns.

    Any call may raise StoreError (StoreUnwritable, StoreCorrupt); then nothing was written.
    An id may be given by its unique beginning wherever one is asked for; else UnknownAssessment.
    """

    place: str
    """Where it is, for people."""

    def summaries(self) -> tuple[Summary, ...]:
        """All assessments, the one changed last first."""
        ...

    def resolve(self, id: str) -> str:
        """The full id. Raises UnknownAssessment."""
        ...

    def create(
        self, assessment: Assessment, *, digest: str, who: str, previous: str | None = None
    ) -> str:
        """Adds a whole assessment, journal entries included; gives back its id."""
        ...

    def load(self, id: str) -> Stored: ...

    def apply(
        self, id: str, changes: Sequence[Change], *, who: str, seen: int, place: str | None = None
    ) -> Applied:
        """Writes changes and their journal entries in one transaction, in order.

        `others` are entries another program wrote after `seen` (and before these). `place` is
        remembered with them, as by `set_place`.
        """
        ...

    def journal(self, id: str, *, after: int = 0) -> tuple[JournalEntry, ...]: ...

    def set_place(self, id: str, item: str) -> None:
        """Remembers where the assessor is. Not journalled."""
        ...

    def delete(self, id: str) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What to print. `assessment` is whole, so that a renderer needs no workspace."""

    assessment: Assessment
    language: str
    out: Path
    generated: datetime
    """Time printed on the report (``SOURCE_DATE_EPOCH`` if set)."""


Progress = Callable[[str, int, int], None]
"""Called with a stage (``read``, ``layout``, ``write`` ...), a step and the number of steps."""


class Reports(Protocol):
    """Makes the PDF. Blocking; call it from a worker."""

    def render(
        self,
        request: ReportRequest,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Path:
        """Writes the PDF whole or not at all; gives back where it is.

        Raises:
            ReportFailed: with `reason` ``no_pango``, ``cancelled``, ``unwritable``, ``template``
                or ``failed``.
        """
        ...
