"""Indeks KAMI 5.0 at its edges: points, category, bands, floors, and when stage 3 counts."""

from __future__ import annotations

import pytest

from kami_tui.domain.errors import UnknownItem, UnknownStatus
from kami_tui.domain.result import possible_categories

LIMITS = {"2": 48, "3": 40, "4": 68, "5": 130, "6": 88}
FLOORS = {"2": 16, "3": 20, "4": 24, "5": 27, "6": 14}
BANDS = {
    10: [("Pemenuhan Kerangka Kerja Dasar", 248), ("Cukup Baik", 444), ("Baik", 761)],
    16: [("Pemenuhan Kerangka Kerja Dasar", 388), ("Cukup Baik", 647), ("Baik", 829)],
    35: [("Pemenuhan Kerangka Kerja Dasar", 473), ("Cukup Baik", 761), ("Baik", 865)],
}


class TestPoints:
    @pytest.mark.parametrize(
        ("status", "by_stage"),
        [("0", [0, 0, 0]), ("1", [1, 2, 3]), ("2", [2, 4, 6]), ("3", [3, 6, 9])],
    )
    def test_a_status_is_worth_more_at_a_later_stage(self, kami, status, by_stage):
        for item, points, tags in zip(kami.ids, kami.points, kami.tags, strict=True):
            if tags["area"] in "234567":
                assert points[status] == by_stage[int(tags["stage"]) - 1], item

    def test_not_applicable_is_worth_as_much_as_fully_applied(self, kami):
        offered = {i: p for i, p in zip(kami.ids, kami.points, strict=True) if "NA" in p}
        assert {i: p["NA"] for i, p in offered.items()} == {i: p["3"] for i, p in offered.items()}

    def test_not_applicable_is_offered_on_these_items_only(self, kami):
        offered = [i for i, p in zip(kami.ids, kami.points, strict=True) if "NA" in p]
        wanted = [f"4.{n}" for n in (11, 13, 15, 17)]
        wanted += [f"5.{n}" for n in range(31, 42)] + [f"6.{n}" for n in range(26, 33)]
        assert offered == wanted

    def test_the_supplement_has_one_to_three_points_each(self, fill, result):
        done = result(fill("1", area="8"))
        assert (done.supplement.score, done.supplement.max) == (27, 81)
        assert done.total == 0

    @pytest.mark.parametrize(("points", "percent"), [(0, 0), (1, 1), (40, 49), (41, 51), (81, 100)])
    def test_the_supplements_percentage_is_rounded_half_up(self, kami, result, points, percent):
        """1 / 81 is 1.23 %; 40 / 81 is 49.38 %; 41 / 81 is 50.62 %."""
        items = [i for i in kami.ids if i.startswith("8.")]
        answers = dict.fromkeys(items[: points // 3], "3")
        if points % 3:
            answers[items[points // 3]] = str(points % 3)
        assert result(answers).supplement.percent == percent

    def test_unanswered_earns_nothing_and_is_counted(self, result):
        done = result({"2.1": "0"})
        assert (done.total, done.unanswered, done.areas["2"].unanswered) == (0, 211, 21)

    def test_an_answer_to_no_item_is_refused(self, result):
        with pytest.raises(UnknownItem):
            result({"2.99": "3"})

    @pytest.mark.parametrize("status", ["4", "NA", "A", "", "03"])
    def test_a_status_the_item_does_not_offer_is_refused(self, result, status):
        with pytest.raises(UnknownStatus):
            result({"2.1": status})


class TestCategory:
    @pytest.mark.parametrize(
        ("score", "category"),
        [(10, "Rendah"), (15, "Rendah"), (16, "Tinggi"), (34, "Tinggi"), (35, "Strategis"),
         (50, "Strategis")],
    )  # fmt: skip
    def test_edges(self, result, se_answers, score, category):
        found = result(se_answers(score)).category
        assert (found.score, found.value, found.complete) == (score, category, True)

    def test_one_missing_answer_leaves_neither_category_nor_status(self, fill, result, se_answers):
        answers = se_answers(50) | fill("3", area="234567")
        del answers["1.7"]
        done = result(answers)
        assert (done.category.score, done.category.value) == (None, None)
        assert done.category.complete is False
        assert done.readiness is None
        assert done.total == 918

    def test_the_missing_answers_still_allow_a_range(self, kami, se_answers):
        answers = se_answers(10)
        assert possible_categories(kami, {}) == ((10, "Rendah"), (50, "Strategis"))
        for item in ("1.9", "1.10"):
            del answers[item]
        assert possible_categories(kami, answers) == ((10, "Rendah"), (18, "Tinggi"))


def total_of(kami, wanted):
    """Answers of areas 2-7 with exactly this total, every floor reached, no stage 3 counted below
    the total that stages 1 and 2 can give."""
    answers = {i: "2" for i, t in zip(kami.ids, kami.tags, strict=True) if t["area"] in "234567"}
    order = [i for i in kami.ids if i in answers]
    if wanted < 426:
        return _lowered(kami, answers, order, wanted)
    return _raised(kami, answers, order, wanted)


def _score(kami, answers):
    return kami.evaluate(answers).values["total"]


def _raised(kami, answers, order, wanted):
    """Raises items, coarse steps first, never past the total that is wanted."""
    for stage in "123":
        for item in order:
            if kami.tags[kami.position[item]]["stage"] == stage:
                for status in ("3", "2", "1"):
                    tried = {**answers, item: status}
                    if _score(kami, answers) < _score(kami, tried) <= wanted:
                        answers = tried
                        break
    if _score(kami, answers) == wanted:
        return answers
    # Stage 3 jumps when it opens: take what is too much back from stage 3, then single points.
    full = dict.fromkeys(order, "3")
    return _lowered(kami, full, order[::-1], wanted)


def _lowered(kami, answers, order, wanted):
    """Takes points off while every area stays above its floor and no open stage 3 shuts."""
    for status in ("0", "1", "2"):
        for item in order:
            before = kami.evaluate(answers)
            after = kami.evaluate({**answers, item: status})
            falls = before.values["total"] - after.values["total"]
            if (
                0 < falls <= before.values["total"] - wanted
                and before.gates == after.gates
                and after.values["floors"]
            ):
                answers = {**answers, item: status}
    return answers


class TestBands:
    @pytest.mark.parametrize(
        ("se_score", "band", "lower"),
        [(score, band, lower) for score, bands in BANDS.items() for band, lower in bands],
    )
    def test_a_band_begins_exactly_at_its_lower_bound(
        self, kami, result, se_answers, se_score, band, lower
    ):
        at, below = total_of(kami, lower), total_of(kami, lower - 1)
        assert result(at).total == lower
        assert result(below).total == lower - 1
        assert result(se_answers(se_score) | at).readiness == band
        assert result(se_answers(se_score) | below).readiness != band

    def test_nothing_at_all_is_inadequate(self, result, se_answers):
        assert result(se_answers(10)).readiness == "Tidak Layak"

    @pytest.mark.parametrize("area", FLOORS)
    def test_a_floor_is_reached_exactly(self, kami, fill, result, se_answers, area):
        """All else full, the area one point below its floor, then on it."""
        full = fill("3", area="234567")
        points = 0
        items = [i for i in kami.ids if kami.tags[kami.position[i]]["area"] == area]
        answers = {**full, **dict.fromkeys(items, "0")}
        for item in items:
            if kami.tags[kami.position[item]]["stage"] == "1" and points < FLOORS[area] - 1:
                step = min(3, FLOORS[area] - 1 - points)
                answers[item], points, last = str(step), points + step, item
        assert result(answers).areas[area].score == FLOORS[area] - 1
        assert result(se_answers(10) | answers).readiness == "Tidak Layak"
        free = next(
            i for i in items
            if kami.tags[kami.position[i]]["stage"] == "1" and answers[i] in "012" and i != last
        )  # fmt: skip
        answers[free] = str(int(answers[free]) + 1)
        assert result(answers).areas[area].score == FLOORS[area]
        assert result(se_answers(10) | answers).readiness != "Tidak Layak"

    def test_area_7_has_no_floor(self, fill, result, se_answers):
        answers = se_answers(10) | fill("3", area="23456") | fill("0", area="7")
        assert result(answers).readiness == "Baik"


@pytest.mark.parametrize("area", LIMITS)
class TestStage3:
    def test_counts_with_exactly_two_partial_items_of_stage_1(self, fill, result, area):
        answers = fill("3", area=area)
        first, second, third, *_ = fill("3", area=area, stage="1")
        found = result({**answers, first: "2", second: "2"}).areas[area]
        assert (found.stage3_counted, found.score) == (True, found.max - 2)
        assert result({**answers, first: "2", second: "2", third: "2"}).areas[area].score == (
            found.max - 3 - 9 * len(fill("3", area=area, stage="3"))
        )

    @pytest.mark.parametrize("low", ["0", "1", None])
    def test_one_item_of_stage_1_below_partial_shuts_it(self, fill, result, area, low):
        answers = fill("3", area=area)
        first = next(iter(fill("3", area=area, stage="1")))
        answers.pop(first)
        if low is not None:
            answers[first] = low
        assert result(answers).areas[area].stage3_counted is False

    def test_the_limit_itself_suffices_and_a_point_less_does_not(self, kami, fill, result, area):
        """Stage 1 full but for two; stage 2 brought to the limit, then one step below."""
        first = fill("3", area=area, stage="1")
        two = list(first)[:2]
        for partial in (0, 1, 2):
            ones = {**first, **dict.fromkeys(two[:partial], "2")}
            missing = LIMITS[area] - (3 * len(first) - partial)
            answers = ones | _stage_2_of(fill, area, missing // 2 if missing > 0 else 0)
            sum_12 = kami.evaluate(answers).values[f"{area}.stage_12"]
            if sum_12 == LIMITS[area]:
                assert result(answers).areas[area].stage3_counted is True
                # One point less, with still at most two partial items: from stage 1 if it may
                # give one, else two points from stage 2.
                less = dict(answers)
                if partial < 2:
                    less[two[partial]] = "2"
                else:
                    item = next(i for i, s in less.items() if s in "123" and i not in first)
                    less[item] = str(int(less[item]) - 1)
                assert kami.evaluate(less).values[f"{area}.stage_12"] < LIMITS[area]
                assert result(less).areas[area].stage3_counted is False
                return
        pytest.fail("the limit was not hit")

    def test_a_shut_gate_discounts_but_keeps_the_answers(self, kami, fill, area):
        done = kami.evaluate(fill("3", area=area, stage="3"))
        items = fill("3", area=area, stage="3")
        assert [done.earned_by(i) for i in items] == [9] * len(items)
        assert [done.counted_of(i) for i in items] == [0] * len(items)
        assert [done.status_of(i) for i in items] == ["3"] * len(items)


def _stage_2_of(fill, area: str, halves: int) -> dict[str, str]:
    """Stage-2 answers worth ``2 * halves`` points."""
    answers = {}
    for item in fill("3", area=area, stage="2"):
        step = min(3, halves)
        answers[item], halves = str(step), halves - step
    assert halves == 0
    return answers


def test_area_7_opens_level_3_without_any_stage_3(fill, result):
    area = result(fill("3", area="7")).areas["7"]
    assert (area.stage3_counted, area.maturity) == (None, "III")


def test_area_3_has_its_own_limit(kami):
    """40, where the formula of the other areas would give 36."""
    assert kami.evaluate({}).values["3.stage_3_limit"] == 40


def test_the_limits_of_the_other_areas_follow_from_their_items(kami):
    values = kami.evaluate({}).values
    assert {a: values[f"{a}.stage_3_limit"] for a in LIMITS} == LIMITS
