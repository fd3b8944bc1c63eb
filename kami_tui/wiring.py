"""Wires the house: which adapter stands behind which port. Importing it imports no room."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from kami_tui.domain.answers import Assessment
    from kami_tui.domain.instrument import Instrument
    from kami_tui.loading.library import Library
    from kami_tui.reporting.apart import ReportsApart
    from kami_tui.usecases.keys import KeyScreen
    from kami_tui.usecases.ports import (
        AnswerLines,
        AssessmentFiles,
        Editions,
        Reports,
        SettingsFile,
        StatusWords,
    )
    from kami_tui.usecases.services import CommandServices, Health
    from kami_tui.usecases.settings import Settings


def wire(database: str | None, language: str, settings: Settings | None = None) -> CommandServices:
    """Adapters for this run. Opens nothing and imports no room: each is made on first use."""
    from kami_tui.resources import data_home
    from kami_tui.usecases.services import CommandServices
    from kami_tui.usecases.settings import Settings

    home = data_home(os.environ)
    editions: Any = Later(library)
    files: Any = Later(lambda: _files(editions))
    workspace: Any = Later(lambda: _workspace(database or str(home / "workspace.db")))
    reports: Any = Later(_reports)
    many_reports: Any = Later(_many_reports)
    documents: Any = Later(_evidence_files)
    desktop: Any = Later(_desktop)
    verifier: Any = Later(lambda: _verifier(editions))
    signing: Any = Later(lambda: _signing(reports))
    exports: Any = Later(_exports)
    bundles: Any = Later(lambda: _bundles(editions, home))
    workbooks: Any = Later(lambda: _workbooks(editions))
    wordings: Any = Later(lambda: _wordings(editions, home))
    filling: Any = Later(lambda: _filling(editions))
    part_files: Any = Later(lambda: _part_files(editions))
    return CommandServices(
        editions=editions,
        files=files,
        workspace=workspace,
        reports=reports,
        evidence_files=documents,
        examples=lambda: _examples(files),
        health=lambda: tuple(_health()),
        home=home,
        who=_who(),
        language=language,
        parse=lambda raw, name, tell: files.parse(raw, name, tell),  # noqa: PLW0108 - not to make it now
        lines=lambda edition: _lines(editions, edition),
        keep_copy=_keep_copy,
        read_edition=_read_edition,
        statuses=_statuses,
        settings=settings or Settings(language),
        settings_file=settings_file(),
        key_screens=_key_screens,
        desktop=desktop,
        verifier=verifier,
        signing=signing,
        workbooks=workbooks,
        wordings=wordings,
        filling=filling,
        many_reports=many_reports,
        part_files=part_files,
        part_store=workspace,
        template_words=_template_words,
        exports=exports,
        bundles=bundles,
        is_bundle=_is_bundle,
        edition_digest=_edition_digest,
    )


class Later:
    """Stands for an adapter whose room takes long to import, until it is first used.

    Threads may come together: it is made once.
    """

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._made: object = None
        self._lock = Lock()

    def __getattr__(self, name: str) -> Any:
        with self._lock:
            if self._made is None:
                self._made = self._make()
        return getattr(self._made, name)


def settings_file() -> SettingsFile:
    from kami_tui.loading.settings_file import SettingsToml
    from kami_tui.resources import data_home

    return SettingsToml(data_home(os.environ) / "settings.toml")


def _key_screens() -> tuple[KeyScreen, ...]:
    from kami_tui.tui.catalogue import key_screens

    return key_screens()


def library() -> Library:
    from kami_tui.loading.library import Library
    from kami_tui.resources import data_home, questionnaires, user_questionnaires

    return Library([questionnaires(), user_questionnaires(data_home(os.environ))])


def _files(editions: Editions) -> object:
    from kami_tui.exchange.answers_file import dump
    from kami_tui.loading.assessment_file import AnswersFiles

    return AnswersFiles(editions, dump)


def _workspace(place: str) -> object:
    from kami_tui.store.workspace import SqlWorkspace

    return SqlWorkspace(place)


def _examples(files: AssessmentFiles) -> tuple[Assessment, ...]:
    from kami_tui.resources import questionnaires

    rounds = questionnaires() / "kami-5.0" / "examples"
    return tuple(files.read(f) for f in sorted(rounds.glob("*.yaml")))


def _lines(editions: Editions, edition: str | None) -> AnswerLines:
    from kami_tui.loading.lines import LineReader

    return LineReader(editions, edition)


def _keep_copy(folder: Path, text: str) -> Path:
    from kami_tui.exchange.copied import keep_copy

    return keep_copy(folder, text)


def _read_edition(folder: Path) -> Instrument:
    from kami_tui.loading.instruments import load_instrument

    return load_instrument(folder)


def _statuses(instrument: Instrument) -> StatusWords:
    from kami_tui.loading.statuses import Statuses

    return Statuses(instrument)


def _reports() -> object:
    return reports_apart()


@cache
def reports_apart() -> ReportsApart:
    """One for the whole run: its worker may have been started already."""
    from kami_tui.reporting.apart import ReportsApart

    return ReportsApart()


def _verifier(editions: Editions) -> object:
    from kami_tui.reporting.proof.verify import Proofs
    from kami_tui.resources import report_templates

    return Proofs(editions, report_templates())


def _signing(reports: Reports) -> object:
    from kami_tui.reporting.proof.signing import PdfSigning
    from kami_tui.resources import report_templates

    return PdfSigning(reports, report_templates())


def _bundles(editions: Library, home: Path) -> object:
    from kami_tui.exchange.bundle.bundles import BagBundles

    return BagBundles(editions, editions.files, home)


def _is_bundle(path: Path) -> bool:
    from kami_tui.exchange.bundle.looks import looks_like_bundle

    return looks_like_bundle(path)


def _edition_digest(folder: Path) -> str:
    from kami_tui.loading.instruments import digest_of

    return digest_of(folder)


def _workbooks(editions: Editions) -> object:
    from kami_tui.exchange.workbook.reading import WorkbookFiles

    return WorkbookFiles(editions, _statuses)


def _wordings(editions: Editions, home: Path) -> object:
    from kami_tui.exchange.wordings import WordingFiles

    return WordingFiles(home / "wording", editions, _statuses)


def _filling(editions: Editions) -> object:
    from kami_tui.exchange.workbook.filling import WorkbookForms

    return WorkbookForms(editions, _statuses)


def _part_files(editions: Editions) -> object:
    from kami_tui.exchange.part_file import JsonParts
    from kami_tui.loading.part_tree import JsonFiles

    return JsonParts(JsonFiles(editions))


def _many_reports() -> object:
    from kami_tui.reporting.together import ReportsTogether

    return ReportsTogether()


def _exports() -> object:
    from kami_tui.exchange.exports import Documents

    return Documents()


def _template_words() -> str:
    from kami_tui.reporting.context_words import context_words

    return context_words()


def _evidence_files() -> object:
    from kami_tui.exchange.evidence_files import LocalFiles

    return LocalFiles()


def _desktop() -> object:
    from kami_tui.desktop import SystemDesktop

    return SystemDesktop()


def _health() -> Iterator[Health]:
    """What only the adapters know of themselves."""
    from kami_tui.reporting.health import health, optional
    from kami_tui.resources import report_templates

    yield from health(report_templates())
    yield optional("encrypt", "pyrage", "pip install 'pyrage>=1.3'")


def _who() -> str:
    """The name for the journal: KAMI_USER, else the system's user. A login name may hold bytes
    that are no text, and what steers a terminal."""
    import getpass

    name = os.environ.get("KAMI_USER", "")
    if not name.strip():
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = ""
    plain = "".join(c if c.isprintable() else "?" for c in name.strip())
    return plain[:200] or "?"
