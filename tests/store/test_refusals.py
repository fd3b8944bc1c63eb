"""What cannot be opened or written is refused with a reason; nothing is half-written or touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from kami_tui.domain.answers import Assessment, Change
from kami_tui.domain.errors import StoreCorrupt, StoreError, StoreUnwritable
from kami_tui.store import sqlite
from kami_tui.store.migrations import newest

HERE = Path(__file__).parent
NOTE = Change("answer", "2.1", "note", "", "x" * 19_000)


def _random_bytes(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 100)


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(8192))


def _another_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("CREATE TABLE answers (assessment, item)")


def _a_folder(path: Path) -> None:
    path.mkdir()
    (path / "file").touch()


def _a_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    "made", [_random_bytes, _zeros, _another_database, _a_folder, _a_pipe]
)  # fmt: skip
def test_what_is_no_workspace_is_refused_untouched(opened, path, tmp_path, made):
    made(path)
    before = _look(tmp_path)

    for call in (lambda w: w.summaries(), lambda w: w.create(Assessment("k"), digest="", who="")):
        with pytest.raises(StoreCorrupt) as refused:
            call(opened())
        assert refused.value.facts == {"place": str(path), "reason": "not_a_workspace"}

    assert _look(tmp_path) == before


def test_a_workspace_of_a_newer_program_is_refused_untouched(opened, path, tmp_path, filled):
    """It crashed, too, and left a log that only the newer program should put into the file."""
    workspace = opened()
    workspace.create(filled, digest="d", who="staf")
    workspace.close()
    left = tmp_path / "left" / "kami.db"
    left.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as newer:
        newer.execute("PRAGMA user_version = 99")
        newer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        newer.execute("UPDATE assessments SET place = '9.9'")
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{left}{end}")
    before = _look(left.parent)

    with pytest.raises(StoreCorrupt) as refused:
        opened(left).summaries()

    assert refused.value.facts == {"place": str(left), "reason": "newer"}
    assert _look(left.parent) == before


def test_a_newer_number_that_is_only_in_the_log_is_seen_too(opened, path, filled):
    """The other program is still running: the header in the file is the old one."""
    opened().create(filled, digest="d", who="staf")
    with closing(sqlite3.connect(path, isolation_level=None)) as newer:
        newer.execute("PRAGMA user_version = 99")
        assert path.read_bytes()[63] == newest()

        with pytest.raises(StoreCorrupt) as refused:
            opened().summaries()

    assert refused.value.facts["reason"] == "newer"


@pytest.mark.parametrize("length", [50, 4096, 5000, 20_000])
def test_a_workspace_cut_short_is_corrupt(opened, path, filled, length):
    workspace = opened()
    name = workspace.create(filled, digest="d", who="staf")
    workspace.close()
    os.truncate(path, length)

    with pytest.raises(StoreCorrupt) as refused:
        opened().load(name)

    assert refused.value.facts == {"place": str(path), "reason": "corrupt"}


def test_a_workspace_with_garbage_in_its_pages_is_corrupt(opened, path, filled):
    workspace = opened()
    name = workspace.create(filled, digest="d", who="staf")
    workspace.close()
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:4096] + b"\xa5" * (size - 4096))

    for call in (
        lambda w: w.summaries(),
        lambda w: w.load(name),
        lambda w: w.apply(name, [NOTE], who="staf", seen=0),
    ):
        with pytest.raises(StoreCorrupt) as refused:
            call(opened())
        assert refused.value.facts["reason"] == "corrupt"


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE links",
        "UPDATE assessments SET created = 'yesterday'",
        "UPDATE assessments SET organisation = CAST(X'FFFE' AS TEXT)",
    ],
)
def test_a_workspace_another_program_meddled_with_is_corrupt(opened, path, filled, raw, statement):
    name = opened().create(filled, digest="d", who="staf")
    assert raw(path, statement) == "None"

    with pytest.raises(StoreCorrupt) as refused:
        opened().load(name)

    assert refused.value.facts["reason"] == "corrupt"


def test_a_folder_that_cannot_be_there_is_unreachable(opened, tmp_path):
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "kami.db"

    with pytest.raises(StoreError) as refused:
        opened(place).summaries()

    assert type(refused.value) is StoreError
    assert refused.value.facts == {"place": str(place), "reason": "unreachable"}


@pytest.mark.parametrize("gone", [Path.unlink, lambda p: p.rename(p.with_name("elsewhere"))])
def test_nothing_is_acknowledged_once_the_file_was_taken_away(opened, path, filled, gone):
    workspace = opened()
    name = workspace.create(filled, digest="d", who="staf")
    gone(path)

    for call in (
        lambda: workspace.apply(name, [NOTE], who="staf", seen=0),
        lambda: workspace.load(name),
    ):
        with pytest.raises(StoreError) as refused:
            call()
        assert refused.value.facts["reason"] == "unreachable"

    assert not path.exists()


def test_a_file_that_is_put_back_is_written_again(opened, path, filled):
    workspace = opened()
    name = workspace.create(filled, digest="d", who="staf")
    path.rename(path.with_name("elsewhere"))
    with pytest.raises(StoreError):
        workspace.set_place(name, "2.1")
    path.with_name("elsewhere").rename(path)

    workspace.set_place(name, "2.1")

    assert opened().load(name).place == "2.1"


def test_a_database_server_without_its_driver_is_unreachable(opened):
    """Also the password is not shown to whoever looks over the shoulder."""
    workspace = opened("nosuchdb://petugas:rahasia@10.0.0.1/kami?password=rahasia")

    with pytest.raises(StoreError) as refused:
        workspace.summaries()

    assert refused.value.facts["reason"] == "unreachable"
    assert workspace.place == "nosuchdb://petugas:***@10.0.0.1/kami?password=***"


# -- full and read-only ---------------------------------------------------------------------------


def test_a_full_database_takes_the_whole_call_or_nothing(opened, filled):
    """SQLite's own limit raises the same error as a full disk does."""
    workspace = opened()
    name = workspace.create(filled, digest="d", who="staf")
    with workspace._transaction() as conn:
        conn.exec_driver_sql("PRAGMA max_page_count = 1")
    before = workspace.load(name)
    small = Change("answer", "2.2", "status", None, "3")

    with pytest.raises(StoreUnwritable) as refused:
        workspace.apply(name, [small, *[NOTE] * 5], who="staf", seen=0)

    assert refused.value.facts["reason"] == "disk_full"
    assert workspace.load(name) == before
    with workspace._transaction() as conn:
        conn.exec_driver_sql("PRAGMA max_page_count = 1000000")
    workspace.apply(name, [small, NOTE], who="staf", seen=0)
    assert workspace.load(name).assessment.answer("2.1").note == NOTE.after


def _on_a_disk_of_its_own(tmp_path: Path, script: str) -> str:
    """Runs a shell script where ``$DISK`` is a file system of 1 MB, gone afterwards; its output."""
    disk = tmp_path / "disk"
    disk.mkdir()
    own = ["unshare", "--mount", "--map-root-user", "sh", "-ec"]
    mount = 'mount -t tmpfs -o size=1m tmpfs "$DISK"; '
    env = {
        **os.environ,
        "DISK": str(disk),
        "PYTHONPATH": str(HERE.parents[1]),
        "CHILD": f"{sys.executable} {HERE / 'child.py'}",
        "KAMI_STAY": "1",
    }
    if shutil.which("unshare") is None:
        pytest.skip("no unshare here to mount a small disk with")
    if subprocess.run([*own, mount], env=env, capture_output=True).returncode:
        pytest.skip("this system does not let us mount a small disk")
    done = subprocess.run([*own, mount + script], env=env, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path):
    said = _on_a_disk_of_its_own(tmp_path, '$CHILD fill_disk "$DISK/kami.db"')

    assert said.splitlines() == ["StoreUnwritable disk_full", "True", "True"]


def test_a_workspace_cannot_be_made_on_a_full_disk(tmp_path):
    said = _on_a_disk_of_its_own(
        tmp_path,
        'head -c 2M /dev/zero > "$DISK/filler" 2>&- || true; $CHILD try_all "$DISK/kami.db"',
    )

    assert said.splitlines()[0] == "StoreUnwritable disk_full"


def test_a_workspace_on_a_read_only_disk_can_be_read(opened, path, filled, tmp_path):
    workspace = opened()
    workspace.create(filled, digest="d", who="staf")
    workspace.close()

    said = _on_a_disk_of_its_own(
        tmp_path,
        f'cp {path} "$DISK/kami.db"; mount -o remount,ro "$DISK"; $CHILD try_all "$DISK/kami.db"',
    )

    assert said.splitlines() == ["read 5", "StoreUnwritable read_only", "['kami.db']"]


@pytest.fixture
def public_folder():
    """A folder whose parents another user may enter, unlike those of tmp_path."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
        Path(name).chmod(0o700)


def test_a_workspace_in_a_folder_of_somebody_else_can_be_read(opened, filled, public_folder, child):
    place = public_folder / "kami.db"
    workspace = opened(place)
    workspace.create(filled, digest="d", who="staf")
    workspace.close()
    place.chmod(0o444)
    public_folder.chmod(0o555)

    said = child("try_all", place).communicate()[0].splitlines()

    assert said == ["read 5", "StoreUnwritable read_only", "['kami.db']"]


def test_a_workspace_cannot_be_made_in_a_folder_of_somebody_else(public_folder, child):
    public_folder.chmod(0o555)

    said = child("try_all", public_folder / "new" / "kami.db").communicate()[0].splitlines()

    assert said[0] == "StoreUnwritable read_only"


def test_a_workspace_that_may_not_be_read_is_unreachable(opened, filled, public_folder, child):
    place = public_folder / "kami.db"
    workspace = opened(place)
    workspace.create(filled, digest="d", who="staf")
    workspace.close()
    place.chmod(0)
    public_folder.chmod(0o555)

    said = child("try_all", place).communicate()[0].splitlines()

    assert said[0] == "StoreError unreachable"


def _look(folder: Path) -> dict[str, bytes | None]:
    return {str(p): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


def test_the_number_in_the_header_is_ours():
    assert sqlite.APPLICATION_ID.to_bytes(4, "big") == b"KAMI"
