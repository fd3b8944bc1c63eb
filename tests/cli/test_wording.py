"""``kami wording``: official texts are taken in, shown and removed, and go nowhere unasked."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest

from kami_tui.cli import import_ as command

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:  # so that tests.exchange is found however pytest was started
    sys.path.insert(0, str(ROOT))

from kami_tui.loading.library import Library  # noqa: E402
from kami_tui.resources import questionnaires  # noqa: E402
from tests.cli.conftest import Person  # noqa: E402
from tests.exchange.lookalike import random_assessment, saved, workbook  # noqa: E402
from tests.exchange.official import (  # noqa: E402
    MARK,
    invented,
    invented_texts,
    official_workbook,
    reworded,
)

SCORER = Library([questionnaires()]).scorer("kami-5.0")
DATA = official_workbook(SCORER)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "KAMI saya.xlsx"
    path.write_bytes(DATA)
    return path


@pytest.fixture
def place(environment) -> Path:
    return Path(environment["KAMI_HOME"]) / "wording" / "kami-5.0.json"


@pytest.fixture
def kept(quick, book, place: Path) -> Path:
    assert quick("wording", "import", book, "--accept").code == 0
    return place


@pytest.fixture
def asked(quick, monkeypatch):
    def run(*arguments, lines):
        monkeypatch.setattr(command, "standard_input", lambda: Person(lines, lambda: None))
        return quick(*arguments)

    return run


# -- taking in --------------------------------------------------------------------------------


def test_without_a_terminal_they_are_shown_and_not_kept(talk, book, place):
    done = talk("wording", "import", book, stdin="y\n")
    assert (done.code, done.out) == (1, "")
    assert "212 of 212 items" in done.err
    assert invented("1.1") in " ".join(done.err.split())
    assert not place.exists()


def test_a_person_is_asked_and_may_decline(asked, book, place):
    assert asked("wording", "import", book, lines=["n"]).code == 1
    assert asked("wording", "import", book, lines=[]).code == 1
    assert not place.exists()
    done = asked("wording", "import", book, lines=["y"])
    assert (done.code, done.out) == (0, f"{place}\n")
    assert json.loads(place.read_text("utf-8"))["texts"] == invented_texts(SCORER)


def test_scripts_are_told_what_was_found_and_what_not(quick, tmp_path, place):
    made = workbook(random_assessment(3, SCORER), reworded(SCORER), "official")
    sheet = made["II Tata Kelola"]
    rows = {sheet.cell(r, 1).value: r for r in range(1, sheet.max_row + 1)}
    sheet.cell(rows["2.4"], 4).value = None
    del made["VII PDP"]
    path = tmp_path / "part.xlsx"
    path.write_bytes(saved(made))

    told = quick("wording", "import", path, "--accept", "--json").json

    pdp = [i.id for i in SCORER.instrument.area("7").items]
    assert told == {
        "path": str(place), "instrument": "kami-5.0", "items": 212 - 1 - len(pdp),
        "empty": ["2.4"], "absent": pdp, "too_long": [],
    }  # fmt: skip


def test_people_are_told_the_numbers_of_what_is_missing(quick, tmp_path):
    made = workbook(random_assessment(3, SCORER), reworded(SCORER), "official")
    sheet = made["II Tata Kelola"]
    rows = {sheet.cell(r, 1).value: r for r in range(1, sheet.max_row + 1)}
    for item in ("2.4", "2.9", "2.10"):
        sheet.cell(rows[item], 4).value = None
    del made["VII PDP"]
    path = tmp_path / "part.xlsx"
    path.write_bytes(saved(made))
    told = quick("wording", "import", path, "--accept").err
    assert "Their row has no question: 2.4, 2.9 - 2.10" in told
    assert "Not in the workbook: 7.1 - 7.16" in told


@pytest.mark.parametrize("data", [b"", b"no workbook", DATA[:5_000]], ids=["empty", "text", "half"])
def test_what_is_no_workbook_is_refused(quick, book, place, data):
    book.write_bytes(data)
    done = quick("wording", "import", book, "--accept")
    assert (done.code, done.out) == (2, "")
    assert not place.exists()


def test_a_wrong_column_is_refused_with_its_place(quick, book, place):
    book.write_bytes(official_workbook(SCORER, texts=lambda i: "Dalam Perencanaan"))
    done = quick("wording", "import", book, "--accept", "--json")
    assert done.code == 2
    (problem,) = done.error["problems"]
    assert problem["code"] == "questions_same"
    assert "!" in problem["message"]
    assert not place.exists()


# -- telling and removing ---------------------------------------------------------------------


def test_what_is_kept_is_told_with_edition_file_time_and_number(quick, kept):
    (told,) = quick("wording", "--json").json["kept"]
    document = json.loads(kept.read_text("utf-8"))
    assert (told["instrument"], told["texts"], told["items"]) == ("kami-5.0", 212, 212)
    assert (told["file"], told["sha256"]) == ("KAMI saya.xlsx", document["sha256"])
    assert (told["taken"], told["path"]) == (document["taken"], str(kept))
    table = quick("wording", "show").out
    assert "212/212" in table
    assert "KAMI saya.xlsx" in table


def test_nothing_kept_is_told_as_such(quick):
    done = quick("wording")
    assert (done.code, done.out) == (0, "")
    assert "kami wording import" in done.err
    assert quick("wording", "--json").json == {"shown": "both", "kept": [], "unreadable": {}}


def test_a_damaged_file_is_told_and_can_be_removed(quick, kept):
    kept.write_text("{")
    done = quick("wording")
    assert (done.code, done.out) == (1, "")
    assert str(kept) in done.err
    assert quick("wording", "--json").json["unreadable"]["kami-5.0"]["code"] == "wording_unreadable"
    assert quick("wording", "remove").code == 0
    assert not kept.exists()


def test_texts_of_unknown_items_are_counted_and_not_shown(quick, kept):
    document = json.loads(kept.read_text("utf-8"))
    document["texts"] |= {"99.1": "Apakah?", "2.1": "\x1b[31m"}
    kept.write_text(json.dumps(document))
    (told,) = quick("wording", "--json").json["kept"]
    assert (told["texts"], told["left_out"]) == (211, 2)
    assert "2 entries of kami-5.0" in quick("wording").out


def test_removing_needs_no_name_where_there_is_only_one(quick, kept):
    done = quick("wording", "remove")
    assert (done.code, done.out) == (0, "kami-5.0\n")
    assert not kept.exists()
    assert quick("wording", "remove", "--json").error["code"] == "wording_missing"


def test_removing_needs_a_name_where_there_are_several(quick, kept):
    other = kept.with_name("spbe-2020.json")
    other.write_bytes(kept.read_bytes())
    assert quick("wording", "remove").code == 2
    assert quick("wording", "remove", "spbe-2020").code == 0
    assert kept.exists()
    assert not other.exists()
    assert quick("wording", "remove", "../wording/kami-5.0").code == 2
    assert kept.exists()


# -- what is shown ----------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["ours", "official", "both"])
def test_what_is_shown_is_remembered_in_the_settings(quick, environment, whose):
    settings = Path(environment["KAMI_HOME"]) / "settings.toml"
    quick("settings", "--init")
    settings.write_text(settings.read_text() + "# mine\n")
    assert quick("wording", "use", whose).out == f"{whose}\n"
    assert quick("wording", "--json").json["shown"] == whose
    assert settings.read_text().endswith("# mine\n")


def test_other_words_than_these_are_refused(quick, environment):
    assert quick("wording", "use", "theirs").code == 2
    assert not (Path(environment["KAMI_HOME"]) / "settings.toml").exists()


def test_a_settings_file_with_mistakes_is_left_alone(quick, environment):
    settings = Path(environment["KAMI_HOME"]) / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('wording = "theirs"\n')
    done = quick("wording", "use", "ours")
    assert done.code == 2
    assert "theirs" in done.err
    assert settings.read_text() == 'wording = "theirs"\n'


def test_the_walk_on_lines_reads_them_out_as_asked(quick, talk, kept, blank):
    ours = SCORER.instrument.items["2.1"].text.en
    for whose, mine, theirs in (("both", 1, 1), ("official", 0, 1), ("ours", 1, 0)):
        quick("wording", "use", whose)
        out = talk("answer", blank, "--item", "2.1", stdin="q\n").out
        assert (ours in out, f"Official: {invented('2.1')}" in out) == (bool(mine), bool(theirs))


def test_the_walk_on_lines_goes_on_in_ours_where_they_are_damaged(talk, kept, blank):
    kept.write_text("{")
    done = talk("answer", blank, "--item", "2.1", stdin="q\n")
    assert done.code == 0
    assert SCORER.instrument.items["2.1"].text.en in done.out
    assert str(kept) in done.err


# -- where they go ----------------------------------------------------------------------------


def contents(path: Path) -> bytes:
    """All that can be read in a file: what is packed is unpacked, of a PDF its parts and texts."""
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            return b"".join(_within(n, packed.read(n)) for n in names)
    return _within(path.name, data)


def _within(name: str, data: bytes) -> bytes:
    if not data.startswith(b"%PDF"):
        return data
    with pikepdf.open(io.BytesIO(data)) as file:
        attached = [a.get_file().read_bytes() for a in file.attachments.values()]
        streams = [o.read_bytes() for o in file.objects if isinstance(o, pikepdf.Stream)
                   and o.get("/Subtype") != "/Image"]  # fmt: skip
    return b"".join((*attached, *streams))


EXPORTS = [
    ("--what", what, "--format", form)
    for what, forms in {
        "answers": ("yaml", "json", "csv", "markdown"),
        "result": ("json", "csv", "markdown"),
        "findings": ("json", "csv", "markdown"),
    }.items()
    for form in forms
] + [("--format", "oscal")]


@pytest.mark.parametrize("whose", ["official", "both"])
def test_no_export_has_them(quick, kept, example, whose):
    quick("wording", "use", whose)
    for how in EXPORTS:
        done = quick("export", example, *how)
        assert (done.code, MARK in done.out) == (0, False), how
        assert done.out
    for form in ("oscal", "ciso-assistant"):
        done = quick("export", "--edition", "kami-5.0", "--format", form)
        assert (done.code, MARK in done.out) == (0, False), form
    for command_ in ("score", "explain", "findings", "show", "list"):
        arguments = (example,) if command_ not in ("show", "list") else ()
        if command_ == "show":
            arguments = (quick("import", example).out.strip(),)
        done = quick(command_, *arguments, "--json")
        assert MARK not in done.out, command_


def test_no_bundle_and_no_report_has_them_unasked(quick, kept, example, tmp_path):
    quick("wording", "use", "official")
    bundle, report, page = (tmp_path / n for n in ("k.kami-bag.zip", "k.pdf", "k.html"))
    assert quick("bundle", example, "--out", bundle, "--allow-missing").code == 0
    assert quick("report", example, "--out", report).code == 0
    assert quick("report", example, "--out", page).code == 0
    for made in (bundle, report, page):
        found = contents(made)
        assert len(found) > 10_000
        assert MARK.encode() not in found, made.name


def test_a_report_has_them_when_asked_and_is_verified_where_they_are_not(
    quick, kami, kept, example, tmp_path
):
    report = tmp_path / "k.pdf"
    done = quick("report", example, "--out", report, "--wording", "both")
    assert (done.code, done.out) == (0, f"{report}\n")
    assert MARK.encode() in contents(report)

    elsewhere = kami("verify", report, "--json", KAMI_HOME=str(tmp_path / "elsewhere"))
    assert elsewhere.code == 0
    assert elsewhere.json["verdict"] == "unchanged"
    assert elsewhere.json["not_compared"] == ["wording"]
    assert "whether they are the official ones" in quick("verify", report).out


@pytest.mark.parametrize("whose", ["official", "both"])
def test_a_report_in_words_that_are_not_there_is_not_made(quick, example, tmp_path, whose):
    report = tmp_path / "k.pdf"
    done = quick("report", example, "--out", report, "--wording", whose, "--json")
    assert (done.code, done.error["code"]) == (2, "wording_missing")
    assert not report.exists()


def test_damaged_words_make_no_report_in_other_words(quick, kept, example, tmp_path):
    kept.write_text("{")
    report = tmp_path / "k.pdf"
    done = quick("report", example, "--out", report, "--wording", "official", "--json")
    assert (done.code, done.error["code"]) == (2, "wording_unreadable")
    assert not report.exists()
    assert quick("report", example, "--out", report).code == 0
