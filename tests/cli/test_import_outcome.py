"""The preview of taking a workbook into an assessment says all that will be written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from tests.exchange.lookalike import build

SCORER = Library([questionnaires()]).scorer("kami-5.0")
THERE = Assessment(
    "kami-5.0",
    Profile(organisation="Kota Contoh", unit="Dinas Contoh"),
    {
        "2.1": Answer("3", "dari buku kerja", ("E1",)),
        "2.2": Answer("1", "sama", ("E1", "E2")),
        "2.3": Answer("2"),
        "2.4": Answer("1", "lain"),
    },
    {"E1": Evidence("SK Tim"), "E2": Evidence("SOP")},
)
HERE = replace(
    THERE,
    profile=Profile(organisation="Kota Contoh", unit="Dinas Lain"),
    answers={
        "2.1": Answer("1"),
        "2.2": Answer("1", "sama"),
        "2.4": Answer(None, "punya kami"),
        "2.5": Answer("2"),
        "2.6": Answer(None, "catatan kami"),
        "3.1": Answer("1", "tidak dibicarakan"),
    },
    evidence={"E1": Evidence("SK Tim")},
)


@pytest.fixture
def files(quick, tmp_path: Path):
    """The workbook, and the assessment it is to be taken into."""
    book, ours = tmp_path / "KAMI.xlsx", tmp_path / "kota.yaml"
    book.write_bytes(build(THERE, SCORER, "official"))
    ours.write_text(dump(HERE, "yaml"), encoding="utf-8")
    return book, quick("import", ours).out.strip()


def test_for_scripts_each_item_is_named(quick, files):
    book, id = files
    found = quick("import", book, "--to", id, "--ours", "--preview", "json").json["outcome"]
    assert found == {
        "statuses": ["2.3", "2.4"],
        "statuses_kept": ["2.1"],
        "remarks": ["2.1"],
        "remarks_kept": ["2.4"],
        "items_with_documents": ["2.1", "2.2"],
        "documents": 1,
        "profile": [],
        "profile_kept": ["unit"],
        "empty_there": ["2.5", "2.6"],
    }
    found = quick("import", book, "--to", id, "--theirs", "--preview", "json").json["outcome"]
    assert found["statuses"] == ["2.1", "2.3", "2.4"]
    assert (found["remarks"], found["profile"]) == (["2.1", "2.4"], ["unit"])
    assert found["statuses_kept"] == found["remarks_kept"] == found["profile_kept"] == []


def test_people_read_what_is_added_before_they_agree(quick, files):
    book, id = files
    text = quick("import", book, "--to", id, "--preview", "text", "--lang", "en").out
    for line in (
        "2 items newly answered, 1 answered so already",
        "1 item keeps its own status, where the workbook has another.",
        "1 remark is added.",
        "Documents are added to 2 items.",
        "1 document is new in the register.",
        "2 items keep what the workbook has nothing of: 2.5, 2.6",
    ):
        assert line in text
    assert "replaced" not in text

    text = quick("import", book, "--to", id, "--theirs", "--preview", "text", "--lang", "en").out
    for line in (
        "1 item gets the workbook's status in place of its own.",
        "1 remark is replaced by the workbook's.",
        "1 field of the profile is filled in: Unit",
    ):
        assert line in text


def test_where_a_conflict_takes_nothing_in_nothing_is_promised(quick, files):
    book, id = files
    found = quick("import", book, "--to", id, "--fail", "--preview", "json").json["outcome"]
    assert not any(v for k, v in found.items() if not k.endswith(("kept", "there")))
    text = quick("import", book, "--to", id, "--fail", "--preview", "text", "--lang", "en").out
    assert "is added" not in text


def test_a_new_assessment_gets_all_of_it(quick, files):
    found = quick("import", files[0], "--preview", "json").json["outcome"]
    assert found["statuses"] == ["2.1", "2.2", "2.3", "2.4"]
    assert (found["documents"], found["profile"]) == (2, ["organisation", "unit"])


def test_once_more_there_is_nothing_to_write(quick, files):
    book, id = files
    quick("import", book, "--to", id, "--theirs", "--accept")
    found = quick("import", book, "--to", id, "--theirs", "--preview", "json").json["outcome"]
    assert found.pop("empty_there") == ["2.5", "2.6"], "an empty cell takes nothing away"
    assert not any(found.values())
