"""The schema's number, and the steps that bring an older file to it.

A file carries its number in ``user_version``. A new file gets the newest tables at once; an older
one goes through every step in between, each in a transaction of its own and after a copy:
``<name>.before-v<N>.<time>.bak`` is the workspace as it was before step N, and opens with the
program that made it. A newer file is refused untouched.

To change the schema: change `tables`, add the next step here with SQL written out (not from
`tables`, which moves on), and test that a migrated file has the schema of a fresh one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from kami_tui.domain.errors import StoreCorrupt
from kami_tui.store import sqlite
from kami_tui.store.tables import APPEND_ONLY, metadata


def _owners_files_and_steps(conn: Connection) -> None:
    conn.exec_driver_sql("ALTER TABLE evidence ADD COLUMN file TEXT DEFAULT '' NOT NULL")
    conn.exec_driver_sql("ALTER TABLE evidence ADD COLUMN size TEXT DEFAULT '' NOT NULL")
    conn.exec_driver_sql("ALTER TABLE journal ADD COLUMN step TEXT")
    conn.exec_driver_sql(
        """CREATE TABLE owners (
            assessment TEXT NOT NULL, scope TEXT NOT NULL, owner TEXT NOT NULL,
            position INTEGER NOT NULL, PRIMARY KEY (assessment, scope),
            FOREIGN KEY(assessment) REFERENCES assessments (id)
        )"""
    )


def _parts(conn: Connection) -> None:
    conn.exec_driver_sql("ALTER TABLE journal ADD COLUMN origin TEXT")
    conn.exec_driver_sql("ALTER TABLE journal ADD COLUMN origin_seq INTEGER")
    conn.exec_driver_sql(
        "CREATE UNIQUE INDEX journal_of_origin ON journal (assessment, origin, origin_seq)"
    )
    conn.exec_driver_sql("DROP TRIGGER journal_is_not_overwritten")
    conn.exec_driver_sql(
        """CREATE TRIGGER journal_is_not_overwritten BEFORE INSERT ON journal
        WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq) OR EXISTS (
            SELECT 1 FROM journal WHERE assessment = NEW.assessment AND origin = NEW.origin
            AND origin_seq = NEW.origin_seq
        )
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"""
    )
    conn.exec_driver_sql(
        """CREATE TABLE parts (
            id INTEGER NOT NULL, assessment TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
            seq INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (id),
            FOREIGN KEY(assessment) REFERENCES assessments (id)
        )"""
    )
    conn.exec_driver_sql("CREATE INDEX parts_of_assessment ON parts (assessment, kind, id)")


STEPS: Mapping[int, Callable[[Connection], None]] = {2: _owners_files_and_steps, 3: _parts}
"""``STEPS[2]`` brings schema 1 to schema 2, and so on without gaps."""


def newest() -> int:
    return max(STEPS, default=1)


def prepare(engine: Engine, path: Path, now: datetime) -> None:
    """Makes sure that the file has the newest schema; `now` names the copies.

    Raises:
        StoreCorrupt: it is from a newer program, or is damaged.
        sqlite3.Error, SQLAlchemyError, OSError: it could not be done; the file is as it was
            before the step that failed, and that step's copy is gone.
    """
    with engine.begin() as conn:
        number = _number(conn)
    if number == 0:
        with engine.execution_options(**sqlite.WRITING).begin() as conn:
            _create(conn, path)
            number = _number(conn)
    while number < newest():
        _step(engine, path, now)
        with engine.begin() as conn:
            number = _number(conn)
    if number > newest():
        raise StoreCorrupt(place=str(path), reason="newer")


def _number(conn: Connection) -> int:
    return int(conn.exec_driver_sql("PRAGMA user_version").scalar_one())


def _create(conn: Connection, path: Path) -> None:
    if _number(conn):
        return  # Another program did, while this one waited for the lock.
    if conn.exec_driver_sql("SELECT 1 FROM sqlite_master").first():
        raise StoreCorrupt(place=str(path), reason="corrupt")
    conn.exec_driver_sql(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
    metadata.create_all(conn, checkfirst=False)
    for trigger in APPEND_ONLY:
        conn.exec_driver_sql(trigger)
    conn.exec_driver_sql(f"PRAGMA user_version = {newest()}")


def _step(engine: Engine, path: Path, now: datetime) -> None:
    with engine.execution_options(**sqlite.WRITING).connect() as conn:
        driver = conn.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101  `engine_for` made it
        # A step may rebuild a table that others refer to. Only outside a transaction can
        # the check be put off, and it is made up for below.
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with conn.begin():
                number = _number(conn) + 1
                if number <= newest():  # else another program was quicker
                    _copy_and_take(conn, path, number, now)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _copy_and_take(conn: Connection, path: Path, number: int, now: datetime) -> None:
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    backup = path.with_name(f"{path.name}.before-v{number}.{stamp}.bak")
    # This connection has the write lock: what is copied is what the step starts from.
    copy(path, backup)
    try:
        STEPS[number](conn)
        if conn.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StoreCorrupt(place=str(path), reason="corrupt")
        conn.exec_driver_sql(f"PRAGMA user_version = {number}")
    except BaseException:
        backup.unlink()
        raise


def copy(path: Path, target: Path) -> None:
    """A copy of a workspace that may be in use: whole and on disk, or not there at all.

    Raises:
        StoreCorrupt: the workspace is damaged.
        sqlite3.Error, OSError: reading or writing failed.
    """
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
        source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(part)) as made:
            source.backup(made)
            if made.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise StoreCorrupt(place=str(path), reason="corrupt")
        sqlite.flush(part)
        part.replace(target)
        sqlite.flush(target.parent)
    except BaseException:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{part}{end}").unlink(missing_ok=True)
        raise
