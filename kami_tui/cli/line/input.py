"""Lines of standard input, one at a time: typed at a terminal, or from a pipe.

Whatever arrives is taken calmly: a line that is no text is told as such and let go, and memory
stays bounded.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from kami_tui.cli.output import is_terminal
from kami_tui.domain.answers import MAX_NOTE

LONGEST = 4 * MAX_NOTE + 256
"""Bytes of a line: a note of the greatest length in the widest signs, and its command."""
KERNEL = 4095
"""Bytes of a typed line that the terminal driver keeps where no line editor reads it."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that could not be taken; `code` is ``line_too_long`` or ``not_utf8``."""

    code: str


Line = str | Unreadable


class Lines(Protocol):
    typed: bool
    """Whether a person at a terminal writes them."""

    def read(self, prompt: str) -> Line | None:
        """The next line without its end; None when there are no more. May wait."""
        ...


def standard_input() -> Lines:
    if is_terminal(sys.stdin) and is_terminal(sys.stdout):
        return Typed()
    return Piped(sys.stdin.buffer if sys.stdin is not None else None, is_terminal(sys.stdin))


class Typed:
    """A person at a terminal, with line editing where Python has it."""

    typed = True

    def __init__(self) -> None:
        self._edited = _line_editing()

    def read(self, prompt: str) -> Line | None:
        try:
            line = input(prompt)
        except EOFError:
            print(flush=True)  # what comes next shall not stand behind the prompt
            return None
        except UnicodeDecodeError:
            return Unreadable("not_utf8")
        if any("\ud800" <= sign <= "\udfff" for sign in line):
            return Unreadable("not_utf8")
        size = len(line.encode())
        if size > LONGEST or (size >= KERNEL and not self._edited):
            return Unreadable("line_too_long")
        return line


def _line_editing() -> bool:
    """Switches on editing and recalling of lines, without marks that a terminal has to act on."""
    try:
        import readline
    except ImportError:
        return False
    readline.parse_and_bind("set enable-bracketed-paste off")
    readline.parse_and_bind("set bell-style none")
    readline.parse_and_bind("tab: self-insert")
    return True


class Piped:
    """Lines of UTF-8 from a pipe or a file."""

    def __init__(self, stream: BinaryIO | None, typed: bool = False) -> None:
        self.typed = typed
        self._most = KERNEL - 1 if typed else LONGEST
        self._stream = stream
        self._first = True

    def read(self, prompt: str) -> Line | None:
        raw = self._stream.readline(self._most + 2) if self._stream else b""
        if not raw:
            return None
        line = raw.removesuffix(b"\n").removesuffix(b"\r")
        if len(line) > self._most:
            self._let_go(raw)
            return Unreadable("line_too_long")
        encoding, self._first = ("utf-8-sig" if self._first else "utf-8"), False
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            return Unreadable("not_utf8")

    def _let_go(self, part: bytes) -> None:
        """Reads to the end of a line that is too long, keeping nothing of it."""
        while part and not part.endswith(b"\n") and self._stream:
            part = self._stream.readline(64 * 1024)
