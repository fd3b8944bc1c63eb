"""The shipped edition, and documents of it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kami_tui.domain.scorer import Scorer
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.usecases.exporting import Subject

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # so that tests.exchange.random_assessments is found
    sys.path.insert(0, str(ROOT))


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
