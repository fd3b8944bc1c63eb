"""A bundle: one package with an assessment and all that belongs to it. What is asked, what came.

In its payload (``data/``): ``answers.yaml`` and ``answers.json``, ``result.json`` (what ``kami
score`` prints), ``report.pdf``, ``instrument/`` (the edition's files), ``evidence/`` with
``evidence.json`` (what became of each document), ``journal.json`` and ``bundle.json`` (what it is).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from kami_tui.domain.answers import Assessment, Evidence
from kami_tui.usecases.ports import JournalEntry

FORMAT = 1
"""Of a bundle's content; a reader refuses a higher one."""
PAYLOAD = "data/"
ANSWERS_JSON = "answers.json"
ANSWERS_YAML = "answers.yaml"
RESULT = "result.json"
REPORT = "report.pdf"
JOURNAL = "journal.json"
ABOUT = "bundle.json"
DOCUMENTS = "evidence.json"
INSTRUMENT = "instrument/"
EVIDENCE = "evidence/"

PARTS = ("report", "evidence", "journal")
"""What may be left out."""

DocumentState = Literal["included", "missing", "changed", "unrecorded", "left_out"]
"""``missing``: there is no such file, or it cannot be read. ``changed``: another SHA-256 than was
recorded. ``unrecorded``: none was recorded, so nobody knows that this is the file that was meant;
an answers file of somebody else's could name any file of this computer. ``left_out``: as asked."""


@dataclass(frozen=True, slots=True)
class Document:
    """What became of one entry of the evidence register that has a local file."""

    key: str
    title: str
    state: DocumentState
    file: str
    """As the register names it; for people at this computer only."""
    name: str = ""
    """In the payload; empty if it is not there."""
    size: int | None = None
    sha256: str = ""
    """As recorded."""
    reason: str = ""
    """Why it could not be read, as in FileUnreadable."""

    @property
    def lacking(self) -> bool:
        return self.state in ("missing", "changed", "unrecorded")


@dataclass(frozen=True, slots=True)
class Lock:
    """Whom it is encrypted to: recipients (age or SSH public keys, also from files), or whoever
    knows the passphrase; never both."""

    recipients: tuple[str, ...] = ()
    recipient_files: tuple[Path, ...] = ()
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Key:
    """What opens it again."""

    identities: tuple[Path, ...] = ()
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class BundleRequest:
    """What to pack."""

    assessment: Assessment
    result: str
    """The text of ``result.json``."""
    out: Path
    generated: datetime
    """Time told in it and of every file in it; with ``SOURCE_DATE_EPOCH`` it can be repeated."""
    id: str = ""
    """Of the assessment in its workspace; empty: it came from a file."""
    journal: tuple[JournalEntry, ...] | None = None
    report: Callable[[Path], object] | None = None
    """Writes the report to this path; None: without it."""
    evidence: bool = True
    allow_missing: bool = False
    """Pack even if evidence files are not as recorded; they are listed, not included."""
    folder: bool = False
    """A folder instead of one zip file."""
    replace: bool = False
    """Write over a file that is there."""
    lock: Lock | None = None


@dataclass(frozen=True, slots=True)
class MadeBundle:
    path: Path
    files: int
    size: int
    """Of the payload, in bytes."""
    documents: tuple[Document, ...] = ()


FindingKind = Literal[
    "changed", "missing", "unlisted", "list_changed", "list_entry", "oxum",
    "unreadable", "edition", "result", "answers", "evidence", "report", "other_report",
]  # fmt: skip
"""``changed`` .. ``unlisted``: a file against the lists; ``list_changed``: a list itself;
``list_entry``: it names what no bundle holds; ``oxum``: the count of bytes and files. The rest is
content: what it says does not fit together."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was made."""

    kind: FindingKind
    file: str
    """In the bundle, such as ``data/result.json``."""
    detail: str = ""
    expected: str = ""
    found: str = ""


NotCompared = Literal["edition_unknown", "report_edition", "no_report"]
"""``edition_unknown``: it is not installed here, so that the one inside was believed;
``report_edition``: so the report could not be verified; ``no_report``: there is none inside."""


@dataclass(frozen=True, slots=True)
class BundleVerdict:
    file: str
    organisation: str
    instrument: str
    program: str
    date: str
    files: int
    size: int
    sealed: bool
    findings: tuple[Finding, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    lacking: tuple[str, ...] = ()
    """Keys of documents that were not as recorded when it was made; it says so itself."""
    ignored: tuple[str, ...] = ()
    """Files that a Mac put beside its own; they are no part of it."""

    @property
    def unchanged(self) -> bool:
        return not self.findings


BundleProgress = Callable[[str, int, int], None]
"""Called with a stage (``evidence``, ``pack``, ``seal``, ``unseal``, ``check``), bytes done and
bytes in all (0 where nobody knows)."""


class OpenBundle(Protocol):
    """A bundle that is being read. Nothing is believed of it before `check`."""

    @property
    def sealed(self) -> bool:
        """It was encrypted."""
        ...

    @property
    def name(self) -> str:
        """Of the folder it is; safe for any system."""
        ...

    @property
    def info(self) -> Mapping[str, str]:
        """What ``bag-info.txt`` says; the first of each name."""
        ...

    @property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 by payload file (``data/...``), as found by `check`."""
        ...

    @property
    def size(self) -> int:
        """Bytes of the payload."""
        ...

    @property
    def ignored(self) -> tuple[str, ...]:
        """Files that lie there and are no part of it: a Mac adds them."""
        ...

    def check(
        self, progress: BundleProgress | None = None, unpack: Path | None = None
    ) -> tuple[Finding, ...]:
        """Reads every file once and compares it with the lists.

        `unpack` is a folder that does not exist: it gets the files, if nothing was found at all.

        Raises:
            BundleUnreadable: it cannot be judged.
            BundleFailed: `unpack` cannot be written.
        """
        ...

    def read(self, file: str, most: int) -> bytes:
        """One small file. Raises BundleUnreadable: it is larger than that, or not there."""
        ...

    def copy(self, files: Iterable[str], folder: Path) -> None:
        """Puts files under `folder`, each by the last part of its name."""
        ...


class Bundles(Protocol):
    """Makes and opens bundles. Blocking; call it from a worker."""

    def make(self, request: BundleRequest, progress: BundleProgress | None = None) -> MadeBundle:
        """Writes it whole or not at all.

        Raises:
            BundleIncomplete: evidence files are not as recorded, and that was not allowed.
            BundleFailed: with its reason.
            ReportFailed: as the report's maker says.
        """
        ...

    def open(
        self, path: Path, key: Key | None = None, progress: BundleProgress | None = None
    ) -> AbstractContextManager[OpenBundle]:
        """A file or a folder; decrypted first where needed.

        Raises:
            BundleUnreadable: it is none, or hostile, or does not open with this key.
        """
        ...

    def locked(self, path: Path) -> Literal["recipients", "passphrase"] | None:
        """What opens it; None: nothing is needed, or it is no file that can be read."""
        ...


def shareable(assessment: Assessment, names: Mapping[str, str]) -> Assessment:
    """The assessment for others: of local files no folders (they tell of the officer's computer),
    but the place in the bundle where there is one; `names` are those, by register key."""
    register = {k: _without_folders(e, names.get(k)) for k, e in assessment.evidence.items()}
    return replace(assessment, evidence=register)


def _without_folders(entry: Evidence, name: str | None) -> Evidence:
    return replace(entry, file=name or last_part(entry.file))


def last_part(path: str) -> str:
    """The name of a file, whichever system its path is from."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def journal_document(entries: Iterable[JournalEntry]) -> list[dict[str, Any]]:
    """The journal as plain data. Folders of local files are left out here, too."""
    found = []
    for e in entries:
        c = e.change
        is_path = c.kind == "evidence" and c.field == "file"
        before, after = (
            last_part(v) if is_path and v is not None else v for v in (c.before, c.after)
        )
        entry = {"seq": e.seq, "at": e.at.isoformat(), "who": e.who, "kind": c.kind}
        entry |= {"subject": c.subject, "field": c.field, "before": before, "after": after}
        found.append(entry | ({"step": c.step} if c.step else {}))
    return found
