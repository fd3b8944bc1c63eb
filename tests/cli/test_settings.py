"""Settings as the command line tells and obeys them."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def file(environment) -> Path:
    home = Path(environment["KAMI_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    return home / "settings.toml"


def test_what_is_in_force_is_told_with_where_it_comes_from(quick, file):
    file.write_text('theme = "light"\n[keys]\nwalker.note = "pgdn"\nwalker.scroll_down = "f8"\n')
    found = quick("settings", "--json", "--ascii").json
    assert found["file"] == str(file)
    assert found["settings"] == [
        {"name": "language", "value": "en", "from": "KAMI_LANG"},
        {"name": "theme", "value": "light", "from": "file"},
        {"name": "ascii", "value": True, "from": "--ascii"},
        {"name": "wording", "value": "both", "from": "default"},
    ]
    assert found["keys"] == {"walker.note": ["pgdn"], "walker.scroll_down": ["f8"]}
    assert found["problems"] == []


def test_init_writes_the_documented_file_once(quick, file):
    done = quick("settings", "--init")
    assert (done.code, done.out) == (0, f"{file}\n")
    written = file.read_text()
    assert "KAMI_ASCII" in written
    file.write_text(written + "# mine\n")
    again = quick("settings", "--init")
    assert again.code == 0
    assert "There is one already" in again.err
    assert file.read_text().endswith("# mine\n")


def test_init_that_cannot_write_says_so(quick, file):
    file.parent.rmdir()
    file.parent.write_text("a file where the folder should be")
    done = quick("settings", "--init")
    assert done.code == 1
    assert "could not be written" in done.err


def test_every_mistake_is_told_with_file_line_and_hint_and_the_rest_is_in_force(quick, file):
    file.write_text(
        'theme = "contrats"\n'
        'language = "id"\n'
        "[keys]\n"
        'walker.notes = "x"\n'
        'walker.note = "e"\n'
        'walker.find = "f99"\n'
        'walker.undo = "b"\n'
    )
    done = quick("settings")
    assert done.code == 2
    for said in (
        f"{file}:1: 'contrats' is not possible for 'theme'\n  hint: did you mean 'contrast'?",
        f"{file}:4: there is no action 'walker.notes'\n  hint: did you mean 'walker.note'?",
        f"{file}:5: 'e' cannot be the key of 'walker.note'",
        "is that of 'walker.evidence'",
        f"{file}:6: 'f99' is no key",
        f"{file}:7: 'b' cannot be the key of 'walker.undo': it gives an answer there",
    ):
        assert said in done.err
    assert "theme     dark   as usual" in done.out


def test_a_broken_file_stops_no_command_and_is_told_on_stderr(quick, file, example):
    file.write_text("theme = dark\n")
    done = quick("score", example)
    assert done.code == 0
    assert f"{file}:1: this is not valid TOML" in done.err
    assert "Information Security Governance" in done.out
    assert quick("score", example, "--json").err == ""


def test_the_language_of_the_file_holds_unless_another_is_asked_for(quick, file):
    file.write_text('language = "id"\n')
    assert "Pemakaian" in quick("--help", KAMI_LANG="").out
    assert "Usage" in quick("--help", KAMI_LANG="en").out
    assert "Usage" in quick("--help", "--lang", "en", KAMI_LANG="").out


def test_a_theme_that_does_not_exist_is_refused(quick):
    done = quick("--theme", "pink", "list")
    assert done.code == 2
    assert "dark, light, contrast, mono" in done.err


def test_all_keys_are_listed_as_they_are_now(quick, file):
    file.write_text('[keys]\nwalker.note = ["f8", "?", "d"]\napp.help = "f7"\n')
    done = quick("settings", "--keys")
    assert done.code == 0, done.err
    rows = [line.split("  ") for line in done.out.splitlines() if line]
    named = {row[0]: [c.strip() for c in row[1:] if c] for row in rows}
    assert named["walker.note"] == ["f8 ? d", "note"]
    assert named["app.help"] == ["f7", "help"]
    assert named["walker.find"] == ["/", "search"]


def test_the_doctor_looks_at_the_settings_too(quick, file):
    health = {h["name"]: h for h in quick("doctor", "--json").json}
    assert health["settings"]["state"] == "ok"
    file.write_text('them = "dark"\n')
    health = {h["name"]: h for h in quick("doctor", "--json").json}
    assert health["settings"]["state"] == "warning"
    assert "kami settings" in health["settings"]["remedy"]


def test_no_command_but_settings_imports_the_terminal_program(kami, file, example):
    """Own keys are looked at where there are screens, or where somebody asks."""
    file.write_text('[keys]\nwalker.note = "f8"\n')
    done = kami("score", example, PYTHONPROFILEIMPORTTIME="1")
    assert done.code == 0
    assert "kami_tui.usecases.settings" in done.err
    assert "textual" not in done.err
    assert "tomlkit" not in done.err
