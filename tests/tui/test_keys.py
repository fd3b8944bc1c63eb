"""Keys of one's own: they work, and everything that names a key names the one that works."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.widgets import OptionList

import kami_tui.tui
from kami_tui.domain.errors import BadInput, Problem, SettingsUnwritable
from kami_tui.tui.catalogue import key_screens
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.evidence import EvidenceDialog
from kami_tui.tui.screens.note import NoteDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.usecases.keys import ANSWER_KEYS, Remap, fitting, is_sign
from kami_tui.usecases.settings import Settings, SettingsText
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import LIBRARY, example


class FakeFile:
    """Implements `usecases.ports.SettingsFile`."""

    place = Path("/data/kami/settings.toml")

    def __init__(self) -> None:
        self.remembered: list[tuple[str, object]] = []
        self.fail: Exception | None = None
        self.values: dict[str, object] = {}

    def read(self) -> SettingsText:
        return SettingsText(str(self.place), exists=True, values=self.values)

    def begin(self) -> bool:
        return False

    def remember(self, name: str, value: str | bool) -> None:
        if self.fail is not None:
            raise self.fail
        self.remembered.append((name, value))


def wishes(**keys: str | tuple[str, ...]) -> Settings:
    found = [
        Remap(id.replace("__", "."), (k,) if isinstance(k, str) else k, line)
        for line, (id, k) in enumerate(keys.items(), 1)
    ]
    return Settings(keys=tuple(found))


@pytest.fixture
def opened(make_app, workspace):
    workspace.create(example(2026), digest="", who="x")

    def make(settings: Settings, item: str = "2.2", **more):
        return make_app("id", "a001", item, settings=settings, **more)

    return make


async def walking(pilot) -> None:
    """Until an item is shown, and keys are what they are going to be."""
    await until(pilot, lambda: pilot.app.desk is not None and shown(pilot, "#note"))
    await until(pilot, lambda: pilot.app.holds == 0)


def told(app) -> str:
    return " ".join(n.message for n in app._notifications)


# -- the catalogue ----------------------------------------------------------------------------


def declared_bindings():
    for file in Path(kami_tui.tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == Binding.__name__:
                ids = [k.value for k in node.keywords if k.arg == "id"]
                named = [str(i.value) for i in ids if isinstance(i, ast.Constant)]
                yield f"{file.name}:{node.lineno}", named[0] if named else ""


def test_every_binding_has_an_id_of_its_own():
    ids: dict[str, str] = {}
    for place, id in declared_bindings():
        assert id, f"{place}: a binding without an id"
        assert id not in ids, f"{place}: {id} is also at {ids[id]}"
        ids[id] = place
    assert len(ids) > 60


def test_the_catalogue_has_every_declared_binding():
    listed = {a.id for s in key_screens() for a in s.actions}
    assert listed == {id for _, id in declared_bindings()}


def test_the_programs_own_keys_keep_its_own_rules():
    """Whatever could not be wished for may not be there either."""
    for screen in key_screens():
        for action in screen.actions:
            alone = [Remap(action.id, action.keys)]
            codes = {p.code for p in fitting(alone, [screen])[1]}
            assert codes <= {"key_taken"}, (action.id, codes)


def test_no_installed_edition_answers_with_other_keys_than_those_kept_free():
    for edition in LIBRARY.ids():
        scorer = LIBRARY.scorer(edition)
        used = {code[0].lower() for points in scorer.points for code in points}
        assert used <= ANSWER_KEYS


def test_a_screen_with_text_fields_says_so():
    typing = {s.name for s in key_screens() if s.typing}
    assert {"ProfileScreen", "EvidenceForm", "FindDialog", "NoteDialog"} <= typing
    for screen in key_screens():
        if screen.typing:
            assert not [a.id for a in screen.actions if any(map(is_sign, a.keys))]


# -- keys that were changed -------------------------------------------------------------------


async def test_a_changed_key_does_what_the_old_one_did_and_the_old_one_nothing(opened):
    app = opened(wishes(walker__note="f7"))
    async with app.run_test() as pilot:
        await walking(pilot)
        await pilot.press("t", "m", "j")
        await until(pilot, lambda: app.desk.place == "2.3")
        assert isinstance(app.screen, WalkerScreen)
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, NoteDialog))


async def test_key_line_help_and_palette_name_the_key_as_it_is(opened):
    app = opened(wishes(walker__next=("ctrl+n", "down"), walker__note="?", app__help="f7"))
    async with app.run_test(size=(120, 40)) as pilot:
        await walking(pilot)
        line = shown(pilot, "KeyBar")
        assert "ctrl+n lanjut" in line
        assert "? catatan" in line
        assert line.rstrip().endswith("f7 bantuan")
        assert line.index("lanjut") < line.index("catatan"), "in the order they always had"
        await pilot.press("f7")
        await until(pilot, lambda: app.screen.query("#help-text"))
        told = [row.split() for row in shown(pilot, "#help-text").split("\n")]
        assert ["ctrl+n", "down", "lanjut"] in told
        assert ["?", "catatan"] in told
        await pilot.press("escape", "ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"lanjut")
        await until(pilot, lambda: "ctrl+n" in everything(pilot))


async def test_what_is_typed_at_once_meets_the_changed_keys(opened):
    """The first picture does not wait for them; the first key does."""
    app = opened(wishes(walker__note="f7"))
    async with app.run_test() as pilot:
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, NoteDialog))


async def test_a_click_on_the_key_line_still_does_it(opened):
    app = opened(wishes(walker__note="f7"))
    async with app.run_test(size=(120, 40)) as pilot:
        await walking(pilot)
        at = shown(pilot, "KeyBar").index("f7 catatan")
        await pilot.click("KeyBar", offset=(at + 2, 0))
        await until(pilot, lambda: isinstance(app.screen, NoteDialog))


async def test_sentences_and_buttons_name_the_key_as_it_is(opened):
    settings = wishes(
        walker__note="f5",
        walker__evidence="f7",
        evidence__choose="f8",
        confirm__yes="f9",
        form__save="ctrl+o",
    )
    app = opened(settings, "2.9")
    async with app.run_test(size=(120, 40)) as pilot:
        await walking(pilot)
        assert "belum ada (f5)" in shown(pilot, "#note")
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, EvidenceDialog))
        listed = app.screen.query_one("#register", OptionList).options
        assert any("f8 memulai dokumen" in str(option.prompt) for option in listed)
        await pilot.press("n")
        await until(pilot, lambda: "(ctrl+o)" in everything(pilot))
        await pilot.press("x", "escape")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert "(F9)" in everything(pilot)


async def test_two_keys_changed_with_each_other_both_work(opened):
    app = opened(wishes(walker__note="e", walker__evidence=("t", "m")))
    async with app.run_test() as pilot:
        await walking(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, NoteDialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, WalkerScreen))
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, EvidenceDialog))


async def test_quitting_by_another_key_still_overtakes_what_was_typed(opened, workspace):
    app = opened(wishes(app__quit="f10"))
    async with app.run_test() as pilot:
        await walking(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: workspace.closed)
    assert app.return_code == 0


async def test_what_cannot_be_is_told_calmly_and_the_usual_keys_hold(opened):
    app = opened(wishes(walker__note="b", walker__notes="x", walker__undo="f7"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "memuat 2 kesalahan" in told(app))
        assert "ia memberi jawaban" in told(app)
        await walking(pilot)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, NoteDialog))
        assert app.wishes.keys == {"walker.undo": ("f7",)}


def test_who_wishes_for_nothing_does_not_pay_for_it():
    """The first picture needs neither the other screens nor the library that writes settings."""
    code = (
        "import sys; from tests.tui.fakes import services; from kami_tui.tui.app import KamiApp;"
        "KamiApp(services()); print([m for m in sys.modules if 'catalogue' in m or 'tomlkit' in m"
        " or m.endswith('screens.walker')])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root)
    assert done.stdout.strip() == "[]", done.stderr


# -- remembering ------------------------------------------------------------------------------


async def test_language_and_look_are_remembered(opened):
    file = FakeFile()
    app = opened(Settings(), settings_file=file)
    async with app.run_test() as pilot:
        await walking(pilot)
        await pilot.press("f3", "f4", "f4")
        await until(pilot, lambda: len(file.remembered) == 3)
    assert file.remembered == [("language", "en"), ("theme", "light"), ("theme", "contrast")]


async def test_a_file_with_a_key_that_cannot_be_is_left_alone_until_it_is_mended(opened):
    file = FakeFile()
    file.values = {"keys": {"walker.note": "b"}}
    app = opened(Settings(), settings_file=file)
    async with app.run_test(size=(120, 40)) as pilot:
        await walking(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: "dibiarkan seperti adanya" in told(app))
        file.values = {"keys": {"walker.note": "f7"}}
        await pilot.press("f4")
        await until(pilot, lambda: file.remembered == [("theme", "contrast")])


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BadInput([Problem("toml_syntax", {"detail": "x"})]), "dibiarkan seperti adanya"),
        (SettingsUnwritable(file="/x", detail="Read-only file system"), "hanya dapat dibaca"),
    ],
    ids=["a mistake in it", "a disk that takes nothing"],
)
async def test_that_nothing_can_be_remembered_is_said_once(opened, error, said):
    file = FakeFile()
    file.fail = error
    app = opened(Settings(), settings_file=file)
    async with app.run_test(size=(120, 40)) as pilot:
        await walking(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: said in told(app))
        await pilot.press("f4")
        await until(pilot, lambda: app.look == "contrast")
        assert len(app._notifications) == 1
