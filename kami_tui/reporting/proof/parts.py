"""The files inside every report: the assessment, its result, how it was printed, the manifest.

The same request makes the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from kami_tui import __version__
from kami_tui.domain.answers import Answer, Assessment, Profile
from kami_tui.domain.answers_document import json_text
from kami_tui.domain.official import OURS, Wording
from kami_tui.domain.result import result_of
from kami_tui.domain.scorer import Evaluation
from kami_tui.reporting.proof import spdx
from kami_tui.reporting.proof.part import Part
from kami_tui.reporting.wire import wording_from, wording_tree
from kami_tui.usecases.ports import ReportRequest
from kami_tui.usecases.report_parts import wanted

ASSESSMENT = "assessment.json"
RESULT = "result.json"
REPORT = "report.json"
MANIFEST = "manifest.spdx.json"
NAMES = (ASSESSMENT, RESULT, REPORT, MANIFEST)
"""In every report."""
PREVIOUS = "previous.json"
"""In a report that tells what has changed: the statuses of the round before, and its date."""
PROGRAM = f"kami_tui {__version__}"
FORMAT = 1
"""Of `REPORT`; a reader refuses a higher one."""


def parts_of(
    request: ReportRequest, evaluation: Evaluation, digest: str, templates: Path
) -> tuple[Part, ...]:
    """All files that go into the report, in the order of their names, as a name tree wants.

    `digest` is that of the edition's files, `templates` the folder the report is made with.
    """
    found = [
        Part(ASSESSMENT, _bytes(json_text(shareable(request.assessment))), "Source", "The answers"),
        Part(RESULT, json_bytes(result_of(evaluation).as_document()), "Data", "The result"),
        Part(REPORT, json_bytes(_print(request, templates)), "Supplement", "How it was printed"),
    ]
    if (before := _before(request)) is not None:
        found.append(Part(PREVIOUS, _bytes(json_text(before)), "Data", "The round before"))
    manifest = spdx.manifest(
        {p.name: p.data for p in found}, evaluation.scorer.instrument, digest, request.generated
    )
    last = Part(MANIFEST, json_bytes(manifest), "Supplement", "The parts and their digests (SPDX)")
    return tuple(sorted((*found, last), key=lambda p: p.name))


def _before(request: ReportRequest) -> Assessment | None:
    """Of the round before, no more than is printed of it."""
    before = request.previous
    if before is None or before.instrument != request.assessment.instrument:
        return None
    answers = {i: Answer(s) for i, s in before.statuses.items()}
    return Assessment(before.instrument, Profile(date=before.profile.date), answers)


def shareable(assessment: Assessment) -> Assessment:
    """The assessment without the folders of local files: a report goes to others, and a path
    tells of the officer's own computer and account."""
    named = {
        k: replace(e, file=e.file.replace("\\", "/").rstrip("/").rpartition("/")[2])
        for k, e in assessment.evidence.items()
    }
    return replace(assessment, evidence=named)


def _print(request: ReportRequest, templates: Path) -> dict[str, object]:
    """What must be known to print the same again. Official words are not on the computer it is
    verified on: those that were used go along."""
    words = wording_tree(request.wording)
    return {
        "format": FORMAT,
        "program": PROGRAM,
        "templates": templates_digest(templates),
        "own_templates": request.templates is not None,
        "language": request.language,
        "layout": request.layout,
        "parts": list(wanted(request.parts)),
        "label": request.label,
        "generated": request.generated.isoformat(),
        "entries": request.entries,
        **({} if words is None else {"wording": words}),
    }


@dataclass(frozen=True, slots=True)
class Printed:
    """`REPORT`, read back."""

    language: str
    layout: Literal["full", "executive"]
    parts: tuple[str, ...]
    label: str
    generated: datetime
    entries: int | None
    program: str
    templates: str
    own_templates: bool
    wording: Wording = OURS

    def request(self, assessment: Assessment, previous: Assessment | None) -> ReportRequest:
        return ReportRequest(
            assessment,
            self.language,
            Path(),
            self.generated,
            self.parts,
            layout=self.layout,
            label=self.label,
            previous=previous,
            entries=self.entries,
            wording=self.wording,
        )


def printed_from(data: bytes) -> Printed:
    """Raises ValueError for what is no such file, or one of a later format."""
    found = json_object(data)
    entries = found.get("entries")
    if found.get("format") != FORMAT:
        raise ValueError("format")
    if found["language"] not in ("id", "en") or found["layout"] not in ("full", "executive"):
        raise ValueError("language or layout")
    if not isinstance(found["parts"], list) or not (entries is None or isinstance(entries, int)):
        raise ValueError("parts or entries")
    return Printed(
        language=found["language"],
        layout=found["layout"],
        parts=wanted([str(p) for p in found["parts"]]),
        label=str(found["label"]),
        generated=datetime.fromisoformat(str(found["generated"])),
        entries=entries,
        program=str(found["program"]),
        templates=str(found["templates"]),
        own_templates=found["own_templates"] is not False,
        wording=wording_from(found.get("wording")),
    )


def templates_digest(folder: Path) -> str:
    """SHA-256 over the templates' texts: whether a report was printed with these very words."""
    total = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.suffix in (".jinja", ".css")):
        name, text = file.relative_to(folder).as_posix(), file.read_bytes()
        total.update(f"{name}\0{len(text)}\0".encode() + text)
    return f"sha256:{total.hexdigest()}"


def json_object(data: bytes) -> dict[str, Any]:
    """Raises ValueError: no JSON, no object, or a key twice, of which each reader takes another."""
    try:
        found = json.loads(data, object_pairs_hook=_each_once)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def json_bytes(document: Mapping[str, object]) -> bytes:
    return _bytes(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _bytes(text: str) -> bytes:
    # A lone surrogate becomes the escape that JSON knows it by.
    return text.encode("utf-8", "backslashreplace")
