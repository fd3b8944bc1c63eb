"""stdout: data and nothing else."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from kami_tui.domain.cells import inert
from kami_tui.domain.errors import KamiError

_NOT_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""JSON allows these, a terminal acts on them. They can only stand inside a string."""


class OutputFailed(KamiError):
    """stdout takes no more (disk full, closed). Facts: reason."""

    code = "output_failed"


def make_safe(stream: TextIO | None) -> None:
    """No sentence may fail on a sign the terminal does not have, and no file depend on it.

    A pipe or a file always gets UTF-8: JSON is defined so.
    """
    if isinstance(stream, io.TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def write(text: str) -> None:
    """Puts a text on stdout, whole lines.

    Raises:
        OutputFailed: it could not be written. A reader that went away is a BrokenPipeError.
    """
    try:
        if sys.stdout is None:
            raise OSError("stdout is closed")
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard()
        raise OutputFailed(reason=error.strerror or str(error)) from error


def write_json(document: object) -> None:
    write(json_text(document, indent=2))


def json_text(document: object, indent: int | None = None) -> str:
    """JSON in UTF-8 signs, with what a terminal would act on written as ``\\u009b``."""
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    return _NOT_IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    write(csv_text(header, rows))


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV as RFC 4180 has it, but with plain line feeds. Texts cannot become formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def _cell(value: object) -> object:
    """A value as a spreadsheet should take it: text stays text, even if it looks like a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return inert(value) if isinstance(value, str) else value


def discard() -> None:
    """Lets Python's own flush at the end go nowhere: what could be said has been said."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
    except OSError:
        pass


def is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def columns_of(stream: TextIO | None) -> int | None:
    """How many columns there are; None where nobody looks at it, but a file or a program."""
    return max(40, shutil.get_terminal_size().columns) if is_terminal(stream) else None


class Paint:
    """Emphasis for a terminal; plain text anywhere else. Never the only sign of anything."""

    def __init__(self, stream: TextIO | None) -> None:
        self.on = (
            is_terminal(stream)
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb"
        )

    def strong(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.on else text

    def bad(self, text: str) -> str:
        return f"\x1b[1;31m{text}\x1b[0m" if self.on else text


def write_bytes(data: bytes) -> None:
    """Raises OutputFailed."""
    try:
        if sys.stdout is None:
            raise OSError("stdout is closed")
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard()
        raise OutputFailed(reason=error.strerror or str(error)) from error
