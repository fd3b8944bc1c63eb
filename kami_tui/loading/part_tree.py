"""A JSON file that holds assessments among other things, within bounds. `exchange.part_file` reads
parts with it: rooms of one floor do not know each other, so whoever builds that hands this in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import BadInput
from kami_tui.loading.assessment_file import AnswersReader
from kami_tui.loading.document import Limits, Node, place_of, read_bytes, tree
from kami_tui.loading.problems import Problems, in_order
from kami_tui.usecases.ports import Editions

PART = Limits(size=16 * 1024**2, nodes=400_000)
"""Twice an assessment of 5,000 items, and a journal of 20,000 entries."""


@dataclass(frozen=True, slots=True)
class JsonFile:
    """What stands in one file."""

    data: object
    """dict, list, str, int, Decimal, bool, None."""
    root: Node
    name: str
    editions: Editions

    def assessment(self, path: Sequence[str]) -> Assessment:
        """The assessment at a place, in the shape of an answers file.

        Raises:
            BadInput: every problem of it, by line.
        """
        problems = Problems(self.name)
        place = place_of(self.root, path)
        made = None if place.rest else AnswersReader(self.editions, problems).read(place.node)
        if made is None or problems.found:
            if not problems.found:
                problems.add("missing_key", line=place.node.line, key=path[-1])
            raise BadInput(in_order(problems.found))
        return made


@dataclass(frozen=True, slots=True)
class JsonFiles:
    editions: Editions

    def __call__(self, path: Path) -> JsonFile:
        """Raises BadInput: it cannot be read, is no JSON, or holds too much."""
        name = str(path)
        problems = Problems(name)
        root = tree(read_bytes(path, PART.size), PART, problems, json=True)
        problems.stop_if_any()
        assert root is not None  # noqa: S101 - no tree, no problem: cannot be
        return JsonFile(root.plain(), root, name, self.editions)
