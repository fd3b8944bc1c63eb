"""Register keys: in one workspace each means one document for good."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Text, bindparam, select

from kami_tui.domain.answers import Assessment, Change, is_title, rekeyed
from kami_tui.store.tables import evidence, journal

_ID, _KEY = (bindparam(name, type_=Text) for name in ("id_", "key_"))
_TITLES = (journal.c.assessment == _ID, journal.c.kind == "evidence", journal.c.field == "title")
# Those of documents that were taken out are among them.
_GIVEN = select(journal.c.subject).where(*_TITLES).distinct()
_TITLE = select(evidence.c.title).where(evidence.c.assessment == _ID, evidence.c.key == _KEY)
_ENTERED = (
    select(journal.c.seq)
    .where(*_TITLES, journal.c.subject == _KEY, journal.c.step == bindparam("step"))
    .where(journal.c.before.is_(None))
    .limit(1)
)


class Keys:
    """Gives new documents keys of their own, for the time of one writing."""

    def __init__(self, conn: Connection, id: str, changes: Sequence[Change]) -> None:
        self._conn, self._id, self._changes = conn, id, changes
        self._given: set[str] | None = None
        self.renamed: dict[str, str] = {}
        """Keys that were asked for, to those that were given."""

    def own(self, said: Change) -> Change:
        """The change, under the key that its document really has."""
        change = rekeyed(said, self.renamed)
        if is_title(change) and change.before is None and change.after is not None:
            if self._is_anothers(change):
                self.renamed[said.subject] = self._free()
                change = rekeyed(said, self.renamed)
            if self._given is not None:
                self._given.add(change.subject)
        return change

    def _is_anothers(self, change: Change) -> bool:
        back = change.step[:1] in ("-", "+")
        title = self._conn.execute(_TITLE, {"id_": self._id, "key_": change.subject}).scalar()
        if title is None:
            # What is taken back or done again is the document it was.
            return not back and change.subject in self._all()
        if back or not change.step:
            return bool(title != change.after)
        # Written twice, since nobody knew whether the first time had been durable.
        the = {"id_": self._id, "key_": change.subject, "step": change.step}
        return self._conn.execute(_ENTERED, the).first() is None

    def _free(self) -> str:
        given = {*self._all(), *(c.subject for c in self._changes if c.kind == "evidence")}
        return Assessment("").free_key(given)

    def _all(self) -> set[str]:
        if self._given is None:
            self._given = set(self._conn.execute(_GIVEN, {"id_": self._id}).scalars())
        return self._given
