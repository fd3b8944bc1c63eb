"""Check before submission: all that is weak, and one key to its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.tui.screens.check import CheckScreen
from kami_tui.tui.screens.dashboard import DashboardScreen
from kami_tui.tui.screens.evidence import EvidenceForm
from kami_tui.tui.screens.profile import ProfileScreen
from kami_tui.tui.screens.report import ReportDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.usecases.file_states import Look, ref_of
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import FakeWorkspace, example

WHO = Profile(
    organisation="Kota", unit="Dinas", assessor="Petugas", position="Kepala", date="2026-09-15",
    scope="Portal",
)  # fmt: skip


def settled() -> Assessment:
    """The example round with nothing left to settle."""
    whole = example(2026)
    proof = {"E900": Evidence("Bukti umum")}
    answers = {
        i: a if a.evidence else replace(a, evidence=("E900",)) for i, a in whole.answers.items()
    }
    return replace(whole, profile=WHO, answers=answers, evidence={**whole.evidence, **proof})


def changed(whole: Assessment, **answers: Answer) -> Assessment:
    named = {i.replace("_", ".").lstrip("i"): a for i, a in answers.items()}
    return replace(whole, answers={**whole.answers, **named})


@pytest.fixture
def opened(make_app, workspace: FakeWorkspace) -> Callable[..., object]:
    def make(assessment: Assessment, language: str = "id"):
        workspace.create(assessment, digest="", who="x")
        return make_app(language, "a001", "2.1").run_test(size=(80, 24))

    return make


async def check(pilot: Pilot) -> CheckScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
    await pilot.press("!")
    await until(pilot, lambda: isinstance(pilot.app.screen, CheckScreen))
    screen = pilot.app.screen
    assert isinstance(screen, CheckScreen)
    await until(pilot, lambda: shown(pilot, "#counts"))
    return screen


def names(pilot: Pilot) -> list[str]:
    return [o.id for o in pilot.app.screen.query_one(OptionList).options if o.id]


def stands(pilot: Pilot, item: str) -> bool:
    return shown(pilot, "#item-head").split()[0] == item


def on(pilot: Pilot, screen: type) -> bool:
    return isinstance(pilot.app.screen, screen)


async def test_weaknesses_are_grouped_with_their_numbers_the_gravest_first(opened):
    weak = changed(settled(), i2_3=Answer("3"), i2_5=Answer("2"), i5_31=Answer("NA"))
    async with opened(replace(weak, profile=replace(WHO, unit=""))) as pilot:
        await check(pilot)
        assert "Harus diselesaikan: 4" in shown(pilot, "#counts")
        assert "Patut dilihat lagi: 1" in shown(pilot, "#counts")
        assert names(pilot) == [
            "profile//unit/", "no_reason/5.31//", "no_evidence/2.3//", "no_evidence/5.31//",
            "evidence_wanted/2.5//",
        ]  # fmt: skip
        text = everything(pilot)
        assert "Bukti dukung belum ada (2)" in text
        assert "Satuan/unit kerja belum diisi." in text


async def test_enter_goes_to_the_item_and_the_list_is_found_again_where_it_was_left(opened):
    weak = changed(settled(), i2_3=Answer("3"), i4_2=Answer("3"), i6_1=Answer("3"))
    async with opened(weak) as pilot:
        await check(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: on(pilot, WalkerScreen))
        await until(pilot, lambda: shown(pilot, "#item-head").split()[0] == "4.2")
        await pilot.press("0")
        await check(pilot)
        assert names(pilot) == ["no_evidence/2.3//", "no_evidence/6.1//"]
        chosen = pilot.app.screen.query_one(OptionList).highlighted_option
        assert chosen is not None
        assert chosen.id == "no_evidence/6.1//"


async def test_a_profile_field_is_filled_in_from_the_list_and_is_gone_from_it(opened, workspace):
    async with opened(replace(settled(), profile=replace(WHO, scope=""))) as pilot:
        await check(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, ProfileScreen))
        await until(pilot, lambda: pilot.app.focused and pilot.app.focused.id == "field-scope")
        await pilot.press(*"Portal", "f2")
        await until(pilot, lambda: on(pilot, CheckScreen))
        await until(pilot, lambda: "Tidak ada lagi yang perlu" in shown(pilot, "#clear"))
        await until(pilot, lambda: workspace.kept["a001"].assessment.profile.scope == "Portal")


async def test_a_document_no_longer_valid_is_corrected_from_the_list(opened, workspace):
    whole = settled()
    late = Evidence("Bukti umum", valid_until="2026-09-01", sha256="a" * 64)
    async with opened(replace(whole, evidence={**whole.evidence, "E900": late})) as pilot:
        await check(pilot)
        assert names(pilot) == ["evidence_expired///E900"]
        assert "berlaku sampai 1 September 2026" in everything(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, EvidenceForm))
        pilot.app.screen.query_one("#field-valid_until", Input).value = "2027-01-01"
        await pilot.press("f2")
        await until(pilot, lambda: on(pilot, CheckScreen) and not names(pilot))
        kept = replace(late, valid_until="2027-01-01")
        await until(pilot, lambda: workspace.kept["a001"].assessment.evidence["E900"] == kept)


async def test_files_that_are_gone_are_listed_when_somebody_has_looked(opened):
    whole = settled()
    filed = replace(whole.evidence["E900"], file="/arsip/sk.pdf", size="7", sha256="ab" * 32)
    whole = replace(whole, evidence={**whole.evidence, "E900": filed})
    async with opened(whole) as pilot:
        await until(pilot, lambda: on(pilot, WalkerScreen))
        desk = pilot.app.desk
        desk.see({ref_of(desk.session.assessment.evidence["E900"]): Look("gone")})
        await pilot.app.push_screen(CheckScreen(desk))
        await until(pilot, lambda: names(pilot) == ["evidence_gone///E900"])
        assert "Akan dipertanyakan: 1" in shown(pilot, "#counts")
        assert "Dilampirkan pada:" in shown(pilot, "#detail")


async def test_the_list_can_be_narrowed_to_one_area_after_the_other(opened):
    weak = changed(settled(), i2_3=Answer("3"), i4_2=Answer("3"))
    async with opened(replace(weak, profile=replace(WHO, unit=""))) as pilot:
        await check(pilot)
        assert "Semua area" in shown(pilot, "#area")
        await pilot.press("]")
        await until(pilot, lambda: names(pilot) == ["no_evidence/2.3//"])
        assert "1 dari 3" in shown(pilot, "#area")
        await pilot.press("]")
        await until(pilot, lambda: names(pilot) == ["no_evidence/4.2//"])
        await pilot.press("]")
        await until(pilot, lambda: len(names(pilot)) == 3)
        await pilot.press("[")
        await until(pilot, lambda: names(pilot) == ["no_evidence/4.2//"])


async def test_an_answer_far_above_its_basics_is_explained_and_called_our_own_rule(opened):
    low = {f"i2_{n}": Answer("0") for n in range(1, 9)}
    async with opened(changed(settled(), **low)) as pilot:
        await check(pilot)
        assert "Akan dipertanyakan" in shown(pilot, "#counts")
        assert "8 dari 8 jawaban yang mendasarinya" in shown(pilot, "#detail")
        assert "2.1  2.2" in shown(pilot, "#detail")
        assert "buatan proyek ini" in shown(pilot, "#detail")


async def test_when_nothing_is_left_it_says_so_and_leads_on_to_the_report(opened):
    async with opened(settled(), "en") as pilot:
        await check(pilot)
        assert "Complete" in shown(pilot, "#counts")
        assert "Nothing is left to settle." in everything(pilot)
        assert "go there" not in shown(pilot, "KeyBar")
        await pilot.press("enter")
        assert on(pilot, CheckScreen)
        await pilot.press("r")
        await until(pilot, lambda: on(pilot, ReportDialog))


async def test_the_language_changes_in_place(opened):
    async with opened(changed(settled(), i2_3=Answer("3"))) as pilot:
        await check(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: "Evidence is missing (1)" in everything(pilot))
        assert names(pilot) == ["no_evidence/2.3//"]


async def test_it_is_reached_from_the_summary_and_leads_from_there_to_the_item(opened):
    async with opened(changed(settled(), i4_2=Answer("3"))) as pilot:
        await until(pilot, lambda: on(pilot, WalkerScreen))
        await pilot.press("s")
        await until(pilot, lambda: on(pilot, DashboardScreen))
        await pilot.press("c")
        await until(pilot, lambda: on(pilot, CheckScreen) and names(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, WalkerScreen))
        await until(pilot, lambda: shown(pilot, "#item-head").split()[0] == "4.2")


async def test_the_next_finding_is_one_key_away(opened):
    async with opened(changed(settled(), i4_2=Answer("3"), i6_1=Answer("3"))) as pilot:
        await until(pilot, lambda: on(pilot, WalkerScreen))
        for key, item in ((".", "4.2"), (".", "6.1"), (".", "4.2"), (",", "6.1")):
            await pilot.press(key)
            await until(pilot, partial(stands, pilot, item))


async def test_where_no_answer_is_weak_the_key_says_so(opened):
    async with opened(settled()) as pilot:
        await until(pilot, lambda: on(pilot, WalkerScreen))
        await pilot.press(".")
        await until(pilot, lambda: [n.message for n in pilot.app._notifications])
        (told,) = [n.message for n in pilot.app._notifications]
        assert told == "Tidak ada jawaban yang lemah."


async def test_what_a_user_typed_is_never_markup(opened):
    whole = settled()
    entry = Evidence("[red]x[/] $x [b", valid_until="2020-01-01")
    async with opened(replace(whole, evidence={**whole.evidence, "E900": entry})) as pilot:
        await check(pilot)
        assert "[red]x[/] $x [b" in everything(pilot)
