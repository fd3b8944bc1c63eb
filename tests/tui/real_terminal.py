"""The program in a terminal of our own: a pseudo-terminal, and an emulator that keeps its screen.

Faster than tmux, and it knows where a picture ends: a screen is only looked at between two pictures
(synchronised output, which the emulator says it can do), never in the middle of one.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence

import pyte

ASKED, ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
PICTURE_ENDS = b"\x1b[?2026l"


class RealTerminal:
    """Runs `command`; `on_picture` is called with the screen's lines after every picture."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        *,
        size: tuple[int, int] = (80, 24),
        on_picture: Callable[[list[str]], None] | None = None,
    ) -> None:
        self.width, self.height = size
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._on_picture = on_picture
        self._unread = b""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", **env})
            os.execvp(command[0], list(command))
        window = struct.pack("HHHH", self.height, self.width, 0, 0)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, window)

    def type(self, keys: str) -> None:
        """Sends keys as a terminal would; an arrow or F2 as its escape sequence."""
        os.write(self._fd, keys.encode())

    @property
    def lines(self) -> list[str]:
        return list(self.screen.display)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def read(self, seconds: float) -> bool:
        """Takes in what the program paints for so long; False once it has ended."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self._fd], [], [], left)[0]:
                return True
            try:
                got = os.read(self._fd, 65536)
            except OSError:
                return False
            if not got:
                return False
            self._take(got)
        return True

    def _take(self, got: bytes) -> None:
        if ASKED in got:
            os.write(self._fd, ANSWER)
        data = self._unread + got
        while PICTURE_ENDS in data:
            picture, _, data = data.partition(PICTURE_ENDS)
            self._stream.feed(picture)
            if self._on_picture is not None:
                self._on_picture(self.lines)
        # What comes after belongs to the next picture; a terminal would hold it back as well.
        self._unread = data
        if b"\x1b[?2026h" not in data:
            self._stream.feed(data)
            self._unread = b""

    def until(self, wanted: Callable[[str], bool], seconds: float = 60) -> str:
        end = time.monotonic() + seconds
        while not wanted(self.text):
            alive = self.read(0.02)
            assert alive or wanted(self.text), f"the program has ended:\n{self.text}"
            assert time.monotonic() < end, f"never came true:\n{self.text}"
        return self.text

    def kill(self) -> None:
        """As a power cut would: no farewell."""
        os.kill(self.pid, signal.SIGKILL)
        self.close()

    def close(self) -> int:
        """Waits for the end; gives back the exit status as ``os.waitpid`` has it."""
        while self.read(0.5):
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self._fd)
        return status
