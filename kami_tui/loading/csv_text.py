"""A table of answers (CSV) as the tree that an answers file is: `AnswersReader` checks both.

Columns are found by name, in any order; those that only inform (points, questions) are not read.
What a spreadsheet does to a file is undone: another separator (which a first line ``sep=;`` may
name), a byte order mark, apostrophes before what would be a formula. A text that would belong to
no column, or a row that was cut, is a problem: whoever wrote it believes that it is taken in.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from kami_tui.domain.answers import KEY
from kami_tui.domain.cells import typed
from kami_tui.domain.errors import BadInput, Problem
from kami_tui.loading.document import Budget, Limits, Node, TreeBuilder, decoded
from kami_tui.loading.problems import Problems, nearest
from kami_tui.usecases.sheet import COLUMNS as ALL
from kami_tui.usecases.sheet import FILLED

COLUMNS = (
    "id", "item", "status", "note", "evidence", "evidence_titles", "owner",
    "status_label", "points", "question",
)  # fmt: skip
"""Those that are read, the last three and the item to be compared. All that are written stand in
`usecases.sheet`."""
SEPARATORS = (",", ";", "\t")
MOST_COLUMNS = 100
MOST_ROWS = 20_000
"""Blank ones, too; an edition can have 5,000 items."""
LONGEST = 200_000
"""Characters of one cell: ten times a note."""
LONGEST_LINE = 1_000_000
_SEPARATOR = re.compile(r'\ufeff?"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)
"""A first line for Excel."""
_HEADER = re.compile(rf'({_SEPARATOR.pattern})?\ufeff?"?id"?[,;\t|]', re.IGNORECASE)


def looks_like_csv(data: bytes, name: str) -> bool:
    """By the file's name; by its first words if the name says nothing."""
    lowered = name.lower()
    if lowered.endswith(".csv"):
        return True
    if lowered.endswith((".json", ".yaml", ".yml")):
        return False
    return _HEADER.match(data[:20].decode("utf-8", "replace")) is not None


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    """In which it begins."""
    item: str
    cells: dict[str, str]
    """By `COLUMNS`."""


@dataclass(frozen=True, slots=True)
class Table:
    root: Node
    """The tree of an answers file."""
    rows: tuple[Row, ...]
    ours: bool
    """It has all columns that this program writes."""


def csv_table(data: bytes, limits: Limits, problems: Problems) -> Table | None:
    """The table; None where there is nothing to go on with. What is wrong is in `problems`."""
    try:
        text = decoded(data, limits, problems)
        table = _Reader(text, TreeBuilder(limits, problems, Budget(limits.nodes)), problems).read()
    except BadInput:
        return None
    table.root.file = problems.file
    return table


class Shape:
    """Whether each row has the shape of the first one; what it has beyond is nobody's."""

    def __init__(self, line: int, names: list[str], text: str, problems: Problems) -> None:
        self.line, self.names, self.problems = line, names, problems
        self.whole = max((n + 1 for n, name in enumerate(names) if name in FILLED), default=0)
        """Cells up to the last one that is never empty. A spreadsheet may leave out empty cells at
        the end of a row."""
        self.ends = text.endswith(("\n", "\r"))
        self.unknown = {i: 0 for i, name in enumerate(names) if name not in ALL}
        """Columns of no known name, with the line of their first text."""
        self.last = (0, 0)

    def fits(self, line: int, row: list[str]) -> bool:
        """Whether its cells belong to the columns that they stand in."""
        self.last = (line, len(row))
        if len(row) > len(self.names):
            self.problems.add("csv_more_cells", line=line, cells=len(row), columns=len(self.names))
            return False
        if len(row) < self.whole:
            self.problems.add("csv_short_row", line=line, cells=len(row), columns=len(self.names))
            return False
        for i, met in self.unknown.items():
            if not met and i < len(row) and row[i].strip():
                self.unknown[i] = line
        return True

    def close(self) -> None:
        line, cells = self.last
        if self.whole <= cells < len(self.names) and not self.ends:
            self.problems.add("csv_cut", line=line, cells=cells, columns=len(self.names))
        for i, met in self.unknown.items():
            if not met:
                continue
            name = self.names[i]
            facts: dict[str, object] = {"column": i + 1, "name": name[:80], "first": met}
            if name:
                near = nearest(name, ALL)
                facts |= {"near": near, "known": [n for n in ALL if n not in self.names]}
            code = "csv_unknown_column" if name else "csv_nameless_column"
            self.problems.put(Problem(code, facts, self.problems.file, self.line))


class _Reader:
    def __init__(self, text: str, tree: TreeBuilder, problems: Problems) -> None:
        self.text, self.tree, self.problems = text, tree, problems
        self.titles: dict[str, tuple[str, int]] = {}
        """Of the register, with the line where each was met first."""

    def read(self) -> Table:
        if not self.text.strip():
            self.problems.fatal("empty_file")
        rows = self.rows()
        head, header = next(rows)
        names = [cell.strip().lower() for cell in header]
        columns = self.columns(head, names)
        shape = Shape(head, names, self.text, self.problems)
        found = [
            (line, {name: typed(row[i]) if i < len(row) else "" for name, i in columns.items()})
            for line, row in rows
            if any(row) and shape.fits(line, row)
        ]
        shape.close()
        if not found:
            self.problems.stop_if_any()
            self.problems.fatal("csv_no_rows")
        tree = self.tree
        tree.open(Node({}, 1, 1))
        self.text_at("instrument", self.edition(found), found[0][0])
        items = [self.item(line, cells) for line, cells in found]
        self.untitled(found)
        self.register()
        self.answers(found, items)
        self.owners(found, items)
        tree.close()
        assert tree.root is not None  # noqa: S101 - it was opened
        read = (Row(line, i, cells) for (line, cells), i in zip(found, items, strict=True))
        return Table(tree.root, tuple(read), ours=set(ALL) <= set(names))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with the line it begins in."""
        before = csv.field_size_limit(LONGEST)
        line = 1
        try:
            lines = self.lines()
            if hint := _SEPARATOR.match(self.text):
                separator, line = hint[1], 2
                next(lines)
            else:
                separator = max(SEPARATORS, key=self.text.split("\n", 1)[0].count)
            skipped = line - 1
            reader = csv.reader(lines, delimiter=separator, strict=True)
            for count, row in enumerate(reader):
                if len(row) > MOST_COLUMNS:
                    self.problems.fatal("csv_columns", line=line, limit=MOST_COLUMNS)
                if count > MOST_ROWS:
                    self.problems.fatal("csv_rows", line=line, limit=MOST_ROWS)
                yield line, row
                line = reader.line_num + skipped + 1
        except csv.Error as error:
            self.broken(str(error), line, reader.line_num + skipped)
        finally:
            csv.field_size_limit(before)

    def broken(self, detail: str, begun: int, line: int) -> NoReturn:
        """The row that began in a line cannot be read on from another."""
        if "unexpected end" in detail:
            self.problems.fatal("csv_open_quote", line=begun)
        if "expected after" in detail:
            self.problems.fatal("csv_quote", line=line)
        self.problems.fatal("csv_syntax", line=line, detail=detail)

    def lines(self) -> Iterator[str]:
        """A row is put together before it can be counted, so its lines are bounded."""
        for number, line in enumerate(io.StringIO(self.text, newline=""), start=1):
            if len(line) > LONGEST_LINE:
                self.problems.fatal("too_long", line=number, limit=LONGEST_LINE)
            yield line

    def columns(self, line: int, names: list[str]) -> dict[str, int]:
        """Where each column stands."""
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

    def untitled(self, found: list[tuple[int, dict[str, str]]]) -> None:
        """Keys to which no row has a title: nobody knows which document is meant."""
        for line, cells in found:
            for key in cells.get("evidence", "").split():
                if KEY.fullmatch(key) and key not in self.titles:
                    self.problems.add("csv_untitled", line=line, key=key)
                    self.titles[key] = (key, line)

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
