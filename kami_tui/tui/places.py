"""Where files go that leave the program: a folder, a name, and what is there already. What looks
at the disk is slow on a network drive and is called off the event loop; `documents` alone is not.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kami_tui.domain.answers import Assessment


def documents() -> Path:
    """The user's Documents folder where there is one, else where the program was started."""
    for name in ("Documents", "Dokumen"):
        folder = Path.home() / name
        if folder.is_dir():
            return folder
    return Path.cwd()


def file_name(assessment: Assessment, today: str, extension: str = "pdf") -> str:
    """``kami-pemerintah-kota-contoh-2026-09-15.pdf``."""
    profile = assessment.profile
    plain = unicodedata.normalize("NFKD", profile.organisation).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-")
    day = re.sub(r"[^0-9-]", "", profile.date) or today
    return "-".join(p for p in ("kami", slug, day) if p) + f".{extension}"


def short(path: Path) -> str:
    """As people write it: ``~`` for their own folder."""
    home = Path.home()
    return str(Path("~", path.relative_to(home)) if path.is_relative_to(home) else path)


@dataclass(frozen=True, slots=True)
class Place:
    """What a typed path stands for, and what is there now."""

    path: Path
    """Whole, from the root."""
    state: Literal["free", "taken", "folder", "no_folder", "bad"]
    why: str = ""
    """What the system has against it."""


def look(typed: str) -> Place:
    """Looks at the disk; raises nothing, whatever was typed."""
    path = Path(typed)
    try:
        path = path.expanduser().absolute()
        try:
            mode = path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return Place(path, "free" if path.parent.is_dir() else "no_folder")
        return Place(path, "folder" if stat.S_ISDIR(mode) else "taken")
    except (OSError, RuntimeError, ValueError) as error:
        return Place(path, "bad", getattr(error, "strerror", None) or str(error))


def make_folder(folder: Path) -> str:
    """Makes a folder and those above it; gives back why it could not, or nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or str(error)
    return ""
