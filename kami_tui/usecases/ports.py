"""What the use cases need from outside. The second floor has the adapters, `main` hands them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from kami_tui.domain.answers import Assessment, Change, Profile
from kami_tui.domain.errors import KamiError, Problem
from kami_tui.domain.official import OURS, Wording

if TYPE_CHECKING:  # the scorer brings pydantic, which nobody needs before an edition is opened
    from kami_tui.domain.scorer import Scorer
    from kami_tui.usecases.settings import SettingsText


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


Tell = Callable[[Problem], None]
"""Hears of something in a file that stops nothing."""


class AssessmentFiles(Protocol):
    """Reads and writes answers files (YAML or JSON)."""

    def read(self, path: Path, tell: Tell | None = None) -> Assessment:
        """`tell` hears what is no reason to refuse a file.

        Raises BadInput with every problem, UnknownInstrument.
        """
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


class StatusWords(Protocol):
    """What people write for a status of one edition: codes, official labels, aliases."""

    def code(self, item: str, status: object) -> str | None:
        """The canonical code, in any case and spacing; None if the item offers no such status."""
        ...

    def means_not_applicable(self, status: object) -> bool:
        """Whether it says "not applicable", offered by the item or not."""
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
    origin: str = ""
    """The assessment, in another workspace, where it was made and came from with a part; empty: it
    was made here. What came is a record of what was said; it is no part of what the others add up
    to."""
    origin_seq: int = 0
    """Its number there."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What the store did: the new last entry, and what another program wrote since `seen`."""

    seq: int
    others: tuple[JournalEntry, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    """New documents whose register key another one has or once had: old key to new."""
    besides: tuple[Change, ...] = ()
    """Fields of documents taken out that `seen` did not tell of: cleared in the same step."""


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

    def journal(self, id: str, *, after: int = 0) -> tuple[JournalEntry, ...]:
        """What was done here, in order; it adds up to the assessment."""
        ...

    def taken_over(self, id: str) -> tuple[JournalEntry, ...]:
        """What was done elsewhere, and came back with parts. `seq` is its place among the entries
        of `journal`: before those of the merge that brought it."""
        ...

    def set_place(self, id: str, item: str) -> None:
        """Remembers where the assessor is. Not journalled."""
        ...

    def delete(self, id: str) -> None: ...

    def close(self) -> None: ...


class EvidenceFiles(Protocol):
    """Looks at local files that stand as evidence. Blocking; call it from a worker."""

    def size(self, path: str) -> int | None:
        """Bytes of a file; None where there is none that can be read."""
        ...

    def digest(
        self,
        path: str,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FileDigest:
        """The SHA-256 of a file; `progress` hears the bytes read and the bytes there are.

        Raises:
            FileUnreadable: it is no file, cannot be read, or `cancelled` said so.
        """
        ...

    def suggestion(self, begun: str) -> str | None:
        """A file or folder whose path begins as typed; a folder ends in a separator."""
        ...


@dataclass(frozen=True, slots=True)
class FileDigest:
    path: str
    """Absolute, as it should be remembered."""
    size: int
    sha256: str
    """Lower-case hexadecimal."""


KeepCopy = Callable[[Path, str], Path]
"""Writes a copied text into a folder, whole or not at all, readable only by its owner; the text
copied before is replaced. Gives back the file. Blocking. Raises StoreError (StoreUnwritable)."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What to print. `assessment` is whole, so that a renderer needs no workspace."""

    assessment: Assessment
    language: str
    out: Path
    generated: datetime
    """Time printed on the report (``SOURCE_DATE_EPOCH`` if set)."""
    parts: tuple[str, ...] | None = None
    """Names of `report_parts`; None: the usual report, whole."""
    layout: Literal["full", "executive"] = "full"
    """``executive``: the result on two pages, for those who decide; `parts` do not matter then."""
    form: Literal["pdf", "html"] = "pdf"
    label: str = ""
    """Classification that heads every page, such as TERBATAS; empty: none."""
    previous: Assessment | None = None
    """The round before, of the same edition, to say what has changed since."""
    templates: Path | None = None
    """The user's own folder of templates, whose files come before ours; None: ours alone."""
    entries: int | None = None
    """How many changes the assessment's journal holds; None: it has none (a file)."""
    wording: Wording = OURS
    """Whose words the questions are printed in. Official ones go out with the report, so they are
    in none unless somebody has asked for them."""


Progress = Callable[[str, int, int], None]
"""Called with a stage (``read``, ``layout``, ``write`` ...), a step and the number of steps."""
Boxes = Callable[[str], None]
"""Called once, with the letters that no font here has, where there are any: a PDF shows boxes."""


class Reports(Protocol):
    """Makes the report. Blocking; call it from a worker."""

    def render(
        self,
        request: ReportRequest,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        boxes: Boxes | None = None,
    ) -> Path:
        """Writes the report whole or not at all; gives back where it is.

        Raises:
            ReportFailed: with `reason` ``no_pango``, ``cancelled``, ``unwritable``, ``template``,
                ``empty``, ``too_large`` or ``failed``.
        """
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one request among many: the file is in its place, or there is an error."""

    request: ReportRequest
    error: KamiError | None = None
    boxes: str = ""
    """Letters that no font here has."""


class ManyReports(Protocol):
    """Makes many reports side by side. Blocking."""

    def render_all(
        self,
        requests: Iterable[ReportRequest],
        jobs: int,
        progress: Callable[[float], None] | None = None,
    ) -> Iterator[Made]:
        """One outcome for each request, in the order they end; a failure stops none of the rest.

        `requests` are asked for one by one, in this thread, as workers become free; `jobs` is how
        many work at once; `progress` hears how many reports are made, with the parts of those on
        their way. When the iterator is closed, the workers end and nothing half made stays.
        """
        ...


class Desktop(Protocol):
    """The programs around ours, for people who sit at a screen. Blocking; call it from a worker."""

    def can_open(self) -> bool:
        """Whether there is a screen to show a file on, and something that opens files there."""
        ...

    def open(self, path: Path) -> bool:
        """Shows a file or a folder in the system's own program, which lives on without us.

        Gives back whether it was taken; never raises.
        """
        ...


class NoDesktop:
    """A `Desktop` where there is none."""

    def can_open(self) -> bool:
        return False

    def open(self, path: Path) -> bool:
        return False


class SettingsFile(Protocol):
    """The one file a person's settings stand in. It may not be there; nothing makes it unasked."""

    place: Path

    def read(self) -> SettingsText:
        """What stands in it; what cannot be read is told in its `problems`. Never raises."""
        ...

    def begin(self) -> bool:
        """Writes the documented file if there is none; whether it did.

        Raises:
            SettingsUnwritable: it could not.
        """
        ...

    def remember(self, name: str, value: str | bool) -> None:
        """Changes one value; everything else in the file stays, comments too.

        Raises:
            BadInput: there are mistakes in it; it was left as it is.
            SettingsUnwritable: it could not be written; it is as it was.
        """
        ...
