"""The text of a report as it should be printed: its HTML, block by block in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from kami_tui.reporting.proof.page_text import squeezed

PAGE, PAGES = "\ue000", "\ue001"
"""Stand for the number of the page and of all pages in what runs along the edge."""
_BREAKS = frozenset((
    "address", "article", "blockquote", "br", "caption", "dd", "desc", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "ol", "p", "section", "svg", "table", "tbody", "td", "text", "tfoot", "th", "thead",
    "title", "tr", "ul",
))  # fmt: skip
_VOID = frozenset((
    "area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
))  # fmt: skip
_SILENT = frozenset(("head", "title", "style", "script", "desc"))


@dataclass(slots=True)
class Block:
    text: str
    """Without spaces."""
    shown: str
    where: tuple[str, ...]
    """Heading of its part, and what its row is called; for people."""
    row: int
    """Number of the table row it stands in; 0: none."""
    cell: int = 0
    """Number of the last table cell that was opened."""
    leads_to: str = ""
    """Anchor whose page's number is printed after it."""
    anchors: tuple[str, ...] = ()
    """Elements that begin with it."""


@dataclass(slots=True)
class Text:
    flow: list[Block] = field(default_factory=list)
    figures: list[Block] = field(default_factory=list)
    """Words in charts."""
    edges: list[str] = field(default_factory=list)
    """What runs along the edge of pages."""
    heads: list[tuple[str, ...]] = field(default_factory=list)
    """Head rows of tables, which are printed again where a table goes on."""


def blocks_of(html: str) -> Text:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Text()
        self.stack: list[tuple[str, str]] = []
        """Open elements with their classes."""
        self.said: list[str] = []
        self.head: list[str] = []
        self.heading, self.name = "", ""
        self.row = self.rows = self.cell = 0
        self.leads_to = ""
        self.anchors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        classes = given.get("class", "")
        if tag in _BREAKS:
            self._flush()
        if "id" in given:
            self.anchors.append(given["id"])
        if tag == "tr":
            self.rows += 1
            self.row, self.name = self.rows, ""
        if tag in ("td", "th"):
            self.cell += 1
        if tag == "a" and self._in("div", "contents"):
            self.leads_to = given.get("href", "").removeprefix("#")
        if tag == "span" and classes in ("page-number", "page-count"):
            self.said.append(PAGE if classes == "page-number" else PAGES)
        if tag not in _VOID:
            self.stack.append((tag, classes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self._flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS or (tag == "a" and self.leads_to):
            self._flush()
        while self.stack:
            closed, _ = self.stack.pop()
            if closed == tag:
                break
        if tag == "thead" and self.head:
            self.found.heads.append(tuple(self.head))
            self.head = []
        elif tag == "tr":
            self.row, self.name = 0, ""
        elif tag == "span":
            self.said.append(" ")  # an id and the name after it

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def _in(self, tag: str, word: str = "") -> bool:
        return any(t == tag and (not word or word in c.split()) for t, c in self.stack)

    def _flush(self) -> None:
        said, self.said = "".join(self.said), []
        # Line ends that a person wrote are printed; those of a template are not.
        own = any("note" in c.split() for _, c in self.stack)
        for line in said.split("\n") if own else [said]:
            self._block(" ".join(line.split()))

    def _block(self, shown: str) -> None:
        text = squeezed(shown) if PAGE not in shown else "".join(shown.split())
        if not text or any(self._in(t) for t in _SILENT):
            return
        if any(c.startswith("edge-") for t, c in self.stack if t == "div"):
            self.found.edges.append(text)
            return
        if self._in("h1"):
            self.heading = shown
        if self._in("th") and self.row and not self._in("thead") and not self.name:
            self.name = shown
        figure = self._in("svg")
        block = Block(
            text,
            shown,
            tuple(w[:80] for w in (self.heading, self.name) if w and w != shown),
            self.row,
            self.cell,
            self.leads_to,
            () if figure else tuple(self.anchors),
        )
        self.leads_to = ""
        if figure:
            self.found.figures.append(block)
            return
        self.anchors = []
        self.found.flow.append(block)
        if self._in("thead"):
            self.head.append(text)
