"""What results and catalog say alike in OSCAL: ids, properties, and texts in its forms.

OSCAL has four kinds of text: tokens (ids), strings (one line, no blanks around), one line of
Markdown (titles), and several lines of it (descriptions, remarks).
"""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from typing import Any

from kami_tui.domain.visible import shown
from kami_tui.exchange.markup import line, paragraphs

VERSION = "1.2.1"
"""Of OSCAL: the model that the tests check against."""
NAMESPACE = "urn:kami-tui:ns:oscal"
"""Of the properties that are ours."""
_OURS = uuid.UUID("5c0a6a0c-3f1e-5d7e-9a52-6b1f0d6a7c11")
_NOT_IN_TOKEN = re.compile(r"[^A-Za-z0-9._-]")

Parts = dict[str, Any]


def uuid_of(*names: str) -> str:
    """The same names always give the same UUID (version 5)."""
    return str(uuid.uuid5(_OURS, "\x1f".join(names)))


def control_id(instrument: str, item: str) -> str:
    """``kami-5.0_2.10``: an item as a control."""
    return token(f"{instrument}_{item}")


def statement_id(instrument: str, item: str) -> str:
    """The part of a control that says what must be so: what a finding is about."""
    return f"{control_id(instrument, item)}_smt"


def group_id(instrument: str, area: str, section: int | None = None) -> str:
    """An area, or a section of it, as a group of controls."""
    return token(f"{instrument}_{area}" + (f"-{section}" if section else "-area"))


def token(text: str) -> str:
    """An id that OSCAL allows: it must not begin with a digit."""
    found = _NOT_IN_TOKEN.sub("-", text)
    return found if re.match(r"[A-Za-z_]", found) else f"_{found}"


def string(text: str) -> str:
    """Text on one line, as it is; empty where there is none."""
    return " ".join(shown(text.replace("\t", " "), keep="\n").split())


def title(text: str, otherwise: str) -> str:
    return line(text) or line(otherwise)


def prose(text: str) -> str:
    return paragraphs(text)


def props(**values: object) -> list[Parts]:
    """Properties of ours; those without a value are left out. A list gives one for each value."""
    found = []
    for name, value in values.items():
        for one in value if isinstance(value, (list, tuple)) else (value,):
            said = str(one).lower() if isinstance(one, bool) else string(str(one))
            if one is not None and said:
                found.append({"name": name.replace("_", "-"), "ns": NAMESPACE, "value": said})
    return found


def kept(**parts: object) -> Parts:
    """An object without its empty parts, which OSCAL does not allow."""
    return {k.replace("_", "-"): v for k, v in parts.items() if v not in (None, "", [], {})}


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
