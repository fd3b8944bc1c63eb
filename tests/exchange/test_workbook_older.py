"""Workbooks of older editions are recognised; their answers can be taken along."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import Workbook

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import BadInput
from kami_tui.exchange.workbook.words import carried
from tests.exchange.lookalike import (
    LAYOUTS,
    Look,
    saved,
    workbook,
)
from tests.exchange.told import everything


def older(book, *, supplement: bool) -> None:
    """As 3.1 and 4.2 are: fewer items, and a supplement with deep numbers."""
    for title, last in {
        "IV Kerangka Kerja": 29,
        "V Pengelolaan Aset": 38,
        "VI Teknologi": 26,
    }.items():
        sheet = book[title]
        for row in range(sheet.max_row, 0, -1):
            area, _, number = str(sheet.cell(row, 1).value).partition(".")
            if area in "456" and number.isdecimal() and int(number) > last:
                sheet.delete_rows(row)
    book.remove(book["VII PDP"])
    book.remove(book["VIII Suplemen"])
    if supplement:
        sheet = book.create_sheet("VII Suplemen")
        for row in range(1, 9):
            sheet.cell(row, 1, f"7.1.1.{row}")


@pytest.mark.parametrize(("supplement", "name"), [(False, "3.1"), (True, "4.2")])
def test_an_older_edition_is_recognised_and_refused(supplement, name, full, scorer, proposed):
    book = workbook(full, scorer, replace(LAYOUTS["official"], dashboard=False))
    book.remove(book["Identitas Responden"])
    older(book, supplement=supplement)

    with pytest.raises(BadInput) as refused:
        proposed(saved(book))

    (problem,) = refused.value.problems
    assert problem.code == "workbook_older"
    assert name in str(problem.facts["edition"])


def test_a_part_of_this_edition_is_not_taken_for_an_older_one(full, scorer, proposed):
    book = workbook(full, scorer, Look(dashboard=False), areas=("2", "3"))
    book.remove(book["Identitas Responden"])

    assert len(proposed(saved(book)).answers) == 38


# -- an older edition's answers taken along ----------------------------------------------------


def of_older(edition: str, assessment: Assessment, scorer: Any) -> bytes:
    """A workbook of an older edition: what 5.0 asks too is answered as the assessment is."""
    (known,) = [c for c in carried() if edition in c.older]
    book = Workbook()
    sheet: Any = book.active
    sheet.append([f"Indeks KAMI Versi {edition.removeprefix('kami-')}"])
    sheet.append(["No", "Pertanyaan", "Status", "Skor"])
    for old, item in known.items.items():
        code = assessment.answer(item).status
        label = scorer.instrument.option(item, code).label.id if code else None
        own = scorer.instrument.items[item].options is not None
        sheet.append([old, "Pertanyaan lama yang panjang", code if own else label, 1])
    sheet.append(["6.4", "Pertanyaan yang sudah tidak ada", "Dalam Perencanaan", 1])
    return saved(book)


@pytest.mark.parametrize("edition", ["kami-3.1", "kami-4.2"])
def test_answers_of_an_older_edition_are_taken_along_to_the_items_they_became(
    edition, scorer, carrying
):
    assessment = everything(scorer, "2")
    (known,) = [c for c in carried() if edition in c.older]

    found = carrying(of_older(edition, assessment, scorer))

    took = {i: assessment.statuses[i] for i in known.items.values()}
    assert found.assessment.statuses == took
    told = {k: [f.item for f in found.findings if f.kind == k] for k in ("reworded", "score")}
    assert told == {
        "reworded": [i for i in scorer.instrument.items if i in known.reworded],
        "score": [],
    }
    (new,) = [f for f in found.findings if f.kind == "new_items"]
    assert new.facts["items"] == tuple(i for i in scorer.instrument.items if i not in took)
    assert [f.said for f in found.findings if f.kind == "not_carried"] == ["6.4"]


def test_what_is_carried_over_adds_up_as_the_editions_do(scorer):
    """130 items and 26 of the old supplement are scored now; the third parties stay supplement."""
    (known,) = [c for c in carried() if "kami-4.2" in c.older]
    by_area = Counter(i.partition(".")[0] for i in known.items.values())
    scored = {r.area for r in scorer.instrument.results.areas}
    assert len(set(known.items.values())) == len(known.items)
    assert sum(n for area, n in by_area.items() if area in scored) == 130 + 26
    assert by_area["8"] == 27
    assert set(known.items.values()) <= set(scorer.instrument.items)
    assert known.reworded <= set(known.items.values())
