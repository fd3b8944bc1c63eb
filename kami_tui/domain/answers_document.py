"""An assessment as plain data: the shape of an answers file, also attached inside a report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    PROFILE_FIELDS,
    Answer,
    Assessment,
    Evidence,
    Profile,
)


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


def assessment_of(document: Any) -> Assessment:
    """The assessment that `document_of` wrote, whatever it held: nothing is mended or refused that
    a workspace may hold, so that it prints the same again.

    Raises:
        ValueError: it is no such document.
    """
    found = _mapping(document, ("instrument", "profile", "evidence", "answers", "owners"))
    profile = _mapping(found.get("profile", {}), PROFILE_FIELDS)
    register = _mapping(found.get("evidence", {}))
    answers = _mapping(found.get("answers", {}))
    return Assessment(
        instrument=_text(found.get("instrument")),
        profile=Profile(**{k: _text(v) for k, v in profile.items()}),
        answers={i: _answer_of(a) for i, a in answers.items()},
        evidence={k: _evidence_of(e) for k, e in register.items()},
        owners={k: _text(v) for k, v in _mapping(found.get("owners", {})).items()},
    )


def _answer_of(answer: Any) -> Answer:
    if isinstance(answer, str):
        return Answer(answer)
    parts = _mapping(answer, ("status", "note", "evidence"))
    status, keys = parts.get("status"), parts.get("evidence", [])
    if not isinstance(keys, list):
        raise ValueError("evidence")
    return Answer(
        None if status is None else _text(status),
        _text(parts.get("note", "")),
        tuple(_text(k) for k in keys),
    )


def _evidence_of(entry: Any) -> Evidence:
    fields = {k: _text(v) for k, v in _mapping(entry, EVIDENCE_FIELDS).items()}
    return Evidence(**{"title": "", **fields})


def _mapping(value: Any, keys: Sequence[str] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict) or (keys is not None and not set(value) <= set(keys)):
        raise ValueError("mapping")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text")
    return value
