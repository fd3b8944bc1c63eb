"""``kami export --into``: the user's own workbook, filled in, and told what is in it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from tests.exchange.lookalike import LAYOUTS, build, random_assessment, saved, workbook

SCORER = Library([questionnaires()]).scorer("kami-5.0")
EMPTY = Assessment("kami-5.0")
ASSESSMENT = random_assessment(4, SCORER)
BLANK = build(EMPTY, SCORER, "official")


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    path = tmp_path / "KAMI.xlsx"
    path.write_bytes(BLANK)
    return path


@pytest.fixture
def kota(tmp_path: Path) -> Path:
    path = tmp_path / "kota.yaml"
    path.write_text(dump(ASSESSMENT, "yaml"), encoding="utf-8")
    return path


def with_formula(tmp_path: Path) -> Path:
    """A blank that does not ask to be worked out when it is opened, as Excel saves it."""
    book = workbook(EMPTY, SCORER, "official")
    book["Dashboard"]["F1"] = "=1+1"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b' fullCalcOnLoad="1"', b""))
    path = tmp_path / "rumus.xlsx"
    path.write_bytes(out.getvalue())
    return path


def test_what_is_filled_in_is_read_back_equal(quick, blank, kota, tmp_path):
    out = tmp_path / "KAMI-kota.xlsx"

    done = quick("export", kota, "--into", blank, "--out", out)

    assert (done.code, done.out) == (0, "")
    assert str(out) in done.err
    document = quick("import", out, "--preview", "json").json
    said = {i: (a["status"], a["note"]) for i, a in document["answers"].items()}
    assert said == {
        i: (a.status, a.note) for i, a in ASSESSMENT.answers.items() if a.status or a.note
    }
    assert document["findings"] == []
    assert blank.read_bytes() == BLANK


def test_an_assessment_of_the_workspace_is_filled_in_too(quick, blank, kota, tmp_path):
    id = quick("import", kota).out.strip()
    a, b = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    assert quick("export", id[:5], "--into", blank, "--out", a).code == 0
    assert quick("export", kota, "--into", blank, "--out", b).code == 0
    assert a.read_bytes() == b.read_bytes()


def test_numbers_for_scripts(quick, blank, kota, tmp_path):
    out = tmp_path / "out.xlsx"

    done = quick("export", kota, "--into", blank, "--out", out, "--json")

    assert (done.code, done.err) == (0, "")
    notes = sum(bool(a.note) for a in ASSESSMENT.answers.values())
    assert done.json["path"] == str(out)
    assert done.json["written"] == {"status": len(ASSESSMENT.statuses), "remark": notes}
    assert done.json["unanswered"] == [
        i for i in SCORER.instrument.items if i not in ASSESSMENT.statuses
    ]
    assert (done.json["left_out"], done.json["findings"]) == (0, [])


@pytest.fixture
def other(answers):
    """An answers file that says something else of one item than the workbook `mixed`, and has two
    more."""
    return answers({"2.1": "3", "2.2": "1", "3.1": "1"})


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    before = replace(EMPTY, answers={"2.1": Answer("1"), "2.2": Answer("1")})
    path = tmp_path / "sebagian.xlsx"
    path.write_bytes(build(before, SCORER, "official"))
    return path


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_cell_that_says_something_else_stays_and_the_exit_code_is_1(
    language, quick, mixed, other, tmp_path
):
    out = tmp_path / "out.xlsx"

    done = quick("export", other, "--into", mixed, "--out", out, KAMI_LANG=language)

    assert (done.code, done.out) == (1, "")
    option = SCORER.instrument.option("2.1", "1")
    assert option is not None
    assert "II Tata Kelola!E6" in done.err
    assert f"'{option.label.id}'" in done.err
    assert "--overwrite" in done.err
    document = quick("import", out, "--preview", "json").json
    assert {i: a["status"] for i, a in document["answers"].items()} == {
        "2.1": "1", "2.2": "1", "3.1": "1",
    }  # fmt: skip

    assert quick("export", other, "--into", mixed, "--out", out, "--overwrite", "--force").code == 0
    document = quick("import", out, "--preview", "json").json
    assert document["answers"]["2.1"]["status"] == "3"


def test_where_nothing_could_be_written_no_file_is_made(quick, mixed, answers, tmp_path):
    out = tmp_path / "out.xlsx"
    file = answers({"2.1": "3"})

    assert quick("export", file, "--into", mixed, "--out", out).code == 1
    done = quick("export", file, "--into", mixed, "--out", out, "--json", "--force")

    assert (done.code, done.error["code"]) == (1, "nothing_filled")
    assert (done.json["path"], done.json["left_out"]) == (None, 1)
    assert not out.exists()


def test_how_old_figures_become_new_ones_is_told(quick, kota, tmp_path):
    out = tmp_path / "out.xlsx"
    path = with_formula(tmp_path)
    plain = quick("export", kota, "--into", path, "--out", out)
    assert "Ctrl+Alt+F9" in plain.err

    asks = quick("export", kota, "--into", path, "--out", out, "--recalculate", "--force")

    assert (plain.code, asks.code) == (0, 0)
    assert "Ctrl+Alt+F9" not in asks.err
    assert "Ctrl+Shift+F9" in asks.err  # LibreOffice does not heed it
    with zipfile.ZipFile(out) as z:
        assert re.search(rb'<calcPr [^>]*fullCalcOnLoad="1"', z.read("xl/workbook.xml"))


def test_a_workbook_without_formulas_has_no_figures_to_speak_of(quick, blank, kota, tmp_path):
    assert "F9" not in quick("export", kota, "--into", blank, "--out", tmp_path / "a.xlsx").err


def test_items_that_are_missing_are_told_in_one_line(quick, kota, tmp_path):
    path = tmp_path / "sebagian.xlsx"
    path.write_bytes(saved(workbook(EMPTY, SCORER, "official", areas=("2", "3"))))
    done = quick("export", kota, "--into", path, "--out", tmp_path / "out.xlsx")
    assert done.code == 1
    gone = {i for i, a in ASSESSMENT.answers.items()
            if i[0] not in "23" and (a.status or a.note)}  # fmt: skip
    (line,) = [x for x in done.err.splitlines() if "does not have" in x]
    assert str(len(gone)) in line


def test_what_was_filled_in_and_perhaps_changed_since_is_written_over_only_when_told(
    quick, blank, kota, tmp_path
):
    out = tmp_path / "out.xlsx"
    assert quick("export", kota, "--into", blank, "--out", out).code == 0
    out.write_bytes(b"changed by hand")
    done = quick("export", kota, "--into", blank, "--out", out)
    assert (done.code, done.out) == (2, "")
    assert "--force" in done.err
    assert out.read_bytes() == b"changed by hand"
    assert quick("export", kota, "--into", blank, "--out", out, "--force").code == 0
    assert out.read_bytes()[:2] == b"PK"


# -- refused -----------------------------------------------------------------------------------


def test_the_blank_is_never_written_over(quick, blank, kota, tmp_path):
    link = tmp_path / "link.xlsx"
    link.symlink_to(blank)
    for out in (blank, "KAMI.xlsx", "./KAMI.xlsx", link):
        done = quick("export", kota, "--into", blank, "--out", out, "--json")
        assert (done.code, done.error["code"]) == (2, "usage")
    assert blank.read_bytes() == BLANK


@pytest.mark.parametrize(
    "arguments",
    [
        ["kota.yaml", "--into", "KAMI.xlsx"],
        ["kota.yaml", "--into", "KAMI.xlsx", "--out", "-"],
        ["kota.yaml", "--into", "KAMI.xlsx", "--out", "out.xlsm"],
        ["kota.yaml", "--into", "KAMI.xlsx", "--out", "out"],
        ["--into", "KAMI.xlsx", "--out", "out.xlsx"],
        ["kota.yaml", "--into", "KAMI.xlsx", "--out", "out.xlsx", "--format", "csv"],
        ["kota.yaml", "--into", "KAMI.xlsx", "--out", "out.xlsx", "--what", "result"],
        ["kota.yaml", "--into", "KAMI.xlsx", "--out", "out.xlsx", "--bom"],
        ["--edition", "kami-5.0", "--into", "KAMI.xlsx", "--out", "out.xlsx"],
        ["kota.yaml", "--overwrite"],
        ["kota.yaml", "--recalculate"],
    ],
)
@pytest.mark.parametrize("language", ["en", "id"])
def test_what_does_not_go_together_is_refused(arguments, language, quick, blank, kota, tmp_path):
    before = {p.name for p in tmp_path.iterdir()}
    done = quick("export", *arguments, KAMI_LANG=language)
    assert (done.code, done.out) == (2, "")
    assert {p.name for p in tmp_path.iterdir()} - {"home"} == before - {"home"}


def test_what_is_no_workbook_is_refused_and_what_is_there_stays(quick, kota, tmp_path):
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"yang lama")
    for name, data, code in (
        ("a.xlsx", BLANK[: len(BLANK) // 2], "workbook_damaged"),
        ("b.xlsx", b"", "empty_file"),
        ("c.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"\0\0",
         "workbook_xls"),
        ("d.xlsx", None, "missing_file"),
    ):  # fmt: skip
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        done = quick(
            "export", kota, "--into", path, "--out", out.with_suffix(path.suffix), "--json",
            "--force",
        )  # fmt: skip
        assert (done.code, [p["code"] for p in done.error["problems"]]) == (2, [code])
    assert out.read_bytes() == b"yang lama"


def test_a_workbook_of_another_edition_is_refused(quick, blank, tmp_path):
    path = tmp_path / "spbe.json"
    path.write_text('{"instrument": "spbe-2020", "answers": {}}')
    for language in ("en", "id"):
        done = quick(
            "export", path, "--into", blank, "--out", tmp_path / "o.xlsx", KAMI_LANG=language
        )
        assert done.code == 2
        assert "kami-5.0" in done.err
        assert "spbe-2020" in done.err


def test_a_place_that_cannot_be_written_is_told(quick, blank, kota, tmp_path):
    done = quick("export", kota, "--into", blank, "--out", tmp_path / "no" / "o.xlsx", "--json")
    assert (done.code, done.error["code"]) == (1, "file_unwritable")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_filled_in_without_a_word_too_many(layout, quick, kota, tmp_path):
    path = tmp_path / "kosong.xlsx"
    path.write_bytes(build(EMPTY, SCORER, layout))
    done = quick("export", kota, "--into", path, "--out", tmp_path / "o.xlsx", "--json")
    assert done.code == 0
    assert done.json["left_out"] == 0


def test_an_auditors_workbook_of_ours_is_no_form_to_be_filled_in(quick, kota, tmp_path):
    book, out = tmp_path / "auditor.xlsx", tmp_path / "terisi.xlsx"
    assert quick("export", kota, "--out", book).code == 0
    done = quick("export", kota, "--into", book, "--out", out, KAMI_LANG="en")
    assert (done.code, out.exists()) == (2, False)
    assert "auditor's workbook of this program, not the official form" in done.err
    assert "--format xlsx" in done.err
