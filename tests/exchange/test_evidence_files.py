"""Local files that stand as evidence are read in pieces, and nothing about a path is trusted."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kami_tui.domain.errors import FileUnreadable
from kami_tui.exchange.evidence_files import CHUNK, LocalFiles, absolute

FILES = LocalFiles()


def reason(path: Path | str, **options) -> str:
    with pytest.raises(FileUnreadable) as caught:
        FILES.digest(str(path), **options)
    assert caught.value.facts["file"]
    return str(caught.value.facts["reason"])


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    """The system's administrator may read everything: step down meanwhile."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(me)


def test_size_and_sha256_are_those_of_the_file_whatever_its_length(tmp_path):
    file = tmp_path / "sk.pdf"
    for data in (b"", b"a", b"b" * CHUNK, b"c" * (2 * CHUNK + 7)):
        file.write_bytes(data)
        found = FILES.digest(str(file))
        assert (found.size, found.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert FILES.size(str(file)) == len(data)


def test_a_path_is_remembered_whole(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sk 1.pdf").write_bytes(b"x")
    whole = str(tmp_path / "sk 1.pdf")
    for typed in ("~/sk 1.pdf", "sk 1.pdf", f" {whole} ", f"'{whole}'", f'"{whole}"',
                  "file://" + whole.replace(" ", "%20")):  # fmt: skip
        assert FILES.digest(typed).path == whole, typed


def test_a_name_that_looks_like_someones_home_is_just_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert absolute("~nobody-has-this-name/x") == tmp_path / "~nobody-has-this-name" / "x"


def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path, monkeypatch):
    """A named pipe with nobody at its other end would be waited for, for ever."""
    os.mkfifo(tmp_path / "pipe")
    assert reason(tmp_path / "pipe") == "no_file"
    assert reason(tmp_path) == "no_file"
    assert reason("/dev/zero") == "no_file"
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        assert reason("socket") == "no_file"
    for path in (tmp_path / "pipe", tmp_path, "/dev/zero"):
        assert FILES.size(str(path)) is None


def test_what_is_not_there_is_missing(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    for path in ("none.pdf", "none/none.pdf", "file/none.pdf", "dangling", "zero\0byte"):
        assert reason(f"{tmp_path}/{path}") == "missing", path
        assert FILES.size(f"{tmp_path}/{path}") is None


def test_a_name_no_system_can_hold_is_told_not_raised(tmp_path):
    assert reason(tmp_path / ("x" * 5000)) == "failed"
    assert FILES.size(str(tmp_path / ("x" * 5000))) is None


def test_a_file_one_may_not_read_is_denied(tmp_path):
    file = tmp_path / "secret.pdf"
    file.write_bytes(b"x")
    file.chmod(0)
    with as_an_ordinary_user():
        assert reason(file) == "denied"
        assert FILES.size(str(file)) is None


def test_a_link_to_a_file_is_followed(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert FILES.digest(str(tmp_path / "link")).path == str(tmp_path / "link")


def test_progress_tells_what_was_read_of_what_there_is(tmp_path):
    file = tmp_path / "x"
    file.write_bytes(b"x" * (2 * CHUNK + 1))
    told: list[tuple[int, int]] = []
    FILES.digest(str(file), lambda read, of: told.append((read, of)))
    size = 2 * CHUNK + 1
    assert told == [(CHUNK, size), (2 * CHUNK, size), (size, size)]


def test_reading_a_huge_file_can_be_stopped_between_two_chunks(tmp_path):
    file = tmp_path / "huge"
    with file.open("wb") as hole:
        hole.truncate(1 << 40)
    told: list[int] = []
    stopped = reason(
        file, progress=lambda read, of: told.append(read), cancelled=lambda: len(told) == 3
    )
    assert (stopped, told) == ("cancelled", [CHUNK, 2 * CHUNK, 3 * CHUNK])


def test_a_file_that_grows_while_it_is_read_is_not_recorded_and_not_read_for_ever(tmp_path):
    file = tmp_path / "log"
    file.write_bytes(b"x" * (CHUNK + 1))

    def grow(read: int, of: int) -> None:
        with file.open("ab") as more:
            more.write(b"y" * 2 * CHUNK)

    assert reason(file, progress=grow) == "changing"


def test_a_file_that_shrinks_or_is_written_over_while_it_is_read_is_not_recorded(tmp_path):
    file = tmp_path / "x"

    def shrink(read: int, of: int) -> None:
        os.truncate(file, 10)

    def touch(read: int, of: int) -> None:
        os.utime(file, ns=(1, 1))

    for change in (shrink, touch):
        file.write_bytes(b"x" * 3 * CHUNK)
        assert reason(file, progress=change) == "changing"


def test_no_file_is_left_open(tmp_path):
    (tmp_path / "x").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    handles = Path("/proc/self/fd")
    before = len([*handles.iterdir()])
    for _ in range(20):
        FILES.digest(str(tmp_path / "x"))
        reason(tmp_path / "folder")
        reason(tmp_path / "x", cancelled=lambda: True)
    assert len([*handles.iterdir()]) == before


def test_a_path_is_completed_from_its_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Dokumen").mkdir()
    (tmp_path / "Dokumen" / "sk-2.pdf").write_bytes(b"")
    (tmp_path / "Dokumen" / "sk-1.pdf").write_bytes(b"")
    (tmp_path / "Dokumen" / ".hidden").write_bytes(b"")
    (tmp_path / "Dokumen" / "a\nb").write_bytes(b"")
    assert FILES.suggestion("~/Do") == "~/Dokumen/"
    assert FILES.suggestion("~/Dokumen/") == "~/Dokumen/sk-1.pdf"
    assert FILES.suggestion(f"{tmp_path}/Dokumen/sk-2") == f"{tmp_path}/Dokumen/sk-2.pdf"
    assert FILES.suggestion("~/Dokumen/.h") == "~/Dokumen/.hidden"
    assert FILES.suggestion("~/Dokumen/a") is None, "a field of one line could not show it"
    for nothing in ("", "~", "sk", "https://x", "~/none/x", "~/Dokumen/z", "~/zero\0/x"):
        assert FILES.suggestion(nothing) is None, nothing
