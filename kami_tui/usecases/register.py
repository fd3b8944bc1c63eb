"""What is done to the evidence register, as changes. Pure: an assessment in, changes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kami_tui.domain.answers import EVIDENCE_FIELDS, Assessment, Change, Evidence


def entered(
    assessment: Assessment, evidence: Evidence, given: Iterable[str] = ()
) -> tuple[str, list[Change]]:
    """The key of a document, and what enters it; nothing where an equal one is there already.
    `given`: keys that other documents had."""
    for key, entry in assessment.evidence.items():
        if entry == evidence:
            return key, []
    key = assessment.free_key(given)
    return key, _entry(key, evidence)


def edited(assessment: Assessment, key: str, evidence: Evidence) -> list[Change]:
    old = assessment.evidence[key]
    return [
        Change("evidence", key, f, getattr(old, f), getattr(evidence, f)) for f in EVIDENCE_FIELDS
    ]


def attached(assessment: Assessment, item_ids: Iterable[str], key: str) -> list[Change]:
    return [
        Change("link", i, key, None, "1")
        for i in item_ids
        if key not in assessment.answer(i).evidence
    ]


def removed(assessment: Assessment, key: str) -> list[Change]:
    """Detached everywhere, then taken out."""
    links = [Change("link", i, key, "1", None) for i in assessment.items_resting_on(key)]
    entry = _entry(key, assessment.evidence[key])
    return links + [c.undone for c in reversed(entry)]


def renamed(
    assessment: Assessment, wanted: Mapping[str, str]
) -> tuple[Assessment, Mapping[str, str]]:
    """The assessment with other register keys, old to new, and every key that changed: a document
    that has a new key already moves out of the way."""
    keys = dict(wanted)
    for key in wanted.values():
        if key in assessment.evidence and key not in keys:
            taken = {
                **assessment.evidence,
                **dict.fromkeys(keys.values(), assessment.evidence[key]),
            }
            keys[key] = replace(assessment, evidence=taken).free_key()
    evidence = {keys.get(k, k): e for k, e in assessment.evidence.items()}
    answers = {
        i: replace(a, evidence=tuple(keys.get(k, k) for k in a.evidence))
        for i, a in assessment.answers.items()
    }
    return replace(assessment, evidence=evidence, answers=answers), keys


def _entry(key: str, evidence: Evidence) -> list[Change]:
    made = [Change("evidence", key, "title", None, evidence.title)]
    for name in EVIDENCE_FIELDS[1:]:
        if getattr(evidence, name):
            made.append(Change("evidence", key, name, "", getattr(evidence, name)))
    return made
