"""Many reports side by side: each is there whole or not at all, and none stops another."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting.together import ReportsTogether
from kami_tui.usecases.ports import ReportRequest

FAKE = """
import json, os, sys, time
for line in sys.stdin:
    r = json.loads(line)
    who = r["assessment"]["profile"]["organisation"]
    print(json.dumps({"stage": "layout", "step": 1, "steps": 2}), flush=True)
    if who == "dies":
        os.kill(os.getpid(), 9)
    if who == "hangs":
        open(r["out"], "w").close()
        time.sleep(60)
    if who == "fails":
        facts = {"reason": "template", "detail": "a:1"}
        print(json.dumps({"failed": "report_failed", "facts": facts}), flush=True)
        continue
    time.sleep(0.05)
    open(r["out"], "w").write(str(os.getpid()))
    print(json.dumps({"done": 1}), flush=True)
"""


@pytest.fixture
def together() -> ReportsTogether:
    return ReportsTogether((sys.executable, "-c", FAKE), limit=3)


@pytest.fixture
def ask(toy_assessment: Assessment, moment: datetime, tmp_path: Path):
    def made(name: str, who: str = "") -> ReportRequest:
        profile = replace(toy_assessment.profile, organisation=who)
        a = replace(toy_assessment, profile=profile)
        return ReportRequest(a, "id", tmp_path / f"{name}.pdf", moment)

    return made


def files(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_workers_go_on_with_the_next_report_and_are_gone_at_the_end(
    together: ReportsTogether, ask, tmp_path: Path
) -> None:
    made = list(together.render_all((ask(str(n)) for n in range(8)), 2))
    assert [m.error for m in made] == [None] * 8
    workers = {int(m.request.out.read_text()) for m in made}
    assert len(workers) == 2
    assert all(gone(w) for w in workers)
    assert files(tmp_path) == sorted(f"{n}.pdf" for n in range(8))


@pytest.mark.parametrize(
    ("who", "reason", "said"),
    [
        ("fails", "template", "a:1"),
        ("dies", "too_large", "SIGKILL"),
        ("hangs", "failed", "no report after 3 s"),
    ],
)
def test_a_failure_stops_none_of_the_rest(
    together: ReportsTogether, ask, tmp_path: Path, who: str, reason: str, said: str
) -> None:
    requests = [ask("a"), ask("b", who), ask("c"), ask("d")]
    errors = {m.request.out.stem: m.error for m in together.render_all(requests, 1)}
    assert set(errors) == set("abcd")
    failed = errors.pop("b")
    assert isinstance(failed, ReportFailed)
    assert failed.facts["reason"] == reason
    assert said in str(failed.facts["detail"])
    assert set(errors.values()) == {None}
    assert files(tmp_path) == ["a.pdf", "c.pdf", "d.pdf"]


def test_a_place_that_cannot_be_written_fails_alone(together: ReportsTogether, ask) -> None:
    lost = replace(ask("x"), out=Path("/nowhere/at/all.pdf"))
    made = {m.request.out.stem: m.error for m in together.render_all([lost, ask("a")], 2)}
    assert made["a"] is None
    assert made["all"] is not None
    assert made["all"].facts["reason"] == "unwritable"


def test_requests_are_taken_only_as_workers_become_free(together: ReportsTogether, ask) -> None:
    taken: list[int] = []

    def requests() -> Iterator[ReportRequest]:
        for n in range(6):
            taken.append(n)
            yield ask(str(n))

    made = together.render_all(requests(), 2)
    next(made)
    assert len(taken) <= 3
    made.close()  # type: ignore[attr-defined]


def test_closing_ends_the_workers_and_leaves_no_half_file(
    together: ReportsTogether, ask, tmp_path: Path
) -> None:
    began = time.monotonic()
    made = together.render_all([ask("a"), ask("b", "hangs"), ask("c", "hangs")], 2)
    assert next(made).error is None
    made.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 10
    assert files(tmp_path) == ["a.pdf"]


def test_progress_never_goes_back(together: ReportsTogether, ask) -> None:
    seen: list[float] = []
    list(together.render_all([ask(str(n)) for n in range(5)], 2, seen.append))
    assert seen == sorted(seen)
    assert seen[-1] == 5


def test_a_worker_makes_the_same_bytes_again_and_again(
    example: Assessment, moment: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    requests = [
        ReportRequest(example, "id", tmp_path / f"{n}.pdf", moment, ("cover", "result"))
        for n in range(3)
    ]
    assert [m.error for m in ReportsTogether().render_all(requests, 1)] == [None] * 3
    assert len({r.out.read_bytes() for r in requests}) == 1
