"""The bytes of an XML part: where its elements begin and end, so that a few can be exchanged.

A part that is parsed and written again looks the same to a program, but not to whoever compares
files: prefixes, quotes, blanks and remarks are lost. So nothing is written again here; bytes are
cut out and others put in.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

_DECLARED = re.compile(
    rb"""(?:\xef\xbb\xbf)?<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
)
_TAG = re.compile(rb"""<([^\s/>]+)((?:[^"'>]|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(rb"""(\s+)([^\s=/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class NotSpliced(Exception):
    """The part is built in a way in which nothing can be exchanged safely."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag, or an element without contents."""

    start: int
    end: int
    """The first byte behind it."""
    name: bytes
    """With its prefix."""
    closed: bool
    """``<c/>``: it is the whole element."""

    @property
    def prefix(self) -> bytes:
        """``x:``, or nothing."""
        head, colon, _ = self.name.rpartition(b":")
        return head + colon


def tag_at(xml: bytes, start: int) -> Tag:
    """The tag that begins there, in XML that is known to be well-formed."""
    match = _TAG.match(xml, start)
    if match is None:
        raise NotSpliced
    return Tag(start, match.end(), match[1], match[2].endswith(b"/"))


def opened(xml: bytes, tag: Tag, without: Iterable[bytes] = (), more: bytes = b"") -> bytes:
    """The tag as the start of an element with contents, with other attributes at its end; the rest
    is as it was."""
    left_out = frozenset(without)
    at, found = tag.start + 1 + len(tag.name), []
    while (match := _ATTRIBUTE.match(xml, at, tag.end)) is not None:
        if match[2] not in left_out:
            found.append(match[0])
        at = match.end()
    return b"<" + tag.name + b"".join(found) + more + b">"


def escaped(text: str) -> bytes:
    """A text for an element, in the format's own way: signs that XML cannot hold become
    ``_x0007_``, and what only looks so is escaped, too.

    Raises:
        NotSpliced: half a sign (a lone surrogate) can be written in no way.
    """
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    # A tab and a line break are as they are; a bare return would be read as a line break.
    text = _ILLEGAL.sub(lambda m: f"_x{ord(m[0]):04X}_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise NotSpliced from None


class Watcher(Protocol):
    """Hears of elements; `at` is the byte where the tag begins. `end` of ``<c/>`` is heard, too."""

    def start(self, depth: int, name: str, attributes: Mapping[str, str], at: int) -> None: ...

    def end(self, depth: int, name: str, at: int) -> None: ...


def watch(xml: bytes, watcher: Watcher) -> None:
    """Goes through UTF-8 text. Names are local ones for elements of the root's namespace; others
    have theirs before them. The root has depth 1.

    Raises:
        NotSpliced: it is not well-formed, or has a document type.
    """
    depth, own = 0, ""

    def begun(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, own
        depth += 1
        if depth == 1:
            own = name.rpartition(" ")[0] + " "
        watcher.start(depth, name.removeprefix(own), attributes, parser.CurrentByteIndex)

    def ended(name: str) -> None:
        nonlocal depth
        watcher.end(depth, name.removeprefix(own), parser.CurrentByteIndex)
        depth -= 1

    def declared(*_: object) -> None:
        raise NotSpliced

    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise NotSpliced from None


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes from `start` to `end` become `new`; nothing is cut out where both are the same."""

    start: int
    end: int
    new: bytes


def edited(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """All edits at once; those at the same place in the order they are given.

    Raises:
        NotSpliced: two overlap.
    """
    parts, at = [], 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < at:
            raise NotSpliced
        parts += [xml[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*parts, xml[at:]])


def as_utf8(xml: bytes) -> tuple[bytes, str]:
    """A part as UTF-8, and the encoding it had. A mark at its beginning is kept.

    Raises:
        NotSpliced: in no encoding that gives the same bytes again.
    """
    codec = _codec(xml)
    if codec == "utf-8":
        return xml, codec
    try:
        text = xml.decode(codec)
        if text.encode(codec) != xml:
            raise NotSpliced
        return text.encode(), codec
    except (UnicodeError, LookupError):
        raise NotSpliced from None


def as_before(xml: bytes, codec: str) -> bytes:
    """The way back; signs the encoding does not have are written by their number."""
    return xml if codec == "utf-8" else xml.decode().encode(codec, "xmlcharrefreplace")


def _codec(xml: bytes) -> str:
    if xml.startswith((b"\xff\xfe", b"<\0")):
        return "utf-16-le"
    if xml.startswith((b"\xfe\xff", b"\0<")):
        return "utf-16-be"
    match = _DECLARED.match(xml[:400])
    try:
        return codecs.lookup(match[1].decode() if match else "utf-8").name
    except LookupError:
        raise NotSpliced from None
