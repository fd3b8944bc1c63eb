"""Collects what is wrong with a file, so that its author hears of everything at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import NoReturn

from kami_tui.domain.errors import BadInput, Problem

MOST = 500
"""Problems of one file that are told; whoever has more has sent the wrong file."""


class Problems:
    """The problems of one file (or of several: give `file` with each)."""

    def __init__(self, file: str | None = None) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(
        self, code: str, *, line: int | None = None, column: int | None = None, **facts: object
    ) -> None:
        self.put(Problem(code, facts, self.file, line, column))

    def put(self, problem: Problem) -> None:
        """Takes one problem; the same one twice counts once.

        Raises:
            BadInput: there are too many to go on.
        """
        if problem in self.found[-20:]:
            return
        self.found.append(problem)
        if len(self.found) >= MOST:
            self.found.append(Problem("more_problems", {"limit": MOST}, problem.file))
            raise BadInput(self.found)

    def fatal(self, code: str, *, line: int | None = None, **facts: object) -> NoReturn:
        """Adds one and gives up: reading on would cost too much or make no sense."""
        self.put(Problem(code, facts, self.file, line))
        raise BadInput(self.found)

    def stop_if_any(self) -> None:
        """Raises BadInput with everything collected so far, if there is anything."""
        if self.found:
            raise BadInput(self.found)


MOST_GUESSES = 20
"""Problems of one file (or line) that come with the word that was probably meant; where there are
more, somebody sent the wrong file, and guessing would take longer than reading it."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant. Costs about 10 microseconds per known word."""
    if len(word) > 100:
        return None
    lowered = {k.casefold(): k for k in known}
    close = difflib.get_close_matches(word.casefold(), list(lowered), n=1, cutoff=0.6)
    return lowered[close[0]] if close else None


def in_order(problems: Sequence[Problem], files: Sequence[str] = ()) -> list[Problem]:
    """By file (those named first come first), then line; "there are more" is said last."""
    rank = {name: i for i, name in enumerate(files)}
    return sorted(
        problems,
        key=lambda p: (
            rank.get(p.file or "", len(rank)),
            p.file or "",
            p.code == "more_problems",
            p.line or 0,
            p.column or 0,
        ),
    )


def at_most(problems: list[Problem]) -> list[Problem]:
    """The first of them, and a word about the rest."""
    if len(problems) <= MOST:
        return problems
    return [*problems[:MOST], Problem("more_problems", {"limit": MOST}, problems[MOST].file)]
