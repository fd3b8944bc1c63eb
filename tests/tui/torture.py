"""Kills the program in the middle of a walk, again and again, and looks at what was kept.

    script/torture [TIMES] [SEED]

What counts as acknowledged is what an assessor can see: an answer (or the sign of a note) that
stands in the list of items while the head line says that all is saved. None of these may be
missing afterwards, and the workspace must open every time.
"""

from __future__ import annotations

import random
import re
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kami_tui.domain.answers import Assessment, Profile
from kami_tui.store import SqlWorkspace
from tests.tui.real_terminal import RealTerminal

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^ ?[ >](\d+\.\d+) +\(?([0-3ABCN])\)? {0,2}([+*\d]*)")
HERE = re.compile(r"^ ?>(\d+)\.\d+ ", re.MULTILINE)
SAVED = "Tersimpan"


@dataclass
class Seen:
    """What the screen has acknowledged of one assessment."""

    statuses: dict[str, str] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)
    pictures: int = 0

    def look(self, lines: list[str]) -> None:
        if SAVED not in lines[0]:
            return
        self.pictures += 1
        for line in lines[1:]:
            if row := ROW.match(line):
                item, status, flags = row.groups()
                self.statuses[item] = "NA" if status == "N" else status
                if "*" in flags:
                    self.notes.add(item)


@dataclass
class Outcome:
    kills: int = 0
    acknowledged: int = 0
    notes: int = 0
    missing: list[str] = field(default_factory=list)


def torture(home: Path, times: int, seed: int, longest: float = 4.0) -> Outcome:
    """`times` kills, each at a moment drawn from the first `longest` seconds of typing."""
    chance, outcome = random.Random(seed), Outcome()
    database = home / "workspace.db"
    id, seen = "", Seen()
    for _ in range(times):
        if not id or len(seen.statuses) > 180:
            outcome.acknowledged += len(seen.statuses)
            outcome.notes += len(seen.notes)
            id, seen = _new(database), Seen()
        _walk_and_kill(home, id, seen, chance, longest)
        outcome.kills += 1
        outcome.missing += _missing(database, id, seen)
    outcome.acknowledged += len(seen.statuses)
    outcome.notes += len(seen.notes)
    return outcome


def _new(database: Path) -> str:
    workspace = SqlWorkspace(database)
    blank = Assessment("kami-5.0", Profile(organisation="Instansi Contoh"))
    try:
        return workspace.create(blank, digest="", who="petugas")
    finally:
        workspace.close()


def _walk_and_kill(home: Path, id: str, seen: Seen, chance: random.Random, longest: float) -> None:
    terminal = RealTerminal(
        [sys.executable, "-m", "kami_tui", "open", id],
        {
            "KAMI_HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "KAMI_LANG": "id",
            "KAMI_USER": "petugas",
        },
        on_picture=seen.look,
    )
    try:
        terminal.until(lambda text: re.search(HERE, text) is not None)
        terminal.type("u")
        end = time.monotonic() + chance.uniform(0, longest)
        while time.monotonic() < end:
            if chance.random() < 0.2:
                # Escape and what is typed at once after it would be one key of a terminal.
                _write(terminal, f"tcatatan {chance.randrange(1000)}\x1b", 0.4, end)
            for _ in range(chance.randint(1, 5)):
                _write(terminal, _answer(terminal, chance), 0, end)
            _write(terminal, "", chance.uniform(0, 0.5), end)
    finally:
        terminal.kill()


def _write(terminal: RealTerminal, keys: str, pause: float, end: float) -> None:
    terminal.type(keys)
    terminal.read(min(pause, max(end - time.monotonic(), 0)))


def _answer(terminal: RealTerminal, chance: random.Random) -> str:
    """Answers the item and goes to the next that has none: a given answer is never changed.

    Letters are answers in area 1 and digits elsewhere; what is none does nothing.
    """
    area = re.search(HERE, terminal.text)
    return chance.choice("abc" if area and area[1] == "1" else "0123") + "u"


def _missing(database: Path, id: str, seen: Seen) -> list[str]:
    with closing(sqlite3.connect(database)) as conn:
        sound = conn.execute("PRAGMA integrity_check").fetchone()[0]
    found = [] if sound == "ok" else [f"integrity: {sound}"]
    workspace = SqlWorkspace(database)
    try:
        kept = workspace.load(id).assessment
        journal = workspace.journal(id, after=0)
    finally:
        workspace.close()
    # An answer that was seen may have been given anew in the moment before the end: then the
    # journal, which is written with it, has both.
    given = {(e.change.subject, e.change.after) for e in journal if e.change.field == "status"}
    for item, status in seen.statuses.items():
        if (item, status) not in given:
            found.append(f"{id} {item}: {status} seen, {kept.answer(item).status} kept")
    last = {e.change.subject: e.change.after for e in journal if e.change.field == "status"}
    for item, told in last.items():
        if kept.answer(item).status != told:
            found.append(f"{id} {item}: {told} in the journal, {kept.answer(item).status} kept")
    found += [f"{id} {i}: its note" for i in seen.notes if not kept.answer(i).note]
    return found


def main(arguments: list[str]) -> int:
    times = int(arguments[0]) if arguments else 200
    seed = int(arguments[1]) if len(arguments) > 1 else random.randrange(10**6)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        outcome = torture(Path(home), times, seed)
    print(
        f"{outcome.kills} kills (seed {seed}), {outcome.acknowledged} answers and {outcome.notes}"
        f" notes acknowledged, {len(outcome.missing)} missing, {time.monotonic() - began:.0f} s"
    )
    for line in outcome.missing:
        print(f"  {line}")
    return 1 if outcome.missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
