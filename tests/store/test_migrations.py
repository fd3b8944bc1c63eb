"""Older files are brought up to date: copied first, each step whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from kami_tui.domain.errors import StoreCorrupt, StoreUnwritable
from kami_tui.store import migrations


def _add_column(conn):
    conn.exec_driver_sql("ALTER TABLE assessments ADD COLUMN owner TEXT NOT NULL DEFAULT '?'")


def _rebuild_table(conn):
    """The way SQLite wants it for what ALTER cannot do: others refer to this table meanwhile."""
    conn.exec_driver_sql("CREATE TABLE fresh AS SELECT * FROM assessments")
    conn.exec_driver_sql("DROP TABLE assessments")
    conn.exec_driver_sql("CREATE TABLE assessments AS SELECT * FROM fresh")
    conn.exec_driver_sql("CREATE UNIQUE INDEX assessments_id ON assessments (id)")
    conn.exec_driver_sql("DROP TABLE fresh")


@pytest.fixture
def old(opened, filled):
    """The name of an assessment in a file of schema 1, which nobody has open."""
    workspace = opened()
    name = workspace.create(filled, digest="d", who="siti")
    workspace.close()
    return name


def _ask(path, question):
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(question).fetchone()[0]


def _backups(path):
    return sorted(p.name for p in path.parent.iterdir() if p != path and "-" not in p.suffix)


def test_an_older_file_takes_every_step_and_is_copied_before_each(
    old, opened, path, filled, monkeypatch
):
    monkeypatch.setattr(migrations, "STEPS", {2: _add_column, 3: _rebuild_table})

    workspace = opened()

    assert workspace.load(old).assessment == filled
    assert _ask(path, "PRAGMA user_version") == 3
    assert _ask(path, "SELECT owner FROM assessments") == "?"
    assert _backups(path) == [
        "kami.db.before-v2.20260301T083000Z.bak",
        "kami.db.before-v3.20260301T083000Z.bak",
    ]
    for name, number in zip(_backups(path), (1, 2), strict=True):
        assert _ask(path.with_name(name), "PRAGMA user_version") == number
        assert _ask(path.with_name(name), "PRAGMA integrity_check") == "ok"
        assert path.with_name(name).stat().st_mode & 0o777 == 0o600


def test_the_copy_is_a_workspace_for_the_program_that_made_it(old, opened, path, filled):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "STEPS", {2: _add_column})
        opened().summaries()

    (name,) = _backups(path)

    assert opened(path.with_name(name)).load(old).assessment == filled


def test_a_file_of_today_is_not_copied(old, opened, path):
    opened().load(old)

    assert _backups(path) == []


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("INSERT INTO nowhere VALUES (1)", StoreCorrupt),
        ("INSERT INTO links VALUES ('nobody', '2.1', 'E1', 0)", StoreCorrupt),
    ],
)
def test_a_step_that_fails_leaves_the_file_as_it_was(
    old, opened, path, filled, monkeypatch, statement, error
):
    def _half(conn):
        _add_column(conn)
        conn.exec_driver_sql(statement)

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", {2: _half})
        with pytest.raises(error):
            opened().summaries()

    assert _backups(path) == []
    assert _ask(path, "PRAGMA user_version") == 1
    assert opened().load(old).assessment == filled


def test_without_room_for_the_copy_no_step_is_taken(old, opened, path, filled, monkeypatch):
    """The copy's place is taken by a folder: it can be neither written nor replaced."""
    blocked = path.with_name("kami.db.before-v2.20260301T083000Z.bak")
    (blocked / "something").mkdir(parents=True)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", {2: _add_column})
        with pytest.raises(Exception, match="store_unreachable"):
            opened().summaries()

    assert _backups(path) == [blocked.name]
    assert opened().load(old).assessment == filled


def test_a_damaged_file_is_not_migrated(old, opened, path, monkeypatch):
    """Damage that the step itself would never read."""
    root = _ask(path, "SELECT rootpage FROM sqlite_master WHERE name = 'journal_of_assessment'")
    size = _ask(path, "PRAGMA page_size")
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = b"\xa5" * size
    path.write_bytes(content)
    monkeypatch.setattr(migrations, "STEPS", {2: _add_column})

    with pytest.raises(StoreCorrupt):
        opened().summaries()

    assert _backups(path) == []
    assert path.read_bytes() == content


def test_a_locked_file_is_not_migrated(old, opened, path, monkeypatch):
    monkeypatch.setattr(migrations, "STEPS", {2: _add_column})
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnwritable) as refused:
            opened(patience=0.05).summaries()

    assert refused.value.facts["reason"] == "locked"
    assert _backups(path) == []


def test_steps_are_numbered_without_gaps():
    assert sorted(migrations.STEPS) == list(range(2, migrations.newest() + 1))
