"""What an edition of a questionnaire may hold. Items, points and thresholds are data, not code."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from kami_tui.domain.plausibility import Consistency
from kami_tui.domain.rules import (
    Declaration,
    Identifier,
    ItemGate,
    Number,
    Rule,
    Selector,
)
from kami_tui.domain.text import LocalizedText, WordLists, Words

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,8}$")]
ItemId = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)+$")]


def _no_truth(value: object) -> object:
    """In Python True is 1; in a questionnaire it is a mistake."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticKnownError("literal_error", {"expected": "1, 2 or 3"})
    return value


ProfileField = Literal[
    "organisation", "unit", "address", "phone", "email", "assessor", "position", "date", "scope"
]
"""`domain.answers.PROFILE_FIELDS`, as a questionnaire may name them."""
Stage = Annotated[Literal[1, 2, 3], BeforeValidator(_no_truth)]


class ScoreByTag(Declaration):
    """A score that depends on one tag of the item, such as its stage."""

    by: str
    points: dict[str, Number]


class Option(Declaration):
    """One answer that can be given. Files hold its `code`; `aliases` are read, never written."""

    code: Code
    score: Number | ScoreByTag
    label: LocalizedText
    short: LocalizedText | None = None
    """For narrow columns."""
    aliases: tuple[str, ...] = ()
    guidance: LocalizedText | None = None
    """When to choose it."""
    not_applicable: Literal["full", "drop", "zero"] | None = None
    """Set on the N/A option: `full` and `zero` say what its score means, `drop` takes the item
    out of every sum and maximum. Only items with `not_applicable: true` offer it."""
    needs_note: StrictBool = False
    """The answer needs a reason in its note."""
    needs_evidence: StrictBool = False
    """The answer says that something can be proven, so it needs evidence."""
    wants_evidence: StrictBool = False
    """Evidence is usually asked for; a hint if there is none."""

    def lacks_reason(self, note: str) -> bool:
        """Whether it still needs one, its answer's note being this."""
        return self.needs_note and not note.strip()


class OptionSet(Declaration):
    id: Identifier
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    deciding_words: WordLists | None = None
    """Words of an item that decide between two of the options, as `Option.guidance` explains."""


class ItemOption(Declaration):
    """An option that one item brings itself (area 1)."""

    code: Code
    score: Number
    text: LocalizedText


class EvidenceExamples(Declaration):
    """The same list of examples in both languages, in the same order."""

    id: tuple[Words, ...]
    en: tuple[Words, ...]

    @model_validator(mode="after")
    def _parallel(self) -> Self:
        if len(self.id) != len(self.en):
            raise PydanticCustomError(
                "evidence_parallel",
                "evidence examples: {id_count} in Indonesian but {en_count} in English",
                {"id_count": len(self.id), "en_count": len(self.en)},
            )
        return self

    def in_(self, language: str) -> tuple[str, ...]:
        return self.en if language == "en" else self.id


class Item(Declaration):
    """One question. Ids are text: "2.10" is not the number 2.1."""

    id: ItemId
    text: LocalizedText
    help: LocalizedText | None = None
    stage: Stage | None = None
    maturity: str | None = None
    not_applicable: StrictBool = False
    """Whether the N/A option is offered."""
    evidence: EvidenceExamples = EvidenceExamples(id=(), en=())
    iso27001: tuple[str, ...] = ()
    uu_pdp: tuple[str, ...] = ()
    """Articles of the personal data protection act (UU 27/2022)."""
    options: tuple[ItemOption, ...] | None = None
    weight: Number | None = None
    tags: dict[str, str] = Field(default_factory=dict)


class Section(Declaration):
    name: LocalizedText
    lead: LocalizedText | None = None
    """A lead-in that the items below continue."""
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Area(Declaration):
    id: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}$")]
    name: LocalizedText
    short: LocalizedText | None = None
    description: LocalizedText
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    option_set: Identifier | None = None
    """Options of the items that bring none themselves."""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(i for s in self.sections for i in s.items)


class ScaleStep(Declaration):
    value: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    label: LocalizedText
    tone: Literal["bad", "weak", "fair", "good", "none"] = "none"
    """How a screen or a chart may colour it; never the only sign."""


class Scale(Declaration):
    """Ordered words from low to high: levels, categories, statuses of readiness."""

    id: Identifier
    steps: Annotated[tuple[ScaleStep, ...], Field(min_length=1)]

    @cached_property
    def order(self) -> dict[str, int]:
        return {s.value: i for i, s in enumerate(self.steps)}

    def label(self, value: str, language: str) -> str:
        return self.steps[self.order[value]].label.in_(language)

    def names(self, value: str) -> tuple[str, str, str]:
        """Whatever a value is called: as declared, in Indonesian and in English."""
        return value, self.label(value, "id"), self.label(value, "en")


class CategoryRole(Declaration):
    """Rules that say how much depends on the system (SE category)."""

    area: str
    score: Identifier
    value: Identifier


class AreaRole(Declaration):
    """Rules of one scored area."""

    area: str
    score: Identifier
    max: Identifier
    maturity: Identifier | None = None
    stage3: Identifier | None = None
    """Truth value: whether stage 3 counts."""
    references: tuple[Identifier, ...] = ()
    """The area's value on each of `Results.references`."""


class SupplementRole(Declaration):
    area: str
    score: Identifier
    max: Identifier
    percent: Identifier


class Results(Declaration):
    """Which rule is which figure of the result sheet."""

    category: CategoryRole | None = None
    areas: tuple[AreaRole, ...] = ()
    total: Identifier
    total_max: Identifier
    maturity_lowest: Identifier | None = None
    maturity_highest: Identifier | None = None
    readiness: Identifier | None = None
    readiness_bands: Identifier | None = None
    """The bands rule a chart draws."""
    supplement: SupplementRole | None = None
    references: tuple[LocalizedText, ...] = ()
    """Names of the reference lines of the radar, from the inside out."""
    usual_mark: str | None = None
    """A level usually taken as the mark of readiness for certification."""


class Expectation(Declaration):
    """A figure the edition's author promises; checked when the files are loaded."""

    items: Selector | None = None
    count: StrictInt | None = None
    weights: Number | None = None
    rule: Identifier | None = None
    value: Number | None = None
    """The rule's value when every item has its best answer."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        by_items = self.items is not None and (self.count is None) != (self.weights is None)
        by_rule = self.rule is not None and self.value is not None
        if by_items == by_rule:
            raise PydanticCustomError(
                "expectation_form",
                "an expectation is 'items' with 'count' or 'weights', or 'rule' with 'value'",
                {},
            )
        return self


class Instrument(Declaration):
    """One questionnaire with its rules. `crosscheck` has looked at it before anyone else does."""

    id: Identifier
    edition: str
    """Text for ever: "5.0" is not the number 5."""
    name: LocalizedText
    issuer: str
    basis: tuple[LocalizedText, ...] = ()
    """Legal basis."""
    valid_from: str | None = None
    valid_to: str | None = None
    wording: LocalizedText
    """Whose words the items are."""
    advice: LocalizedText | None = None
    sources: dict[str, LocalizedText]
    option_sets: tuple[OptionSet, ...] = ()
    scales: tuple[Scale, ...] = ()
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    item_gates: tuple[ItemGate, ...] = ()
    consistency: tuple[Consistency, ...] = ()
    """Answers to be doubted; no figure rests on them."""
    required_profile: tuple[ProfileField, ...] = ()
    """What must be filled in before an assessment is handed in."""
    results: Results
    expectations: tuple[Expectation, ...] = ()

    @cached_property
    def items(self) -> dict[str, Item]:
        return {i.id: i for a in self.areas for i in a.items}

    @cached_property
    def area_of(self) -> dict[str, Area]:
        """Area by item id."""
        return {i.id: a for a in self.areas for i in a.items}

    @cached_property
    def rule_by_id(self) -> dict[str, Rule]:
        return {r.id: r for r in self.rules}

    @cached_property
    def scale_by_id(self) -> dict[str, Scale]:
        return {s.id: s for s in self.scales}

    @cached_property
    def _options(self) -> dict[str, tuple[Option, ...]]:
        sets = {s.id: s.options for s in self.option_sets}
        return {
            item.id: options_of(item, sets.get(area.option_set or "", ()))
            for area in self.areas
            for item in area.items
        }

    def area(self, area_id: str) -> Area:
        """Raises KeyError for an id the instrument does not have."""
        return self._area_by_id[area_id]

    @cached_property
    def _area_by_id(self) -> dict[str, Area]:
        return {a.id: a for a in self.areas}

    def options(self, item_id: str) -> tuple[Option, ...]:
        """What may be answered to this item, lowest first, N/A only where it is offered."""
        return self._options[item_id]

    def option(self, item_id: str, code: str) -> Option | None:
        return next((o for o in self.options(item_id) if o.code == code), None)

    def scale_of(self, rule_id: str) -> Scale | None:
        """The scale a rule's text value belongs to; None for numbers and truth values."""
        rule = self.rule_by_id[rule_id]
        if rule.ladder is not None:
            return self.scale_by_id[rule.ladder.scale]
        if rule.bands is not None:
            return self.scale_by_id[rule.bands.scale]
        below = rule.gate.then if rule.gate else None
        over = rule.min or rule.max
        if over is not None and over.rules:
            below = over.rules[0]
        return self.scale_of(below) if below else None


def options_of(item: Item, shared: tuple[Option, ...]) -> tuple[Option, ...]:
    """An item's own options, or those of its area's set it may use."""
    if item.options is not None:
        own = [Option(code=o.code, score=o.score, label=o.text) for o in item.options]
        return tuple(sorted(own, key=lambda o: _flat(o.score)))
    return tuple(o for o in shared if o.not_applicable is None or item.not_applicable)


def _flat(score: Number | ScoreByTag) -> Number:
    return 0 if isinstance(score, ScoreByTag) else score


def tags_of(area: Area, section_number: int, item: Item) -> dict[str, str]:
    """Everything a selector can ask of an item. Sections count from 1 within their area."""
    tags = {"area": area.id, "section": str(section_number), **item.tags}
    if item.stage is not None:
        tags["stage"] = str(item.stage)
    if item.maturity is not None:
        tags["maturity"] = item.maturity
    return tags
