"""From the start of the process to words on the screen, in a real (pseudo) terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.table import QUICK, ms, python, told

PAINTS = 3 if QUICK else 9
ASSESSMENTS = 50
BARE_APP = """
from textual.app import App
from textual.widgets import Footer, Header, Label
class Bare(App):
    BINDINGS = [("q", "quit", "quit the application")]
    def compose(self):
        yield Header()
        yield Label("a label with some words")
        yield Footer()
Bare().run()
"""
_ESCAPES = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|[PX^_\]].*?(\x1b\\|\x07)|[ -/]*[0-~])", re.DOTALL)
_MARK = b"Dinas Contoh"


def first_paint(home: str) -> bool:
    """A workspace with many assessments, against a bare app with header, footer and a label."""
    fill(Path(home))
    bare_file = Path(home) / "bare.py"
    bare_file.write_text(BARE_APP)
    bare, ours, whole = [], [], []
    for _ in range(PAINTS):
        bare.append(until_words(python(str(bare_file))))
        ours.append(until_words(python("-m", "kami_tui")))
        whole.append(until_words(python("-m", "kami_tui"), _MARK))
    ratio = median(ours) / median(bare)
    good = told(
        f"first paint, {ASSESSMENTS} assessments, against a bare app",
        f"{ms(median(ours))} / {ms(median(bare))} = {ratio:.2f}x", "<= 1.8x", ratio <= 1.8,
    )  # fmt: skip
    told("the list with its assessments", f"{ms(median(whole))} "
         f"({median(whole) / median(bare):.2f}x bare)", "-", None)  # fmt: skip
    return good


def fill(home: Path) -> None:
    """Half-filled assessments, as many as a province has agencies."""
    from kami_tui.wiring import wire

    services = wire(None, "en")
    example = services.examples()[0]
    digest = services.editions.digest(example.instrument)
    for n in range(ASSESSMENTS):
        profile = replace(example.profile, organisation=f"Dinas Contoh {n + 1}")
        kept = dict(list(example.answers.items())[: 4 * n + 10])
        one = replace(example, profile=profile, answers=kept)
        services.workspace.create(one, digest=digest, who="bench")
    services.workspace.close()


def until_words(command: list[str], mark: bytes = b"") -> float:
    """Seconds until 20 visible signs, and `mark` among them, stand on the terminal; the program is
    then ended."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp(command[0], command)  # noqa: S606
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    seen = b""
    try:
        while time.perf_counter() - began < 30:
            if select.select([terminal], [], [], 1)[0]:
                seen += os.read(terminal, 65536)
                words = _ESCAPES.sub(b"", seen)
                if len(re.sub(rb"\s", b"", words)) >= 20 and mark in words:
                    return time.perf_counter() - began
        raise SystemExit(f"{command[-1]} painted nothing in 30 s")
    finally:
        os.kill(child, 9)
        os.close(terminal)
        os.waitpid(child, 0)
