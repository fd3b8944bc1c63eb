"""Stand-ins for the adapters: everything in memory, failures on demand."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kami_tui.domain.answers import Assessment, Change, Evidence, changed
from kami_tui.domain.errors import FileUnreadable, ReportFailed, StoreError, UnknownAssessment
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.usecases.ports import (
    Applied,
    FileDigest,
    JournalEntry,
    ReportRequest,
    Stored,
    Summary,
)
from kami_tui.usecases.services import Services
from kami_tui.usecases.wordings import NoWordings, StoredWording
from tests.exchange.official import invented_texts

NOON = datetime(2026, 9, 15, 12, 0, 0, tzinfo=UTC)
LIBRARY = Library([questionnaires()])
"""Loaded once for all tests."""
EXAMPLES = questionnaires() / "kami-5.0" / "examples"


@dataclass
class Kept:
    assessment: Assessment
    previous: str | None
    created: datetime
    changed: datetime
    digest: str = ""
    place: str | None = None
    journal: list[JournalEntry] = field(default_factory=list)
    came: list[JournalEntry] = field(default_factory=list)


class FakeWorkspace:
    """Implements `usecases.ports.Workspace`. `fail` is raised by every call while it is set."""

    place = "/data/kami/workspace.db"

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.fail: Exception | None = None
        self.writes_only = False
        """With `fail`: reading still works."""
        self.tries = 0
        """Calls of `apply`."""
        self.batches: list[tuple[Change, ...]] = []
        self.gate = threading.Event()
        """Cleared: calls wait, as on a slow disk."""
        self.gate.set()
        self.closed = False
        self._lock = threading.Lock()

    def _enter(self, *, writing: bool) -> None:
        self.gate.wait(10)
        if self.fail is not None and (writing or not self.writes_only):
            raise self.fail

    def _one(self, id: str) -> Kept:
        return self.kept[self.resolve(id)]

    def summaries(self) -> tuple[Summary, ...]:
        self._enter(writing=False)
        rows = [
            Summary(i, k.assessment.instrument, k.assessment.profile, k.assessment.statuses,
                    k.created, k.changed, k.previous)
            for i, k in self.kept.items()
        ]  # fmt: skip
        return tuple(sorted(rows, key=lambda s: (s.changed, s.id), reverse=True))

    def resolve(self, id: str) -> str:
        found = [i for i in self.kept if i.startswith(id)]
        if len(found) != 1:
            raise UnknownAssessment(assessment=id, matches=found)
        return found[0]

    def create(
        self, assessment: Assessment, *, digest: str, who: str, previous: str | None = None
    ) -> str:
        self._enter(writing=True)
        id = f"a{len(self.kept) + 1:03}"
        at = NOON + timedelta(minutes=len(self.kept))
        self.kept[id] = Kept(assessment, previous, at, at, digest)
        return id

    def load(self, id: str) -> Stored:
        self._enter(writing=False)
        id, kept = self.resolve(id), self._one(id)
        return Stored(id, kept.assessment, kept.digest, kept.created, kept.changed, kept.previous,
                      kept.place, len(kept.journal))  # fmt: skip

    def apply(
        self, id: str, changes: Sequence[Change], *, who: str, seen: int, place: str | None = None
    ) -> Applied:
        self.tries += 1
        self._enter(writing=True)
        with self._lock:
            kept = self._one(id)
            kept.place = place or kept.place
            others = tuple(e for e in kept.journal if e.seq > seen)
            self._write(kept, changes, who)
            self.batches.append(tuple(changes))
            return Applied(len(kept.journal), others)

    def by_another(self, id: str, *changes: Change) -> None:
        """Another program writes."""
        with self._lock:
            self._write(self._one(id), changes, "someone else")

    def _write(self, kept: Kept, changes: Sequence[Change], who: str) -> None:
        for change in changes:
            kept.assessment = changed(kept.assessment, change)
            kept.journal.append(JournalEntry(len(kept.journal) + 1, NOON, who, change))

    def journal(self, id: str, *, after: int = 0) -> tuple[JournalEntry, ...]:
        self._enter(writing=False)
        with self._lock:
            return tuple(e for e in self._one(id).journal if e.seq > after)

    def taken_over(self, id: str) -> tuple[JournalEntry, ...]:
        self._enter(writing=False)
        return tuple(self._one(id).came)

    def set_place(self, id: str, item: str) -> None:
        if self.fail is not None:
            raise (
                self.fail if isinstance(self.fail, StoreError) else StoreError(place="", reason="")
            )
        self._one(id).place = item

    def delete(self, id: str) -> None:
        self._enter(writing=True)
        del self.kept[self.resolve(id)]

    def close(self) -> None:
        self.closed = True


class FakeReports:
    """Implements `usecases.ports.Reports`: writes a few bytes, or fails, or waits to be stopped."""

    def __init__(self) -> None:
        self.requests: list[ReportRequest] = []
        self.fail: Exception | None = None
        self.endless = False
        self.fails_at_last: Exception | None = None
        self.boxes = ""

    def render(self, request: ReportRequest, progress=None, cancelled=None, boxes=None) -> Path:
        self.requests.append(request)
        if self.fail is not None:
            raise self.fail
        if progress:
            progress("layout", 1, 3)
        while self.endless:
            if cancelled and cancelled():
                raise ReportFailed(reason="cancelled", detail="")
            threading.Event().wait(0.01)
        if self.fails_at_last is not None:
            raise self.fails_at_last
        if self.boxes:
            boxes(self.boxes)
        request.out.write_bytes(b"%PDF-1.7\n")
        return request.out


class FakeFiles:
    """Implements `usecases.ports.EvidenceFiles` on a few files in memory."""

    def __init__(self, **files: bytes) -> None:
        self.files: dict[str, bytes] = {f"/docs/{name}.pdf": data for name, data in files.items()}
        self.refused: dict[str, str] = {}
        """Reasons why files cannot be read, by path."""
        self.gate = threading.Event()
        """Cleared: reading goes on until it is stopped, or the gate is opened."""
        self.gate.set()
        self.disk = threading.Event()
        """Cleared: nothing answers any more, as on a network disk that is gone."""
        self.disk.set()
        self.read: list[str] = []

    def size(self, path: str) -> int | None:
        self.disk.wait(10)
        data = self.files.get(path)
        return None if data is None else len(data)

    def digest(self, path: str, progress=None, cancelled=None, boxes=None) -> FileDigest:
        self.disk.wait(10)
        self.read.append(path)
        reason = self.refused.get(path, "" if path in self.files else "missing")
        if reason:
            raise FileUnreadable(file=path, reason=reason, detail="")
        data = self.files[path]
        if progress:
            progress(len(data) // 2, len(data))
        while not self.gate.wait(0.01):
            if cancelled and cancelled():
                raise FileUnreadable(file=path, reason="cancelled", detail="")
        return FileDigest(path, len(data), hashlib.sha256(data).hexdigest())

    def suggestion(self, begun: str) -> str | None:
        return next((f for f in self.files if begun and f.startswith(begun)), None)

    def entry(self, title: str, name: str, **more: str) -> Evidence:
        """A document whose file is recorded as it is now."""
        path = f"/docs/{name}.pdf"
        found = self.digest(path)
        return Evidence(title, file=path, size=str(found.size), sha256=found.sha256, **more)


class FakeWordings(NoWordings):
    """Implements `usecases.wordings.Wordings`: what was taken in; `fail` is raised instead."""

    def __init__(self, texts: dict[str, str] | None = None, fail: Exception | None = None) -> None:
        self.texts = invented_texts(LIBRARY.scorer("kami-5.0")) if texts is None else texts
        self.fail = fail

    def load(self, instrument: str) -> StoredWording | None:
        if self.fail is not None:
            raise self.fail
        return StoredWording(instrument, self.texts, "KAMI.xlsx", "a" * 64, NOON)


def example(year: int = 2026) -> Assessment:
    return AnswersFiles(LIBRARY, dump).read(EXAMPLES / f"kota-contoh-{year}.yaml")


def services(
    workspace=None, *, language: str = "id", home: Path | None = None, **changes
) -> Services:
    reports = FakeReports()
    made = Services(
        editions=LIBRARY,
        files=AnswersFiles(LIBRARY, dump),
        workspace=workspace or FakeWorkspace(),
        reports=reports,
        evidence_files=FakeFiles(),
        examples=lambda: (example(2025), example(2026)),
        health=lambda: (),
        home=home or Path("/data/kami"),
        who="officer",
        language=language,
        clock=lambda: NOON,
    )
    return replace(made, **changes)
