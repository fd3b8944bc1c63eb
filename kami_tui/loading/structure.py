"""An edition's tree against the shape of `Instrument`: pydantic's errors as problems of ours.

pydantic's own words never reach an author: each error becomes a stable code with facts.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kami_tui.domain.instrument import EvidenceExamples, Instrument
from kami_tui.domain.rules import RuleRef
from kami_tui.domain.text import LocalizedText
from kami_tui.loading.document import Node, place_of
from kami_tui.loading.problems import nearest
from kami_tui.loading.texts import kind_of

Path = tuple[str | int, ...]

_PATTERNS = {
    r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,79}$": "identifier",
    r"^[0-9]+(\.[0-9]+)+$": "item_id",
    r"^[A-Za-z0-9]{1,8}$": "code",
    r"^[0-9]{1,3}$": "area_id",
}
"""Names for the patterns that `domain` uses, for a sentence that says what is allowed."""


@dataclass(slots=True)
class Fault:
    """One mistake in the shape, at a path into the data."""

    code: str
    path: Path
    """For a key that is missing, its mapping."""
    facts: dict[str, object] = field(default_factory=dict)
    types: tuple[Any, ...] = ()
    """What could stand there."""


def faults_of(error: ValidationError, root: Node) -> list[Fault]:
    """pydantic's errors, one per place: it reports each branch of a union on its own."""
    by_union: dict[Path, list[tuple[str, Path, ErrorDetails]]] = {}
    found: list[Fault] = []
    for one in error.errors(include_url=False, include_input=False):
        path, union, branch = _walk(root, one["loc"], one["type"])
        if one["type"] == "too_short" and place_of(root, path).node.value:
            continue  # pydantic counts only the entries without mistakes
        if union is None:
            found.append(_fault(one, path, root))
        else:
            by_union.setdefault(union, []).append((branch, path, one))
    for union, errors in by_union.items():
        found += _of_union(union, errors, root)
    return found


def _walk(root: Node, loc: tuple[str | int, ...], kind: str) -> tuple[Path, Path | None, str]:
    """The path in the data, and the path and name of the first union branch on the way.

    pydantic puts branch names between keys: they are the steps that the data does not have.
    """
    path: list[str | int] = []
    union, branch = None, ""
    node: Node | None = root
    for n, step in enumerate(loc):
        last = n == len(loc) - 1
        below = _below(node, step) if node is not None else None
        if below is not None:
            node = below
            path.append(step)
        elif last and kind == "missing":
            path.append(step)
        elif union is None:
            union, branch = tuple(path), str(step)
    return tuple(path), union, branch


def _below(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(step)) if isinstance(step, str) else None
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def _of_union(union: Path, errors: list[tuple[str, Path, ErrorDetails]], root: Node) -> list[Fault]:
    """The errors of the branch that was meant, going by what is written there."""
    node = place_of(root, union).node
    wanted = []
    for branch, path, error in errors:
        collection = branch.startswith(("tuple", "dict")) or branch[:1].isupper()
        is_list = branch.startswith("tuple")
        if (node.mapping is not None and collection and not is_list) or (
            node.items is not None and is_list
        ):
            wanted.append(_fault(error, path, root))
    return wanted or [_wrong_type(union, node, types_at(union))]


def _fault(error: ErrorDetails, path: Path, root: Node) -> Fault:
    kind, context = error["type"], dict(error.get("ctx", {}))
    node = place_of(root, path).node
    types_here = types_at(path)
    if kind == "missing":
        return _missing(path)
    if kind == "extra_forbidden":
        key, known = str(path[-1]), keys_of(types_at(path[:-1]))
        facts = _facts(key=key[:80], known=known, near=nearest(key, known))
        return Fault("unknown_key", path, facts)
    if node.value is None or node.value == "" or kind == "string_too_short":
        if LocalizedText in types_at(path[:-1]):
            return Fault("missing_translation", path, {"language": path[-1]}, types_here)
        if kind == "string_too_short":
            return Fault("empty_text", path, {"key": str(path[-1])}, types_here)
    if kind == "string_too_long":
        facts = {"key": str(path[-1]), "limit": context.get("max_length")}
        return Fault("too_long", path, facts, types_here)
    if kind == "string_pattern_mismatch":
        form = _PATTERNS.get(str(context.get("pattern")), "identifier")
        return Fault("bad_form", path, {"form": form, "value": str(node.value)[:80]}, types_here)
    if kind == "literal_error":
        return _not_one_of(path, node, types_here)
    if kind == "too_short":
        facts = {"key": str(path[-1]), "limit": context.get("min_length")}
        return Fault("too_few", path, facts, types_here)
    if kind in ("greater_than_equal", "less_than_equal"):
        facts = {"key": str(path[-1]), "least": 0, "most": 6}
        return Fault("out_of_range", path, facts, types_here)
    if kind in _OWN:
        return Fault(kind, path, context, types_here)
    return _wrong_type(path, node, types_here)


_OWN = frozenset({
    "evidence_parallel", "expectation_form", "items_or_rules", "condition_form",
    "condition_comparison", "bands_by", "bands_order", "rule_form", "reading_missing",
})  # fmt: skip
"""Errors that `domain` itself raises; their context is facts already."""


def _missing(path: Path) -> Fault:
    holder = types_at(path[:-1])
    if LocalizedText in holder or EvidenceExamples in holder:
        return Fault("missing_translation", path[:-1], {"language": path[-1]}, types_at(path))
    return Fault("missing_key", path[:-1], {"key": path[-1]}, types_at(path))


def _wrong_type(path: Path, node: Node, types_here: tuple[Any, ...]) -> Fault:
    expected = expected_of(types_here)
    facts = _facts(
        key=next((p for p in reversed(path) if isinstance(p, str)), None),
        expected=expected,
        found=kind_of(node.value),
        raw=node.raw,
    )
    return Fault("wrong_type", path, facts, types_here)


def _not_one_of(path: Path, node: Node, types_here: tuple[Any, ...]) -> Fault:
    known = literals_of(types_here)
    shown = node.raw if node.raw is not None else str(node.value)[:80]
    near = nearest(shown, [str(k) for k in known])
    key = next((p for p in reversed(path) if isinstance(p, str)), None)
    facts = _facts(key=key, value=shown, known=[str(k) for k in known], near=near)
    if isinstance(node.value, str) and shown in facts["known"]:  # type: ignore[operator]
        # The right word of the wrong kind: "1" for 1.
        facts |= {"expected": "number", "found": "text"}
        return Fault("wrong_type", path, facts, types_here)
    return Fault("not_one_of", path, facts, types_here)


def _facts(**facts: object) -> dict[str, object]:
    return {k: v for k, v in facts.items() if v is not None}


# -- what could stand where ---------------------------------------------------------------


def types_at(path: Path) -> tuple[Any, ...]:
    """The types that `Instrument` allows at a path; a union gives several."""
    here: tuple[Any, ...] = (Instrument,)
    for step in path:
        here = tuple(t for one in here for t in _step(one, step))
    return here


def _step(one: Any, step: str | int) -> Iterable[Any]:
    if isinstance(one, type) and issubclass(one, BaseModel):
        for name, info in one.model_fields.items():
            if step == (info.alias or name):
                return _flat(info.annotation)
        return ()
    origin, arguments = typing.get_origin(one), typing.get_args(one)
    if origin is dict:
        return _flat(arguments[1])
    return _flat(arguments[0]) if origin is tuple else ()


def _flat(annotation: Any) -> tuple[Any, ...]:
    """A union's members, without annotations and without None."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _flat(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return tuple(t for a in typing.get_args(annotation) for t in _flat(a))
    return () if annotation is type(None) else (annotation,)


def keys_of(here: Iterable[Any]) -> list[str]:
    """Keys that a mapping of one of these types may have."""
    models = (t for t in here if isinstance(t, type) and issubclass(t, BaseModel))
    return [info.alias or name for m in models for name, info in m.model_fields.items()]


def literals_of(here: Iterable[Any]) -> list[Any]:
    return [a for t in here if typing.get_origin(t) is Literal for a in typing.get_args(t)]


def optional(path: Path) -> bool:
    """Whether a key may be left out."""
    for one in types_at(path[:-1]):
        if isinstance(one, type) and issubclass(one, BaseModel):
            for name, info in one.model_fields.items():
                if path[-1] == (info.alias or name):
                    return not info.is_required()
    return False


def expected_of(here: tuple[Any, ...]) -> str:
    """One of the words that `i18n.explain` knows."""
    if LocalizedText in here or EvidenceExamples in here:
        return "translated"
    if RuleRef in here:
        return "number_or_rule"
    if literals_of(here):
        return "text" if isinstance(literals_of(here)[0], str) else "number"
    for one in here:
        if one is bool:
            return "truth"
        if one in (int, Decimal):
            return "number"
        if one is str:
            return "text"
        if typing.get_origin(one) is tuple:
            return "list"
    return "mapping"
