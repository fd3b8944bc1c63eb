"""Editions, readers and look-alike workbooks, made once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
if (
    str(ROOT) not in sys.path
):  # so that tests.exchange.lookalike is found however pytest was started
    sys.path.insert(0, str(ROOT))

from kami_tui.domain.scorer import Scorer  # noqa: E402
from kami_tui.exchange.workbook.package import Package  # noqa: E402
from kami_tui.exchange.workbook.reading import WorkbookFiles  # noqa: E402
from kami_tui.exchange.workbook.sheets import read  # noqa: E402
from kami_tui.loading.library import Library  # noqa: E402
from kami_tui.loading.statuses import Statuses  # noqa: E402
from kami_tui.resources import questionnaires  # noqa: E402
from kami_tui.usecases.intake import Proposal  # noqa: E402


@pytest.fixture(scope="session")
def library() -> Library:
    return Library([questionnaires()])


@pytest.fixture(scope="session")
def scorer(library: Library) -> Scorer:
    return library.scorer("kami-5.0")


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
