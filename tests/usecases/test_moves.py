"""What single answers would do is found by trying, and is true."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kami_tui.domain.result import result_of
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.usecases.moves import Moves, finish, higher

SCORER = Library([questionnaires()]).scorer("kami-5.0")
SE = {f"1.{n}": "B" for n in range(1, 11)}


Figured = tuple[str, str | None]


def every(status: str, *areas: str) -> dict[str, str]:
    return {i: status for i in SCORER.ids if i.split(".")[0] in areas}


def search(statuses: Mapping[str, str], area: str | None = None):
    return finish(Moves(SCORER).search(SCORER.evaluate(statuses), area))


def figures(statuses: Mapping[str, str]) -> dict[Figured, str | None]:
    result = result_of(SCORER.evaluate(statuses))
    levels: dict[Figured, str | None] = {
        ("level", a.area): a.maturity for a in result.areas.values()
    }
    category = result.category.value if result.category else None
    return {**levels, ("status", None): result.readiness, ("category", None): category}


BASES = st.sampled_from(["0", "1", "2", "3", None])


@st.composite
def sheets(draw) -> dict[str, str]:
    """Random answers over an even ground: purely random ones never come near a threshold."""
    ground = draw(BASES)
    filled = every(ground, *"2345678") if ground else {}
    changes = draw(st.dictionaries(st.sampled_from(SCORER.ids), st.integers(0, 3), max_size=40))
    statuses = {**(SE if draw(st.booleans()) else {}), **filled}
    for item, n in changes.items():
        options = SCORER.instrument.options(item)
        statuses[item] = options[n % len(options)].code
    return statuses


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets(), st.sampled_from("12345678"))
def test_each_move_really_moves_and_none_smaller_does(statuses, area):
    before = figures(statuses)
    for move in search(statuses, area).moves:
        assert move.item.split(".")[0] == area
        figure = (move.figure, move.area)
        after = figures({**statuses, move.item: move.option})
        assert (before[figure], after[figure]) == (move.before, move.after)
        assert move.before != move.after
        for option in higher(SCORER, move.item, statuses.get(move.item)):
            if option.code == move.option:
                break
            less = figures({**statuses, move.item: option.code})[figure]
            assert not _raised(figure, before[figure], less)


def _raised(figure: Figured, before: str | None, after: str | None) -> bool:
    roles = SCORER.instrument.results
    rule = {
        "level": next((r.maturity for r in roles.areas if r.area == figure[1]), None),
        "status": roles.readiness,
        "category": roles.category.value if roles.category else None,
    }[figure[0]]
    scale = SCORER.instrument.scale_of(rule) if rule else None
    order: dict[str | None, int] = {None: -1}
    order.update(scale.order if scale else {})
    return order[after] > order[before]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets(), st.sampled_from("234567"))
def test_an_item_that_is_not_named_moves_nothing(statuses, area):
    found = search(statuses, area)
    before = figures(statuses)
    named = {(m.item, m.figure, m.area) for m in found.moves}
    start, stop = SCORER.span[area]
    for item in SCORER.ids[start:stop]:
        best = max(
            (o for o in SCORER.instrument.options(item) if o.not_applicable is None),
            key=lambda o: SCORER.points[SCORER.position[item]][o.code],
        )
        after = figures({**statuses, item: best.code})
        if ("level", area) in after and before[("level", area)] != after[("level", area)]:
            assert (item, "level", area) in named or statuses.get(item) == "NA"


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets(), st.sampled_from("234567"))
def test_gains_are_true_and_the_greatest_comes_first(statuses, area):
    before = result_of(SCORER.evaluate(statuses)).total or 0
    gains = search(statuses, area).gains
    assert [g.points for g in gains] == sorted((g.points for g in gains), reverse=True)
    for gain in gains:
        after = result_of(SCORER.evaluate({**statuses, gain.item: gain.option})).total or 0
        assert after - before == gain.points > 0


def test_an_answer_that_opens_stage_3_counts_all_that_it_opens():
    """Area 2 full, but for three stage-1 items that are not: two may be partly applied."""
    statuses = SE | every("3", "2") | {"2.1": "0", "2.2": "2", "2.3": "2"}
    assert not result_of(SCORER.evaluate(statuses)).areas["2"].stage3_counted
    best = search(statuses, "2").gains[0]
    assert (best.item, best.opened) == ("2.1", ("2.stage_3_gate",))
    assert best.points >= 2 + 6 * 9


def test_the_last_missing_answer_of_the_category_makes_category_and_status_known():
    statuses = {i: s for i, s in SE.items() if i != "1.4"} | every("3", *"234567")
    found = search(statuses)
    assert {m.item for m in found.of("status")} == {"1.4"}
    assert [(m.option, m.before) for m in found.of("category")] == [("C", None)]


def test_not_applicable_is_never_advised():
    found = search(SE | every("0", *"2345678"))
    assert "NA" not in {m.option for m in found.moves} | {g.option for g in found.gains}
    assert found.gains


def test_nothing_can_be_raised_where_all_is_full():
    found = search(SE | every("3", *"2345678"))
    assert found.gains == ()
    assert {m.figure for m in found.moves} <= {"category"}


def test_the_search_pauses_after_every_trial_and_remembers_what_it_found():
    moves, evaluation = Moves(SCORER), SCORER.evaluate(SE | every("1", "3"))
    search = moves.search(evaluation, "3")
    pauses = 0
    while True:
        assert moves.known(evaluation, "3") is None
        try:
            next(search)
        except StopIteration as end:
            found = end.value
            break
        pauses += 1
    assert pauses == 16 * 2
    assert moves.known(evaluation, "3") is found
    assert finish(moves.search(evaluation, "3")) is found
