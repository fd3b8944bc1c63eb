"""Every primitive an edition may use, on a toy edition small enough to reckon by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from kami_tui.domain.errors import UnknownItem, UnknownStatus
from kami_tui.domain.formulas import compile_condition
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.numbers import half_up
from kami_tui.domain.ordering import CircularRules
from kami_tui.domain.rules import Condition
from kami_tui.domain.scorer import Scorer


def both(text: str) -> dict[str, str]:
    return {"id": text, "en": text}


def item(item_id: str, **more) -> dict:
    return {"id": item_id, "text": both(item_id), **more}


def rule(rule_id: str, **body) -> dict:
    return {"id": rule_id, "label": both(rule_id), "source": "s", "sureness": "settled", **body}


ALL: dict = {"items": {}}
HEAVY = {"items": {"tags": {"kind": ["heavy"]}}}
OPTIONS = {
    "id": "set",
    "options": [
        {"code": "0", "label": both("none"), "score": 0},
        {"code": "1", "label": both("some"), "score": Decimal("2.5")},
        {"code": "2", "label": both("all"), "score": 5},
        {"code": "NA", "label": both("n/a"), "score": 0, "not_applicable": "drop"},
    ],
}


def toy(*rules: dict, gates: tuple[dict, ...] = ()) -> Scorer:
    """Three items: 1.1 (weight 1), 1.2 (weight 2, may be N/A), 1.3 (weight 0.5, heavy)."""
    items = [
        item("1.1", weight=1),
        item("1.2", weight=2, not_applicable=True, tags={"may": "drop"}),
        item("1.3", weight=Decimal("0.5"), tags={"kind": "heavy"}),
    ]
    area = {
        "id": "1", "name": both("a"), "description": both("a"), "option_set": "set",
        "sections": [{"name": both("s"), "items": items}],
    }  # fmt: skip
    scales = [
        {"id": "words", "steps": [{"value": v, "label": both(v)} for v in ("low", "mid", "high")]}
    ]
    return Scorer(
        Instrument.model_validate(
            {
                "id": "toy", "edition": "1", "name": both("toy"), "issuer": "x",
                "wording": both("w"), "sources": {"s": both("s")}, "option_sets": [OPTIONS],
                "scales": scales, "areas": [area],
                "rules": [rule("total", sum=ALL), rule("most", maximum=ALL), *rules],
                "item_gates": gates, "results": {"total": "total", "total_max": "most"},
            }
        )
    )  # fmt: skip


def value(scorer: Scorer, rule_id: str, answers: dict[str, str]):
    return scorer.evaluate(answers).values[rule_id]


FULL = {"1.1": "2", "1.2": "2", "1.3": "2"}


class TestAggregates:
    @pytest.mark.parametrize(
        ("form", "expected"),
        [("sum", Fraction(15, 2)), ("mean", Fraction(5, 2)), ("min", 0), ("max", 5),
         ("weighted_mean", Fraction(20, 7))],
    )  # fmt: skip
    def test_over_items(self, form, expected):
        """Scores 5, 2.5, 0 with weights 1, 2, 0.5: exact, never a binary fraction."""
        scorer = toy(rule("r", **{form: ALL}))
        assert value(scorer, "r", {"1.1": "2", "1.2": "1", "1.3": "0"}) == expected

    def test_a_whole_result_is_a_whole_number(self):
        found = value(toy(rule("r", mean=ALL)), "r", FULL)
        assert (found, type(found)) == (5, int)

    def test_over_rules(self):
        scorer = toy(rule("a", sum=HEAVY), rule("r", mean={"rules": ["a", "total"]}))
        assert value(scorer, "r", {"1.1": "2", "1.3": "1"}) == 5

    def test_a_selector_picks_by_any_tag(self):
        assert value(toy(rule("r", sum=HEAVY)), "r", {"1.1": "2", "1.3": "1"}) == Fraction(5, 2)

    def test_missing_zero_counts_an_unanswered_item_as_nothing(self):
        assert value(toy(rule("r", mean=ALL)), "r", {"1.1": "2"}) == Fraction(5, 3)

    def test_missing_incomplete_gives_no_value_and_infects_what_rests_on_it(self):
        scorer = toy(
            rule("r", sum={**ALL, "missing": "incomplete"}),
            rule("twice", linear={"terms": [{"rule": "r", "times": 2}]}),
            rule("rounded", round={"of": "twice"}),
            rule("share", percent={"of": "r", "out_of": "most"}),
            rule("least", min={"rules": ["r", "total"]}),
        )
        gaps = scorer.evaluate({"1.1": "2"}).values
        assert [gaps[r] for r in ("r", "twice", "rounded", "share", "least")] == [None] * 5
        assert scorer.evaluate(FULL).values["twice"] == 30


class TestNotApplicableDrop:
    def test_takes_the_item_out_of_sums_means_and_maxima(self):
        scorer = toy(rule("m", mean=ALL), rule("w", weighted_mean=ALL), rule("s", min=ALL))
        found = scorer.evaluate({"1.1": "2", "1.2": "NA", "1.3": "1"}).values
        assert (found["total"], found["most"]) == (Fraction(15, 2), 10)
        assert (found["m"], found["w"]) == (Fraction(15, 4), Fraction(25, 6))
        assert found["s"] == Fraction(5, 2)

    def test_leaves_nothing_to_average_where_everything_is_dropped(self):
        only = {"items": {"tags": {"x": ["y"]}}}
        assert value(toy(rule("m", mean=only)), "m", FULL) is None

    def test_is_only_offered_where_the_item_says_so(self):
        with pytest.raises(UnknownStatus):
            toy().evaluate({"1.1": "NA"})


class TestNumbers:
    def test_how_many_items_and_how_many_answered_so(self):
        scorer = toy(
            rule("n", how_many=ALL), rule("full", how_many={**ALL, "answered": ["2", "NA"]})
        )
        found = scorer.evaluate({"1.1": "2", "1.2": "NA", "1.3": "1"}).values
        assert (found["n"], found["full"]) == (3, 2)

    def test_linear_is_constants_times_values(self):
        terms = [{"rule": "total", "times": 2}, {"rule": "most", "times": Decimal("0.1")}]
        scorer = toy(rule("r", linear={"constant": -2, "terms": terms}))
        assert value(scorer, "r", {"1.1": "1"}) == Fraction(9, 2)

    def test_percent_is_exact_until_it_is_rounded(self):
        scorer = toy(
            rule("p", percent={"of": "total", "out_of": "most"}),
            rule("r", round={"of": "p"}),
            rule("r1", round={"of": "p", "decimals": 1}),
        )
        found = scorer.evaluate({"1.1": "2", "1.2": "2", "1.3": "0"}).values
        assert (found["p"], found["r"], found["r1"]) == (Fraction(200, 3), 67, Fraction(667, 10))

    @pytest.mark.parametrize(
        ("exact", "decimals", "rounded"),
        [("0.5", 0, 1), ("1.5", 0, 2), ("2.5", 0, 3), ("2.4999", 0, 2), ("-0.5", 0, -1),
         ("1.005", 2, "1.01"), ("2.675", 2, "2.68"), ("0", 0, 0)],
    )  # fmt: skip
    def test_rounding_is_half_up_as_people_do_it(self, exact, decimals, rounded):
        """Binary fractions would make 2.67 of 2.675; bankers' rounding 2 of 2.5."""
        assert half_up(Fraction(exact), decimals) == Fraction(rounded)


VALUES: dict = {"n": 5, "t": "mid", "yes": True, "no": False, "gap": None, "f": Fraction("43.2")}


VALUES = {"n": 5, "t": "mid", "yes": True, "no": False, "gap": None, "f": Fraction("43.2")}


class TestConditions:
    @pytest.mark.parametrize(
        ("condition", "holds"),
        [
            ({"of": "n", "ge": 5}, True), ({"of": "n", "gt": 5}, False),
            ({"of": "n", "eq": 5}, True), ({"of": "n", "eq": 4}, False),
            ({"of": "n", "ge": {"rule": "f"}}, False), ({"of": "f", "ge": Decimal("43.2")}, True),
            ({"of": "f", "gt": Decimal("43.2")}, False), ({"of": "f", "ge": 44}, False),
            ({"of": "t", "eq": "mid"}, True), ({"of": "t", "eq": "low"}, False),
            ({"holds": "yes"}, True), ({"holds": "no"}, False), ({"holds": "gap"}, None),
            ({"of": "gap", "ge": 0}, None), ({"of": "n", "ge": {"rule": "gap"}}, None),
            ({"all": [{"holds": "yes"}, {"holds": "gap"}]}, None),
            ({"all": [{"holds": "gap"}, {"holds": "no"}]}, False),
            ({"any": [{"holds": "gap"}, {"holds": "yes"}]}, True),
            ({"any": [{"holds": "no"}, {"holds": "gap"}]}, None),
            ({"any": [{"holds": "no"}, {"all": [{"holds": "yes"}]}]}, True),
            ({"all": []}, True), ({"any": []}, False),
        ],
    )  # fmt: skip
    def test_hold_fail_or_wait_for_answers(self, condition, holds):
        assert compile_condition(Condition.model_validate(condition))(VALUES) is holds

    @pytest.mark.parametrize("threshold", [43, Decimal("43.2"), 44])
    @pytest.mark.parametrize("given", [43, Fraction("43.2"), 44])
    def test_a_threshold_that_is_no_whole_number_is_exact(self, threshold, given):
        condition = compile_condition(Condition.model_validate({"of": "n", "ge": threshold}))
        assert condition({"n": given}) is (given >= Fraction(threshold))


class TestGatesLaddersBands:
    SOME: dict = {"of": "total", "ge": 5}  # noqa: RUF012

    def test_a_gate_gives_a_value_or_a_constant(self):
        scorer = toy(rule("r", gate={"when": self.SOME, "then": "most", "otherwise": -1}))
        assert value(scorer, "r", FULL) == 15
        assert value(scorer, "r", {"1.1": "1"}) == -1

    def test_the_highest_rung_that_holds_wins_even_above_one_that_does_not(self):
        rungs = [{"value": "low"}, {"value": "mid", "when": {"of": "total", "gt": 100}},
                 {"value": "high", "when": self.SOME}]  # fmt: skip
        scorer = toy(rule("r", ladder={"scale": "words", "rungs": rungs}))
        assert value(scorer, "r", FULL) == "high"
        assert value(scorer, "r", {}) == "low"

    @pytest.mark.parametrize(
        ("answers", "band"),
        [
            ({}, "low"),
            ({"1.1": "1"}, "low"),
            ({"1.1": "2"}, "mid"),
            ({"1.1": "2", "1.2": "1"}, "high"),
        ],
    )
    def test_bands_have_inclusive_lower_bounds(self, answers, band):
        bands = [{"from": 0, "value": "low"}, {"from": 5, "value": "mid"},
                 {"from": Decimal("7.5"), "value": "high"}]  # fmt: skip
        scorer = toy(rule("r", bands={"of": "total", "scale": "words", "bands": bands}))
        assert value(scorer, "r", answers) == band

    def test_below_the_lowest_band_there_is_no_value(self):
        bands = [{"from": 1, "value": "low"}]
        scorer = toy(rule("r", bands={"of": "total", "scale": "words", "bands": bands}))
        assert value(scorer, "r", {}) is None

    def test_bands_may_depend_on_another_value(self):
        first = {"of": "total", "scale": "words",
                 "bands": [{"from": 0, "value": "low"}, {"from": 10, "value": "high"}]}  # fmt: skip
        by = {
            "low": [{"from": 0, "value": "low"}, {"from": 1, "value": "mid"}],
            "high": [{"from": 0, "value": "high"}],
        }
        scorer = toy(
            rule("size", bands=first),
            rule("r", bands={"of": "total", "by": "size", "scale": "words", "bands": by}),
        )
        assert [value(scorer, "r", a) for a in ({}, {"1.1": "1"}, FULL)] == ["low", "mid", "high"]

    def test_least_and_greatest_of_words_follow_their_scale(self):
        """Not the alphabet, in which "high" would come first."""
        low = {"of": "total", "scale": "words", "bands": [{"from": 0, "value": "low"}]}
        high = {"of": "total", "scale": "words", "bands": [{"from": 0, "value": "high"}]}
        scorer = toy(
            rule("a", bands=high), rule("b", bands=low),
            rule("least", min={"rules": ["a", "b"]}), rule("greatest", max={"rules": ["a", "b"]}),
        )  # fmt: skip
        found = scorer.evaluate({}).values
        assert (found["least"], found["greatest"]) == ("low", "high")

    def test_an_item_gate_discounts_its_items_and_nothing_else(self):
        gate = {"id": "g", "label": both("g"), "items": HEAVY["items"], "source": "s",
                "when": {"of": "light", "ge": 5}, "sureness": "settled"}  # fmt: skip
        scorer = toy(
            rule("light", sum={**ALL, "gated": False}),
            rule("raw", sum={**HEAVY, "gated": False}),
            rule("counted", sum=HEAVY),
            gates=(gate,),
        )
        shut, open_ = scorer.evaluate({"1.3": "1"}), scorer.evaluate({"1.3": "2"})
        assert (shut.values["raw"], shut.values["counted"]) == (Fraction(5, 2), 0)
        assert (open_.values["raw"], open_.values["counted"]) == (5, 5)
        assert (shut.counts("1.3"), shut.counts("1.1"), open_.counts("1.3")) == (False, True, True)


class TestOrder:
    def test_rules_may_stand_in_any_order(self):
        scorer = toy(
            rule("c", linear={"terms": [{"rule": "b"}]}),
            rule("b", linear={"terms": [{"rule": "a"}]}),
            rule("a", linear={"terms": [{"rule": "total"}]}),
        )
        assert value(scorer, "c", FULL) == 15

    def test_a_circle_is_named(self):
        with pytest.raises(CircularRules) as caught:
            toy(
                rule("a", linear={"terms": [{"rule": "b"}]}),
                rule("b", linear={"terms": [{"rule": "a"}]}),
            )
        assert set(caught.value.rules) == {"a", "b"}

    def test_a_diamond_is_no_circle(self):
        scorer = toy(
            rule("top", linear={"terms": [{"rule": "left"}, {"rule": "right"}]}),
            rule("left", linear={"terms": [{"rule": "total"}, {"rule": "right"}]}),
            rule("right", linear={"terms": [{"rule": "total"}]}),
        )
        assert value(scorer, "top", FULL) == 45

    def test_a_value_that_no_answer_changes_is_there_all_the_same(self):
        scorer = toy(
            rule("c", linear={"constant": 7}), rule("d", linear={"terms": [{"rule": "c"}]})
        )
        assert (value(scorer, "c", {}), value(scorer, "d", FULL)) == (7, 7)


@pytest.mark.parametrize(
    ("answers", "error"),
    [({"9.9": "0"}, UnknownItem), ({"1.1": "9"}, UnknownStatus), ({"1.1": None}, UnknownStatus),
     ({"1.1": ["2"]}, UnknownStatus), ({"1.1": 2}, UnknownStatus)],
)  # fmt: skip
def test_answers_that_are_none_are_refused_whatever_they_are(answers, error):
    with pytest.raises(error):
        toy().evaluate(answers)
