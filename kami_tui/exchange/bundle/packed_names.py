"""What files in a zip file are called, and which of them belong to a bundle at all."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Set

from kami_tui.usecases.bundling import PAYLOAD

_UTF8 = 0x800
"""The flag of a zip file's entry by which its name is UTF-8."""
_MAC = "__MACOSX/"
_LEFT_BEHIND = (".DS_Store", "Thumbs.db", "desktop.ini")
DECLARATION = "bagit.txt"
_LISTS = ("manifest-", "tagmanifest-")


def readings(info: zipfile.ZipInfo) -> tuple[str, ...]:
    """A name, as it may be meant, the likeliest first.

    Without the flag it should be in the code page of old DOS, and programs for Unix and the Mac
    write UTF-8 all the same.
    """
    name = info.orig_filename
    if info.flag_bits & _UTF8 or name.isascii():
        return (name,)
    try:
        return name.encode("cp437").decode("utf-8"), name
    except ValueError:
        return (name,)


def folder_of(names: Iterable[str]) -> str | None:
    """The bag's own folder, with its slash: empty where all lies at the top; None: there is none,
    or other things lie beside it. What a Mac puts beside a folder that it packs does not count."""
    names = [n for n in names if not (n.startswith(_MAC) or ("/" not in n and _clutter(n)))]
    for folder in ("", *sorted({n.partition("/")[0] + "/" for n in names})[:1]):
        inside = [n.removeprefix(folder) for n in names if n.startswith(folder)]
        if len(inside) == len(names) and any(map(_tag, inside)):
            return folder
    return None


def _tag(name: str) -> bool:
    return name == DECLARATION or ("/" not in name and name.startswith(_LISTS))


def ignored(names: Iterable[str], listed: Set[str]) -> frozenset[str]:
    """Files that a Mac or Windows put into a bag's folder: no harm, and no part of it. In the
    payload they count, for there each file is somebody's."""
    return frozenset(
        n for n in names if _clutter(n) and not n.startswith(PAYLOAD) and n not in listed
    )


def _clutter(name: str) -> bool:
    last = name.rpartition("/")[2]
    return name.startswith(_MAC) or last in _LEFT_BEHIND or last.startswith("._")


def elsewhere(names: Iterable[str]) -> str:
    """A folder further down that is a bag, for its name; empty: there is none."""
    return min((n.rpartition("/")[0] for n in names if n.endswith(f"/{DECLARATION}")), default="")
