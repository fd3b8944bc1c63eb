"""A file is shown by the system's own program, which never touches our terminal."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from kami_tui.desktop import SystemDesktop


def found(*names: str):
    return lambda name: f"/bin/{name}" if name in names else None


@pytest.mark.parametrize(
    ("environment", "platform", "programs", "can"),
    [
        ({"DISPLAY": ":0"}, "linux", ["xdg-open"], True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", ["xdg-open"], True),
        ({}, "linux", ["xdg-open"], False),
        ({"DISPLAY": ":0"}, "linux", [], False),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["wslview"], True),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["explorer.exe", "wslpath"], True),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["explorer.exe"], False),
        ({"WSL_DISTRO_NAME": "Debian", "DISPLAY": ":0"}, "linux", ["xdg-open"], True),
        ({}, "darwin", ["open"], True),
        ({"SSH_CONNECTION": "10.0.0.1 22"}, "darwin", ["open"], False),
    ],
)
def test_it_is_offered_only_where_there_is_a_screen_and_a_program(
    environment, platform, programs, can
):
    assert SystemDesktop(environment, platform, found(*programs)).can_open() is can


@pytest.fixture
def opener(tmp_path: Path):
    """An `xdg-open` that writes down how it was called, then does what it is told."""

    def make(then: str = "", name: str = "xdg-open") -> SystemDesktop:
        program = tmp_path / name
        program.write_text(
            f"#!{sys.executable}\n"
            "import json, os, sys, time\n"
            "print('noise that would garble the screen'); print('more', file=sys.stderr)\n"
            "ttys = [os.isatty(n) for n in (0, 1, 2)]\n"
            "told = [sys.argv[1:], ttys, os.getsid(0) == os.getpid()]\n"
            f"open({str(tmp_path / 'told.json')!r}, 'w').write(json.dumps(told))\n"
            f"{then}\n"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        known = {name: str(program), "wslpath": "/bin/echo"}
        return SystemDesktop({"DISPLAY": ":0", "WSL_DISTRO_NAME": "x"}, "linux", known.get)

    return make


def test_the_program_is_given_the_path_and_cut_off_from_the_terminal(opener, tmp_path, capfd):
    path = tmp_path / "laporan; rm -rf $HOME `x`.pdf"

    assert opener().open(path) is True
    assert json.loads((tmp_path / "told.json").read_text()) == [
        [str(path)], [False, False, False], True,
    ]  # fmt: skip
    assert capfd.readouterr() == ("", "")


def test_a_program_that_cannot_do_it_is_told_from_one_that_goes_on(
    opener, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    assert opener("sys.exit(3)").open(tmp_path) is False

    monkeypatch.setattr("kami_tui.desktop.QUICK", 0.5)
    assert opener("time.sleep(1)").open(tmp_path) is True


def test_windows_explorer_is_given_a_windows_path_and_its_exit_code_is_not_believed(
    opener, tmp_path
):
    assert opener("sys.exit(1)", "explorer.exe").open(tmp_path) is True
    assert json.loads((tmp_path / "told.json").read_text())[0] == [f"-w {tmp_path}"]


def test_what_cannot_be_started_is_no_error(tmp_path):
    gone = SystemDesktop({"DISPLAY": ":0"}, "linux", {"xdg-open": str(tmp_path / "gone")}.get)

    assert gone.can_open()
    assert gone.open(tmp_path) is False
    assert SystemDesktop({}, "linux", found("xdg-open")).open(tmp_path) is False
