"""stderr: sentences for people, or one JSON object for scripts; and the exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from enum import IntEnum

from kami_tui.cli.output import Paint, json_text
from kami_tui.cli.text import shown
from kami_tui.domain.errors import (
    BadInput,
    BundleFailed,
    KamiError,
    Problem,
    ReportFailed,
    StoreError,
)
from kami_tui.i18n.translator import Translator


class Code(IntEnum):
    """What the program's end says to a script."""

    DONE = 0
    SOME_FAILED = 1
    BAD_INPUT = 2
    """The command line or a file was not understood; nothing was written."""
    STORE = 3
    CHANGED = 4
    """A report or bundle that was verified is not as it was made, or a signature is broken."""
    INTERRUPTED = 130


class UsageMistake(KamiError):
    """The command line was not understood. Facts: message, hint (both already in words)."""

    code = "usage"


_NOT_DONE = (
    "output_failed", "settings_unwritable", "signing_failed", "file_unwritable", "bundle_failed",
    "bundle_incomplete", "export_failed", "not_taken_in", "nothing_filled", "part_unwritable",
    "merge_overtaken", "merge_conflicts",
)  # fmt: skip

_NAMED_WRONG = ("recipient", "recipients")
"""Why a bundle failed that was never begun: what was named for it is not what it should be."""


def code_of(error: Exception) -> Code:
    if isinstance(error, StoreError):
        return Code.STORE
    if isinstance(error, BundleFailed) and error.facts.get("reason") in _NAMED_WRONG:
        return Code.BAD_INPUT
    if isinstance(error, KamiError) and not isinstance(error, ReportFailed):
        return Code.SOME_FAILED if error.code in _NOT_DONE else Code.BAD_INPUT
    return Code.SOME_FAILED


class Diagnostics:
    """Says what happened. Failing to say it never fails the program."""

    def __init__(self, tr: Translator, *, as_json: bool = False) -> None:
        self.tr, self.as_json = tr, as_json
        self.paint = Paint(sys.stderr)

    def note(self, sentence: str) -> None:
        """Narration; silent where a script wants JSON."""
        if not self.as_json:
            self._write(shown(sentence, keep="\n"))

    def fact(self, name: str, value: str, sentence: str) -> None:
        """Narration that a script needs, too."""
        self._write(json_text({name: value}) if self.as_json else shown(sentence))

    def problems(self, problems: Sequence[Problem], said: str) -> None:
        """Problems that stop nothing, and what is done all the same. Silent as `note` is."""
        if problems:
            self.note("\n".join([*map(self._problem_lines, problems), said]))

    def error(self, error: Exception, about: str | None = None) -> Code:
        """Tells one error; gives back the exit code it stands for."""
        if self.as_json:
            self._write(json_text({"error": self.document(error, about)}))
        else:
            self._write(self.sentences(error, about))
        if os.environ.get("KAMI_DEBUG"):
            self._write(shown("".join(traceback.format_exception(error)), keep="\n"))
        return code_of(error)

    def document(self, error: Exception, about: str | None = None) -> dict[str, object]:
        """An error as scripts read it: the code is stable, the message is for people."""
        found: dict[str, object] = {
            "code": error.code if isinstance(error, KamiError) else "internal_error",
            "message": self.message(error),
        }
        if about is not None:
            found["file"] = about
        problems = error.problems if isinstance(error, BadInput) else ()
        found["problems"] = [self.problem(p) for p in problems]
        return found

    def message(self, error: Exception) -> str:
        """One sentence or a few, without the list of problems."""
        if isinstance(error, UsageMistake):
            return str(error.facts["message"])
        if isinstance(error, BadInput):
            if len(error.problems) == 1:
                return self._parts(error.problems[0])[0]
            return self.tr.plural(
                "{n} problem was found; nothing was written.",
                "{n} problems were found; nothing was written.",
                len(error.problems),
            )
        if error_text := self._own(error):
            return error_text
        if isinstance(error, KamiError):
            from kami_tui.i18n.explain import explain  # not needed while all goes well

            return explain(error, self.tr)
        return self.tr(
            "Something unforeseen happened ({kind}: {detail}). Nothing more was done. With"
            " KAMI_DEBUG=1 the details are printed; please send them to the project.",
            kind=type(error).__name__,
            detail=str(error)[:300],
        )

    def sentences(self, error: Exception, about: str | None = None) -> str:
        """What a person reads: the message, and below it each problem with its place."""
        mark = self.paint.bad(self.tr("Error:"))
        if isinstance(error, BadInput) and error.problems:
            lines = [self._problem_lines(p) for p in error.problems]
            if len(error.problems) > 1:
                lines.append(f"{mark} {self.message(error)}")
            return "\n".join(lines)
        text = shown(self.message(error), keep="\n")
        if about is not None:
            text = f"{shown(about)}: {text}"
        hint = error.facts.get("hint") if isinstance(error, UsageMistake) else None
        return f"{mark} {text}" + (f"\n{shown(str(hint), keep=chr(10))}" if hint else "")

    def line(self, number: int | None, code: str, sentence: str, **facts: object) -> None:
        """Tells what is wrong with one line of input. `number` is left out where a person types."""
        if self.as_json:
            error = {"code": code, "line": number, "message": sentence, **facts}
            self._write(json_text({"error": error}))
            return
        place = self.tr("Line {n}, {code}:", n=number, code=code) + " " if number else ""
        self._write(shown(place + sentence, keep="\n"))

    def interrupted(self) -> Code:
        self._write(self.tr("Stopped."))
        return Code.INTERRUPTED

    # -- inside ---------------------------------------------------------------------------

    def _own(self, error: Exception) -> str | None:
        """Sentences about things only the command line knows of."""
        if isinstance(error, KamiError) and error.code == "output_failed":
            from kami_tui.i18n import system  # not needed while all goes well

            reason = system.said(str(error.facts.get("reason", "?")), self.tr)
            return self.tr("The output could not be written: {reason}.", reason=reason)
        if isinstance(error, KamiError) and error.code == "unknown_assessment":
            name = str(error.facts.get("assessment", ""))
            if matches := error.facts.get("matches"):
                return self.tr(
                    "Several assessments begin with '{name}': {matches}.",
                    name=name,
                    matches=", ".join(map(str, matches)),  # type: ignore[call-overload]
                )
            return self.tr(
                "'{name}' is neither a file nor the id of an assessment in the workspace."
                " 'kami list' shows the ids.",
                name=name,
            )
        if isinstance(error, KamiError) and error.code == "nothing_filled":
            return self.tr("None of it could be written; {file} was not made.", **error.facts)
        if isinstance(error, MemoryError):
            return self.tr("There is not enough memory.")
        return None

    def _parts(self, problem: Problem) -> tuple[str, str | None]:
        """Message and hint of one problem."""
        from kami_tui.i18n.explain import explain

        message, _, hint = explain(problem, self.tr).partition("\n")
        return message, hint.strip() or None

    def _bare(self, hint: str) -> str:
        """A hint without the word that says so: JSON has a key for it."""
        return hint.partition(": ")[2] or hint

    def problem(self, problem: Problem) -> dict[str, object]:
        message, hint = self._parts(problem)
        return {
            "code": problem.code,
            "file": problem.file,
            "line": problem.line,
            "message": message,
            "hint": self._bare(hint) if hint else None,
        }

    def _problem_lines(self, problem: Problem) -> str:
        message, hint = self._parts(problem)
        place = ""
        if problem.file is not None:
            place = problem.file + (f":{problem.line}" if problem.line else "") + ": "
        text = shown(place + message)
        return text + (f"\n  {shown(hint)}" if hint else "")

    def _write(self, text: str) -> None:
        try:
            if sys.stderr is not None:
                sys.stderr.write(text if text.endswith("\n") else text + "\n")
                sys.stderr.flush()
        except (OSError, ValueError):
            pass
