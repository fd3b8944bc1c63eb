"""Older files are brought up to date: copied first, each step whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kami_tui.domain.answers import Change
from kami_tui.domain.errors import StoreCorrupt, StoreUnwritable
from kami_tui.store import migrations

TODAY = migrations.newest()
NEXT = TODAY + 1
OLDER = Path(__file__).parents[1] / "data" / "workspace-1.sql"
"""A workspace as the program with schema 1 made it: one assessment, id as in the file."""


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
    """The name of an assessment in a file of today, which nobody has open."""
    workspace = opened()
    name = workspace.create(filled, digest="d", who="staf")
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
    monkeypatch.setattr(migrations, "STEPS", {NEXT: _add_column, NEXT + 1: _rebuild_table})

    workspace = opened()

    assert workspace.load(old).assessment == filled
    assert _ask(path, "PRAGMA user_version") == NEXT + 1
    assert _ask(path, "SELECT owner FROM assessments") == "?"
    assert _backups(path) == [
        f"kami.db.before-v{NEXT}.20260301T083000Z.bak",
        f"kami.db.before-v{NEXT + 1}.20260301T083000Z.bak",
    ]
    for name, number in zip(_backups(path), (TODAY, NEXT), strict=True):
        assert _ask(path.with_name(name), "PRAGMA user_version") == number
        assert _ask(path.with_name(name), "PRAGMA integrity_check") == "ok"
        assert path.with_name(name).stat().st_mode & 0o777 == 0o600


def test_the_copy_is_a_workspace_for_the_program_that_made_it(old, opened, path, filled):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "STEPS", {NEXT: _add_column})
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
        patch.setattr(migrations, "STEPS", {NEXT: _half})
        with pytest.raises(error):
            opened().summaries()

    assert _backups(path) == []
    assert _ask(path, "PRAGMA user_version") == TODAY
    assert opened().load(old).assessment == filled


def test_without_room_for_the_copy_no_step_is_taken(old, opened, path, filled, monkeypatch):
    """The copy's place is taken by a folder: it can be neither written nor replaced."""
    blocked = path.with_name(f"kami.db.before-v{NEXT}.20260301T083000Z.bak")
    (blocked / "something").mkdir(parents=True)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", {NEXT: _add_column})
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
    monkeypatch.setattr(migrations, "STEPS", {NEXT: _add_column})

    with pytest.raises(StoreCorrupt):
        opened().summaries()

    assert _backups(path) == []
    assert path.read_bytes() == content


def test_a_locked_file_is_not_migrated(old, opened, path, monkeypatch):
    monkeypatch.setattr(migrations, "STEPS", {NEXT: _add_column})
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnwritable) as refused:
            opened(patience=0.05).summaries()

    assert refused.value.facts["reason"] == "locked"
    assert _backups(path) == []


def test_steps_are_numbered_without_gaps():
    assert sorted(migrations.STEPS) == list(range(2, migrations.newest() + 1))


def _shape(path):
    with closing(sqlite3.connect(path)) as conn:
        tables = [t for (t,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {t: conn.execute(f"PRAGMA table_info({t})").fetchall() for t in tables}
        keys = {t: conn.execute(f"PRAGMA foreign_key_list({t})").fetchall() for t in tables}
        rest = "SELECT type, name FROM sqlite_master WHERE type <> 'table' ORDER BY name"
        return columns, keys, conn.execute(rest).fetchall()


def test_a_file_of_schema_1_opens_whole_and_has_the_schema_of_a_new_one(opened, path, tmp_path):
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(OLDER.read_text())
    workspace = opened()

    (summary,) = workspace.summaries()
    stored = workspace.load(summary.id)

    assert stored.assessment.answer("2.10").note == "belum merata\n\tlihat lampiran"
    assert stored.assessment.answer("2.10").evidence == ("E2", "E1")
    assert stored.assessment.evidence["E2"].sha256 == "ab" * 32
    assert stored.assessment.owners == {}
    assert {e.change.step for e in workspace.journal(summary.id)} == {""}
    workspace.apply(
        summary.id, [Change("owner", "2/1", "owner", "", "Pokja")], who="staf", seen=stored.seq
    )
    assert workspace.load(summary.id).assessment.owners == {"2/1": "Pokja"}
    workspace.close()
    new = tmp_path / "new.db"
    opened(new).summaries()
    assert _shape(path) == _shape(new)


def test_an_older_file_guards_what_comes_with_parts_as_a_new_one_does(opened, path, tmp_path):
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(OLDER.read_text())
    opened().summaries()
    opened(new := tmp_path / "new.db").summaries()

    question = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(new)) as other:
        old, fresh = one.execute(question).fetchall(), other.execute(question).fetchall()

    assert [(n, " ".join(s.split())) for n, s in old] == [
        (n, " ".join(s.split())) for n, s in fresh
    ]
