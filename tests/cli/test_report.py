"""``kami report``: where the PDF goes. What is in it, the report's own tests say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kami_tui import wiring as program
from kami_tui.cli.completion import part_names
from kami_tui.domain.errors import ReportFailed
from kami_tui.usecases.report_parts import NAMES


class Printer:
    """Stands for the report's adapter."""

    def __init__(self):
        self.requests = []
        self.fails: ReportFailed | None = None
        self.boxes = ""

    def render(self, request, progress=None, cancelled=None, boxes=None):
        if self.fails:
            raise self.fails
        self.requests.append(request)
        assert progress is None, "nobody watches: stderr is no terminal"
        if self.boxes:
            boxes(self.boxes)
        Path(request.out).write_bytes(b"%PDF-" + request.language.encode())
        return request.out


@pytest.fixture
def printer(monkeypatch):
    made = Printer()
    monkeypatch.setattr(program, "_reports", lambda: made)
    return made


def test_goes_where_it_is_told_over_what_is_there(quick, printer, example, tmp_path):
    out = tmp_path / "kota.pdf"
    out.write_bytes(b"old")
    done = quick("report", example, "--out", out)
    assert (done.code, done.out, done.err) == (0, f"{out}\n", "")
    assert out.read_bytes() == b"%PDF-en"


@pytest.mark.parametrize("place", ["before", "after"])
def test_is_in_the_language_that_is_told(quick, printer, example, tmp_path, place):
    words = ["report", example, "--out", tmp_path / "x.pdf"]
    language = ["--lang", "id"]
    quick(*(language + words if place == "before" else words + language))
    assert printer.requests[0].language == "id"


def test_is_named_after_the_assessment_and_never_over_another(quick, printer, example, tmp_path):
    assert quick("report", example).out == "kota-contoh-2025.pdf\n"
    again = quick("report", example)
    assert (again.code, again.out) == (2, "")
    assert "--out" in again.err
    new = quick("import", example).out.strip()
    assert quick("report", new).out == f"{new}.pdf\n"
    assert quick("--json", "report", new, "--out", "y.pdf").json == {
        "path": "y.pdf", "letters_without_font": "",
    }  # fmt: skip


def test_can_go_to_standard_output(quick, printer, example):
    assert quick("report", example, "--out", "-").out == "%PDF-en"


def test_its_time_can_be_fixed(quick, printer, example):
    quick("report", example, "--out", "x.pdf", SOURCE_DATE_EPOCH="86400")
    assert printer.requests[0].generated.isoformat() == "1970-01-02T00:00:00+00:00"


def test_a_report_that_failed_is_said(quick, printer, example):
    printer.fails = ReportFailed(reason="no_pango", detail="libpango-1.0.so.0")
    done = quick("--json", "report", example, "--out", "x.pdf")
    assert (done.code, done.out, done.error["code"]) == (1, "", "report_failed")


def test_of_a_bad_file_nothing_is_made(quick, printer, answers, tmp_path):
    done = quick("report", answers({"2.1": "9"}), "--out", tmp_path / "x.pdf")
    assert (done.code, printer.requests) == (2, [])


def test_is_never_written_over_the_answers_it_is_made_from(quick, printer, example, tmp_path):
    own = tmp_path / "kota.yaml"
    own.write_bytes(example.read_bytes())
    (tmp_path / "link.pdf").symlink_to(own)
    for out in (own, tmp_path / "link.pdf", "../" + tmp_path.name + "/kota.yaml"):
        done = quick("report", own, "--out", out)
        assert (done.code, done.out) == (2, ""), out
        assert "holds the answers" in done.err
    assert own.read_bytes() == example.read_bytes()


def test_is_never_written_over_the_workspace(quick, printer, example, tmp_path):
    db = tmp_path / "work.db"
    new = quick("--db", db, "import", example).out.strip()
    before = db.read_bytes()
    assert quick("--db", db, "report", new, "--out", db).code == 2
    assert db.read_bytes() == before


def test_prints_the_parts_that_are_named(quick, printer, example):
    def parts(*words):
        quick("report", example, "--out", "x.pdf", *words)
        return printer.requests[-1].parts

    assert parts() is None
    assert parts("--parts", "areas,result") == ("result", "areas")
    assert parts("--parts", "areas", "--parts", " Result ,") == ("result", "areas")
    whole = parts("--without", "method, register")
    assert {"cover", "areas", "about"} <= set(whole)
    assert not {"method", "register"} & set(whole)
    assert parts("--parts", "result,areas", "--without", "areas") == ("result",)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--parts", "resul"], "Did you mean 'result'?"),
        (["--without", "metod"], "Did you mean 'method'?"),
        (["--parts", "xyzzy"], "The parts are: cover, result,"),
        (["--parts", "result", "--without", "result"], "No part of the report is left"),
        (["--parts", ","], "No part of the report is left"),
    ],
)
def test_a_part_that_does_not_exist_is_refused_before_any_work(
    quick, printer, example, words, said
):
    done = quick("report", example, "--out", "x.pdf", *words)
    assert (done.code, done.out, printer.requests) == (2, "", [])
    assert said in done.err


def test_help_names_every_part(quick):
    told = quick("report", "--help").out
    for name in NAMES:
        assert name in told


def test_the_shell_completes_parts_after_a_comma():
    assert part_names("me") == ["method"]
    assert part_names("result,a") == ["result,areas", "result,about"]
    assert "result,result" not in part_names("result,")


class TestRoundBefore:
    def test_is_the_one_that_is_named(self, quick, printer, example, second):
        assert quick("report", second, "--previous", example, "--out", "r.pdf").code == 0
        assert printer.requests[0].previous.profile.date == "2025-09-15"
        assert printer.requests[0].assessment.profile.date == "2026-09-15"

    def test_is_of_the_same_edition(self, quick, printer, example, answers, monkeypatch):
        other = answers({})
        other.write_text(other.read_text().replace("kami-5.0", "kami-4.2"))
        done = quick("report", example, "--previous", other, "--out", "r.pdf")
        assert (done.code, printer.requests) == (2, [])

    def test_goes_with_one_assessment(self, quick, printer, example, second):
        done = quick("report", second, example, "--previous", example, "--out", "folder")
        assert (done.code, printer.requests) == (2, [])


def test_a_label_that_has_no_room_is_refused_not_cut(quick, printer, example):
    assert quick("report", example, "--label", "A" * 40, "--out", "r.pdf").code == 0
    done = quick("report", example, "--label", "A" * 41, "--out", "r.pdf")
    assert (done.code, len(printer.requests)) == (2, 1)
    assert "40" in done.err


def test_letters_that_print_as_boxes_are_told_beside_the_path(quick, printer, example, tmp_path):
    printer.boxes = "\u6f22"
    done = quick("report", example, "--out", tmp_path / "x.pdf")
    assert (done.code, done.out) == (0, f"{tmp_path / 'x.pdf'}\n")
    assert "U+6F22" in done.err
    told = quick("report", example, "--out", tmp_path / "x.pdf", "--json")
    assert json.loads(told.out)["letters_without_font"] == "\u6f22"
    assert not told.err
    assert "U+6F22" in quick("report", example, "--out", "-").err


def test_a_report_is_not_called_what_it_is_not(quick, example, tmp_path):
    done = quick("report", example, "--out", tmp_path / "x.docx")
    assert (done.code, ".docx" in done.err) == (2, True)
    assert not (tmp_path / "x.docx").exists()
