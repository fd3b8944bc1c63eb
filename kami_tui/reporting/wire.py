"""What passes between the program and its report worker: one JSON request, then messages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.official import MOST, OURS, WHOSE, Wording
from kami_tui.usecases.ports import ReportRequest


def request_text(request: ReportRequest) -> str:
    """The whole request; `out` is the file the worker is to write."""
    before, own = request.previous, request.templates
    return json.dumps(
        {
            "assessment": _tree(request.assessment),
            "language": request.language,
            "out": str(request.out),
            "generated": request.generated.isoformat(),
            "parts": request.parts,
            "layout": request.layout,
            "form": request.form,
            "label": request.label,
            "previous": None if before is None else _tree(before),
            "templates": None if own is None else str(own),
            "entries": request.entries,
            "wording": wording_tree(request.wording),
        }
    )


def request_from(text: str) -> ReportRequest:
    """Raises ValueError, KeyError or TypeError for what is no request."""
    found: dict[str, Any] = json.loads(text)
    parts, before, own = found["parts"], found["previous"], found["templates"]
    return ReportRequest(
        _assessment(found["assessment"]),
        found["language"],
        Path(found["out"]),
        datetime.fromisoformat(found["generated"]),
        None if parts is None else tuple(parts),
        layout=found["layout"],
        form=found["form"],
        label=found["label"],
        previous=None if before is None else _assessment(before),
        templates=None if own is None else Path(own),
        entries=found["entries"],
        wording=wording_from(found["wording"]),
    )


def wording_tree(wording: Wording) -> dict[str, Any] | None:
    """None where the questions are printed in our words."""
    if wording.whose == "ours":
        return None
    texts = dict(wording.official)
    return {"whose": wording.whose, "sha256": wording.sha256, "texts": texts}


def wording_from(tree: Any) -> Wording:
    """Raises ValueError, KeyError or TypeError for what is no such tree."""
    if tree is None:
        return OURS
    whose, texts, sha256 = tree["whose"], tree["texts"], tree["sha256"]
    if whose not in WHOSE or not isinstance(texts, dict) or not isinstance(sha256, str):
        raise ValueError("wording")
    if not all(isinstance(t, str) and len(t) <= MOST for t in texts.values()):
        raise ValueError("wording")
    return Wording(whose, texts, sha256)


def answers_digest(assessment: Assessment) -> str:
    """Of all that was answered and entered: the same for the same assessment, wherever it lies."""
    tree = json.dumps(_tree(assessment), sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(tree.encode()).hexdigest()


def _tree(a: Assessment) -> dict[str, Any]:
    return {
        "instrument": a.instrument,
        "profile": asdict(a.profile),
        "answers": {i: asdict(x) for i, x in a.answers.items()},
        "evidence": {k: asdict(e) for k, e in a.evidence.items()},
        "owners": dict(a.owners),
    }


def _assessment(tree: dict[str, Any]) -> Assessment:
    answers = {
        i: Answer(x["status"], x["note"], tuple(x["evidence"])) for i, x in tree["answers"].items()
    }
    return Assessment(
        instrument=tree["instrument"],
        profile=Profile(**tree["profile"]),
        answers=answers,
        evidence={k: Evidence(**e) for k, e in tree["evidence"].items()},
        owners=tree["owners"],
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
