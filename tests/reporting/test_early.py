"""A worker that was started before its report was known."""

from __future__ import annotations

import stat
import sys
from datetime import datetime
from pathlib import Path

import pytest

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import ReportFailed
from kami_tui.main import _one_report
from kami_tui.reporting.apart import ReportsApart
from kami_tui.usecases.ports import ReportRequest

WORKER = """
import json, os, sys, pathlib
pathlib.Path({log!r}).open("a").write("started ")
for line in sys.stdin:
    open(json.loads(line)["out"], "w").write(str(os.getpid()))
    print(json.dumps({{"done": 1}}), flush=True)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def reports(log: Path) -> ReportsApart:
    return ReportsApart((sys.executable, "-c", WORKER.format(log=str(log))))


def test_it_makes_the_next_report_and_the_one_after_gets_its_own(
    reports: ReportsApart, log: Path, toy_assessment: Assessment, moment: datetime, tmp_path: Path
) -> None:
    request = ReportRequest(toy_assessment, "id", tmp_path / "r.pdf", moment)
    reports.ready()
    first = reports.render(request).read_text()
    assert log.read_text() == "started "
    second = reports.render(request).read_text()
    assert log.read_text() == "started started "
    assert first != second


def test_it_is_ended_where_no_report_came_of_it(reports: ReportsApart) -> None:
    reports.ready()
    assert reports._ready is not None
    child = reports._ready._child
    reports.close()
    assert child.poll() is not None
    reports.close()


def test_one_that_does_not_start_is_told_with_the_report_alone() -> None:
    ReportsApart(("/nowhere/at/all",)).ready()


@pytest.mark.parametrize(
    ("words", "early"),
    [
        ("report kota.yaml", True),
        ("report kota.yaml --out kota.pdf --lang en", True),
        ("report --out kota.pdf kota.yaml", True),
        ("report a.yaml b.yaml --out laporan", False),
        ("report --help", False),
        ("report kota.yaml --help", False),
        ("report --template-help", False),
        ("report", False),
        ("score kota.yaml", False),
        ("", False),
    ],
)
def test_it_is_started_for_one_report_alone(words: str, early: bool) -> None:
    assert _one_report(words.split()) is early


def test_nothing_is_left_in_the_folder_for_what_is_temporary(
    example: Assessment, moment: datetime, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The fonts are copied there while a report is drawn."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    ReportsApart().render(ReportRequest(example, "id", tmp_path / "r.pdf", moment))
    assert not list((tmp_path / "temporary").iterdir())


def test_nothing_is_left_there_by_a_report_that_failed_over_its_style(
    example: Assessment, moment: datetime, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """It is ended while it takes itself apart."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "extra.css").write_text("p { color: red }\n.x { colr: blue }")
    request = ReportRequest(example, "id", tmp_path / "r.pdf", moment, templates=tmp_path / "own")
    with pytest.raises(ReportFailed):
        ReportsApart().render(request)
    assert not list((tmp_path / "temporary").iterdir())
    assert not caplog.records, "the worker complains of nothing"


def test_a_report_may_have_as_long_a_name_as_names_can_be(
    example: Assessment, moment: datetime, tmp_path: Path
) -> None:
    out = tmp_path / ("\u3042" * 83 + ".pdf")
    ReportsApart().render(ReportRequest(example, "id", out, moment, ("result",)))
    assert out.read_bytes().startswith(b"%PDF-")


def test_who_may_read_a_report_stays_as_it_was(
    example: Assessment, moment: datetime, tmp_path: Path
) -> None:
    out = tmp_path / "r.pdf"
    out.touch(0o600)
    ReportsApart().render(ReportRequest(example, "id", out, moment, ("result",)))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
