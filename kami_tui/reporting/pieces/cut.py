"""Where the report's HTML is cut: before parts that begin on a new page, into like pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kami_tui.reporting.pieces import late

PIECE = 40_000
"""Letters of HTML that a piece may have; a part that has more stays whole. The ten pages it makes
take some 40 MiB while they are laid out; smaller pieces take no less time."""
WHOLE = 60_000
"""Letters of HTML below which a report is not cut."""
ELSEWHERE = "kami-elsewhere:"
"""Leads the address of a link to another piece until they are joined."""
_GO_ON = ('<section class="register"', '<section class="colophon"')
"""Parts that may go on below the one before (see `report.css`): no piece begins with them."""
_SECTION = re.compile(r"(?=<section )")
_ID = re.compile(r'\sid="([^"]+)"')
_LINK = re.compile(r'href="#([^"]+)"')
_CONTENTS = re.compile(r'<div class="contents">.*?</div>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    html: str
    """A whole document."""
    listed: tuple[str, ...]
    """Anchors that the table of contents in it names, in its order."""


def cut(html: str, most: int = PIECE, whole: int = WHOLE) -> tuple[Piece, ...]:
    """The report in pieces, in order; none where it is short or cannot be cut.

    What users typed is escaped, so that a tag in `html` is one of the templates.
    """
    head, *sections = _SECTION.split(html)
    if len(html) < whole or len(sections) < 2:
        return ()
    last, closing, foot = sections[-1].rpartition("</section>")
    sections[-1] = last + closing
    groups = _groups(sections, most)
    if len(groups) < 2:
        return ()
    anchors = set(_ID.findall(html))
    head = head.replace("<body>", f'<body class="{late.PIECE}">', 1)
    return tuple(
        Piece(head + _leading_out("".join(group), anchors) + foot, _listed(group))
        for group in groups
    )


def _groups(sections: Sequence[str], most: int) -> list[list[str]]:
    units: list[list[str]] = []
    for section in sections:
        if units and section.startswith(_GO_ON):
            units[-1].append(section)
        else:
            units.append([section])
    groups: list[list[str]] = []
    room = 0
    for unit in units:
        size = sum(map(len, unit))
        if size > room:
            groups.append([])
            room = most
        groups[-1] += unit
        room -= size
    return groups


def _leading_out(html: str, anchors: set[str]) -> str:
    """Links to anchors of other pieces get an address that WeasyPrint does not look for here."""
    here = set(_ID.findall(html))

    def lead(link: re.Match[str]) -> str:
        if link[1] in here or link[1] not in anchors:
            return link[0]
        return f'href="{ELSEWHERE}{link[1]}"'

    return _LINK.sub(lead, html)


def _listed(sections: Sequence[str]) -> tuple[str, ...]:
    return tuple(a for c in _CONTENTS.findall("".join(sections)) for a in _LINK.findall(c))
