"""The settings file: read with lines, changed without losing a word of what stands in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kami_tui.domain.errors import BadInput, SettingsUnwritable
from kami_tui.loading.settings_file import MOST, SettingsToml
from kami_tui.usecases.settings import Settings, in_force


@pytest.fixture
def file(tmp_path) -> SettingsToml:
    return SettingsToml(tmp_path / "home" / "settings.toml")


def write(file: SettingsToml, text: str | bytes) -> bytes:
    data = text.encode() if isinstance(text, str) else text
    file.place.parent.mkdir(exist_ok=True)
    file.place.write_bytes(data)
    return data


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_that_is_not_there_is_no_mistake_and_is_not_made(file):
    assert not file.read().exists
    assert not file.place.parent.exists()


def test_the_documented_file_says_what_is_usual_and_has_no_mistake(file):
    assert file.begin()
    settings = in_force(file.read(), {}, {})
    assert settings.problems == ()
    usual = Settings()
    assert (settings.language, settings.theme, settings.ascii, settings.keys) == (
        usual.language, usual.theme, usual.ascii, usual.keys,
    )  # fmt: skip


def test_its_examples_work_once_their_sign_is_taken_away(file):
    file.begin()
    text = file.place.read_text()
    examples = [line for line in text.splitlines() if line.startswith("#   ")]
    assert len(examples) == 2
    write(file, text + "\n".join(line.removeprefix("#   ") for line in examples))
    settings = in_force(file.read(), {}, {})
    assert [(w.id, len(w.keys)) for w in settings.keys] == [("walker.note", 1), ("walker.next", 3)]
    assert settings.problems == ()


def test_a_file_that_is_there_is_never_begun_anew(file):
    data = write(file, "# mine\n")
    assert not file.begin()
    assert file.place.read_bytes() == data


def test_what_is_written_is_for_its_owner_only(file):
    file.remember("theme", "light")
    assert mode(file.place) == 0o600
    assert mode(file.place.parent) == 0o700
    assert [f.name for f in file.place.parent.iterdir()] == [file.place.name]


def test_remembering_changes_one_value_and_keeps_every_other_byte(file):
    before = (
        "# my remark\r\n"
        'theme   =  "dark"   # beside it\r\n'
        "\r\n"
        "[keys]\r\n"
        'walker.note = "x"\r\n'
        "# the end"
    )
    write(file, before)
    file.remember("theme", "contrast")
    assert file.place.read_bytes().decode() == before.replace('"dark"', '"contrast"')


def test_a_value_that_was_not_there_comes_before_the_tables(file):
    write(file, '[keys]\nwalker.note = "x"\n')
    file.remember("language", "en")
    settings = in_force(file.read(), {}, {})
    assert (settings.language, settings.problems) == ("en", ())
    assert [w.id for w in settings.keys] == ["walker.note"]


def test_the_first_choice_begins_the_documented_file(file):
    file.remember("language", "en")
    text = file.place.read_text()
    assert 'language = "en"' in text
    assert "kami settings --keys" in text


@pytest.mark.parametrize(
    "broken",
    ["theme = dark\n", 'theme = "drak"\n', 'them = "dark"\n', "theme = \xff".encode("latin-1")],
)
def test_a_file_with_a_mistake_is_never_overwritten(file, broken):
    data = write(file, broken)
    with pytest.raises(BadInput):
        file.remember("theme", "light")
    assert file.place.read_bytes() == data


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('a = "x"\ntheme = dark\n', "toml_syntax", 2),
        ('theme = "dark"\ntheme = "light"\n', "toml_syntax", 2),
        ("[keys\n", "toml_syntax", 1),
        ("ascii = [\n1,\n", "toml_syntax", 3),
        (b"theme = '\xff'", "not_utf8", None),
        ("#" * (MOST + 1), "too_large", None),
        ("a = " + "[" * 5000, "toml_syntax", None),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(file, text, code, line):
    write(file, text)
    found = file.read()
    assert [(p.code, p.line, p.file) for p in found.problems] == [(code, line, str(file.place))]
    assert found.exists
    assert found.values == {}


def test_lines_are_found_whatever_way_a_name_is_written(file):
    write(
        file, '\n"theme" = "no"\n[keys]\nwalker . note = 1\n"walker.find" = 2\n[keys.app]\nhelp=3\n'
    )
    problems = in_force(file.read(), {}, {}).problems
    assert [p.line for p in problems] == [2, 4, 5, 7]


def test_a_folder_in_its_place_is_told(file):
    file.place.mkdir(parents=True)
    assert [p.code for p in file.read().problems] == ["is_folder"]


def test_a_pipe_in_its_place_is_not_waited_for(file):
    file.place.parent.mkdir()
    os.mkfifo(file.place)
    assert [p.code for p in file.read().problems] == ["unreadable_file"]


def test_a_link_stays_a_link(file, tmp_path):
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text('theme = "dark"\n')
    file.place.parent.mkdir()
    file.place.symlink_to(elsewhere)
    file.remember("theme", "mono")
    assert file.place.is_symlink()
    assert elsewhere.read_text() == 'theme = "mono"\n'


def test_a_disk_that_takes_nothing_leaves_the_file_as_it_was(file, monkeypatch):
    data = write(file, 'theme = "dark"\n')

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingsUnwritable) as caught:
        file.remember("theme", "light")
    assert caught.value.facts["detail"] == "No space left on device"
    assert file.place.read_bytes() == data
    assert [f.name for f in file.place.parent.iterdir()] == [file.place.name]
