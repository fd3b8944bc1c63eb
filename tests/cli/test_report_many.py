"""``kami report A B C``: names, places, failures and what is told."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kami_tui import wiring as program
from kami_tui.domain.errors import ReportFailed
from kami_tui.usecases.ports import Made
from kami_tui.usecases.report_names import Names, safe


class Press:
    """Stands for the adapter of many reports."""

    def __init__(self):
        self.requests = []
        self.jobs = 0
        self.fails = ""
        self.boxes = ""

    def render_all(self, requests, jobs, progress=None):
        self.jobs = jobs
        for request in requests:
            self.requests.append(request)
            if self.fails and self.fails in request.out.name:
                yield Made(request, ReportFailed(reason="template", detail="a.jinja:3: x"))
            else:
                Path(request.out).write_bytes(b"%PDF-")
                yield Made(request, boxes=self.boxes)


@pytest.fixture
def press(monkeypatch):
    made = Press()
    monkeypatch.setattr(program, "_many_reports", lambda: made)
    return made


def test_each_gets_a_file_of_its_name_in_the_folder(quick, press, example, second, tmp_path):
    done = quick("report", example, second, "--out", "laporan")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == ["laporan/kota-contoh-2025.pdf", "laporan/kota-contoh-2026.pdf"]
    assert sorted(p.name for p in (tmp_path / "laporan").iterdir()) == [
        "kota-contoh-2025.pdf", "kota-contoh-2026.pdf",
    ]  # fmt: skip


def test_names_stay_apart_and_one_named_twice_is_made_once(quick, press, example, tmp_path):
    other = tmp_path / "b" / "KOTA-contoh-2025.yaml"
    other.parent.mkdir()
    other.write_bytes(example.read_bytes())
    done = quick("report", example, other, example, "--out", "x/")
    assert done.out.splitlines() == ["x/kota-contoh-2025.pdf", "x/KOTA-contoh-2025-2.pdf"]


def test_one_failure_stops_none_of_the_rest(quick, press, example, second, answers):
    press.fails = "2025"
    bad = answers({"2.1": "9"}, name="bad.json")
    done = quick("report", example, bad, "nosuch", second, "--out", "x")
    assert (done.code, done.out) == (1, "x/kota-contoh-2026.pdf\n")
    assert "3 of 4 reports were not made" in done.err
    for name in (str(example), "bad.json", "nosuch"):
        assert name in done.err
    assert "Traceback" not in done.err


def test_json_lists_paths_and_failures(quick, press, example, second):
    done = quick("--json", "report", example, "nosuch", second, "--out", "x")
    assert done.code == 1
    assert done.json["reports"] == [
        {"assessment": str(example), "path": "x/kota-contoh-2025.pdf"},
        {"assessment": str(second), "path": "x/kota-contoh-2026.pdf"},
    ]
    failure = done.json["failures"][0]
    assert failure["assessment"] == "nosuch"
    assert failure["error"]["code"] == "unknown_assessment"


def test_all_failed_says_why_in_the_exit_code(quick, press):
    assert quick("report", "nosuch", "neither", "--out", "x").code == 2


def test_nothing_is_written_over_unless_it_was_said(quick, press, example, second, tmp_path):
    kept = tmp_path / "kota-contoh-2025.pdf"
    kept.write_bytes(b"old")
    done = quick("report", example, second, "--out", ".")
    assert (done.code, done.out) == (1, "kota-contoh-2026.pdf\n")
    assert "left alone; --force writes over it" in done.err
    assert kept.read_bytes() == b"old"
    assert quick("report", example, second, "--out", ".", "--force").code == 0
    assert kept.read_bytes() == b"%PDF-"


def test_force_still_spares_the_answers(quick, press, example, tmp_path):
    own = tmp_path / "kota.html"
    own.write_bytes(example.read_bytes())
    before = own.read_bytes()
    done = quick("report", own, example, "--out", ".", "--force", "--format", "html")
    assert "holds the answers" in done.err
    assert own.read_bytes() == before


@pytest.mark.parametrize("out", ["x.pdf", "x.html", "-"])
def test_one_file_is_no_place_for_many(quick, press, example, second, out):
    done = quick("report", example, second, "--out", out)
    assert (done.code, press.requests) == (2, [])
    assert "--out names a folder" in done.err


def test_a_folder_that_cannot_be_is_said_before_any_work(quick, press, example, second):
    done = quick("report", example, second, "--out", "no/such/")
    assert (done.code, press.requests) == (2, [])
    assert "cannot be used" in done.err


def test_jobs_are_as_many_as_asked_and_never_more_than_reports(quick, press, example, second):
    quick("report", example, second, "--out", "x", "--jobs", "1")
    assert press.jobs == 1
    quick("report", example, second, "--out", "y", "--jobs", "9")
    assert press.jobs == 2
    for wrong in ("0", "65", "-1"):
        assert quick("report", example, second, "--out", "z", "--jobs", wrong).code == 2


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("kota", "kota"),
        ("../../etc/passwd", "_.._etc_passwd"),
        (".hidden", "hidden"),
        ("--out", "out"),
        ("a\nb\x1b[31m", "a_b_[31m"),
        ('x:y*z?"<>|', "x_y_z_____"),
        ("con", "con_"),
        ("LPT1.txt", "LPT1.txt_"),
        ("\ud800", "_"),
        ("  ", "kami"),
        ("é" * 300, "é" * 60),
        ("dots...", "dots"),
    ],
)
def test_a_name_is_safe_in_any_folder(given, name):
    assert safe(given) == name


def test_a_name_that_another_would_be_given_is_not_given_twice():
    names = Names(".pdf")
    assert [names.of(s) for s in ("a", "A", "a-2", "a")] == [
        "a.pdf",
        "A-2.pdf",
        "a-2-2.pdf",
        "a-3.pdf",
    ]


def test_html_is_implied_by_the_name_and_may_not_contradict_it(quick, monkeypatch, example):
    class One:
        def render(self, request, progress=None, cancelled=None, boxes=None):
            self.form = request.form
            request.out.write_bytes(b"x")
            return request.out

    one = One()
    monkeypatch.setattr(program, "_reports", lambda: one)
    for words, form in (
        (["--out", "x.html"], "html"), (["--out", "x.HTM"], "html"), (["--out", "x.pdf"], "pdf"),
        (["--format", "html"], "html"), (["--out", "odd.name", "--format", "html"], "html"),
    ):  # fmt: skip
        assert quick("report", example, *words).code == 0
        assert one.form == form
    assert Path("kota-contoh-2025.html").exists()
    wrong = quick("report", example, "--out", "x.pdf", "--format", "html")
    assert wrong.code == 2
    assert "does not go with" in wrong.err


def test_a_folder_of_templates_that_is_not_there_is_said(quick, press, example):
    done = quick("report", example, "--template", "nowhere")
    assert done.code == 2
    assert "no folder nowhere" in done.err


def test_what_templates_are_given_is_printed(quick):
    done = quick("report", "--template-help")
    assert done.code == 0
    assert "| `organisation` | text |" in done.out


def test_ctrl_c_ends_the_workers_and_leaves_whole_files_only(
    environment, tmp_path, example, second
):
    began = subprocess.Popen(
        [sys.executable, "-m", "kami_tui", "report", str(example), str(second), "--out", "x"],
        cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    workers: list[int] = []
    until = time.monotonic() + 30
    while len(workers) < 1 and time.monotonic() < until:
        time.sleep(0.1)
        workers = children(began.pid)
    time.sleep(1.5)
    workers = children(began.pid)
    began.send_signal(signal.SIGINT)
    _, err = began.communicate(timeout=30)
    assert began.returncode == 130
    assert b"Traceback" not in err
    assert workers
    assert not [w for w in workers if Path(f"/proc/{w}").exists()]
    assert [p.suffix for p in (tmp_path / "x").iterdir() if p.suffix != ".pdf"] == []


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    if not found.exists():
        pytest.skip("needs /proc")
    return [int(c) for c in found.read_text().split()]


def test_letters_of_all_that_print_as_boxes_are_told_once(quick, press, example, second):
    press.boxes = "\u6f22"
    done = quick("report", example, second, "--out", "x/")
    assert done.code == 0
    assert done.err.count("U+6F22") == 1
    told = json.loads(quick("report", example, second, "--out", "y/", "--json").out)
    assert told["letters_without_font"] == "\u6f22"
