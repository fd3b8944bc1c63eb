"""An assessment item by item, with points and words: what tables and documents are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kami_tui.domain.answers import Assessment, Evidence
from kami_tui.domain.instrument import Area, Item, Option
from kami_tui.domain.numbers import Exact
from kami_tui.domain.owners import owner_of
from kami_tui.domain.scorer import Evaluation


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One item of the instrument, answered or not."""

    item: Item
    area: Area
    section: int
    """Counted from 1 within the area."""
    option: Option | None
    """What was chosen; None: not answered."""
    note: str
    evidence: tuple[tuple[str, Evidence | None], ...]
    """Register key and entry; None: the register has no such key."""
    owner: str
    earned: Exact
    """Points of the answer; 0 where unanswered."""
    counted: Exact
    """The same after gates: 0 while a shut gate discounts the item."""
    possible: Exact
    """Points of the item's best answer."""
    counts: bool
    """False while a shut gate discounts the item, or "not applicable" takes it out."""

    @property
    def begun(self) -> bool:
        return bool(self.option or self.note or self.evidence)


COLUMNS = (
    "id", "area", "section", "item", "stage", "level", "question", "status", "status_label",
    "points", "counted", "possible", "note", "evidence", "evidence_titles", "owner",
)  # fmt: skip
"""Of the table of answers. Stable: a table is read back by these names (`loading.csv_text`)."""
FILLED = ("id", "area", "section", "item", "question", "points", "counted", "possible")
"""Those of them that have a text in every row."""


def sheet(assessment: Assessment, evaluation: Evaluation) -> Iterator[SheetRow]:
    """Every item, in the instrument's order. `evaluation` is of this assessment's answers."""
    scorer = evaluation.scorer
    instrument, register = scorer.instrument, assessment.evidence
    for position, item_id in enumerate(scorer.ids):
        answer = assessment.answer(item_id)
        yield SheetRow(
            item=instrument.items[item_id],
            area=instrument.area_of[item_id],
            section=int(scorer.tags[position]["section"]),
            option=instrument.option(item_id, answer.status) if answer.status else None,
            note=answer.note,
            evidence=tuple((key, register.get(key)) for key in answer.evidence),
            owner=owner_of(instrument, assessment.owners, item_id),
            earned=evaluation.earned[position],
            counted=evaluation.counted[position],
            possible=scorer.best[position],
            counts=evaluation.counts(item_id) and position not in evaluation.dropped,
        )


def item_key(instrument: str, item: str) -> str:
    """``kami-5.0/2.10``: names the edition, and no spreadsheet takes it for a number or a day."""
    return f"{instrument}/{item}"
