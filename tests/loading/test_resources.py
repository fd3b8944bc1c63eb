"""Where the program finds its own data and the user's."""

from __future__ import annotations

from pathlib import Path

from kami_tui import resources


def test_in_a_checkout_the_editions_lie_beside_the_package():
    assert (resources.questionnaires() / "kami-5.0" / "instrument.yaml").is_file()


def test_in_a_wheel_they_lie_within_it(tmp_path, monkeypatch):
    (tmp_path / "_data" / "questionnaires").mkdir(parents=True)
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)

    assert resources.questionnaires() == tmp_path / "_data" / "questionnaires"
    assert resources.report_templates() == tmp_path.parent / "report_templates"


def test_a_packager_can_point_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("KAMI_RESOURCES", str(tmp_path))
    assert resources.report_templates() == tmp_path / "report_templates"


def test_the_users_folder_is_the_one_named_or_the_systems_usual(tmp_path):
    assert resources.data_home({"KAMI_HOME": str(tmp_path)}) == tmp_path
    assert resources.data_home({}).name == "kami"
    assert resources.user_questionnaires(Path("/h")) == Path("/h/questionnaires")
