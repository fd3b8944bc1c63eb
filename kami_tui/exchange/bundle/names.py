"""Names of files in a bundle: those given are safe on any system, those read are not believed."""

from __future__ import annotations

import re
import unicodedata

from kami_tui.exchange.bundle.limits import MOST_DEPTH, MOST_NAME
from kami_tui.usecases.bundling import last_part
from kami_tui.usecases.report_names import safe

MOST_GIVEN = 110
"""Bytes of a name that is given, with its ending and a number."""
MOST_ENDING = 16
_SPECIAL = re.compile('[<>:"\\\\|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Devices on Windows: a file of that name could not be unpacked there, or worse."""


def given_name(key: str, path: str, taken: set[str]) -> str:
    """A name for an evidence file, ``<key>-<its own name>``, that is no other's in `taken` (to
    which it is added) even where letter case makes no difference.

    No sign that needs encoding in a manifest: libraries differ there.
    """
    own = plain(last_part(path).replace("%", "_"))
    stem, dot, ending = own.rpartition(".")
    if not dot or not stem or len(ending.encode()) > MOST_ENDING or not ending.isalnum():
        stem, dot, ending = own, "", ""
    most = MOST_GIVEN - len(ending) - 8
    prefix = plain(re.sub("[%.]", "_", key))[:40]
    stem = safe(f"{prefix}-{stem}")
    stem = stem.encode()[:most].decode(errors="ignore").rstrip(" .")
    name, n = stem + dot + ending, 1
    while folded(name) in taken:
        n += 1
        name = f"{stem}-{n}{dot}{ending}"
    taken.add(folded(name))
    return name


def plain(text: str) -> str:
    """The text on one line, without anything that steers: what separates lines for one reader is
    a letter for another."""
    return " ".join("".join(" " if _steers(c) else c for c in text).split())


def _steers(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")


def folded(name: str) -> str:
    """What two names have in common that some system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def unsafe(name: str) -> bool:
    """Whether a path from a bundle could lead out of its folder, or mean something else on some
    system. ``/`` separates."""
    parts = name.split("/")
    return len(parts) > MOST_DEPTH or any(_unsafe_part(p) for p in parts)


def _unsafe_part(part: str) -> bool:
    return (
        part in ("", ".", "..")
        or len(part.encode("utf-8", "surrogatepass")) > MOST_NAME
        or part[-1] in " ."
        or part[0] == " "
        or _SPECIAL.search(part) is not None
        or _DEVICE.fullmatch(part) is not None
        or any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in part)
    )
