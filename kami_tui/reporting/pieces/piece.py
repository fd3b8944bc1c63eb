"""One piece of a report, laid out and drawn: a PDF of its own, with what joining it takes."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from kami_tui.reporting.pieces.boxes import boxes_of
from kami_tui.reporting.pieces.cut import ELSEWHERE, Piece
from kami_tui.reporting.pieces.late import NoStandIn, marked, remarks
from kami_tui.reporting.tagged import mend

LATE = "KamiLate"
"""Key of a drawing that `late.filled` completes."""
KEYS = 1_000_000
"""Numbers in the tree of parents that each piece has for itself."""
_PACKED = 6
"""How hard pages are packed: WeasyPrint's 9 takes twice as long, for 2 % less."""
_KIND = 4
"""Bytes at the beginning of a font that tell of which kind it is."""
_LITTLE = 2_000
"""Bytes at the end of a page that need no drawing of their own."""


@dataclass(frozen=True, slots=True)
class Drawn:
    pdf: bytes
    fonts: dict[str, Font]
    """By their names in the drawing."""
    boxes: frozenset[str] = frozenset()
    """Letters that no font had."""


@dataclass(frozen=True, slots=True)
class Font:
    """What of a font was used; its glyphs are numbered alike in every piece."""

    letters: dict[int, str]
    widths: dict[int, float]
    whole: bool
    """Every letter was there. Glyphs that stand for missing ones are numbered as they come."""


class _Uncut(dict[Any, Any]):
    """The fonts of a piece. Of those that joining replaces none is put in: to cut one to its
    letters, or to copy it whole, takes as long as ten lines of text."""

    def __init__(self, replaced: Collection[str]) -> None:
        super().__init__()
        self.replaced = replaced

    def __setitem__(self, key: Any, font: Any) -> None:
        if font.hash in self.replaced:
            cut = font.clean

            def clean(*how: Any) -> None:
                if font.missing or font.used_in_forms:
                    cut(*how)
                else:
                    font.file_content = font.file_content[:_KIND]

            font.clean = clean
        super().__setitem__(key, font)


def drawn(
    piece: Piece,
    number: int,
    made: Callable[[str], Any],
    options: dict[str, Any],
    replaced: Collection[str] = (),
) -> Drawn:
    """`number` is that of the piece, from 0; `made` lays out HTML, `options` are WeasyPrint's,
    `replaced` the names of fonts of which joining puts another in place, where it has all letters.

    Raises:
        NoStandIn: WeasyPrint drew something else than is known here.
    """
    document = made(piece.html)
    document.fonts = _Uncut(replaced)
    finished: list[dict[str, Font]] = []

    def finish(document: Any, pdf: Any) -> None:
        mend(document, pdf, claim=False, fold=True)
        fonts = {f.hash: f for f in document.fonts.values()}
        _pages(pdf, fonts, piece.listed)
        _links(pdf)
        _parents(pdf, number * KEYS)
        finished.append({k: Font(f.to_unicode, f.widths, not f.missing) for k, f in fonts.items()})

    data = document.write_pdf(
        **options, finisher=finish, uncompressed_pdf=True, pdf_identifier=False
    )
    return Drawn(data, finished[0], boxes_of(document))


def _pages(pdf: Any, fonts: dict[str, Any], listed: tuple[str, ...]) -> None:
    """Packs each page's drawing, all but the part that is to be filled in."""
    import pydyf  # what WeasyPrint writes with, and comes with it

    left = list(listed)
    for page in [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"]:
        first = pdf.objects[int(page["Contents"].split()[0])]
        steps = [s if isinstance(s, bytes) else _bytes(s) for s in first.stream]
        steps, left = marked(steps, fonts, left)
        start, end = remarks(steps)
        if len(b"\n".join(steps[end + 1 :])) < _LITTLE:
            end = len(steps) - 1
        late = pydyf.Stream(steps[start : end + 1], {LATE: "true"})
        rest = pydyf.Stream(steps[end + 1 :])
        first.stream = steps[:start]
        drawings = [first, late, *([rest] if rest.stream else [])]
        for one in (first, rest):
            one.stream = [zlib.compress(b"\n".join(one.stream), _PACKED)]
            one.extra["Filter"] = "/FlateDecode"
        for one in drawings[1:]:
            pdf.add_object(one)
        page["Contents"] = pydyf.Array([d.reference for d in drawings])
    if left:
        raise NoStandIn(left[0])


def _links(pdf: Any) -> None:
    """Links to other pieces become links within the file."""
    import pydyf

    for found in pdf.objects:
        if isinstance(found, dict) and found.get("Type") == "/Annot" and "A" in found:
            target = found["A"]["URI"].string
            if target.startswith(ELSEWHERE):
                del found["A"]
                found["Dest"] = pydyf.String(unquote(target.removeprefix(ELSEWHERE)))


def _parents(pdf: Any, first: int) -> None:
    """Moves the piece's numbers in the tree of parents to where no other piece has any."""
    for found in pdf.objects:
        if isinstance(found, dict):
            for key in ("StructParents", "StructParent"):
                if key in found:
                    found[key] += first
    root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
    numbers = pdf.objects[int(root["ParentTree"].split()[0])]["Nums"]
    numbers[::2] = [n + first for n in numbers[::2]]


def _bytes(step: Any) -> bytes:
    data = getattr(step, "data", None)
    return data if data is not None else str(step).encode()
