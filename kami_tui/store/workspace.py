"""The adapter of `usecases.ports.Workspace` on a database."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kami_tui.domain.answers import EVIDENCE_FIELDS, PROFILE_FIELDS, Assessment, Change
from kami_tui.domain.errors import StoreError
from kami_tui.usecases.parts import Record, RecordKind
from kami_tui.usecases.ports import Applied, JournalEntry, Stored, Summary
from kami_tui.usecases.texts import UnfitText

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kami_tui.store.database import Database

# SQLAlchemy takes a quarter of a second to import. Whatever needs it is imported by the call that
# needs it, so that a program which only might use a workspace starts at once.

_FIELDS = {
    "answer": ("status", "note"),
    "evidence": EVIDENCE_FIELDS,
    "profile": PROFILE_FIELDS,
    "owner": ("owner",),
}


_SQLITE = re.compile(r"sqlite(\+\w+)?://(/|$)", re.IGNORECASE)


def utc_now() -> datetime:
    return datetime.now(UTC)


class SqlWorkspace:
    """Many assessments in one SQLite file (or, by URL, on a database server).

    Nothing is opened or made before the first call. Any thread may call; calls take turns, and
    other programs may use the same file at the same time. A writing call that returns is on disk;
    one that raises has written nothing. After `close` the next call opens it again.

    Errors: StoreError and its kinds with the reasons listed in `store.faults`; UnknownAssessment;
    UnfitText for text that is no Unicode (lone surrogates).

    `delete` hides: the rows stay in the file, with the time in ``assessments.deleted``; setting
    that to NULL brings the assessment back. Everything else about a deleted assessment is
    UnknownAssessment.
    """

    def __init__(
        self,
        place: Path | str,
        *,
        clock: Callable[[], datetime] = utc_now,
        patience: float = 5.0,
    ) -> None:
        """`place`: a path or a database URL. `patience`: seconds to wait for a locked file."""
        self._url, self._path = _url_and_path(place)
        self._clock = clock
        self._patience = patience
        self._lock = threading.Lock()
        self._database: Database | None = None
        self.place = _without_password(self._url) if self._url else str(self._path)

    # -- reading ----------------------------------------------------------------------------

    def summaries(self) -> tuple[Summary, ...]:
        from kami_tui.store import reading

        with self._transaction() as conn:
            return reading.summaries(conn)

    def resolve(self, id: str) -> str:
        from kami_tui.store import reading

        with self._transaction() as conn:
            return reading.resolve(conn, id)

    def load(self, id: str) -> Stored:
        from kami_tui.store import reading

        with self._transaction() as conn:
            return reading.load(conn, id)

    def journal(self, id: str, *, after: int = 0) -> tuple[JournalEntry, ...]:
        from kami_tui.store import reading

        with self._transaction() as conn:
            return reading.entries(conn, reading.resolve(conn, id), after)

    def taken_over(self, id: str) -> tuple[JournalEntry, ...]:
        from kami_tui.store import parts

        with self._transaction() as conn:
            return parts.taken_over(conn, id)

    def records(self, id: str, kind: RecordKind) -> tuple[Record, ...]:
        from kami_tui.store import parts

        with self._transaction() as conn:
            return parts.records(conn, id, kind)

    # -- writing ----------------------------------------------------------------------------

    def create(
        self, assessment: Assessment, *, digest: str, who: str, previous: str | None = None
    ) -> str:
        from kami_tui.store import writing

        _check_text(_texts(assessment))
        with self._transaction(writing=True) as conn:
            return writing.create(
                conn,
                assessment,
                digest=digest,
                who=_written(who),
                previous=previous,
                now=self._now(),
            )

    def apply(
        self, id: str, changes: Sequence[Change], *, who: str, seen: int, place: str | None = None
    ) -> Applied:
        """As the port has it; without changes it only tells what others wrote."""
        from kami_tui.store import reading, writing

        _check_changes(changes)
        if not changes:
            with self._transaction() as conn:
                full = reading.resolve(conn, id)
                return Applied(reading.last_entry(conn, full), reading.entries(conn, full, seen))
        at = None if place is None else _written(place)
        with self._transaction(writing=True) as conn:
            return writing.apply(
                conn, id, changes, who=_written(who), seen=seen, now=self._now(), place=at
            )

    def create_part(self, assessment: Assessment, *, digest: str, who: str, origin: str) -> str:
        from kami_tui.store import parts

        _check_text(_texts(assessment))
        with self._transaction(writing=True) as conn:
            return parts.create(
                conn, assessment, digest=digest, who=_written(who), origin=origin, now=self._now()
            )

    def merge(
        self,
        id: str,
        changes: Sequence[Change],
        entries: Sequence[JournalEntry],
        record: str,
        *,
        who: str,
        seen: int,
    ) -> int:
        from kami_tui.store import parts

        _check_changes([*changes, *(e.change for e in entries)])
        _check_text(("who", e.who) for e in entries)
        with self._transaction(writing=True) as conn:
            return parts.merge(
                conn, id, changes, entries, record,
                who=_written(who), seen=seen, now=self._now(),
            )  # fmt: skip

    def set_place(self, id: str, item: str) -> None:
        from kami_tui.store import writing

        with self._transaction(writing=True) as conn:
            writing.set_place(conn, id, _written(item))

    def delete(self, id: str) -> None:
        from kami_tui.store import writing

        with self._transaction(writing=True) as conn:
            writing.hide(conn, id, self._now())

    def close(self) -> None:
        with self._lock:
            database, self._database = self._database, None
            if database:
                database.close()

    # -- inside -----------------------------------------------------------------------------

    @contextmanager
    def _transaction(self, *, writing: bool = False) -> Iterator[Connection]:
        with self._lock:
            if self._database is None:
                self._database = self._opened()
            with self._database.transaction(writing=writing) as conn:
                yield conn

    def _opened(self) -> Database:
        from kami_tui.store import database

        if self._url:
            return database.open_url(self._url, self.place)
        return database.open_file(self._path, patience=self._patience, now=self._clock())

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="microseconds")


def _url_and_path(place: Path | str) -> tuple[str, Path]:
    """The URL of a server, or "" and the path of a file (which may be given as ``sqlite:///``).

    However SQLite is written, it is a file opened by `sqlite`: by its URL alone SQLAlchemy would
    open it without what keeps answers safe, or (``sqlite://``) only in memory.

    Raises:
        StoreError: a URL of SQLite that names no file.
    """
    if isinstance(place, str) and (url := _SQLITE.match(place)):
        path = place[url.end() :]
        if path in ("", ":memory:"):
            raise StoreError(place=place, reason="unreachable")
        return "", Path(path)
    if isinstance(place, str) and "://" in place:
        return place, Path()
    return "", Path(place)


def _without_password(url: str) -> str:
    url = re.sub(r"(://[^:@/]*):.*@", r"\1:***@", url)
    return re.sub(r"([?&]password=)[^&]*", r"\1***", url)


def _written(name: str) -> str:
    """A name as it can be stored: a login name may hold bytes that are no text."""
    return name.encode(errors="replace").decode()


def _check_changes(changes: Sequence[Change]) -> None:
    """Refuses what the journal could not be replayed from. ValueError is a caller's mistake."""
    for change in changes:
        known = _FIELDS.get(change.kind)
        if change.kind != "link" and (known is None or change.field not in known):
            raise ValueError(change)
    _check_text((c.field, t) for c in changes for t in (c.subject, c.field, c.after or ""))


def _texts(assessment: Assessment) -> Iterator[tuple[str, str]]:
    for item, answer in assessment.answers.items():
        for text in (item, answer.status or "", answer.note, *answer.evidence):
            yield "note", text
    for key, entry in assessment.evidence.items():
        yield "title", key
        for name in EVIDENCE_FIELDS:
            yield name, getattr(entry, name)
    for name in PROFILE_FIELDS:
        yield name, getattr(assessment.profile, name)
    for scope, owner in assessment.owners.items():
        yield "owner", scope
        yield "owner", owner


def _check_text(texts: Iterator[tuple[str, str]]) -> None:
    for name, text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:
            raise UnfitText(field=name, limit=len(text), reason="control_character") from None
