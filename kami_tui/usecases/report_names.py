"""Names of report files: unique in their folder, and safe in any."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from kami_tui.usecases.lookup import Found

USUAL = "kami"
"""Where an assessment has no name of its own, as from a pipe."""
MOST = 120
"""Bytes of a name without its ending; with it, and with a part file's, every system takes it."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that are devices on Windows, where a report may be copied to."""


def stem_of(found: Found) -> str:
    """The name of an assessment's report, without its ending."""
    return safe(found.path.stem if found.path else found.stored.id if found.stored else USUAL)


def safe(name: str) -> str:
    """A name that is one file's, no hidden one and no option, on any system."""
    name = unicodedata.normalize("NFC", _UNSAFE.sub("_", name)).lstrip(" .-").rstrip(" .")
    name = name.encode()[:MOST].decode(errors="ignore").rstrip(" .") or USUAL
    return f"{name}_" if _RESERVED.fullmatch(name) else name


@dataclass
class Names:
    """Gives each report a name that no other has, also where letter case makes no difference."""

    ending: str
    taken: set[str] = field(default_factory=set)

    def of(self, stem: str) -> str:
        name, n = stem, 1
        while name.casefold() in self.taken:
            n += 1
            name = f"{stem}-{n}"
        self.taken.add(name.casefold())
        return name + self.ending
