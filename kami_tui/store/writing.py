"""What is done to the tables. Every function takes a connection inside one writing transaction.

State and journal are written together: folding an assessment's journal over an empty one with
`domain.answers.changed` always gives what `reading.load` gives.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Text, bindparam, delete, func, insert, select, update

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    PROFILE_FIELDS,
    Answer,
    Assessment,
    Change,
    changed,
    changes_between,
    is_title,
)
from kami_tui.store import reading
from kami_tui.store.ids import new_id
from kami_tui.store.keys import Keys
from kami_tui.store.prepared import Prepared
from kami_tui.store.tables import answers, assessments, evidence, journal, links, owners
from kami_tui.usecases.ports import Applied

Step = tuple[str | None, str | None]
"""What a field held before and what it holds after; None is nothing at all."""

# The underscore keeps them apart from columns, which SQLAlchemy would take them for.
_ID, _ITEM, _KEY = (bindparam(name, type_=Text) for name in ("id_", "item_", "key_"))

_KNOWN = select(assessments.c.id).where(assessments.c.id == _ID)
_THIS = update(assessments).where(assessments.c.id == _ID)
_TOUCH = Prepared(_THIS.values(changed=bindparam("now")))
_PLACE = _THIS.values(place=bindparam("item"))
_TOUCH_AND_PLACE = Prepared(_THIS.values(changed=bindparam("now"), place=bindparam("item")))
_HIDE = _THIS.values(deleted=bindparam("now"))

_THE_ANSWER = (answers.c.assessment == _ID) & (answers.c.item == _ITEM)
_ANSWER = Prepared(select(answers.c.status, answers.c.note).where(_THE_ANSWER))
_ANSWER_AGAIN = Prepared(update(answers).where(_THE_ANSWER), "status", "note")
_NEW_ANSWER = Prepared(insert(answers), "assessment", "item", "status", "note")
_NO_ANSWER = Prepared(delete(answers).where(_THE_ANSWER))

_THE_ENTRY = (evidence.c.assessment == _ID) & (evidence.c.key == _KEY)
_ENTRY = select(evidence).where(_THE_ENTRY)
_ENTRY_AGAIN = update(evidence).where(_THE_ENTRY)
_NO_ENTRY = delete(evidence).where(_THE_ENTRY)
_LAST_ENTRY = select(func.max(evidence.c.position)).where(evidence.c.assessment == _ID)

_OF_ITEM = (links.c.assessment == _ID) & (links.c.item == _ITEM)
_NO_LINK = delete(links).where(_OF_ITEM, links.c.key == _KEY)
_LAST_LINK = select(func.max(links.c.position)).where(_OF_ITEM)

_THE_OWNER = (owners.c.assessment == _ID) & (owners.c.scope == _KEY)
_OWNER = select(owners.c.owner).where(_THE_OWNER)
_NO_OWNER = delete(owners).where(_THE_OWNER)
_LAST_OWNER = select(func.max(owners.c.position)).where(owners.c.assessment == _ID)

_JOURNAL = insert(journal)
_OWN = [c.name for c in journal.c if c.name not in ("seq", "origin", "origin_seq")]
_ENTRY_OF_JOURNAL = Prepared(_JOURNAL, *_OWN)


def create(
    conn: Connection,
    assessment: Assessment,
    *,
    digest: str,
    who: str,
    previous: str | None,
    now: str,
) -> str:
    """Stores a whole assessment with the journal entries that lead to it; gives back its id."""
    if previous is not None:
        previous = reading.resolve(conn, previous)
    blank = Assessment(assessment.instrument)
    steps = changes_between(blank, assessment)
    # What the journal adds up to, so that it and the tables cannot differ (a document attached
    # twice to one item is attached once).
    for change in steps:
        blank = changed(blank, change)
    id = _free_id(conn)
    head = {name: getattr(blank.profile, name) for name in PROFILE_FIELDS}
    head |= {"instrument": blank.instrument, "digest": digest, "previous": previous}
    head |= {"id": id, "created": now, "changed": now, "created_by": who}
    conn.execute(insert(assessments), head)
    _insert_state(conn, id, blank)
    if steps:
        rows = [_row(id, change, (change.before, change.after), who, now) for change in steps]
        conn.execute(_JOURNAL, rows)
    return id


def apply(
    conn: Connection,
    id: str,
    changes: Sequence[Change],
    *,
    who: str,
    seen: int,
    now: str,
    place: str | None = None,
    merged: bool = False,
) -> Applied:
    """Writes changes in order, each with a journal entry that tells what really stood before;
    `place` is remembered with them.

    A change to what stands already is journalled, too: it was said, and acknowledged. A new
    document whose key another one has, or once had, gets a free one, so that neither is written
    over the other nor taken for it. `merged`: the changes are those of a merge, which has looked
    after that, and may bring back a document under its key.
    """
    full = reading.resolve(conn, id)
    # First of all, since it locks the assessment where a database locks by row.
    if place is None:
        _TOUCH(conn, {"id_": full, "now": now})
    else:
        _TOUCH_AND_PLACE(conn, {"id_": full, "now": now, "item": place})
    others = reading.entries(conn, full, seen)
    keys = Keys(conn, full, changes)
    besides: list[Change] = []
    for said in changes:
        change = said if merged else keys.own(said)
        extra = _rest_of(conn, full, change)
        besides += extra
        for one in (*extra, change):
            _ENTRY_OF_JOURNAL(conn, _row(full, one, _take(conn, full, one), who, now))
    last = reading.last_entry(conn, full)
    return Applied(last, others, keys.renamed, tuple(besides))


def set_place(conn: Connection, id: str, item: str) -> None:
    conn.execute(_PLACE, {"id_": reading.resolve(conn, id), "item": item})


def hide(conn: Connection, id: str, now: str) -> None:
    """Takes an assessment off every list; all its rows stay."""
    conn.execute(_HIDE, {"id_": reading.resolve(conn, id), "now": now})


def _rest_of(conn: Connection, id: str, change: Change) -> list[Change]:
    """What others wrote on a document that is now taken out by somebody who has not seen it: the
    journal says all of what goes, so that all of it can come back."""
    if not is_title(change) or change.after is not None:
        return []
    row = conn.execute(_ENTRY, {"id_": id, "key_": change.subject}).mappings().first()
    return [
        Change("evidence", change.subject, name, row[name], "", change.step)
        for name in reversed(EVIDENCE_FIELDS[1:])
        if row is not None and row[name]
    ]


def _free_id(conn: Connection) -> str:
    while True:
        id = new_id()
        if conn.execute(_KNOWN, {"id_": id}).first() is None:
            return id


def _row(id: str, change: Change, step: Step, who: str, now: str) -> dict[str, str | None]:
    row: dict[str, str | None] = {"assessment": id, "at": now, "who": who, "kind": change.kind}
    row |= {"subject": change.subject, "field": change.field, "before": step[0], "after": step[1]}
    return row | {"step": change.step or None}


def _insert_state(conn: Connection, id: str, whole: Assessment) -> None:
    said = [
        {"assessment": id, "item": item, "status": a.status, "note": a.note}
        for item, a in whole.answers.items()
        if not Answer(a.status, a.note).empty
    ]
    attached = [
        {"assessment": id, "item": item, "key": key, "position": n}
        for item, a in whole.answers.items()
        for n, key in enumerate(a.evidence)
    ]
    register = [
        {"assessment": id, "key": key, "position": n}
        | {name: getattr(entry, name) for name in EVIDENCE_FIELDS}
        for n, (key, entry) in enumerate(whole.evidence.items())
    ]
    given = [
        {"assessment": id, "scope": scope, "owner": owner, "position": n}
        for n, (scope, owner) in enumerate(whole.owners.items())
    ]
    filled = ((answers, said), (links, attached), (evidence, register), (owners, given))
    for table, rows in filled:
        if rows:
            conn.execute(insert(table), rows)


# -- one change, as `domain.answers.changed` has it -----------------------------------------------


def _take(conn: Connection, id: str, change: Change) -> Step:
    if change.kind == "profile":
        return _set_profile(conn, id, change)
    if change.kind == "evidence":
        return _set_evidence(conn, id, change)
    if change.kind == "link":
        return _set_link(conn, id, change)
    if change.kind == "owner":
        return _set_owner(conn, id, change)
    return _set_answer(conn, id, change)


def _set_profile(conn: Connection, id: str, change: Change) -> Step:
    column = assessments.c[change.field]
    before = conn.execute(select(column).where(assessments.c.id == _ID), {"id_": id}).scalar_one()
    after = change.after or ""
    conn.execute(_THIS.values({column: bindparam("text")}), {"id_": id, "text": after})
    return before, after


def _set_answer(conn: Connection, id: str, change: Change) -> Step:
    the = {"id_": id, "item_": change.subject}
    row = _ANSWER(conn, the).fetchone()
    status, note = row or (None, "")
    if change.field == "status":
        before, after = status, change.after
        status = after
    else:
        before, after = note, change.after or ""
        note = after
    if Answer(status, note).empty:
        _NO_ANSWER(conn, the)
    elif row:
        _ANSWER_AGAIN(conn, {**the, "status": status, "note": note})
    else:
        new = {"assessment": id, "item": change.subject, "status": status, "note": note}
        _NEW_ANSWER(conn, new)
    return before, after


def _set_evidence(conn: Connection, id: str, change: Change) -> Step:
    the = {"id_": id, "key_": change.subject}
    row = conn.execute(_ENTRY, the).mappings().first()
    if row is None and not (is_title(change) and change.before is None):
        return change.before, change.after  # somebody took it out meanwhile: it stays said only
    before = row[change.field] if row else None
    if change.field == "title" and change.after is None:
        conn.execute(_NO_ENTRY, the)
        return before, None
    after = change.after or ""
    if row:
        conn.execute(_ENTRY_AGAIN, {**the, change.field: after})
    else:
        last = conn.execute(_LAST_ENTRY, {"id_": id}).scalar()
        new = dict.fromkeys(EVIDENCE_FIELDS, "") | {change.field: after}
        position = 0 if last is None else last + 1
        conn.execute(
            insert(evidence),
            {"assessment": id, "key": change.subject, "position": position, **new},
        )
    return before, after


def _set_link(conn: Connection, id: str, change: Change) -> Step:
    the = {"id_": id, "item_": change.subject}
    gone = conn.execute(_NO_LINK, {**the, "key_": change.field}).rowcount
    if change.after:
        last = conn.execute(_LAST_LINK, the).scalar()
        position = 0 if last is None else last + 1
        row = {"assessment": id, "item": change.subject, "key": change.field}
        conn.execute(insert(links), {**row, "position": position})
    return "1" if gone else None, "1" if change.after else None


def _set_owner(conn: Connection, id: str, change: Change) -> Step:
    the = {"id_": id, "key_": change.subject}
    before = conn.execute(_OWNER, the).scalar() or ""
    conn.execute(_NO_OWNER, the)
    if change.after:
        last = conn.execute(_LAST_OWNER, {"id_": id}).scalar()
        row = {"assessment": id, "scope": change.subject, "owner": change.after}
        conn.execute(insert(owners), {**row, "position": 0 if last is None else last + 1})
    return before, change.after or ""
