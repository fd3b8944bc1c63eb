"""What keeps a PDF from being PDF/UA-1, as far as a machine can tell: a sentence for each.

Written from the Matterhorn Protocol's list of checks (points in brackets), for what our reports
have: text, headings, tables, lists, charts and links.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

ROLES = frozenset((
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/NonStruct",
    "/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody",
    "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span", "/Link", "/Figure",
    "/Form",
))  # fmt: skip
"""Standard structure types (ISO 32000-1, 14.8.4) that HTML of ours can become."""
SHOWS = frozenset((
    "Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "BI",
))  # fmt: skip
"""Instructions that leave ink."""


class Tree:
    """The structure tree of a file, walked once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.root: Any = pdf.Root.StructTreeRoot
        self.elements: list[Any] = []
        self.within: dict[tuple[int, int], str] = {}
        """What holds each element."""
        self.marks: dict[tuple[tuple[int, int], int], tuple[int, int]] = {}
        """Element by page and mark."""
        self.notes: dict[tuple[int, int], Any] = {}
        """Element by annotation."""
        waiting = list(self.root.K)
        while waiting:
            element = waiting.pop(0)
            self.elements.append(element)
            kids = list(_kids(element))
            for kid in kids:
                if isinstance(kid, int):
                    self.marks[element.Pg.objgen, kid] = element.objgen
                elif kid.get("/Type") == "/OBJR":
                    self.notes[kid.Obj.objgen] = element
                else:
                    self.within[kid.objgen] = str(element.S)
            waiting[:0] = [k for k in kids if not isinstance(k, int) and "/S" in k]

    def all(self, role: str) -> Iterator[Any]:
        return (e for e in self.elements if role == e.S)


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    yield from kids if isinstance(kids, pikepdf.Array) else [kids]


def faults(pdf: pikepdf.Pdf) -> list[str]:
    if "/StructTreeRoot" not in pdf.Root:
        return ["no structure tree"]
    tree = Tree(pdf)
    checks = (_document, _marks, _roles, _headings, _tables, _lists, _pictures, _links, _claim)
    return [said for check in checks for said in check(tree)]


def _document(tree: Tree) -> Iterator[str]:
    """[06, 07, 11]"""
    root: Any = tree.pdf.Root
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "not said to be tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the title is not shown"
    with tree.pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        if not xmp.get("dc:title") or xmp["dc:title"] != tree.pdf.docinfo.get("/Title"):
            yield "no title in the metadata, or another than the document's"


def _claim(tree: Tree) -> Iterator[str]:
    """[06-002 ff.]"""
    with tree.pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        if xmp.get("pdfuaid:part") != "1":
            yield "does not say that it is PDF/UA-1"


def _marks(tree: Tree) -> Iterator[str]:
    """[01]: every sign and line is an artifact, or belongs to one element of the tree."""
    owners = pikepdf.NumberTree(tree.root.ParentTree)
    for number, page in enumerate(tree.pdf.pages, start=1):
        seen: set[int] = set()
        open_: list[int | str] = []
        for step in pikepdf.parse_content_stream(page):
            name = str(step.operator)
            if name in ("BDC", "BMC"):
                given: Any = step.operands[1] if len(step.operands) > 1 else {}
                if step.operands[0] == "/Artifact":
                    open_.append("artifact")
                elif "/MCID" in given:
                    open_.append(int(given["/MCID"]))
                    seen.add(int(given["/MCID"]))
                else:
                    open_.append("")
                if sum(kind != "" for kind in open_) > 1:
                    yield f"page {number}: marked content within marked content"
            elif name == "EMC":
                open_.pop()
            elif name in SHOWS and not any(kind != "" for kind in open_):
                yield f"page {number}: {name} neither tagged nor an artifact"
        for mark in seen:
            owner = tree.marks.get((page.obj.objgen, mark))
            told = owners[int(page.obj.StructParents)][mark]
            if owner is None:
                yield f"page {number}: mark {mark} stands nowhere in the tree"
            elif not isinstance(told, pikepdf.Dictionary) or told.objgen != owner:
                yield f"page {number}: mark {mark} has another parent than the tree says"


def _roles(tree: Tree) -> Iterator[str]:
    """[02]"""
    if [str(e.S) for e in tree.root.K] != ["/Document"]:
        yield "the tree does not begin with one document"
    for element in tree.elements:
        if str(element.S) not in ROLES:
            yield f"{element.S} is no standard role"


def _headings(tree: Tree) -> Iterator[str]:
    """[14]"""
    levels = [0] + [int(str(e.S)[2]) for e in tree.elements if str(e.S)[1:2] == "H" and _level(e)]
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"a heading of level {level} after level {before}"


def _level(element: Any) -> bool:
    return str(element.S)[2:].isdecimal()


def _tables(tree: Tree) -> Iterator[str]:
    """[15], and rows of equal length"""
    for table in tree.all("/Table"):
        rows = list(_rows(table))
        widths = set()
        heads = 0
        for row in rows:
            width = 0
            for cell in _kids(row):
                given = cell.get("/A", {})
                width += int(given.get("/ColSpan", 1))
                if cell.S == "/TH":
                    heads += 1
                    if str(given.get("/Scope")) not in ("/Row", "/Column", "/Both"):
                        yield "a head cell without a scope"
                elif cell.S != "/TD":
                    yield f"{cell.S} in a row of a table"
            widths.add(width)
        if not heads:
            yield "a table without a head"
        if len(widths) != 1:
            yield f"a table with rows of {sorted(widths)} cells"
    for row in tree.all("/TR"):
        if tree.within[row.objgen] not in ("/Table", "/THead", "/TBody", "/TFoot"):
            yield "a row outside of a table"


def _rows(part: Any) -> Iterator[Any]:
    for kid in _kids(part):
        if kid.S == "/TR":
            yield kid
        elif kid.S != "/Caption":
            yield from _rows(kid)


def _lists(tree: Tree) -> Iterator[str]:
    """[16]"""
    for element in tree.elements:
        above = tree.within.get(element.objgen, "")
        if element.S == "/L" and any(k.S not in ("/LI", "/L", "/Caption") for k in _kids(element)):
            yield "a list that holds something else than its lines"
        if element.S == "/L" and not list(_kids(element)):
            yield "a list without a line"
        if element.S == "/LI" and above != "/L":
            yield "a line of a list outside of one"
        if element.S in ("/LBody", "/Lbl") and above != "/LI":
            yield f"{element.S} outside of a line"


def _pictures(tree: Tree) -> Iterator[str]:
    """[13]"""
    for picture in tree.all("/Figure"):
        if not str(picture.get("/Alt", "")).strip():
            yield "a picture without words"
        left, low, right, high = (float(v) for v in picture.A.BBox)
        _, _, width, height = (float(v) for v in picture.Pg.MediaBox)
        if not (0 <= left < right <= width and 0 <= low < high <= height):
            yield f"a picture at {left:.0f} {low:.0f} {right:.0f} {high:.0f}, not on the page"


def _links(tree: Tree) -> Iterator[str]:
    """[28]"""
    owners = pikepdf.NumberTree(tree.root.ParentTree)
    for number, page in enumerate(tree.pdf.pages, start=1):
        notes = list(page.obj.get("/Annots", []))
        if notes and page.obj.get("/Tabs") != "/S":
            yield f"page {number}: the order of keys is not the text's"
        for note in notes:
            role = {"/Link": "/Link", "/Widget": "/Form"}.get(str(note.Subtype))
            words = note.get("/TU" if role == "/Form" else "/Contents", "")
            element = tree.notes.get(note.objgen)
            if not str(words).strip():
                yield f"page {number}: {note.Subtype} without words"
            if element is None or role != element.S:
                yield f"page {number}: {note.Subtype} outside of {role}"
            elif "/StructParent" not in note or owners[int(note.StructParent)] != element:
                yield f"page {number}: {note.Subtype} does not know its place in the tree"
    for link in tree.all("/Link"):
        if not any(not isinstance(k, int) and k.get("/Type") == "/OBJR" for k in _kids(link)):
            yield "a link that leads nowhere"
        if not any(isinstance(k, int) or "/S" in k for k in _kids(link)):
            yield "a link without text"
