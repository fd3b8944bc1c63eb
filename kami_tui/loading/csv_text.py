"""A table of answers (CSV) as the tree that an answers file is: `AnswersReader` checks both.

Columns are found by name, in any order; those that only inform (points, questions) are not read.
What a spreadsheet does to a file is undone: another separator, a byte order mark, apostrophes
before what would be a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from kami_tui.domain.answers import KEY
from kami_tui.domain.cells import typed
from kami_tui.domain.errors import BadInput
from kami_tui.loading.document import Budget, Limits, Node, TreeBuilder, decoded
from kami_tui.loading.problems import Problems

COLUMNS = ("id", "item", "status", "note", "evidence", "evidence_titles", "owner")
"""Those that are read. `usecases.sheet` has all that are written."""
SEPARATORS = (",", ";", "\t")
MOST_COLUMNS = 100
MOST_ROWS = 20_000
"""Blank ones, too; an edition can have 5,000 items."""
LONGEST = 200_000
"""Characters of one cell: ten times a note."""
LONGEST_LINE = 1_000_000
_HEADER = re.compile(r'\ufeff?"?id"?[,;\t]')


def looks_like_csv(data: bytes, name: str) -> bool:
    """By the file's name; by its first words if the name says nothing."""
    lowered = name.lower()
    if lowered.endswith(".csv"):
        return True
    if lowered.endswith((".json", ".yaml", ".yml")):
        return False
    return _HEADER.match(data[:20].decode("utf-8", "replace")) is not None


def csv_tree(data: bytes, limits: Limits, problems: Problems) -> Node | None:
    """The tree; None where there is nothing to go on with. What is wrong is in `problems`."""
    try:
        text = decoded(data, limits, problems)
        root = _Reader(text, TreeBuilder(limits, problems, Budget(limits.nodes)), problems).read()
    except BadInput:
        return None
    root.file = problems.file
    return root


class _Reader:
    def __init__(self, text: str, tree: TreeBuilder, problems: Problems) -> None:
        self.text, self.tree, self.problems = text, tree, problems
        self.titles: dict[str, tuple[str, int]] = {}
        """Of the register, with the line where each was met first."""

    def read(self) -> Node:
        if not self.text.strip():
            self.problems.fatal("empty_file")
        rows = self.rows()
        columns = self.columns(*next(rows))
        found = [
            (line, {name: typed(row[i]) if i < len(row) else "" for name, i in columns.items()})
            for line, row in rows
            if any(row)
        ]
        if not found:
            self.problems.fatal("csv_no_rows")
        tree = self.tree
        tree.open(Node({}, 1, 1))
        self.text_at("instrument", self.edition(found), found[0][0])
        items = [self.item(line, cells) for line, cells in found]
        self.register()
        self.answers(found, items)
        self.owners(found, items)
        tree.close()
        assert tree.root is not None  # noqa: S101 - it was opened
        return tree.root

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with the line it begins in."""
        before = csv.field_size_limit(LONGEST)
        try:
            first = self.text.split("\n", 1)[0]
            separator = max(SEPARATORS, key=first.count)
            reader = csv.reader(self.lines(), delimiter=separator)
            line = 1
            for count, row in enumerate(reader):
                if len(row) > MOST_COLUMNS:
                    self.problems.fatal("csv_columns", line=line, limit=MOST_COLUMNS)
                if count > MOST_ROWS:
                    self.problems.fatal("csv_rows", line=line, limit=MOST_ROWS)
                yield line, row
                line = reader.line_num + 1
        except csv.Error as error:
            self.problems.fatal("csv_syntax", line=reader.line_num, detail=str(error))
        finally:
            csv.field_size_limit(before)

    def lines(self) -> Iterator[str]:
        """A row is put together before it can be counted, so its lines are bounded."""
        for number, line in enumerate(io.StringIO(self.text, newline=""), start=1):
            if len(line) > LONGEST_LINE:
                self.problems.fatal("too_long", line=number, limit=LONGEST_LINE)
            yield line

    def columns(self, line: int, header: list[str]) -> dict[str, int]:
        """Where each column stands."""
        names = [cell.strip().lower() for cell in header]
        for name in COLUMNS:
            if names.count(name) > 1:
                self.problems.fatal("csv_column_twice", line=line, name=name)
        for name in ("id", "status"):
            if name not in names:
                self.problems.fatal("csv_no_column", line=line, name=name)
        return {name: names.index(name) for name in COLUMNS if name in names}

    def edition(self, found: list[tuple[int, dict[str, str]]]) -> str:
        """The one edition that all rows name."""
        first: str | None = None
        for line, cells in found:
            edition, slash, _ = cells["id"].strip().rpartition("/")
            if not slash:
                self.problems.fatal("csv_bad_id", line=line, id=cells["id"][:80])
            first = edition if first is None else first
            if edition != first:
                self.problems.fatal("csv_editions", line=line, one=first[:80], other=edition[:80])
        return first or ""

    def item(self, line: int, cells: dict[str, str]) -> str:
        """The row's item; its documents are noted."""
        titles = cells.get("evidence_titles", "").split("\n")
        for key, title in zip(cells.get("evidence", "").split(), titles, strict=False):
            if not title.strip() or not KEY.fullmatch(key):
                continue
            said, first = self.titles.setdefault(key, (title, line))
            if said != title:
                self.problems.add("csv_titles", line=line, key=key, first=first)
        return cells["id"].strip().rpartition("/")[2]

    def register(self) -> None:
        self.mapping("evidence")
        for key, (title, line) in self.titles.items():
            self.text_at(key, title, line)
        self.tree.close()

    def answers(self, found: list[tuple[int, dict[str, str]]], items: list[str]) -> None:
        self.mapping("answers")
        for (line, cells), item in zip(found, items, strict=True):
            self.mapping(item, line)
            if status := cells["status"].strip():
                self.text_at("status", status, line)
            if note := cells.get("note", ""):
                self.text_at("note", note, line)
            keys = cells.get("evidence", "").split()
            # Titles without a key are documents that somebody added to the table.
            more = [t for t in cells.get("evidence_titles", "").split("\n")[len(keys) :] if t]
            if keys or more:
                self.tree.key("evidence", line, 1)
                self.tree.open(Node([], line, 1))
                for text in (*keys, *more):
                    self.tree.add(Node(text, line, 1))
                self.tree.close()
            self.tree.close()
        self.tree.close()

    def owners(self, found: list[tuple[int, dict[str, str]]], items: list[str]) -> None:
        self.mapping("owners")
        for (line, cells), item in zip(found, items, strict=True):
            if owner := cells.get("owner", ""):
                self.text_at(item, owner, line)
        self.tree.close()

    # -- building -------------------------------------------------------------------------

    def mapping(self, key: str, line: int = 1) -> None:
        self.tree.key(key, line, 1)
        self.tree.open(Node({}, line, 1))

    def text_at(self, key: str, text: str, line: int) -> None:
        self.tree.key(key, line, 1)
        self.tree.add(Node(text, line, 1))
