"""What was acknowledged is there, whatever happens to the program; nobody's writing is lost."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest

from kami_tui.domain.answers import Answer, Assessment, changed
from kami_tui.domain.errors import StoreUnwritable


def test_every_acknowledged_answer_survives_a_killed_program(child, opened, path, raw):
    """Twenty programs, two at a time on one file, each killed while it writes."""
    dice = random.Random(5)
    workspace = opened(patience=5)
    for _ in range(10):
        names = [
            workspace.create(Assessment("kami-5.0"), digest="d", who="parent") for _ in range(2)
        ]
        programs = [child("count_for_ever", path, name) for name in names]
        for program in programs:
            assert program.stdout.readline() == "1\n"
        for program in programs:
            time.sleep(dice.uniform(0, 0.05))
            os.kill(program.pid, signal.SIGKILL)

        for name, program in zip(names, programs, strict=True):
            said = [1, *(int(line) for line in program.stdout if line.endswith("\n"))]
            answers = workspace.load(name).assessment.answers
            assert said == list(range(1, len(said) + 1))
            # The one it was about to acknowledge may be there, too; whole or not at all.
            assert len(answers) in (len(said), len(said) + 1)
            assert answers == {
                f"2.{n}": Answer(str(n % 4), str(n)) for n in range(1, len(answers) + 1)
            }
            assert len(workspace.journal(name)) == 2 * len(answers)
    assert raw(path, "PRAGMA integrity_check") == "('ok',)"


def test_two_programs_writing_at_once_lose_nothing_and_hear_of_each_other(child, opened, path):
    workspace = opened()
    name = workspace.create(Assessment("kami-5.0"), digest="d", who="parent")
    programs = {who: child("write_hundred", path, name, who) for who in ("petugas", "rekan")}
    for program in programs.values():
        assert program.stdout.readline() == "ready\n"
    for program in programs.values():
        program.stdin.write("go\n")
        program.stdin.flush()
    said = {who: program.communicate()[0].splitlines() for who, program in programs.items()}

    journal = workspace.journal(name)
    replayed = Assessment("kami-5.0")
    for entry in journal:
        replayed = changed(replayed, entry.change)

    for who in programs:
        own = [e.change.after for e in journal if e.who == who]
        assert own == [f"{who} {n}" for n in range(100)]
    assert len(journal) == 200
    assert workspace.load(name).assessment == replayed
    last = {e.change.subject: e.change.after for e in journal}
    assert {i: a.note for i, a in replayed.answers.items()} == last
    for who, other in (("petugas", "rekan"), ("rekan", "petugas")):
        *told, end = said[who]
        until = int(end.removeprefix("last "))
        assert told == [f"{e.seq} {other}" for e in journal if e.who == other and e.seq < until]


def test_programs_that_open_a_new_workspace_at_the_same_moment_all_can(child, tmp_path, raw):
    for attempt in range(2):
        path = tmp_path / f"new-{attempt}" / "kami.db"
        programs = [child("open_at_once", path) for _ in range(4)]
        for program in programs:
            assert program.stdout.readline() == "ready\n"
        for program in programs:
            program.stdin.write("go\n")
            program.stdin.flush()

        assert [program.communicate()[0] for program in programs] == ["0\n"] * 4
        assert raw(path, "PRAGMA integrity_check") == "('ok',)"


def test_a_workspace_locked_for_too_long_is_said_to_be_so_and_can_be_written_afterwards(
    child, opened, path, filled
):
    workspace = opened(patience=0.05)
    name = workspace.create(filled, digest="d", who="staf")
    other = child("hold_lock", path)
    assert other.stdout.readline() == "held\n"

    with pytest.raises(StoreUnwritable) as refused:
        workspace.set_place(name, "2.1")
    assert refused.value.facts == {"place": str(path), "reason": "locked"}
    assert workspace.load(name).assessment == filled
    assert opened(patience=0.05).load(name).place is None

    other.stdin.write("go\n")
    other.stdin.flush()
    assert other.stdout.readline() == "freed\n"
    workspace.set_place(name, "2.1")
    assert workspace.load(name).place == "2.1"


def test_a_lock_that_is_soon_let_go_is_waited_for(child, opened, path, filled):
    workspace = opened(patience=30)
    name = workspace.create(filled, digest="d", who="staf")
    other = child("hold_lock", path)
    assert other.stdout.readline() == "held\n"
    other.stdin.write("go\n")
    other.stdin.flush()

    workspace.set_place(name, "2.1")

    assert workspace.load(name).place == "2.1"
