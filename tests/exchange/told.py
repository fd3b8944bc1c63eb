"""What tests ask of workbooks and of what was found in them."""

from __future__ import annotations

from typing import Any

from kami_tui.domain.answers import Answer, Assessment

AREA2 = "II Tata Kelola"


def everything(scorer, code: str) -> Assessment:
    """Every item answered so, where it offers that; else with its lowest option."""
    answers = {}
    for item in scorer.instrument.items:
        offered = [o.code for o in scorer.instrument.options(item)]
        answers[item] = Answer(code if code in offered else offered[0])
    return Assessment("kami-5.0", answers=answers)


def row_of(sheet: Any, number: str) -> int:
    return next(r for r in range(1, 400) if sheet.cell(r, 1).value == number)


def kinds(proposal) -> dict[str, list[str]]:
    """Places by kind of finding."""
    found: dict[str, list[str]] = {}
    for finding in proposal.findings:
        found.setdefault(finding.kind, []).append(finding.place)
    return found
