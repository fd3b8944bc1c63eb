"""An assessment as an answers file, YAML or JSON. `loading.assessment_file` reads it back equal.

The YAML is written by hand: texts always in quotes (``"2.10"`` and ``"no"`` stay what they are in
every program), notes of several lines as blocks, a line per field so that files can be compared.
"""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from kami_tui.domain.answers import EVIDENCE_FIELDS, PROFILE_FIELDS, Assessment
from kami_tui.domain.answers_document import document_of, json_text

Format = Literal["yaml", "json"]
# What must not stand in a file as it is: YAML refuses it, or takes it for a line break.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def dump(assessment: Assessment, format: str, instrument_name: str = "") -> str:
    """The file's text, ending in a line break; `format` is ``yaml`` or ``json``.

    `instrument_name` goes into the YAML's first line, for people.

    Raises:
        ValueError: another format.
    """
    if format == "json":
        return json_text(assessment)
    if format == "yaml":
        return _yaml(assessment, instrument_name)
    raise ValueError(format)


def _yaml(assessment: Assessment, instrument_name: str) -> str:
    title = "".join(c for c in instrument_name if c.isprintable())[:200] or assessment.instrument
    lines = [f"# {title}"]
    for key, value in document_of(assessment).items():
        lines += _entry(key, value, 0)
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any, depth: int) -> list[str]:
    """One entry of a mapping, with all below it. Keys of the file's own shape need no quotes."""
    pad = "  " * depth
    head = f"{pad}{key if key in _OWN_KEYS else quoted(key)}:"
    if isinstance(value, dict):
        if not value:
            return [f"{head} {{}}"]
        return [head, *(line for k, v in value.items() for line in _entry(k, v, depth + 1))]
    if isinstance(value, list):
        return [f"{head} [{', '.join(quoted(v) for v in value)}]"]
    if _block_keeps(value):
        return [f"{head} |-", *(f"{pad}  {line}" if line else "" for line in value.split("\n"))]
    return [f"{head} {quoted(value)}"]


_OWN_KEYS = frozenset(
    {"instrument", "profile", "evidence", "answers", "owners", "status", "note"}
    | {*PROFILE_FIELDS, *EVIDENCE_FIELDS}
)


def quoted(text: str) -> str:
    """The text in double quotes, as YAML (and JSON) read it."""
    plain = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def _block_keeps(text: str) -> bool:
    """Whether a block would give back exactly this text of several lines."""
    lines = text.split("\n")
    return (
        len(lines) > 1
        and all(line.isprintable() for line in lines)
        and bool(lines[0].strip())
        and not lines[0].startswith(" ")
        and bool(lines[-1].strip())
    )
