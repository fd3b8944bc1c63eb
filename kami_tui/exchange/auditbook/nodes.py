"""One cell with a value of its own: a rule, an item gate, or a part of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kami_tui.domain.crosscheck_values import Kind
from kami_tui.domain.numbers import Exact, Value
from kami_tui.domain.rules import ItemGate, Rule
from kami_tui.domain.scorer import Evaluation


@dataclass(frozen=True, slots=True)
class Expression:
    """What stands in a cell, without the equals sign, and what is known of its value."""

    text: str
    open: bool = False
    """It can be incomplete: then the cell holds an empty text."""
    whole: bool = False
    """It is always a whole number."""


@dataclass(frozen=True, slots=True)
class Node:
    key: str
    """The rule's id; ``gate:<id>`` of an item gate; ``<rule>/<part>`` of a part."""
    name: str
    """Defined name of its cell, by which other formulas call it."""
    made: Expression
    value: Callable[[Evaluation], Value]
    """The same, as the program reckons it."""
    kind: Kind
    of: Rule | ItemGate
    """What it is, or belongs to."""
    part: bool = False
    sides: tuple[Node, str, Node | Exact | str] | None = None
    """Of a comparison: left, ``ge``, ``gt`` or ``eq``, and right."""

    @property
    def open(self) -> bool:
        return self.made.open

    @property
    def whole(self) -> bool:
        return self.made.whole


class Names:
    """Defined names, which may hold fewer signs than ids and know no capital letters."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, prefix: str, key: str) -> str:
        key = key.replace("+", "plus").replace("/", ".").replace("#", "rank").replace("?", "when")
        plain = prefix + re.sub(r"[^A-Za-z0-9_.]", "_", key)[:200]
        name, n = plain, 1
        while name.casefold() in self._taken:
            n += 1
            name = f"{plain}_{n}"
        self._taken.add(name.casefold())
        return name
