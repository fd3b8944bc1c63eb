"""What OSCAL assessment results refer to: the questionnaire, and the evidence with its hashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

from kami_tui.domain.answers import Evidence
from kami_tui.exchange.oscal_catalog import catalog_uuid
from kami_tui.exchange.oscal_terms import Parts, kept, props, prose, title, uuid_of
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.exporting import Subject


@dataclass(frozen=True, slots=True)
class Named:
    """UUIDs of one assessment: those of its parts stay when its answers change."""

    whole: str
    parts: str

    def of(self, *names: str) -> str:
        return uuid_of(self.parts, *names)


def resources(subject: Subject, ids: Named, tr: Translator) -> Iterator[Parts]:
    """The plan that there is not, the questionnaire, and every document of the register."""
    instrument = subject.scorer.instrument
    yield {
        "uuid": ids.of("plan"),
        "title": title(tr("No assessment plan"), "plan"),
        "description": prose(
            tr(
                "This is a self-assessment by a questionnaire, without an assessment plan: the"
                " questionnaire says what is looked at."
            )
        ),
    }
    yield {
        "uuid": ids.of("catalog"),
        "title": title(tr.text(instrument.name), instrument.id),
        "description": prose(
            tr(
                "The questionnaire as an OSCAL catalog. It is written by:"
                " kami export --edition {edition} --format oscal",
                edition=instrument.id,
            )
        ),
        "document-ids": [
            {"identifier": catalog_uuid(instrument, subject.digest, subject.language)}
        ],
    }
    for key, entry in subject.assessment.evidence.items():
        yield _evidence(ids.of("evidence", key), key, entry)


def _evidence(uuid: str, key: str, entry: Evidence) -> Parts:
    file = _file_name(entry.file)
    hashes = [{"algorithm": "SHA-256", "value": entry.sha256}] if entry.sha256 else []
    return kept(
        uuid=uuid,
        title=title(entry.title, key),
        props=props(
            key=key,
            kind=entry.kind,
            location=entry.location,
            dated=entry.dated,
            valid_until=entry.valid_until,
            sha256=entry.sha256,
            size=entry.size,
        ),
        # The name alone: where the file lay on somebody's computer is nobody's business.
        rlinks=[kept(href=quote(file, safe=""), hashes=hashes)] if file else [],
    )


def _file_name(path: str) -> str:
    """The last part of a path of any system."""
    return PureWindowsPath(PurePosixPath(path).name).name if path.strip() else ""
