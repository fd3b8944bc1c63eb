"""The context: figures from the scorer, pure, frozen, and whole for any assessment."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.result import result_of
from kami_tui.domain.scorer import Scorer
from kami_tui.reporting.context import build_context
from kami_tui.reporting.model import ReportContext


def test_the_figures_are_the_scorers(context_of, kami: Scorer, example: Assessment) -> None:
    result = result_of(kami.evaluate(example.statuses))
    page = context_of(example).result

    assert page.status.value == result.readiness
    assert page.total.score == str(result.total)
    assert page.total.max == str(result.max)
    for row in page.areas:
        area = result.areas[row.id]
        assert (row.score, row.max, row.level) == (str(area.score), str(area.max), area.maturity)
        assert row.unanswered == "–"
    figures = {f.label: f.value for f in page.figures}
    assert result.category
    assert result.maturity_range
    assert figures["Kategori Sistem Elektronik"] == result.category.value
    assert figures["Tingkat kematangan"] == " s.d. ".join(result.maturity_range)


def test_every_item_stands_in_its_chapter_with_what_it_counts(
    context_of, kami: Scorer, example: Assessment
) -> None:
    e = kami.evaluate(example.statuses)
    rows = [i for c in context_of(example).chapters for s in c.sections for i in s.items]

    assert tuple(r.id for r in rows) == kami.ids
    for row in rows:
        best = kami.best[kami.position[row.id]]
        assert row.points == f"{e.counted_of(row.id)} / {best}"
        assert bool(row.discounted) is not e.counts(row.id)
        assert len(row.evidence) == len(example.answer(row.id).evidence)


def test_the_same_input_gives_an_equal_context_that_cannot_be_changed(
    context_of, example: Assessment
) -> None:
    context = context_of(example)

    assert context == context_of(example)
    for value in _parts(context):
        assert not isinstance(value, list | dict | set)
    with pytest.raises(dataclasses.FrozenInstanceError):
        context.meta.title = "other"


def test_fractions_and_numbers_come_ready(context_of, example: Assessment) -> None:
    """No template has anything left to work out: numbers are text already."""
    values = list(_parts(context_of(example)))

    assert not [v for v in values if isinstance(v, float)]
    depths = {v for v in values if isinstance(v, int) and not isinstance(v, bool)}
    assert depths <= {0, 1, 2, 3}, "the only number is how deep a condition stands"


def test_an_incomplete_assessment_says_so_first_and_tells_the_categories_left(
    context_of, example: Assessment
) -> None:
    answers = {i: a for i, a in example.answers.items() if i not in {"1.1", "1.2", "2.4"}}
    cover = context_of(replace(example, answers=answers)).cover

    assert cover.incomplete[0] == "Belum lengkap: 3 dari 212 butir belum dijawab."
    assert "Rendah" in cover.incomplete[1]
    assert "Tinggi" in cover.incomplete[1]
    assert cover.status.mute


def test_unanswered_items_are_listed_by_area(context_of, example: Assessment) -> None:
    answers = {i: a for i, a in example.answers.items() if i not in {"2.4", "2.10", "8.1"}}
    gaps = context_of(replace(example, answers=answers)).gaps

    assert [(g.name[:1], g.count, g.items) for g in gaps] == [
        ("2", "2", "2.4, 2.10"),
        ("8", "1", "8.1"),
    ]


def test_an_empty_assessment_has_every_part(context_of, kami: Scorer) -> None:
    context = context_of(Assessment("kami-5.0"), "en")

    assert context.cover.organisation == "Organisation not named"
    assert context.cover.incomplete
    assert sum(int(g.count) for g in context.gaps) == len(kami.ids)
    assert not context.register


def test_the_register_names_the_items_that_rest_on_each_document(context_of) -> None:
    a = Assessment(
        "kami-5.0",
        answers={"2.1": Answer("3", evidence=("E2",)), "3.2": Answer("1", evidence=("E2", "E9"))},
        evidence={"E1": Evidence("one"), "E2": Evidence("two", sha256="ab" * 32)},
    )
    context = context_of(a, "en")
    rows = [r for part in context.register for r in part.rows]

    assert [(r.key, r.title, r.items, r.sha256) for r in rows] == [
        ("E1", "one", "–", ""),
        ("E2", "two", "2.1, 3.2", "ab" * 32),
    ]
    (item,) = [i for s in context.chapters[2].sections for i in s.items if i.id == "3.2"]
    assert [(e.key, e.title, bool(e.anchor)) for e in item.evidence] == [
        ("E2", "two", True),
        ("E9", "(not in the register)", False),
    ]


def test_the_register_names_files_by_their_name_and_size_but_not_whose_computer_they_lie_on(
    context_of,
) -> None:
    given = {
        "E1": Evidence("one", file="/home/someone/Dokumen/SK 12.pdf", size="1234567"),
        "E2": Evidence("two", file="C:\\Users\\someone\\minutes.docx"),
        "E3": Evidence("three", location="Cabinet 4"),
    }
    context = context_of(Assessment("kami-5.0", evidence=given), "en")
    rows = [[(d.label, d.value) for d in r.details] for p in context.register for r in p.rows]
    assert rows == [
        [("File", "SK 12.pdf (1,234,567 bytes)")],
        [("File", "minutes.docx")],
        [("Location", "Cabinet 4")],
    ]


def test_a_long_register_is_split_into_stretches(context_of) -> None:
    evidence = {f"E{n}": Evidence(f"document {n}") for n in range(1, 1001)}
    parts = context_of(Assessment("kami-5.0", evidence=evidence), "en").register

    assert sum(len(p.rows) for p in parts) == 1000
    assert parts[0].title == "E1 to E50"
    assert max(len(p.rows) for p in parts) <= 50


def test_not_applicable_without_a_reason_is_pointed_out(context_of, kami: Scorer) -> None:
    offered = next(i for i in kami.ids if kami.instrument.option(i, "NA"))
    silent = Assessment("kami-5.0", answers={offered: Answer("NA")})
    reasoned = Assessment("kami-5.0", answers={offered: Answer("NA", "we have none")})

    assert [r.id for r in _rows(context_of(silent)) if r.warning] == [offered]
    assert not [r for r in _rows(context_of(reasoned)) if r.warning]


def test_areas_below_their_floor_are_told_in_one_sentence(context_of, kami: Scorer) -> None:
    """However many there are: the result stays on its one page."""
    none = {i: Answer("A" if i.startswith("1.") else "0") for i in kami.ids}
    points = context_of(Assessment("kami-5.0", answers=none), "en").result.points

    assert points[0].startswith("Below the floor: Governance score 0 (floor 16); ")
    assert points[0].count("floor") == 6
    assert len(points) == 3


def test_each_way_to_a_level_is_one_line(context_of, example: Assessment) -> None:
    why = context_of(example, "en").chapters[1].why
    assert why
    lines = {r.level: r.lines for r in why.rungs}

    assert [(c.joiner, [p.text for p in c.parts]) for c in lines["III"]] == [
        ("", ["Level III is open", "Score of the level III items"]),
        ("or", ["Level IV is open"]),
    ]
    assert [len(c.parts) for c in lines["IV"]] == [4]
    assert [n.title for n in why.named] == [
        "Level II reaches 80%", "Level III is open", "Level IV is open",
    ]  # fmt: skip


def test_items_that_can_help_are_named_once(context_of, example: Assessment) -> None:
    """Under what is missing, or else in the table of the gate."""
    for chapter in context_of(example).chapters:
        if chapter.why and chapter.why.gates:
            told = {n.text.split(":")[0] for n in chapter.why.next_needs}
            lines = [line for g in chapter.why.gates for line in g.lines if not line.holds]
            assert all(bool(line.items) is (line.text not in told) for line in lines)


def test_a_long_note_may_run_over_the_end_of_a_page(context_of) -> None:
    a = Assessment("kami-5.0", answers={"2.1": Answer("1", "a line\n" * 60), "2.2": Answer("1")})
    long = [i.id for i in _rows(context_of(a)) if i.long]

    assert long == ["2.1"]


def test_numbers_inside_the_instruments_texts_are_written_as_the_language_does(context_of) -> None:
    told = {
        language: " ".join(
            d.reading for d in context_of(Assessment("kami-5.0"), language).method.doubts
        )
        for language in ("id", "en")
    }
    assert "31,2" in told["id"]
    assert "33,6" in told["id"]
    assert "31.2" not in told["id"]
    assert "31.2" in told["en"]


def test_rules_that_are_not_settled_print_their_reading_in_full(context_of, kami: Scorer) -> None:
    said = {d.reading for d in context_of(Assessment("kami-5.0")).method.doubts}

    assert said == {r.reading.id for r in kami.instrument.rules if r.reading}


def test_the_appendix_has_every_rule_and_gate(context_of, kami: Scorer, example) -> None:
    rows = [r for g in context_of(example).method.groups for r in g.rows]
    rules = {r.id for r in kami.instrument.rules} | {g.id for g in kami.instrument.item_gates}

    assert {r.id for r in rows} == rules
    assert len(rows) == len(rules)
    assert all(r.how and all(r.how) and r.value and r.source for r in rows)


def test_an_edition_without_category_levels_or_status_has_its_report(
    toy, toy_assessment, context_of
) -> None:
    context = context_of(toy_assessment, "en", toy.scored)

    assert context.result.status.value == "3 of 12"
    assert not context.result.figures
    assert context.result.radar is None
    assert not context.result.with_levels
    assert [c.why for c in context.chapters] == [None, None]
    assert context.gaps[0].items == "1.2, 1.3"


def test_numbers_and_dates_follow_the_language(context_of, kami: Scorer, moment: datetime) -> None:
    profile = Profile(date="2026-09-15")
    wide = {f"E{n}": Evidence("x") for n in range(1234)}
    a = Assessment("kami-5.0", profile=profile, evidence=wide)

    told = {lang: " ".join(f.value for f in context_of(a, lang).colophon) for lang in ("id", "en")}
    assert "1.234" in told["id"]
    assert "1,234" in told["en"]
    assert "20 September 2026, pukul 03.15 UTC" in told["id"]
    assert "20 September 2026, 03:15 UTC" in told["en"]
    assert "15 September 2026" in [f.value for f in context_of(a).cover.facts]


def test_a_zone_east_of_greenwich_is_printed_as_given(kami: Scorer) -> None:
    when = datetime.fromisoformat("2026-09-20T10:15:00+07:00")
    a = Assessment("kami-5.0")
    context = build_context(a, kami, kami.evaluate({}), "en", when)

    assert "20 September 2026, 10:15 UTC+07:00" in [f.value for f in context.colophon]


def _rows(context: ReportContext):
    return [i for c in context.chapters for s in c.sections for i in s.items]


def _parts(value: object) -> Iterator[object]:
    """Every value a template can reach."""
    yield value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _parts(part)
