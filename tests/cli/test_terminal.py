"""``kami``, ``kami open`` and ``kami demo`` in a real (pseudo) terminal."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

import pytest

ESCAPES = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|[PX^_\]].*?(\x1b\\|\x07)|[ -/]*[0-~])", re.DOTALL)
QUIT = b"\x11"


@pytest.fixture
def screen(environment, tmp_path):
    """Starts the program, waits until some words are shown, types, gives back code and text."""

    def run(*arguments, until: str, keys: bytes = QUIT, columns: int = 100) -> tuple[int, str]:
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(tmp_path)
            env = environment | {"TERM": "xterm-256color", "TMPDIR": str(tmp_path / "tmp")}
            (tmp_path / "tmp").mkdir(exist_ok=True)
            os.execve(sys.executable, [sys.executable, "-m", "kami_tui", *map(str, arguments)], env)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
        seen, typed, deadline = b"", False, time.monotonic() + 30
        with contextlib.suppress(OSError):  # the terminal closes when the program ends
            while time.monotonic() < deadline:
                if select.select([terminal], [], [], 0.5)[0]:
                    data = os.read(terminal, 65536)
                    if not data:
                        break
                    seen += data
                shown = ESCAPES.sub(b"", seen).decode("utf-8", "replace")
                if not typed and until in shown:
                    os.write(terminal, keys)
                    typed = True
        os.close(terminal)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert typed, f"{until!r} was never shown"
        return code, ESCAPES.sub(b"", seen).decode("utf-8", "replace")

    return run


def test_the_demo_shows_both_rounds_and_leaves_nothing(screen, tmp_path):
    code, text = screen("demo", until="Pemerintah Kota Contoh")
    assert code == 0
    assert "2026" in text
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "home" / "workspace.db").exists()


def test_open_goes_to_the_item(screen, kami, example):
    new = kami("import", example).out.strip()
    code, _ = screen("open", new[:5], "--item", "3.4", until="3.4")
    assert code == 0


def test_without_arguments_the_list_opens_in_the_language_told(screen):
    code, _ = screen("--lang", "id", until="bantuan")
    assert code == 0
