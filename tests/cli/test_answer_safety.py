"""``kami answer`` and what may go wrong: scripts, killed programs, two at once, full disks."""

from __future__ import annotations

import json
import os
import pty
import random
import resource
import select
import signal
import subprocess
import sys
import termios
import time

import pytest

from kami_tui.domain.answers import Change
from kami_tui.domain.errors import StoreUnwritable
from kami_tui.store.workspace import SqlWorkspace


class TestScripts:
    def test_json_gives_one_object_for_each_change_and_nothing_else(self, talk, quick, blank):
        stdin = "3\n\nt x\nfoo\ne Bukti\n2.1\n3\nz\n"
        done = talk("--json", "answer", blank, "--item", "2.1", stdin=stdin)
        found = [json.loads(line) for line in done.out.splitlines()]
        assert [(f["line"], f["item"], f["change"], f["status"]) for f in found] == [
            (1, "2.1", "status", "3"),
            (3, "2.3", "note", None),
            (5, "2.3", "evidence", None),
            (7, "2.1", "status", "3"),
            (8, "2.3", "undo", None),
        ]
        assert all(f["saved"] is True for f in found)
        assert [f["changed"] for f in found] == [True, True, True, False, True]
        assert found[0] == {
            "assessment": blank, "item": "2.1", "change": "status", "status": "3", "evidence": [],
            "saved": True, "changed": True, "seq": found[0]["seq"], "answered": 1, "total": 3,
            "readiness": found[0]["readiness"], "others": [], "line": 1,
        }  # fmt: skip
        assert found[2]["evidence"] == ["E1"]
        seqs = [f["seq"] for f in found]
        assert seqs == sorted(seqs)
        refused = json.loads(done.err)["error"]
        assert (refused["code"], refused["line"]) == ("unknown_line", 4)
        assert done.code == 1

    def test_a_new_assessment_says_its_id_on_stderr(self, talk, quick, exported):
        new = ["answer", "--new", "--organisation", "Kota Coba", "--scope", "Portal"]
        done = talk(*new, stdin="b\n")
        name = done.err.partition("New assessment: ")[2].split("\n")[0]
        assert quick("show", name, "--json").json["profile"]["scope"] == "Portal"
        assert exported(name) == {"1.1": "B"}
        done = talk("--json", *new, stdin="c\n")
        name = json.loads(done.err)["id"]
        assert json.loads(done.out)["assessment"] == name
        assert exported(name) == {"1.1": "C"}

    def test_every_acknowledged_answer_survives_a_killed_program(
        self, quick, exported, answers, environment, tmp_path
    ):
        dice = random.Random(7)
        for _ in range(4):
            name = quick("import", answers({})).out.strip()
            child = subprocess.Popen(
                [sys.executable, "-m", "kami_tui", "answer", name, "--item", "2.1", "--json"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=tmp_path,
            )  # fmt: skip
            assert child.stdin
            assert child.stdout
            child.stdin.write(b"".join(b"%d\n" % (n % 4) for n in range(150)))
            child.stdin.flush()
            first = child.stdout.readline()
            time.sleep(dice.uniform(0, 0.4))
            os.kill(child.pid, signal.SIGKILL)
            said = [first, *child.stdout.readlines()]
            child.stdin.close()
            child.wait()
            child.stdout.close()
            acknowledged = [json.loads(line) for line in said if line.endswith(b"}\n")]
            kept = exported(name)
            assert {a["item"]: a["status"] for a in acknowledged}.items() <= kept.items()
            assert len(kept) in (len(acknowledged), len(acknowledged) + 1)

    def test_interrupted_it_ends_with_130_and_keeps_what_was_acknowledged(
        self, exported, blank, environment, tmp_path
    ):
        child = subprocess.Popen(
            [sys.executable, "-m", "kami_tui", "answer", blank, "--item", "2.1"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment, cwd=tmp_path,
        )  # fmt: skip
        assert child.stdin
        assert child.stdout
        child.stdin.write(b"3\nt\nhalf a note\n")
        child.stdin.flush()
        while (
            child.stdout.readline() != b"Write the note. A line with one full stop alone ends it.\n"
        ):
            pass
        os.kill(child.pid, signal.SIGINT)
        _, err = child.communicate(timeout=30)
        assert child.returncode == 130
        assert b"Everything that was called saved is in the workspace." in err
        assert exported(blank) == {"2.1": "3"}


class TestTwoPrograms:
    @pytest.fixture
    def rekan(self, workspace):
        """Another program, and somebody else at it."""

        def write(name, item, status):
            change = Change("answer", item, "status", None, status)
            workspace.apply(name, [change], who="rekan", seen=0)

        return write

    @pytest.fixture
    def open_(self, blank, environment, tmp_path):
        """A walk that waits for its next line."""
        child = subprocess.Popen(
            [sys.executable, "-m", "kami_tui", "answer", blank, "--item", "2.1"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=tmp_path, text=True,
        )  # fmt: skip
        assert child.stdout
        while child.stdout.readline() != "Not answered.\n":
            pass
        yield child
        child.communicate()

    def test_what_others_wrote_is_taken_over_and_told_before_the_next_item(
        self, exported, blank, open_, rekan
    ):
        rekan(blank, "2.2", "1")
        out, _ = open_.communicate("3\n\n2\n")
        lines = out.splitlines()
        assert lines[:3] == [
            "Saved.",
            "Area 2: 4 of 126, total: 4 of 918.",
            "Meanwhile rekan has written: 2.2.",
        ]
        assert "Answer: 1, Being planned" in lines
        assert out.count("Meanwhile") == 1
        assert exported(blank) == {"2.1": "3", "2.2": "1", "2.3": "2"}

    def test_writing_over_what_somebody_just_answered_is_told(self, exported, blank, open_, rekan):
        rekan(blank, "2.1", "1")
        out, _ = open_.communicate("3\nz\n")
        assert "Meanwhile rekan had written 2.1, answer 1; yours has replaced it." in out
        assert exported(blank) == {"2.1": "1"}, "undo gives theirs back"

    def test_a_person_hears_of_it_on_moving(self, by_hand, blank, rekan):
        done, _ = by_hand(
            "answer", blank, "--item", "2.1", lines=[""], meanwhile=lambda: rekan(blank, "2.2", "1")
        )
        assert "Meanwhile rekan has written: 2.2.\n2.2, stage 1" in done.out
        assert "Answer: 1, Being planned" in done.out


class TestByHand:
    def test_the_prompt_says_what_can_be_typed(self, by_hand, blank):
        _, prompts = by_hand("answer", blank, "--item", "1.10", lines=["a", "t", "x", ".", "u"])
        assert prompts[:3] == ["1.10 (a b c or ?): ", "2.1 (0 1 2 3 or ?): ", "note: "]

    def test_not_applicable_asks_for_its_reason(self, by_hand, exported, blank):
        lines = ["na", "Tidak memakai awan", "n", "", "na", "3"]
        done, prompts = by_hand("answer", blank, "--item", "5.31", lines=lines)
        assert prompts[1] == "reason: "
        assert done.code == 0
        assert exported(blank) == {
            "5.31": {"status": "NA", "note": "Tidak memakai awan"}, "5.32": "NA", "5.33": "3",
        }  # fmt: skip

    def test_a_refused_line_is_told_without_numbers_and_is_no_failure(self, by_hand, blank):
        done, _ = by_hand("answer", blank, lines=["what"])
        assert done.code == 0
        assert "\n'what' was not understood" in done.err

    def test_a_refused_line_of_a_note_can_be_typed_again(self, by_hand, exported, blank):
        lines = ["t", "satu", "du\x1ba", "dua", "."]
        by_hand("answer", blank, "--item", "2.1", lines=lines)
        assert exported(blank)["2.1"]["note"] == "satu\ndua"


class TestABrokenStore:
    @pytest.fixture
    def failing(self, monkeypatch):
        """From the second answer on the disk is full, as many times as told."""

        def fail(times):
            apply, calls = SqlWorkspace.apply, []

            def full(self, *arguments, **named):
                calls.append(arguments)
                if 2 <= len(calls) < 2 + times:
                    raise StoreUnwritable(place=self.place, reason="disk_full")
                return apply(self, *arguments, **named)

            monkeypatch.setattr(SqlWorkspace, "apply", full)

        return fail

    def test_ends_with_3_and_says_which_answer_is_not_saved(self, talk, exported, blank, failing):
        failing(times=99)
        done = talk("answer", blank, "--item", "2.1", stdin="3\n2\n1\n")
        assert done.code == 3
        assert "Line 2, store_unwritable: NOT saved: 2.2, answer 2.\n" in done.err
        assert "the disk is full" in done.err
        assert done.out.count("Saved.") == 1
        assert exported(blank) == {"2.1": "3"}

    def test_a_script_reads_it_as_data(self, talk, blank, failing):
        failing(times=99)
        done = talk("--json", "answer", blank, "--item", "2.1", stdin="3\n2\n1\n")
        error = json.loads(done.err)["error"]
        assert (done.code, error["code"], error["line"], error["unsaved"]) == (
            3, "store_unwritable", 2, ["2.2, answer 2."],
        )  # fmt: skip
        assert len(done.out.splitlines()) == 1

    def test_a_person_can_try_again_and_nothing_is_lost(self, by_hand, exported, blank, failing):
        failing(times=2)
        lines = ["3", "t", "a long", "note", ".", "", "", "1"]
        done, prompts = by_hand("answer", blank, "--item", "2.1", lines=lines)
        assert done.code == 0
        assert sum(p.startswith("NOT saved") for p in prompts) == 2
        assert exported(blank) == {
            "2.1": "3", "2.2": {"status": "1", "note": "a long\nnote"},
        }  # fmt: skip

    def test_a_person_can_give_up(self, by_hand, exported, blank, failing):
        failing(times=99)
        done, _ = by_hand("answer", blank, "--item", "2.1", lines=["3", "2", "q"])
        assert done.code == 3
        assert exported(blank) == {"2.1": "3"}

    def test_a_disk_that_really_takes_no_more(self, exported, blank, environment, tmp_path):
        size = (tmp_path / "home" / "workspace.db").stat().st_size
        done = subprocess.run(
            [sys.executable, "-m", "kami_tui", "answer", blank, "--item", "2.1", "--json"],
            input=b"1\n" * 190, capture_output=True, env=environment, cwd=tmp_path,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        )  # fmt: skip
        assert done.returncode == 3
        acknowledged = [json.loads(line)["item"] for line in done.stdout.splitlines()]
        assert 0 < len(acknowledged) < 190
        assert list(exported(blank)) == acknowledged


def test_in_a_real_terminal_lines_can_be_typed_and_no_escape_is_sent(
    exported, blank, environment, tmp_path
):
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        env = environment | {"TERM": "xterm-256color"}
        words = [sys.executable, "-m", "kami_tui", "answer", blank, "--item", "2.1"]
        os.execve(sys.executable, words, env)
    seen = b""

    def until(words: bytes) -> None:
        nonlocal seen
        deadline = time.monotonic() + 30
        while words not in seen and time.monotonic() < deadline:
            if select.select([terminal], [], [], 0.5)[0]:
                seen += os.read(terminal, 65536)
        assert words in seen

    until(b"2.1 (0 1 2 3 or ?): ")
    os.write(terminal, b"3\n")
    until(b"2.2 (0 1 2 3 or ?): ")
    os.write(terminal, b"t catatan\n")
    until(b"Saved.\r\n2.2 (0 1 2 3 or ?): ")
    os.write(terminal, termios.tcgetattr(terminal)[6][termios.VEOF])
    until(b"To go on: kami answer")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(terminal)
    assert b"\x1b" not in seen
    assert exported(blank) == {"2.1": "3", "2.2": {"note": "catatan"}}
