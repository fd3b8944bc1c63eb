"""Editions, readers, look-alike workbooks and documents, made once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # so that modules beside this one are found however pytest is started
    sys.path.insert(0, str(ROOT))

from kami_tui.domain.scorer import Scorer  # noqa: E402
from kami_tui.exchange.answers_file import dump  # noqa: E402
from kami_tui.exchange.workbook.package import Package  # noqa: E402
from kami_tui.exchange.workbook.reading import WorkbookFiles  # noqa: E402
from kami_tui.exchange.workbook.sheets import read  # noqa: E402
from kami_tui.loading.assessment_file import AnswersFiles  # noqa: E402
from kami_tui.loading.library import Library  # noqa: E402
from kami_tui.loading.statuses import Statuses  # noqa: E402
from kami_tui.resources import questionnaires  # noqa: E402
from kami_tui.usecases.exporting import Subject  # noqa: E402
from kami_tui.usecases.intake import Proposal  # noqa: E402


@pytest.fixture(scope="session")
def library() -> Library:
    return Library([questionnaires()])


@pytest.fixture(scope="session")
def scorer(library: Library) -> Scorer:
    return library.scorer("kami-5.0")


@pytest.fixture(scope="session")
def files(library: Library) -> AnswersFiles:
    return AnswersFiles(library, dump)


@pytest.fixture(scope="session")
def subject(library, scorer):
    """``subject(assessment)``: as the command line hands it over."""

    def made(assessment, language="id", name="", moment=datetime(2026, 9, 15, 8, tzinfo=UTC)):
        digest = library.digest(scorer.instrument.id)
        return Subject(assessment, scorer, digest, language, moment, name)

    return made


@pytest.fixture(scope="session")
def example():
    """The invented municipality's first round: 472 points."""
    return questionnaires() / "kami-5.0" / "examples" / "kota-contoh-2025.yaml"


@pytest.fixture(scope="session")
def workbooks(library: Library) -> WorkbookFiles:
    return WorkbookFiles(library, Statuses)


@pytest.fixture(scope="session")
def proposed(workbooks: WorkbookFiles) -> Callable[[bytes], Proposal]:
    """What the bytes of a workbook say."""
    return lambda data: workbooks.proposal(read(Package(data, "kota.xlsx")))


@pytest.fixture(scope="session")
def carrying(workbooks: WorkbookFiles) -> Callable[[bytes], Proposal]:
    """The same, with answers of an older edition taken along."""
    return lambda data: workbooks.proposal(read(Package(data, "kota.xlsx")), carry=True)


@pytest.fixture
def full(scorer):
    """Every item answered."""
    from tests.exchange.lookalike import random_assessment

    return random_assessment(21, scorer, share=1)
