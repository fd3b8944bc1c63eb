"""What is asked of the tables. Every function takes a connection inside a transaction."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Text, bindparam, func, select

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    PROFILE_FIELDS,
    Answer,
    Assessment,
    Change,
    Evidence,
    Profile,
)
from kami_tui.domain.errors import UnknownAssessment
from kami_tui.store.prepared import Prepared
from kami_tui.store.tables import answers, assessments, evidence, journal, links, owners
from kami_tui.usecases.ports import JournalEntry, Stored, Summary

_ID = bindparam("id", type_=Text)
_LISTED = assessments.c.deleted.is_(None)

_MATCHING = Prepared(
    select(assessments.c.id)
    .where(func.substr(assessments.c.id, 1, bindparam("length")) == bindparam("beginning"), _LISTED)
    .order_by(assessments.c.id)
)
_ALL = (
    select(assessments)
    .where(_LISTED)
    .order_by(assessments.c.changed.desc(), assessments.c.created.desc(), assessments.c.id)
)
_ALL_STATUSES = (
    select(answers.c.assessment, answers.c.item, answers.c.status)
    .join(assessments, assessments.c.id == answers.c.assessment)
    .where(answers.c.status.is_not(None), _LISTED)
)
_ONE = select(assessments).where(assessments.c.id == _ID)
_ANSWERS = select(answers).where(answers.c.assessment == _ID)
_LINKS = select(links).where(links.c.assessment == _ID).order_by(links.c.position)
_EVIDENCE = select(evidence).where(evidence.c.assessment == _ID).order_by(evidence.c.position)
_OWNERS = select(owners).where(owners.c.assessment == _ID).order_by(owners.c.position)
_LAST = Prepared(
    select(func.coalesce(func.max(journal.c.seq), 0)).where(journal.c.assessment == _ID)
)
_COLUMNS = ("seq", "at", "who", "kind", "subject", "field", "before", "after", "step")
_ENTRIES = Prepared(
    select(*(journal.c[name] for name in _COLUMNS))
    .where(
        journal.c.assessment == _ID, journal.c.seq > bindparam("seen"), journal.c.origin.is_(None)
    )
    .order_by(journal.c.seq)
)


def resolve(conn: Connection, id: str) -> str:
    """The full id of the one listed assessment that begins so; capitals do not matter.

    Raises:
        UnknownAssessment: none does, or several; `matches` has those, in order.
    """
    beginning = id.strip().lower()
    values: dict[str, Any] = {"beginning": beginning, "length": len(beginning)}
    # Nothing is not the beginning of anything, even where only one assessment is there; and what
    # comes from a command line need not be text that a database takes.
    sought = beginning and beginning.isascii()
    matches: list[str] = [row[0] for row in _MATCHING(conn, values)] if sought else []
    if len(matches) != 1:
        raise UnknownAssessment(assessment=id, matches=matches)
    return matches[0]


def summaries(conn: Connection) -> tuple[Summary, ...]:
    """All listed assessments, the one changed last first; two queries however many there are."""
    statuses: dict[str, dict[str, str]] = defaultdict(dict)
    for assessment, item, status in conn.execute(_ALL_STATUSES):
        statuses[assessment][item] = status
    return tuple(
        Summary(
            id=row["id"],
            instrument=row["instrument"],
            profile=_profile(row),
            statuses=statuses.get(row["id"], {}),
            created=datetime.fromisoformat(row["created"]),
            changed=datetime.fromisoformat(row["changed"]),
            previous=row["previous"],
        )
        for row in conn.execute(_ALL).mappings()
    )


def load(conn: Connection, id: str) -> Stored:
    """Answers come in natural order (2.2 before 2.10), evidence and links as they were entered."""
    values = {"id": resolve(conn, id)}
    row = conn.execute(_ONE, values).mappings().one()
    assessment = Assessment(
        instrument=row["instrument"],
        profile=_profile(row),
        answers=_answers(conn, values),
        evidence={
            entry["key"]: Evidence(**{name: entry[name] for name in EVIDENCE_FIELDS})
            for entry in conn.execute(_EVIDENCE, values).mappings()
        },
        owners={given.scope: given.owner for given in conn.execute(_OWNERS, values)},
    )
    return Stored(
        id=row["id"],
        assessment=assessment,
        digest=row["digest"],
        created=datetime.fromisoformat(row["created"]),
        changed=datetime.fromisoformat(row["changed"]),
        previous=row["previous"],
        place=row["place"],
        seq=last_entry(conn, row["id"]),
    )


def last_entry(conn: Connection, full_id: str) -> int:
    """Number of the assessment's last journal entry; 0 while it has none."""
    return int(_LAST(conn, {"id": full_id}).fetchone()[0])


def entries(conn: Connection, full_id: str, seen: int) -> tuple[JournalEntry, ...]:
    """The assessment's journal entries after number `seen`, in order."""
    return tuple(
        JournalEntry(
            seq=seq,
            at=datetime.fromisoformat(at),
            who=who,
            change=Change(kind, subject, field, before, after, step or ""),
        )
        for seq, at, who, kind, subject, field, before, after, step in _ENTRIES(
            conn, {"id": full_id, "seen": seen}
        )
    )


def natural(item: str) -> list[tuple[int, int, str]]:
    """A sort key that reads runs of digits as numbers, so that "2.2" comes before "2.10"."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.findall(r"\d{1,18}|\D+", item)
    ]


def _answers(conn: Connection, values: dict[str, str]) -> dict[str, Answer]:
    attached: dict[str, list[str]] = defaultdict(list)
    for row in conn.execute(_LINKS, values):
        attached[row.item].append(row.key)
    said = {row.item: (row.status, row.note) for row in conn.execute(_ANSWERS, values)}
    return {
        item: Answer(*said.get(item, (None, "")), evidence=tuple(attached.get(item, ())))
        for item in sorted(said.keys() | attached.keys(), key=natural)
    }


def _profile(row: RowMapping) -> Profile:
    return Profile(**{name: row[name] for name in PROFILE_FIELDS})
