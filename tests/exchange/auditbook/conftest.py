"""Indeks KAMI 5.0 as a workbook, and LibreOffice to reckon it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.domain.scorer import Scorer
from kami_tui.exchange.auditbook.write import audit_book
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from tests.exchange.auditbook.spreadsheet import Spreadsheet

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
Book = Callable[..., bytes]


@pytest.fixture(scope="session")
def kami() -> Scorer:
    return Library([questionnaires()]).scorer("kami-5.0")


@pytest.fixture(scope="session")
def book(kami: Scorer) -> Book:
    """``book({"2.1": "3"}, language="en")``: the workbook of these statuses."""

    def made(statuses=(), language="id", scorer=kami, **more) -> bytes:
        answers = {i: Answer(s) for i, s in dict(statuses).items()}
        assessment = Assessment(scorer.instrument.id, answers=answers, **more)
        return audit_book(assessment, scorer, "sha256:0", language, NOON)

    return made


@pytest.fixture(scope="session")
def spreadsheet(tmp_path_factory) -> Spreadsheet:
    return Spreadsheet(tmp_path_factory.mktemp("libreoffice"))
