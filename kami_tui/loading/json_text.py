"""JSON, strictly as RFC 8259 has it, with the line of every value and exact decimals.

Own code because the standard library's parser tells no positions, takes equal keys and NaN
silently, and recurses.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NoReturn

from kami_tui.loading.document import MAX_NUMBER, Node, Scalar, TreeBuilder

_SPACE = re.compile(r"[ \t\n\r]*")
# Possessive: a long text is matched in one go, with nothing to come back to.
_STRING = re.compile(r'"([^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+)"', re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SIMPLE = {
    '"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}  # fmt: skip
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_WORD = re.compile(r"[A-Za-z]+")


def tree_of(text: str, tree: TreeBuilder) -> Node:
    """The text's tree.

    Raises:
        BadInput: it is no JSON (the first place where it is not), or too much of it.
    """
    return _Reader(text, tree).read()


class _Reader:
    def __init__(self, text: str, tree: TreeBuilder) -> None:
        self.text, self.tree, self.problems = text, tree, tree.problems
        self.at = 0
        self.counted, self.line, self.begins = 0, 1, 0
        """Lines are counted as reading goes on: up to where, and the line there with its start."""

    def read(self) -> Node:
        self._skip()
        if self.at == len(self.text):
            self.problems.fatal("empty_file")
        self._value()
        while self.tree.within is not None:
            self._step(self.tree.within)
        self._skip()
        if self.at < len(self.text):
            self._fail("more_after_end")
        assert self.tree.root is not None  # noqa: S101 - a value was read
        return self.tree.root

    def _step(self, holder: Node) -> None:
        """One entry (or the end) of the collection that is open."""
        closing, empty = ("]" if holder.items is not None else "}"), not holder.value
        self._skip()
        if self._peek() == closing:
            self.at += 1
            self.tree.close()
            return
        if not empty:
            if self._peek() != ",":
                self._fail("comma_expected")
            self.at += 1
            self._skip()
        if holder.mapping is not None:
            if self._peek() != '"':
                self._fail("key_expected")
            line, column = self._where()
            self.tree.key(self._string(), line, column)
            self._skip()
            if self._peek() != ":":
                self._fail("colon_expected")
            self.at += 1
            self._skip()
        self._value()

    def _value(self) -> None:
        line, column = self._where()
        first = self._peek()
        if first == "{":
            self.at += 1
            self.tree.open(Node({}, line, column))
        elif first == "[":
            self.at += 1
            self.tree.open(Node([], line, column))
        elif first == '"':
            self.tree.add(Node(self._string(), line, column))
        else:
            start = self.at
            value = self._word() if first.isalpha() else self._number()
            self.tree.add(Node(value, line, column, self.text[start : self.at]))

    def _word(self) -> bool | None:
        found = _WORD.match(self.text, self.at)
        if found is None or found[0] not in _WORDS:
            self._fail("value_expected")
        self.at = found.end()
        return _WORDS[found[0]]

    def _number(self) -> Scalar:
        found = _NUMBER.match(self.text, self.at)
        if found is None:
            self._fail("value_expected")
        raw = found[0]
        if len(raw) > MAX_NUMBER:
            self._fail("number_too_long")
        self.at = found.end()
        if found[1] is None and found[2] is None:
            return int(raw)
        value = Decimal(raw)
        if abs(value.adjusted()) > MAX_NUMBER:
            self._fail("number_too_long")
        return value

    def _string(self) -> str:
        found = _STRING.match(self.text, self.at)
        if found is None:
            self._fail("string_broken")
        body = found[1]
        if "\\" in body:
            body = _ESCAPE.sub(self._escape, body)
            body = _SURROGATES.sub(_joined, body)
            if _LONE.search(body):
                self._fail("half_character")
        self.at = found.end()
        return body

    def _escape(self, found: re.Match[str]) -> str:
        what = found[1]
        if len(what) == 5:
            return chr(int(what[1:], 16))
        if what not in _SIMPLE:
            self._fail("bad_escape")
        return _SIMPLE[what]

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        if found is not None:
            self.at = found.end()

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _where(self) -> tuple[int, int]:
        self.line += self.text.count("\n", self.counted, self.at)
        self.begins = max(self.begins, self.text.rfind("\n", self.counted, self.at) + 1)
        self.counted = self.at
        return self.line, self.at - self.begins + 1

    def _fail(self, detail: str) -> NoReturn:
        line, _ = self._where()
        if self.at == len(self.text):
            detail = "ends_early"
        self.problems.fatal("json_syntax", line=line, detail=detail)


def _joined(pair: re.Match[str]) -> str:
    high, low = map(ord, pair[0])
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
