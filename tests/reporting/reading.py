"""Reads a report's pages by their tags, as a program that reads aloud does."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")


class Heard:
    """A tagged PDF: the words of its elements, in the order of the text."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.words: dict[tuple[tuple[int, int], int], str] = {}
        for page in self.pdf.pages:
            for mark, said in _marked(page):
                self.words[page.obj.objgen, mark] = said

    def tables(self) -> list[list[list[str]]]:
        """Every table as rows of cells."""
        return [
            [[self.said(c) for c in row.K] for row in self._all("/TR", table)]
            for table in self._all("/Table")
        ]

    def after(self, label: str) -> str:
        """The paragraph after the one that reads `label`."""
        said = self.paragraphs()
        return said[said.index(label) + 1]

    def paragraphs(self) -> list[str]:
        return [self.said(p) for p in self._all("/P")]

    def said(self, element: Any) -> str:
        return " ".join("".join(self._pieces(element)).split())

    def _pieces(self, element: Any) -> Iterator[str]:
        for kid in element.get("/K", []):
            if isinstance(kid, int):
                yield self.words[element.Pg.objgen, kid]
            elif "/S" in kid:
                yield from self._pieces(kid)
                yield " "

    def _all(self, role: str, within: Any = None) -> Iterator[Any]:
        for kid in (self.pdf.Root.StructTreeRoot if within is None else within).get("/K", []):
            if not isinstance(kid, int) and "/S" in kid:
                if role == kid.S:
                    yield kid
                else:
                    yield from self._all(role, kid)


def _marked(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """Number and words of each marked stretch of a page."""
    fonts: Any = page.obj.Resources.get("/Font", {})
    letters = {str(name): _letters(font) for name, font in fonts.items()}
    now: dict[int, str] = {}
    mark, said = -1, ""
    for step in pikepdf.parse_content_stream(page):
        name = str(step.operator)
        if name in ("BDC", "BMC"):
            given: Any = step.operands[1] if len(step.operands) > 1 else {}
            mark, said = int(given.get("/MCID", -1)), ""
        elif name == "EMC" and mark >= 0:
            yield mark, said
            mark = -1
        elif name == "Tf":
            now = letters[str(step.operands[0])]
        elif name == "TJ":
            given = step.operands[0]
            raw = b"".join(bytes(p) for p in given if isinstance(p, pikepdf.String))
            said += "".join(now[raw[i] << 8 | raw[i + 1]] for i in range(0, len(raw), 2))


def _letters(font: Any) -> dict[int, str]:
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _PAIR.findall(font.ToUnicode.read_bytes())
    }
