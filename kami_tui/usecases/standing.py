"""Where an assessment stands, and the way through its items: all that reads and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.domain.errors import UnknownItem
from kami_tui.domain.instrument import Area, Instrument, Item, Option
from kami_tui.domain.owners import owner_of
from kami_tui.domain.result import Result, result_of
from kami_tui.domain.scorer import Evaluation, Scorer
from kami_tui.domain.story import AreaStory, area_story


@dataclass(frozen=True, slots=True)
class Scored:
    """An assessment with its figures: never out of step."""

    assessment: Assessment
    evaluation: Evaluation
    result: Result
    stories: dict[str, AreaStory] = field(default_factory=dict, compare=False)
    """By area, as far as asked for."""


class Standing:
    """An assessment with its figures. `Session` is one that can be changed."""

    def __init__(
        self, assessment: Assessment, scorer: Scorer, *, previous: Assessment | None = None
    ) -> None:
        """`previous`: the round this one followed, if it was of the same edition."""
        self.scorer = scorer
        self.previous = previous
        self._now = self._scored(assessment)

    @property
    def instrument(self) -> Instrument:
        return self.scorer.instrument

    @property
    def assessment(self) -> Assessment:
        return self._now.assessment

    @property
    def evaluation(self) -> Evaluation:
        return self._now.evaluation

    @property
    def result(self) -> Result:
        return self._now.result

    def story(self, area_id: str) -> AreaStory:
        """Why an area stands where it does; worked out once for the answers as they are."""
        stories = self._now.stories
        if area_id not in stories:
            stories[area_id] = area_story(self.evaluation, area_id)
        return stories[area_id]

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Item ids as the assessor walks them."""
        return self.scorer.ids

    def item(self, item_id: str) -> Item:
        try:
            return self.instrument.items[item_id]
        except KeyError:
            raise UnknownItem(item=item_id, instrument=self.instrument.id) from None

    def area_of(self, item_id: str) -> Area:
        return self.instrument.area_of[self.item(item_id).id]

    def options(self, item_id: str) -> tuple[Option, ...]:
        return self.instrument.options(self.item(item_id).id)

    def answer_to(self, item_id: str) -> Answer:
        return self.assessment.answer(item_id)

    def answered(self, area_id: str | None = None) -> tuple[int, int]:
        """Items with a status, and all items; of one area or of the whole instrument."""
        start, stop = self.scorer.span[area_id] if area_id else (0, len(self.order))
        statuses = self.evaluation.statuses[start:stop]
        return len(statuses) - statuses.count(None), len(statuses)

    def changed_since_previous(self, item_id: str) -> bool:
        """Whether the status differs from that of the round before; never without one."""
        if self.previous is None:
            return False
        return self.previous.answer(item_id).status != self.answer_to(item_id).status

    def owner_of(self, item_id: str) -> str:
        """Who the item is given to, by itself or with its section or area; "" for nobody."""
        return owner_of(self.instrument, self.assessment.owners, item_id)

    def next_where(
        self, item_id: str | None, wanted: Callable[[str], bool], step: int = 1
    ) -> str | None:
        """The nearest item after (step 1) or before (-1) this one that is wanted, going round."""
        start = self.scorer.position[item_id] if item_id else (-1 if step > 0 else 0)
        for offset in range(1, len(self.order) + 1):
            candidate = self.order[(start + step * offset) % len(self.order)]
            if wanted(candidate):
                return candidate
        return None

    def next_unanswered(self, item_id: str | None, step: int = 1) -> str | None:
        return self.next_where(item_id, lambda i: self.answer_to(i).status is None, step)

    def lacks_evidence(self, item_id: str) -> bool:
        """Whether its answer earns points, with no evidence attached."""
        return bool(self.evaluation.earned_by(item_id)) and not self.answer_to(item_id).evidence

    def next_without_evidence(self, item_id: str | None, step: int = 1) -> str | None:
        return self.next_where(item_id, self.lacks_evidence, step)

    def _scored(self, assessment: Assessment) -> Scored:
        evaluation = self.scorer.evaluate(assessment.statuses)
        return Scored(assessment, evaluation, result_of(evaluation))
