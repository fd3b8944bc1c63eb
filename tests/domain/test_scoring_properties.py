"""What must hold for every sheet of answers, whoever filled it in."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kami_tui.domain.result import result_of

LEVELS = ["I", "I+", "II", "II+", "III", "III+", "IV", "IV+", "V"]
STATUSES = ["Tidak Layak", "Pemenuhan Kerangka Kerja Dasar", "Cukup Baik", "Baik"]
CODES = ["0", "1", "2", "3"]


def sheet(kami, seed: int, strength: int, *, gaps: float = 0.1) -> dict[str, str]:
    """A random sheet; `strength` 0 is weak, 3 nearly full. Area 1 is always complete."""
    chance = random.Random(seed)
    weights = [(4, 3, 2, 1), (1, 1, 1, 1), (0, 1, 2, 6), (0, 0, 1, 20)][strength]
    answers = {}
    for item, offered, tags in zip(kami.ids, kami.points, kami.tags, strict=True):
        if tags["area"] == "1":
            answers[item] = chance.choice("ABC")
        elif chance.random() >= gaps * (3 - strength) / 3:
            code = chance.choices(CODES, weights)[0]
            answers[item] = (
                "NA" if code == "3" and "NA" in offered and chance.random() < 0.3 else code
            )
    return answers


sheets = st.tuples(st.integers(0, 2**32), st.integers(0, 3))


def scored(kami, answers) -> Any:
    return result_of(kami.evaluate(answers))


def figures(kami, answers):
    """Everything that may rise: scores, levels, total, status, supplement, level range."""
    done = scored(kami, answers)
    return (
        [a.score for a in done.areas.values()]
        + [LEVELS.index(a.maturity) for a in done.areas.values()]
        + [LEVELS.index(x) for x in done.maturity_range]
        + [done.total, STATUSES.index(done.readiness), done.supplement.score]
        + [bool(a.stage3_counted) for a in done.areas.values()]
    )


@settings(max_examples=120, deadline=None)
@given(sheets, st.data())
def test_raising_any_one_answer_lowers_nothing(kami, drawn, data):
    answers = sheet(kami, *drawn)
    risable = [i for i in kami.ids if i[:2] != "1." and answers.get(i) not in ("3", "NA")]
    if not risable:
        return
    before = figures(kami, answers)
    for item in data.draw(st.lists(st.sampled_from(risable), min_size=1, max_size=8, unique=True)):
        offered = [c for c in ("1", "2", "3", "NA") if c in kami.points[kami.position[item]]]
        now = answers.get(item, "0")
        for higher in offered[offered.index(now) + 1 if now in offered else 0 :]:
            after = figures(kami, {**answers, item: higher})
            assert all(b <= a for b, a in zip(before, after, strict=True)), (item, higher)


@pytest.mark.parametrize("seed", range(4))
def test_a_whole_climb_never_lowers_anything(kami, seed):
    """From nothing to everything in random steps: no figure ever turns back."""
    chance = random.Random(seed)
    answers = {f"1.{n}": chance.choice("ABC") for n in range(1, 11)}
    steps = [i for i in kami.ids if i[:2] != "1." for _ in range(3)]
    chance.shuffle(steps)
    before = figures(kami, answers)
    for item in steps:
        answers[item] = str(int(answers.get(item, "0")) + 1)
        after = figures(kami, answers)
        assert all(b <= a for b, a in zip(before, after, strict=True)), item
        before = after


@settings(max_examples=80, deadline=None)
@given(sheets)
def test_no_score_exceeds_its_maximum(kami, drawn):
    done = scored(kami, sheet(kami, *drawn))
    assert all(0 <= a.score <= a.max for a in done.areas.values())
    assert done.total == sum(a.score for a in done.areas.values()) <= done.max == 918
    assert 0 <= done.supplement.percent <= 100


@settings(max_examples=50, deadline=None)
@given(sheets)
def test_the_order_of_answers_does_not_matter(kami, drawn):
    answers = sheet(kami, *drawn)
    mixed = list(answers.items())
    random.Random(drawn[0]).shuffle(mixed)
    assert result_of(kami.evaluate(dict(mixed))) == scored(kami, answers)


@settings(max_examples=50, deadline=None)
@given(sheets)
def test_not_applicable_counts_as_fully_applied_everywhere(kami, drawn):
    """In sums, in the conditions of stage 3, in the 80 % tests."""
    answers = sheet(kami, *drawn)
    as_full = {i: "3" if s == "NA" else s for i, s in answers.items()}
    assert scored(kami, answers) == result_of(kami.evaluate(as_full))


@settings(max_examples=50, deadline=None)
@given(sheets)
def test_an_unanswered_item_earns_what_not_done_earns(kami, drawn):
    answers = sheet(kami, *drawn, gaps=0.4)
    zeros = {i: "0" for i in kami.ids if i not in answers}
    gaps, filled = (result_of(kami.evaluate(a)) for a in (answers, answers | zeros))
    assert [(a.score, a.maturity) for a in gaps.areas.values()] == [
        (a.score, a.maturity) for a in filled.areas.values()
    ]
    assert (gaps.total, gaps.readiness) == (filled.total, filled.readiness)
    assert (gaps.unanswered, filled.unanswered) == (len(zeros), 0)


@settings(max_examples=30, deadline=None)
@given(sheets)
def test_scoring_leaves_the_answers_and_the_scorer_as_they_were(kami, drawn):
    answers = sheet(kami, *drawn)
    copy, empty = dict(answers), result_of(kami.evaluate({}))
    first = scored(kami, answers)
    assert answers == copy
    assert scored(kami, answers) == first
    assert result_of(kami.evaluate({})) == empty
