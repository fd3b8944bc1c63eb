"""``kami export`` of the auditor's workbook, and where exports are written."""

from __future__ import annotations

import os
from io import BytesIO

import pytest
from openpyxl import load_workbook


def sheet_names(data: bytes) -> list[str]:
    return load_workbook(BytesIO(data)).sheetnames


@pytest.mark.parametrize(
    "arguments", [("--format", "xlsx", "--out", "kota.xlsx"), ("--out", "kota.xlsx")]
)
def test_a_workbook_is_written_and_its_place_told(quick, example, tmp_path, arguments):
    done = quick("export", example, *arguments)
    assert (done.code, done.out) == (0, "")
    assert "kota.xlsx" in done.err
    assert sheet_names((tmp_path / "kota.xlsx").read_bytes())[0] == "Result"


def test_its_words_are_in_the_language_asked_for(quick, example, tmp_path):
    quick("--lang", "id", "export", example, "--out", "kota.xlsx")
    assert sheet_names((tmp_path / "kota.xlsx").read_bytes())[2] == "II Tata Kelola"


@pytest.mark.parametrize("out", [(), ("--out", "-")])
def test_it_goes_down_a_pipe_byte_for_byte(kami, example, tmp_path, out):
    fixed = {"SOURCE_DATE_EPOCH": "1789000000"}
    piped = kami("export", example, "--format", "xlsx", *out, **fixed)
    kami("export", example, "--out", "kota.xlsx", **fixed)
    assert piped.code == 0
    assert piped.raw == (tmp_path / "kota.xlsx").read_bytes()


def test_a_terminal_is_shown_no_workbook(quick, example, monkeypatch):
    monkeypatch.setattr("kami_tui.cli.output.is_terminal", lambda stream: True)
    done = quick("export", example, "--format", "xlsx")
    assert (done.code, done.out) == (2, "")
    assert "--out" in done.err


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_an_answers_file_is_the_same_in_a_file_as_on_standard_output(
    quick, example, tmp_path, form
):
    shown = quick("export", example, "--format", form).out
    quick("export", example, "--out", f"copy.{form}")
    assert (tmp_path / f"copy.{form}").read_text("utf-8") == shown


def test_a_name_of_another_form_is_questioned(quick, example, tmp_path):
    done = quick("export", example, "--format", "xlsx", "--out", "kota.yaml")
    assert done.code == 2
    assert not (tmp_path / "kota.yaml").exists()


def test_the_answers_themselves_are_never_written_over(quick, answers, tmp_path):
    file = answers({"2.1": "3"})
    before = file.read_bytes()
    done = quick("export", file, "--out", file)
    assert done.code == 2
    assert "answers" in done.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("place", "reason"),
    [("none/kota.xlsx", "does not exist"), ("pipe.xlsx", "pipe"),
     ("locked.xlsx", "read-only")],
)  # fmt: skip
def test_what_cannot_be_written_is_told_and_nothing_left_behind(
    quick, example, tmp_path, place, reason
):
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "locked.xlsx").write_bytes(b"kept")
    (tmp_path / "locked.xlsx").chmod(0o444)
    before = {p.name for p in tmp_path.iterdir()}
    done = quick("--json", "export", example, "--out", place, "--force")
    assert (done.code, done.out) == (1, "")
    assert done.error["code"] == "file_unwritable"
    assert reason in done.error["message"]
    assert {p.name for p in tmp_path.iterdir()} - {"home"} == before - {"home"}
    assert (tmp_path / "locked.xlsx").read_bytes() == b"kept"


def test_a_disk_that_is_full_leaves_the_older_file(quick, example, tmp_path, monkeypatch):
    (tmp_path / "kota.xlsx").write_bytes(b"older")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = quick("export", example, "--out", "kota.xlsx", "--force")
    assert done.code == 1
    assert "No space left" in done.err
    assert (tmp_path / "kota.xlsx").read_bytes() == b"older"
    assert not list(tmp_path.glob(".kota*"))
