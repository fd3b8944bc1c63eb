"""The text of a report's pages, run by run as it is drawn."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kami_tui.reporting.proof.opened import MOST_PAGE, TooMuch, inflated

MOST_STEPS = 8_000_000
"""Drawing instructions of a whole report; the largest real one has half a million."""
MOST_SECONDS = 60.0
"""For reading and comparing one file; a report of 48 pages takes one."""
MOST_DEPTH = 12
"""Drawings within drawings."""
_PAINTING = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"))
"""Instructions that put ink, other than text, on the page."""
_CODES = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
UNKNOWN = "\ufffd"
"""Stands for a sign that the font does not explain."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is drawn in one go, usually a line of a cell."""

    page: int
    """From 1."""
    text: str
    """Without spaces, which drawing drops at will."""
    figure: bool
    """Belongs to a chart."""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """What was read of all pages."""

    count: int
    runs: list[Run]
    pictures: tuple[int, ...]
    """Pages with a picture made of dots; our reports have none."""
    painted_over: tuple[int, ...]
    """Pages on which something is drawn after their last words, which stand along the edge."""


def squeezed(text: str) -> str:
    """Text without what has no ink: spaces, joiners, places to break."""
    return "".join(c for c in text if not c.isspace() and c.isprintable())


class Clock:
    """Ends what takes too long."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self.until = time.monotonic() + seconds

    def check(self) -> None:
        """Raises TooMuch."""
        if time.monotonic() > self.until:
            raise TooMuch


@dataclass(slots=True)
class Reader:
    pdf: Any
    clock: Clock = field(default_factory=Clock)
    steps: int = 0
    fonts: dict[tuple[int, int], dict[int, str]] = field(default_factory=dict)
    pictured: bool = False
    """A picture was drawn on the page that is read."""
    painted: bool = False
    """Something was drawn on it after its last text."""

    def pages(self) -> Pages:
        """Every run that has ink, page by page, and which pages bear what they should not. Raises
        TooMuch."""
        runs: list[Run] = []
        pictures, over = list[int](), list[int]()
        for number, page in enumerate(self.pdf.pages, start=1):
            self.pictured = self.painted = False
            for text, figure in self._drawing(page.obj, _contents(page.obj), 0, False):
                if kept := squeezed(text):
                    runs.append(Run(number, kept, figure, text))
            if self.pictured:
                pictures.append(number)
            elif self.painted:
                over.append(number)
        return Pages(len(self.pdf.pages), runs, tuple(pictures), tuple(over))

    def _drawing(
        self, holder: Any, data: bytes, depth: int, figure: bool
    ) -> Iterator[tuple[str, bool]]:
        import pikepdf

        resources = _dictionary(holder, "/Resources")
        fonts, drawings = _dictionary(resources, "/Font"), _dictionary(resources, "/XObject")
        letters: dict[int, str] = {}
        marks: list[bool] = []
        said: list[str] = []
        for step in pikepdf.parse_content_stream(self.pdf.make_stream(data)):
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise TooMuch
            if self.steps % 4096 == 0:
                self.clock.check()
            name, given = str(step.operator), step.operands
            if name in ("BDC", "BMC"):
                marks.append(bool(given) and str(given[0]) == "/Figure")
            elif name == "EMC" and marks:
                marks.pop()
            elif name == "Tf" and given:
                letters = self._letters(fonts.get(str(given[0])))
            elif name in ("Tj", "TJ", "'", '"') and given:
                said.append(_said(given[-1], letters))
            elif name in _PAINTING:
                self.painted = True
            elif name == "INLINE IMAGE":
                self.pictured = True
            elif name == "ET":
                self.painted = self.painted and not said
                yield "".join(said), figure or any(marks)
                said = []
            elif name == "Do" and given:
                inner = drawings.get(str(given[0]))
                if isinstance(inner, pikepdf.Stream) and inner.get("/Subtype") == "/Image":
                    self.pictured = True
                if isinstance(inner, pikepdf.Stream) and inner.get("/Subtype") == "/Form":
                    if depth >= MOST_DEPTH:
                        raise TooMuch
                    yield from self._drawing(
                        inner, inflated(inner, MOST_PAGE), depth + 1, figure or any(marks)
                    )
        if said:
            yield "".join(said), figure

    def _letters(self, font: Any) -> dict[int, str]:
        """Glyph to text, from the font's own table."""
        import pikepdf

        table = font.get("/ToUnicode") if isinstance(font, pikepdf.Dictionary) else None
        if not isinstance(table, pikepdf.Stream):
            return {}
        known = self.fonts.get(table.objgen)
        if known is None or table.objgen == (0, 0):
            known = {
                int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
                for code, text in _CODES.findall(inflated(table, MOST_PAGE))
                if len(text) % 2 == 0
            }
            self.fonts[table.objgen] = known
        return known


def foreign_notes(pdf: Any) -> Iterator[int]:
    """Pages that bear a note, a stamp, a field to fill in: what the program never makes."""
    import pikepdf

    for number, page in enumerate(pdf.pages, start=1):
        notes = page.obj.get("/Annots")
        if isinstance(notes, pikepdf.Array) and not all(map(_ours, notes)):
            yield number


def _ours(note: Any) -> bool:
    """Whether this is a link of the contents, or the place of a signature."""
    import pikepdf

    if not isinstance(note, pikepdf.Dictionary):
        return False
    if note.get("/Subtype") == "/Link":
        return "/AP" not in note
    parent = note.get("/Parent")
    above = parent.get("/FT") if isinstance(parent, pikepdf.Dictionary) else None
    return note.get("/Subtype") == "/Widget" and "/Sig" in (note.get("/FT"), above)


def _contents(page: Any) -> bytes:
    import pikepdf

    found = page.get("/Contents")
    streams = list(found) if isinstance(found, pikepdf.Array) else [found]
    data = b"\n".join(inflated(s, MOST_PAGE) for s in streams if isinstance(s, pikepdf.Stream))
    if len(data) > MOST_PAGE:
        raise TooMuch
    return data


def _dictionary(holder: Any, name: str) -> Any:
    import pikepdf

    found = holder.get(name)
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()


def _said(shown: Any, letters: dict[int, str]) -> str:
    import pikepdf

    said: list[str] = []
    for piece in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(piece, pikepdf.String):
            raw = bytes(piece)
            codes = (raw[i] << 8 | raw[i + 1] for i in range(0, len(raw) - 1, 2))
            said += [letters.get(c, UNKNOWN) for c in codes]
    return "".join(said)
