"""Official texts as they are kept: whole, for one person's eyes, and read as if by a stranger."""

from __future__ import annotations

import json
import os
import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kami_tui.domain.errors import FileUnwritable, WordingMissing, WordingUnreadable
from kami_tui.domain.official import MOST, OURS
from kami_tui.exchange.wordings import MOST_BYTES, WordingFiles
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.wordings import StoredWording, wording_asked, wording_of
from tests.exchange.official import invented_texts, official_workbook

MOMENT = datetime(2026, 9, 15, 8, 30, tzinfo=UTC)


@pytest.fixture
def wordings(library, tmp_path) -> WordingFiles:
    return WordingFiles(tmp_path / "home" / "wording", library, Statuses)


@pytest.fixture
def stored(scorer) -> StoredWording:
    return StoredWording("kami-5.0", invented_texts(scorer), "KAMI é.xlsx", "a" * 64, MOMENT)


@pytest.fixture
def damaged(wordings: WordingFiles, stored):
    """Changes what is kept: `damaged(lambda d: ...)`, or puts other bytes in its place."""

    def change(how) -> Path:
        place: Path = wordings.keep(stored)
        if callable(how):
            document = json.loads(place.read_text("utf-8"))
            how(document)
            how = json.dumps(document).encode()
        place.write_bytes(how)
        return place

    return change


def reason(wordings: WordingFiles) -> str:
    with pytest.raises(WordingUnreadable) as caught:
        wordings.load("kami-5.0")
    assert caught.value.facts["file"] == str(wordings.place("kami-5.0"))
    return str(caught.value.facts["reason"])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# -- keeping ----------------------------------------------------------------------------------


def test_what_is_kept_is_read_back_as_it_was(wordings, stored):
    place = wordings.keep(stored)
    assert place == wordings.place("kami-5.0")
    assert wordings.load("kami-5.0") == stored
    assert wordings.kept() == ("kami-5.0",)


def test_a_workbook_is_kept_as_it_asks(wordings, scorer, tmp_path):
    path = tmp_path / "KAMI.xlsx"
    path.write_bytes(official_workbook(scorer))
    found = wordings.find(path)
    assert (found.texts, found.file) == (invented_texts(scorer), "KAMI.xlsx")


def test_only_its_owner_may_read_it(wordings, stored):
    before = os.umask(0)
    try:
        place = wordings.keep(stored)
        wordings.keep(stored)
    finally:
        os.umask(before)
    assert (mode(place), mode(place.parent)) == (0o600, 0o700)
    assert [p.name for p in place.parent.iterdir()] == [place.name]


def test_nothing_is_kept_until_something_is(wordings):
    assert wordings.load("kami-5.0") is None
    assert wordings.kept() == ()
    assert not wordings.remove("kami-5.0")
    assert not wordings.folder.exists()


def test_a_later_workbook_takes_the_place_of_the_first(wordings, stored):
    wordings.keep(stored)
    later = replace(stored, texts={"2.1": "Apakah ada rumusan yang lebih baru?"}, file="b.xlsx")
    wordings.keep(later)
    assert wordings.load("kami-5.0") == later


def test_what_cannot_be_written_leaves_the_old_one(wordings, stored, monkeypatch):
    wordings.keep(stored)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileUnwritable):
        wordings.keep(replace(stored, texts={}))
    assert wordings.load("kami-5.0") == stored
    assert len([*wordings.folder.iterdir()]) == 1


def test_a_folder_that_cannot_be_made_is_told(wordings, stored, tmp_path):
    (tmp_path / "home").write_text("a file where the folder should be")
    with pytest.raises(FileUnwritable):
        wordings.keep(stored)


def test_what_was_removed_is_gone(wordings, stored):
    wordings.keep(stored)
    assert wordings.remove("kami-5.0")
    assert wordings.load("kami-5.0") is None
    assert wordings.kept() == ()


@pytest.mark.parametrize("name", ["../kami-5.0", "", "/etc/passwd", "a/b", "..", "a\0b"])
def test_no_edition_leads_out_of_the_folder(wordings, stored, name, tmp_path):
    outside = tmp_path / "home" / "kami-5.0.json"
    wordings.keep(stored)
    outside.write_bytes(wordings.place("kami-5.0").read_bytes())
    assert wordings.load(name) is None
    assert not wordings.remove(name)
    assert outside.exists()


# -- reading what may be hostile ------------------------------------------------------------------


@pytest.mark.parametrize(
    "how",
    [
        b"", b"{", b"[]", b"\xff\xfe{}", b"null", b"[" * 100_000, b'{"format": 1}',
        lambda d: d.pop("texts"), lambda d: d.update(texts=[]), lambda d: d.update(sha256="x"),
        lambda d: d.update(sha256=None), lambda d: d.update(file=7), lambda d: d.update(taken="x"),
        lambda d: d.update(taken=1e400), lambda d: d.update(taken="2026-01-01"),
        lambda d: d.update(taken="0001-01-01T00:00:00+14:00"),
        lambda d: d.update(instrument="spbe-2020"),
        lambda d: d.update(texts={f"1.{n}": "x" * 20 for n in range(6_000)}),
    ],
)  # fmt: skip
def test_a_damaged_file_is_told_as_such(wordings, damaged, how):
    damaged(how)
    assert reason(wordings) == "damaged"


def test_a_file_of_a_later_program_is_told_as_such(wordings, damaged):
    damaged(lambda d: d.update(format=2))
    assert reason(wordings) == "format"


def test_a_huge_file_is_not_read(wordings, damaged):
    damaged(b" " * (MOST_BYTES + 1))
    assert reason(wordings) == "too_large"


def test_a_folder_or_a_pipe_in_its_place_is_not_waited_for(wordings, damaged):
    place = damaged(b"")
    place.unlink()
    place.mkdir()
    assert reason(wordings) == "no_file"
    place.rmdir()
    os.mkfifo(place)
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(reason(wordings)), daemon=True)
    reader.start()
    reader.join(10)
    assert found == ["no_file"]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "x" * (MOST + 1), "\x1b[2J", "satu\ndua", "a\u202eb", "\ud800", None, 7, ["x"], {}],
)
def test_a_text_that_is_none_is_left_out_and_counted(wordings, damaged, stored, text):
    damaged(lambda d: d["texts"].update({"2.3": text}))
    found = wordings.load("kami-5.0")
    assert found.unfit == ("2.3",)
    assert found.texts == {i: t for i, t in stored.texts.items() if i != "2.3"}


def test_items_that_the_edition_does_not_have_are_not_shown(wordings, damaged, stored, scorer):
    damaged(lambda d: d["texts"].update({"99.1": "Apakah ada?", "satu": "Apakah ada?"}))
    found = wordings.load("kami-5.0")
    assert found.unfit == ("satu",)
    assert found.unknown(scorer.instrument) == ("99.1",)
    assert found.known(scorer.instrument) == stored.texts


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_stands_there_is_a_wording_or_a_word_about_it(wordings, stored, data):
    """Never another error, and never a text that acts on a terminal."""
    place = wordings.keep(stored)
    raw = bytearray(place.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, min(len(raw), 3_000) - 1))
        raw[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    place.write_bytes(bytes(raw))
    try:
        found = wordings.load("kami-5.0")
    except WordingUnreadable:
        return
    assert all(t.strip() and "\x1b" not in t and len(t) <= MOST for t in found.texts.values())


# -- using it ---------------------------------------------------------------------------------


def test_what_is_kept_becomes_the_words_of_the_edition(wordings, stored, scorer):
    assert wording_of(wordings, scorer.instrument, "both") is OURS
    wordings.keep(stored)
    found = wording_of(wordings, scorer.instrument, "both")
    assert (found.whose, found.official, found.sha256) == ("both", stored.texts, "a" * 64)


def test_official_words_that_were_asked_for_must_be_there(wordings, stored, scorer, damaged):
    assert wording_asked(wordings, scorer.instrument, "ours") is OURS
    for whose in ("official", "both"):
        with pytest.raises(WordingMissing):
            wording_asked(wordings, scorer.instrument, whose)
    damaged(lambda d: d.update(texts={}))
    with pytest.raises(WordingMissing):
        wording_asked(wordings, scorer.instrument, "both")
    damaged(b"{")
    with pytest.raises(WordingUnreadable):
        wording_asked(wordings, scorer.instrument, "both")
    assert wording_asked(wordings, scorer.instrument, "ours") is OURS
