"""An assessment in the forms that others read: what is asked for, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kami_tui.domain.answers import Assessment


@dataclass(frozen=True, slots=True)
class ExportRequest:
    assessment: Assessment
    language: str
    generated: datetime
    """Time the file bears (``SOURCE_DATE_EPOCH`` if set)."""


Export = Callable[[ExportRequest], bytes]
"""Makes one form of file; the same request gives the same bytes.

Raises UnknownInstrument, BadInput, UnknownItem, UnknownStatus: the edition is not here, has
mistakes, or the answers are not its own. ExportFailed: it cannot be put into this form.
"""

WriteFile = Callable[[Path, bytes], Path]
"""Writes a file whole or not at all, over what is there; gives back where it is. Blocking.

Raises ExportFailed: reason ``unwritable``.
"""
