"""What WeasyPrint's tags lack for PDF/UA-1 (ISO 14289-1), added before the file is written.

It tags well what HTML says; the rest is known only here: what runs along the edge of pages is no
text of the report, which cells a head is for, where a chart stands on the page, what a link says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

_CLAIM = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""Part 1 of PDF/UA, and what PDF/A asks to be told of a property it does not know itself
(ISO 19005-3, 6.6.2.3)."""


_WORDS_IN = frozenset({"/P", "/H1", "/H2", "/H3", "/TH", "/TD", "/LBody", "/Span"})
"""Tags that may hold words themselves, not only other tags."""
_BARE = frozenset({"Type", "S", "K", "Pg", "P"})
"""What a tag has that says nothing more of its words."""


def mend(document: Any, pdf: Any, *, claim: bool, fold: bool = False) -> None:
    """Adds to the tags of a finished layout; `claim`: the file says that it follows PDF/UA-1.

    With `fold` the words of a paragraph or cell are its own, not a span's in it: half as many tags.
    Only for a file that is written with a plain table of its objects.
    """
    if "StructTreeRoot" not in pdf.catalog:
        return
    tree = _Tree(pdf)
    tree.walk()
    if fold:
        tree.fold()
    tree.leave_out()
    for page in document.pages:
        _say_links(page)
    if claim:
        metadata = _at(pdf, pdf.catalog["Metadata"])
        metadata.stream = [
            part.replace(b"</rdf:RDF>", _CLAIM + b"</rdf:RDF>") for part in metadata.stream
        ]


class _Tree:
    """The structure tree, walked once."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = _at(pdf, pdf.catalog["StructTreeRoot"])
        self.numbers = {ref: n for n, ref in enumerate(pdf.page_references)}
        self.placed: dict[int, set[int]] = defaultdict(set)
        """Marks of each page that the tree leads to."""
        self.bare: list[tuple[Any, Any, bytes]] = []
        """Spans around words alone, each with what it stands in."""
        self.silent: dict[int, dict[int, tuple[Any, bytes]]] = defaultdict(dict)
        """Pictures without a text for them: by page and mark, with what holds them."""

    def walk(self) -> None:
        waiting: list[tuple[Any, bool]] = [(self.root, False)]
        while waiting:
            element, head = waiting.pop()
            head = head or element.get("S") == "/THead"
            if element.get("S") == "/TR":
                self._row(element, head)
            for ref, kid in self._kids(element):
                self._one(kid, element, ref)
                waiting.append((kid, head))

    def _kids(self, element: Any) -> Iterator[tuple[bytes, Any]]:
        page = element.get("Pg")
        for kid in element["K"]:
            if isinstance(kid, int):
                self.placed[self.numbers[page]].add(kid)
                continue
            found = _at(self.pdf, kid)
            if "S" in found:
                yield kid, found

    def _one(self, element: Any, parent: Any, ref: bytes) -> None:
        tag = element["S"]
        if tag == "/Figure":
            self._picture(element, parent, ref)
        elif tag == "/Link" and not any(
            isinstance(k, bytes) and _at(self.pdf, k).get("Type") == "/OBJR" for k in element["K"]
        ):
            element["S"] = "/Span"  # what CSS adds to a link is part of it, not one more
        elif tag == "/Span":
            if parent["S"] in _WORDS_IN and _is_bare(element, parent):
                self.bare.append((element, parent, ref))
        elif tag == "/TD":
            # A scope says it for all; whose heads these were is known only by an index of them.
            element["A"].pop("Headers", None)
            if len(element["A"]) == 1:
                del element["A"]

    def fold(self) -> None:
        """Puts the words of bare spans into what they stand in, the inner ones first."""
        nums = _at(self.pdf, self.root["ParentTree"])["Nums"]
        for span, parent, ref in reversed(self.bare):
            marks = span["K"]
            if not all(isinstance(k, int) for k in marks):
                continue
            at = parent["K"].index(ref)
            parent["K"][at : at + 1] = marks
            owners = nums[2 * self.numbers[span["Pg"]] + 1]
            for mark in marks:
                owners[mark] = parent.reference
            span.free = "f"

    def _row(self, row: Any, head: bool) -> None:
        """Of a head, or alone in its row, a head is for what stands below it."""
        below = head or len(row["K"]) == 1
        for _, cell in self._kids(row):
            if cell["S"] == "/TH":
                cell.pop("ID", None)
                cell["A"]["Scope"] = "/Column" if below else "/Row"

    def _picture(self, element: Any, parent: Any, ref: bytes) -> None:
        number = self.numbers[element["Pg"]]
        if "Alt" not in element:
            self.silent[number] |= {k: (parent, ref) for k in element["K"] if isinstance(k, int)}
        # It comes in CSS pixels from the upper edge; a PDF counts points from the lower.
        _, _, _, top = _at(self.pdf, element["Pg"])["MediaBox"]
        left, upper, right, lower = (0.75 * v for v in element["A"]["BBox"])
        element["A"]["BBox"][:] = [left, top - lower, right, top - upper]

    def leave_out(self) -> None:
        """Marks as no content what the tree does not lead to (the edges of pages), and drawings
        that have neither words nor a text for them."""
        nums = _at(self.pdf, self.root["ParentTree"])["Nums"]
        for number, ref in enumerate(self.pdf.page_references):
            owners = nums[2 * number + 1]
            stream = _at(self.pdf, _at(self.pdf, ref)["Contents"]).stream
            for at, mark in _marks(stream):
                drawing = self.silent[number].get(mark)
                if drawing is not None and not _has_words(stream, at):
                    parent, kid = drawing
                    parent["K"].remove(kid)
                    kind = "/Layout"
                elif mark not in self.placed[number]:
                    kind = "/Pagination"
                else:
                    continue
                stream[at - 2], stream[at - 1] = "/Artifact", type(self.root)({"Type": kind})
                owners[mark] = "null"


def _is_bare(span: Any, parent: Any) -> bool:
    return bool(span.keys() == _BARE and span["Pg"] == parent.get("Pg"))


def _marks(stream: list[Any]) -> Iterator[tuple[int, int]]:
    """Where marked content begins, and its number."""
    for at, word in enumerate(stream):
        if word == b"BDC" and "MCID" in stream[at - 1]:
            yield at, stream[at - 1]["MCID"]


def _has_words(stream: list[Any], at: int) -> bool:
    depth = 0
    for word in stream[at:]:
        if word == b"BT":
            return True
        depth += (word in (b"BDC", b"BMC")) - (word == b"EMC")
        if depth == 0:
            return False
    return False


def _say_links(page: Any) -> None:
    """What a link says, not the name of the place it leads to."""
    for *_, box in page.links:
        note = getattr(box, "link_annotation", None)
        words = "".join(getattr(b, "text", "") for b in box.descendants(placeholders=True))
        if note is not None and words.strip():
            note["Contents"] = type(note["Contents"])(words.strip())


def _at(pdf: Any, ref: bytes) -> Any:
    return pdf.objects[int(ref.split()[0])]
