"""A table of answers (CSV) that somebody changed: nothing in it is dropped in silence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.domain.errors import BadInput, Problem
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.usecases.sheet import COLUMNS, sheet
from tests.exchange.lookalike import random_assessment

LIBRARY = Library([questionnaires()])
FILES = AnswersFiles(LIBRARY, dump)
SCORER = LIBRARY.scorer("kami-5.0")
Rows = list[list[str]]


@pytest.fixture
def full() -> Assessment:
    return random_assessment(5, SCORER, share=1.0)


@pytest.fixture
def rows(full) -> Rows:
    """As ``kami export --format csv`` writes it."""
    found = [list(COLUMNS)]
    for row in sheet(full, SCORER.evaluate(full.statuses)):
        option = row.option
        assert option
        found.append(
            [f"kami-5.0/{row.item.id}", row.area.id, str(row.section), row.item.id,
             str(row.item.stage or ""), row.item.maturity or "", row.item.text.id, option.code,
             option.label.id, str(float(row.earned)), str(float(row.counted)),
             str(float(row.possible)), row.note, " ".join(k for k, _ in row.evidence),
             "\n".join(e.title if e else "" for _, e in row.evidence), row.owner]
        )  # fmt: skip
    return found


def text_of(rows: Rows, delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def read(text: str, tell: Callable[[Problem], None] | None = None) -> Assessment:
    return FILES.parse(text.encode(), "x.csv", tell)


def problems(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(BadInput) as caught:
        read(text)
    return [(p.code, p.line) for p in caught.value.problems]


def line_of(rows: Rows, at: int) -> int:
    """The line in which a row begins."""
    return text_of(rows[:at]).count("\n") + 1


def put(rows: Rows, at: int, column: str, text: str) -> None:
    rows[at][COLUMNS.index(column)] = text


def test_the_table_as_it_was_written_is_read_and_nothing_is_said(rows, full):
    said: list[Problem] = []
    assert read(text_of(rows), said.append).answers == full.answers
    assert not said


def test_a_column_of_no_known_name_that_has_a_text_is_told(rows):
    rows[0][COLUMNS.index("note")] = "catatan"
    with pytest.raises(BadInput) as caught:
        read(text_of(rows))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("csv_unknown_column", 1)
    first = next(n for n, r in enumerate(rows) if n and r[COLUMNS.index("note")].strip())
    assert problem.facts["column"] == COLUMNS.index("note") + 1
    assert problem.facts["first"] == line_of(rows, first)


def test_a_column_without_a_name_is_told_only_if_it_has_a_text(rows, full):
    wider = [[*row, ""] for row in rows]
    assert read(text_of(wider)).answers == full.answers
    wider[7][-1] = "see there"
    assert problems(text_of(wider)) == [("csv_nameless_column", 1)]


def test_a_row_with_more_cells_than_the_head_is_told_also_if_they_are_empty():
    """A separator in a text without quotation marks pushes everything to the right."""
    text = "id,status,note,owner\nkami-5.0/2.1,3,ada SK, belum sah,\nkami-5.0/2.2,9,,\n"
    assert problems(text) == [("csv_more_cells", 2), ("unknown_status", 3)]


def test_a_row_that_ends_too_soon_is_told(rows):
    rows[40] = rows[40][:5]
    assert problems(text_of(rows)) == [("csv_short_row", line_of(rows, 40))]


def test_empty_cells_that_a_spreadsheet_leaves_out_at_the_end_of_rows_are_empty(rows):
    for row in rows[17:33]:
        row[COLUMNS.index("note") :] = ["", "", "", ""]
    shorter = [row[:12] if 17 <= n < 33 else row for n, row in enumerate(rows)]
    assert read(text_of(shorter)) == read(text_of(rows))
    assert read("id,status,note\nkami-5.0/2.1\nkami-5.0/2.2,3\n").answers == {"2.2": Answer("3")}


@pytest.mark.parametrize("ending", ["\n", ""])
def test_a_last_row_that_is_complete_needs_no_line_break(ending):
    assert read("id,status\nkami-5.0/2.1,3" + ending).answers == {"2.1": Answer("3")}


def test_a_file_that_was_cut_is_told_wherever_that_can_be_seen(rows):
    text = text_of(rows).rstrip("\r\n")
    last, at = line_of(rows, len(rows) - 1), text.rindex("\n") + 1
    quoted = 'id,status,note\nkami-5.0/2.1,3,"one\ntwo'
    assert problems(quoted) == [("csv_open_quote", 2)]
    put(rows, -1, "note", "satu, dua, tiga")
    text = text_of(rows)
    at = text.rindex("kami-5.0/")
    assert problems(text[: at + 20]) == [("csv_short_row", last)]
    assert problems(text[: text.index('"satu, dua', at) - 1]) == [("csv_cut", last)]
    assert problems(text[: text.index("dua, tiga", at)]) == [("csv_open_quote", last)]


class TestRowsOfOtherItems:
    """Only `id` says which item a row is of, but people sort by what they see."""

    def area(self, rows: Rows) -> Rows:
        return [r for r in rows if r[1] == "2"]

    def test_rows_sorted_without_their_id_are_told(self, rows):
        some = self.area(rows)
        turned = [r[1:] for r in reversed(some)]
        for row, other in zip(some, turned, strict=True):
            row[1:] = other
        told = problems(text_of(rows))
        assert {code for code, _ in told} == {"csv_other_item"}
        assert len(told) == len(some) - len(some) % 2

    @pytest.mark.parametrize("column", ["item", "question"])
    def test_either_of_number_and_question_tells_it(self, rows, column):
        one, other = self.area(rows)[4:6]
        n = COLUMNS.index(column)
        for row in rows[1:]:
            row[COLUMNS.index("question" if column == "item" else "item")] = ""
        one[n], other[n] = other[n], one[n]
        assert [c for c, _ in problems(text_of(rows))] == ["csv_other_item"] * 2

    def test_a_number_that_a_spreadsheet_made_of_another_is_nothing(self, rows, full):
        for row in rows[1:]:
            row[3] = str(float(row[3]))
        assert read(text_of(rows)).answers == full.answers
        for row in rows[1:]:
            row[COLUMNS.index("question")] = "..."
        assert read(text_of(rows)).answers == full.answers

    def test_whole_rows_may_stand_in_any_order(self, rows, full):
        assert read(text_of([rows[0], *reversed(rows[1:])])).statuses == full.statuses


def test_a_quotation_mark_that_was_not_doubled_is_told():
    text = 'id,status,note\nkami-5.0/2.1,3,x\nkami-5.0/2.2,3,"SK Tim" tahun 2025\n'
    assert problems(text) == [("csv_quote", 3)]


@pytest.mark.parametrize(("keep", "missing"), [(100, 112), (211, 1)])
def test_items_that_a_table_of_ours_lacks_are_said(rows, full, keep, missing):
    said: list[Problem] = []
    found = read(text_of(rows[: keep + 1]), said.append)
    assert len(found.answers) == keep
    assert [(p.code, p.facts["n"], p.facts["of"]) for p in said] == [
        ("csv_items_missing", missing, 212)
    ]


def test_a_table_of_ones_own_may_have_few_items():
    said: list[Problem] = []
    read("id,status\nkami-5.0/2.1,3\n", said.append)
    assert not said


class TestLabels:
    """`status` is read; `status_label` only informs, but what somebody typed there was meant."""

    def change(self, rows: Rows, wanted: str, column: str, text: str) -> int:
        """Changes one cell of a row with a status; gives back its line."""
        at = next(
            n for n, r in enumerate(rows)
            if n and r[1] == "2" and r[COLUMNS.index("status")] == wanted
        )  # fmt: skip
        put(rows, at, column, text)
        return line_of(rows, at)

    @pytest.mark.parametrize("label", ["Tidak Dilakukan", "selesai"])
    def test_a_label_that_was_changed_alone_is_told(self, rows, label):
        line = self.change(rows, "3", "status_label", label)
        assert problems(text_of(rows)) == [("csv_label", line)]

    def test_a_status_that_was_changed_alone_is_taken(self, rows):
        """Whoever fills in a table changes what is read, and no more."""
        line = self.change(rows, "2", "status", "3")
        assert line
        assert sum(a.status == "3" for a in read(text_of(rows)).answers.values()) == 1 + sum(
            r[COLUMNS.index("status_label")] == "Diterapkan Secara Menyeluruh" for r in rows
        )

    def test_a_status_that_was_emptied_is_taken_and_one_that_never_was_is_told(self, rows):
        self.change(rows, "3", "status", "")
        assert len(read(text_of(rows)).answers) >= 211
        at = next(n for n, r in enumerate(rows) if n and not r[COLUMNS.index("status")])
        put(rows, at, "points", "0")
        assert problems(text_of(rows)) == [("csv_label_alone", line_of(rows, at))]

    def test_a_label_in_the_other_language_or_none_is_the_same(self, rows, full):
        for row in rows[1:]:
            option = SCORER.instrument.option(row[3], row[COLUMNS.index("status")])
            assert option
            row[COLUMNS.index("status_label")] = "" if row[1] == "3" else option.label.en
        assert read(text_of(rows)).answers == full.answers

    def test_without_points_nobody_knows_which_of_the_two_is_meant(self):
        text = "id,status,status_label\nkami-5.0/2.1,3,Dalam Perencanaan\nkami-5.0/2.2,3,\n"
        told: list[Problem] = []
        assert read(text, told.append).statuses == {"2.1": "3", "2.2": "3"}
        assert [(p.code, p.facts["lines"]) for p in told] == [("csv_labels_unread", ["2"])]
        assert problems("id,status,status_label\nkami-5.0/2.1,,Menyeluruh\n")[0][1] == 2

    def test_every_status_may_be_changed_alone(self, rows):
        """An exported table in which one status after the other becomes each that its item has."""
        column = COLUMNS.index("status")
        for at, row in enumerate(rows[1:], start=1):
            for option in (*SCORER.instrument.options(row[3]), None):
                before, row[column] = row[column], option.code if option else ""
                found = read(text_of([rows[0], row])).answer(row[3]).status
                assert found == (row[column] or None), (at, row)
                row[column] = before


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("name", ["x.csv", "-"])
def test_the_line_that_tells_excel_the_separator_is_heeded(rows, full, separator, name):
    text = f"sep={separator}\r\n" + text_of(rows, separator)
    assert FILES.parse(text.encode("utf-8-sig"), name).answers == full.answers
    put(rows, 3, "status", "9")
    with pytest.raises(BadInput) as caught:
        read(f"sep={separator}\r\n" + text_of(rows, separator))
    assert [p.line for p in caught.value.problems] == [line_of(rows, 3) + 1]
