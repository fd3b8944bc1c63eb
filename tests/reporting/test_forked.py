"""Copies of the worker that lay out a report together: all their ends, good and bad."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting.apart import ReportsApart
from kami_tui.reporting.pieces.forked import can_fork, forked
from kami_tui.reporting.pieces.late import NoStandIn
from kami_tui.usecases.ports import ReportRequest

pytestmark = [
    pytest.mark.skipif(not can_fork(), reason="this system makes no copies of processes"),
    # pytest-xdist has a thread that does nothing while a test runs.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]

Tell = Callable[[str], None]


def run(*works: Callable[[Tell], Any], many: int = 2) -> tuple[dict[int, Any], list[str]]:
    made: dict[int, Any] = {}
    told: list[str] = []
    forked(works, range(len(works)), many, told.append, made.__setitem__)
    return made, told


def test_each_gives_back_what_it_made_and_tells_on_the_way() -> None:
    def work(number: int) -> Callable[[Tell], Any]:
        def do(tell: Tell) -> tuple[int, int, bytes]:
            tell(f"at {number}")
            return number, os.getpid(), b"x" * 1_000_000

        return do

    made, told = run(*map(work, range(5)))
    assert [made[n][0] for n in range(5)] == list(range(5))
    assert len({made[n][1] for n in range(5)} | {os.getpid()}) == 6
    assert sorted(told) == [f"at {n}" for n in range(5)]
    assert len(made[4][2]) == 1_000_000


def test_no_more_than_so_many_work_at_once(tmp_path: Path) -> None:
    def do(tell: Tell) -> int:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(0.1)
        busy = len(list(tmp_path.iterdir()))
        (tmp_path / str(os.getpid())).unlink()
        return busy

    made, _ = run(*[do] * 6, many=2)
    assert max(made.values()) <= 2


def fails(tell: Tell) -> None:
    raise ReportFailed(reason="template", detail="a:1")


def starves(tell: Tell) -> None:
    raise MemoryError


def stumbles(tell: Tell) -> None:
    raise ZeroDivisionError("by nothing")


def differs(tell: Tell) -> None:
    raise NoStandIn("x")


def dies(tell: Tell) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leaves(tell: Tell) -> None:
    os._exit(3)


@pytest.mark.parametrize(
    ("work", "error"),
    [
        (fails, ReportFailed),
        (starves, MemoryError),
        (stumbles, RuntimeError),
        (differs, NoStandIn),
        (dies, MemoryError),
        (leaves, RuntimeError),
    ],
)
def test_one_that_fails_ends_the_others_at_once(
    work: Callable[[Tell], Any], error: type[Exception]
) -> None:
    began = time.monotonic()
    with pytest.raises(error) as raised:
        run(lambda tell: time.sleep(60), work)
    assert time.monotonic() - began < 10
    assert no_children()
    if error is ReportFailed:
        assert raised.value.facts["detail"] == "a:1"  # type: ignore[attr-defined]


def test_who_is_told_can_end_it_all() -> None:
    class Enough(Exception):
        pass

    def enough(_: str) -> None:
        raise Enough

    def do(tell: Tell) -> None:
        tell("page")
        time.sleep(60)

    with pytest.raises(Enough):
        forked([do, do], (0, 1), 2, enough, lambda *_: None)
    assert no_children()


def test_nothing_a_copy_prints_reaches_the_messages(capfd: pytest.CaptureFixture[str]) -> None:
    def do(tell: Tell) -> None:
        os.write(1, b"noise")

    run(do)
    assert "noise" not in capfd.readouterr().out


def no_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def test_cancelling_a_report_leaves_no_process_and_no_file(
    example: Assessment, moment: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "r.pdf"
    # Handed on to the worker, and so to its copies: they are known by it.
    mark = str(tmp_path / "home")
    monkeypatch.setenv("KAMI_HOME", mark)
    pages: list[str] = []
    with pytest.raises(ReportFailed) as failed:
        ReportsApart().render(
            ReportRequest(example, "id", out, moment),
            lambda stage, *_: pages.append(stage),
            lambda: pages.count("layout") > 4,
        )
    assert failed.value.facts["reason"] == "cancelled"
    assert not list(tmp_path.iterdir())
    until = time.monotonic() + 10
    while working(mark) and time.monotonic() < until:
        time.sleep(0.05)
    assert not working(mark)


def test_copies_of_a_worker_that_was_killed_end_by_themselves(
    example: Assessment, moment: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = str(tmp_path / "home")
    monkeypatch.setenv("KAMI_HOME", mark)
    pages: list[str] = []

    def tell(stage: str, *_: int) -> None:
        pages.append(stage)
        if pages.count("layout") == 4:
            os.kill(min(working(mark)), signal.SIGKILL)

    with pytest.raises(ReportFailed) as failed:
        ReportsApart().render(ReportRequest(example, "id", tmp_path / "r.pdf", moment), tell)
    assert failed.value.facts["reason"] == "too_large"
    until = time.monotonic() + 20
    while working(mark) and time.monotonic() < until:
        time.sleep(0.05)
    assert not working(mark)
    assert not list(tmp_path.iterdir())


def working(mark: str) -> list[int]:
    """Processes that were given this mark, other than this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if f"KAMI_HOME={mark}".encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found
