"""What leaves the program for people and for other tools: the port and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from kami_tui.domain.answers import Assessment

if TYPE_CHECKING:  # the scorer brings pydantic, which nobody needs before an edition is opened
    from kami_tui.domain.scorer import Scorer

What = Literal["answers", "result", "findings"]


@dataclass(frozen=True, slots=True)
class Subject:
    """An assessment to be written, in one language."""

    assessment: Assessment
    scorer: Scorer
    digest: str
    """Of the edition's files."""
    language: str
    moment: datetime
    """When the assessment was last changed, as far as that is known."""
    name: str = ""
    """Its id in the workspace; empty: it came from a file."""


class Exports(Protocol):
    """Writes documents. Everything a user typed stands in them as text, never as markup."""

    def markdown(self, subject: Subject, what: What) -> str:
        """A readable document, ending in a line break."""
        ...

    def oscal(self, subject: Subject) -> str:
        """OSCAL assessment results as JSON. The same subject gives the same text."""
        ...

    def oscal_catalog(self, scorer: Scorer, digest: str, language: str) -> str:
        """The questionnaire as an OSCAL catalog, which `oscal` refers to."""
        ...

    def ciso_assistant(self, scorer: Scorer, language: str) -> str:
        """The questionnaire as a library for CISO Assistant (YAML)."""
        ...

    def schemas(self) -> tuple[str, ...]:
        """Names of the JSON documents that a schema describes."""
        ...

    def schema(self, name: str) -> str:
        """The JSON Schema as it is shipped. Raises KeyError for an unknown name."""
        ...

    def audit_book(self, subject: Subject) -> bytes:
        """A workbook (XLSX) whose formulas reckon every figure again. The same subject gives the
        same bytes.

        Raises:
            ExportFailed: a formula would be longer than spreadsheets take.
        """
        ...

    def put(self, target: Path, data: bytes) -> None:
        """Writes a file whole or not at all.

        Raises:
            FileUnwritable: it could not be written; what was there is as it was.
        """
        ...
