"""A database that is open: reading and writing transactions, whatever it runs on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine

from kami_tui.domain.errors import StoreCorrupt, StoreError
from kami_tui.store import migrations, sqlite
from kami_tui.store.faults import as_domain_errors
from kami_tui.store.tables import metadata


class Database:
    """Engines with the newest tables, and where they are. Every method may raise StoreError."""

    def __init__(self, reader: Engine, writer: Engine, place: str, path: Path | None) -> None:
        self._reader, self._writer, self._place, self._path = reader, writer, place, path
        self._identity = _identity(path)

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[Connection]:
        """All of the block or nothing of it. When a writing one ends, the disk has it."""
        with as_domain_errors(self._place):
            # A file moved or deleted while open would still take everything, and lose it.
            if _identity(self._path) != self._identity:
                raise StoreError(place=self._place, reason="unreachable")
            with (self._writer if writing else self._reader).begin() as conn:
                try:
                    yield conn
                except ValueError as error:
                    # A time that is none, for example: nothing this program wrote.
                    raise StoreCorrupt(place=self._place, reason="corrupt") from error

    def close(self) -> None:
        """Lets go of the file; the last program to do so moves the log into it."""
        with as_domain_errors(self._place):
            self._reader.dispose()


def open_file(path: Path, *, patience: float, now: datetime) -> Database:
    """Opens a SQLite workspace, making it (and its folder) where there is none.

    Raises:
        StoreCorrupt: what is there is no workspace, damaged or newer; it was not touched.
        StoreError, StoreUnwritable: it cannot be opened, or not be made.
    """
    place = str(path)
    with as_domain_errors(place):
        sqlite.recognise(path, migrations.newest())
        sqlite.make(path)
        engine = sqlite.engine_for(path, patience)
        try:
            migrations.prepare(engine, path, now)
            sqlite.choose_journal(engine, path)
            return Database(engine, engine.execution_options(**sqlite.WRITING), place, path)
        except BaseException:
            engine.dispose()
            raise


def open_url(url: str, place: str) -> Database:
    """Opens a database server's workspace. Not promised yet: tables are made, never migrated.

    Raises StoreError.
    """
    with as_domain_errors(place):
        try:
            engine = create_engine(url, pool_pre_ping=True)
        except ImportError as error:
            # The driver is an extra that is not installed.
            raise StoreError(place=place, reason="unreachable") from error
        metadata.create_all(engine)
        # What one load reads must be of one moment, as it is in SQLite anyway.
        reader = engine.execution_options(isolation_level="REPEATABLE READ")
        return Database(reader, engine, place, None)


def _identity(path: Path | None) -> tuple[int, int] | None:
    if path is None:
        return None
    try:
        found = os.stat(path)  # noqa: PTH116  before every transaction: the quick way
    except FileNotFoundError:
        return 0, 0
    return found.st_dev, found.st_ino
