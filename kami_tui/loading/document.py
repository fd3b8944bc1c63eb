"""A file as plain data that remembers where each value stood.

YAML and JSON both become a tree of `Node`. Whatever a hostile file may hold, reading it is
bounded in memory and time: see `Limits`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from kami_tui.domain.errors import BadInput, Problem
from kami_tui.loading.problems import Problems

Scalar = str | int | Decimal | bool | None
MAX_NUMBER = 30
"""Characters a number may have: points and thresholds have a handful, and converting thousands of
digits takes quadratic time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold before it is refused unread."""

    size: int
    """Bytes."""
    depth: int = 40
    """Collections within collections; a rule's conditions need about 12."""
    nodes: int = 200_000
    """Values and keys. The largest real file, 5,000 items with notes and evidence, has 60,000;
    each costs about 300 bytes and 5 microseconds, so a refusal takes a second and 60 MB."""


ANSWERS = Limits(size=16 * 1024**2)
"""5,000 items with a full page of notes each stay below 16 MiB."""
QUESTIONNAIRE = Limits(size=4 * 1024**2)
"""The whole of KAMI 5.0 has 0.3 MiB in nine files."""


@dataclass(slots=True)
class Node:
    """One value and where its author finds it: at its key, if it has one."""

    value: Scalar | dict[str, Node] | list[Node]
    line: int
    column: int
    raw: str | None = None
    """The text of an unquoted scalar that became something else: ``2.10`` of the number 2.1."""
    file: str | None = None
    """Set where a file begins; the nodes below belong to it too."""
    row: str | None = None
    """Set on what a table row was put into: ``stage3[2]``. Valid for the nodes below too."""

    @property
    def mapping(self) -> dict[str, Node] | None:
        return self.value if isinstance(self.value, dict) else None

    @property
    def items(self) -> list[Node] | None:
        return self.value if isinstance(self.value, list) else None

    def children(self) -> Iterator[Node]:
        if isinstance(self.value, dict):
            yield from self.value.values()
        elif isinstance(self.value, list):
            yield from self.value

    def plain(self) -> object:
        """The data alone: dict, list, str, int, Decimal, bool, None. Depth is bounded by Limits."""
        value = self.value
        if isinstance(value, dict):
            return {k: n.plain() for k, n in value.items()}
        if isinstance(value, list):
            return [n.plain() for n in value]
        return value


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, for a problem. `node` is the deepest one that exists."""

    node: Node
    file: str | None
    row: str | None
    rest: tuple[str | int, ...]
    """What of the path did not exist."""

    def problem(self, code: str, **facts: object) -> Problem:
        if self.row is not None:
            facts["row"] = self.row
        return Problem(code, facts, self.file, self.node.line, self.node.column)


def place_of(root: Node, path: Sequence[str | int]) -> Place:
    """Where a path into the plain data stands in the files."""
    node, file, row = root, root.file, root.row
    for depth, step in enumerate(path):
        below: Node | None = None
        if isinstance(node.value, dict):
            below = node.value.get(str(step))
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            below = node.value[step]
        if below is None:
            return Place(node, file, row, tuple(path[depth:]))
        node, file, row = below, below.file or file, below.row or row
    return Place(node, file, row, ())


@dataclass(slots=True)
class Budget:
    """Values that may still be read; several files of one edition share one."""

    nodes: int


def tree(
    data: bytes,
    limits: Limits,
    problems: Problems,
    *,
    json: bool | None = None,
    budget: Budget | None = None,
) -> Node | None:
    """One file's bytes as far as they make sense; what does not is in `problems`.

    `json` None: JSON if the file's name ends so, or if it has no known ending and the text begins
    like JSON. None is given back where there is nothing to go on with; never raises BadInput.
    """
    try:
        text = decoded(data, limits, problems)
        if json is None:
            name = (problems.file or "").lower()
            json = name.endswith(".json") or (
                not name.endswith((".yaml", ".yml")) and text.lstrip()[:1] in ("{", "[")
            )
        if json:
            from kami_tui.loading.json_text import tree_of
        else:
            from kami_tui.loading.yaml_text import tree_of
        root = tree_of(text, TreeBuilder(limits, problems, budget or Budget(limits.nodes)))
    except BadInput:
        return None
    root.file = problems.file
    return root


def parse(data: bytes, name: str, limits: Limits, *, json: bool | None = None) -> Node:
    """One file's bytes as a tree; the root's `file` is `name`.

    Raises:
        BadInput: every problem of the text, with lines; nothing else ever escapes.
    """
    problems = Problems(name)
    root = tree(data, limits, problems, json=json)
    problems.stop_if_any()
    assert root is not None  # noqa: S101 - no tree, no problem: cannot be
    return root


def decoded(data: bytes, limits: Limits, problems: Problems) -> str:
    """A file's text, without a byte order mark. Raises BadInput."""
    if len(data) > limits.size:
        problems.fatal("too_large", limit=limits.size)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"\x00\x00\xfe\xff":
        problems.fatal("not_utf8", line=1, detail="UTF-16")
    if (zero := data.find(b"\x00")) >= 0:
        problems.fatal("null_byte", line=data.count(b"\n", 0, zero) + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # `error.object` is what was decoded: without the byte order mark, if there was one.
        line = bytes(error.object).count(b"\n", 0, error.start) + 1
        problems.fatal("not_utf8", line=line, detail=f"0x{error.object[error.start]:02x}")


def read_bytes(path: Path, limit: int, name: str | None = None) -> bytes:
    """At most `limit` + 1 bytes of a regular file: one more than allowed shows it is too large.

    Never waits: a pipe or a device is refused, not read.

    Raises:
        BadInput: it is missing, unreadable or no regular file. One problem.
    """
    name = str(path) if name is None else name
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                code = "is_folder" if stat.S_ISDIR(mode) else "not_a_file"
                raise BadInput([Problem(code, {}, name)])
            return file.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):  # also: something above it is no folder
        raise BadInput([Problem("missing_file", {}, name)]) from None
    except IsADirectoryError:
        raise BadInput([Problem("is_folder", {}, name)]) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        detail = error.strerror if isinstance(error, OSError) and error.strerror else "?"
        raise BadInput([Problem("unreadable_file", {"detail": detail}, name)]) from None


def read(path: Path, limits: Limits, name: str | None = None) -> Node:
    """A file as a tree. Raises BadInput."""
    name = str(path) if name is None else name
    return parse(read_bytes(path, limits.size, name), name, limits)


@dataclass(slots=True)
class TreeBuilder:
    """Puts values into collections as they come, without recursion. Both parsers use it."""

    limits: Limits
    problems: Problems
    budget: Budget
    root: Node | None = None
    _open: list[Node] = field(default_factory=list)
    _keys: list[tuple[str, int, int] | None] = field(default_factory=list)
    """For each open collection, the key that waits for its value."""

    @property
    def wants_key(self) -> bool:
        return bool(self._open) and self._open[-1].mapping is not None and self._keys[-1] is None

    @property
    def within(self) -> Node | None:
        return self._open[-1] if self._open else None

    def key(self, key: str, line: int, column: int) -> None:
        """Begins an entry of the open mapping; a key that was there already is a problem."""
        self._counted(line)
        mapping = self._open[-1].value
        assert isinstance(mapping, dict)  # noqa: S101 - the parsers ask `wants_key` first
        if key in mapping:
            self.problems.add(
                "duplicate_key", line=line, column=column, key=key, first=mapping[key].line
            )
        self._keys[-1] = (key, line, column)

    def add(self, node: Node) -> None:
        """Puts a finished or an opened node at its place."""
        self._counted(node.line)
        if not self._open:
            self.root = node
            return
        holder = self._open[-1].value
        if isinstance(holder, list):
            holder.append(node)
        elif isinstance(holder, dict):
            waiting, self._keys[-1] = self._keys[-1], None
            if waiting is not None:
                name, node.line, node.column = waiting
                holder.setdefault(name, node)

    def open(self, node: Node) -> None:
        self.add(node)
        self._open.append(node)
        self._keys.append(None)
        if len(self._open) > self.limits.depth:
            self.problems.fatal("too_deep", line=node.line, limit=self.limits.depth)

    def close(self) -> None:
        self._open.pop()
        self._keys.pop()

    def _counted(self, line: int) -> None:
        self.budget.nodes -= 1
        if self.budget.nodes < 0:
            self.problems.fatal("too_many_values", line=line, limit=self.limits.nodes)
