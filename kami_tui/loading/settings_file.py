"""The settings file (TOML): read with line numbers, changed one value at a time."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from kami_tui.domain.errors import BadInput, Problem, SettingsUnwritable
from kami_tui.usecases.settings import SettingsText, in_force

TEMPLATE = Path(__file__).with_name("settings.toml")
MOST = 64 * 1024
"""Bytes; the documented file has two thousand."""


class SettingsToml:
    """Implements `usecases.ports.SettingsFile`."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def read(self) -> SettingsText:
        file = str(self.place)
        try:
            data = _bytes(self.place)
        except FileNotFoundError:
            return SettingsText(file)
        except OSError as error:
            code = "is_folder" if error.errno == errno.EISDIR else "unreadable_file"
            return _refused(file, code, detail=error.strerror or str(error))
        if len(data) > MOST:
            return _refused(file, "too_large", limit=MOST)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            return _refused(file, "not_utf8", detail=f"0x{data[error.start]:02x}")
        return _parsed(file, text)

    def begin(self) -> bool:
        if self.place.exists() or self.place.is_symlink():
            return False
        _write(self.place, TEMPLATE.read_bytes())
        return True

    def remember(self, name: str, value: str | bool) -> None:
        text = self.read()
        problems = in_force(text, {}, {}).problems
        if problems:
            raise BadInput(problems)
        import tomlkit  # costs start-up time, and is only needed here

        try:
            source = self.place if text.exists else TEMPLATE
            document = tomlkit.parse(source.read_bytes().decode("utf-8-sig"))
        except OSError as error:
            raise _unwritable(self.place, error) from error
        if document.get(name) == value:
            return
        document[name] = value
        _write(self.place, tomlkit.dumps(document).encode())


def _bytes(place: Path) -> bytes:
    """A little more than may be read. Raises OSError; a pipe is not waited for."""
    handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return file.read(MOST + 1)


def _refused(file: str, code: str, line: int | None = None, **facts: object) -> SettingsText:
    return SettingsText(file, exists=True, problems=(Problem(code, facts, file, line),))


_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def _parsed(file: str, text: str) -> SettingsText:
    import tomllib  # where there is no file, nothing is imported for it

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = str(error)
        found = _PLACE.search(said)
        line = int(found[1]) if found and found[1] else text.count("\n") + 1 if found else None
        return _refused(file, "toml_syntax", line, detail=_PLACE.sub("", said))
    return SettingsText(file, exists=True, values=values, lines=_lines(text, values))


_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_ENTRY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_.\s-])+?)\s*=""")


def _lines(text: str, values: Mapping[str, object]) -> dict[str, int]:
    """Where each key stands, by dotted name. The text is known to be valid; what stands in a string
    of several lines is at most an extra name nobody asks for."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = _dotted(header[1]) + "."
            found.setdefault(table[:-1], number)
        elif entry := _ENTRY.match(line):
            found.setdefault(table + _dotted(entry[1]), number)
    return found


def _dotted(name: str) -> str:
    return re.sub(r"\s*\.\s*", ".", name.replace('"', "").replace("'", ""))


# -- writing ----------------------------------------------------------------------------------


def _write(place: Path, data: bytes) -> None:
    """Whole or not at all, for this user's eyes only. Raises SettingsUnwritable."""
    try:
        target = place.resolve()  # a link into someone's collection of settings stays a link
        for folder in reversed([f for f in target.parents if not f.exists()]):
            folder.mkdir(mode=0o700, exist_ok=True)
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o600
        part = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(mode)
            part.replace(target)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        _flush(target.parent)
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError before 3.13
        raise _unwritable(place, error) from error


def _flush(folder: Path) -> None:
    """Waits until the disk has the folder's list of names."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(place: Path, error: Exception) -> SettingsUnwritable:
    detail = getattr(error, "strerror", None) or str(error)
    return SettingsUnwritable(file=str(place), detail=detail)
