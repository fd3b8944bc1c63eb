"""Opening a SQLite file so that what it acknowledges stays.

Durability: `synchronous = FULL` makes every commit wait until the disk has it, since an answer is
shown as saved only after its transaction. The write-ahead log (WAL) lets another program read
while this one writes, costs one flush to disk per commit instead of three or four, and is undone
as a whole after a crash. It needs memory shared between programs, which network folders do not
give: there the older rollback journal is used, as safe and slower. While a workspace is open it
is three files (``-wal``, ``-shm``); copy it after it was closed, or with SQLite's own backup.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

from kami_tui.domain.errors import StoreCorrupt, StoreError

APPLICATION_ID = int.from_bytes(b"KAMI", "big")
"""Written into the file's header: how a workspace is told from any other SQLite file."""
WRITING = {"kami_writing": True}
"""Execution options of a transaction that is going to write."""

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_NETWORK = {
    "9p", "afs", "ceph", "cifs", "fuse.rclone", "fuse.sshfs", "nfs", "nfs4", "smb3", "smbfs",
}  # fmt: skip


def recognise(path: Path, newest: int) -> None:
    """Looks at the file's first bytes without SQLite, which would write beside a foreign file.

    Raises:
        StoreCorrupt: there is something at `path`, and it is no workspace, or one whose schema
            number is above `newest`.
        StoreError: it cannot be read.
    """
    header = b""
    try:
        if path.exists():
            if not path.is_file():
                raise StoreCorrupt(place=str(path), reason="not_a_workspace")
            with path.open("rb") as file:
                header = file.read(_HEADER)
    except OSError as error:
        raise StoreError(place=str(path), reason="unreachable") from error
    if not header:
        return
    if not header.startswith(_MAGIC):
        raise StoreCorrupt(place=str(path), reason="not_a_workspace")
    if len(header) < _HEADER:
        raise StoreCorrupt(place=str(path), reason="corrupt")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StoreCorrupt(place=str(path), reason="not_a_workspace")
    if int.from_bytes(header[60:64], "big") > newest:
        raise StoreCorrupt(place=str(path), reason="newer")


def make(path: Path) -> None:
    """Creates an empty file where none is, and its folders, for this user's eyes only.

    Raises OSError.
    """
    missing = [folder for folder in path.absolute().parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
        flush(folder.parent)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))


def flush(path: Path) -> None:
    """Waits until the disk has a file, or a folder's list of names."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def engine_for(path: Path, patience: float) -> Engine:
    """One connection to an existing file, shared by whoever holds the workspace's lock.

    `patience` is how many seconds a locked file is waited for.
    """
    engine = create_engine(
        "sqlite+pysqlite://", creator=lambda: _connect(path, patience), poolclass=StaticPool
    )

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        # Asking for the write lock at once: a transaction that reads first and writes later
        # could find that it read what is no longer so, and would have to start again.
        writing = conn.get_execution_options().get("kami_writing")
        driver = conn.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101  `_connect` made it
        driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def frozen(path: Path) -> bool:
    """Whether the file lies where this user cannot write, closed properly by whoever wrote it."""
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    in_use = any(Path(f"{path}{end}").exists() for end in ("-wal", "-journal"))
    return not writable and not in_use


def uri_of(path: Path) -> str:
    # `rw` never creates: `make` does, with the permissions that belong. On read-only media there
    # is no room for the log's files, and `immutable` tells SQLite to do without.
    return f"{path.absolute().as_uri()}?mode={'ro&immutable=1' if frozen(path) else 'rw'}"


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    conn = sqlite3.connect(
        uri_of(path),
        uri=True,
        timeout=patience,
        # Transactions are begun and ended in one place (`engine_for`), not guessed by the driver.
        isolation_level=None,
        # The workspace's lock keeps threads apart.
        check_same_thread=False,
    )
    try:
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA synchronous = FULL")
        # What a file's schema may call, and how closely its pages are looked at: a workspace may
        # have come by mail.
        conn.execute("PRAGMA trusted_schema = OFF")
        conn.execute("PRAGMA cell_size_check = ON")
        conn.execute("PRAGMA recursive_triggers = ON")
        if sys.version_info >= (3, 12):
            conn.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
    except BaseException:
        conn.close()
        raise
    return conn


def choose_journal(engine: Engine, path: Path) -> None:
    """Write-ahead log where it works, else the rollback journal. Outside any transaction.

    Called after the tables are there, so that what `recognise` reads was never only in the log.
    """
    if frozen(path):
        return
    wanted = "delete" if on_network(path) else "wal"
    try:
        with engine.connect() as conn:
            driver = conn.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)  # noqa: S101  `engine_for` made it
            if driver.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
                driver.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
                # Only now is the shared memory asked for, and may turn out not to be had.
                driver.execute("BEGIN IMMEDIATE")
                driver.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        # Another program is just using the file: it stays as it is, until the next opening.
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            engine.dispose()
            _without_log(path)


def _without_log(path: Path) -> None:
    # Alone with the file SQLite needs no shared memory, and can take the log away again.
    # It has to be told before anything else, which might read the file.
    with closing(sqlite3.connect(uri_of(path), uri=True, isolation_level=None)) as conn:
        conn.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
        conn.execute("PRAGMA journal_mode = DELETE").fetchone()


def on_network(path: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Whether Linux says that `path` lies on another machine; False where nothing can be said."""
    try:
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return False
    found = ""
    kind_found = ""
    for line in lines:
        _, point, kind, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        # Of several mounts on one point the last one counts.
        if len(point) >= len(found) and path.resolve().is_relative_to(point):
            found, kind_found = point, kind
    return kind_found in _NETWORK
