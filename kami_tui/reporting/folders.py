"""Where the report's files come from: our folder, and a user's own whose files come first.

A file is named by an address of our own, ``kami-report:fonts/Name.otf`` for one of ours and
``kami-own:logo.png`` for one of the user's: no path a user could write is ever looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from kami_tui.domain.errors import ReportFailed

SCHEME = "kami-report:"
OWN = "kami-own:"
ENTRY = "report.html.jinja"
EXTRA = "extra.css"
"""The user's style sheet, which comes after ours."""
FONTS = {".otf": "font/otf", ".ttf": "font/ttf", ".woff2": "font/woff2"}
TYPES = {".css": "text/css", **FONTS}
"""What may be read of our folder."""
OWN_TYPES = TYPES | {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".webp": "image/webp", ".svg": "image/svg+xml",
}  # fmt: skip
MOST = 20_000_000
"""Bytes of one file of the user's."""


class Refused(ValueError):
    """A file that a report may not have, or that is not there."""


@dataclass(frozen=True, slots=True)
class Folders:
    ours: Path
    own: Path | None = None
    """The user's; None: there is none."""
    refused: list[str] = field(default_factory=list)
    """Addresses that were refused, each with why."""

    def read(self, url: str) -> tuple[bytes, str]:
        """A file by its address, and its media type.

        Raises:
            Refused: it is none of the report's own files.
        """
        try:
            return self._read(url)
        except Refused as error:
            self.refused.append(f"{url[:200]}: {error}")
            raise

    def _read(self, url: str) -> tuple[bytes, str]:
        if url.startswith(SCHEME):
            root, name, types = self.ours, url.removeprefix(SCHEME), TYPES
        elif url.startswith(OWN) and self.own is not None:
            root, name, types = self.own, url.removeprefix(OWN), OWN_TYPES
        else:
            raise Refused("the report fetches nothing from elsewhere")
        path = inside(root, name)
        if path is None or path.suffix.lower() not in types:
            raise Refused("not one of the report's own files")
        try:
            if path.stat().st_size > MOST:
                raise Refused(f"larger than {MOST // 1_000_000} MB")
            return path.read_bytes(), types[path.suffix.lower()]
        except OSError as error:
            raise Refused(error.strerror or "it cannot be read") from error

    def extra(self) -> bytes | None:
        """The user's style sheet, if there is one. Raises ReportFailed."""
        if self.own is None or not (self.own / EXTRA).exists():
            return None
        try:
            return self._read(OWN + EXTRA)[0]
        except Refused as error:
            raise ReportFailed(reason="template", detail=f"{EXTRA}: {error}") from error

    def check(self) -> None:
        """The user's folder is one that changes something.

        Raises:
            ReportFailed: reason ``template``.
        """
        if self.own is None:
            return
        if not self.own.is_dir():
            detail = f"{self.own}: there is no such folder"
            raise ReportFailed(reason="template", detail=detail)
        used = [
            p for p in self.own.rglob("*.jinja") if (self.ours / p.relative_to(self.own)).exists()
        ]
        if not used and not (self.own / EXTRA).exists():
            detail = f"{self.own}: neither {ENTRY} nor {EXTRA} nor another name of ours is in it"
            raise ReportFailed(reason="template", detail=detail)

    def check_refused(self) -> None:
        """Nothing was left out of the report because it could not be read.

        Raises:
            ReportFailed: reason ``template``; the detail says where the address stands.
        """
        if self.refused:
            url = self.refused[0].rpartition(": ")[0]
            where = self._where(url)
            detail = f"{where}: {self.refused[0]}" if where else self.refused[0]
            raise ReportFailed(reason="template", detail=detail)

    def _where(self, words: str) -> str:
        """``extra.css:3``: the first line of the user's files that has these words."""
        if self.own is None:
            return ""
        for path in sorted(self.own.rglob("*")):
            if path.suffix in {".jinja", ".css"} and path.is_file():
                text = path.read_text("utf-8", "replace")
                if (at := text.find(words)) >= 0:
                    line = text.count("\n", 0, at) + 1
                    return f"{path.relative_to(self.own).as_posix()}:{line}"
        return ""


def inside(root: Path, name: str) -> Path | None:
    """The file of that name in a folder; None where it, or what it links to, lies elsewhere."""
    if not name or "\0" in name or re.match(r"[/\\]|[A-Za-z]:", name):
        return None
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root.resolve()) else None
    except (OSError, RuntimeError):  # a loop of links
        return None
