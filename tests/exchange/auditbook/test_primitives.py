"""Every primitive an edition may use, with all the answers there are, reckoned by a spreadsheet."""

from __future__ import annotations

from kami_tui.domain.rules import FORMS
from tests.exchange.auditbook import toy
from tests.exchange.auditbook.expected import Expected
from tests.exchange.auditbook.spreadsheet import Template, needs_soffice


def test_the_toy_leaves_no_primitive_out():
    instrument = toy.edition().instrument
    assert {r.form for r in instrument.rules} == set(FORMS)
    assert instrument.item_gates


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
