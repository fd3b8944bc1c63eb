"""One line on stderr that is written over as reports go on, and wiped at its end."""

from __future__ import annotations

import sys
from collections.abc import Callable

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.usecases.bundling import BundleProgress
from kami_tui.usecases.ports import Progress

WIDTH = 24


class Line:
    """Silent where nobody watches. A terminal that went away does not stop the report."""

    def __init__(self, cli: Cli) -> None:
        self.tr = cli.tr
        self.on = output.is_terminal(sys.stderr) and not cli.as_json
        self.longest = 0

    def say(self, words: str) -> None:
        if self.on:
            self._write("\r" + words.ljust(self.longest))
            self.longest = max(self.longest, len(words))

    def wipe(self) -> None:
        """Makes room for a sentence."""
        if self.longest:
            self._write("\r" + " " * self.longest + "\r")
            self.longest = 0

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            self.on = False


class OneProgress(Line):
    """How far one report is, as `ports.Progress` tells it."""

    def __enter__(self) -> Progress | None:
        return self.tell if self.on else None

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def tell(self, stage: str, step: int, steps: int) -> None:
        words = {
            "read": self.tr("reading"),
            "score": self.tr("scoring"),
            "compose": self.tr("composing"),
            "layout": self.tr("laying out"),
            "draw": self.tr("drawing"),
            "write": self.tr("writing"),
        }
        percent = 100 * step // max(steps, 1)
        said = words.get(stage, stage)
        self.say(self.tr("Report: {percent}%, {stage}", percent=percent, stage=said))


class BundleLine(Line):
    """How far a bundle is, as `bundling.BundleProgress` tells it."""

    def __enter__(self) -> BundleProgress | None:
        return self.tell if self.on else None

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def tell(self, stage: str, done: int, total: int) -> None:
        words = {
            "evidence": self.tr("copying evidence"),
            "pack": self.tr("packing"),
            "seal": self.tr("encrypting"),
            "unseal": self.tr("decrypting"),
            "check": self.tr("checking"),
        }
        percent = min(100 * done // max(total, 1), 100)
        said = self.tr(
            "Bundle: {stage}, {percent} %", stage=words.get(stage, stage), percent=percent
        )
        if said != self.last:
            self.last = said
            self.say(said)

    last = ""
    """A terminal is not written to a thousand times a second to say the same."""


class ManyProgress(Line):
    """One bar for all reports of a batch."""

    def __init__(self, cli: Cli, all_: int) -> None:
        super().__init__(cli)
        self.all = all_
        self.done = 0
        self.failed = 0

    def __enter__(self) -> Callable[[float], None] | None:
        return self.tell if self.on else None

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def tell(self, made: float) -> None:
        """`made` counts parts of reports; those that failed before they began are added here."""
        share = min((made + self.failed) / max(self.all, 1), 1.0)
        bar = "#" * int(WIDTH * share)
        said = self.tr(
            "Reports: {n} of {all}  [{bar}] {percent}%",
            n=self.done,
            all=self.all,
            bar=bar.ljust(WIDTH, "."),
            percent=int(100 * share),
        )
        self.say(said)
