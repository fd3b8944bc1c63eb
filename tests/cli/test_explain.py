"""``kami explain``: why, in words and as data."""

from __future__ import annotations

import pytest


@pytest.fixture
def why(quick, example):
    return lambda *more: quick("explain", example, *more)


class TestArea:
    def test_tells_stage_sums_gate_ladder_and_what_to_change_first(self, why):
        text = why("3").out
        assert "Score 36 of 72, maturity level II" in text
        assert text.index("Stage 3 does not count yet") < text.index(
            "Kept shut by the answers to: 3.1"
        )
        for rung in ("I ", "I+", "II", "II+", "III", "III+", "IV", "IV+", "V"):
            assert f"] {rung}" in text
        assert "[x] II  <- now" in text
        assert "Score of the level II items: 20, at least 24 (missing 4)" in text
        assert text.index("To reach level II+, change this first") < text.index("1. Score of")

    def test_is_called_by_either_number(self, why):
        assert why("3").out == why("III").out == why("iii").out

    def test_as_data(self, why):
        found = why("3", "--format", "json").json
        assert (found["area"], found["score"], found["max"], found["maturity"]) == (
            "3",
            36,
            72,
            "II",
        )
        assert [s["counted"] for s in found["stages"]] == [20, 16, 0]
        [gate] = found["gates"]
        assert gate["open"] is False
        assert gate["needs"][0]["items"] == ["3.5", "3.6"]
        assert [r["level"] for r in found["ladder"] if r["current"]] == ["II"]
        assert found["next"]["level"] == "II+"
        need = found["next"]["needs"][0]
        assert (need["rule"], need["value"], need["wanted"], need["missing"]) == (
            "3.level_II", 20, 24, 4,
        )  # fmt: skip

    def test_an_exact_threshold_is_shown_as_it_is(self, why):
        """80 % of 54 is 43.2."""
        assert "43.2" in why("2").out
        assert "43,2" in why("2", "--lang", "id").out

    def test_area_7_has_no_stage_3(self, why):
        text = why("VII").out
        assert "Stage 3" not in text
        assert "highest level" in text

    def test_the_supplement(self, why):
        assert "81 of 81, 100%" in why("8").out
        assert why("8", "--json").json["percent"] == 100

    @pytest.mark.parametrize("area", ["0", "9", "x", "IX", "２", "2.1"])
    def test_an_area_that_is_not_there(self, why, area):
        done = why(area)
        assert (done.code, done.out) == (2, "")
        assert "7, 8" in done.err


class TestCategory:
    def test_complete(self, why):
        assert "Score 20: category High." in why("1").out
        assert why("I", "--json").json["category"] == "Tinggi"

    def test_incomplete_is_said_with_the_range_still_possible(self, quick, answers):
        some = answers({f"1.{n}": "C" for n in range(1, 9)})
        text = quick("explain", some, "1").out
        assert "incomplete" in text
        assert "10 to 18 points: Low to High" in text
        assert "1.9, 1.10" in text
        found = quick("explain", some, "1", "--json").json
        assert (found["category"], found["complete"]) == (None, False)
        assert [p["category"] for p in found["possible"]] == ["Rendah", "Tinggi"]

    def test_in_indonesian(self, quick, answers):
        assert "belum lengkap" in quick("explain", answers({}), "1", "--lang", "id").out


class TestWhole:
    def test_shows_the_bands_and_the_distance(self, why):
        text = why().out
        assert "[x] 388 to below 647: Basic framework met  <- now" in text
        assert "175 points of the total are missing for Fairly good." in text

    def test_as_data(self, why):
        found = why("--json").json
        assert found["total"] == 472
        assert found["status"]["next"] == {"value": "Cukup Baik", "points_missing": 175}
        assert [b["from"] for b in found["status"]["bands"]] == [0, 388, 647, 829]

    def test_incomplete(self, quick, answers):
        some = answers({"2.1": "3"})
        text = quick("explain", some).out
        assert "Final result: incomplete." in text
        assert quick("explain", some, "--json").json["status"]["value"] is None

    def test_an_area_below_its_floor_is_named(self, quick, answers):
        low = answers({f"1.{n}": "C" for n in range(1, 11)})
        text = quick("explain", low).out
        assert "below its floor" in text
        assert "Governance score: 0, at least 16" in text
