"""``kami import`` of a workbook: looked at first, taken in only when that was accepted."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from kami_tui.cli import import_ as command

ROOT = Path(__file__).parents[2]
if (
    str(ROOT) not in sys.path
):  # so that tests.exchange.lookalike is found however pytest was started
    sys.path.insert(0, str(ROOT))

from kami_tui.loading.library import Library  # noqa: E402
from kami_tui.resources import questionnaires  # noqa: E402
from tests.cli.conftest import Person  # noqa: E402
from tests.exchange.lookalike import (  # noqa: E402
    build,
    points,
    random_assessment,
    saved,
    workbook,
)

SCORER = Library([questionnaires()]).scorer("kami-5.0")
ASSESSMENT = random_assessment(4, SCORER)
DATA = build(ASSESSMENT, SCORER, "official")
STATUSES = ASSESSMENT.statuses


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "KAMI terisi.xlsx"
    path.write_bytes(DATA)
    return path


@pytest.fixture
def asked(quick, monkeypatch):
    """``asked(*arguments, lines=["y"])``: as if somebody sat there and typed the answer."""

    def run(*arguments, lines):
        monkeypatch.setattr(command, "standard_input", lambda: Person(lines, lambda: None))
        return quick(*arguments)

    return run


def nothing_written(quick):
    return quick("list", "--json").json == []


def test_without_a_terminal_it_is_shown_and_not_taken_in(talk, quick, filled):
    done = talk("import", filled, stdin="y\n")

    assert (done.code, done.out) == (1, "")
    assert "--accept" in done.err
    assert nothing_written(quick)


def test_accepted_it_is_a_new_assessment_whose_score_is_equal(quick, filled, answers):
    done = quick("import", filled, "--accept")

    assert done.code == 0
    score = quick("score", done.out.strip(), "--json").json
    assert score == quick("score", answers(STATUSES), "--json").json


@pytest.mark.parametrize("word", ["y", "Yes", " ya "])
def test_at_a_terminal_it_asks_and_a_yes_takes_it_in(word, asked, quick, filled):
    done = asked("import", filled, lines=[word])

    assert done.code == 0
    assert quick("show", done.out.strip(), "--json").json["answered"] == len(STATUSES)


@pytest.mark.parametrize("lines", [["n"], [""], [], ["tidak"], ["yy"]])
def test_at_a_terminal_anything_else_writes_nothing(lines, asked, quick, filled):
    done = asked("import", filled, lines=lines)

    assert (done.code, done.out) == (1, "")
    assert nothing_written(quick)


def test_a_preview_is_printed_and_writes_nothing(quick, filled):
    document = quick("import", filled, "--preview", "json").json
    assert {i: a["status"] for i, a in document["answers"].items() if a["status"]} == STATUSES
    assert document["findings"] == document["conflicts"] == document["differences"] == []

    text = quick("import", filled, "--preview", "text")
    assert (text.code, text.err) == (0, "")
    assert str(document["result"]["total"]) in text.out

    assert nothing_written(quick)


def test_a_preview_is_not_taken_in_even_if_accepted(quick, filled):
    assert quick("import", filled, "--preview", "json", "--accept").code == 0
    assert nothing_written(quick)


def test_every_cell_that_was_not_understood_is_told(quick, tmp_path):
    book = workbook(ASSESSMENT, SCORER, "official")
    book["II Tata Kelola"]["E6"] = "Sudah \x1b[31m".replace("\x1b", "")
    path = tmp_path / "kota.xlsx"
    path.write_bytes(saved(book))

    (finding,) = quick("import", path, "--preview", "json").json["findings"]
    assert (finding["kind"], finding["place"], finding["lost"]) == (
        "status", "II Tata Kelola!E6", True,
    )  # fmt: skip
    assert "II Tata Kelola!E6" in quick("import", path, "--preview", "text").out


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("en", "Sheets of which nothing was taken in; they stay in the workbook: 2"),
        ("id", "Lembar yang isinya tidak diambil sama sekali dan tetap di buku kerja: 2"),
    ],
)
def test_sheets_of_which_nothing_was_taken_are_named_in_one_line(language, head, quick, tmp_path):
    """Below a head, as all that is told."""
    book = workbook(ASSESSMENT, SCORER, "official")
    for name in ("Petunjuk", "Rencana Aksi"):
        book.create_sheet(name)["A1"] = "Susun SOP"
    path = tmp_path / "KAMI.xlsx"
    path.write_bytes(saved(book))
    text = quick("import", path, "--preview", "text", KAMI_LANG=language).out
    assert text.count(f"\n\n{head}\n  Petunjuk, Rencana Aksi\n\n") == 1
    for other in ("Not understood", "look at it", "Tidak dipahami", "periksalah"):
        assert other not in text


def test_a_figure_that_differs_is_told_with_its_reason(quick, tmp_path):
    book = workbook(ASSESSMENT, SCORER, "official")
    naive = sum(points(SCORER, i, s) for i, s in STATUSES.items() if i.startswith("2."))
    row = next(r for r in range(1, 20) if book["Dashboard"].cell(r, 2).value ==
               SCORER.instrument.area("2").name.id)  # fmt: skip
    assert naive != book["Dashboard"].cell(row, 3).value
    book["Dashboard"].cell(row, 3).value = naive
    path = tmp_path / "kota.xlsx"
    path.write_bytes(saved(book))

    (gap,) = quick("import", path, "--preview", "json").json["differences"]
    assert (gap["area"], gap["workbook"], gap["why"]) == ("2", naive, ["stage3"])
    assert f"Dashboard!C{row}" in quick("import", path, "--preview", "text").out


# -- into an assessment ------------------------------------------------------------------------


@pytest.fixture
def other(quick, answers):
    """An assessment that says otherwise of one item and has one more."""
    status = next(o.code for o in SCORER.instrument.options("2.1") if o.code != STATUSES["2.1"])
    missing = next(i for i in SCORER.instrument.items if i not in STATUSES and i[0] == "5")
    return quick("import", answers({"2.1": status, missing: "1"})).out.strip()


def test_into_an_assessment_its_own_answers_stay(quick, filled, other, workspace):
    before = workspace.load(other).assessment.statuses

    done = quick("import", filled, "--to", other[:5], "--accept")

    assert done.out.strip() == other
    assert workspace.load(other).assessment.statuses == STATUSES | before


def test_into_an_assessment_the_workbooks_answers_where_that_was_chosen(
    quick, filled, other, workspace
):
    before = workspace.load(other).assessment.statuses

    assert quick("import", filled, "--to", other, "--accept", "--theirs").code == 0

    assert workspace.load(other).assessment.statuses == before | STATUSES


def test_with_fail_a_conflict_takes_nothing_in(quick, filled, other, exported):
    before = exported(other)

    done = quick("import", filled, "--to", other, "--accept", "--fail")

    assert (done.code, done.out) == (1, "")
    assert exported(other) == before


def test_conflicts_are_listed_with_both_values(quick, filled, other):
    document = quick("import", filled, "--to", other, "--preview", "json").json
    (conflict,) = [c for c in document["conflicts"] if c["kind"] == "status"]
    assert (conflict["subject"], conflict["theirs"]) == ("2.1", STATUSES["2.1"])
    assert document["into"] == other


def test_taken_in_twice_nothing_changes_the_second_time(quick, filled, other, workspace):
    quick("import", filled, "--to", other, "--accept", "--theirs")
    seen = workspace.load(other).seq

    assert quick("import", filled, "--to", other, "--accept", "--theirs").code == 0
    assert workspace.load(other).seq == seen


def test_an_unknown_assessment_is_refused_before_the_workbook_is_read(quick, filled):
    done = quick("import", filled, "--to", "nowhere", "--json")
    assert (done.code, done.error["code"]) == (2, "unknown_assessment")


# -- refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [["--to", "x"], ["--accept"], ["--preview", "json"]],
)
def test_options_of_workbooks_do_not_go_with_answers_files(options, quick, answers):
    done = quick("import", answers({"2.1": "1"}), *options, "--json")
    assert (done.code, done.error["code"]) == (2, "usage")
    assert nothing_written(quick)


def test_only_one_way_out_of_a_conflict(quick, filled, other):
    assert quick("import", filled, "--to", other, "--ours", "--theirs").code == 2
    assert quick("import", filled, "--theirs").code == 2


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_no_workbook_gets_one_message_and_nothing_is_written(language, quick, tmp_path):
    files = {
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99
        + "Workbook".encode("utf-16-le") + b"\0\0",
        "cut.xlsx": DATA[: len(DATA) // 2],
        "empty.xlsx": b"",
    }  # fmt: skip
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        done = quick("import", path, "--accept", KAMI_LANG=language)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(str(path))
        assert "Traceback" not in done.err
        coded = quick("import", path, "--accept", "--json").error
        assert len(coded["problems"]) == 1
    assert nothing_written(quick)


def test_an_answers_file_is_taken_in_at_once_whatever_it_is_called(quick, answers):
    assert quick("import", answers({"2.1": "1"})).code == 0


def test_a_workbook_is_known_by_its_contents_too(quick, tmp_path):
    path = tmp_path / "kota"
    path.write_bytes(DATA)
    assert quick("import", path, "--accept").code == 0


def test_a_zip_archive_is_no_workbook(quick, tmp_path):
    path = tmp_path / "kota.zip"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("kota.json", json.dumps({}))
    done = quick("import", path, "--json")
    assert [p["code"] for p in done.error["problems"]] == ["workbook_other"]


@pytest.mark.parametrize("command_", ["score", "show", "explain", "report"])
def test_where_an_answers_file_is_meant_a_workbook_is_told_what_to_do(command_, quick, filled):
    done = quick(command_, filled)
    assert done.code == 2
    assert "kami import" in done.err


def test_on_a_terminal_no_sign_is_shown_as_its_number(asked, filled, monkeypatch):
    """Headings are emphasised by signs of the terminal, which sentences may not hold."""
    monkeypatch.setattr("kami_tui.cli.output.is_terminal", lambda stream: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    done = asked("import", filled, lines=["n"])
    assert "Area" in done.err
    assert "\\x1b" not in done.err


def test_taken_in_once_more_nothing_is_said_to_be_undone(quick, filled):
    id = quick("import", filled, "--accept").out.strip()
    done = quick("import", filled, "--accept", "--to", id)
    assert done.code == 0
    assert "Nothing was written" in done.err
    assert "undo" not in done.err


@pytest.mark.parametrize("arguments", [("import",), ("score",), ("show",), ("report",)])
def test_a_bundle_is_told_from_a_workbook_and_how_to_open_it(quick, filled, tmp_path, arguments):
    bag = filled.rename(tmp_path / "kota.kami-bag.zip")
    done = quick(*arguments, bag)
    assert (done.code, done.out) == (2, "")
    assert "kami bundle open" in done.err
