"""Tables and `for_each`: how an edition says the same of many areas without saying it many times.

::

    tables:
      stage3:
        - {area: "2", floor: 16}
        - {area: "3", floor: 20}
    rules:
      - for_each: stage3            # or a list of tables
        do:
          - {id: "{area}.reached", condition: {of: "{area}.score", ge: "{floor}"}}

A text that is nothing but one placeholder becomes the row's own value (16 stays a number); inside
a longer text it is written in. There are no expressions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kami_tui.domain.errors import Problem
from kami_tui.loading.document import Node, Scalar
from kami_tui.loading.problems import Problems, nearest

MOST_NODES = 200_000
"""Values that expansion may make: a few nested `for_each` could ask for any number. KAMI 5.0 makes
3,500."""
MOST_TEXT = 4_000
"""Characters of a text that placeholders are put into, and of what is put in."""
MOST_CHARACTERS = 16 * 1024**2
"""Characters that all texts with placeholders may come to."""

_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_]{0,39})\}")

Row = Mapping[str, Node]
Table = Sequence[Row]


def take_tables(root: Node, problems: Problems) -> dict[str, Table]:
    """Removes `tables` from a file's tree: rows by table name. What is no table is a problem."""
    tables: dict[str, Table] = {}
    node = root.mapping.pop("tables", None) if root.mapping is not None else None
    if node is None or node.value is None:
        return tables
    for name, table in (node.mapping or {"tables": node}).items():
        rows = []
        if table.items is None:
            _tell(problems, "table_not_rows", table, table=name)
        for row in table.items or []:
            if row.mapping is None or not all(_fits(c) for c in row.children()):
                _tell(problems, "table_not_rows", row, table=name)
            else:
                rows.append(row.mapping)
        tables[name] = rows
    return tables


def expand(root: Node, tables: Mapping[str, Table], problems: Problems) -> None:
    """Replaces every `for_each` below `root` by what it stands for, in place.

    Expanded nodes keep the line of the template and name their row.

    Raises:
        BadInput: there would be too many of them.
    """
    _Expansion(tables, problems).inside(root)


def _fits(cell: Node) -> bool:
    value = cell.value
    return (
        len(value) <= MOST_TEXT if isinstance(value, str) else not isinstance(value, (dict, list))
    )


class _Expansion:
    def __init__(self, tables: Mapping[str, Table], problems: Problems) -> None:
        self.tables, self.problems = tables, problems
        self.made = self.characters = 0

    def inside(self, node: Node) -> None:
        """Expands below a node that belongs to no row, in place."""
        if isinstance(node.value, dict):
            for child in node.value.values():
                self.inside(child)
        elif isinstance(node.value, list):
            node.value = [made for entry in node.value for made in self.entry(entry, {}, None)]

    def entry(self, entry: Node, row: Row, label: str | None) -> list[Node]:
        """What one entry of a list becomes: itself, or one copy of `do` for every row."""
        loop = entry.mapping
        if loop is None or "for_each" not in loop:
            if label is None:
                self.inside(entry)
                return [entry]
            return [self.copy(entry, row, label)]
        for key, node in loop.items():
            if key not in ("for_each", "do"):
                known = ["for_each", "do"]
                _tell(self.problems, "unknown_key", node, key=key, known=known)
        body = loop.get("do")
        if body is None or body.items is None:
            _tell(self.problems, "for_each_without_do", body or entry)
            return []
        made: list[Node] = []
        for name, number, values in self.rows(loop["for_each"], row):
            self.count(entry)
            here = f"{name}[{number}]" if label is None else f"{label}, {name}[{number}]"
            for template in body.items:
                made += self.entry(template, {**row, **values}, here)
        return made

    def rows(self, node: Node, row: Row) -> list[tuple[str, int, Row]]:
        wanted = node.items if node.items is not None else [node]
        found = []
        for one in wanted:
            name = one.value
            if not isinstance(name, str) or name not in self.tables:
                known = list(self.tables)
                hint = nearest(name, known) if isinstance(name, str) else None
                _tell(self.problems, "unknown_table", one, name=name, known=known, near=hint)
                continue
            found += [(name, i, r) for i, r in enumerate(self.tables[name], start=1)]
        return found

    def copy(self, node: Node, row: Row, label: str) -> Node:
        """A template with a row's values in place of its placeholders."""
        self.count(node)
        value: Scalar | dict[str, Node] | list[Node]
        value, raw = node.value, node.raw
        if isinstance(value, str):
            value, raw = self.filled(node, value, row)
        elif isinstance(value, list):
            value = [made for entry in value for made in self.entry(entry, row, label)]
        elif isinstance(value, dict):
            value = {self.text(node, k, row): self.copy(n, row, label) for k, n in value.items()}
        return Node(value, node.line, node.column, raw, node.file, label)

    def count(self, node: Node) -> None:
        self.made += 1
        if self.made > MOST_NODES or self.characters > MOST_CHARACTERS:
            self.problems.fatal("too_many_values", line=node.line, limit=MOST_NODES)

    def filled(self, node: Node, text: str, row: Row) -> tuple[Scalar, str | None]:
        whole = _PLACEHOLDER.fullmatch(text)
        cell = row.get(whole[1]) if whole is not None else None
        if cell is not None and not isinstance(cell.value, (dict, list)):
            return cell.value, cell.raw
        return self.text(node, text, row), None

    def text(self, node: Node, text: str, row: Row) -> str:
        def put(found: re.Match[str]) -> str:
            column = row.get(found[1])
            if column is None:
                known = list(row)
                near = nearest(found[1], known)
                _tell(self.problems, "unknown_column", node, name=found[1], known=known, near=near)
                column = row.get(near or "")
                if column is None:
                    return found[1]
            return str(column.value) if column.raw is None else column.raw

        if "{" not in text:
            return text
        if len(text) > MOST_TEXT:
            self.problems.fatal("too_long", line=node.line, limit=MOST_TEXT)
        made = _PLACEHOLDER.sub(put, text)
        self.characters += len(made)
        return made


def _tell(problems: Problems, code: str, node: Node, **facts: object) -> None:
    told = {k: v for k, v in facts.items() if v is not None}
    problems.put(Problem(code, told, problems.file, node.line, node.column))
