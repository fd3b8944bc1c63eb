"""Other programs for the tests: ``python child.py <what> <path> ...``, in their own process."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

from kami_tui.domain.answers import Change
from kami_tui.domain.errors import StoreError
from kami_tui.store import SqlWorkspace, database, reading, writing  # noqa: F401


def say(word: object) -> None:
    os.write(1, f"{word}\n".encode())


def count_for_ever(path: str, name: str) -> None:
    """Answers, one after the other, and says each number once it is acknowledged."""
    workspace = SqlWorkspace(path)
    number = seen = 0
    while True:
        number += 1
        changes = [
            Change("answer", f"2.{number}", "status", None, str(number % 4)),
            Change("answer", f"2.{number}", "note", "", str(number)),
        ]
        seen = workspace.apply(name, changes, who="child", seen=seen).seq
        say(number)


def write_hundred(path: str, name: str, who: str) -> None:
    """Changes to items of its own and to items both write; says what it was told of the other."""
    workspace = SqlWorkspace(path)
    seen = workspace.load(name).seq
    say("ready")
    sys.stdin.readline()
    for number in range(100):
        item = f"shared.{number % 5}" if number % 2 else f"{who}.{number}"
        change = Change("answer", item, "note", "", f"{who} {number}")
        applied = workspace.apply(name, [change], who=who, seen=seen)
        for entry in applied.others:
            say(f"{entry.seq} {entry.who}")
        seen = applied.seq
    say(f"last {seen}")
    workspace.close()


def open_at_once(path: str) -> None:
    workspace = SqlWorkspace(path)
    say("ready")
    sys.stdin.readline()
    say(len(workspace.summaries()))
    workspace.close()


def hold_lock(path: str) -> None:
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("BEGIN IMMEDIATE")
    say("held")
    sys.stdin.readline()
    conn.execute("ROLLBACK")
    conn.close()
    say("freed")


def fill_disk(path: str) -> None:
    """Notes until the disk is full; says what happened, and what is there afterwards."""
    from kami_tui.domain.answers import Assessment

    workspace = SqlWorkspace(path)
    name = workspace.create(Assessment("kami-5.0"), digest="d", who="child")
    acknowledged = 0
    try:
        while True:
            note = Change("answer", f"2.{acknowledged}", "note", "", "x" * 19_000)
            workspace.apply(name, [note], who="child", seen=0)
            acknowledged += 1
    except StoreError as error:
        say(f"{type(error).__name__} {error.facts['reason']}")
    stored = workspace.load(name)
    say(acknowledged == len(stored.assessment.answers) == len(workspace.journal(name)) > 3)
    workspace.close()
    say(SqlWorkspace(path).load(name).assessment == stored.assessment)


def try_all(path: str) -> None:
    """Reads, then writes, as somebody who may not write; says how each went."""
    if os.geteuid() == 0 and "KAMI_STAY" not in os.environ:
        os.setgid(65534)
        os.setuid(65534)
    workspace = SqlWorkspace(path, patience=0.1)
    try:
        (summary,) = workspace.summaries()
        say(f"read {len(workspace.load(summary.id).assessment.answers)}")
        workspace.set_place(summary.id, "2.1")
        say("written")
    except StoreError as error:
        say(f"{type(error).__name__} {error.facts['reason']}")
    workspace.close()
    say(sorted(p.name for p in Path(path).parent.iterdir()))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
