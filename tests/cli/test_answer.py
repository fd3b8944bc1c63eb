"""``kami answer``: the walk line by line, from a pipe and by hand, on a real workspace."""

from __future__ import annotations

import re

import pytest


class TestAWalk:
    def test_212_lines_through_a_pipe_give_what_an_import_of_the_same_answers_gives(
        self, talk, quick, exported, blank, example
    ):
        wanted = quick("export", example, "--format", "json").json["answers"]
        lines = [a if isinstance(a, str) else a["status"] for a in wanted.values()]
        assert len(lines) == 212
        done = talk("answer", blank, "--item", "1.1", stdin="\n".join(lines) + "\n")
        assert (done.code, "Line" in done.err) == (0, False)
        assert done.out.count("\nSaved.\n") == 212
        assert "End of the walk. 212 of 212 answered." in done.out
        kept = exported(blank)
        assert [kept[i] if isinstance(kept[i], str) else kept[i]["status"] for i in wanted] == lines
        assert quick("score", blank, "--json").json == quick("score", example, "--json").json

    def test_an_item_is_read_as_flat_lines(self, talk, blank):
        out = talk("answer", blank, "--item", "2.1").out
        assert out.splitlines() == [
            "Area 2: Information Security Governance",
            "Section: Information Security Function/Organisation",
            "2.1, stage 1, level II",
            out.splitlines()[3],
            "0: Not done",
            "1: Being planned",
            "2: Being applied / partly applied",
            "3: Fully applied",
            "Not answered.",
        ]
        assert out.splitlines()[3].startswith("Does top management hold")

    def test_after_an_answer_it_is_told_what_has_changed_and_the_next_item_follows(
        self, talk, blank
    ):
        out = talk("answer", blank, "--item", "2.1", stdin="3\n").out.splitlines()
        at = out.index("Saved.")
        assert out[at + 1] == "Area 2: 3 of 126, total: 3 of 918."
        assert out[at + 2] == "2.2, stage 1, level II"

    def test_an_answer_that_moves_no_figure_is_only_called_saved(self, talk, blank):
        out = talk("answer", blank, "--item", "2.1", stdin="0\n").out.splitlines()
        assert out[out.index("Saved.") + 1].startswith("2.2,")

    @pytest.mark.parametrize(
        ("written", "status"),
        [
            ("2", "2"), (" 2 \r", "2"), ("Dalam Penerapan/Diterapkan Sebagian", "2"),
            ("fully applied", "3"), ("TIDAK DILAKUKAN", "0"),
        ],
    )  # fmt: skip
    def test_answers_may_be_written_as_in_an_answers_file(
        self, talk, exported, blank, written, status
    ):
        assert talk("answer", blank, "--item", "2.1", stdin=f"{written}\n").code == 0
        assert exported(blank) == {"2.1": status}

    def test_not_applicable_takes_its_reason_on_the_same_line(self, talk, exported, blank):
        stdin = "na Tidak memakai awan\nn Tidak ada\n"
        assert talk("answer", blank, "--item", "5.31", stdin=stdin).code == 0
        kept = exported(blank)
        assert kept["5.31"] == {"status": "NA", "note": "Tidak memakai awan"}
        assert kept["5.32"] == {"status": "NA", "note": "Tidak ada"}

    def test_in_a_script_a_missing_reason_is_told_and_the_next_line_is_never_taken_for_it(
        self, talk, exported, blank
    ):
        done = talk("answer", blank, "--item", "5.31", stdin="na\n3\n")
        assert "5.31 still needs a reason" in done.out
        assert exported(blank) == {"5.31": "NA", "5.32": "3"}

    def test_lines_behind_the_end_answer_nothing(self, talk, exported, blank):
        last = "8.27"
        done = talk("answer", blank, "--item", last, stdin="1\n3\n\n")
        assert done.code == 1
        assert "Line 2, no_item:" in done.err
        assert exported(blank) == {last: "1"}

    def test_the_place_is_remembered(self, talk, blank):
        talk("answer", blank, "--item", "2.9", stdin="1\n")
        assert "\n2.10, stage" in talk("answer", blank).out

    def test_only_one_area_or_only_what_is_unanswered(self, talk, exported, blank):
        talk("answer", blank, "--item", "2.2", stdin="1\n\n1\n")
        done = talk("answer", blank, "--area", "II", "--unanswered", stdin="3\n3\n3\n")
        assert done.code == 0
        kept = exported(blank)
        assert {i for i, s in kept.items() if s == "3"} == {"2.1", "2.3", "2.5"}
        done = talk("answer", blank, "--area", "2", "--item", "2.22", stdin="0\n")
        assert "End of the walk." in done.out

    def test_moving_by_number_by_gap_and_back(self, talk, exported, blank):
        stdin = "2.10\n3\n-\n-\n2\nu\n1\n2,1\n0\n"
        assert talk("answer", blank, "--item", "2.1", stdin=stdin).code == 0
        assert exported(blank) == {"2.1": "0", "2.9": "2", "2.10": "3", "2.11": "1"}

    def test_searching_lists_what_is_found_and_goes_to_a_single_hit(self, talk, blank):
        out = talk("answer", blank, stdin="/cloud\n/cloud reputation\n/zebra\n").out
        assert "11 items found.\n5.31: " in out
        assert "\n5.36, stage" in out
        assert "0 items found." in out


class TestNotesAndEvidence:
    def test_a_note_of_one_line_and_of_several(self, talk, exported, blank):
        stdin = "t Berlaku di semua OPD\n2.2\nt\nsatu\n\n  dua: 3\n.\n2.3\ncatatan tiga\nt -\n"
        assert talk("answer", blank, "--item", "2.1", stdin=stdin).code == 0
        kept = exported(blank)
        assert kept["2.1"]["note"] == "Berlaku di semua OPD"
        assert kept["2.2"]["note"] == "satu\n\n  dua: 3"
        assert "2.3" not in kept

    def test_a_note_that_the_end_of_input_cuts_off_is_kept(self, talk, exported, blank):
        assert talk("answer", blank, "--item", "2.1", stdin="t\nsatu\ndua").code == 0
        assert exported(blank)["2.1"]["note"] == "satu\ndua"

    def test_an_empty_note_changes_nothing(self, talk, exported, blank):
        talk("answer", blank, "--item", "2.1", stdin="t lama\nt\n.\n")
        assert exported(blank)["2.1"]["note"] == "lama"

    def test_the_longest_note_fits_and_a_longer_one_is_refused(self, talk, exported, blank):
        longest = "東" * 20_000
        done = talk("answer", blank, "--item", "2.1", stdin=f"t {longest}\nt {longest}x\n")
        assert (done.code, "Line 2, unfit_text: This text is too long (20,000" in done.err) == (
            1,
            True,
        )
        assert exported(blank)["2.1"]["note"] == longest

    def test_a_note_of_a_script_is_kept_whole_or_not_at_all(self, talk, exported, blank):
        done = talk("answer", blank, "--item", "2.1", stdin="t\nsatu\nd\x1bua\n.\n3\n")
        assert done.code == 1
        assert "Line 3, unfit_text:" in done.err
        assert "Line 4, note_refused:" in done.err
        assert exported(blank) == {"2.1": "3"}

    def test_evidence_is_entered_attached_listed_and_detached(self, talk, quick, blank):
        stdin = "e SK Wali Kota 12/2025\n2.2\ne e1\ne  sk wali  kota 12/2025\n2.3\ne E1\ne -E1\ne\n"
        done = talk("answer", blank, "--item", "2.1", stdin=stdin)
        assert done.code == 0
        assert "E1, SK Wali Kota 12/2025. Attached." in done.out
        assert "E1, SK Wali Kota 12/2025. Detached." in done.out
        assert "No evidence is attached to 2.3.\nE1, SK Wali Kota 12/2025\n" in done.out
        whole = quick("export", blank, "--format", "json").json
        assert list(whole["evidence"]) == ["E1"]
        assert {i: a["evidence"] for i, a in whole["answers"].items()} == {
            "2.1": ["E1"],
            "2.2": ["E1"],
        }

    def test_a_long_register_is_searched_and_only_read_when_asked_for(self, talk, quick, second):
        name = quick("import", second).out.strip()
        done = talk("answer", name, "--item", "2.1", stdin="e\ne /prosedur\ne /\n")
        documents = quick("show", name, "--json").json["evidence"]
        assert documents > 100
        assert f"The register has {documents} documents." in done.out
        found, whole = map(int, re.findall(r"(\d+) documents? found", done.out))
        assert 0 < found < whole == documents

    def test_a_key_the_register_does_not_have_is_no_title(self, talk, quick, blank):
        done = talk("answer", blank, stdin="e E7\ne -E7\ne E1 E2\ne -\n")
        assert done.err.count("unknown_evidence:") == 4
        assert quick("show", blank, "--json").json["evidence"] == 0


class TestTakingBack:
    def test_undo_goes_to_where_something_was_changed_and_redo_too(self, talk, exported, blank):
        stdin = "3\n2\nz\nz\n1\n"
        done = talk("answer", blank, "--item", "2.1", stdin=stdin)
        assert "2.2, answer 2 taken back." in done.out
        assert exported(blank) == {"2.1": "1"}
        talk("answer", blank, "--item", "2.5", stdin="3\nz\ny\n2\n")
        assert exported(blank) == {"2.1": "1", "2.5": "2"}

    def test_an_answer_and_its_reason_are_one_step(self, talk, exported, blank):
        talk("answer", blank, "--item", "5.31", stdin="na Tidak memakai awan\n")
        assert exported(blank)["5.31"]["note"] == "Tidak memakai awan"
        talk("answer", blank, "--item", "5.31", stdin="z\n")
        assert exported(blank) == {}, "another run of the program takes back both at once"

    def test_an_answer_is_taken_back(self, talk, exported, blank):
        done = talk("answer", blank, "--item", "2.1", stdin="3\n-\nx\n")
        assert done.out.endswith("Not answered.\n")
        assert exported(blank) == {}

    def test_nothing_to_undo_is_no_mistake(self, talk, blank):
        done = talk("answer", blank, stdin="z\ny\n")
        assert (done.code, "nothing to undo" in done.out) == (0, True)

    def test_history_tells_when_who_from_and_to(self, talk, blank):
        done = talk("answer", blank, "--item", "2.1", stdin="3\n-\n2\n-\nt x\nh\n")
        last = [line.partition(", ")[2] for line in done.out.splitlines()[-3:]]
        assert last == [
            "tester: note written.",
            "tester: answer 2 instead of 3.",
            "tester: answer 3.",
        ]


class TestTelling:
    def test_why_is_the_story_that_explain_prints(self, talk, quick, example):
        name = quick("import", example).out.strip()
        done = talk("answer", name, "--item", "3.1", stdin="w\nw IV\n")
        for area in ("3", "4"):
            assert quick("explain", name, area).out in done.out

    def test_the_summary_has_a_line_for_every_area(self, talk, quick, example):
        name = quick("import", example).out.strip()
        lines = talk("answer", name, stdin="s\n").out.splitlines()
        assert len([line for line in lines if line.startswith("Area ") and "answered" in line]) == 8
        assert "Completeness: 472 of 918." in lines

    def test_help_names_the_answers_possible_here_and_every_command(self, talk, blank):
        out = talk("answer", blank, "--item", "5.31", stdin="?\n").out
        assert "0 1 2 3 na: answers this item" in out
        for beginning in ("Empty line:", "-:", "t TEXT:", "t:", "e -E3:", "/WORDS:", "2.10:"):
            assert f"\n{beginning} " in out

    def test_guidance_says_when_to_choose_what(self, talk, blank):
        out = talk("answer", blank, "--item", "2.1", stdin="p\n").out
        assert "3: In force over the whole scope, and proven." in out
        assert "Example of evidence: " in out

    def test_both_languages_say_the_same(self, talk, quick, answers):
        stdin = "?\n3\nfoo\nt x\ne Bukti\nz\nh\nw\ns\np\nx\n/cloud\nu\nq\n"
        said = {}
        for language in ("id", "en"):
            new = quick("import", answers({})).out.strip()
            said[language] = talk("answer", new, "--item", "2.1", "--lang", language, stdin=stdin)
        assert said["id"].code == said["en"].code == 1
        assert "Tersimpan.\nArea 2: 3 dari 126, jumlah: 3 dari 918.\n" in said["id"].out
        assert "Line 3, unknown_line" in said["en"].err
        assert "Baris 3, unknown_line" in said["id"].err
        ours = ("Saved", "Answer", "answered", "Not ", "Note", "Evidence", "of the", "nothing")
        assert not [w for w in ours if w in said["id"].out + said["id"].err]


class TestRefusals:
    def test_what_is_not_understood_changes_nothing_and_is_told_with_its_line(
        self, talk, exported, blank
    ):
        stdin = "4\nyes\n3 x\nu now\n9.99\nna\n2.1.1\n/\nw 12\n"
        done = talk("answer", blank, "--item", "2.1", stdin=stdin)
        assert done.code == 1
        codes = [line.split(", ", 1)[1].split(":")[0] for line in done.err.splitlines()
                 if line.startswith("Line ")]  # fmt: skip
        assert codes == ["unknown_line", "unknown_line", "unknown_line", "unknown_line",
                         "unknown_item", "na_not_offered", "unknown_item", "empty_search",
                         "unknown_area"]  # fmt: skip
        assert exported(blank) == {}

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            (b"3\x00", "unfit_text"), (b"t \xff\xfe", "not_utf8"), (b"\xed\xa0\x80", "not_utf8"),
            (b"t \x1b[31mred", "unfit_text"), (b"3" * 200_000, "line_too_long"),
            (b"t " + b"x" * 80_300, "line_too_long"), (b"\x1b[A", "unfit_text"),
        ],
    )  # fmt: skip
    def test_lines_that_are_no_text_are_let_go_calmly(self, talk, exported, blank, line, code):
        done = talk("answer", blank, "--item", "2.1", stdin=line + b"\n2\n")
        assert done.code == 1
        assert f"Line 1, {code}:" in done.err
        assert len(done.err) < 700
        assert exported(blank) == {"2.1": "2"}

    def test_a_byte_order_mark_does_not_matter(self, talk, exported, blank):
        talk("answer", blank, "--item", "2.1", stdin=b"\xef\xbb\xbf3\r\n2\r\n")
        assert exported(blank) == {"2.1": "3", "2.2": "2"}

    def test_answers_files_are_refused_with_the_way_in(self, talk, example):
        done = talk("answer", example)
        assert done.code == 2
        assert "is a file" in done.err
        assert f'kami answer "$(kami import {example})"' in done.err
        assert "is a file" in talk("answer", "-").err

    @pytest.mark.parametrize(
        "arguments",
        [
            ["answer"], ["answer", "nothing"], ["answer", "--new"],
            ["answer", "--new", "--organisation", " "], ["answer", "x", "--scope", "y"],
            ["answer", "x", "--new", "--organisation", "y"],
            ["answer", "--new", "--organisation", "y", "--edition", "kami-9"],
            ["answer", "--new", "--organisation", "a\x1bb"],
        ],
    )  # fmt: skip
    def test_a_command_line_that_makes_no_sense_makes_no_assessment(self, talk, arguments):
        assert talk(*arguments).code == 2
        assert talk("list", "--json").json == []

    @pytest.mark.parametrize(
        "more", [["--item", "9.9"], ["--area", "X"], ["--area", "2", "--item", "3.1"]]
    )
    def test_a_beginning_that_is_not_there(self, talk, blank, more):
        assert talk("answer", blank, *more, stdin="3\n").code == 2

    def test_nothing_in_the_output_steers_a_terminal(self, talk, quick, answers):
        name = quick("import", answers(
            {"2.1": {"status": "3", "note": "a\u202eb\nSaved.", "evidence": ["x\u200e31m"]}},
            profile={"organisation": "\u202eKota"},
        )).out.strip()  # fmt: skip
        stdin = "?\n3\nfoo\u202e\nt x\u202ey\ne T\u200ftitle\ne\nz\nh\nw\ns\np\nx\n/a\nu\n-\n"
        done = talk("answer", name, "--item", "2.1", stdin=stdin)
        assert (done.code, done.out.splitlines().count("Saved.")) == (1, 3)
        for sign in done.out + done.err:
            assert sign == "\n" or sign.isprintable(), f"{sign!r}"
        assert "\nSaved.\n  Saved." not in done.out
        assert not {"│", "─", "┌", "█"} & set(done.out)
