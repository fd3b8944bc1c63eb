"""What the store keeps of splitting and merging. Every function takes a connection inside a
transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Text, bindparam, insert, select

from kami_tui.domain.answers import Assessment, Change
from kami_tui.domain.errors import MergeOvertaken
from kami_tui.store import reading, writing
from kami_tui.store.tables import journal, parts
from kami_tui.usecases.parts import Record, RecordKind
from kami_tui.usecases.ports import JournalEntry

_ID = bindparam("id", type_=Text)
_RECORDS = (
    select(parts.c.seq, parts.c.document)
    .where(parts.c.assessment == _ID, parts.c.kind == bindparam("kind"))
    .order_by(parts.c.id)
)
_TAKEN = (
    select(journal)
    .where(journal.c.assessment == _ID, journal.c.origin.is_not(None))
    .order_by(journal.c.seq)
)
_IDENTITIES = select(journal.c.origin, journal.c.origin_seq).where(
    journal.c.assessment == _ID, journal.c.origin.is_not(None)
)


def create(
    conn: Connection, assessment: Assessment, *, digest: str, who: str, origin: str, now: str
) -> str:
    """An assessment that is a part of another, and what it was split off from."""
    id = writing.create(conn, assessment, digest=digest, who=who, previous=None, now=now)
    _keep(conn, id, "origin", origin, now)
    return id


def records(conn: Connection, id: str, kind: RecordKind) -> tuple[Record, ...]:
    full = reading.resolve(conn, id)
    rows = conn.execute(_RECORDS, {"id": full, "kind": kind})
    return tuple(Record(row.seq, row.document) for row in rows)


def taken_over(conn: Connection, id: str) -> tuple[JournalEntry, ...]:
    full = reading.resolve(conn, id)
    return tuple(
        JournalEntry(
            seq=row.seq,
            at=datetime.fromisoformat(row.at),
            who=row.who,
            change=Change(row.kind, row.subject, row.field, row.before, row.after),
            origin=row.origin,
            origin_seq=row.origin_seq,
        )
        for row in conn.execute(_TAKEN, {"id": full})
    )


def merge(
    conn: Connection,
    id: str,
    changes: Sequence[Change],
    entries: Sequence[JournalEntry],
    record: str,
    *,
    who: str,
    seen: int,
    now: str,
) -> int:
    """Takes over what is not here yet of `entries`, then writes the changes; how many it took.

    Raises:
        MergeOvertaken: somebody wrote after `seen`; nothing was written.
    """
    full = reading.resolve(conn, id)
    # Its first statement is a write: where a database locks by row, it locks the assessment.
    applied = writing.apply(conn, full, (), who=who, seen=seen, now=now)
    if applied.others:
        raise MergeOvertaken(assessment=full)
    there = {(row.origin, row.origin_seq) for row in conn.execute(_IDENTITIES, {"id": full})}
    rows = [_row(full, e) for e in entries if (e.origin, e.origin_seq) not in there]
    if rows:
        conn.execute(insert(journal), rows)
    if changes:
        last = reading.last_entry(conn, full)
        writing.apply(conn, full, changes, who=who, seen=last, now=now, merged=True)
    _keep(conn, full, "merged", record, now)
    return len(rows)


def _keep(conn: Connection, full_id: str, kind: RecordKind, document: str, now: str) -> None:
    row = {"assessment": full_id, "kind": kind, "at": now, "document": document}
    conn.execute(insert(parts), row | {"seq": reading.last_entry(conn, full_id)})


def _row(full_id: str, entry: JournalEntry) -> dict[str, object]:
    change = entry.change
    return {
        "assessment": full_id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "who": entry.who,
        "kind": change.kind,
        "subject": change.subject,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        # Not to be undone here: what it led to is in the merge's own entries.
        "step": None,
        "origin": entry.origin,
        "origin_seq": entry.origin_seq,
    }
