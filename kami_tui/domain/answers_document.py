"""An assessment as plain data: the shape of an answers file, also attached inside a report."""

from __future__ import annotations

import json
from typing import Any

from kami_tui.domain.answers import EVIDENCE_FIELDS, PROFILE_FIELDS, Answer, Assessment


def json_text(assessment: Assessment) -> str:
    """The answers file as JSON, ending in a line break."""
    return json.dumps(document_of(assessment), ensure_ascii=False, indent=2) + "\n"


def document_of(assessment: Assessment) -> dict[str, Any]:
    """The file's content as plain data. Empty fields are left out; so is an empty register."""
    profile = {f: v for f in PROFILE_FIELDS if (v := getattr(assessment.profile, f))}
    register = {
        key: {f: v for f in EVIDENCE_FIELDS if (v := getattr(entry, f))}
        for key, entry in assessment.evidence.items()
    }
    document: dict[str, Any] = {"instrument": assessment.instrument, "profile": profile}
    if register:
        document["evidence"] = register
    document["answers"] = {i: _answer(a) for i, a in assessment.answers.items()}
    if assessment.owners:
        document["owners"] = dict(assessment.owners)
    return document


def _answer(answer: Answer) -> Any:
    if not answer.note and not answer.evidence and answer.status is not None:
        return answer.status
    parts: dict[str, Any] = {}
    if answer.status is not None:
        parts["status"] = answer.status
    if answer.note:
        parts["note"] = answer.note
    if answer.evidence:
        parts["evidence"] = list(answer.evidence)
    return parts
