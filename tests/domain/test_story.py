"""*Why* an area or the whole stands where it does, and what would change it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from kami_tui.domain.story import area_story, status_story

LEVELS = ["I", "I+", "II", "II+", "III", "III+", "IV", "IV+", "V"]


def status(kami, answers) -> Any:
    return status_story(kami.evaluate(answers))


def story(kami, answers, area):
    return area_story(kami.evaluate(answers), area)


class TestStages:
    def test_show_what_was_earned_and_what_counts(self, kami, fill):
        """Area 3 of the worked examples: 18 points of stage 3 are earned but do not count."""
        told = story(kami, fill("3", area="3", stage="13") | fill("1", area="3", stage="2"), "3")
        stages = [(s.stage, s.items, s.earned, s.counted, s.max) for s in told.stages]
        assert stages == [("1", 10, 30, 30, 30), ("2", 4, 8, 8, 24), ("3", 2, 18, 0, 18)]
        assert (told.score, told.max) == (38, 72)

    def test_count_what_is_unanswered(self, kami, fill):
        told = story(kami, fill("3", area="2", stage="1"), "2")
        assert [s.unanswered for s in told.stages] == [0, 8, 6]


class TestGate:
    def test_names_the_items_that_keep_stage_3_shut(self, kami, fill):
        """Three partial items where two are allowed: exactly these three are named."""
        answers = fill("3", area="2")
        partial = list(fill("3", area="2", stage="1"))[2:5]
        [gate] = story(kami, {**answers, **dict.fromkeys(partial, "2")}, "2").gates
        assert gate.open is False
        [need] = gate.needs
        assert need.items == tuple(partial)
        assert (need.check.value, need.check.wanted, need.check.gap) == (5, 6, 1)

    def test_tells_each_unmet_condition_on_its_own(self, kami, fill):
        [gate] = story(kami, fill("1", area="2"), "2").gates
        assert [n.rule.id for n in gate.needs] == [
            "2.stage_1_applied", "2.stage_1_full", "2.stage_12",
        ]  # fmt: skip

    def test_open_it_wants_nothing(self, kami, fill):
        [gate] = story(kami, fill("3", area="2"), "2").gates
        assert (gate.open, gate.needs) == (True, ())

    def test_area_7_has_none(self, kami):
        assert story(kami, {}, "7").gates == ()


class TestLadder:
    @pytest.mark.parametrize("seed", range(12))
    def test_the_present_rung_is_the_level_and_the_highest_that_holds(self, kami, result, seed):
        answers = _sheet(kami, seed)
        for area in "234567":
            told = story(kami, answers, area)
            holding = [r.value for r in told.rungs if r.holds]
            assert [r.value for r in told.rungs if r.current] == [holding[-1]] == [told.maturity]
            assert told.maturity == result(answers).areas[area].maturity

    def test_the_lowest_rung_asks_nothing(self, kami):
        lowest = story(kami, {}, "5").rungs[0]
        assert (lowest.value, lowest.holds, lowest.current, lowest.check) == ("I", True, True, None)

    def test_at_the_top_there_is_nothing_next(self, kami, fill):
        told = story(kami, fill("3", area="3"), "3")
        assert (told.maturity, told.next_level, told.next_needs) == ("V", None, ())

    def test_the_first_need_is_the_first_thing_to_change(self, kami, fill):
        """Area 2, stage 1 full: 24 of the 36 points that level II asks for."""
        told = story(kami, fill("3", area="2", stage="1"), "2")
        assert (told.maturity, told.next_level) == ("I+", "II")
        need = told.next_needs[0]
        assert (need.rule.id, need.check.value, need.check.wanted) == ("2.level_II", 24, 36)
        assert set(need.items) <= set(fill("3", area="2", maturity="II", stage="2"))
        assert need.items

    def test_a_level_that_is_passed_over_is_not_announced(self, kami, fill):
        """Area 6: III begins at 64 points, II+ at 68. Whoever stands at 60 is four short of III."""
        answers = fill("3", area="6", stage="1") | fill("2", area="6", stage="2")
        told = story(kami, answers | fill("3", area="6", maturity="II"), "6")
        assert (told.maturity, told.next_level) == ("II", "III")
        [need] = told.next_needs
        assert (need.check.value, need.check.wanted) == (60, 64)

    @pytest.mark.parametrize("seed", range(40))
    def test_doing_all_that_is_asked_reaches_the_next_level(self, kami, seed):
        """Every item that a need names, raised to its best: the area stands higher (or the items
        behind it are named next, when stage 3 was shut before)."""
        answers = _sheet(kami, seed)
        for area in "234567":
            told = story(kami, answers, area)
            if told.next_level is None:
                continue
            raised = dict(answers)
            for _ in range(3):
                needs = story(kami, raised, area).next_needs
                raised |= {i: "3" for n in needs for i in n.items}
                now = story(kami, raised, area)
                if LEVELS.index(now.maturity) >= LEVELS.index(told.next_level):
                    break
            else:
                pytest.fail(f"{area}: {told.maturity} -> {told.next_level} was not reached")

    def test_items_behind_a_shut_gate_are_not_asked_for(self, kami, fill):
        """Raising them would change nothing now."""
        told = story(kami, fill("1", area="2"), "2")
        asked = {i for n in told.next_needs for i in n.items}
        assert asked.isdisjoint(fill("3", area="2", stage="3"))


class TestStatus:
    def test_tells_the_bands_of_the_category_and_the_distance(self, kami, fill, se_answers):
        told = status(kami, se_answers(20) | fill("2", area="234567"))
        assert [(b.lower, b.upper, b.current) for b in told.bands] == [
            (0, 388, False), (388, 647, True), (647, 829, False), (829, None, False),
        ]  # fmt: skip
        assert (told.next_value, told.distance) == ("Cukup Baik", 647 - 426)
        assert told.floor.holds is True

    def test_names_the_area_below_its_floor(self, kami, fill, se_answers):
        told = status(kami, se_answers(10) | fill("3", area="34567"))
        assert told.value == "Tidak Layak"
        [need] = told.floor_needs
        assert (need.rule.id, need.check.wanted) == ("2.score", 16)

    def test_without_a_category_there_are_neither_bands_nor_status(self, kami, fill):
        told = status(kami, fill("3", area="234567"))
        assert (told.value, told.category, told.bands, told.next_value) == (None, None, (), None)
        assert told.total == 918

    def test_at_the_top_no_points_are_missing(self, kami, fill, se_answers):
        told = status(kami, se_answers(50) | fill("3", area="234567"))
        assert (told.value, told.next_value, told.distance) == ("Baik", None, None)


@pytest.mark.parametrize(("area", "most"), [("1", 50), ("8", 81)])
def test_areas_without_levels_tell_their_score_only(kami, fill, area, most):
    told = story(kami, {}, area)
    assert (told.score, told.max, told.maturity, told.rungs) == (0, most, None, ())


def test_an_area_that_is_not_there(kami):
    with pytest.raises(KeyError):
        story(kami, {}, "9")


def _sheet(kami, seed):
    chance = random.Random(seed)
    weights = [(3, 3, 2, 1), (1, 1, 2, 4), (0, 1, 2, 9), (0, 0, 1, 25)][seed % 4]
    return {
        i: chance.choices("0123", weights)[0]
        for i, t in zip(kami.ids, kami.tags, strict=True)
        if t["area"] in "234567" and chance.random() < 0.95
    }
