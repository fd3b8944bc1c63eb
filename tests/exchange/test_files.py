"""A file is there whole or not at all, and never in the place of one that nobody gave up."""

from __future__ import annotations

import errno
import os

import pytest

from kami_tui.domain.errors import FileUnwritable
from kami_tui.exchange import files


@pytest.fixture(params=[True, False], ids=["links", "no links"])
def place(request, tmp_path, monkeypatch):
    """In a folder where files can, and cannot, have a second name (a stick)."""
    if not request.param:

        def refuse(*_) -> None:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

        monkeypatch.setattr(os, "link", refuse)
    return tmp_path / "p.json"


def test_a_new_file_is_all_that_is_there(place):
    files.put(place, b"x", 0o600, replace=False)
    assert [f.name for f in place.parent.iterdir()] == ["p.json"]
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (b"x", 0o600)


def test_one_that_came_meanwhile_stays(place):
    part = place.with_name("part")
    part.write_bytes(b"ours")
    place.write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        files.settle(part, place, replace=False)
    assert place.read_bytes() == b"theirs"
    with pytest.raises(FileExistsError):
        files.put(place, b"ours", replace=False)
    assert place.read_bytes() == b"theirs"
    assert len([*place.parent.iterdir()]) == 2


def test_who_may_read_a_file_that_is_replaced_stays_as_it_was(place):
    place.write_bytes(b"old")
    place.chmod(0o640)
    files.put(place, b"new", 0o600)
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (b"new", 0o640)


def test_nothing_is_left_behind_where_somebody_breaks_off(place, monkeypatch):
    def interrupt(_) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.put(place, b"x")
    assert [*place.parent.iterdir()] == []


def test_a_read_only_file_is_never_replaced(place):
    place.write_bytes(b"old")
    place.chmod(0o400)
    with pytest.raises(FileUnwritable):
        files.put(place, b"new")
    assert place.read_bytes() == b"old"
