"""A workspace file in a folder of its own, and programs that open it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.store import SqlWorkspace

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("child.py")


class Clock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kami.db"


Opener = Callable[..., SqlWorkspace]


@pytest.fixture
def opened(path: Path, clock: Clock) -> Iterator[Opener]:
    """Opens the file as one more program would; all are closed at the end."""
    programs: list[SqlWorkspace] = []

    def _open(place: Path | str = path, patience: float = 0.1) -> SqlWorkspace:
        programs.append(SqlWorkspace(place, clock=clock, patience=patience))
        return programs[-1]

    yield _open
    for program in programs:
        program.close()


@pytest.fixture
def workspace(opened: Opener) -> SqlWorkspace:
    return opened()


@pytest.fixture
def filled() -> Assessment:
    """A bit of everything, entered in an order that is not the natural one."""
    return Assessment(
        "kami-5.0",
        Profile(organisation="Dinas Kominfo", assessor="Staf", date="2026-02-28", scope="SIAK"),
        {
            "2.10": Answer("2", "belum merata\n\tlihat lampiran", ("E2", "E1")),
            "2.2": Answer("NA"),
            "1.1": Answer("A"),
            "3.1": Answer(None, "tanya bagian umum"),
            "4.1": Answer(None, "", ("E1",)),
        },
        {
            "E2": Evidence(
                "SK Tim 🔐", "policy", "SK-12/2025", "2025-04-01", "2027-04-01", "ab" * 32
            ),
            "E1": Evidence("Foto [ruang server]", file="/arsip/foto.jpg", size="120345"),
        },
        {"2.10": "Pokja Kebijakan", "2": "Bagian Hukum", "4/2": "Bidang [TIK]"},
    )


@pytest.fixture
def raw() -> Callable[[Path, str], str]:
    """Runs a statement as some other SQLite program would; gives back what that was told."""

    def _run(path: Path, statement: str) -> str:
        with closing(sqlite3.connect(path, isolation_level=None)) as conn:
            try:
                return str(conn.execute(statement).fetchone())
            except sqlite3.Error as error:
                return str(error)

    return _run


@pytest.fixture
def child() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `child.py`; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def _start(*args: object, **env: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(CHILD), *map(str, args)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        )
        started.append(process)
        return process

    yield _start
    for process in started:
        process.kill()
        process.communicate()
