"""What passes between the program and its report worker: one JSON request, then messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.usecases.ports import ReportRequest


def request_text(request: ReportRequest) -> str:
    """The whole request; `out` is the file the worker is to write."""
    a = request.assessment
    return json.dumps(
        {
            "instrument": a.instrument,
            "profile": asdict(a.profile),
            "answers": {i: asdict(x) for i, x in a.answers.items()},
            "evidence": {k: asdict(e) for k, e in a.evidence.items()},
            "language": request.language,
            "out": str(request.out),
            "generated": request.generated.isoformat(),
            "parts": request.parts,
        }
    )


def request_from(text: str) -> ReportRequest:
    """Raises ValueError, KeyError or TypeError for what is no request."""
    found: dict[str, Any] = json.loads(text)
    answers = {
        i: Answer(x["status"], x["note"], tuple(x["evidence"])) for i, x in found["answers"].items()
    }
    assessment = Assessment(
        instrument=found["instrument"],
        profile=Profile(**found["profile"]),
        answers=answers,
        evidence={k: Evidence(**e) for k, e in found["evidence"].items()},
    )
    generated = datetime.fromisoformat(found["generated"])
    parts = found["parts"]
    return ReportRequest(
        assessment,
        found["language"],
        Path(found["out"]),
        generated,
        None if parts is None else tuple(parts),
    )


def message(**facts: object) -> str:
    """One line of the worker's output."""
    return json.dumps(facts, default=str) + "\n"


def message_from(line: str) -> Mapping[str, Any]:
    """A line of the worker's output; empty for a line that is none (a library may have printed)."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
