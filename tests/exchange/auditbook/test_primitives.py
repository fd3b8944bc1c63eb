"""Every primitive an edition may use, with all the answers there are, reckoned by a spreadsheet."""

from __future__ import annotations

import re

from kami_tui.domain.rules import FORMS
from tests.exchange.auditbook import toy
from tests.exchange.auditbook.expected import Expected
from tests.exchange.auditbook.spreadsheet import Template, needs_soffice


def test_the_toy_leaves_no_primitive_out():
    instrument = toy.edition().instrument
    assert {r.form for r in instrument.rules} == set(FORMS)
    assert instrument.item_gates


def test_what_may_be_a_fraction_is_settled_before_it_is_compared_or_rounded():
    """LibreOffice forgives a last digit in comparisons; not every spreadsheet does, everywhere."""
    made = {n.key: n.made.text for n in Expected(toy.edition()).formulas.nodes}
    assert made["tenths_are"] == "ROUND(R_tenths,9)=ROUND(R_tenths_once,9)"
    assert made["rounded_1"].endswith("ROUND(ROUND(R_share,9),1))")
    for key in ("all_of/2", "late_much", "band_by/low"):
        compared = re.findall(r"(\S{1,12})(?:>=|>)", made[key])
        assert all(part.endswith(",9)") or "R_rounded" in part for part in compared), key


def test_whole_numbers_are_compared_as_they_are(kami):
    """In Indeks KAMI all are whole but the supplement's share: 80 % of 54 is 43.2 for 43 and 44."""
    made = {n.key: n.made.text for n in Expected(kami).formulas.nodes}
    assert made["2.II_80_met"] == "R_2.level_II>=43.2"
    assert [k for k, text in made.items() if "ROUND" in text] == ["supplement_percent"]


@needs_soffice
def test_lists_longer_than_a_formula_takes_are_split_and_mean_the_same(
    book, spreadsheet, monkeypatch
):
    """Excel nests 64 IFs and gives a function 255 arguments: here, one and two."""
    monkeypatch.setattr("kami_tui.exchange.auditbook.formulas.DEEPEST", 1)
    monkeypatch.setattr("kami_tui.exchange.auditbook.expressions._ARGUMENTS", 2)
    scorer = toy.edition()
    everyone = toy.every_sheet(scorer)[::4]
    template = Template(book(scorer=scorer))
    expected = Expected(scorer)
    assert any(n.key.endswith("/-") for n in expected.formulas.nodes)
    cells = spreadsheet.values([template.filled(s) for s in everyone], template.rules)
    told = [expected.differences(s, c) for s, c in zip(everyone, cells, strict=True)]
    assert [t for t in told if t] == []


@needs_soffice
def test_every_primitive_is_the_scorers_for_all_answers_there_are(book, spreadsheet):
    scorer = toy.edition()
    everyone = toy.every_sheet(scorer)
    template = Template(book(scorer=scorer))
    cells = spreadsheet.values([template.filled(s) for s in everyone], template.rules)
    expected = Expected(scorer)
    seen = [expected.values(s) for s in everyone]
    print(f"{len(everyone)} assessments, {len(seen[0]) * len(seen)} values compared")  # noqa: T201
    told = [expected.differences(s, c) for s, c in zip(everyone, cells, strict=True)]
    assert [(s, t) for s, t in zip(everyone, told, strict=True) if t] == []
    always = {name for name in seen[0] if len({repr(v[name]) for v in seen}) == 1}
    fixed = {"R_items", "R_nobody", "R_constant", "R_no_share", "R_never", "R_always"}
    assert {n for n in always if n.startswith("R_")} >= fixed
