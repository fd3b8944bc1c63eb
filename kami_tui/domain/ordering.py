"""In which order rules are evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kami_tui.domain.rules import (
    Aggregate,
    Bands,
    Condition,
    Gate,
    ItemGate,
    Ladder,
    Linear,
    Maximum,
    Percent,
    Round,
    Rule,
    Selector,
    references,
)


class CircularRules(Exception):
    """Rules that need one another. `rules` are the ids on the circle."""

    def __init__(self, rules: tuple[str, ...]) -> None:
        super().__init__(rules)
        self.rules = rules


def below(rule: Rule, gates_of: Callable[[Selector], set[str]]) -> set[str]:
    """What must be known before this rule: rule ids, and ``gate:<id>`` for item gates.

    `gates_of` tells which item gates discount the items of a selector.
    """
    body = rule.body
    if isinstance(body, Aggregate):
        if body.items is None:
            return set(body.rules or ())
        return {f"gate:{g}" for g in gates_of(body.items)} if body.gated else set()
    if isinstance(body, Maximum):
        return set(body.rules or ())
    if isinstance(body, Percent):
        return {body.of, body.out_of}
    if isinstance(body, Linear):
        return {t.rule for t in body.terms}
    if isinstance(body, Round):
        return {body.of}
    if isinstance(body, Condition):
        return references(body)
    if isinstance(body, Gate):
        return references(body.when) | {body.then}
    if isinstance(body, Ladder):
        return set().union(*(references(r.when) for r in body.rungs if r.when))
    if isinstance(body, Bands):
        return {body.of} | ({body.by} if body.by else set())
    return set()


def in_order(
    rules: Iterable[Rule], gates: Iterable[ItemGate], gates_of: Callable[[Selector], set[str]]
) -> list[Rule | ItemGate]:
    """Rules and item gates, each after all that it needs.

    Raises:
        CircularRules: there is no such order.
        KeyError: a rule names a rule that is not there.
    """
    nodes: dict[str, Rule | ItemGate] = {r.id: r for r in rules}
    nodes.update({f"gate:{g.id}": g for g in gates})
    ordered: list[Rule | ItemGate] = []
    done: set[str] = set()
    path: dict[str, None] = {}

    for start in nodes:
        stack = [(start, False)]
        while stack:
            key, leaving = stack.pop()
            if leaving:
                path.pop(key)
                done.add(key)
                ordered.append(nodes[key])
            elif key in path:
                ring = list(path)
                raise CircularRules(tuple(ring[ring.index(key) :]))
            elif key not in done:
                path[key] = None
                stack.append((key, True))
                node = nodes[key]
                needed = (
                    references(node.when) if isinstance(node, ItemGate) else below(node, gates_of)
                )
                stack.extend((b, False) for b in sorted(needed) if b not in done)
    return ordered
