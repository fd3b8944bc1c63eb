"""Why the result is what it is: the bands, the rungs that hold, the conditions with numbers."""

from __future__ import annotations

from kami_tui.domain.numbers import Exact, exact
from kami_tui.domain.rules import Bands, Condition, Rule
from kami_tui.domain.text import roman
from kami_tui.exchange.auditbook import expressions as x
from kami_tui.exchange.auditbook.formulas import Formulas
from kami_tui.exchange.auditbook.nodes import Node
from kami_tui.exchange.auditbook.page import (
    CENTRED,
    CHOSEN,
    FIGURE,
    HEADING,
    NAME,
    TEXT,
    Look,
    Page,
)

SIGNS = {"ge": "≥", "gt": ">", "eq": "="}
YES, NO, NONE = "✓", "–", ""
_SECTION = Look(bold=True, size=12, line=False)


class Why:
    """Draws below `row`."""

    def __init__(self, page: Page, formulas: Formulas, row: int) -> None:
        self.page, self.formulas = page, formulas
        self.tr, self.row = formulas.places.tr, row
        self.instrument = formulas.scorer.instrument

    def draw(self) -> None:
        roles = self.instrument.results
        bands = self.instrument.rule_by_id.get(roles.readiness_bands or "")
        if bands is not None and bands.bands is not None:
            self._bands(bands, bands.bands)
        self._ladders()
        reasons = [(f"{roman(r.area)}  ", r.stage3) for r in roles.areas if r.stage3]
        readiness = self.instrument.rule_by_id.get(roles.readiness or "")
        conditions = [
            (prefix, rule.label.in_(self.tr.language), rule.condition)
            for prefix, rule_id in reasons
            if (rule := self.instrument.rule_by_id[rule_id]).condition is not None
        ]
        if readiness is not None and readiness.gate is not None:
            label = readiness.label.in_(self.tr.language)
            conditions.append(("", label, readiness.gate.when))
        if conditions:
            self._conditions(conditions)

    # -- bands --------------------------------------------------------------------------------

    def _bands(self, rule: Rule, body: Bands) -> None:
        """Lower bounds by the value of the other rule; the band in force is marked."""
        tr, page = self.tr, self.page
        scale = self.instrument.scale_by_id[body.scale]
        self._section(tr("Bands: at least so many points"))
        used = {b.value for bands in body.lists() for b in bands}
        steps = [s for s in scale.steps if s.value in used]
        by = self.instrument.rule_by_id[body.by].label if body.by else rule.label
        heads = [tr.text(by), *(tr.text(s.label) for s in steps), tr("To the next band")]
        self._heads(heads)
        lists = {"": body.bands} if isinstance(body.bands, tuple) else body.bands
        for value, bands in lists.items():
            self.row += 1
            by_scale = self.instrument.scale_of(body.by) if body.by else None
            page.text(
                f"A{self.row}", by_scale.label(value, tr.language) if by_scale else value, NAME
            )
            bounds = {b.value: exact(b.from_) for b in bands}
            for i, step in enumerate(steps, start=2):
                page.value(page.at(self.row, i), bounds.get(step.value), FIGURE)
                tests = [self._is(r, v) for r, v in ((body.by, value), (rule.id, step.value)) if r]
                page.mark(page.at(self.row, i), x.call("AND", tests), CHOSEN)
            self._to_next(body, value, [exact(b.from_) for b in bands], len(steps) + 2)

    def _to_next(self, body: Bands, value: str, bounds: list[Exact], column: int) -> None:
        """How many points are missing to the next band, in the row that is in force."""
        of = self.formulas[body.of]
        choices = [(f"{x.settled(of)}<{x.number(b)}", f"{x.number(b)}-{of.name}") for b in bounds]
        missing = x.guarded(x.first_of(choices, x.EMPTY), [of])
        text = missing
        if body.by:
            by = self.formulas[body.by]
            text = f"IF(EXACT({by.name},{x.literal(value)}),{missing},{x.EMPTY})"
        self.page.formula(self.page.at(self.row, column), text, FIGURE)

    def _is(self, rule: str, value: str) -> str:
        """Formula: whether a rule's word is this one."""
        return f"EXACT({self.formulas[rule].name},{x.literal(value)})"

    # -- ladders ------------------------------------------------------------------------------

    def _ladders(self) -> None:
        """Which rungs hold in each area; the highest is its level."""
        tr, page = self.tr, self.page
        found = [
            (role.area, rule)
            for role in self.instrument.results.areas
            if role.maturity and (rule := self.instrument.rule_by_id[role.maturity]).ladder
        ]
        scales = {rule.ladder.scale for _, rule in found if rule.ladder}
        if len(scales) != 1:
            return
        steps = self.instrument.scale_by_id[scales.pop()].steps
        self._section(tr("Levels whose conditions hold ({yes}); the highest counts", yes=YES))
        self._heads([tr("Area"), *(tr.text(s.label) for s in steps)])
        for area_id, rule in found:
            self.row += 1
            area = self.instrument.area(area_id)
            page.text(f"A{self.row}", f"{roman(area_id)}  {tr.text(area.name)}", NAME)
            rungs = {r.value: r for r in rule.ladder.rungs} if rule.ladder else {}
            for i, step in enumerate(steps, start=2):
                place = page.at(self.row, i)
                node = self.formulas.rung(rule.id, step.value)
                if node is None:
                    page.text(place, YES if step.value in rungs else NONE, CENTRED)
                else:
                    page.formula(place, f'IF({x.holds(node)},"{YES}","{NO}")', CENTRED)
                page.mark(place, self._is(rule.id, step.value), CHOSEN)

    # -- conditions ---------------------------------------------------------------------------

    def _conditions(self, conditions: list[tuple[str, str, Condition]]) -> None:
        tr = self.tr
        self._section(tr("Conditions"))
        self._heads(
            [
                tr("What for"),
                tr("Condition"),
                "",
                "",
                "",
                tr("Value"),
                "",
                tr("Wanted"),
                tr("Holds"),
            ]
        )
        for prefix, label, condition in conditions:
            for n, part in enumerate(self._parts(condition)):
                self._condition(f"{prefix}{label}" if n == 0 else "", part)

    def _parts(self, condition: Condition) -> list[Condition]:
        """One by one, looked up where a condition only names another."""
        if condition.holds is not None:
            named = self.instrument.rule_by_id[condition.holds].condition
            return self._parts(named) if named is not None else [condition]
        return list(condition.all or condition.any or (condition,))

    def _condition(self, title: str, c: Condition) -> None:
        page, tr = self.page, self.tr
        self.row += 1
        r = self.row
        page.text(f"A{r}", title, Look(bold=True, wrap=True))
        rule = self.instrument.rule_by_id.get(c.of or c.holds or "")
        said = tr.text(rule.label) if rule else tr("several conditions together")
        page.text(f"B{r}", said, TEXT)
        page.sheet.merge_cells(f"B{r}:E{r}")
        page.height(r, [(said, 58), (title, 34)])
        for column in "FGH":
            page.text(f"{column}{r}", "", CENTRED)
        if c.of is not None:
            left = self.formulas[c.of]
            self._shown(f"F{r}", left)
            op = next(o for o in SIGNS if getattr(c, o) is not None)
            page.text(f"G{r}", SIGNS[op], CENTRED)
            right = getattr(c, op)
            if hasattr(right, "rule"):
                self._shown(f"H{r}", self.formulas[right.rule])
            else:
                page.value(f"H{r}", right if isinstance(right, str) else exact(right), FIGURE)
        held = self.formulas.test(c)
        said = f'IF(ISTEXT({held}),"?",IF({held},"{YES}","{NO}"))'
        page.formula(f"I{r}", said, CENTRED)

    def _shown(self, place: str, node: Node) -> None:
        look = FIGURE if node.kind == "number" else CENTRED
        self.page.formula(place, node.name, look)

    # -- drawing ------------------------------------------------------------------------------

    def _section(self, text: str) -> None:
        self.row += 2
        self.page.text(f"A{self.row}", text, _SECTION)

    def _heads(self, words: list[str]) -> None:
        self.row += 1
        for i, word in enumerate(words, start=1):
            self.page.text(self.page.at(self.row, i), word, HEADING)
        self.page.height(self.row, [(w, 11) for w in words[1:]])
