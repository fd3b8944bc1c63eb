"""Lines of JSON, one assessment each, as `kami score --jsonl` reads them."""

from __future__ import annotations

import json

import pytest

from kami_tui.domain.errors import BadInput
from kami_tui.loading.lines import LONGEST, LineReader


@pytest.fixture
def reader(library) -> LineReader:
    return LineReader(library, "kami-5.0")


def told(reader: LineReader, line: str | bytes) -> list[str]:
    with pytest.raises(BadInput) as caught:
        reader.read(line, 7)
    assert all((p.file, p.line) == ("-", 7) for p in caught.value.problems)
    return [p.code for p in caught.value.problems]


def test_canonical_codes_are_taken_as_they_are(reader, library):
    statuses = {i: "0" for i in library.scorer("kami-5.0").ids if not i.startswith("1.")}
    line = reader.read(json.dumps({"id": "kota", "answers": statuses}), 1)

    assert (line.id, line.instrument, line.statuses) == ("kota", "kami-5.0", statuses)


@pytest.mark.parametrize("written", ['"3"', "3", '{"status": 3}', '"diterapkan menyeluruh"'])
def test_a_status_may_be_written_as_in_a_file(reader, written):
    assert reader.read(f'{{"answers": {{"2.1": {written}, "2.2": null}}}}', 1).statuses == {
        "2.1": "3"
    }


def test_every_mistake_of_a_line_is_told(reader):
    line = '{"anwers": 1, "answers": {"9.9": "3", "2.1": "x", "8.1": "NA", "2.2": [], "2.3": true}}'
    assert told(reader, line) == [
        "unknown_key", "unknown_item", "unknown_status", "na_not_offered", "wrong_type",
        "unknown_status",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "json_syntax"),
        ("nonsense", "json_syntax"),
        ('{"answers": {"2.1": NaN}}', "json_syntax"),
        ('{"answers": {"2.1": 1e999999}}', "json_syntax"),
        ('{"answers": {"2.1": ' + "9" * 5000 + "}}", "json_syntax"),
        ("[" * 100_000, "too_deep"),
        ('{"answers": {"2.1": "3", "2.1": "0"}}', "duplicate_key"),
        ("[]", "wrong_type"),
        ("{}", "missing_key"),
        ('{"answers": []}', "wrong_type"),
        ('{"answers": {}, "instrument": 5}', "wrong_type"),
        ('{"answers": {}, "instrument": "kami-9"}', "unknown_instrument"),
        ('{"answers": {}, "id": []}', "wrong_type"),
        (b'{"answers": "\xff"}', "not_utf8"),
        (" " * (LONGEST + 1), "too_large"),
    ],
)
def test_a_bad_line_is_one_clear_problem(reader, line, code):
    assert told(reader, line) == [code]


def test_a_line_without_edition_needs_a_default(library):
    assert told(LineReader(library), '{"answers": {}}') == ["missing_key"]


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ('{"answers" {}}', "colon_expected"),
        ('{"answers": {"2.1": "3" "2.2": "3"}}', "comma_expected"),
        ('{"answers": {"2.1": "3"', "ends_early"),
        ('{"answers": {}} {}', "more_after_end"),
        ('{"answers": {"2.1": NaN}}', "value_expected"),
        ('{"answers": {"2.1": 1e400}}', "number_too_long"),
    ],
)
def test_of_a_line_that_is_no_json_the_fault_is_named(reader, line, detail):
    with pytest.raises(BadInput) as caught:
        reader.read(line, 7)
    assert [(p.facts["detail"], p.line) for p in caught.value.problems] == [(detail, 7)]


def test_a_key_twice_on_one_line_names_the_line(reader):
    with pytest.raises(BadInput) as caught:
        reader.read('{"answers": {"2.1": "3", "2.1": "2"}}', 7)
    assert caught.value.problems[0].facts["first"] == 7


@pytest.mark.parametrize(
    "line",
    [
        {"answers": {f"9{i}.1": "1" for i in range(20_000)}},
        {"answers": {"2.1": {f"statu{i}": 1 for i in range(20_000)}}},
        {"answers": {}, **{f"answer{i}": 1 for i in range(20_000)}},
    ],
    ids=["items", "keys of an answer", "keys"],
)
def test_a_line_full_of_mistakes_is_not_guessed_at_for_long(reader, line):
    assert 0 < len(told(reader, json.dumps(line))) <= 40
