"""A foreign workbook as a zip package: opened only where that is safe, and read within bounds.

Whoever sends a workbook decides every byte of it. So nothing is believed: not the name, not the
sizes that the zip's directory tells, not that a part ends. Parts nobody asks for (pictures, macros,
printer settings) are never unpacked.
"""

from __future__ import annotations

import hashlib
import io
import os
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kami_tui.domain.errors import BadInput, Problem

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods")
CHUNK = 64 * 1024
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may hold. A filled one has 1 to 5 MiB in some 60 parts."""

    file: int = 32 * 1024**2
    """Bytes of the file."""
    directory: int = 2 * 1024**2
    """Bytes of the zip's directory: some 20,000 parts."""
    parts: int = 5_000
    unpacked: int = 512 * 1024**2
    """Bytes all parts say they have; most are never unpacked."""
    part: int = 48 * 1024**2
    """Bytes of one part that is read."""
    read: int = 64 * 1024**2
    """Bytes of all parts that are read."""
    ratio: int = 250
    """Times a part of more than `small` bytes may shrink; sheets shrink ten to forty times."""
    small: int = 4 * 1024**2


LIMITS = Limits()


def looks_like_workbook(path: Path) -> bool:
    """Whether a file is meant as a workbook: by its name, or by how it begins. Never raises."""
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return file.read(8).startswith((ZIP, OLE))
    except (OSError, ValueError):
        return False


def refused(file: str, code: str, **facts: object) -> BadInput:
    return BadInput([Problem(code, facts, file)])


class Package:
    """The parts of one workbook. `name` is how the file is called in sentences."""

    def __init__(self, data: bytes, name: str, limits: Limits = LIMITS) -> None:
        """Raises BadInput: it is no workbook that can be read, and why."""
        self.name, self.limits, self.data = name, limits, data
        self.sha256 = hashlib.sha256(data).hexdigest()
        self._left = limits.read
        if not data:
            raise refused(name, "empty_file")
        if not data.startswith(b"PK"):
            raise refused(name, _other_kind(data))
        try:
            self._zip = zipfile.ZipFile(_Guarded(data, limits.directory))
        except (zipfile.BadZipFile, _TooMuch, OSError, ValueError, NotImplementedError) as error:
            code = "workbook_bomb" if isinstance(error, _TooMuch) else "workbook_damaged"
            raise refused(name, code) from None
        self._check()

    @classmethod
    def read(cls, path: Path, limits: Limits = LIMITS) -> Package:
        """Raises BadInput: it cannot be read, is too large, or is no workbook."""
        return cls(_bytes(path, limits.file), str(path), limits)

    @cached_property
    def parts(self) -> dict[str, zipfile.ZipInfo]:
        """By name, without regard to case, as the format asks."""
        infos = self._zip.infolist()
        # Some programs write Windows' separators.
        return {i.filename.replace("\\", "/").lstrip("/").casefold(): i for i in infos}

    @property
    def macros(self) -> bool:
        """Whether it brings programs along. Nothing here could run them."""
        return any(name.endswith("vbaproject.bin") for name in self.parts)

    def has(self, part: str) -> bool:
        return part.lstrip("/").casefold() in self.parts

    def chunks(self, part: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece.

        Raises:
            BadInput: it is not there, is damaged, or is larger than it may be.
        """
        info = self.parts.get(part.lstrip("/").casefold())
        if info is None:
            raise refused(self.name, "workbook_damaged")
        if info.file_size > self.limits.part:
            raise refused(self.name, "workbook_bomb")
        try:
            with self._zip.open(info) as file:
                while chunk := file.read(CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise refused(self.name, "workbook_bomb")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise refused(self.name, "workbook_damaged") from error
        except (NotImplementedError, RuntimeError) as error:  # a method of its own, or encrypted
            raise refused(self.name, "workbook_damaged") from error

    def _check(self) -> None:
        infos, limits = self._zip.infolist(), self.limits
        if any(i.flag_bits & 1 for i in infos):
            raise refused(self.name, "workbook_password")
        if len(infos) > limits.parts or sum(i.file_size for i in infos) > limits.unpacked:
            raise refused(self.name, "workbook_bomb")
        if any(
            i.file_size > limits.small and i.file_size > limits.ratio * max(i.compress_size, 1)
            for i in infos
        ):
            raise refused(self.name, "workbook_bomb")
        if len(self.parts) != len(infos):  # two parts of one name: programs disagree which counts
            raise refused(self.name, "workbook_damaged")
        if self.has("xl/workbook.bin"):
            raise refused(self.name, "workbook_xlsb")
        if self.has("content.xml") and self.has("mimetype"):
            raise refused(self.name, "workbook_ods")
        if not self.has("[Content_Types].xml"):
            raise refused(self.name, "workbook_other")


def resolved(base: str, target: str) -> str:
    """The part that a relationship of the part `base` names."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("/")


def relations_of(part: str) -> str:
    """The part that says what a part is related to."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


class _TooMuch(Exception):
    """More is asked for at once than a directory may have."""


class _Guarded(io.BytesIO):
    """Bytes that `zipfile` cannot read a huge directory from: it does so in one piece, and makes an
    object of several hundred bytes of every entry."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self._most, self._size = most, len(data)

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._size - self.tell())
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > self._most:
            raise _TooMuch
        return super().read(wanted)


def _bytes(path: Path, most: int) -> bytes:
    """Looks before it opens, since a pipe would wait and a device might do anything."""
    name = str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise refused(name, "is_folder")
        if not stat.S_ISREG(mode):
            raise refused(name, "not_a_file")
        handle = os.open(path, _OPEN)
        with os.fdopen(handle, "rb") as file:
            size = os.fstat(handle).st_size
            if size > most:
                raise refused(name, "workbook_too_large", size=size // 2**20, limit=most // 2**20)
            return file.read(most)
    except FileNotFoundError:
        raise refused(name, "missing_file") from None
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise refused(name, "unreadable_file", detail=detail) from error


def _other_kind(data: bytes) -> str:
    """What a file that is no zip package is."""
    if data.startswith(OLE):
        # Streams are named in UTF-16 in the old container, which also wraps encrypted workbooks.
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "workbook_password"
        if any(n.encode("utf-16-le") + b"\0\0" in data for n in ("Workbook", "Book")):
            return "workbook_xls"
        return "workbook_other"
    begins = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begins.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<style", b"<meta")):
        return "workbook_html"
    if data[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02"):  # before the container was invented
        return "workbook_xls"
    return "workbook_other"
