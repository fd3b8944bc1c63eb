"""The evidence register of an answers file, and what its items attach."""

from __future__ import annotations

import re

from kami_tui.domain.answers import EVIDENCE_FIELDS, KEY, MAX_FIELD, Evidence
from kami_tui.loading.document import Node
from kami_tui.loading.texts import Texts

_USUAL = re.compile(r"E[0-9]+")


class Register:
    """Evidence by key. A text that is no key is a title; equal titles share one entry."""

    def __init__(self, node: Node | None, texts: Texts) -> None:
        self.texts = texts
        self.entries: dict[str, Evidence] = {}
        self._by_title: dict[str, str] = {}
        self._told: set[str] = set()
        """Keys of entries with mistakes: an item may still name them without a second problem."""
        given = texts.mapping(node, None) or {}
        self._written = bool(given)
        for key, entry in given.items():
            if not KEY.fullmatch(key):
                texts.tell("bad_evidence_key", entry, key=key[:80])
                continue
            made = self._entry(entry)
            if made is None:
                self._told.add(key)
            else:
                self.entries[key] = made
                self._by_title.setdefault(made.title, key)
        self._next = 1

    def attached(self, node: Node | None) -> tuple[str, ...]:
        """Register keys of an item's evidence list, each once."""
        if node is None or node.value is None:
            return ()
        if node.items is None:
            self.texts.tell("wrong_type", node, key="evidence", expected="list", found=node.value)
            return ()
        keys = (self._key(entry) for entry in node.items)
        return tuple(dict.fromkeys(k for k in keys if k is not None))

    def _key(self, node: Node) -> str | None:
        if node.value is None:
            self.texts.tell("empty_text", node, key="evidence")
            return None
        text = self.texts.text(node, "evidence", MAX_FIELD)
        if text is None or text in self._told:
            return None
        if text in self.entries:
            return text
        if not text.strip():
            self.texts.tell("empty_text", node, key="evidence")
            return None
        if self._written and _USUAL.fullmatch(text):
            near = self.texts.nearest(text, self.entries)
            self.texts.tell("unknown_evidence", node, key=text, near=near)
            return None
        if text not in self._by_title:
            key = self._free()
            self.entries[key] = Evidence(title=text)
            self._by_title[text] = key
        return self._by_title[text]

    def _free(self) -> str:
        while f"E{self._next}" in self.entries or f"E{self._next}" in self._told:
            self._next += 1
        return f"E{self._next}"

    def _entry(self, node: Node) -> Evidence | None:
        """One register entry: its fields, or in short its title alone."""
        if isinstance(node.value, str):
            fields = {"title": node}
        else:
            found = self.texts.mapping(node, EVIDENCE_FIELDS)
            if found is None and node.value is not None:
                return None
            fields = found or {}
        values: dict[str, str | None] = {}
        for name, below in fields.items():
            values[name] = self.texts.text(below, name, MAX_FIELD)
            if name in ("dated", "valid_until"):
                values[name] = self.texts.day(below, name)
            elif name == "sha256":
                values[name] = self.texts.sha256(below, name)
            elif name == "size":
                values[name] = self.texts.size(below, name)
        title = values.pop("title", "")
        if title is not None and not title.strip():
            self.texts.tell("missing_key", node, key="title")
        if not title or not title.strip() or None in values.values():
            return None
        return Evidence(title, **{k: v for k, v in values.items() if v is not None})
