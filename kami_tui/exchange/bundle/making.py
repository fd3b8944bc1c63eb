"""Makes a bundle: the payload into a folder, the folder into a bag, the bag into one file."""

from __future__ import annotations

import logging
import os
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kami_tui.domain.errors import BundleFailed
from kami_tui.exchange.bundle.limits import CHUNK
from kami_tui.exchange.bundle.names import folded, plain, unsafe

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""RFC 8493; the library still writes 0.97, which differs in nothing that we write."""
MOST_VALUE = 500
"""Characters of one line in ``bag-info.txt``."""
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""A zip file knows no earlier one."""


def bag(folder: Path, info: Mapping[str, str]) -> None:
    """Turns a folder with the payload into a bag, in place.

    The library changes the process's working folder meanwhile: no thread beside this one may rely
    on it.

    Raises:
        BundleFailed: ``failed``. OSError: as writing says.
    """
    import bagit

    # It prints its errors as well as raising them.
    logging.getLogger("bagit").setLevel(logging.CRITICAL + 1)
    before = Path.cwd()
    try:
        lines = {n: plain(v)[:MOST_VALUE] for n, v in info.items()}
        made = bagit.make_bag(
            str(folder), {n: v for n, v in lines.items() if v}, checksums=["sha256", "sha512"]
        )
        (folder / "bagit.txt").write_text(DECLARATION, encoding="utf-8", newline="\n")
        made.save()
    except (bagit.BagError, RuntimeError) as error:
        raise BundleFailed(reason="failed", detail=str(error)[:200], file="") from error
    finally:
        os.chdir(before)
    for tags in folder.glob("tagmanifest-*.txt"):
        # In the order of the file system until here.
        lines_ = sorted(tags.read_text("utf-8").splitlines(keepends=True))
        tags.write_text("".join(lines_), encoding="utf-8", newline="\n")


def zip_folder(
    folder: Path, base: str, out: IO[bytes], when: datetime, tell: Callable[[int, int], None] | None
) -> None:
    """The folder as one zip file, its files below `base`: the same bytes for the same files and
    moment on every computer, which is why nothing is packed tighter (documents are already)."""
    moment = max(when.astimezone(UTC), _EARLIEST).timetuple()[:6]
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    names = [f"{base}/{p.relative_to(folder).as_posix()}" for p in files]
    total, done = sum(p.stat().st_size for p in files), 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path, name in sorted(zip(files, names, strict=True), key=lambda p: p[1]):
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.file_size = path.stat().st_size
            with path.open("rb") as file, packed.open(entry, "w") as member:
                while piece := file.read(CHUNK):
                    member.write(piece)
                    done += len(piece)
                    if tell:
                        tell(done, total)


def put_text(folder: Path, name: str, text: str) -> None:
    place = folder / name
    place.parent.mkdir(exist_ok=True)
    # A lone surrogate becomes the escape that JSON knows it by.
    place.write_bytes(text.encode("utf-8", "backslashreplace"))


def put_copies(folder: Path, files: tuple[Path, ...]) -> None:
    """Small files. Raises BundleFailed: one cannot be read or has a name that no bundle may hold.
    OSError: as writing says."""
    folder.mkdir()
    taken: set[str] = set()
    for file in files:
        if unsafe(file.name) or "%" in file.name or folded(file.name) in taken:
            raise BundleFailed(reason="name", file=str(file), detail="")
        taken.add(folded(file.name))
        try:
            data = file.read_bytes()
        except OSError as error:
            raise BundleFailed(
                reason="failed", file=str(file), detail=f"{file}: {error}"
            ) from error
        (folder / file.name).write_bytes(data)


def total_of(folder: Path) -> tuple[int, int]:
    """Bytes and files below a folder."""
    sizes = [p.stat().st_size for p in folder.rglob("*") if p.is_file()]
    return sum(sizes), len(sizes)
