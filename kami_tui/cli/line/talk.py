"""The conversation of ``kami answer``: reads lines, says replies, ends with an exit code."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from functools import partial

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code
from kami_tui.cli.line.input import Line, Lines
from kami_tui.cli.line.reply import Refused, Reply
from kami_tui.cli.line.walk import Walk
from kami_tui.cli.text import shown, width, wrapped
from kami_tui.domain.errors import StoreError


class Talk:
    def __init__(self, cli: Cli, walk: Walk, lines: Lines) -> None:
        self._cli, self.tr, self._walk, self._lines = cli, cli.tr, walk, lines
        self._number = self._refused = 0
        terminal = output.is_terminal(sys.stdout)
        self._columns = shutil.get_terminal_size().columns if terminal else None
        """Where lines break, so that no word is torn; a pipe gets them whole."""

    def run(self) -> Code:
        """Talks until the lines end. Ctrl+c is left to the caller."""
        self._say(self._walk.begin())
        done = False
        while not done:
            line = self._read(self._walk.prompt)
            if line is None:
                act: Callable[[], Reply] = self._walk.ended
            else:
                self._number += 1
                act = partial(self._walk.take, line)
            reply = self._tried(act)
            if reply is None:
                return Code.STORE
            self._say(reply)
            done = reply.done or line is None
        # A person has corrected at once what was refused; a script must be told at the end.
        return Code.SOME_FAILED if self._refused and not self._lines.typed else Code.DONE

    def _read(self, prompt: str) -> Line | None:
        return self._lines.read("" if self._cli.as_json else prompt)

    def _tried(self, act: Callable[[], Reply]) -> Reply | None:
        """What came of it; None if it could not be saved and nobody wants to try again."""
        while True:
            try:
                return act()
            except StoreError as error:
                if not self._again(error):
                    return None
            if self._walk.unsaved:
                act = self._walk.retry

    def _again(self, error: StoreError) -> bool:
        """Says what is not saved; whether a person wants to try again."""
        tr, diagnostics = self.tr, self._cli.diagnostics
        unsaved = self._walk.unsaved or [tr("This line was not carried out.")]
        said = "\n".join([tr("NOT saved: {what}", what=line) for line in unsaved])
        number = None if self._lines.typed else self._number
        explained = diagnostics.message(error)
        diagnostics.line(number, error.code, f"{said}\n{explained}", unsaved=unsaved)
        if not self._lines.typed or self._cli.as_json:
            return False
        answer = self._lines.read(tr("NOT saved (empty line: try again, q: give up): "))
        return isinstance(answer, str) and answer.strip().casefold() != "q"

    def _say(self, reply: Reply) -> None:
        if reply.refused:
            self._refuse(reply.refused)
        if self._cli.as_json:
            if reply.saved:
                output.write(output.json_text(reply.saved | {"line": self._number}))
        elif reply.lines:
            output.write("\n".join(self._flat(reply.lines)))

    def _refuse(self, refused: Refused) -> None:
        self._refused += 1
        number = None if self._lines.typed and not self._cli.as_json else self._number
        self._cli.diagnostics.line(number, refused.code, refused.sentence)

    def _flat(self, lines: list[str]) -> list[str]:
        """Lines that nothing a user typed can break or colour."""
        flat = []
        for line in (shown(part) for whole in lines for part in whole.split("\n")):
            if self._columns is None or width(line) <= self._columns:
                flat.append(line)
            else:
                indent = " " * (len(line) - len(line.lstrip(" ")))
                flat += wrapped(line, self._columns, indent)
        return flat
