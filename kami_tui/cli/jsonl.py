"""``kami score --jsonl``: a stream of assessments in, a stream of results out, in step.

Every line in gives exactly one line out, in order, so that two files can be laid side by side and
a program that writes one line can wait for its answer. A blank line is a bad line, not a silence.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code
from kami_tui.domain.errors import BadInput, KamiError, Problem
from kami_tui.usecases.batch import LineScorer

LONGEST = 1024**2
"""Bytes a line may have. The longest sensible one, every item answered, has about 3,000."""
CHUNK = 64 * 1024


def score_stream(cli: Cli, edition: str) -> Code:
    """Scores standard input to its end; a bad line is answered in its place and remembered."""
    services = cli.services
    scorer = LineScorer(services.lines(edition), services.editions)
    failed = 0
    answers: list[str] = []
    for number, line in _numbered(sys.stdin.fileno() if sys.stdin else -1):
        if number == 0:  # nothing more to read for now: what is known goes out
            if answers:
                output.write("\n".join(answers))
                answers.clear()
            continue
        try:
            if line is None:
                raise BadInput([Problem("too_large", {"limit": LONGEST}, "-", number)])
            answers.append(output.json_text(scorer.score(line, number)))
        except (KamiError, RecursionError, MemoryError) as error:
            failed += 1
            message = _message(cli, error)
            answers.append(output.json_text({"error": message, "line": number}))
    if failed:
        cli.diagnostics.note(
            cli.tr.plural("{n} line could not be scored.", "{n} lines could not be scored.", failed)
        )
    return Code.SOME_FAILED if failed else Code.DONE


def _message(cli: Cli, error: Exception) -> str:
    """Every problem of the line in one text; the line number stands beside it already."""
    if isinstance(error, BadInput) and len(error.problems) > 1:
        parts = [cli.diagnostics.message(BadInput([p])) for p in error.problems[:20]]
        return "; ".join(parts)
    return cli.diagnostics.message(error)


def _numbered(descriptor: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers from 1; ``(0, b"")`` whenever input pauses, and at the end.

    None stands for a line that is too long: its bytes are let go as they come, so that memory
    stays bounded whatever arrives.
    """
    number, begun, skipping = 0, b"", False
    while True:
        try:
            chunk = os.read(descriptor, CHUNK)
        except OSError as error:
            raise BadInput(
                [Problem("unreadable_file", {"detail": error.strerror or "?"}, "-")]
            ) from error
        if not chunk:
            break
        *whole, rest = chunk.split(b"\n")
        for part in whole:
            number += 1
            line = begun + part
            begun = b""
            yield number, None if skipping or len(line) > LONGEST else line
            skipping = False
        if skipping or len(begun) + len(rest) > LONGEST:
            begun, skipping = b"", True
        else:
            begun += rest
        yield 0, b""
    if begun or skipping:
        yield number + 1, None if skipping else begun
        yield 0, b""
