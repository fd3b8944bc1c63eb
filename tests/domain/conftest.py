"""Indeks KAMI 5.0 as it is shipped, and short ways to fill it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kami_tui.domain.result import Result, result_of
from kami_tui.domain.scorer import Scorer
from kami_tui.loading.instruments import load_instrument

EDITION = Path(__file__).resolve().parents[2] / "questionnaires" / "kami-5.0"

Fill = Callable[..., dict[str, str]]
ResultOf = Callable[[Mapping[str, str]], Result]


@pytest.fixture(scope="session")
def kami() -> Scorer:
    return Scorer(load_instrument(EDITION))


@pytest.fixture(scope="session")
def fill(kami: Scorer) -> Fill:
    """``fill("3", area="5", stage="1")``: that status on every item of area 5, stage 1.

    Several areas: ``area="23"``. Only items that are given are in the answer.
    """

    def filled(status: str, **tags: str) -> dict[str, str]:
        return {
            item: status
            for item, known in zip(kami.ids, kami.tags, strict=True)
            if all(known.get(k) is not None and known[k] in _list(k, v) for k, v in tags.items())
        }

    return filled


def _list(tag: str, wanted: str) -> list[str]:
    """Areas and stages are one sign each and may be given together; levels are not."""
    return wanted.split() if tag == "maturity" else list(wanted)


@pytest.fixture(scope="session")
def result(kami: Scorer) -> ResultOf:
    return lambda statuses: result_of(kami.evaluate(statuses))


def se(score: int) -> dict[str, str]:
    """Area 1 answered so that its score is exactly this (A = 5, B = 2, C = 1)."""
    for a in range(11):
        b = score - 10 - 4 * a
        if 0 <= b <= 10 - a:
            letters = "A" * a + "B" * b + "C" * (10 - a - b)
            return {f"1.{n}": letter for n, letter in enumerate(letters, start=1)}
    raise ValueError(score)


@pytest.fixture(scope="session")
def se_answers() -> Callable[[int], dict[str, str]]:
    return se
