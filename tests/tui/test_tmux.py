"""The whole program in a real terminal, killed in the middle of its work."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Terminal:
    """One tmux server of our own, so that nobody's session is touched."""

    def __init__(self, folder: Path) -> None:
        self._socket = str(folder / "tmux")
        self._home = folder / "home"

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, "-f", "/dev/null", *arguments],
            capture_output=True, text=True, timeout=20,
        )  # fmt: skip
        return done.stdout

    def start(self, width: int = 80, height: int = 24) -> None:
        program = f"exec {sys.executable} -m kami_tui"
        settings = (
            f"KAMI_HOME={self._home}",
            f"PYTHONPATH={ROOT}",
            "KAMI_LANG=id",
            "TERM=screen-256color",
        )
        self._tmux(
            "new-session", "-d", "-s", "kami", "-x", str(width), "-y", str(height),
            *(part for s in settings for part in ("-e", s)), program,
        )  # fmt: skip

    def keys(self, *keys: str) -> None:
        self._tmux("send-keys", "-t", "kami", *keys)

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", "kami")

    def until(self, wanted: Callable[[str], bool], seconds: float = 40) -> str:
        end = time.monotonic() + seconds
        while not wanted(text := self.screen()):
            assert time.monotonic() < end, f"never came true:\n{text}"
            time.sleep(0.05)
        return text

    def kill(self) -> None:
        """As a power cut would: no farewell."""
        pid = int(self._tmux("list-panes", "-t", "kami", "-F", "#{pane_pid}"))
        os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 20
        while self._tmux("list-sessions"):
            assert time.monotonic() < end
            time.sleep(0.05)

    def close(self) -> None:
        self._tmux("kill-server")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path)
    yield made
    made.close()


def test_ten_answers_survive_a_kill_and_the_cursor_is_where_it_was(terminal: Terminal):
    terminal.start()
    terminal.until(lambda s: "n baru" in s)
    terminal.keys("n", "Dinas Uji", "F2")
    terminal.until(lambda s: "Dinas Uji" in s and ">1.1" in s)
    for _ in range(9):
        terminal.keys("b", "Down")
    terminal.keys("c")
    terminal.until(lambda s: "10/10" in s and "Tersimpan" in s.splitlines()[0])
    terminal.kill()

    terminal.start()
    listed = terminal.until(lambda s: "10/212" in s)
    assert "Dinas Uji" in listed
    terminal.keys("Enter")
    again = terminal.until(lambda s: "[1 10/10]" in s)
    assert ">1.10" in again
    assert len(re.findall(r"^ [ >]1\.\d+ +B\b", again, re.MULTILINE)) == 9
    assert "(*)  " in again
    terminal.keys("q")
    terminal.until(lambda s: "10/212" in s)
    terminal.keys("q")
    end = time.monotonic() + 20
    while terminal.screen():
        assert time.monotonic() < end, "q ends the program"
        time.sleep(0.05)
