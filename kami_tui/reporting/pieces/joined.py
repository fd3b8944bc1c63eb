"""Drawn pieces put together to one PDF: pages, tags, bookmarks, places that links lead to."""

from __future__ import annotations

import io
import warnings
from itertools import pairwise
from typing import Any

from kami_tui.reporting.pieces.late import filled
from kami_tui.reporting.pieces.piece import LATE, Drawn, Font


class Joined:
    """The PDF that the pieces are put into, in their order, as they come."""

    def __init__(self) -> None:
        import pikepdf

        self.pdf = pikepdf.new()
        self.used: dict[str, Font] = {}
        """What all pieces used of each font; the first to use a glyph says what it means."""
        self.boxes: set[str] = set()
        """Letters that no font had."""
        self._waiting: dict[int, Drawn] = {}
        self._taken = 0
        self._resources: list[tuple[Any, Drawn]] = []
        self._tags: list[Any] = []
        self._numbers: list[Any] = []
        self._places: dict[str, Any] = {}
        self._bookmarks: list[Any] = []

    def add(self, number: int, piece: Drawn) -> None:
        """The piece of this number, from 0; in whatever order. Bytes stay the same."""
        self._waiting[number] = piece
        while self._taken in self._waiting:
            self._take(self._waiting.pop(self._taken))
            self._taken += 1

    def _take(self, piece: Drawn) -> None:
        import pikepdf

        self.boxes |= piece.boxes
        for name, font in piece.fonts.items():
            if font.whole:
                before = self.used.get(name, Font({}, {}, True))
                self.used[name] = Font(
                    font.letters | before.letters, font.widths | before.widths, True
                )
        with pikepdf.open(io.BytesIO(piece.pdf)) as part:
            first = len(self.pdf.pages)
            with warnings.catch_warnings():
                # That names are not copied with the pages: they are below.
                warnings.simplefilter("ignore")
                self.pdf.pages.extend(part.pages)
            self._resources.append((self.pdf.pages[first].Resources, piece))
            # Tags, bookmarks and names lead to pages, which are known here by now.
            self._take_tags(part)
            self._take_places(part)
            self._take_bookmarks(part)

    def _take_tags(self, part: Any) -> None:
        tree = part.Root.StructTreeRoot
        # Cut off what is above, so that no more than the tags are copied.
        top = tree.K[0]
        del top.P
        self._tags.extend(list(self.pdf.copy_foreign(top).K))
        numbers = self.pdf.copy_foreign(part.make_indirect(tree.ParentTree.Nums))
        self._numbers.extend(list(numbers))

    def _take_places(self, part: Any) -> None:
        if "/Dests" not in part.Root.get("/Names", {}):
            return
        found = list(self.pdf.copy_foreign(part.make_indirect(part.Root.Names.Dests.Names)))
        for name, place in zip(found[::2], found[1::2], strict=True):
            self._places.setdefault(str(name), (name, place))

    def _take_bookmarks(self, part: Any) -> None:
        if "/Outlines" in part.Root:
            entry = self.pdf.copy_foreign(part.Root.Outlines).get("/First")
            while entry is not None:
                self._bookmarks.append(entry)
                entry = entry.get("/Next")

    def closed(self, frame: bytes) -> bytes:
        """The whole file. `frame` is a PDF with what belongs to the whole: what it says of itself,
        attachments, the fonts the pieces used; its page is not taken."""
        import pikepdf

        out = io.BytesIO()
        with self.pdf as pdf, pikepdf.open(io.BytesIO(frame)) as whole:
            resources = whole.pages[0].Resources
            fonts = pdf.copy_foreign(whole.make_indirect(resources.Font))
            colours = pdf.copy_foreign(whole.make_indirect(resources.ColorSpace))
            pdf.Root.Lang = str(whole.Root.Lang)
            known = {"/Type", "/Lang", "/Pages", "/StructTreeRoot", "/Outlines"}
            for key in sorted(whole.Root.keys() - known):
                pdf.Root[key] = pdf.copy_foreign(whole.make_indirect(whole.Root[key]))
            pdf.trailer.Info = pdf.copy_foreign(whole.trailer.Info)
            for one, piece in self._resources:
                _share(one, piece, fonts, colours)
            self._tag()
            self._name()
            self._chain()
            self._fill_in()
            pdf.save(
                out,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
                fix_metadata_version=False,
                force_version=whole.pdf_version,
            )
        return out.getvalue()

    def _tag(self) -> None:
        import pikepdf

        root = self.pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        top = self.pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem,
                S=pikepdf.Name.Document,
                P=root,
                K=pikepdf.Array(self._tags),
            )
        )
        for tag in self._tags:
            tag.P = top
        root.K = pikepdf.Array([top])
        root.ParentTree = self.pdf.make_indirect(
            pikepdf.Dictionary(Nums=pikepdf.Array(self._numbers))
        )
        self.pdf.Root.StructTreeRoot = root

    def _name(self) -> None:
        import pikepdf

        if "/Names" not in self.pdf.Root:
            self.pdf.Root.Names = pikepdf.Dictionary()
        ordered = [x for name in sorted(self._places) for x in self._places[name]]
        self.pdf.Root.Names.Dests = pikepdf.Dictionary(Names=pikepdf.Array(ordered))

    def _chain(self) -> None:
        import pikepdf

        marks = self._bookmarks
        if not marks:
            return
        top = self.pdf.make_indirect(
            pikepdf.Dictionary(
                First=marks[0],
                Last=marks[-1],
                Count=sum(1 + max(0, int(m.get("/Count", 0))) for m in marks),
            )
        )
        for mark in marks:
            mark.Parent = top
        for before, after in pairwise(marks):
            before.Next, after.Prev = after, before
        self.pdf.Root.Outlines = top

    def _fill_in(self) -> None:
        """Numbers of pages, where they stand."""
        at = {page.objgen: n for n, page in enumerate(self.pdf.pages, start=1)}
        begins = {f"#{name}": at[place[0].objgen] for name, (_, place) in self._places.items()}
        for number, page in enumerate(self.pdf.pages, start=1):
            numbers = begins | {"page": number, "pages": len(at)}
            for drawing in page.Contents:
                if f"/{LATE}" in drawing:
                    del drawing[f"/{LATE}"]
                    text = drawing.read_bytes().decode("latin-1")
                    drawing.write(filled(text, numbers).encode("latin-1"))


def _share(resources: Any, piece: Drawn, fonts: Any, colours: Any) -> None:
    """Fonts and the colour profile are once in the file."""
    for name in resources.Font.keys():  # noqa: SIM118 - a PDF dictionary
        used = piece.fonts.get(name.removeprefix("/"))
        if used is not None and used.whole and name in fonts:
            resources.Font[name] = fonts[name]
    resources.ColorSpace["/srgb"] = colours["/srgb"]
