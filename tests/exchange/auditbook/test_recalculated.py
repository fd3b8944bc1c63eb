"""A spreadsheet, reckoning by itself, says what the scorer says."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from kami_tui.domain.result import result_of
from tests.exchange.auditbook.edges import Statuses, background, edges, gaps, thresholds, together
from tests.exchange.auditbook.expected import Expected
from tests.exchange.auditbook.spreadsheet import Template, needs_soffice

pytestmark = needs_soffice


@pytest.fixture(scope="module")
def template(book) -> Template:
    """Without any answer."""
    return Template(book())


@pytest.fixture(scope="module")
def found_edges(kami):
    return edges(kami)


def test_every_threshold_of_the_edition_is_crossed_and_decides_something(kami, found_edges):
    assert [(e.rule, e.bound) for e in found_edges] == [*dict.fromkeys(thresholds(kami))]
    assert all(e.decisive for e in found_edges)


def test_all_figures_and_rules_are_the_scorers(kami, template, found_edges, spreadsheet):
    """At every threshold and just below it, at random, with gaps, with N/A, empty and full."""
    chance = random.Random(5)
    everyone: list[Statuses] = [{}, {i: max(p, key=p.__getitem__) for i, p in _points(kami)}]
    everyone += together(kami, found_edges, chance)
    everyone += [background(kami, chance) for _ in range(6)]
    everyone += [gaps(kami, background(kami, chance), chance) for _ in range(8)]
    cells = spreadsheet.values([template.filled(s) for s in everyone], template.rules)
    expected = Expected(kami)
    values = len(expected.values({})) * len(everyone)
    print(f"{len(everyone)} assessments, {values} values compared")  # noqa: T201 - how much it is
    assert len(everyone) > 100
    told = [expected.differences(s, c) for s, c in zip(everyone, cells, strict=True)]
    assert [t for t in told if t] == []


def _points(kami):
    return zip(kami.ids, kami.points, strict=True)


def test_choosing_from_the_drop_down_changes_the_named_results(kami, book, spreadsheet):
    """Written with openpyxl as the drop-down would; types as an auditor's tool reads them."""
    chance = random.Random(8)
    before = background(kami, chance)
    loaded = load_workbook(BytesIO(book(before)))
    changed = dict(before)
    template = Template(book(before))
    for item in chance.sample(kami.ids, 40):
        option = chance.choice(kami.instrument.options(item))
        name, cell = template.place[item]
        sheet = loaded.worksheets[int("".join(c for c in name if c.isdigit())) - 1]
        own = kami.instrument.items[item].options is not None
        sheet[cell].value = option.code if own else option.label.id
        changed[item] = option.code
    saved = BytesIO()
    loaded.save(saved)
    reckoned = load_workbook(BytesIO(spreadsheet.reckoned(saved.getvalue())), data_only=True)
    result: Any
    result, was = (result_of(kami.evaluate(s)) for s in (changed, before))
    assert result != was
    named = {
        name: _named(reckoned, name)
        for name in reckoned.defined_names
        if name[:5] not in ("SCALE", "KAMI_")
    }
    assert named["TOTAL"] == result.total
    assert named["SE_SCORE"] == result.category.score
    assert named["SE_CATEGORY"] == result.category.value
    assert named["READINESS"] == result.readiness
    assert named["SUPPLEMENT_PERCENT"] == result.supplement.percent
    for area in result.areas.values():
        assert named[f"AREA_{area.area}_SCORE"] == area.score
        assert named[f"AREA_{area.area}_LEVEL"] == area.maturity
        assert (named[f"AREA_{area.area}_STAGE3"] or None) == (area.stage3_counted or None)
        assert isinstance(named[f"AREA_{area.area}_STAGE3"], bool) == (
            area.stage3_counted is not None
        )


def _named(book, name):
    sheet, cell = next(iter(book.defined_names[name].destinations))
    return book[sheet][cell].value


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_status_may_be_typed_as_a_code_a_number_or_a_label_in_either_language(
    kami, book, spreadsheet, language
):
    items = [i for i in kami.ids if i.startswith("2.")][:8]
    option = kami.instrument.option(items[0], "2")
    typed = ["2", 2, " 2 ", option.label.id, option.label.en, option.label.id.upper(), "9", "*"]
    template = Template(book(language=language))
    cells = spreadsheet.values(
        [template.filled(dict(zip(items, typed, strict=True)))], template.rules
    )
    understood = dict.fromkeys(items[:6], "2")
    assert Expected(kami, language).differences(understood, cells[0]) == []


def test_the_first_sheet_says_so_where_something_is_incomplete(kami, book, spreadsheet):
    statuses = background(kami, random.Random(1))
    del statuses["1.1"]
    reckoned = load_workbook(BytesIO(spreadsheet.reckoned(book(statuses, "en"))), data_only=True)
    shown: dict = {}
    for row in reckoned.worksheets[0].iter_rows():
        shown.setdefault(row[0].value, row[1].value)
    assert shown["Electronic System category"] == shown["Final result"] == "incomplete"
    assert "are the same" in shown["Compared with the program"]
    assert not _named(reckoned, "SE_CATEGORY")
