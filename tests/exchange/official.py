"""Invented texts that stand for the official ones, which are not ours to ship."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kami_tui.domain.instrument import Item
from kami_tui.domain.scorer import Scorer
from tests.exchange import lookalike

MARK = "zirkonium"
"""Stands in every invented text, and in nothing else."""


def invented(item: str) -> str:
    return f"Apakah butir {item} sudah memakai {MARK}, menurut perkiraan penulis uji ini?"


def invented_texts(scorer: Scorer) -> dict[str, str]:
    return {i: invented(i) for i in scorer.ids}


def of(thing: Any, **changes: object) -> Any:
    """A copy without what was worked out of the first one."""
    made = thing.model_copy(update=changes)
    for name in set(made.__dict__) - set(type(thing).model_fields):
        del made.__dict__[name]
    return made


def reworded(scorer: Scorer, texts: Callable[[str], str] = invented) -> Scorer:
    """The same questionnaire with other questions in both languages, to build workbooks of."""

    def item(one: Item) -> Item:
        words = one.text.model_copy(update={"id": texts(one.id), "en": texts(one.id)})
        return one.model_copy(update={"text": words})

    areas = tuple(
        of(a, sections=tuple(of(s, items=tuple(map(item, s.items))) for s in a.sections))
        for a in scorer.instrument.areas
    )
    return Scorer(of(scorer.instrument, areas=areas))


def official_workbook(
    scorer: Scorer, look: str = "official", texts: Callable[[str], str] = invented, **more: Any
) -> bytes:
    """A filled-in workbook that asks in these words."""
    assessment = lookalike.random_assessment(3, scorer)
    return lookalike.build(assessment, reworded(scorer, texts), look, **more)
