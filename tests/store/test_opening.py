"""How a workspace file is made and opened."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kami_tui.domain.answers import Assessment, Change
from kami_tui.domain.errors import StoreError
from kami_tui.store import SqlWorkspace, migrations, sqlite

SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "recursive_triggers": 1,
    "application_id": 0x4B414D49,
    "user_version": migrations.newest(),
    "busy_timeout": 5000,
}


def pragma(workspace: SqlWorkspace, name: str) -> object:
    with workspace._transaction() as conn:
        return conn.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_naming_a_workspace_neither_makes_it_nor_imports_sqlalchemy(path):
    script = (
        "import sys; from kami_tui.store import SqlWorkspace; w = SqlWorkspace(sys.argv[1]);"
        "print(w.place == sys.argv[1], 'sqlalchemy' in sys.modules); w.close()"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True,
    )  # fmt: skip

    assert done.stdout == "True False\n"
    assert not path.exists()


@pytest.mark.parametrize(("name", "value"), SETTINGS.items())
def test_a_connection_is_durable_and_trusts_no_file(path, name, value):
    workspace = SqlWorkspace(path)
    assert pragma(workspace, name) == value
    workspace.close()


def test_what_is_made_is_for_its_owner_only(tmp_path):
    umask = os.umask(0)
    try:
        workspace = SqlWorkspace(tmp_path / "a" / "b" / "kami.db")
        workspace.create(Assessment("kami-5.0"), digest="d", who="staf")
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "a").rglob("*")} | {
            "a": stat.S_IMODE((tmp_path / "a").stat().st_mode)
        }
        workspace.close()
    finally:
        os.umask(umask)

    assert modes == {
        "a": 0o700, "b": 0o700, "kami.db": 0o600, "kami.db-wal": 0o600, "kami.db-shm": 0o600,
    }  # fmt: skip


def test_a_closed_workspace_is_one_file_and_opens_again(workspace, path, filled):
    name = workspace.create(filled, digest="d", who="staf")
    assert len(list(path.parent.iterdir())) == 3

    workspace.close()
    workspace.close()

    assert list(path.parent.iterdir()) == [path]
    assert workspace.load(name).assessment == filled


@pytest.mark.parametrize("name", ["spasi dan ü 漢.db", "100%41?#&mode=ro.db", "\udcffbytes.db"])
def test_any_file_name_will_do(opened, tmp_path, name, filled):
    there = opened(tmp_path / name)
    made = there.create(filled, digest="d", who="staf")
    there.close()

    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert opened(tmp_path / name).load(made).assessment == filled


def test_a_file_may_be_given_as_an_url(opened, path, filled):
    name = opened(f"sqlite:///{path}").create(filled, digest="d", who="staf")

    assert opened().load(name).assessment == filled


def test_without_shared_memory_the_rollback_journal_is_used(opened, path, filled, monkeypatch):
    """SQLite's dot-file locking is made for network folders and has no write-ahead log."""
    plain = sqlite.uri_of
    monkeypatch.setattr(sqlite, "uri_of", lambda p: f"{plain(p)}&vfs=unix-dotfile")
    workspace = opened()
    name = workspace.create(filled, digest="d", who="staf")

    assert pragma(workspace, "journal_mode") == "delete"
    assert pragma(workspace, "synchronous") == 2
    workspace.apply(name, [Change("answer", "2.2", "status", None, "3")], who="staf", seen=0)
    assert opened().load(name).assessment.answer("2.2").status == "3"


def test_where_the_log_cannot_be_started_the_rollback_journal_is_used(opened, path, filled):
    """Its shared memory cannot be made, since something else has the name."""
    path.with_name("kami.db-shm").mkdir()
    workspace = opened()

    name = workspace.create(filled, digest="d", who="staf")

    assert pragma(workspace, "journal_mode") == "delete"
    assert opened().load(name).assessment == filled


def test_a_workspace_moved_to_a_network_folder_gives_up_its_log(opened, path, filled, monkeypatch):
    here = opened()
    name = here.create(filled, digest="d", who="staf")
    here.close()
    monkeypatch.setattr(sqlite, "on_network", lambda path: True)

    there = opened()

    assert there.load(name).assessment == filled
    assert pragma(there, "journal_mode") == "delete"


def test_a_network_folder_is_known_by_its_nearest_mount(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        "//srv/share /mnt/bagian\\040umum cifs rw 0 0\n"
        "tmpfs /mnt/bagian\\040umum/local tmpfs rw 0 0\n"
        "srv:/home /home nfs4 rw 0 0\n"
    )

    assert sqlite.on_network(Path("/mnt/bagian umum/a/kami.db"), mounts)
    assert sqlite.on_network(Path("/home/staf/kami.db"), mounts)
    assert not sqlite.on_network(Path("/mnt/bagian umum/local/kami.db"), mounts)
    assert not sqlite.on_network(Path("/home2/kami.db"), mounts)
    assert not sqlite.on_network(Path("/home/kami.db"), tmp_path / "no-such-file")


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+pysqlite", "SQLite"])
def test_however_sqlite_is_written_it_is_a_file_with_all_that_keeps_answers_safe(
    opened, path, filled, scheme
):
    workspace = opened(f"{scheme}:///{path}")
    id = workspace.create(filled, digest="d", who="staf")
    assert (workspace.place, pragma(workspace, "synchronous")) == (str(path), 2)
    assert opened(path).load(id).assessment == filled


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite+pysqlite://"]
)
def test_answers_are_never_taken_into_memory_only(url):
    with pytest.raises(StoreError) as caught:
        SqlWorkspace(url)
    assert caught.value.facts == {"place": url, "reason": "unreachable"}
