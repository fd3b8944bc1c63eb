"""An edition of three items that uses every primitive, also those that Indeks KAMI has no use for.

The toy itself is the one that the scorer's own tests reckon by hand.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from kami_tui.domain.scorer import Scorer
from tests.domain.test_scoring_primitives import ALL, HEAVY, both, rule, toy

LATE = {**ALL, "missing": "incomplete"}
RUNGS = [
    {"value": "low"},
    {"value": "mid", "when": {"of": "late", "ge": 5}},
    {"value": "high", "when": {"any": [{"holds": "late_much"}, {"of": "mean", "gt": 4}]}},
]


def _bands(*bounds: tuple[object, str]) -> list[dict[str, object]]:
    return [{"from": b, "value": v} for b, v in bounds]


RULES = (
    # over items, with what is missing and what is dropped
    rule("mean", mean=ALL), rule("weighted", weighted_mean=ALL), rule("least", min=ALL),
    rule("most_of", max=ALL), rule("late", sum=LATE), rule("late_mean", mean=LATE),
    rule("late_weighted", weighted_mean=LATE), rule("heavy", sum=HEAVY),
    rule("heavy_raw", sum={**HEAVY, "gated": False}), rule("heavy_mean", mean=HEAVY),
    rule("may_drop", sum={"items": {"tags": {"may": ["drop"]}}}),
    rule("may_drop_least", min={"items": {"tags": {"may": ["drop"]}}}),
    rule("items", how_many=ALL), rule("answered", how_many={**ALL, "answered": ["1", "2", "NA"]}),
    rule("fully", how_many={**ALL, "answered": ["2"]}),
    rule("nobody", how_many={**ALL, "answered": []}),
    rule("drop_most", maximum={"items": {"tags": {"may": ["drop"]}}}),
    # over rules
    rule("sum_of", sum={"rules": ["mean", "late", "items"]}),
    rule("mean_of", mean={"rules": ["mean", "weighted", "items"]}),
    rule("weighted_of", weighted_mean={"rules": ["mean", "weighted"]}),
    rule("min_of", min={"rules": ["mean", "late", "fully"]}),
    rule("max_of", max={"rules": ["mean", "weighted", "fully"]}),
    rule("maximum_of", maximum={"rules": ["most", "items"]}),
    # numbers
    rule("share", percent={"of": "total", "out_of": "most"}),
    rule("share_late", percent={"of": "late", "out_of": "drop_most"}),
    rule("no_share", percent={"of": "total", "out_of": "nobody"}),
    rule("line", linear={"constant": Decimal("-0.3"), "terms": [
        {"rule": "total", "times": Decimal("0.1")}, {"rule": "mean", "times": -3},
        {"rule": "items"}]}),
    rule("constant", linear={"constant": Decimal("43.2")}),
    rule("thirds", linear={"terms": [{"rule": "mean", "times": 3}]}),
    rule("tenths", linear={"terms": [{"rule": "total", "times": Decimal("0.1")},
                                     {"rule": "total", "times": Decimal("0.2")}]}),
    rule("tenths_once", linear={"terms": [{"rule": "total", "times": Decimal("0.3")}]}),
    rule("rounded", round={"of": "share"}), rule("rounded_1", round={"of": "share", "decimals": 1}),
    rule("rounded_2", round={"of": "line", "decimals": 2}),
    rule("rounded_late", round={"of": "late_mean", "decimals": 1}),
    # conditions, with what is not known yet
    rule("late_much", condition={"of": "late", "ge": Decimal("7.5")}),
    rule("late_above", condition={"of": "late", "gt": Decimal("7.5")}),
    rule("late_is", condition={"of": "late", "eq": Decimal("7.5")}),
    rule("third_is", condition={"of": "thirds", "eq": {"rule": "total_sum"}}),
    rule("total_sum", sum={**ALL, "gated": False}),
    rule("tenths_are", condition={"of": "tenths", "eq": {"rule": "tenths_once"}}),
    rule("tenths_reach", condition={"of": "tenths", "ge": {"rule": "tenths_once"}}),
    rule("tenths_pass", condition={"of": "tenths", "gt": {"rule": "tenths_once"}}),
    rule("word_is", condition={"of": "band", "eq": "mid"}),
    rule("words_alike", condition={"of": "band", "eq": {"rule": "level"}}),
    rule("truths_alike", condition={"of": "late_much", "eq": {"rule": "word_is"}}),
    rule("not_alike", condition={"of": "band", "eq": {"rule": "total"}}),
    rule("same_as", condition={"holds": "late_much"}),
    rule("all_of", condition={"all": [{"holds": "late_much"}, {"of": "total", "ge": 5}]}),
    rule("any_of", condition={"any": [{"holds": "late_much"}, {"of": "total", "ge": 5}]}),
    rule("nested", condition={"any": [
        {"all": [{"holds": "late_much"}, {"any": [{"of": "mean", "gt": 2}, {"holds": "word_is"}]}]},
        {"all": [{"of": "total", "ge": {"rule": "items"}}, {"of": "level", "eq": "low"}]}]}),
    rule("never", condition={"any": []}), rule("always", condition={"all": []}),
    # gates, ladders, bands
    rule("choice", gate={"when": {"holds": "any_of"}, "then": "share", "otherwise": -1}),
    rule("choice_late", gate={"when": {"of": "total", "ge": 5}, "then": "late", "otherwise": 0}),
    rule("choice_word", gate={"when": {"all": [{"of": "total", "ge": 5}, {"holds": "late_much"}]},
                              "then": "band", "otherwise": "low"}),
    rule("level", ladder={"scale": "words", "rungs": RUNGS}),
    rule("band", bands={"of": "share", "scale": "words",
                        "bands": _bands((10, "low"), (Decimal("33.3"), "mid"), (50, "high"))}),
    rule("band_by", bands={"of": "rounded", "by": "band", "scale": "words", "bands": {
        "low": _bands((0, "low"), (17, "mid")), "mid": _bands((40, "mid"), (50, "high")),
        "high": _bands((0, "mid"), (67, "high"))}}),
    rule("lowest", min={"rules": ["band", "level"]}),
    rule("highest", max={"rules": ["level", "choice_word"]}),
    rule("words_a", bands={"of": "mean", "scale": "words", "bands": _bands((0, "high"))}),
    rule("lowest_known", min={"rules": ["words_a", "level"]}),
)  # fmt: skip
GATE = {
    "id": "g", "label": both("g"), "items": HEAVY["items"], "source": "s", "sureness": "settled",
    "when": {"of": "light", "ge": 5}, "otherwise": Decimal("0.5"),
}  # fmt: skip


def edition() -> Scorer:
    light = rule("light", sum={"items": {"tags": {"may": ["drop"]}}, "missing": "incomplete"})
    return toy(*RULES, light, gates=(GATE,))


def every_sheet(scorer: Scorer) -> list[dict[str, str]]:
    """All there is to answer, gaps included."""
    offered = [[None, *p] for p in scorer.points]
    return [
        {i: s for i, s in zip(scorer.ids, chosen, strict=True) if s is not None}
        for chosen in product(*offered)
    ]
