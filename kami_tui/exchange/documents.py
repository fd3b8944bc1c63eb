"""The JSON documents that the program writes, field by field: JSON Schemas are made of this.

``script/schemas`` writes them to ``schemas/``; they are shipped, so that nobody needs Python to
check a document. Within one version of a schema no field is removed, renamed or given another
meaning.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kami_tui.usecases.check import Kind, Severity

VERSION = 1
ItemId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)+$"),
    Field(description='Number of an item, as text: "2.10" is not the number 2.1.'),
]
AreaId = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{1,3}$"), Field(description='Number of an area: "2".')
]
Scope = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,3}(/[1-9][0-9]{0,2})?$|^[0-9]+(\.[0-9]+)+$"),
    Field(
        description='An area ("2"), a section of it, counted from 1 ("2/1"), or an item ("2.5").'
    ),
]
Status = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9]{1,8}$"),
    Field(
        description='Status code as the edition defines it: "0", "1", "2", "3", "NA"; in area 1 of'
        ' Indeks KAMI "A", "B", "C". When a file is read, the official labels are accepted, too.'
    ),
]
Edition = Annotated[str, Field(description="Id of the edition: kami-5.0.")]
Points = Annotated[int | float, Field(ge=0)]


class Document(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


# -- answers -----------------------------------------------------------------------------------


class ProfileFields(Document):
    """Who is assessed, by whom, and which system. Empty fields are left out."""

    organisation: str = ""
    """Name of the institution."""
    unit: str = ""
    """Unit within it."""
    address: str = ""
    """Postal address."""
    phone: str = ""
    """Telephone number, as typed."""
    email: str = ""
    """E-mail address, as typed."""
    assessor: str = ""
    """Who filled it in."""
    position: str = ""
    """The assessor's position."""
    date: str = ""
    """Day of the assessment, YYYY-MM-DD."""
    scope: str = ""
    """The system and the scope that are assessed."""


class EvidenceEntry(Document):
    """One document of the evidence register; it may serve many items."""

    title: str
    """Its title."""
    kind: str = ""
    """What kind of document it is, in the user's own word."""
    location: str = ""
    """A document number, a path or a link. Never opened by the program."""
    dated: str = ""
    """The day it stands for, YYYY-MM-DD."""
    valid_until: str = ""
    """Last day on which it is valid, YYYY-MM-DD."""
    sha256: str = ""
    """SHA-256 of the local file, in lower-case hexadecimal."""
    file: str = ""
    """Path of the local file when it was hashed."""
    size: str = ""
    """Bytes of the local file then, in decimal digits."""


class AnswerFields(Document):
    """An answer that has more than a status."""

    status: Status | None = None
    """The status; left out while only a note or evidence is there."""
    note: str = ""
    """Plain text, never markup."""
    evidence: list[str] = []
    """Keys of the evidence register, in the order they were attached."""


class Answers(Document):
    """One institution's answers to one edition: what ``kami export`` writes as JSON, what a report
    carries as assessment.json, and what every command reads."""

    instrument: Edition
    profile: ProfileFields
    """Who is assessed. Always written; may be left out of a file that is read."""
    evidence: Annotated[dict[str, EvidenceEntry], Field(min_length=1)] | None = None
    """The evidence register, by key (E1, E2 ...); left out where it is empty."""
    answers: dict[ItemId, Status | AnswerFields]
    """By item number; a bare status where there is nothing else. Unanswered items are absent."""
    owners: Annotated[dict[Scope, str], Field(min_length=1)] | None = None
    """Person or working group by what was given to them; the narrower scope wins. Left out where
    nobody was given anything."""


# -- result ------------------------------------------------------------------------------------


class Category(Document):
    """How much depends on the system (category of the Electronic System)."""

    score: Points | None
    """Points; null while an answer is missing that they need."""
    category: str | None
    """Value on the edition's scale, such as Tinggi; null while an answer is missing."""
    complete: bool
    """Whether every item of the area has an answer."""


class AreaFigures(Document):
    """The figures of one scored area."""

    score: Points
    """Points that count."""
    max: Points
    """Points that can be had."""
    maturity: str | None
    """Maturity level, such as II+; null where the edition has none."""
    stage3_counted: bool | None
    """Whether the answers of stage 3 count; null where the area has no such gate."""
    unanswered: Annotated[int, Field(ge=0)]
    """Items of the area without a status."""


class SupplementFigures(Document):
    """The figures of the supplement, which is not part of the total."""

    score: Points
    """Points."""
    max: Points
    """Points that can be had."""
    percent: Points | None
    """Share of them; null where there is nothing to divide by."""


class ResultFigures(Document):
    """The result of one assessment: what ``kami score --format json`` prints, and what a report
    carries as result.json."""

    file: str | None = None
    """Only where several assessments are scored at once: the name each was asked for by."""
    instrument: Edition
    se: Category | None = None
    """Category of the Electronic System; left out where the edition has none."""
    areas: dict[AreaId, AreaFigures]
    """The scored areas, by number."""
    total: Points | None
    """Sum over the scored areas (tingkat kelengkapan)."""
    max: Points | None
    """What the sum can be at most."""
    maturity_range: Annotated[list[str], Field(min_length=2, max_length=2)] | None
    """Lowest and highest maturity level over the scored areas."""
    readiness: str | None
    """Final result on the edition's scale (hasil evaluasi akhir); null while it cannot be told."""
    supplement: SupplementFigures | None = None
    """Left out where the edition has none."""
    unanswered: Annotated[int, Field(ge=0)]
    """Items without a status, over the whole edition."""


# -- findings ----------------------------------------------------------------------------------


class FindingEntry(Document):
    """One thing that is weak about an assessment before it is handed in."""

    severity: Severity
    """blocking: not complete; warning: will be questioned; hint: worth a look."""
    kind: Kind
    """What it is, as a stable word."""
    item: ItemId | None
    """The item it is about; null where it is about the profile or a document."""
    field: str | None
    """The field of the profile it is about."""
    evidence: str | None
    """The key of the document it is about."""
    items: list[ItemId]
    """Every item it touches."""
    message: str
    """The sentence for people, in the language that was asked for."""


class FindingList(Document):
    """What is weak about an assessment: what ``kami findings --format json`` prints."""

    instrument: Edition
    blocking: Annotated[int, Field(ge=0)]
    """How many must be settled before it is handed in."""
    warning: Annotated[int, Field(ge=0)]
    """How many will be questioned."""
    hint: Annotated[int, Field(ge=0)]
    """How many are only worth a look."""
    findings: list[FindingEntry]
    """The gravest first."""


MODELS: dict[Literal["answers", "findings", "result"], type[Document]] = {
    "answers": Answers,
    "findings": FindingList,
    "result": ResultFigures,
}


def schema_text(name: Literal["answers", "findings", "result"]) -> str:
    """The JSON Schema (2020-12) of one kind of document, as it is shipped."""
    found = MODELS[name].model_json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        # A name, not an address: there is nothing to fetch.
        "$id": f"urn:kami-tui:schema:{name}:{VERSION}",
    }
    return json.dumps(head | _tidied(found), ensure_ascii=False, indent=2) + "\n"


def _tidied(schema: Any) -> Any:
    """Without what pydantic adds for itself: titles made of names, and defaults, which would say
    that an absent field is written. Only keys that fit their pattern are allowed."""
    if isinstance(schema, list):
        return [_tidied(s) for s in schema]
    if not isinstance(schema, dict):
        return schema
    found: dict[str, Any] = {}
    for key, below in schema.items():
        if key in ("properties", "$defs"):
            found[key] = {name: _tidied(s) for name, s in below.items()}
        elif key == "description":
            found[key] = " ".join(below.replace("``", "`").split())
        elif key not in ("title", "default"):
            found[key] = _tidied(below)
    if "patternProperties" in found:
        found["additionalProperties"] = False
    return found
