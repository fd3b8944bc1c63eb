"""The closed set of rule primitives an edition may use. Declarations only.

`scorer` evaluates them, `trace` explains them; neither knows an edition. Numbers are integers or
exact decimals; a rule's value is a number, a text of a scale, a truth value, or None where
answers are still missing ("incomplete").
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from kami_tui.domain.text import LocalizedText

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,79}$")]
Number = StrictInt | Annotated[Decimal, Strict()]
"""Strict: neither `yes` nor the text "3" is a number. Binary floats are never accepted."""
Sureness = Literal["settled", "likely", "open"]


class Declaration(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleRef(Declaration):
    """The value of another rule, where a number or text could stand."""

    rule: Identifier


class Selector(Declaration):
    """Which items: all tags must match; a list means any of its values; {} means every item."""

    area: tuple[str, ...] | None = None
    section: tuple[str, ...] | None = None
    stage: tuple[str, ...] | None = None
    maturity: tuple[str, ...] | None = None
    tags: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Any further tag of an edition: aspect, domain, owner ..."""

    def wanted(self) -> dict[str, tuple[str, ...]]:
        named = {
            "area": self.area,
            "section": self.section,
            "stage": self.stage,
            "maturity": self.maturity,
        }
        return {**{k: v for k, v in named.items() if v is not None}, **self.tags}


class OverItemsOrRules(Declaration):
    items: Selector | None = None
    rules: tuple[Identifier, ...] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.items is None) == (self.rules is None):
            raise PydanticCustomError("items_or_rules", "give either 'items' or 'rules'", {})
        return self


class Aggregate(OverItemsOrRules):
    """sum, mean, weighted_mean, min, max: over item scores or over other rules' values."""

    missing: Literal["zero", "incomplete"] = "zero"
    """What an unanswered item does: it earns nothing, or it makes the value incomplete."""
    gated: StrictBool = True
    """False: take the score an item would earn were no item gate shut."""


class HowMany(Declaration):
    """Number of items; with `answered`, of those whose status is one of these codes."""

    items: Selector
    answered: tuple[str, ...] | None = None


class Maximum(OverItemsOrRules):
    """The most that these items (or rules) can earn."""


class Percent(Declaration):
    """100 * of / out_of, exact; round it with `round`."""

    of: Identifier
    out_of: Identifier


class Term(Declaration):
    rule: Identifier
    times: Number = 1


class Linear(Declaration):
    """constant + sum of times * rule."""

    constant: Number = 0
    terms: tuple[Term, ...] = ()


class Round(Declaration):
    """Half up, as people round; `decimals` digits after the point."""

    of: Identifier
    decimals: Annotated[StrictInt, Field(ge=0, le=6)] = 0


class Condition(Declaration):
    """One of: all of .., any of .., a named rule that holds, or a comparison of a rule's value."""

    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    holds: Identifier | None = None
    of: Identifier | None = None
    ge: Number | RuleRef | None = None
    gt: Number | RuleRef | None = None
    eq: Number | str | RuleRef | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [f for f in ("all", "any", "holds", "of") if getattr(self, f) is not None]
        if len(forms) != 1:
            raise PydanticCustomError(
                "condition_form", "a condition is one of: all, any, holds, of", {"given": forms}
            )
        compared = [f for f in ("ge", "gt", "eq") if getattr(self, f) is not None]
        if len(compared) != (1 if self.of is not None else 0):
            raise PydanticCustomError(
                "condition_comparison",
                "'of' goes with exactly one of: ge, gt, eq",
                {"given": compared},
            )
        return self


class Gate(Declaration):
    """If `when` holds, the value of `then`; else `otherwise`. Incomplete input: incomplete."""

    when: Condition
    then: Identifier
    otherwise: Number | str


class Rung(Declaration):
    value: str
    when: Condition | None = None
    """None only on the lowest rung: it always holds."""


class Ladder(Declaration):
    """Rungs from the lowest to the highest; the highest that holds is the value."""

    scale: Identifier
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]


class Band(Declaration):
    from_: Annotated[Number, Field(alias="from")]
    value: str


class Bands(Declaration):
    """Inclusive lower bounds, ascending; one list, or one list per value of another rule."""

    of: Identifier
    scale: Identifier
    by: Identifier | None = None
    bands: tuple[Band, ...] | dict[str, tuple[Band, ...]]

    @model_validator(mode="after")
    def _by_and_shape(self) -> Self:
        if (self.by is None) != isinstance(self.bands, tuple):
            raise PydanticCustomError(
                "bands_by", "'by' needs one list of bands per value; without it give one list", {}
            )
        for bands in self.lists():
            bounds = [b.from_ for b in bands]
            if not bounds or bounds != sorted(set(bounds)):
                raise PydanticCustomError("bands_order", "the bounds of bands must rise", {})
        return self

    def lists(self) -> tuple[tuple[Band, ...], ...]:
        return (self.bands,) if isinstance(self.bands, tuple) else tuple(self.bands.values())


Body = Aggregate | HowMany | Maximum | Percent | Linear | Round | Condition | Gate | Ladder | Bands

FORMS = (
    "sum", "mean", "weighted_mean", "min", "max", "how_many", "maximum", "percent",
    "linear", "round", "condition", "gate", "ladder", "bands",
)  # fmt: skip


class Rule(Declaration):
    """One named value: exactly one primitive, with where it comes from and how sure it is."""

    id: Identifier
    label: LocalizedText
    source: str
    """A key of the instrument's `sources`."""
    sureness: Sureness
    reading: LocalizedText | None = None
    """Which reading was taken, and which other there is. Owed where not settled."""

    sum: Aggregate | None = None
    mean: Aggregate | None = None
    weighted_mean: Aggregate | None = None
    min: Aggregate | None = None
    max: Aggregate | None = None
    how_many: HowMany | None = None
    maximum: Maximum | None = None
    percent: Percent | None = None
    linear: Linear | None = None
    round: Round | None = None
    condition: Condition | None = None
    gate: Gate | None = None
    ladder: Ladder | None = None
    bands: Bands | None = None

    @model_validator(mode="after")
    def _one_primitive(self) -> Self:
        given = [f for f in FORMS if getattr(self, f) is not None]
        if len(given) != 1:
            raise PydanticCustomError(
                "rule_form",
                "rule {rule}: give exactly one primitive",
                {"rule": self.id, "given": given, "known": list(FORMS)},
            )
        if self.sureness != "settled" and self.reading is None:
            raise PydanticCustomError(
                "reading_missing",
                "rule {rule}: a rule that is not settled says which reading was taken",
                {"rule": self.id},
            )
        return self

    @property
    def form(self) -> str:
        """Name of the primitive."""
        return next(f for f in FORMS if getattr(self, f) is not None)

    @property
    def body(self) -> Body:
        body: Body = getattr(self, self.form)
        return body


class ItemGate(Declaration):
    """These items count only while a condition holds; else they earn `otherwise`.

    The answers stay: a gate discounts, it never deletes.
    """

    id: Identifier
    label: LocalizedText
    items: Selector
    when: Condition
    otherwise: Number = 0
    source: str
    sureness: Sureness


def references(condition: Condition) -> set[str]:
    """Ids of the rules a condition reads."""
    found: set[str] = set()
    for part in (*(condition.all or ()), *(condition.any or ())):
        found |= references(part)
    found |= {r for r in (condition.holds, condition.of) if r is not None}
    found |= {c.rule for c in (condition.ge, condition.gt, condition.eq) if isinstance(c, RuleRef)}
    return found
