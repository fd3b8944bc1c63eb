"""Aggregates over items: the cells of the area sheets that a selector means."""

from __future__ import annotations

from kami_tui.domain.numbers import Exact, exact
from kami_tui.domain.rules import Aggregate, HowMany, Maximum, Selector
from kami_tui.domain.scorer import Scorer
from kami_tui.exchange.auditbook import expressions as x
from kami_tui.exchange.auditbook.nodes import Expression
from kami_tui.exchange.auditbook.places import Places


class ItemFormulas:
    """The cells themselves are named, not their tags: the spreadsheet's own arrows then show what
    goes into a figure, and a figure never waits for items it does not mean (a gate's condition
    must not look at the column that the gate discounts)."""

    def __init__(self, scorer: Scorer, places: Places) -> None:
        self.scorer, self.places = scorer, places
        self._otherwise = {
            i: exact(gate.otherwise)
            for gate in scorer.instrument.item_gates
            for i in scorer.select(gate.items)
        }

    def aggregate(self, form: str, body: Aggregate) -> Expression:
        """A dropped item's points are an empty text, which every function here passes over."""
        chosen = self.scorer.select(body.items or Selector())
        droppable = [bool(self.places.drops(i)) for i in chosen]
        if not chosen:
            nothing = form == "sum" and body.missing == "zero" and not self.places.any_drops
            return Expression("0" if nothing else x.EMPTY, open=not nothing, whole=nothing)
        points = self.places.cells(chosen, "counted" if body.gated else "earned")
        kept = x.call("COUNT", points)
        text = {
            "sum": x.call("SUM", points),
            "mean": f"{x.call('SUM', points)}/{kept}",
            "min": x.call("MIN", points),
            "max": x.call("MAX", points),
        }.get(form) or self._weighted(chosen, points)
        may_be_open = all(droppable)
        if may_be_open:
            text = f"IF({kept}=0,{x.EMPTY},{text})"
        if body.missing == "incomplete":
            gaps = "+".join(f"COUNTIF({c},0)" for c in self.places.cells(chosen, "choice"))
            text, may_be_open = f"IF({gaps}>0,{x.EMPTY},{text})", True
        whole = form in ("sum", "min", "max") and self._whole(chosen)
        return Expression(text, may_be_open, whole)

    def _weighted(self, chosen: tuple[int, ...], points: list[str]) -> str:
        weights = self.places.cells(chosen, "weight")
        pairs = list(zip(weights, points, strict=True))
        over = "+".join(f"SUMPRODUCT({w},{p})" for w, p in pairs)
        under = "+".join(f"SUMPRODUCT({w},ISNUMBER({p})*1)" for w, p in pairs)
        return f"({over})/({under})"

    def how_many(self, body: HowMany) -> Expression:
        chosen = self.scorer.select(body.items)
        if not chosen:
            return Expression("0", whole=True)
        if body.answered is None:
            return Expression(x.call("COUNT", self.places.cells(chosen, "best")), whole=True)
        codes = list(dict.fromkeys(body.answered))
        parts = [
            f"SUMPRODUCT({'+'.join(f'EXACT({cells},{x.literal(c)})' for c in codes)})"
            if len(codes) > 1
            else f"SUMPRODUCT(EXACT({cells},{x.literal(codes[0])})*1)"
            for cells in self.places.cells(chosen, "code")
            if codes
        ]
        return Expression("+".join(parts) or "0", whole=True)

    def maximum(self, body: Maximum) -> Expression:
        chosen = self.scorer.select(body.items or Selector())
        best: list[Exact] = [self.scorer.best[i] for i in chosen]
        whole = all(isinstance(b, int) for b in best)
        return Expression(x.call("SUM", self.places.cells(chosen, "best") or ["0"]), whole=whole)

    def _whole(self, chosen: tuple[int, ...]) -> bool:
        """Whether every number of points that these items can have is a whole one."""
        possible: list[Exact] = [p for i in chosen for p in self.scorer.points[i].values()]
        possible += [self._otherwise.get(i, 0) for i in chosen]
        return all(isinstance(p, int) for p in possible)
