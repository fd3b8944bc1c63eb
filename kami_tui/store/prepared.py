"""Statements that are run at every key press.

SQLAlchemy's way through a statement takes several times as long as the database does for what one
answer needs. So it writes the text of these once, for whatever database it is, and the database's
own driver runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError

Values = Mapping[str, str | int | None]
Ordered = Callable[[Values], Any]


class Prepared:
    """A statement on text and numbers, all of whose values are given by name."""

    def __init__(self, statement: Select[Any] | Insert | Update | Delete, *columns: str) -> None:
        """`columns`: which ones an insert or an update gives, unless the statement says it."""
        self._statement, self._columns = statement, columns or None
        self._texts: dict[str, tuple[str, Ordered]] = {}

    def __call__(self, conn: Connection, values: Values) -> Any:
        """Runs it, and gives back the driver's cursor: rows are plain tuples.

        Raises:
            DBAPIError: the database refuses.
            KeyError: a value is missing.
        """
        text, in_order = self.text_for(conn.dialect)
        cursor = conn.connection.cursor()
        try:
            cursor.execute(text, in_order(values))
        except conn.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(text, None, error) from error
        return cursor

    def text_for(self, dialect: Dialect) -> tuple[str, Ordered]:
        """How it is written for a kind of database, and what puts values as its driver wants."""
        known = self._texts.get(dialect.name)
        if known is None:
            compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
            names: list[str] | None = getattr(compiled, "positiontup", None)
            own = {n: p.value for p, n in compiled.bind_names.items() if not p.required}
            known = compiled.string, _ordered(names, own)
            self._texts[dialect.name] = known
        return known


def _ordered(names: list[str] | None, own: Mapping[str, Any]) -> Ordered:
    """`names`: the values in the order of the text; None: it has them by name. `own`: values that
    stand in the statement itself."""

    def by_name(values: Values) -> Any:
        return {**own, **values}

    def by_place(values: Values) -> Any:
        return [values[n] if n in values else own[n] for n in names or ()]

    return by_name if names is None else by_place
