"""Where a workbook's own figures are not ours, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from kami_tui.domain.numbers import Exact
from kami_tui.domain.result import Result, plain
from kami_tui.domain.scorer import Evaluation
from kami_tui.domain.text import folded
from kami_tui.usecases.intake import Figure, Gap, Proposal, Reason

UNKNOWN: tuple[Reason, ...] = ("unknown",)
LARGER: tuple[Reason, ...] = ("stage3", "not_understood", "missing", "unanswered")
"""What only makes a workbook's figure more than ours: no answer has points below 0."""


def gaps_of(proposal: Proposal, evaluation: Evaluation, result: Result) -> tuple[Gap, ...]:
    """The figures that differ; `evaluation` and `result` are of the workbook's answers alone."""
    return tuple(_Comparison(proposal, evaluation, result).gaps())


class _Comparison:
    def __init__(self, proposal: Proposal, evaluation: Evaluation, result: Result) -> None:
        self.proposal, self.evaluation, self.result = proposal, evaluation, result
        self.scorer = evaluation.scorer
        self.instrument = self.scorer.instrument
        self.lost = {f.item for f in proposal.findings if f.lost}
        self.lost |= {i for f in proposal.findings for i in _items(f.facts.get("either"))}
        several = [(f.lost, i) for f in proposal.findings for i in _items(f.facts.get("items"))]
        self.lost |= {i for lost, i in several if lost}
        self.missing = {i for lost, i in several if not lost}

    def gaps(self) -> list[Gap]:
        found = self._each("area", self._area)
        found += self._each("se_score", self._se_score)
        found += self._each("total", lambda f: self._total(f, found))
        # Words follow from numbers, so they come last.
        named = self._each("se_category", self._word) + self._each("readiness", self._word)
        if found:
            named = [replace(g, why=("follows",), exact=False) for g in named]
        return found + named

    def _each(self, name: str, compare: Callable[[Figure], Gap | None]) -> list[Gap]:
        """The gaps of all figures of one name, one for each area. Where a sheet has a figure
        several times, as beside a chart, one that is ours is enough for that sheet."""
        several: dict[tuple[str, str], list[Gap | None]] = {}
        for figure in self.proposal.figures:
            if figure.name == name:
                sheet = figure.place.rpartition("!")[0]
                several.setdefault((figure.area, sheet), []).append(compare(figure))
        found: dict[str, Gap] = {}
        for (area, _), gaps in several.items():
            if None not in gaps and gaps[0] is not None:
                found.setdefault(area, gaps[0])
        return list(found.values())

    def _area(self, figure: Figure) -> Gap | None:
        area = self.result.areas.get(figure.area)
        if area is None or _alike(figure.value, area.score):
            return None
        items = [i.id for i in self.instrument.area(figure.area).items]
        return self._sum(figure, area.score, items)

    def _se_score(self, figure: Figure) -> Gap | None:
        role, category = self.instrument.results.category, self.result.category
        if role is None or category is None or _alike(figure.value, category.score):
            return None
        items = [i.id for i in self.instrument.area(role.area).items]
        return self._sum(figure, category.score, items)

    def _total(self, figure: Figure, areas: Sequence[Gap]) -> Gap | None:
        ours = self.result.total
        if _alike(figure.value, ours):
            return None
        parts = [g for g in areas if g.figure.name == "area"]
        if not parts:
            every = [i.id for a in self.result.areas for i in self.instrument.area(a).items]
            return self._sum(figure, ours, every)
        why = tuple(dict.fromkeys(r for g in parts for r in g.why if r != "unknown")) or UNKNOWN
        together = sum(_number(g.figure.value) - _number(g.ours) for g in parts)
        exact = _alike(figure.value, (ours or 0) + together) and all(g.exact for g in parts)
        if not exact and _is_smaller(figure, plain(ours)):
            why = tuple(r for r in why if r not in LARGER) or UNKNOWN
        return Gap(figure, plain(ours), why, exact)

    def _word(self, figure: Figure) -> Gap | None:
        roles = self.instrument.results
        ours, rule = self.result.readiness, roles.readiness
        if figure.name == "se_category":
            category = self.result.category
            ours = category.value if category else None
            rule = roles.category.value if roles.category else None
        scale = self.instrument.scale_of(rule) if rule else None
        if scale is None:
            return None
        if ours is None:
            return Gap(figure, None, ("unanswered",))
        same = {folded(n) for n in scale.names(ours)}
        return None if folded(str(figure.value)) in same else Gap(figure, ours, UNKNOWN)

    def _sum(self, figure: Figure, ours: Exact | None, items: Sequence[str]) -> Gap:
        """A sum of points: what gives it exactly, else all that may have a part in it."""
        shown, evaluation = plain(ours), self.evaluation
        for every in (False, True):  # with the gates of the rules, and without them
            base = {
                i: evaluation.earned_by(i) if every else evaluation.counted_of(i)
                for i in items
                if every or evaluation.counts(i)
            }
            stage3: tuple[Reason, ...] = ("stage3",) if every else ()
            if every and _alike(figure.value, sum(base.values())):
                return Gap(figure, shown, stage3, exact=True)
            if found := self._by_its_points(figure, base):
                return Gap(figure, shown, stage3 + found, exact=True)
        return Gap(figure, shown, self._perhaps(items, smaller=_is_smaller(figure, shown)))

    def _by_its_points(self, figure: Figure, base: dict[str, Exact]) -> tuple[Reason, ...]:
        """Whether the points that stand beside the answers give it, or those of the lowest answer
        where there is none; and which of them are not ours."""
        points = self.proposal.points
        others = {
            i: Fraction(points[i]) - base[i]
            for i in base
            if i in points and points[i] != base[i] and (points[i] or self.evaluation.counts(i))
        }
        empty = {i: low for i in base if (low := self._lowest(i)) and i not in others}
        sum_ = sum(base.values())
        for changes in (others, empty, others | empty):
            if changes and _alike(figure.value, sum_ + sum(changes.values())):
                bare = {i for i in changes if self.evaluation.status_of(i) is None}
                found: list[Reason] = []
                if bare & self.lost:
                    found.append("not_understood")
                if bare - self.lost:
                    found.append("unanswered")
                if changes.keys() - bare:
                    found.append("points")
                return tuple(found)
        return ()

    def _lowest(self, item: str) -> Exact:
        """What the lowest answer would earn to an item that has none; 0 if it has one."""
        if self.evaluation.status_of(item) is not None:
            return 0
        return min(self.scorer.points[self.scorer.position[item]].values())

    def _perhaps(self, items: Sequence[str], *, smaller: bool) -> tuple[Reason, ...]:
        """`smaller`: the workbook's figure is less than ours, which none of these can make it."""
        found: list[Reason] = []
        if smaller:
            return UNKNOWN
        if self.lost.intersection(items):
            found.append("not_understood")
        if self.missing.intersection(items):
            found.append("missing")
        if any(self._lowest(i) for i in items):
            found.append("unanswered")
        return tuple(found) or UNKNOWN


def _items(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, (tuple, list)) else ()


def _number(value: int | float | str | None) -> Fraction:
    return Fraction(0) if value is None or isinstance(value, str) else Fraction(value)


def _is_smaller(figure: Figure, ours: int | float | str | None) -> bool:
    return _number(figure.value) < _number(ours)


def _alike(said: int | float | str, ours: Exact | None) -> bool:
    """Whether a figure is ours, but for what a spreadsheet loses of it."""
    return not isinstance(said, str) and ours is not None and abs(said - float(ours)) < 0.01
