"""Where a bundle is read from, a folder or a zip file: its files by name, piece by piece.

What is not a plain file inside its own folder is refused before anything is read.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import IO, NoReturn, Protocol, cast

from kami_tui.domain.errors import BundleUnreadable, FileUnreadable
from kami_tui.exchange.bundle import packed_names
from kami_tui.exchange.bundle.limits import (
    CHUNK,
    MOST_DIRECTORY,
    MOST_FILES,
    MOST_RATIO,
    MOST_SIZE,
    PLENTY,
)
from kami_tui.exchange.bundle.names import folded, unsafe
from kami_tui.exchange.evidence_files import opened

_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways of packing that take no memory to speak of."""
_LOCKED = 0x41
"""The flags of an entry with a password, in the old way and the strong one."""

_STUMBLES = (
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OSError,
    LookupError,
)
"""What the library meets in a file that is not as it should be."""


class Damaged(Exception):
    """A file cannot be read to its end, or is not what the zip file says of it."""


class Source(Protocol):
    sizes: Mapping[str, int]
    """Every file below the bundle's own folder, with the bytes it is said to have."""
    ignored: tuple[str, ...]
    """Files that are there and no part of it; not in `sizes`."""

    def settle(self, listed: Set[str]) -> None:
        """Decides what only the lists can: they name these files."""
        ...

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file's bytes. Raises Damaged; never gives more than it is said to have."""
        ...


def refuse(file: str, reason: str, detail: str = "", **facts: object) -> NoReturn:
    raise BundleUnreadable(file=file, reason=reason, detail=detail[:200], **facts)


class _Sizes:
    """Collects the files there are; refuses what is too much, or twice."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: dict[str, int] = {}
        self._taken: dict[str, str] = {}
        self._total = 0
        self._folders = 0

    def add(self, name: str, size: int) -> None:
        if unsafe(name):
            refuse(self.file, "unsafe", name)
        # Also a file where another has a folder: on the way down each part is taken by a path.
        parts = name.split("/")
        for depth in range(1, len(parts) + 1):
            here = "/".join(parts[:depth])
            kind = here if depth < len(parts) else f"{here}/file"
            if self._taken.setdefault(folded(here), kind) != kind:
                refuse(self.file, "unsafe", name)
        if name in self.found:
            refuse(self.file, "unsafe", name)
        self.found[name] = size
        self._total += size
        if len(self.found) > MOST_FILES or self._total > MOST_SIZE:
            refuse(self.file, "too_much")

    def add_folder(self, name: str) -> None:
        """Empty ones take time, too."""
        self._folders += 1
        if unsafe(name):
            refuse(self.file, "unsafe", name)
        if self._folders > MOST_FILES:
            refuse(self.file, "too_much")


class FolderSource:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = _Sizes(str(folder))
        try:
            self._look(folder, "", found)
        except OSError as error:
            refuse(str(folder), "denied", error.strerror or str(error))
        self.sizes: Mapping[str, int] = found.found
        self.ignored: tuple[str, ...] = ()

    def settle(self, listed: Set[str]) -> None:
        clutter = packed_names.ignored(self.sizes, listed)
        self.ignored = tuple(sorted(clutter))
        self.sizes = {n: s for n, s in self.sizes.items() if n not in clutter}

    def _look(self, folder: Path, above: str, found: _Sizes) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = above + entry.name
                if entry.is_symlink():
                    refuse(str(self.folder), "unsafe", name)
                if entry.is_dir(follow_symlinks=False):
                    found.add_folder(name)
                    self._look(Path(entry.path), f"{name}/", found)
                    continue
                status = entry.stat(follow_symlinks=False)
                if not stat.S_ISREG(status.st_mode):
                    refuse(str(self.folder), "unsafe", name)
                found.add(name, status.st_size)

    def pieces(self, name: str) -> Iterator[bytes]:
        left = self.sizes[name]
        path = self.folder / name
        try:
            # It was no link when it was listed; should it have become one, it leads nowhere else.
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise Damaged
            handle = opened(path)
        except (OSError, ValueError, RuntimeError, FileUnreadable) as error:
            raise Damaged from error
        with os.fdopen(handle, "rb") as file:
            try:
                while piece := file.read(CHUNK):
                    left -= len(piece)
                    if left < 0:
                        raise Damaged
                    yield piece
            except OSError as error:
                raise Damaged from error
        if left:
            raise Damaged


class ZipSource:
    """`file` stays open as long as this is used. `shown` is its name for people."""

    def __init__(self, file: IO[bytes], shown: str) -> None:
        self.file, self.shown = file, shown
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        if file.read(4) != b"PK\x03\x04":
            refuse(shown, "no_bundle")
        try:
            self._zip = zipfile.ZipFile(cast(IO[bytes], _Bounded(file)))
        except _TooMuch:
            refuse(shown, "too_much")
        except (*_STUMBLES, struct.error) as error:
            refuse(shown, "damaged", str(error))
        found = _Sizes(shown)
        packed = 0
        members: dict[str, zipfile.ZipInfo] = {}
        # What is hostile first: advice to unpack it another way would be bad advice then.
        for info in self._zip.infolist():
            self._harmless(info)
        for info in self._zip.infolist():
            packed += info.compress_size
            if (inside := self._member(info)) is not None:
                found.add(inside, info.file_size)
                members[inside] = info
        total = sum(found.found.values())
        if packed > size or total > max(PLENTY, MOST_RATIO * size):
            refuse(shown, "too_much")
        folder = packed_names.folder_of(members) or ""
        own = {n: i for n, i in members.items() if n.startswith(folder)}
        self._members = {n.removeprefix(folder): i for n, i in own.items()}
        self.sizes: Mapping[str, int] = {n: i.file_size for n, i in self._members.items()}
        self.ignored: tuple[str, ...] = tuple(n for n in members if n not in own)

    def settle(self, listed: Set[str]) -> None:
        """A name that was given no flag may have another reading, by which it is listed."""
        found = _Sizes(self.shown)
        members = {}
        for name, info in self._members.items():
            meant = next((n for n in self._inside(name, info) if n in listed), name)
            found.add(meant, info.file_size)
            members[meant] = info
        more = packed_names.ignored(members, listed)
        self.ignored = tuple(sorted({*self.ignored, *more}))
        self._members = {n: i for n, i in members.items() if n not in more}
        self.sizes = {n: i.file_size for n, i in self._members.items()}

    @staticmethod
    def _inside(name: str, info: zipfile.ZipInfo) -> Iterator[str]:
        """What a file below the bag's folder may be called, by each reading."""
        depth = name.count("/") + 1
        return ("/".join(n.split("/")[-depth:]) for n in packed_names.readings(info))

    def _harmless(self, info: zipfile.ZipInfo) -> None:
        """Refuses what leads elsewhere, however it may be read, and what is no plain file."""
        name = _name(info)
        mode = info.external_attr >> 16 if info.create_system == 3 else 0
        kind = stat.S_IFMT(mode)
        is_folder = name.endswith("/")
        if kind not in (0, stat.S_IFDIR if is_folder else stat.S_IFREG):
            refuse(self.shown, "unsafe", name)
        meant = name.replace("\\", "/").removesuffix("/")
        if unsafe(meant) or (is_folder and info.file_size):
            refuse(self.shown, "unsafe", name)

    def _member(self, info: zipfile.ZipInfo) -> str | None:
        """The name of a file; None for a folder. What cannot be read is refused."""
        name = _name(info)
        is_folder = name.endswith("/")
        if info.flag_bits & _LOCKED or (info.compress_type not in _KINDS and not is_folder):
            refuse(self.shown, "packing", name)
        if "\\" in name:
            refuse(self.shown, "separators", name)
        if is_folder:
            return None
        if info.file_size > max(PLENTY, MOST_RATIO * info.compress_size):
            refuse(self.shown, "too_much")
        return name

    def pieces(self, name: str) -> Iterator[bytes]:
        info = self._members[name]
        left = info.file_size
        try:
            with self._zip.open(info) as file:
                while piece := file.read(CHUNK):
                    left -= len(piece)
                    yield piece
        except (*_STUMBLES, zlib.error, struct.error, EOFError, _TooMuch) as error:
            raise Damaged from error
        if left:
            raise Damaged


def _name(info: zipfile.ZipInfo) -> str:
    """As it stands there: the library cuts a name at a zero byte and turns separators around."""
    return packed_names.readings(info)[0]


class _TooMuch(Exception):
    pass


class _Bounded:
    """A file of which nobody reads very much at once: `zipfile` takes the table of contents whole,
    however long the file says it is."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(MOST_DIRECTORY + 1 if size < 0 else min(size, MOST_DIRECTORY + 1))
        if len(data) > MOST_DIRECTORY:
            raise _TooMuch
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """Whoever opened it closes it."""
