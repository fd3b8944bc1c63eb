"""Formula texts: only what Excel 2010 and LibreOffice 7 both know. None begins with ``=``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal

from kami_tui.domain.numbers import Exact, Value
from kami_tui.exchange.auditbook.nodes import Expression, Node

PLACES = 9
"""Decimal places to which numbers that may not be whole are compared.

A spreadsheet reckons in binary fractions: 3 * (10 / 3) or 0.1 + 0.2 end up some 1e-16 beside what
they are, and a comparison must not see that. Nine places are coarser than what adds up to by far
(1e-11 for thousands of points), and finer than the gap between two different results: fractions
over a few hundred items, and typed numbers of up to six decimals, lie further apart. Whole numbers
are exact as they are and are compared so.
"""
EMPTY = '""'
"""What stands for "incomplete", as an empty cell reads."""
_ARGUMENTS = 200
"""Of one function; Excel takes 255."""
_EXACTLY = Context(prec=60)
_SIGNS = {"ge": ">=", "gt": ">", "eq": "="}


def literal(value: Value) -> str:
    """A constant as a formula has it: 43.2, "II+", TRUE."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        doubled = value.replace('"', '""')
        return f'"{doubled}"'
    return number(value)


def number(value: Exact) -> str:
    if isinstance(value, int):
        return str(value)
    # Typed numbers are decimals, so the division comes out even.
    quotient: Decimal = _EXACTLY.divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{quotient:f}"


def call(name: str, arguments: Iterable[str]) -> str:
    """A function of any number of arguments that may be taken in any grouping: SUM, AND, MIN."""
    given = list(arguments)
    while len(given) > _ARGUMENTS:
        given = [
            f"{name}({','.join(given[i : i + _ARGUMENTS])})"
            for i in range(0, len(given), _ARGUMENTS)
        ]
    return f"{name}({','.join(given)})"


def unknown(node: Node) -> str:
    """Whether it is incomplete."""
    return f'{node.name}=""' if node.kind == "text" else f"ISTEXT({node.name})"


def expression(
    text: str, needed: Iterable[Node], *, whole: bool = False, may_be_open: bool = False
) -> Expression:
    """A formula over other cells, empty while anything it needs is."""
    nodes = list(needed)
    open_ = may_be_open or any(n.open for n in nodes)
    return Expression(guarded(text, nodes), open_, whole)


def guarded(text: str, needed: Iterable[Node]) -> str:
    """Empty while anything it needs is; without a guard where that cannot be."""
    tests = list(dict.fromkeys(unknown(n) for n in needed if n.open))
    if not tests:
        return text
    return f"IF({tests[0] if len(tests) == 1 else call('OR', tests)},{EMPTY},{text})"


def holds(node: Node) -> str:
    """A truth value in a test: what cannot be told yet does not hold."""
    return f"N({node.name})=1" if node.open else node.name


def settled(node: Node) -> str:
    """A number as comparisons take it, see `PLACES`."""
    return node.name if node.whole else f"ROUND({node.name},{PLACES})"


def compared(left: Node, op: str, right: Node | Exact | str) -> Expression:
    """Left against right; texts by every letter, which a spreadsheet's = does not do."""
    if not isinstance(right, Node):
        if isinstance(right, str):
            return expression(f"EXACT({left.name},{literal(right)})", [left])
        return expression(f"{settled(left)}{_SIGNS[op]}{number(right)}", [left])
    if left.kind == right.kind == "text":
        test = f"EXACT({left.name},{right.name})"
    elif "text" in (left.kind, right.kind):
        test = "FALSE"
    elif "truth" in (left.kind, right.kind):
        test = f"N({left.name})=N({right.name})"
    elif left.whole and right.whole:
        test = f"{left.name}{_SIGNS[op]}{right.name}"
    else:
        test = f"ROUND({left.name},{PLACES}){_SIGNS[op]}ROUND({right.name},{PLACES})"
    return expression(test, [left, right])


def joined(form: str, parts: Sequence[Node]) -> Expression:
    """All or any of truth values. What is not known yet only matters where the rest decides
    nothing: one FALSE shuts an "all", one TRUE opens an "any"."""
    if not parts:
        return Expression(literal(form == "all"))
    plain = call("AND" if form == "all" else "OR", [holds(p) for p in parts])
    if not any(p.open for p in parts):
        return Expression(plain)
    if form == "any":
        return Expression(f"IF({plain},TRUE,{_waiting(parts, 'FALSE')})", open=True)
    fails = call("OR", [_fails(p) for p in parts])
    return Expression(f"IF({fails},FALSE,{_waiting(parts, 'TRUE')})", open=True)


def _fails(node: Node) -> str:
    return f"AND(NOT({unknown(node)}),N({node.name})=0)" if node.open else f"NOT({node.name})"


def _waiting(parts: Sequence[Node], known: str) -> str:
    return f"IF({call('OR', [unknown(p) for p in parts if p.open])},{EMPTY},{known})"


def first_of(choices: Sequence[tuple[str, str]], otherwise: str) -> str:
    """The first value whose test holds, else `otherwise`: IF in IF."""
    text = otherwise
    for test, value in reversed(choices):
        text = f"IF({test},{value},{text})"
    return text
