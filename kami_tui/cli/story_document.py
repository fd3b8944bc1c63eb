"""``kami explain --format json``: the story of an area or of the final status as plain data."""

from __future__ import annotations

from typing import Any

from kami_tui.domain.numbers import Value
from kami_tui.domain.result import plain, possible_categories, result_of, unanswered_by_area
from kami_tui.domain.scorer import Evaluation
from kami_tui.domain.story import AreaStory, StatusStory, area_story, status_story
from kami_tui.domain.trace import Check, Need
from kami_tui.i18n.translator import Translator


def area_document(evaluation: Evaluation, area_id: str, tr: Translator) -> dict[str, Any]:
    """Raises KeyError for an area the instrument does not have."""
    instrument = evaluation.scorer.instrument
    story = area_story(evaluation, area_id)
    document: dict[str, Any] = {
        "instrument": instrument.id,
        "area": area_id,
        "name": tr.text(instrument.area(area_id).name),
        "unanswered": unanswered_by_area(evaluation)[area_id],
    }
    roles = instrument.results
    if roles.category and roles.category.area == area_id:
        return document | category_document(evaluation)
    document |= {"score": plain(story.score), "max": plain(story.max)}
    if roles.supplement and roles.supplement.area == area_id:
        supplement = result_of(evaluation).supplement
        return document | {"percent": plain(supplement.percent) if supplement else None}
    return document | _levels(story, tr)


def _levels(story: AreaStory, tr: Translator) -> dict[str, Any]:
    return {
        "maturity": story.maturity,
        "stages": [
            {
                "stage": s.stage,
                "items": s.items,
                "unanswered": s.unanswered,
                "earned": plain(s.earned),
                "counted": plain(s.counted),
                "max": plain(s.max),
            }
            for s in story.stages
        ],
        "gates": [
            {
                "id": g.gate.id,
                "label": tr.text(g.gate.label),
                "open": g.open,
                "condition": _check(g.check, tr),
                "needs": [need_document(n, tr) for n in g.needs],
            }
            for g in story.gates
        ],
        "ladder": [
            {
                "level": r.value,
                "holds": r.holds,
                "current": r.current,
                "condition": _check(r.check, tr) if r.check else None,
            }
            for r in story.rungs
        ],
        "next": {
            "level": story.next_level,
            "needs": [need_document(n, tr) for n in story.next_needs],
        }
        if story.next_level
        else None,
    }


def category_document(evaluation: Evaluation) -> dict[str, Any]:
    """The SE category; while answers are missing only the range they still allow."""
    result = result_of(evaluation).category
    possible = possible_categories(evaluation.scorer, _given(evaluation))
    document: dict[str, Any] = {
        "score": plain(result.score) if result else None,
        "category": result.value if result else None,
        "complete": bool(result and result.complete),
    }
    if possible and not document["complete"]:
        document["possible"] = [{"score": s, "category": c} for s, c in possible]
    return document


def status_document(evaluation: Evaluation, tr: Translator) -> dict[str, Any]:
    """The whole assessment: its result, and why the final status is what it is."""
    story = status_story(evaluation)
    document = result_of(evaluation).as_document()
    if document.get("se") and not document["se"]["complete"]:
        document["se"] |= category_document(evaluation)
    return document | ({"status": _status(story, tr)} if story else {})


def _status(story: StatusStory, tr: Translator) -> dict[str, Any]:
    return {
        "value": story.value,
        "category": story.category,
        "bands": [
            {
                "value": b.value,
                "from": plain(b.lower),
                "below": plain(b.upper),
                "current": b.current,
            }
            for b in story.bands
        ],
        "next": {"value": story.next_value, "points_missing": plain(story.distance)}
        if story.next_value
        else None,
        "floors_hold": story.floor.holds if story.floor else None,
        "floor_needs": [need_document(n, tr) for n in story.floor_needs],
    }


def need_document(need: Need, tr: Translator) -> dict[str, Any]:
    check = need.check
    return {
        "rule": need.rule.id,
        "label": tr.text(need.rule.label),
        "value": jsonable(check.value),
        "wanted": jsonable(check.wanted),
        "missing": plain(check.gap),
        "items": list(need.items),
    }


def _check(check: Check, tr: Translator) -> dict[str, Any]:
    if check.form == "comparison" and check.rule:
        return {
            "rule": check.rule.id,
            "label": tr.text(check.rule.label),
            "value": jsonable(check.value),
            "op": check.op,
            "wanted": jsonable(check.wanted),
            "holds": check.holds,
        }
    parts = [_check(p, tr) for p in check.parts]
    if check.form == "named" and check.rule:
        return {
            "rule": check.rule.id,
            "label": tr.text(check.rule.label),
            "holds": check.holds,
            "parts": parts,
        }
    return {"form": check.form, "holds": check.holds, "parts": parts}


def jsonable(value: Value) -> object:
    return value if isinstance(value, (str, bool)) or value is None else plain(value)


def _given(evaluation: Evaluation) -> dict[str, str]:
    return {
        i: s
        for i, s in zip(evaluation.scorer.ids, evaluation.statuses, strict=True)
        if s is not None
    }
