"""Everything the parts of the report are written from, worked out once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kami_tui.domain.answers import Assessment
from kami_tui.domain.instrument import Area, Item
from kami_tui.domain.official import OURS, Wording
from kami_tui.domain.ordering import below
from kami_tui.domain.result import (
    Result,
    possible_categories,
    result_of,
    unanswered_by_area,
)
from kami_tui.domain.rules import Aggregate, HowMany, Maximum
from kami_tui.domain.scorer import Evaluation, Scorer
from kami_tui.domain.story import AreaStory, StatusStory, area_story, status_story
from kami_tui.reporting.text import Writer, one_line, plain
from kami_tui.usecases.report_parts import EXECUTIVE, MOST_LABEL, wanted


@dataclass(frozen=True, slots=True)
class Facts:
    """One assessment, scored and told."""

    w: Writer
    assessment: Assessment
    scorer: Scorer
    evaluation: Evaluation
    result: Result
    status: StatusStory | None
    stories: dict[str, AreaStory]
    """By area id, every area of the instrument."""
    gaps: dict[str, int]
    """Unanswered items by area id."""
    categories: tuple[tuple[int, str], tuple[int, str]] | None
    """Lowest and highest category still possible, while the category is incomplete."""
    evidence_anchors: dict[str, str]
    """By register key. A key may hold any sign, an anchor may not: so they are numbered."""
    rule_areas: dict[str, frozenset[str]]
    """Rule id to the areas whose items it reads."""
    generated: datetime
    parts: tuple[str, ...]
    """What is printed, in order: names of `usecases.report_parts`."""
    brief: bool
    """The executive layout: two pages."""
    label: str
    previous: Assessment | None
    before: Result | None
    """The round before and its result; None where there is none of the same edition."""
    answers_digest: str
    entries: int | None
    """Changes the journal holds."""
    wording: Wording
    """Whose words the questions are printed in."""

    @property
    def areas(self) -> tuple[Area, ...]:
        return self.scorer.instrument.areas

    def has_chapter(self, area_id: str) -> bool:
        """Whether the area's chapter is printed; the supplement is a part of its own."""
        role = self.scorer.instrument.results.supplement
        return ("supplement" if role and role.area == area_id else "areas") in self.parts

    def question(self, item: Item) -> str:
        """What an item asks, where there is room for it once."""
        return plain(self.wording.text(item, self.w.language))

    def anchor(self, area_id: str) -> str:
        """Where the area's chapter begins; empty where it is not printed: no link may be dead."""
        return f"area-{area_id}" if self.has_chapter(area_id) else ""

    def area_name(self, area_id: str) -> str:
        """Number and short name."""
        return f"{area_id}  {self.w.area_short(self.scorer.instrument.area(area_id))}"

    def item_anchor(self, item: str) -> str:
        """Empty where its chapter is not printed."""
        area = self.scorer.tags[self.scorer.position[item]]["area"]
        return f"butir-{item}" if self.has_chapter(area) else ""

    def rule_anchor(self, rule: str) -> str:
        """The rule's place in the appendix; empty where that is not printed."""
        return f"aturan-{rule}" if "method" in self.parts else ""

    def evidence_anchor(self, key: str) -> str:
        """The document's place in the register; empty where that is not printed."""
        return self.evidence_anchors[key] if "register" in self.parts else ""


def gather(
    assessment: Assessment,
    scorer: Scorer,
    evaluation: Evaluation,
    language: str,
    generated: datetime,
    parts: Collection[str] | None = None,
    *,
    brief: bool = False,
    label: str = "",
    previous: Assessment | None = None,
    answers_digest: str = "",
    entries: int | None = None,
    wording: Wording = OURS,
) -> Facts:
    """The facts of one report. A `previous` round of another edition is left aside.

    Raises:
        UnknownItem, UnknownStatus: the assessment does not fit the scorer's instrument.
        ValueError: `parts` names none, or one that does not exist.
    """
    result = result_of(evaluation)
    incomplete = result.category is not None and not result.category.complete
    if previous is not None and previous.instrument != assessment.instrument:
        previous = None
    before = None if previous is None else result_of(scorer.evaluate(previous.statuses))
    return Facts(
        w=Writer(scorer.instrument, language),
        assessment=assessment,
        scorer=scorer,
        evaluation=evaluation,
        result=result,
        status=status_story(evaluation),
        stories={a.id: area_story(evaluation, a.id) for a in scorer.instrument.areas},
        gaps=unanswered_by_area(evaluation),
        categories=possible_categories(scorer, assessment.statuses) if incomplete else None,
        evidence_anchors={k: f"bukti-{i}" for i, k in enumerate(assessment.evidence, start=1)},
        rule_areas=areas_by_rule(evaluation),
        generated=generated,
        parts=EXECUTIVE if brief else wanted(parts),
        brief=brief,
        label=one_line(label, MOST_LABEL),
        previous=previous,
        before=before,
        answers_digest=answers_digest,
        entries=entries,
        wording=wording,
    )


def areas_by_rule(evaluation: Evaluation) -> dict[str, frozenset[str]]:
    """Areas whose items each rule reads, itself or through the rules it names.

    A rule that reads no item (a typed number) belongs where the rules that use it belong.
    """
    scorer, known = evaluation.scorer, dict[str, frozenset[str]]()
    rules = scorer.instrument.rule_by_id
    under = {key: below(rule, lambda items: set()) for key, rule in rules.items()}
    for key in evaluation.values:  # in the order of evaluation: what a rule needs stands before it
        body = rules[key].body
        read = body.items if isinstance(body, Aggregate | Maximum | HowMany) else None
        own = {scorer.tags[i]["area"] for i in scorer.select(read)} if read else set[str]()
        known[key] = frozenset(own).union(*(known[b] for b in under[key]))
    for key, areas in known.items():
        if not areas:
            known[key] = frozenset().union(*(known[r] for r in rules if key in under[r]))
    return known
