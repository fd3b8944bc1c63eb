"""``kami score``: the shapes that others script against."""

from __future__ import annotations

import csv
import io

import pytest

DOCUMENT = {
    "instrument": "kami-5.0",
    "se": {"score": 20, "category": "Tinggi", "complete": True},
    "areas": {
        "2": {"score": 48, "max": 126, "maturity": "II", "stage3_counted": False, "unanswered": 0},
        "3": {"score": 36, "max": 72, "maturity": "II", "stage3_counted": False, "unanswered": 0},
        "4": {"score": 68, "max": 192, "maturity": "II", "stage3_counted": False, "unanswered": 0},
        "5": {"score": 130, "max": 258, "maturity": "I+", "stage3_counted": False, "unanswered": 0},
        "6": {"score": 118, "max": 186, "maturity": "II", "stage3_counted": False, "unanswered": 0},
        "7": {"score": 72, "max": 84, "maturity": "III", "stage3_counted": None, "unanswered": 0},
    },
    "total": 472,
    "max": 918,
    "maturity_range": ["I+", "III"],
    "readiness": "Pemenuhan Kerangka Kerja Dasar",
    "supplement": {"score": 81, "max": 81, "percent": 100},
    "unanswered": 0,
}


class TestJson:
    def test_one_file_gives_exactly_one_object(self, kami, example):
        done = kami("score", example, "--format", "json")
        assert (done.code, done.err) == (0, "")
        assert done.json == DOCUMENT
        assert list(done.json) == list(DOCUMENT)

    def test_the_values_are_the_same_in_every_language(self, quick, example):
        assert quick("score", example, "--format", "json", "--lang", "id").json == DOCUMENT

    def test_the_global_json_option_means_the_same(self, quick, example):
        assert quick("--json", "score", example).json == DOCUMENT
        assert quick("score", example, "--json").json == DOCUMENT

    def test_several_files_give_an_array_that_names_them(self, quick, example, second):
        done = quick("score", example, second, "--format", "json")
        assert [d["file"] for d in done.json] == [str(example), str(second)]
        assert done.json[0] == {"file": str(example), **DOCUMENT}

    def test_an_incomplete_category_is_null_and_so_is_the_status(self, quick, answers):
        found = quick("score", answers({"1.1": "A", "2.1": "3"}), "--format", "json").json
        assert found["se"] == {"score": None, "category": None, "complete": False}
        assert found["readiness"] is None
        assert found["unanswered"] == 210

    def test_the_short_form_and_the_long_form_mean_the_same(self, quick, answers):
        short = answers({"2.1": "3", "2.2": "2"}, "short.json")
        long = answers({"2.1": {"status": "3", "note": "n"}, "2.2": {"status": "2"}}, "long.json")
        both = quick("score", short, long, "--format", "json").json
        assert both[0]["areas"] == both[1]["areas"]

    def test_standard_input_is_a_file_too(self, kami, example):
        done = kami("score", "-", "--format", "json", stdin=example.read_bytes())
        assert done.json == DOCUMENT

    def test_an_assessment_of_the_workspace_is_named_by_its_id(self, quick, example):
        new = quick("import", example).out.strip()
        assert quick("score", new, "--format", "json").json == DOCUMENT
        assert quick("score", new[:4], "--format", "json").json == DOCUMENT


class TestTable:
    def test_shows_areas_and_result(self, quick, example):
        done = quick("score", example)
        assert done.code == 0
        assert "472 of 918" in done.out
        assert "Basic framework met" in done.out
        assert any(
            line.split()[0] == "7" and "III" in line for line in done.out.splitlines()[2:] if line
        )

    def test_is_indonesian_unless_told_otherwise(self, quick, example):
        assert "472 dari 918" in quick("score", example, KAMI_LANG="").out

    def test_says_incomplete_and_never_a_category(self, quick, answers):
        out = quick("score", answers({"1.1": "A"})).out
        assert "incomplete" in out
        assert not {"Low", "High", "Strategic"} & set(out.split())

    def test_of_several_has_a_line_each(self, quick, example, second):
        lines = quick("score", example, second).out.splitlines()
        assert len(lines) == 3
        assert str(second) in lines[2]

    def test_in_a_pipe_has_no_colour(self, quick, example):
        assert "\x1b" not in quick("score", example).out


class TestCsv:
    HEAD = (
        "file,instrument,se_score,se_category,se_complete,total,max,maturity_lowest,"
        "maturity_highest,readiness,supplement_score,supplement_max,supplement_percent,unanswered,"
        "area_2_score,area_2_max,area_2_maturity,area_2_stage3_counted,area_2_unanswered"
    )

    def test_has_a_stable_header_and_a_line_each(self, quick, example, second):
        done = quick("score", example, second, "--format", "csv")
        assert done.out.startswith(self.HEAD)
        rows = list(csv.DictReader(io.StringIO(done.out)))
        assert [r["total"] for r in rows] == [
            "472",
            str(quick("score", second, "--json").json["total"]),
        ]
        assert (rows[0]["se_complete"], rows[0]["area_7_stage3_counted"]) == ("true", "")
        assert "\r" not in done.out

    @pytest.mark.parametrize("name", ["=1+1.json", "+x.json", "-x.json", "@x.json"])
    def test_a_file_name_is_never_a_formula(self, quick, answers, name):
        file = answers({}, name)
        row = quick("score", "--format", "csv", "--", file.name).out.splitlines()[1]
        assert row.startswith(f"'{name}")


class TestManyFiles:
    def test_a_bad_one_stops_none_of_the_rest(self, quick, example, second, tmp_path):
        bad = tmp_path / "bad.yaml"
        bad.write_text("answers: [}\n")
        done = quick("score", example, bad, second, "--format", "json")
        assert done.code == 1
        assert [d["file"] for d in done.json] == [str(example), str(second)]
        assert "bad.yaml:1" in done.err

    def test_a_workspace_out_of_reach_does_not_take_the_files_along(
        self, quick, example, second, tmp_path
    ):
        (tmp_path / "no.db").write_text("no workspace")
        done = quick("--db", "no.db", "score", example, "abcdefgh", second, "--format", "json")
        assert done.code == 1
        assert [d["file"] for d in done.json] == [str(example), str(second)]
        assert "no.db" in done.err
        assert quick("--db", "no.db", "score", "abcdefgh").code == 3

    def test_if_all_are_bad_nothing_is_printed(self, quick, tmp_path):
        done = quick("score", tmp_path / "a.yaml", tmp_path / "b.yaml")
        assert (done.code, done.out) == (2, "")
        assert done.err.count("neither a file nor the id") == 2

    def test_one_bad_file_alone_is_bad_input(self, quick, answers):
        done = quick("score", answers({"2.1": "9", "9.9": "3"}))
        assert (done.code, done.out) == (2, "")
        assert "answers.json:1" in done.err
        assert "2 problems" in done.err


class TestRefusals:
    @pytest.mark.parametrize(
        "arguments",
        [["score"], ["score", "x", "--format", "xml"], ["score", "--jsonl", "x"],
         ["score", "--frmat"], ["scroe"], ["score", "x", "--instrument", "kami-5.0"],
         ["--lang", "fr", "list"], ["--db"], ["explain"], ["show", "a", "b"],
         ["score", "--format"]],
    )  # fmt: skip
    def test_a_bad_command_line_exits_2_with_a_sentence(self, quick, arguments):
        done = quick(*arguments)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("Error: ")
        assert "Traceback" not in done.err

    def test_a_slip_of_the_pen_gets_a_suggestion(self, quick):
        assert "Did you mean 'score'?" in quick("scroe").err
        assert "--format" in quick("score", "--frmat").err

    def test_errors_carry_a_stable_code_with_json(self, quick, answers):
        done = quick("--json", "score", answers({"2.1": "9"}))
        assert (done.code, done.out) == (2, "")
        [problem] = done.error["problems"]
        assert done.error["code"] == "bad_input"
        assert (problem["code"], problem["line"]) == ("unknown_status", 1)
        assert problem["file"].endswith("answers.json")
        assert problem["message"]
        assert problem["hint"]

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [(["score", "nowhere.yaml"], "unknown_assessment"), (["scroe"], "usage"),
         (["show", "zzzzzzzz"], "unknown_assessment")],
    )  # fmt: skip
    def test_every_error_has_a_code(self, quick, arguments, code):
        done = quick("--json", *arguments)
        assert (done.code, done.error["code"], done.error["problems"]) == (2, code, [])
        assert done.error["message"]


def test_a_program_that_only_scores_imports_nothing_heavy(kami, example, environment):
    """Textual, WeasyPrint, SQLAlchemy and openpyxl cost more than the scoring."""
    code = (
        "import sys\n"
        "from kami_tui.main import main\n"
        f"assert main(['score', {str(example)!r}]) == 0\n"
        "heavy = {'textual', 'rich', 'weasyprint', 'sqlalchemy', 'openpyxl', 'jinja2', 'babel'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert done.stderr == "[]\n"
