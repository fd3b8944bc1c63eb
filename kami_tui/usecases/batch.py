"""Scores many assessments, one outcome each: a bad one never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kami_tui.domain.errors import KamiError
from kami_tui.domain.result import Result, result_of
from kami_tui.usecases.lookup import Found
from kami_tui.usecases.ports import AnswerLines, Editions


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one name: a result or an error."""

    name: str
    found: Found | None = None
    result: Result | None = None
    error: KamiError | None = None


def score_all(
    names: Iterable[str], find: Callable[[str], Found], editions: Editions
) -> Iterator[Outcome]:
    """One outcome for each name, in order.

    A workspace out of reach fails the names in it; files among the names are scored all the same.
    """
    for name in names:
        try:
            found = find(name)
            scorer = editions.scorer(found.assessment.instrument)
            result = result_of(scorer.evaluate(found.assessment.statuses))
        except KamiError as error:
            yield Outcome(name, error=error)
        else:
            yield Outcome(name, found, result)


class LineScorer:
    """Scores lines of JSON, one document out for each line in."""

    def __init__(self, lines: AnswerLines, editions: Editions) -> None:
        self._lines, self._editions = lines, editions

    def score(self, text: bytes, number: int) -> dict[str, Any]:
        """The result document of line `number`, led by the line's own ``id`` if it has one.

        Raises:
            KamiError: the line cannot be scored.
        """
        line = self._lines.read(text, number)
        scorer = self._editions.scorer(line.instrument)
        document = result_of(scorer.evaluate(line.statuses)).as_document()
        return document if line.id is None else {"id": line.id, **document}
