"""``kami explain``: why an area, or the whole assessment, stands where it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kami_tui.cli.text import shown, table, wrapped
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.numbers import Value
from kami_tui.domain.result import possible_categories, result_of, unanswered_by_area
from kami_tui.domain.scorer import Evaluation
from kami_tui.domain.story import AreaStory, GateStory, RungStory, area_story, status_story
from kami_tui.domain.trace import Check, Need
from kami_tui.i18n.figures import label_of
from kami_tui.i18n.translator import Translator

COLUMNS = 100
MOST_ITEMS = 12
"""Items named in one sentence; JSON names them all."""


class StoryWriter:
    """Writes lines in one language about one evaluation."""

    def __init__(self, evaluation: Evaluation, tr: Translator) -> None:
        self.evaluation, self.tr = evaluation, tr
        self.instrument: Instrument = evaluation.scorer.instrument
        self.result = result_of(evaluation)
        self._told: set[str] = set()
        """Named conditions told in full already: the rungs of a ladder share them."""

    # -- one area -------------------------------------------------------------------------

    def area(self, area_id: str) -> list[str]:
        """Raises KeyError for an area the instrument does not have."""
        tr, roles = self.tr, self.instrument.results
        story = area_story(self.evaluation, area_id)
        area = self.instrument.area(area_id)
        head = tr(
            "{edition}, area {id}: {name}",
            edition=tr.text(self.instrument.name),
            id=area_id,
            name=tr.text(area.name),
        )
        if roles.category and roles.category.area == area_id:
            return [head, *self._category(area_id)]
        lines = [head, self._score(story, area_id)]
        if roles.supplement and roles.supplement.area == area_id:
            return [*lines, tr("It enters neither the total nor the maturity levels.")]
        if story.stages:
            lines += ["", *self._stages(story)]
        for gate in story.gates:
            lines += ["", *self._gate(gate)]
        if story.rungs:
            lines += ["", tr("Maturity ladder (the highest level that holds is the result):")]
            for rung in story.rungs:
                lines += self._rung(rung)
            lines += ["", *self._next(story)]
        return lines

    def _score(self, story: AreaStory, area_id: str) -> str:
        tr = self.tr
        parts = [
            tr("Score {score} of {max}", score=tr.number(story.score), max=tr.number(story.max))
        ]
        supplement = self.instrument.results.supplement
        if supplement and supplement.area == area_id and self.result.supplement:
            percent = self.result.supplement.percent
            parts.append(f"{tr.number(percent)}%" if percent is not None else tr("incomplete"))
        if story.maturity:
            parts.append(tr("maturity level {level}", level=story.maturity))
        gaps = unanswered_by_area(self.evaluation)[area_id]
        parts.append(tr.plural("{n} item unanswered", "{n} items unanswered", gaps))
        return ", ".join(parts) + "."

    def _stages(self, story: AreaStory) -> list[str]:
        tr, number = self.tr, self.tr.number
        header = [
            tr("Stage"),
            tr("Items"),
            tr("Unanswered"),
            tr("Earned"),
            tr("Counted"),
            tr("Most"),
        ]
        rows = [
            [
                s.stage,
                str(s.items),
                str(s.unanswered),
                number(s.earned),
                number(s.counted),
                number(s.max),
            ]
            for s in story.stages
        ]
        return table(header, rows, ["left", "right", "right", "right", "right", "right"])

    def _gate(self, gate: GateStory) -> list[str]:
        tr = self.tr
        stages = " / ".join(gate.gate.items.stage or ())
        if stages:
            says = (
                tr("Stage {stage} counts, because every condition holds:", stage=stages)
                if gate.open
                else tr("Stage {stage} does not count yet:", stage=stages)
            )
        else:
            state = tr("open") if gate.open else tr("shut")
            says = f"{tr.text(gate.gate.label)}: {state}."
        named = gate.check.form == "named" and gate.check.rule is not None
        if named and gate.check.rule:
            self._told.add(gate.check.rule.id)
        conditions = gate.check.parts if named else (gate.check,)
        lines = [says, *(line for c in conditions for line in self._check(c, "  "))]
        if not gate.open:
            named_items = {i for n in gate.needs for i in n.items}
            items = [i for i in self.evaluation.scorer.ids if i in named_items]
            if items:
                lines += wrapped(
                    tr("Kept shut by the answers to: {items}.", items=", ".join(items)),
                    COLUMNS,
                    "  ",
                )
        return lines

    def _rung(self, rung: RungStory) -> list[str]:
        here = "  <- " + self.tr("now") if rung.current else ""
        lines = [f"  {_mark(rung.holds)} {rung.value}{here}"]
        if rung.check is None:
            return [lines[0] + ("" if here else "  " + self.tr("(always)"))]
        return lines + self._check(rung.check, "        ")

    def _next(self, story: AreaStory) -> list[str]:
        tr = self.tr
        if story.next_level is None:
            return [tr("This is the highest level of the area.")]
        lines = [tr("To reach level {level}, change this first:", level=story.next_level)]
        for number, need in enumerate(story.next_needs, start=1):
            lines += self._need(need, f"  {number}. ")
        return lines

    # -- the category ---------------------------------------------------------------------

    def _category(self, area_id: str) -> list[str]:
        tr, category = self.tr, self.result.category
        if category and category.complete and category.value:
            return [
                tr(
                    "Score {score}: category {category}.",
                    score=tr.number(category.score or 0),
                    category=self._word("se", category.value),
                ),
            ]
        gaps = [i for i, s in self._in_area(area_id) if s is None]
        lines = [tr("Category: incomplete.")]
        given = {
            i: s
            for i, s in zip(self.evaluation.scorer.ids, self.evaluation.statuses, strict=True)
            if s is not None
        }
        if possible := possible_categories(self.evaluation.scorer, given):
            (low, worst), (high, best) = possible
            lines.append(
                tr(
                    "The missing answers still allow {low} to {high} points: {range}.",
                    low=low,
                    high=high,
                    range=self._word("se", worst)
                    if worst == best
                    else tr(
                        "{low} to {high}", low=self._word("se", worst), high=self._word("se", best)
                    ),
                ),
            )
        return lines + wrapped(tr("Still unanswered: {items}.", items=self._some(gaps)), COLUMNS)

    def _in_area(self, area_id: str) -> Iterable[tuple[str, str | None]]:
        start, stop = self.evaluation.scorer.span[area_id]
        return zip(
            self.evaluation.scorer.ids[start:stop],
            self.evaluation.statuses[start:stop],
            strict=True,
        )

    # -- the whole assessment -------------------------------------------------------------

    def status(self) -> list[str]:
        tr, roles = self.tr, self.instrument.results
        story = status_story(self.evaluation)
        lines = [tr.text(self.instrument.name)]
        if roles.category:
            lines += self._category(roles.category.area)
        if story is None:
            return lines
        lines.append(
            tr(
                "Completeness {total} of {max}.",
                total=tr.number(story.total or 0),
                max=tr.number(story.max or 0),
            )
        )
        if story.value is None:
            return [*lines, tr("Final result: incomplete.")]
        lines.append(tr("Final result: {value}.", value=self._word("readiness", story.value)))
        category = self._word("se", story.category or "")
        said = (
            tr("Bands of the category {category}:", category=category) if category else tr("Bands:")
        )
        lines += ["", said]
        for band in story.bands:
            upto = (
                ""
                if band.upper is None
                else " " + tr("to below {upper}", upper=tr.number(band.upper))
            )
            here = "  <- " + tr("now") if band.current else ""
            value = self._word("readiness", band.value)
            lines.append(f"  {_mark(band.current)} {tr.number(band.lower)}{upto}: {value}{here}")
        if story.floor:
            lines.append("")
            if story.floor.holds:
                lines.append(tr("Every area reaches its floor."))
            else:
                lines.append(tr("An area is below its floor, so the total does not help:"))
                for number, need in enumerate(story.floor_needs, start=1):
                    lines += self._need(need, f"  {number}. ")
        if story.next_value and story.distance is not None:
            lines += [
                "",
                tr.plural(
                    "{n} point of the total is missing for {value}.",
                    "{n} points of the total are missing for {value}.",
                    int(story.distance),
                    value=self._word("readiness", story.next_value),
                ),
            ]
        return lines

    # -- conditions -----------------------------------------------------------------------

    def _check(self, check: Check, indent: str) -> list[str]:
        tr = self.tr
        if check.form == "comparison" and check.rule:
            return [f"{indent}{_mark(check.holds)} {self._comparison(check)}"]
        if check.form == "named" and check.rule:
            lines = [f"{indent}{_mark(check.holds)} {tr.text(check.rule.label)}"]
            if check.rule.id in self._told:
                return [lines[0] + " " + tr("(told above)")]
            self._told.add(check.rule.id)
            deeper = indent + "    "
            for part in check.parts:
                lines += self._check(part, deeper)
            return lines
        if check.form == "any":
            lines = [f"{indent}{_mark(check.holds)} " + tr("one of these:")]
            for part in check.parts:
                lines += self._check(part, indent + "    ")
            return lines
        return [line for part in check.parts for line in self._check(part, indent)]

    def _comparison(self, check: Check) -> str:
        tr = self.tr
        label = tr.text(check.rule.label) if check.rule else ""
        value, wanted = self._value(check.value), self._value(check.wanted)
        if check.value is None:
            return tr("{label}: incomplete; needed: {wanted}", label=label, wanted=wanted)
        if check.op == "gt":
            said = tr(
                "{label}: {value}; must be above {wanted}", label=label, value=value, wanted=wanted
            )
        elif check.op == "eq":
            said = tr("{label}: {value}; must be {wanted}", label=label, value=value, wanted=wanted)
        else:
            said = tr(
                "{label}: {value}, at least {wanted}", label=label, value=value, wanted=wanted
            )
        gap = check.gap
        return said + (" " + tr("(missing {gap})", gap=tr.number(gap)) if gap else "")

    def _need(self, need: Need, lead: str) -> list[str]:
        tr, gap = self.tr, need.check.gap
        said = self._comparison(need.check)
        lines = wrapped(said, COLUMNS - len(lead))
        if need.items:
            lines += wrapped(
                tr("Items: {items}", items=self._some(need.items)), COLUMNS - len(lead)
            )
        elif gap:
            lines.append(tr("No item can supply it now; open what comes before it first."))
        return [(lead if i == 0 else " " * len(lead)) + line for i, line in enumerate(lines)]

    # -- words ----------------------------------------------------------------------------

    def _value(self, value: Value) -> str:
        if value is None:
            return self.tr("incomplete")
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        return shown(value) if isinstance(value, str) else self.tr.number(value)

    def _some(self, items: Sequence[str]) -> str:
        rest = len(items) - MOST_ITEMS
        if rest <= 0:
            return ", ".join(items)
        return self.tr("{items} and {n} more", items=", ".join(items[:MOST_ITEMS]), n=rest)

    def _word(self, kind: str, value: str) -> str:
        return label_of(self.instrument, kind, value, self.tr)


def _mark(holds: bool | None) -> str:
    """Plain signs: they show on every terminal and are read aloud as what they are."""
    return "[x]" if holds else "[?]" if holds is None else "[ ]"
