"""Owners: a person or working group for an item, a section or an area."""

from __future__ import annotations

from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input

from kami_tui.domain.answers import Assessment
from kami_tui.tui.screens.owners import OwnersDialog
from kami_tui.tui.screens.walker import WalkerScreen
from tests.tui.conftest import everything, shown, until

HOSTILE = "[red]x[/] [/] $x [b 漢字漢字"


def owners(pilot) -> dict[str, str]:
    return dict(pilot.app.desk.session.assessment.owners)


def notices(pilot) -> list[str]:
    return [n.message for n in pilot.app._notifications]


def field(pilot: Pilot) -> Input:
    return pilot.app.screen.query_one(Input)


async def opened(pilot, *then: str) -> None:
    await pilot.press("o")
    await until(
        pilot, lambda: isinstance(pilot.app.screen, OwnersDialog) and pilot.app.screen.ready
    )
    await pilot.press(*then)


async def test_an_item_is_given_to_somebody_and_its_head_says_so(walking, workspace):
    async with walking("2.1") as pilot:
        await opened(pilot, *"Rekan", "enter")
        await until(pilot, lambda: owners(pilot) == {"2.1": "Rekan"})
        assert "Diberikan kepada Rekan: butir 2.1" in shown(pilot, "#owner-said")
        await pilot.press("escape")
        await until(pilot, lambda: "PIC Rekan" in shown(pilot, "#item-head"))
        await until(pilot, lambda: workspace.kept["a001"].assessment.owners == {"2.1": "Rekan"})
        await pilot.press("down")
        await until(pilot, lambda: "PIC" not in shown(pilot, "#item-head"))


async def test_a_section_and_an_area_are_given_with_all_their_items(walking):
    async with walking("2.1") as pilot:
        await opened(pilot, "down", *"Sekretariat", "enter", "down", *"Pokja", "enter")
        await until(pilot, lambda: owners(pilot) == {"2/1": "Sekretariat", "2": "Pokja"})
        assert pilot.app.desk.session.owner_of("2.22") == "Sekretariat"
        await until(pilot, lambda: "22 butir" in shown(pilot, "#owner-table"))


async def test_each_gift_is_one_step_of_undo(walking):
    async with walking("2.1") as pilot:
        await opened(pilot, *"Rekan", "enter", "down", *"Humas", "enter", "escape")
        await until(pilot, lambda: len(owners(pilot)) == 2)
        await pilot.press("z")
        await until(pilot, lambda: owners(pilot) == {"2.1": "Rekan"})
        assert "bagian 2/1" in notices(pilot)[-1]
        await pilot.press("z")
        await until(pilot, lambda: owners(pilot) == {})


async def test_an_empty_field_takes_it_away(walking):
    given = Assessment("kami-5.0", owners={"2.1": "Rekan", "2": "Pokja"})
    async with walking("2.1", given) as pilot:
        await opened(pilot)
        assert field(pilot).value == "Rekan", "the field shows whom it is given to"
        await pilot.press("backspace")
        await until(pilot, lambda: "enter cabut" in shown(pilot, "KeyBar"))
        await pilot.press("enter")
        await until(pilot, lambda: owners(pilot) == {"2": "Pokja"})
        assert "Dicabut dari Rekan" in shown(pilot, "#owner-said")
        await pilot.press("escape")
        await until(pilot, lambda: "PIC Pokja" in shown(pilot, "#item-head"))


async def test_names_in_use_are_offered_and_never_put_in_unasked(walking):
    given = Assessment("kami-5.0", owners={"3": "Ketua Pokja", "4": "Humas", "5": "Wakil Ketua"})
    async with walking("2.1", given) as pilot:
        await opened(pilot, *"ketua")
        assert field(pilot).value == "ketua"
        await pilot.press("tab")
        assert field(pilot).value == "Ketua Pokja"
        await pilot.press("tab")
        assert field(pilot).value == "Wakil Ketua"
        await pilot.press("tab")
        assert field(pilot).value == "Ketua Pokja"
        await pilot.press("enter")
        await until(pilot, lambda: owners(pilot)["2.1"] == "Ketua Pokja")


async def test_a_name_that_begins_like_another_is_given_as_it_was_typed(walking):
    given = Assessment("kami-5.0", owners={"3": "Ketua Pokja"})
    async with walking("2.1", given) as pilot:
        await opened(pilot, *"Ketua", "enter")
        await until(pilot, lambda: owners(pilot)["2.1"] == "Ketua")


async def test_what_was_typed_stays_when_another_scope_is_chosen(walking):
    async with walking("2.1") as pilot:
        await opened(pilot, *"Reka", "down")
        assert field(pilot).value == "Reka"
        await pilot.press("n", "enter")
        await until(pilot, lambda: owners(pilot) == {"2/1": "Rekan"})


async def test_the_field_follows_a_scope_that_is_clicked_as_long_as_nothing_was_typed(walking):
    given = Assessment("kami-5.0", owners={"2.1": "Rekan", "2": "Pokja"})
    async with walking("2.1", given) as pilot:
        await opened(pilot)
        await pilot.click("#scopes", offset=(6, 2))
        await until(pilot, lambda: field(pilot).value == "Pokja")
        await pilot.click("#scopes", offset=(6, 1))
        await until(pilot, lambda: field(pilot).value == "")
        await pilot.press("tab")
        assert field(pilot).value == "Rekan"
        await pilot.click("#scopes", offset=(6, 2))
        await until(pilot, lambda: "> area 2" in everything(pilot))
        assert field(pilot).value == "Rekan", "a name that was chosen stays"


async def test_what_enter_would_move_is_said_beforehand(walking):
    given = Assessment("kami-5.0", owners={"2.1": "Rekan"})
    async with walking("2.2", given) as pilot:
        await opened(pilot, "down", "down", *"Pokja")
        await until(pilot, lambda: "21 butir berganti PIC" in shown(pilot, "#owner-said"))
        assert "1 bagiannya tetap" in shown(pilot, "#owner-said")


async def test_everybody_stands_there_with_the_number_of_their_items(walking):
    given = Assessment("kami-5.0", owners={"2": "Pokja", "2.1": "Rekan", "3/1": "Humas"})
    async with walking("2.1", given) as pilot:
        await opened(pilot)
        table = shown(pilot, "#owner-table").split("\n")
        found = {x.split("  ")[0]: x for x in table}
        assert "21 butir" in found["Pokja"]
        assert "1 butir" in found["Rekan"]
        assert "174 butir" in found["belum ada"]
        assert any("bagian 3/1" in x and "Humas" in x for x in table)


async def test_a_name_is_never_markup_and_wide_signs_keep_the_columns(walking):
    async with walking("2.1", size=(80, 24)) as pilot:
        await opened(pilot)
        field(pilot).value = HOSTILE
        await pilot.press("enter")
        await until(pilot, lambda: owners(pilot) == {"2.1": HOSTILE})
        assert HOSTILE in everything(pilot)
        table = pilot.app.screen.query_one("#owner-table").content.split("\n")
        rows = [x for x in table if "belum dijawab" in x.plain]
        ends = {Content(x.plain[: x.plain.index(" butir")]).cell_length for x in rows}
        assert len(rows) == 2
        assert len(ends) == 1, "the figures stand below one another"
        await pilot.press("escape")
        await until(pilot, lambda: f"PIC {HOSTILE}" in shown(pilot, "#item-head"))


async def test_a_name_of_thousands_of_characters_is_cut_in_the_view_and_kept_whole(walking):
    long = "Kelompok Kerja " * 260
    async with walking("2.1", size=(80, 24)) as pilot:
        await opened(pilot)
        field(pilot).value = long
        await pilot.press("enter")
        await until(pilot, lambda: owners(pilot) == {"2.1": long.strip()})
        assert "esc selesai" in everything(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "PIC Kelompok" in shown(pilot, "#item-head"))
        assert max(len(x) for x in shown(pilot, "#item-head").split("\n")) <= 76


async def test_a_long_table_is_scrolled_in_a_small_window(walking):
    given = Assessment("kami-5.0", owners={f"5.{n}": f"Orang {n}" for n in range(1, 40)})
    async with walking("2.1", given, size=(80, 24)) as pilot:
        await opened(pilot)
        await until(pilot, lambda: "pgdn" in everything(pilot))
        assert "butir 5.39" not in everything(pilot)
        for _ in range(20):
            await pilot.press("pagedown")
        await until(pilot, lambda: "butir 5.39" in everything(pilot))


async def test_escape_gives_nothing(walking):
    async with walking("2.1") as pilot:
        await opened(pilot, *"Rekan", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        assert owners(pilot) == {}
        assert not pilot.app.desk.session.can_undo


async def test_the_language_changes_under_a_half_typed_name(walking):
    async with walking("2.1") as pilot:
        await opened(pilot, *"Bu", "f3")
        await until(pilot, lambda: "Who answers for it" in everything(pilot))
        assert field(pilot).value == "Bu"
