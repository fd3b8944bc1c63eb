"""Documents for people and other tools: which file of this room writes which."""

from __future__ import annotations

from pathlib import Path

from kami_tui.domain.scorer import Scorer
from kami_tui.exchange import files
from kami_tui.usecases.exporting import Subject, What

SCHEMAS = Path(__file__).parent / "schemas"


class Documents:
    """Implements `usecases.exporting.Exports`."""

    def markdown(self, subject: Subject, what: What) -> str:
        from kami_tui.exchange import markdown

        return markdown.document(subject, what)

    def oscal(self, subject: Subject) -> str:
        from kami_tui.exchange import oscal

        return oscal.results_text(subject)

    def oscal_catalog(self, scorer: Scorer, digest: str, language: str) -> str:
        from kami_tui.exchange import oscal_catalog

        return oscal_catalog.catalog_text(scorer.instrument, digest, language)

    def ciso_assistant(self, scorer: Scorer, language: str) -> str:
        from kami_tui.exchange import ciso_assistant
        from kami_tui.resources import questionnaires

        # What somebody wrote for themselves is not ours to license.
        shipped = (questionnaires() / scorer.instrument.id).is_dir()
        licence = "kami_tui, Apache-2.0." if shipped else ""
        return ciso_assistant.library_text(scorer.instrument, language, licence)

    def schemas(self) -> tuple[str, ...]:
        return tuple(sorted(f.name.removesuffix(".schema.json") for f in SCHEMAS.glob("*.json")))

    def schema(self, name: str) -> str:
        if name not in self.schemas():
            raise KeyError(name)
        return (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")

    def audit_book(self, subject: Subject) -> bytes:
        from kami_tui.exchange.auditbook.write import audit_book

        return audit_book(
            subject.assessment, subject.scorer, subject.digest, subject.language, subject.moment
        )

    def put(self, target: Path, data: bytes) -> None:
        files.put(target, data)
