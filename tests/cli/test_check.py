"""``kami check``: for the author of an edition."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

EDITION = Path(__file__).resolve().parents[2] / "questionnaires" / "kami-5.0"


@pytest.fixture
def edition(tmp_path):
    """A copy that may be spoilt."""
    return Path(shutil.copytree(EDITION, tmp_path / "own" / "kami-5.0"))


def test_without_a_folder_the_installed_editions_are_told(quick):
    done = quick("check")
    assert (done.code, done.err) == (0, "")
    assert "kami-5.0: Indeks KAMI 5.0" in done.out
    assert "212 items" in done.out


def test_as_data(quick):
    [found] = quick("check", "--json").json
    assert (found["id"], found["items"], len(found["areas"])) == ("kami-5.0", 212, 8)


def test_a_folder_of_editions_is_as_good_as_an_edition(quick, edition):
    assert quick("check", edition).out == quick("check", edition.parent).out
    assert quick("check", edition).code == 0


def test_every_problem_is_told_at_once_with_file_line_and_hint(quick, edition):
    main = edition / "instrument.yaml"
    main.write_text(main.read_text().replace('value: "Rendah"}', 'value: "Rendha"}', 1))
    area = edition / "2-tata-kelola.yaml"
    text = area.read_text().replace("stage: 1", "stage: 4", 1)
    area.write_text(text)
    done = quick("check", edition)
    assert (done.code, done.out) == (2, "")
    line = text[: text.index("stage: 4")].count("\n") + 1
    assert f"2-tata-kelola.yaml:{line}: " in done.err
    assert "hint: " in done.err
    found = quick("--json", "check", edition).error["problems"]
    assert {"code", "file", "line", "message", "hint"} == set(found[0])


def test_one_bad_edition_does_not_hide_a_good_one(quick, edition):
    bad = Path(shutil.copytree(edition, edition.parent / "zzz"))
    (bad / "instrument.yaml").write_text("areas: [\n")
    done = quick("check", edition.parent)
    assert done.code == 2
    assert "212 items" in done.out
    assert "zzz/instrument.yaml" in done.err


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_folder_without_an_edition(quick, name):
    done = quick("check", name)
    assert (done.code, done.out) == (2, "")
    assert "instrument.yaml" in done.err or "nowhere" in done.err


def test_the_main_file_stands_for_its_folder(quick, edition):
    assert quick("check", edition / "instrument.yaml").code == 0


def test_any_other_file_is_told_to_be_none(quick, example):
    done = quick("check", example)
    assert (done.code, done.out) == (2, "")
    assert "this is a file, not a folder" in done.err
