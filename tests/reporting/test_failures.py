"""A report is there whole or not at all, and says in one error why not."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import ReportFailed
from kami_tui.i18n.explain import explain
from kami_tui.i18n.translator import Translator
from kami_tui.reporting import press, wire
from kami_tui.reporting.apart import ReportsApart
from kami_tui.reporting.child import serve
from kami_tui.reporting.health import health
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.usecases.ports import ReportRequest


@pytest.fixture
def request_to(toy_assessment: Assessment, moment: datetime, tmp_path: Path):
    def to(out: Path) -> ReportRequest:
        return ReportRequest(toy_assessment, "id", out, moment)

    return to


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder / "r.pdf"


def reason(failed: pytest.ExceptionInfo[ReportFailed]) -> tuple[object, str]:
    return failed.value.facts["reason"], str(failed.value.facts["detail"])


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("{{ report.nonsense }}", "sections/result.jinja:2"),
        ("{% if %}", "sections/result.jinja:2"),
        ("{{ missing_name }}", "sections/result.jinja:2"),
        ("{% include '../../etc/passwd' %}", "sections/result.jinja:2"),
        ("{{ report.meta.title / 2 }}", "sections/result.jinja:2"),
        ("{{ ''.__class__.__mro__ }}", "sections/result.jinja:2"),
    ],
)
def test_a_mistake_in_a_template_names_its_file_and_line(
    toy, templates: Path, tmp_path: Path, out: Path, request_to, broken: str, said: str
) -> None:
    copy = tmp_path / "templates"
    shutil.copytree(templates, copy, ignore=shutil.ignore_patterns("*.otf"))
    (copy / "sections" / "result.jinja").write_text(f"<p>\n{broken}")

    with pytest.raises(ReportFailed) as failed:
        InProcessReports(toy, copy).render(request_to(out))
    assert reason(failed)[0] == "template"
    assert said in reason(failed)[1]
    assert not list(out.parent.iterdir())


def test_a_folder_that_is_not_there_is_said_before_any_work(toy, templates, request_to) -> None:
    with pytest.raises(ReportFailed) as failed:
        InProcessReports(toy, templates).render(request_to(Path("/nowhere/at/all.pdf")))
    assert reason(failed) == ("unwritable", "/nowhere/at/all.pdf: the folder does not exist")


def test_a_folder_in_the_targets_place_is_left_alone(toy_reports, out: Path, request_to) -> None:
    out.mkdir()
    with pytest.raises(ReportFailed) as failed:
        toy_reports.render(request_to(out))
    assert reason(failed)[0] == "unwritable"


def test_a_device_a_pipe_and_a_read_only_report_are_never_replaced(
    toy_reports: InProcessReports, out: Path, request_to
) -> None:
    os.mkfifo(out)
    with pytest.raises(ReportFailed) as failed:
        toy_reports.render(request_to(out))
    assert failed.value.facts["why"] == "it is a device or a pipe, not a file"
    assert out.is_fifo()

    kept = out.with_name("kept.pdf")
    kept.write_bytes(b"signed")
    kept.chmod(0o444)
    with pytest.raises(ReportFailed) as failed:
        toy_reports.render(request_to(kept))
    assert failed.value.facts["why"] == "the file is read-only"
    assert kept.read_bytes() == b"signed"


def test_a_link_stays_and_what_it_leads_to_is_written(
    toy_reports: InProcessReports, out: Path, request_to
) -> None:
    link, astray, loop = (out.with_name(n) for n in ("link.pdf", "astray.pdf", "loop.pdf"))
    link.symlink_to(out)
    astray.symlink_to("/nowhere/at/all.pdf")
    loop.symlink_to(loop)

    assert toy_reports.render(request_to(link)) == link
    assert link.is_symlink()
    assert out.read_bytes().startswith(b"%PDF")
    for lost in (astray, loop):
        with pytest.raises(ReportFailed) as failed:
            toy_reports.render(request_to(lost))
        assert reason(failed)[0] == "unwritable"
        assert lost.is_symlink()


def test_the_report_gets_the_usual_permissions(
    toy_reports: InProcessReports, out: Path, request_to
) -> None:
    usual = os.umask(0o022)
    try:
        toy_reports.render(request_to(out))
    finally:
        os.umask(usual)
    assert out.stat().st_mode & 0o777 == 0o644


def test_why_nothing_can_be_written_is_said_in_the_users_language(
    toy_reports: InProcessReports, out: Path, request_to
) -> None:
    out.mkdir()
    with pytest.raises(ReportFailed) as failed:
        toy_reports.render(request_to(out))
    assert f"{out.name}: itu sebuah folder." in explain(failed.value, Translator("id"))


def test_a_full_disk_leaves_the_older_report(
    toy_reports: InProcessReports, out: Path, request_to, monkeypatch: pytest.MonkeyPatch
) -> None:
    out.write_bytes(b"older")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReportFailed) as failed:
        toy_reports.render(request_to(out))
    assert reason(failed)[0] == "unwritable"
    assert "No space left" in reason(failed)[1]
    assert [p.name for p in out.parent.iterdir()] == ["r.pdf"]
    assert out.read_bytes() == b"older"


def test_cancelling_between_pages_leaves_nothing(
    toy_reports: InProcessReports, out: Path, request_to
) -> None:
    seen: list[str] = []
    with pytest.raises(ReportFailed) as failed:
        toy_reports.render(
            request_to(out),
            lambda stage, step, steps: seen.append(stage),
            lambda: seen.count("layout") > 1,
        )
    assert reason(failed)[0] == "cancelled"
    assert not list(out.parent.iterdir())


def test_progress_never_goes_back(toy_reports: InProcessReports, out: Path, request_to) -> None:
    steps: list[int] = []
    toy_reports.render(request_to(out), lambda stage, step, all_: steps.append(step))

    assert steps == sorted(steps)
    assert steps[-1] == 100


def test_missing_pango_is_told_and_prints_nothing(
    toy_reports: InProcessReports, out: Path, request_to, monkeypatch, capsys
) -> None:
    class Missing:
        def find_spec(self, name: str, path: object, target: object = None) -> None:
            if name == "weasyprint":
                sys.stdout.write("advice that garbles the screen")
                raise OSError("cannot load library 'libpango-1.0-0'")

    press._ready.cache_clear()
    for name in [m for m in sys.modules if m.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(ReportFailed) as failed:
        toy_reports.render(request_to(out))
    assert reason(failed)[0] == "no_pango"
    assert "libpango" in reason(failed)[1]
    assert capsys.readouterr().out == ""
    assert not list(out.parent.iterdir())


# -- in a process of its own ---------------------------------------------------------------------

STUCK = "import sys, time; sys.stdin.read(); open({part!r}, 'w'); time.sleep(60)"


def worker(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_cancelling_ends_the_worker_and_removes_what_it_began(out: Path, request_to) -> None:
    """The worker here writes its part file and hangs; it is gone within a few seconds."""
    code = (
        "import sys, json, time; r = json.load(sys.stdin); open(r['out'], 'w').close(); "
        "print(json.dumps({'stage': 'layout', 'step': 1, 'steps': 2}), flush=True); time.sleep(60)"
    )
    seen: list[str] = []
    began = time.monotonic()
    with pytest.raises(ReportFailed) as failed:
        ReportsApart(worker(code)).render(
            request_to(out), lambda *told: seen.append(told[0]), lambda: bool(seen)
        )
    assert reason(failed)[0] == "cancelled"
    assert time.monotonic() - began < 10
    assert not list(out.parent.iterdir())


def test_a_worker_that_takes_too_long_is_given_up(out: Path, request_to) -> None:
    with pytest.raises(ReportFailed) as failed:
        ReportsApart(worker("import time; time.sleep(60)"), limit=0.3).render(request_to(out))
    assert reason(failed) == ("failed", "no report after 0 s")
    assert not list(out.parent.iterdir())


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("raise SystemExit(3)", "ended early"),
        ("print('noise')", "ended early"),
        ("import json; print(json.dumps({'done': 'x'}))", "wrote no file"),
    ],
)
def test_a_worker_that_fails_is_one_error(out: Path, request_to, code: str, detail: str) -> None:
    with pytest.raises(ReportFailed) as failed:
        ReportsApart(worker(code)).render(request_to(out))
    assert reason(failed)[0] == "failed"
    assert detail in reason(failed)[1]


def test_the_workers_own_error_comes_through(out: Path, request_to) -> None:
    message = wire.message(failed="report_failed", facts={"reason": "template", "detail": "a:1"})
    code = f"import sys; sys.stdin.read(); sys.stdout.write({message!r})"
    with pytest.raises(ReportFailed) as failed:
        ReportsApart(worker(code)).render(request_to(out))
    assert reason(failed) == ("template", "a:1")


def test_the_worker_is_given_neither_secrets_nor_the_terminal(
    out: Path, request_to, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    code = (
        "import sys, os, json; r = json.load(sys.stdin); "
        "bad = 'SECRET_TOKEN' in os.environ or os.isatty(0); "
        "open(r['out'], 'w').write('bad' if bad else 'good'); print(json.dumps({'done': 1}))"
    )
    assert ReportsApart(worker(code)).render(request_to(out)).read_text() == "good"


def test_a_worker_whose_program_is_gone_leaves_no_file(
    toy, templates: Path, out: Path, request_to
) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            if "done" in json.loads(text):
                raise BrokenPipeError
            return len(text)

    asked = io.StringIO(wire.request_text(request_to(out)))
    assert serve(toy, templates, asked, Closed()) == 1
    assert not out.exists()


def test_an_unreadable_request_is_answered(toy, templates: Path) -> None:
    said = io.StringIO()
    assert serve(toy, templates, io.StringIO("{}"), said) == 1
    assert json.loads(said.getvalue())["facts"]["reason"] == "failed"


def test_a_request_survives_the_way_to_the_worker(request_to, example, tmp_path: Path) -> None:
    request = replace(request_to(tmp_path / "ü \ud800.pdf"), assessment=example)
    assert wire.request_from(wire.request_text(request)) == request
    in_part = replace(request, parts=("result", "areas"))
    assert wire.request_from(wire.request_text(in_part)) == in_part
    chosen = replace(request, layout="executive", form="html", label="TERBATAS", previous=example,
                     templates=tmp_path, entries=7)  # fmt: skip
    assert wire.request_from(wire.request_text(chosen)) == chosen


def test_doctor_finds_what_is_needed_here(templates: Path, tmp_path: Path) -> None:
    well = {"pdf": "ok", "report_templates": "ok", "sign": "ok"}
    assert {h.name: h.state for h in health(templates)} == well
    assert {h.name: h.state for h in health(tmp_path)} == well | {"report_templates": "broken"}
