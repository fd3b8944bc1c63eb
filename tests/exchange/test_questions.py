"""Question texts are found in a workbook, whatever it looks like; a wrong column is refused."""

from __future__ import annotations

import dataclasses

import pytest

from kami_tui.domain.errors import BadInput
from kami_tui.domain.official import MOST
from kami_tui.exchange.auditbook.write import audit_book
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.questions import questions_of
from kami_tui.exchange.workbook.sheets import read
from kami_tui.loading.statuses import Statuses
from tests.exchange.lookalike import LAYOUTS, build, random_assessment, saved, workbook
from tests.exchange.official import invented, invented_texts, official_workbook, reworded
from tests.exchange.test_workbook_older import older


@pytest.fixture
def found(library):
    """The question texts in the bytes of a workbook."""
    return lambda data: questions_of(read(Package(data, "map/KAMI saya.xlsx")), library, Statuses)


@pytest.fixture
def book(scorer):
    """A workbook to be changed further, its sheet of area 2, and the row of each item there."""
    made = workbook(random_assessment(3, scorer), reworded(scorer), "official")
    sheet = made["II Tata Kelola"]
    rows = {sheet.cell(r, 1).value: r for r in range(1, sheet.max_row + 1)}
    return made, sheet, rows


def refusal(found, data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadInput) as caught:
        found(data)
    (problem,) = caught.value.problems
    return problem.code, dict(problem.facts)


@pytest.mark.parametrize("look", LAYOUTS)
def test_every_layout_gives_the_question_of_every_item(look, scorer, found):
    wording = found(official_workbook(scorer, look))
    assert wording.texts == invented_texts(scorer)
    assert (wording.empty, wording.absent, wording.too_long) == ((), (), ())
    assert (wording.instrument, wording.file) == ("kami-5.0", "KAMI saya.xlsx")


def test_a_workbook_that_nobody_has_filled_in_has_them_too(scorer, found):
    blank = dataclasses.replace(random_assessment(3, scorer), answers={}, evidence={})
    assert found(build(blank, reworded(scorer), "official")).texts == invented_texts(scorer)


def test_only_blanks_and_signs_that_act_on_a_terminal_are_changed(scorer, found):
    odd = "  Apakah\n\n sudah\tada?\u00a0 \u202eBegini\u200f: <b>[bold]</b> «é ü 😀» = 1"
    texts = found(official_workbook(scorer, texts=lambda i: f"{odd}{i}")).texts
    expected = "Apakah sudah ada? Begini : <b>[bold]</b> «é ü 😀»"
    assert all(t.startswith(expected) for t in texts.values())
    assert all(t.isprintable() and t == " ".join(t.split()) for t in texts.values())


def test_what_is_missing_is_told_item_by_item(book, found):
    made, sheet, rows = book
    sheet.cell(rows["2.4"], 4).value = None
    sheet.cell(rows["2.6"], 4).value = "   "
    sheet.cell(rows["2.8"], 4).value = "Apakah panjang? " * MOST
    sheet.cell(rows["2.9"], 4).value = "#REF!"
    sheet.cell(rows["2.9"], 4).data_type = "e"
    sheet.cell(rows["2.11"], 1).value = "sebelas"
    del made["VII PDP"]
    wording = found(saved(made))

    assert wording.empty == ("2.4", "2.6", "2.9")
    assert wording.too_long == ("2.8",)
    assert [i for i in wording.absent if not i.startswith("7.")] == ["2.11"]
    gone = {"2.4", "2.6", "2.8", "2.9", *wording.absent}
    assert wording.texts == {i: invented(i) for i in wording.texts}
    assert not gone & set(wording.texts)


def test_a_few_texts_of_the_whole_are_shown_as_examples(scorer, found):
    examples = found(official_workbook(scorer)).examples
    assert (examples[0], examples[-1]) == (scorer.ids[0], scorer.ids[-1])
    assert len(examples) == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (lambda i: i.replace(".", ""), "questions_numbers"),
        (lambda i: "Dalam Perencanaan" if i[0] != "1" else invented(i), "questions_statuses"),
        (lambda i: f"Butir {i}", "questions_short"),
        (lambda i: "Apakah ini pertanyaan yang sama di mana-mana?", "questions_same"),
    ],
)
def test_texts_of_another_column_are_refused_with_the_reason_and_the_place(
    text, code, scorer, found
):
    told, facts = refusal(found, official_workbook(scorer, texts=text))
    assert told == code
    assert "!" in str(facts["place"])
    assert facts["text"]


def test_one_wrong_sheet_is_enough_to_refuse_the_workbook(book, found):
    made, sheet, rows = book
    for item, row in rows.items():
        if isinstance(item, str) and item.startswith("2."):
            sheet.cell(row, 4).value = "Dalam Perencanaan"
    code, facts = refusal(found, saved(made))
    assert code == "questions_statuses"
    assert str(facts["place"]).startswith("II Tata Kelola!")


def test_a_workbook_without_questions_is_refused(scorer, found):
    made = workbook(random_assessment(3, scorer), reworded(scorer), "official")
    for sheet in made.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("Apakah butir"):
                    cell.value = None
    assert refusal(found, saved(made))[0] == "questions_none"


def test_an_older_edition_is_refused_without_talk_of_taking_answers_along(scorer, found):
    """Its answers may be taken along to the items they became; its questions are others."""
    made = workbook(random_assessment(3, scorer), reworded(scorer), "official")
    del made["Identitas Responden"], made["Dashboard"]
    older(made, supplement=True)
    assert refusal(found, saved(made))[0] == "workbook_edition"


@pytest.mark.parametrize("language", ["id", "en"])
def test_our_own_auditors_workbook_is_refused(language, scorer, subject, found):
    """Its questions are ours: kept as the official ones, a report would say that they are."""
    s = subject(random_assessment(3, scorer), language)
    data = audit_book(s.assessment, s.scorer, s.digest, language, s.moment)
    assert refusal(found, data) == ("questions_own_book", {})


@pytest.mark.parametrize("look", ["official", "english"])
def test_the_programs_own_words_are_not_the_official_ones_whatever_file_they_stand_in(
    look, scorer, found
):
    assert refusal(found, build(random_assessment(3, scorer), scorer, look))[0] == "questions_ours"


def test_an_official_text_may_be_the_same_as_ours_here_and_there(scorer, found):
    ours = {i for n, i in enumerate(scorer.ids) if n % 3}
    made = official_workbook(
        scorer, texts=lambda i: scorer.instrument.items[i].text.id if i in ours else invented(i)
    )
    assert len(found(made).texts) == len(scorer.ids)
