"""A remark that stands in a workbook already, to an item that has none in the assessment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.answers_file import dump
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.loading.statuses import Statuses
from kami_tui.main import main
from tests.exchange.lookalike import saved, workbook
from tests.exchange.told import AREA2, row_of

OLD = Assessment("kami-5.0", answers={"2.5": Answer("0", note="SMKI belum ada SK.")})
NEW = Assessment("kami-5.0", answers={"2.5": Answer("3"), "2.6": Answer("1", note="Baru.")})


@pytest.fixture
def fill(library):
    forms = WorkbookForms(library, Statuses)
    return lambda data, **more: forms.filled(Package(data, "KAMI.xlsx"), NEW, **more)


@pytest.mark.parametrize("overwrite", [True, False])
def test_an_old_remark_stays_and_is_told_with_its_cell(overwrite, fill, scorer, proposed):
    filled = fill(saved(workbook(OLD, scorer, "official")), overwrite=overwrite)
    assert filled.remarked_there == ("2.5",)
    (told,) = (f for f in filled.findings if f.kind == "remark_stays")
    assert (told.place, told.item, told.field) == (f"{AREA2}!G10", "2.5", "remark")
    assert told.holds == "SMKI belum ada SK."
    assert not told.left_out
    assert proposed(filled.data).answers["2.5"].note == "SMKI belum ada SK."


def test_an_item_without_an_answer_keeps_its_remark_and_that_is_told_too(fill, scorer):
    old = Assessment("kami-5.0", answers={"2.9": Answer(note="Menunggu SK.")})
    assert fill(saved(workbook(old, scorer, "official"))).remarked_there == ("2.9",)


@pytest.mark.parametrize("text", ["-", "--", "   ", '=IF(1,"lihat","")'])
def test_signs_of_nothing_and_formulas_are_no_old_remarks(text, fill, scorer):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = book[AREA2]
    sheet.cell(row_of(sheet, "2.5"), 7).value = text
    filled = fill(saved(book))
    assert filled.remarked_there == ()
    assert not [f for f in filled.findings if f.kind == "remark_stays"]


def test_it_is_counted_for_people_and_for_scripts(scorer, tmp_path: Path, monkeypatch, capfd):
    monkeypatch.setenv("KAMI_HOME", str(tmp_path / "home"))
    blank, ours = tmp_path / "KAMI.xlsx", tmp_path / "kota.yaml"
    blank.write_bytes(saved(workbook(OLD, scorer, "official")))
    ours.write_text(dump(NEW, "yaml"), encoding="utf-8")
    arguments = ["export", str(ours), "--into", str(blank), "--overwrite", "--out"]

    main([*arguments, str(tmp_path / "a.xlsx"), "--lang", "en"])
    text = " ".join(capfd.readouterr().err.split())
    assert "1 item has a remark in the workbook and none here; that remark stays there: 2.5" in text
    assert "take out by hand what does not" in text

    main([*arguments, str(tmp_path / "b.xlsx"), "--json"])
    assert json.loads(capfd.readouterr().out)["remarks_in_workbook"] == ["2.5"]
