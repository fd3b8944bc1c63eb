"""The cross-check is a pure function of an instrument, and its verdict can be relied upon."""

from __future__ import annotations

from typing import get_args

import pytest

from kami_tui.domain.answers import PROFILE_FIELDS
from kami_tui.domain.crosscheck import Doubt, Finding, crosscheck
from kami_tui.domain.instrument import Instrument, ProfileField
from kami_tui.domain.rules import Rule
from kami_tui.domain.scorer import Scorer

WORDS = {"id": "a", "en": "b"}
BANDS = [{"from": 0, "value": "Baik"}]


def rule(name: str, **body: object) -> Rule:
    return Rule.model_validate(
        {"id": name, "label": WORDS, "source": "book", "sureness": "settled", **body}
    )


@pytest.fixture
def instrument(kami: Scorer) -> Instrument:
    return kami.instrument


def altered(instrument: Instrument, **update: object) -> Instrument:
    """Made anew, so that nothing remembered of the old one stays."""
    kept = {name: getattr(instrument, name) for name in Instrument.model_fields}
    return Instrument.model_validate({**kept, **update})


def codes(findings: list[Finding]) -> list[str]:
    return [f.code for f in findings]


def test_kami_5_has_no_findings(instrument):
    assert crosscheck(instrument) == []


def test_a_finding_leads_to_its_place(instrument):
    added = rule("extra", round={"of": "totl"}).model_copy(update={"source": "guide"})
    found = crosscheck(altered(instrument, rules=(*instrument.rules, added)))

    assert found == [
        Finding(
            "unknown_rule",
            {"name": "totl", "near": "total"},
            ("rules", len(instrument.rules), "round", "of"),
        )
    ]


def test_a_circle_through_an_item_gate_is_found(instrument):
    """A gate that waits for a sum over the very items it holds back."""
    gate = instrument.item_gates[0]
    shut = gate.model_validate({**dict(gate), "when": {"of": "2.score", "ge": 1}})
    found = crosscheck(altered(instrument, item_gates=(shut, *instrument.item_gates[1:])))

    assert "circular_rules" in codes(found)
    (circle,) = [f for f in found if f.code == "circular_rules"]
    assert gate.id in str(circle.facts["rules"])


def test_a_promise_that_rests_on_an_unsound_rule_is_not_judged(instrument):
    rules = tuple(
        rule("2.score", linear={"terms": [{"rule": "nowhere"}]}).model_copy(
            update={"source": "guide"}
        )
        if r.id == "2.score"
        else r
        for r in instrument.rules
    )
    assert codes(crosscheck(altered(instrument, rules=rules))) == ["unknown_rule"]


def test_a_broken_promise_is_found_beside_another_mistake(instrument):
    promises = [
        p.model_copy(update={"value": 82}) if p.rule == "supplement_max" else p
        for p in instrument.expectations
    ]
    added = rule("extra", round={"of": "nowhere"})
    broken = altered(instrument, rules=(*instrument.rules, added), expectations=tuple(promises))

    assert sorted(codes(crosscheck(broken))) == ["expected_value", "unknown_rule", "unknown_source"]


def test_what_is_doubtful_is_not_judged(instrument):
    promises = [
        p.model_copy(update={"count": 5}) if p.count == 27 else p for p in instrument.expectations
    ]
    broken = altered(instrument, expectations=tuple(promises))

    assert "expected_count" in codes(crosscheck(broken))
    areas = frozenset(a.id for a in instrument.areas)
    assert crosscheck(broken, Doubt(areas=areas)) == []


def test_more_items_than_can_be_checked_are_refused_at_once(instrument):
    area = instrument.areas[0]
    section = area.sections[0].model_copy(update={"items": area.sections[0].items * 2_000})
    huge = altered(instrument, areas=(area.model_copy(update={"sections": (section,)}),))

    assert codes(crosscheck(huge)) == ["too_many_items"]


@pytest.mark.parametrize(
    "body",
    [
        {"percent": {"of": "se_category", "out_of": "total"}},
        {"linear": {"terms": [{"rule": "floors"}]}},
        {"condition": {"of": "readiness", "ge": 1}},
        {"condition": {"of": "readiness", "eq": 1}},
        {"condition": {"of": "readiness", "eq": "Bagus"}},
        {"condition": {"of": "total", "eq": "Baik"}},
        {"condition": {"all": []}},
        {"gate": {"when": {"holds": "floors"}, "then": "readiness_bands", "otherwise": 0}},
        {"gate": {"when": {"holds": "floors"}, "then": "total", "otherwise": "Baik"}},
        {"min": {"rules": ["2.maturity", "readiness"]}},
        {"mean": {"rules": ["2.maturity", "3.maturity"]}},
        {"sum": {"rules": []}},
        {"maximum": {"rules": ["2.maturity"]}},
        {"bands": {"of": "total", "scale": "readiness", "by": "total", "bands": {"x": BANDS}}},
        {"bands": {"of": "se_score", "scale": "readiness", "by": "floors", "bands": {"x": BANDS}}},
        {"ladder": {"scale": "readiness", "rungs": [{"value": "Baik", "when": {"all": []}}]}},
    ],
)  # fmt: skip
def test_a_rule_that_does_not_fit_is_found_before_the_scorer_fails_on_it(instrument, body):
    added = rule("extra", **body).model_copy(update={"source": "guide"})
    assert crosscheck(altered(instrument, rules=(*instrument.rules, added))) != []


def test_a_questionnaire_may_require_exactly_the_fields_a_profile_has():
    assert get_args(ProfileField) == PROFILE_FIELDS
