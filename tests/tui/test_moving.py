"""Moving by what is missing, by what holds an area back, and through filters that stay visible."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from kami_tui.domain.answers import Assessment, Profile
from kami_tui.domain.story import area_story
from kami_tui.tui.screens.filter import FilterDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.screens.walker_thinking import WalkerThinking
from kami_tui.tui.widgets.filter_line import FilterLine
from kami_tui.usecases.filters import Filters
from tests.tui.conftest import at, everything, shown, statuses, until
from tests.tui.fakes import example


async def filtered(pilot: Pilot, *switches: str, apply: bool = True) -> None:
    """Opens the dialog and turns switches on."""
    await pilot.press("f")
    await until(pilot, lambda: isinstance(pilot.app.screen, FilterDialog))
    listing = pilot.app.screen.query_one(OptionList)
    for switch in switches:
        listing.highlighted = listing.get_option_index(switch)
        await pilot.press("space")
    if apply:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))


def line(pilot: Pilot) -> str:
    widget = pilot.app.screen.query_one(FilterLine)
    return str(widget.content) if widget.display else ""


async def pressed(pilot, key: str) -> str:
    """Where one stands after a key that moves."""
    before = at(pilot)
    await pilot.press(key)
    await until(pilot, lambda: at(pilot) != before)
    return at(pilot)


async def walked(pilot) -> list[str]:
    """Every item that one meets going down from here."""
    found = [at(pilot)]
    while pilot.app.screen.neighbour(1) is not None:
        found.append(await pressed(pilot, "down"))
    return found


async def test_only_the_items_that_fit_are_walked_and_the_line_says_so(walking):
    given = example(2025)
    async with walking("1.1", given) as pilot:
        await filtered(pilot, "not_counted")
        session = pilot.app.desk.session
        fitting = [i for i in session.order if not session.evaluation.counts(i)]
        assert 0 < len(fitting) < len(session.order)
        assert f"{len(fitting)} butir" in line(pilot)
        assert await walked(pilot) == fitting


async def test_filters_combine_and_the_counts_foretell_it(walking):
    async with walking("1.1", example(2025)) as pilot:
        await filtered(pilot, "not_counted", "without_evidence", apply=False)
        session = pilot.app.desk.session
        fitting = [
            i
            for i in session.order
            if not session.evaluation.counts(i) and session.lacks_evidence(i)
        ]
        assert f"{len(fitting)} butir" in shown(pilot, "#left")
        rows = [str(o.prompt) for o in pilot.app.screen.query_one(OptionList).options if o.id]
        assert sum(r.startswith("[x]") for r in rows) == 2
        await pilot.press("enter")
        if fitting:
            await until(pilot, lambda: len(pilot.app.screen.fitting) >= len(fitting))
            assert " + " in line(pilot)


async def test_filters_that_nothing_fits_are_not_applied(walking):
    async with walking("1.1", example(2025)) as pilot:
        await filtered(pilot, "unanswered", apply=False)
        await pilot.press("enter")
        await until(pilot, lambda: any("Tidak ada" in n.message for n in pilot.app._notifications))
        assert isinstance(pilot.app.screen, FilterDialog)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        assert pilot.app.desk.filters == Filters()


async def test_an_item_answered_under_the_filter_unanswered_stays_until_it_is_left(walking):
    given = Assessment("kami-5.0", Profile(organisation="Instansi"))
    async with walking("2.1", given) as pilot:
        await filtered(pilot, "unanswered")
        await pilot.press("2")
        await until(pilot, lambda: pilot.app.desk.session.answer_to("2.1").status == "2")
        assert at(pilot) == "2.1", "one sees what one has just answered"
        assert await pressed(pilot, "down") == "2.2"
        assert await pressed(pilot, "up") == "1.10", "2.1 is answered: it is passed over"


async def test_one_key_walks_all_items_again_and_is_offered_only_then(walking):
    async with walking("2.1", example(2025)) as pilot:
        assert not pilot.app.screen.check_action("unfilter", ())
        await filtered(pilot, "not_counted")
        assert pilot.app.screen.check_action("unfilter", ())
        await pilot.press("F")
        await until(pilot, lambda: not line(pilot))
        assert len(pilot.app.screen.fitting) == len(pilot.app.desk.session.order)


async def test_an_owner_is_a_filter(walking):
    async with walking("2.1", example(2025)) as pilot:
        await pilot.app.screen.record(pilot.app.desk.session.set_owner("3", "Pokja [Risiko]"))
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, FilterDialog))
        listing = pilot.app.screen.query_one(OptionList)
        listing.highlighted = listing.get_option_index("owner-0")
        await pilot.press("space", "enter")
        await until(pilot, lambda: "Pokja [Risiko]" in line(pilot))
        area = [i.id for i in pilot.app.desk.session.instrument.area("3").items]
        assert await walked(pilot) == area


async def test_what_differs_from_the_round_before_is_a_filter(make_app, workspace):
    first = workspace.create(example(2025), digest="", who="x")
    workspace.create(example(2026), digest="", who="x", previous=first)
    old, new = example(2025).statuses, example(2026).statuses
    changed = [i for i in new if new[i] != old.get(i)]
    async with make_app("id", "a002", "1.1").run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        await until(pilot, lambda: at(pilot) == "1.1")
        await filtered(pilot, "changed")
        order = pilot.app.desk.session.order
        found = await walked(pilot)
        assert [i for i in found if i in changed] == sorted(changed, key=order.index)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_holds_the_area_back_is_one_key_away(walking, size):
    async with walking("2.1", example(2025), size=size) as pilot:
        story = area_story(pilot.app.desk.session.evaluation, "2")
        named = {i for g in story.gates for n in g.needs for i in n.items}
        named |= {i for n in story.next_needs for i in n.items}
        order = [i for i in pilot.app.desk.session.order if i in named]
        assert len(order) > 1
        met = [await pressed(pilot, "greater_than_sign") for _ in order]
        assert sorted(met, key=pilot.app.desk.session.order.index) == order
        assert await pressed(pilot, "less_than_sign") == met[-2]


async def test_where_nothing_holds_the_area_back_the_key_is_not_offered(walking):
    async with walking("1.1", example(2025)) as pilot:
        assert not pilot.app.screen.check_action("cause", (1,))


async def test_findings_are_walked_both_ways(walking):
    async with walking("1.1", example(2025)) as pilot:
        first = await pressed(pilot, "full_stop")
        await pressed(pilot, "full_stop")
        assert await pressed(pilot, "comma") == first


async def test_after_a_rest_the_panel_says_which_single_answers_would_move_something(
    walking, monkeypatch
):
    monkeypatch.setattr(WalkerThinking, "THINKS_AFTER", 0.01)
    async with walking("4.1", example(2025)) as pilot:
        await until(pilot, lambda: pilot.app.screen.found is not None)
        found = pilot.app.screen.found
        await until(pilot, lambda: "Satu jawaban" in everything(pilot))
        before = statuses(pilot.app.services.workspace)
        assert found is not None
        assert before == example(2025).statuses, "thinking changes nothing"
