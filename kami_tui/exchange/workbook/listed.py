"""The documents that a cell of evidence lists, and what there names none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from kami_tui.domain.answers import Evidence
from kami_tui.domain.text import folded
from kami_tui.exchange.workbook.words import words

_BULLET = re.compile(r"^\s*(?:[-•*·–]\s+|\(?[0-9]{1,2}[.)]\s+)")
_APART = re.compile(r";\s+")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_PATH = re.compile(r"\\\\|\b[A-Za-z]:[\\/]|\bfile:", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_NAMED = re.compile(r"""["'(\[]*[^\W\d_]""")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def listed(text: str) -> Iterator[str]:
    """Line by line; a line with semicolons only where each piece looks like a document of its own,
    since titles and paths may have semicolons themselves."""
    for line in text.split("\n"):
        pieces = [_title(p) for p in _APART.split(line)]
        whole = [p for p in pieces if p]
        if len(whole) > 1 and all(_on_its_own(p) for p in whole) and _alike(whole):
            titles = whole
        else:
            titles = [_title(line)]
        # Here, unlike in a remark, "Tidak ada" says nothing, nor does a box that is not ticked.
        yield from (t for t in titles if not words().no_document(t))


def unnamed(text: str, link: str | None) -> list[str]:
    """What a cell says only to say that there are documents; with a link the link is the one."""
    titles = list(listed(text))
    if link and len(titles) == 1:
        return []
    return [t for t in titles if words().names_none(t)]


def document(title: str, link: str = "") -> Evidence | None:
    """A title, and where it leads. Of an address the last part is the title where that is a file's
    name, else the whole address. None for an address to upload files to that names none, and for
    words that name none."""
    if words().names_none(title):
        return document(link) if link else None
    if link and link != title:
        return Evidence(title, location=link)
    if not _ADDRESS.fullmatch(title):
        return Evidence(title, location=link)
    try:
        parts = urlsplit(title)
    except ValueError:  # it only looks like an address
        return Evidence(title, location=link)
    folder, _, last = parts.path.rpartition("/")
    last = _CONTROL.sub(" ", unquote(last)).strip()
    if not (last or parts.query or parts.fragment):
        if folded(folder.rpartition("/")[2]) in words().uploads:
            return None
    ending = _ENDING.search(last)
    telling = ending is not None and folded(ending[0][1:]) not in words().pages
    return Evidence(last if telling else title, location=title)


def without_bullet(text: str) -> str:
    return _BULLET.sub("", text)


def _title(text: str) -> str:
    return _CONTROL.sub(" ", without_bullet(text)).strip().rstrip(";").rstrip()


def _on_its_own(piece: str) -> bool:
    """Whether a piece begins as a title does and is no half of something between brackets."""
    if _ADDRESS.match(piece) or _PATH.match(piece):
        return True
    if piece.count('"') % 2 or any(piece.count(a) != piece.count(b) for a, b in _PAIRS):
        return False
    if _ENDING.search(piece):
        return True
    first = _NAMED.match(piece)
    return first is not None and not first[0][-1].islower() and not piece.endswith(".")


def _alike(pieces: list[str]) -> bool:
    """A path is not cut for what only stands behind a semicolon in it."""
    paths = [_PATH.match(p) is not None or _ADDRESS.match(p) is not None for p in pieces]
    return all(paths) or not any(_PATH.search(p) for p in pieces)
