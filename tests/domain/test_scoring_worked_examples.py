"""The worked examples of the scoring rules, checked by hand (scoring-kami-5.0, section 9)."""

from __future__ import annotations

import pytest

SCORED = "234567"


def levels(result) -> dict[str, str]:
    return {a: r.maturity for a, r in result.areas.items()}


def scores(result) -> list[int]:
    return [r.score for r in result.areas.values()]


def test_everything_fully_applied_earns_all_918_points(fill, result):
    done = result(fill("3", area=SCORED))
    assert (done.total, done.max) == (918, 918)
    assert levels(done) == {"2": "IV", "3": "V", "4": "V", "5": "III", "6": "IV", "7": "III"}
    assert done.maturity_range == ("III", "V")


def test_everything_partly_applied_opens_stage_3_nowhere(fill, result):
    done = result(fill("2", area=SCORED))
    assert scores(done) == [48, 36, 68, 130, 88, 56]
    assert done.total == 426
    assert levels(done) == {"2": "II", "3": "II", "4": "II", "5": "I+", "6": "II", "7": "II"}
    assert [a.stage3_counted for a in done.areas.values()] == [False] * 5 + [None]


def test_everything_planned(fill, result):
    done = result(fill("1", area=SCORED))
    assert scores(done) == [24, 18, 34, 65, 44, 28]
    assert done.total == 213


def test_area_2_with_only_its_basic_framework_full(fill, result):
    area = result(fill("3", area="2", stage="1") | fill("0", area="2", stage="23")).areas["2"]
    assert (area.score, area.maturity, area.stage3_counted) == (24, "I+", False)


def test_area_3_two_points_below_its_own_limit_of_40(fill, result):
    """30 of 30 on level II, yet 38 < 40: stage 3 earns nothing, and the level stays II."""
    answers = fill("3", area="3", stage="13") | fill("1", area="3", stage="2")
    area = result(answers).areas["3"]
    assert (area.score, area.maturity, area.stage3_counted) == (38, "II", False)


def test_area_6_shows_level_3_before_its_own_limit(kami, fill, result):
    answers = fill("3", area="6", stage="12") | fill("0", area="6", stage="3")
    area = result(answers).areas["6"]
    assert (area.score, area.maturity, area.stage3_counted) == (132, "III", True)
    assert kami.evaluate(answers).values["6.level_III"] == 90


def test_area_3_without_its_level_5_items_is_level_4(fill, result):
    """A known defect of other programs: an empty level V made this I."""
    answers = fill("3", area="3", stage="12") | fill("0", area="3", stage="3")
    area = result(answers).areas["3"]
    assert (area.score, area.maturity) == (54, "IV")


def test_one_area_below_its_floor_makes_the_whole_inadequate(fill, result, se_answers):
    done = result(se_answers(10) | fill("0", area="2") | fill("3", area="34567"))
    assert (done.total, done.readiness) == (792, "Tidak Layak")


@pytest.mark.parametrize(
    ("se_score", "readiness"),
    [(15, "Cukup Baik"), (20, "Pemenuhan Kerangka Kerja Dasar"), (35, "Tidak Layak")],
)
def test_the_same_total_of_472_means_more_where_less_depends_on_it(
    fill, result, se_answers, se_score, readiness
):
    """Everything partly applied (426), and stage 1 and level II raised until it is 472."""
    answers = (
        fill("2", area=SCORED) | fill("3", area="7", stage="2") | fill("3", area="7", stage="1")
    )
    answers |= dict.fromkeys([*fill("3", area="5", stage="2")][:9], "3")
    assert result(answers).total == 472
    done = result(se_answers(se_score) | answers)
    assert done.readiness == readiness
