"""YAML without its traps, read event by event.

Refused, because they surprise or can be used to do harm: anchors and aliases, tags, merge keys,
several documents, equal keys, and keys that other programs would take for numbers. Unquoted, only
these are not text: nothing or ``~`` or ``null``; ``true`` and ``false``; plain decimal numbers.
So ``no``, ``on`` and ``2025-09-15`` are text.
"""

from __future__ import annotations

import re
from decimal import Decimal

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from kami_tui.loading.document import MAX_NUMBER, Node, Scalar, TreeBuilder
from kami_tui.loading.problems import Problems

# The C parser is in every PyYAML wheel; without it the same files load, twenty times slower.
_Parser = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "false": False, "True": True, "False": False, "TRUE": True, "FALSE": False,
}  # fmt: skip


def tree_of(text: str, tree: TreeBuilder) -> Node:
    """The document's tree; smaller faults are told and gone over.

    Raises:
        BadInput: going on makes no sense.
    """
    problems = tree.problems
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        problems.fatal("control_character", line=line, character=f"U+{ord(found[0]):04X}")
    parser = _Parser(text)
    try:
        documents = 0
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    problems.fatal("several_documents", line=_line(event))
            else:
                _take(event, tree, problems)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        detail = error.problem or error.context or ""
        at = mark.line + 1 if mark else None
        if at is not None and _indented_by_tab(text, at):
            problems.fatal("yaml_tab", line=at)
        problems.fatal("yaml_syntax", line=at, detail=detail)
    except yaml.YAMLError as error:  # a character YAML does not allow, such as U+FFFE
        problems.fatal("yaml_syntax", detail=str(getattr(error, "reason", "")) or "?")
    if tree.root is None:
        problems.fatal("empty_file")
    return tree.root


def _indented_by_tab(text: str, line: int) -> bool:
    lines = text.split("\n", line)
    begun = lines[line - 1] if len(lines) >= line else ""
    return "\t" in begun[: len(begun) - len(begun.lstrip())]


def _take(event: Event, tree: TreeBuilder, problems: Problems) -> None:
    if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
        tree.close()
        return
    if isinstance(event, ScalarEvent):
        _refuse_extras(event, problems)
        if tree.wants_key:
            _key(event, tree, problems)
        else:
            tree.add(_scalar(event, problems))
        return
    if isinstance(event, AliasEvent):
        problems.add("yaml_alias", line=_line(event), column=_column(event))
    if isinstance(event, (AliasEvent, MappingStartEvent, SequenceStartEvent)) and tree.wants_key:
        problems.fatal("key_not_text", line=_line(event))
    if isinstance(event, AliasEvent):
        tree.add(Node(None, _line(event), _column(event)))
    elif isinstance(event, MappingStartEvent):
        _refuse_extras(event, problems)
        tree.open(Node({}, _line(event), _column(event)))
    elif isinstance(event, SequenceStartEvent):
        _refuse_extras(event, problems)
        tree.open(Node([], _line(event), _column(event)))


def _refuse_extras(
    event: ScalarEvent | MappingStartEvent | SequenceStartEvent, problems: Problems
) -> None:
    if event.anchor is not None:
        problems.add("yaml_alias", line=_line(event), column=_column(event))
    if event.tag is not None:
        problems.add("yaml_tag", line=_line(event), column=_column(event), tag=str(event.tag)[:80])


def _key(event: ScalarEvent, tree: TreeBuilder, problems: Problems) -> None:
    key, line, column = event.value, _line(event), _column(event)
    if not event.style and key == "<<":
        problems.add("yaml_merge", line=line, column=column)
    elif not event.style and not isinstance(resolved(key), str):
        # Whether 2.10 is 2.1 depends on who reads it; nobody should have to know.
        problems.add("unquoted_key", line=line, column=column, key=key[:80])
    tree.key(key, line, column)


def _scalar(event: ScalarEvent, problems: Problems) -> Node:
    text, line, column = event.value, _line(event), _column(event)
    if event.style:
        return Node(text, line, column)
    try:
        value = resolved(text)
    except OverflowError:
        problems.add("number_too_long", line=line, column=column, limit=MAX_NUMBER)
        return Node(0, line, column, text)
    return Node(value, line, column, None if value is text else text)


def resolved(text: str) -> Scalar:
    """What an unquoted scalar is.

    Raises:
        OverflowError: a number with more characters than any real one has.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-0123456789":
        return text
    if _INTEGER.fullmatch(text):
        if len(text) > MAX_NUMBER:
            raise OverflowError
        return int(text)
    if _DECIMAL.fullmatch(text):
        if len(text) > MAX_NUMBER:
            raise OverflowError
        return Decimal(text)
    return text


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1


def _column(event: Event) -> int:
    return int(event.start_mark.column) + 1 if event.start_mark else 1
