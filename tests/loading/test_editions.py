"""An edition is loaded whole, or its author hears of every mistake with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kami_tui.domain.errors import BadInput, UnknownInstrument
from kami_tui.domain.scorer import Scorer
from kami_tui.loading.instruments import digest_of, load, load_instrument
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires

MAIN, AREA = "instrument.yaml", "one.yaml"


def test_the_shipped_edition_has_no_mistakes():
    instrument = load_instrument(questionnaires() / "kami-5.0")

    assert instrument.id == "kami-5.0"
    assert len(instrument.items) == 212
    assert instrument.edition == "5.0"


def test_the_small_edition_has_no_mistakes_and_can_be_scored(small):
    assert small.told() == []
    values = Scorer(load_instrument(small.folder)).evaluate({"1.1": "1", "1.2": "1"}).values
    assert (values["total"], values["level"], values["band"]) == (3, "high", "high")


def test_mistakes_of_every_kind_are_told_at_once(kami):
    """Different kinds, in different files, each at its own line; and nothing that only follows."""
    main, two, four, five = (
        MAIN,
        "2-tata-kelola.yaml",
        "4-kerangka-kerja.yaml",
        "5-pengelolaan-aset.yaml",
    )
    twice = kami.plant(main, 'edition: "5.0"', 'edition: "5.0"\nedition: "5.1"') + 1
    bad_key = kami.plant(two, "stage: 1", "staage: 1")
    kami.plant(two, 'id: "2.2"', 'id: "2.1"')
    no_english = kami.plant(four, '\n  en: "', '\n  xx: "') + 1
    kami.plant(five, "stage: 1", "stage: 2")
    bad_set = kami.plant(main, "option_set: penerapan}", "option_set: penerpan}")
    bad_number = kami.plant(main, "ge: 19.2", 'ge: "19.2"')
    told = kami.told()

    assert {
        (two, "unknown_key", bad_key),
        (two, "duplicate_item", 36),
        (four, "unknown_key", no_english),
        (main, "unknown_option_set", bad_set),
        (main, "duplicate_key", twice),
        (main, "wrong_type", bad_number),
    } <= set(told)
    assert (four, "missing_translation", 3) in told
    counts = [t for t in told if t[1] == "expected_count"]
    assert len(counts) == 2, "stage 1 has lost an item that stage 2 has won"
    assert len(told) == 9


def test_five_mistakes_in_rules_are_told_at_once(kami):
    lines = [
        kami.plant(MAIN, 'sum: {rules: ["2.score"', 'sum: {rules: ["2.skor"'),
        kami.plant(MAIN, "source: dashboard", "source: dashbord"),
        kami.plant(MAIN, 'value: "Tidak Layak"}', 'value: "Tak Layak"}'),
        kami.plant(MAIN, "{holds: floors}", "{holds: total}"),
        kami.plant(MAIN, "value: 918", "value: 919"),
    ]
    codes = ["unknown_rule", "unknown_source", "value_not_on_scale", "wrong_kind", "expected_value"]

    assert sorted(kami.told()) == sorted((MAIN, c, n) for c, n in zip(codes, lines, strict=True))


DOUBT = """\
  - id: doubt
    label: {id: ragu, en: doubt}
    items: {stage: ["2"]}
    rests_on: {stage: ["1"]}
    within: area
    gap: 1
    source: book
    sureness: settled
"""
ONE_MISTAKE = [
    # shape
    (MAIN, "issuer: nobody", "issuer: nobody\nisuer: x", "unknown_key", 1),
    (MAIN, "issuer: nobody\n", "", "missing_key", None),
    (MAIN, 'edition: "1"', "edition: 5.0", "wrong_type", 0),
    (MAIN, "en: Small", 'en: ""', "missing_translation", 0),
    (MAIN, ", en: Small", "", "missing_translation", 0),
    (MAIN, "name: {id: Kecil, en: Small}", "name: Kecil", "wrong_type", 0),
    (MAIN, "sureness: settled", "sureness: sure", "not_one_of", 0),
    (MAIN, "id: total\n", "id: to tal\n", "bad_form", 0),
    (MAIN, "sum: {items: {}}", "sum: {}", "items_or_rules", 0),
    (MAIN, "    sum: {items: {}}\n", "", "rule_form", None),
    (MAIN, "sureness: settled", "sureness: likely", "reading_missing", -3),
    (MAIN, "when: {holds: reached}", "when: {holds: reached, of: total}", "condition_form", 0),
    (MAIN, "when: {of: done, ge: 1}", "when: {of: done}", "condition_comparison", 0),
    (MAIN, "      by: level\n", "", "bands_by", None),
    (MAIN, "{from: 2, value: high}", "{from: 0, value: high}", "bands_order", None),
    (MAIN, "{items: {}, count: 2}", "{items: {}}", "expectation_form", 0),
    (MAIN, "steps:\n", "steps: []\n    x:\n", "too_few", 0),
    (AREA, "stage: 1", "stage: 4", "not_one_of", 0),
    (AREA, "stage: 1", "stage: true", "not_one_of", 0),
    (AREA, "stage: 1", 'stage: "1"', "wrong_type", 0),
    (AREA, 'id: "1.2"', "id: 1.2", "wrong_type", 0),
    (AREA, 'id: "1.2"', 'id: "1,2"', "bad_form", 0),
    (AREA, "not_applicable: true", "not_applicable: yes", "wrong_type", 0),
    (AREA, "stage: 2", "stage: 2\n        stage: 2", "duplicate_key", 1),
    (AREA, "stage: 2", "stage: 2\n        evidence: {id: [a], en: []}", "evidence_parallel", 1),
    # tables
    (MAIN, "for_each: rows", "for_each: row", "unknown_table", 0),
    (MAIN, '"{limit}"', '"{limmit}"', "unknown_column", 0),
    (MAIN, "          do:\n", "          doo:\n", "unknown_key", 0),
    (MAIN, "- {limit: 1, half: 0.5, name: satu}", "- {limit: [1]}", "table_not_rows", 0),
    # files
    (MAIN, "file: one.yaml", "file: ../one.yaml", "bad_file_name", 0),
    (MAIN, "file: one.yaml", "file: two.yaml", "missing_file", None),
    (MAIN, "file: one.yaml, ", "", "missing_key", 0),
    (MAIN, "- {file: one.yaml", "- {file: one.yaml}\n  - {file: one.yaml", "duplicate_file", 1),
    # everything against everything
    (AREA, 'id: "1.2"', 'id: "1.1"', "duplicate_item", 0),
    (AREA, 'id: "1.2"', 'id: "2.2"', "item_outside_area", 0),
    (AREA, 'id: "1.1"', 'id: "1.10"', "item_order", None),
    (AREA, "stage: 2", "stage: 2\n        weight: 0", "bad_weight", 1),
    (AREA, "stage: 2", "stage: 3", "score_without_tag", -1),
    (MAIN, "sureness: settled", "sureness: maybe", "not_one_of", 0),
    (MAIN, "id: most\n", "id: total\n", "duplicate_rule", 0),
    (MAIN, 'aliases: ["Betul"]', 'aliases: ["tidak  BERLAKU"]', "ambiguous_word", 1),
    (MAIN, 'code: "1"', 'code: "0"', "duplicate_code", 0),
    (MAIN, ", not_applicable: zero", "", "no_na_option", None),
    (MAIN, ", option_set: plain", "", "no_options", None),
    (MAIN, "option_set: plain", "option_set: plane", "unknown_option_set", 0),
    (MAIN, "source: book", "source: bok", "unknown_source", 0),
    (MAIN, "{holds: reached}", "{holds: reachd}", "unknown_rule", 0),
    (MAIN, "{holds: reached}", "{holds: total}", "wrong_kind", 0),
    (MAIN, "{holds: reached}", "{of: band, eq: high}", "circular_rules", None),
    (MAIN, "      scale: level\n", "      scale: levels\n", "unknown_scale", 0),
    (MAIN, "{value: high, when", "{value: top, when", "value_not_on_scale", 0),
    (MAIN, "{value: high, when: {holds: reached}}", "{value: high}", "rung_without_condition", 0),
    (MAIN, "- {value: low}", "- {value: low, when: {holds: reached}}", "lowest_rung_condition", 0),
    (MAIN, "        - {value: low}\n", "        - {value: high}\n", "not_rising", 1),
    (MAIN, "        low: [{from: 0, value: low}]\n", "", "bands_missing", None),
    (MAIN, "maximum: {items: {area: [\"1\"]}}", "max: {rules: [total, level]}", "not_alike", 0),
    (MAIN, "maximum: {items: {area: [\"1\"]}}", "sum: {rules: []}", "empty_list", 0),
    (MAIN, 'items: {area: ["1"]}', 'items: {area: ["7"]}', "unknown_tag_value", 0),
    (MAIN, 'items: {area: ["1"]}', 'items: {stage: ["1"], maturity: []}', "selects_nothing", 0),
    (MAIN, 'answered: ["1", "NA"]', 'answered: ["1", "4"]', "unknown_answered", 0),
    (MAIN, 'area: "1", score: total', 'area: "2", score: total', "unknown_area", 0),
    (MAIN, "readiness_bands: band", "readiness_bands: level", "not_bands", 0),
    (MAIN, "references: [most]", "references: [most, most]", "reference_count", 0),
    (MAIN, "usual_mark: high", "usual_mark: top", "value_not_on_scale", 0),
    (MAIN, "count: 2", "count: 3", "expected_count", 0),
    (MAIN, "{items: {}, count: 2}", "{items: {}, weights: 2}", "expected_weights", 0),
    (MAIN, "value: 3}", "value: 4}", "expected_value", 0),
    # before an assessment is handed in
    (MAIN, 'aliases: ["Betul"]', "needs_evidence: yes", "wrong_type", 0),
    (MAIN, 'aliases: ["Betul"]', "needs_evidence: true\n        wants_evidence: true",
     "evidence_twice", 1),
    (MAIN, "required_profile: [unit]", "required_profile: [unti]", "not_one_of", 0),
    (MAIN, "required_profile: [unit]", "required_profile: [unit, unit]",
     "duplicate_profile_field", 0),
    (MAIN, "rests_on: {stage", "rest_on: {stage", "unknown_key", 0),
    (MAIN, 'rests_on: {stage: ["1"]}', 'rests_on: {stage: ["7"]}', "unknown_tag_value", 0),
    (MAIN, 'rests_on: {stage: ["1"]}', 'rests_on: {stage: []}', "selects_nothing", 0),
    (MAIN, "within: section", "within: sektion", "not_one_of", 0),
    (MAIN, "gap: 1", "gap: 2", "gap_out_of_range", 0),
    (MAIN, "gap: 1", "gap: 0", "gap_out_of_range", 0),
    (MAIN, "gap: 1", 'gap: "1"', "wrong_type", 0),
    (MAIN, "    reading: {id: sendiri, en: own}\n", "", "reading_missing", None),
    (MAIN, "source: doubts", "source: doubt", "unknown_source", 0),
    (MAIN, "item_gates:\n", DOUBT + "item_gates:\n", "duplicate_consistency", 0),
]  # fmt: skip


def test_a_level_that_no_rule_asks_for_is_told_at_its_item_beside_another_mistake(kami):
    area = "3-pengelolaan-risiko.yaml"
    stage = kami.plant(area, "stage: 1", "stage: 4")
    level = kami.plant(area, 'maturity: "II"', 'maturity: "VII"')

    assert kami.told() == [(area, "not_one_of", stage), (area, "unused_level", level)]


def test_a_level_that_no_rule_asks_for_is_not_told_again_by_every_sum(kami):
    area = "3-pengelolaan-risiko.yaml"
    level = kami.plant(area, 'maturity: "II"', 'maturity: "VII"')

    assert kami.told() == [(area, "unused_level", level)]


def test_an_unknown_sureness_hides_no_other_mistake_of_the_rules(kami):
    lines = [
        kami.plant(MAIN, "sureness: likely", "sureness: maybe"),
        kami.plant(MAIN, "{holds: floors}", "{holds: flors}"),
    ]
    codes = ["not_one_of", "unknown_rule"]

    assert sorted(kami.told()) == sorted((MAIN, c, n) for c, n in zip(codes, lines, strict=True))


@pytest.mark.parametrize(("file", "old", "new", "code", "offset"), ONE_MISTAKE)
def test_one_mistake_is_told_where_it_is(small, file, old, new, code, offset):
    """`offset`: lines from where the text was altered; None where another line is meant."""
    line = small.plant(file, old, new) + (len(old) - len(old.lstrip("\n")))
    told = small.told()

    assert code in [c for _, c, _ in told]
    if offset is not None:
        assert (file, code, line + offset) in told


def test_what_was_probably_meant_is_suggested(small):
    small.plant(MAIN, "{holds: reached}", "{holds: reachd}")
    small.plant(AREA, "stage: 2", "staeg: 2")

    assert [p.facts["near"] for p in small.problems()] == ["reached", "stage"]


def test_answers_that_would_rest_on_none_of_their_section_are_told(kami):
    line = kami.plant(MAIN, 'rests_on: {stage: ["1"]}', 'rests_on: {section: ["3"], stage: ["3"]}')
    kami.plant(MAIN, 'items: {stage: ["2", "3"]}', 'items: {section: ["2"]}')

    assert kami.told() == [(MAIN, "rests_on_nothing", line)]


def test_two_gates_over_one_item_are_told(small):
    small.plant(
        MAIN,
        "results:\n",
        "  - {id: other, label: {id: a, en: b}, items: {}, when: {of: done, ge: 1},"
        " source: book, sureness: settled}\nresults:\n",
    )
    assert [c for _, c, _ in small.told()] == ["gates_overlap"]


def test_a_mistake_in_a_repeated_part_names_the_row(kami):
    kami.plant(MAIN, '{area: "2", II_80: 43.2}', '{area: "2", II_80: "much"}')
    (problem,) = kami.problems()

    assert (problem.code, problem.facts["row"]) == ("wrong_type", "open_III_settled[1]")


def test_a_main_file_that_cannot_be_read_is_one_problem(small):
    (small.folder / MAIN).write_text("id: x\nname: ]\n", "utf-8")
    assert small.told() == [(MAIN, "yaml_syntax", 2)]


@pytest.mark.parametrize("file", [MAIN, AREA])
def test_a_file_that_is_a_text_is_told_to_be_one(small, file):
    (small.folder / file).write_text("root:x:0:0\n")

    told = [(Path(p.file or "").name, p.code, p.facts) for p in small.problems()]
    assert (file, "wrong_type", {"expected": "mapping", "found": "text"}) in told


def test_an_area_file_that_cannot_be_read_brings_no_consequences(kami):
    (kami.folder / "3-pengelolaan-risiko.yaml").write_text("id: [1\n", "utf-8")
    told = kami.told()

    assert [(f, c) for f, c, _ in told] == [("3-pengelolaan-risiko.yaml", "yaml_syntax")]


def test_an_area_file_outside_the_folder_is_refused_even_behind_a_link(small, tmp_path):
    outside = tmp_path / "outside.yaml"
    (small.folder / AREA).rename(outside)
    (small.folder / AREA).symlink_to(outside)

    assert (MAIN, "bad_file_name", 10) in small.told()


def test_files_are_named_as_the_user_named_the_folder(small, monkeypatch):
    small.plant(MAIN, "issuer: nobody\n", "")
    monkeypatch.chdir(small.folder.parent)
    with pytest.raises(BadInput) as caught:
        load_instrument(Path("small"))

    assert caught.value.problems[0].file == str(Path("small") / MAIN)


def test_a_placeholder_alone_keeps_its_type_and_in_a_text_is_written_in(small):
    small.plant(MAIN, '{of: total, ge: "{limit}"}', '{of: total, ge: "{half}"}')
    small.plant(MAIN, "  - id: most", (
        "  - for_each: rows\n    do:\n      - id: \"x.{name}.{limit}\"\n"
        "        label: {id: \"{half} {name}\", en: b}\n        source: book\n"
        "        sureness: settled\n        linear: {constant: \"{half}\"}\n  - id: most"
    ))  # fmt: skip
    rule = load_instrument(small.folder).rule_by_id["x.satu.1"]

    assert rule.label.id == "0.5 satu"
    assert rule.linear is not None
    assert str(rule.linear.constant) == "0.5"


def test_the_digest_changes_with_every_byte_and_every_name(small):
    before = digest_of(small.folder)
    assert load(small.folder).digest == before
    small.plant(AREA, "en: Second", "en: Secund")
    altered = digest_of(small.folder)
    (small.folder / AREA).rename(small.folder / "two.yaml")
    small.plant(MAIN, "file: one.yaml", "file: two.yaml")

    assert len({before, altered, digest_of(small.folder)}) == 3
    assert before.startswith("sha256:")
    assert len(before) == 71


def test_a_folder_of_many_mistakes_is_cut_short(small):
    small.plant(MAIN, "issuer: nobody", "\n".join(f"zz{i}: 1" for i in range(2000)))
    problems = small.problems()

    assert len(problems) == 501
    assert problems[-1].code == "more_problems"


def test_nested_loops_that_would_make_millions_are_refused(small):
    rows = ", ".join(["{limit: 1, half: 0.5, name: satu}"] * 1000)
    small.plant(MAIN, "    - {limit: 1, half: 0.5, name: satu}", f"    [{rows}]")
    small.plant(MAIN, "  - id: most", (
        "  - {for_each: rows, do: [{for_each: rows, do: [{for_each: rows, do: []}]}]}\n  - id: most"
    ))  # fmt: skip
    assert (MAIN, "too_many_values") in [(f, c) for f, c, _ in small.told()]


class TestLibrary:
    def test_it_finds_the_shipped_edition_and_the_users_own(self, small):
        library = Library([questionnaires(), small.folder.parent])

        assert set(library.ids()) == {"kami-5.0", "small"}
        assert library.scorer("small") is library.scorer("small")
        assert library.digest("small") == digest_of(small.folder)

    def test_a_users_edition_does_not_replace_a_shipped_one_unless_given(self, kami):
        shipped = questionnaires() / "kami-5.0"

        assert Library([questionnaires(), kami.folder.parent]).folder("kami-5.0") == shipped
        assert Library([questionnaires()], [kami.folder]).folder("kami-5.0") == kami.folder

    def test_an_edition_that_is_not_there_is_told_with_those_that_are(self, library):
        with pytest.raises(UnknownInstrument) as caught:
            library.scorer("kami-9")
        assert caught.value.facts["known"] == ["kami-5.0"]

    def test_a_folder_whose_edition_has_another_id_is_a_mistake(self, small):
        small.folder.rename(small.folder.parent / "other")
        with pytest.raises(BadInput) as caught:
            Library([small.folder.parent]).scorer("other")
        assert [p.code for p in caught.value.problems] == ["id_not_folder"]

    def test_a_folder_that_is_missing_holds_no_editions(self, tmp_path):
        assert Library([tmp_path / "nowhere"]).ids() == ()

    def test_a_folder_that_may_not_be_looked_into_hides_none_of_the_others(
        self, small, monkeypatch
    ):
        locked = small.folder.parent / "locked"
        locked.mkdir()
        is_file = Path.is_file

        def asked(path: Path) -> bool:
            if path.parent == locked:  # as the system says it, to anybody but root
                raise PermissionError(13, "Permission denied", str(path))
            return is_file(path)

        monkeypatch.setattr(Path, "is_file", asked)
        assert Library([small.folder.parent]).ids() == ("small",)
