"""A piece of an assessment, to be filled in by somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kami_tui.domain.answers import Assessment


def part_of(assessment: Assessment, items: Iterable[str]) -> Assessment:
    """What is said of these items, with the documents they rest on; profile and owners as well."""
    wanted = set(items)
    whole = without_loose_ends(assessment)
    answers = {i: a for i, a in whole.answers.items() if i in wanted}
    attached = {k for a in answers.values() for k in a.evidence}
    register = {k: e for k, e in assessment.evidence.items() if k in attached}
    return replace(assessment, answers=answers, evidence=register)


def without_loose_ends(assessment: Assessment) -> Assessment:
    """Without attachments whose document is no longer in the register: one program may attach what
    another takes out at the same time."""
    register = assessment.evidence
    answers = {
        i: replace(a, evidence=tuple(k for k in a.evidence if k in register))
        for i, a in assessment.answers.items()
    }
    return replace(assessment, answers={i: a for i, a in answers.items() if not a.empty})
