"""What was named wrongly is told as what it is, before any work, with exit code 2."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from kami_tui.domain.errors import BundleFailed, FileUnwritable, PartUnwritable
from kami_tui.exchange.files import hindrance
from kami_tui.i18n.explain import explain
from kami_tui.i18n.sentences import UNWRITABLE
from kami_tui.i18n.translator import Translator


@pytest.fixture
def kept(quick, example) -> str:
    """An assessment in the workspace, in which nothing is given to anybody."""
    text = example.read_text().partition("owners:")[0]
    Path("alone.yaml").write_text(text)
    found: str = quick("import", "alone.yaml").out.strip()
    return found


@pytest.fixture
def pipe(tmp_path):
    """``pipe(data)``: a pipe that gives these bytes, as ``<(...)`` does."""

    path: Path = tmp_path / "fifo"
    writers: list[threading.Thread] = []

    def make(data: bytes) -> Path:
        def write() -> None:
            with suppress(BrokenPipeError):
                path.write_bytes(data)

        os.mkfifo(path)
        writers.append(threading.Thread(target=write, daemon=True))
        writers[0].start()
        return path

    yield make
    # Whoever was never read from waits for a reader still.
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    for writer in writers:
        writer.join(10)
    os.close(reader)


@pytest.mark.parametrize("error", [PartUnwritable, BundleFailed, FileUnwritable])
@pytest.mark.parametrize("detail", UNWRITABLE)
def test_why_a_place_cannot_be_written_to_is_said_in_the_users_language(error, detail):
    told = explain(error(reason="unwritable", file="x", detail=detail), Translator("id"))
    assert detail not in told
    assert Translator("id")(UNWRITABLE[detail]) in told


def test_every_hindrance_has_words(tmp_path):
    locked = tmp_path / "locked"
    locked.touch(mode=0o444)
    for place in (tmp_path / "no" / "x", tmp_path, Path("/dev/null"), locked):
        assert hindrance(place) in UNWRITABLE


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_passphrase_file_that_is_not_there_is_said_in_the_users_language(quick, example, lang):
    done = quick("--lang", lang, "bundle", example, "--passphrase-file", "nope")
    assert done.code == 2
    assert ("No such file" in done.err) == (lang == "en")
    Path("photo").write_bytes(b"\xff\xfe")
    done = quick("--lang", lang, "bundle", example, "--passphrase-file", "photo")
    assert (done.code, "codec" in done.err) == (2, False)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
@pytest.mark.parametrize("command", ["import", "score"])
def test_a_workbook_through_a_pipe_is_told_so(quick, kami, pipe, command, start):
    done = quick(command, pipe(start + bytes(400)))
    assert done.code == 2
    assert "this is a workbook or a bundle, which cannot come through a pipe" in done.err
    assert "cannot come through a pipe" in kami(command, "-", stdin=start + bytes(400)).err


def test_options_of_workbooks_do_not_go_with_standard_input(quick):
    done = quick("import", "-", "--accept")
    assert (done.code, "not through a pipe" in done.err) == (2, True)


def test_standard_input_is_refused_plainly_where_it_is_not_possible(quick, kept, example):
    for words in (
        ("merge", kept, "-"), ("bundle", "verify", "-"), ("bundle", "open", "-"),
        ("wording", "import", "-"), ("export", example, "--into", "-", "--out", "x.xlsx"),
    ):  # fmt: skip
        done = quick(*words)
        assert (done.code, done.out) == (2, "")
        assert done.err == "Error: Standard input (-) cannot be read here; name a file.\n", words


def test_a_pipe_is_no_workbook_to_fill_in(quick, example, pipe):
    done = quick("export", example, "--into", pipe(b"PK\x03\x04"), "--out", "x.xlsx")
    assert (done.code, "is a pipe" in done.err) == (2, True)


class TestSplitting:
    def test_nobody_has_anything_yet(self, quick, kept):
        for words in (("--owner", "Nobody"), ("--by", "owner")):
            done = quick("split", kept, *words)
            assert done.code == 2
            assert "Nothing in this assessment is given to anybody yet." in done.err

    def test_each_and_some_do_not_go_together(self, quick, kept):
        done = quick("split", kept, "--area", "2", "--by", "area")
        assert (done.code, "do not go with it" in done.err) == (2, True)
        done = quick("split", kept)
        assert (done.code, "Say what to hand over" in done.err) == (2, True)


@pytest.mark.parametrize(
    "words", [("split", "", "--area", "2"), ("import", ""), ("score", ""), ("bundle", "")]
)
def test_an_empty_name_is_told_as_empty(quick, words):
    done = quick(*words)
    assert (done.code, "is empty" in done.err) == (2, True)
    assert "is a file" not in done.err


@pytest.mark.parametrize("out", ["x/", "there", "."])
def test_an_export_to_a_folder_is_refused_and_nothing_is_made(quick, example, out):
    Path("there").mkdir()
    for words in (("export", example), ("export", example, "--into", "KAMI.xlsx")):
        done = quick(*words, "--out", out)
        assert (done.code, f"{out} is a folder; name a file in it." in done.err) == (2, True)
    assert not Path("x").exists()
    done = quick("export", example, "--out", "")
    assert (done.code, "is empty" in done.err) == (2, True)


def test_a_bundle_for_a_folder_that_is_not_there_makes_no_file_of_its_name(quick, example):
    done = quick("bundle", example, "--without", "report", "--out", "x/", "--allow-missing")
    assert (done.code, done.out) == (1, "")
    assert not Path("x").exists()


class TestKeys:
    def test_public_keys_that_are_none_are_wrong_arguments(self, quick, example):
        pytest.importorskip("pyrage")
        for words in (("--to", "age1xyz"), ("--to-file", "nope")):
            done = quick("bundle", example, *words)
            assert (done.code, "No bundle was made" in done.err) == (2, True)

    def test_a_key_file_that_is_not_there_is_told_before_a_passphrase_is_asked_for(self, quick):
        Path("locked.age").write_bytes(b"age-encryption.org/v1\n-> scrypt x 18\n--- \n")
        for way in ("verify", "open"):
            done = quick("bundle", way, "locked.age", "--identity", "nope")
            assert (done.code, "The key file nope is not there." in done.err) == (2, True)
        Path("key.txt").touch()
        done = quick("bundle", "verify", "locked.age", "--identity", "key.txt")
        assert "is encrypted with a passphrase; no key opens it" in done.err
