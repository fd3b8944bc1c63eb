"""An answers file becomes an assessment, or its author hears of every mistake at once."""

from __future__ import annotations

import pytest

from kami_tui.domain.answers import MAX_NOTE, Answer, Evidence
from kami_tui.domain.errors import BadInput
from kami_tui.domain.result import result_of
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.loading.problems import MOST_GUESSES
from kami_tui.resources import questionnaires

HEAD = 'instrument: "kami-5.0"\nanswers:\n'


@pytest.mark.parametrize(
    ("year", "total", "readiness", "levels", "supplement"),
    [
        (2025, 472, "Pemenuhan Kerangka Kerja Dasar", "II II II I+ II III", 100),
        (2026, 668, "Cukup Baik", "III III II+ II+ III III", 86),
    ],
)
def test_the_two_rounds_of_the_example_have_their_known_results(
    library, year, total, readiness, levels, supplement
):
    path = questionnaires() / "kami-5.0" / "examples" / f"kota-contoh-{year}.yaml"
    assessment = AnswersFiles(library, dump).read(path)
    result = result_of(library.scorer("kami-5.0").evaluate(assessment.statuses))

    assert (result.total, result.readiness) == (total, readiness)
    assert result.category is not None
    assert result.category.value == "Tinggi"
    assert " ".join(a.maturity or "-" for a in result.areas.values()) == levels
    assert result.supplement is not None
    assert result.supplement.percent == supplement
    assert result.unanswered == 0


@pytest.mark.parametrize(
    ("item", "written", "code"),
    [
        ("2.1", '"3"', "3"),
        ("2.1", "3", "3"),
        ("1.1", "b", "B"),
        ("2.1", "dalam penerapan/diterapkan sebagian", "2"),
        ("2.1", '"  DALAM   PENERAPAN /  Diterapkan Sebagian "', "2"),
        ("2.1", "Being planned", "1"),
        ("2.1", "Diterapkan Sebagian", "2"),
        ("1.1", '"Di bawah Rp3 miliar"', "C"),
        ("3.15", "na", None),
        ("2.1", "null", None),
        ("2.1", '""', None),
        ("2.1", "{status: 3}", "3"),
        ("2.1", "{status: null, note: x}", None),
    ],
)
def test_a_status_may_be_written_in_many_ways(answers, item, written, code):
    found = answers(f'{HEAD}  "{item}": {written}\n')
    if item == "3.15":
        assert found == [("na_not_offered", 3)]
    else:
        assert found.answer(item).status == code


def test_not_applicable_is_read_where_it_is_offered(answers, library):
    offering = next(
        i for i in library.scorer("kami-5.0").instrument.items.values() if i.not_applicable
    )
    for written in ("NA", "N/A", "tidak berlaku / relevan", "Tidak Relevan"):
        assert answers(f'{HEAD}  "{offering.id}": {written}\n').answer(offering.id).status == "NA"


def test_2_10_and_2_1_are_two_items(answers):
    found = answers(f'{HEAD}  "2.1": "0"\n  "2.10": "3"\n')
    assert found.statuses == {"2.1": "0", "2.10": "3"}


def test_an_unquoted_2_10_is_refused_with_its_line(answers):
    assert answers(f'{HEAD}  "2.1": "0"\n  2.10: "3"\n') == [("unquoted_key", 4)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('  "2.99": "3"', ("unknown_item", 3)),
        ('  "2.1": "7"', ("unknown_status", 3)),
        ('  "2.1": true', ("unknown_status", 3)),
        ('  "2.1": 2.5', ("unknown_status", 3)),
        ('  "1.1": "3"', ("unknown_status", 3)),
        ('  "8.1": NA', ("na_not_offered", 3)),
        ('  "2.1": ["3"]', ("wrong_type", 3)),
        ('  "2.1": {status: ["3"]}', ("wrong_type", 3)),
        ('  "2.1": {state: "3"}', ("unknown_key", 3)),
        ('  "2.1": {note: 5}', ("wrong_type", 3)),
        ('  "2.1": {evidence: "x"}', ("wrong_type", 3)),
        ('  "2.1": {evidence: [5]}', ("wrong_type", 3)),
        ('  "2.1": {evidence: [""]}', ("empty_text", 3)),
        ('  "2.1": {note: "\\u0007"}', ("control_character", 3)),
        ('  "2.1": {note: "' + "x" * (MAX_NOTE + 1) + '"}', ("too_long", 3)),
        ('  "2.1": "3"\n  "2.1": "0"', ("duplicate_key", 4)),
        ("  - 1", ("wrong_type", 2)),
        ('  {}\nprofil: {}', ("unknown_key", 4)),
        ('  {}\nprofile: {name: x}', ("unknown_key", 4)),
        ('  {}\nprofile: {organisation: 5}', ("wrong_type", 4)),
        ('  {}\nprofile: {date: "15-09-2025"}', ("bad_date", 4)),
        ('  {}\nprofile: {date: 2025-02-30}', ("bad_date", 4)),
        ('  {}\nprofile: {date: 20250915}', ("wrong_type", 4)),
        ('  {}\nevidence: {E1: {title: x, sha256: "12"}}', ("bad_sha256", 4)),
        ('  {}\nevidence: {E1: {title: x, dated: soon}}', ("bad_date", 4)),
        ('  {}\nevidence: {E1: {kind: x}}', ("missing_key", 4)),
        ('  {}\nevidence: {E1: {title: x, tittle: y}}', ("unknown_key", 4)),
        ('  {}\nevidence: {"E 1": x}', ("bad_evidence_key", 4)),
        ('  "2.1": {evidence: [E2]}\nevidence: {E1: x}', ("unknown_evidence", 3)),
    ],
)  # fmt: skip
def test_one_mistake_is_told_where_it_is(answers, body, expected):
    assert answers(f"{HEAD}{body}\n") == [expected]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(answers):
    text = (
        'profile: {date: soon, naem: x}\nanswers:\n  "2.1": "9"\n  2.2: "3"\n  "99.1": "3"\n'
        '  "2.3": {note: 1}\ninstrument: "kami-5.0"\n'
    )
    assert answers(text) == [
        ("bad_date", 1),
        ("unknown_key", 1),
        ("unknown_status", 3),
        ("unquoted_key", 4),
        ("unknown_item", 5),
        ("wrong_type", 6),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('instrument: "kami-9.0"\n', [("unknown_instrument", 1)]),
        ("instrument: 5.0\n", [("wrong_type", 1)]),
        ("answers: {}\n", [("missing_key", 1)]),
        ("- 1\n", [("wrong_type", 1)]),
        ("~\n", [("wrong_type", 1)]),
        ("null", [("wrong_type", 1)]),
        ("", [("empty_file", None)]),
    ],
)
def test_a_file_that_names_no_installed_edition_is_told(answers, text, expected):
    assert answers(text) == expected


def test_an_item_of_another_edition_is_pointed_to(small, tmp_path):
    from kami_tui.loading.library import Library

    both = Library([questionnaires(), small.folder.parent])
    path = tmp_path / "a.yaml"
    path.write_text('instrument: small\nanswers: {"1.10": "1"}\n', "utf-8")
    with pytest.raises(BadInput) as caught:
        AnswersFiles(both, dump).read(path)

    assert caught.value.problems[0].facts["others"] == ["kami-5.0"]


def test_evidence_is_a_key_of_the_register_or_else_a_title(answers):
    found = answers(
        'instrument: "kami-5.0"\n'
        "evidence:\n"
        '  E2: {title: "SK Tim", location: "SK/12", dated: 2025-01-02, sha256: "'
        + "A"
        * 64
        + '"}\n'
        "answers:\n"
        '  "2.1": {evidence: [E2, "Notulen rapat", "Notulen rapat"]}\n'
        '  "2.2": {evidence: ["Notulen rapat", "SK Tim"]}\n'
    )
    entry = Evidence("SK Tim", location="SK/12", dated="2025-01-02", sha256="a" * 64)
    assert found.evidence == {"E2": entry, "E1": Evidence("Notulen rapat")}
    assert found.answer("2.1") == Answer(evidence=("E2", "E1"))
    assert found.answer("2.2") == Answer(evidence=("E1", "E2"))


def test_windows_line_breaks_are_read_as_line_breaks(answers):
    text = '{"instrument": "kami-5.0",\r\n "answers": {"2.1": {"note": "a\\r\\nb"}}}'
    assert answers(text, "a.json").answer("2.1").note == "a\nb"


def test_a_json_mistake_has_its_line_too(answers):
    text = '{"instrument": "kami-5.0",\n "answers": {\n  "2.1": "9",\n  "2.2": 3\n}}'
    assert answers(text, "a.json") == [("unknown_status", 3)]


def test_many_unknown_documents_are_not_guessed_at_for_long(library):
    """Each guess goes through the register: 400 of them in 3,000 entries would take seconds."""
    register = "".join(f'  E{n}: "{n}"\n' for n in range(3_000))
    named = ", ".join(f"E{n}" for n in range(5_000, 5_400))
    text = f'{HEAD}  "2.1": {{evidence: [{named}]}}\nevidence:\n{register}'
    with pytest.raises(BadInput) as caught:
        AnswersFiles(library, dump).parse(text.encode(), "a.yaml")
    near = ["near" in p.facts for p in caught.value.problems]
    assert (len(near), near.count(True)) == (400, MOST_GUESSES)


def test_json_that_was_cut_off_is_told_so(library):
    with pytest.raises(BadInput) as caught:
        AnswersFiles(library, dump).parse(
            b'{"instrument": "kami-5.0",\n "answers": {"2.1": "3"', "a.json"
        )
    assert [(p.facts["detail"], p.line) for p in caught.value.problems] == [("ends_early", 2)]
