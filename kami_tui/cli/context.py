"""What every command is handed: words, diagnostics, and the house's services once it asks."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kami_tui.cli import output
from kami_tui.cli.diagnostics import Diagnostics, UsageMistake
from kami_tui.domain.errors import BadInput, Problem
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.lookup import STDIN, Found, exists, find, is_pipe
from kami_tui.usecases.ports import SettingsFile
from kami_tui.usecases.services import CommandServices, Services
from kami_tui.usecases.settings import Settings

if TYPE_CHECKING:  # few commands merge
    from kami_tui.usecases.merging import Settling

BUNDLE_NAME = ".kami-bag"
"""What the names of bundles have before their ending."""

Wire = Callable[[str | None, str, Settings], CommandServices]
"""Builds the services of one run, from the place of the workspace, a language and settings."""


class OpenTerminal(Protocol):
    """Opens the terminal program and comes back when it is closed."""

    def __call__(
        self,
        services: Services,
        assessment: str | None = None,
        item: str | None = None,
        settling: Settling | None = None,
    ) -> int:
        """With `settling` only its conflicts are shown."""
        ...


@dataclass
class Cli:
    tr: Translator
    diagnostics: Diagnostics
    wire: Wire
    open_terminal: OpenTerminal
    settings_file: SettingsFile
    settings: Settings
    database: str | None = None
    as_json: bool = False

    @cached_property
    def services(self) -> CommandServices:
        return self.wire(self.database, self.tr.language, self.settings)

    @cached_property
    def paint(self) -> output.Paint:
        return output.Paint(sys.stdout)

    def find(self, name: str) -> Found:
        """As `lookup.find`; a workbook is told what to do with it."""
        self.named(name)
        notes: list[Problem] = []
        try:
            found = find(name, self.services, notes.append)
        except BadInput:
            self.no_bundle(name)
            self.no_part(name)
            if name != STDIN and self.services.workbooks.meant(Path(name)):
                raise UsageMistake(
                    message=self.tr("{file} is a workbook, not an answers file.", file=name),
                    hint="  " + self.tr("'kami import FILE' looks at it and takes it in."),
                ) from None
            raise
        self.diagnostics.problems(notes, self.tr("What is missing stays unanswered."))
        return found

    def named(self, name: str) -> str:
        """Raises UsageMistake: it is empty, as when a script's variable is."""
        if name.strip():
            return name
        raise UsageMistake(message=self.tr("The name that was given is empty."), hint="")

    def no_stdin(self, file: Path) -> Path:
        """A file that is to be read more than once. Raises UsageMistake: it is standard input."""
        if str(file) == STDIN and not exists(file):
            said = self.tr("Standard input (-) cannot be read here; name a file.")
            raise UsageMistake(message=said, hint="")
        return file

    def no_pipe(self, file: Path) -> Path:
        """As `no_stdin`. Raises UsageMistake also for a pipe."""
        if is_pipe(self.no_stdin(file)):
            said = self.tr("{file} is a pipe, which cannot be read here; name a file.", file=file)
            raise UsageMistake(message=said, hint="")
        return file

    def no_bundle(self, name: str) -> None:
        """Raises UsageMistake: the file is (or calls itself) a bundle, which is opened first."""
        path = Path(name)
        if BUNDLE_NAME in path.name or (name != STDIN and self.services.is_bundle(path)):
            raise UsageMistake(
                message=self.tr("{file} is a bundle.", file=name),
                hint="  " + self.tr("'kami bundle verify FILE' checks it; 'kami bundle open FILE'"
                                    " unpacks it as well."),
            ) from None  # fmt: skip

    def no_part(self, name: str) -> None:
        """Raises UsageMistake: the file is a part of an assessment, which is taken in first."""
        if name != STDIN and self.services.part_files.is_part(Path(name)):
            raise UsageMistake(
                message=self.tr("{file} is a part of an assessment.", file=name),
                hint="  " + self.tr("'kami import FILE' takes it in to be filled in; one that came"
                                    " back is taken in with 'kami merge ID FILE'."),
            ) from None  # fmt: skip

    def format(self, given: str | None, choices: Sequence[str]) -> str:
        """The output format: the one given, else the first; ``--json`` means JSON."""
        if given is None:
            return "json" if self.as_json and "json" in choices else choices[0]
        return self.choice("--format", given, choices)

    def choice(self, option: str, given: str, choices: Sequence[str]) -> str:
        """Raises UsageMistake."""
        if given in choices:
            return given
        raise UsageMistake(
            message=self.tr(
                "{option} cannot be '{given}'; it can be: {choices}.",
                option=option,
                given=given,
                choices=", ".join(choices),
            ),
            hint=self.near(given, choices),
        )

    def near(self, word: str, known: Sequence[str]) -> str:
        """The question whether another word was meant; empty if none is close."""
        close = difflib.get_close_matches(word[:100], known, n=1)
        return "  " + self.tr("Did you mean '{word}'?", word=close[0]) if close else ""

    @property
    def has_terminal(self) -> bool:
        """Whether there is a person to show a screen to."""
        return self._at_terminal and os.environ.get("TERM") != "dumb"

    @property
    def _at_terminal(self) -> bool:
        return output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)

    def need_terminal(self) -> None:
        """Raises UsageMistake where there is no person to show a screen to."""
        if not self._at_terminal:
            raise UsageMistake(
                message=self.tr("The terminal program needs a terminal; there is none here."),
                hint="  " + self.tr("'kami --help' lists what can be done without one."),
            )
        if os.environ.get("TERM") == "dumb":
            raise UsageMistake(
                message=self.tr("This terminal (TERM=dumb) cannot show screens."), hint=""
            )
