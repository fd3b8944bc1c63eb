"""The set-up, with a system made of stubs: no network, and nothing of the machine is changed.

A copy of script/ stands in a folder with a space in its name. Its PATH holds a few real tools and,
where the machine would matter, stubs that note their calls: `id`, `sudo`, `apt-get`, and a Python
that finds no library and makes no environment.
"""

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ["bash", "cat", "dirname", "env", "find", "grep", "mkdir", "mv", "readlink", "rm"]
TOOLS += ["sha256sum", "tail", "uname"]
PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

STUB_PYTHON = f"""
case "$*" in
    *ctypes*) printf '%s\\n' {PANGO} ;;
    *"-m venv"*) exit 1 ;;
    *) exec '{sys.executable}' "$@" ;;
esac
"""


class System:
    """A checkout and the machine around it."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "check out"
        self.bin = folder / "bin"
        self.log = folder / "calls"
        self.checkout.mkdir()
        self.bin.mkdir()
        shutil.copytree(ROOT / "script", self.checkout / "script")
        for lock in ("requirements.lock", "requirements-dev.lock"):
            (self.checkout / lock).write_text("# empty\n")
        for tool in TOOLS:
            path = shutil.which(tool)
            assert path, f"{tool} is needed by the scripts"
            (self.bin / tool).symlink_to(path)
        self.stub("id", "echo 1000")
        self.stub("python", STUB_PYTHON)

    def stub(self, name: str, body: str) -> None:
        file = self.bin / name
        file.write_text(f"#!/bin/bash\necho {name} \"$@\" >>'{self.log}'\n{body}\n")
        file.chmod(0o755)

    def start(self, *command: str) -> "subprocess.Popen[str]":
        # timeout(1) ends its whole process group: a test that goes wrong must not wait for ever.
        return subprocess.Popen(
            [str(shutil.which("timeout")), "20", *command],
            cwd=self.checkout,
            env={"PATH": str(self.bin), "CI": "true", "KAMI_PYTHON": str(self.bin / "python")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> tuple[int, str, str]:
        process = self.start(*command)
        out, err = process.communicate(timeout=30)
        return process.returncode, out, err

    def calls(self, name: str) -> list[str]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if line.split()[0] == name]


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


def test_without_rights_the_administrators_command_is_said_and_the_start_goes_on(
    system: System,
) -> None:
    system.stub("apt-get", "exit 0")
    code, out, err = system.run("script/run", "--version")
    assert f"mintalah administrator menjalankan: apt-get install {PANGO}\n" in err
    assert "laporan PDF tidak bisa dibuat" in err
    assert system.calls("apt-get") == []
    # It went on to the environment, which this Python refuses to make; stdout stayed the program's.
    assert any("-m venv" in call for call in system.calls("python"))
    assert (code, out) == (1, "")


def test_tests_do_not_start_without_what_they_need(system: System) -> None:
    system.stub("apt-get", "exit 0")
    code, out, err = system.run("script/test")
    assert f"apt-get install {PANGO} tmux poppler-utils libreoffice-calc-nogui\n" in err
    assert not any("-m venv" in call for call in system.calls("python"))
    assert (code, out) == (1, "")


def test_without_apt_the_packages_are_named(system: System) -> None:
    _, _, err = system.run("script/bootstrap")
    assert f"perlu paket sistem berikut (nama Debian), pasang padanannya: {PANGO}\n" in err


def test_root_fetches_the_package_lists_only_when_installing_fails(system: System) -> None:
    system.stub("id", "echo 0")
    system.stub(
        "apt-get", f"[[ \"$*\" = *update* ]] || [ $(grep -c ^apt-get '{system.log}') -gt 1 ]"
    )
    _, out, err = system.run("script/bootstrap")
    verbs = [
        next(word for word in call.split() if word in {"install", "update"})
        for call in system.calls("apt-get")
    ]
    assert verbs == ["install", "update", "install"]
    assert system.calls("apt-get")[-1].endswith(PANGO)
    assert "administrator" not in err
    assert out == ""


def test_sudo_is_used_when_it_asks_for_no_password(system: System) -> None:
    system.stub("sudo", '[ "$1" = -n ] && shift; exec "$@"')
    system.stub("true", "exit 0")
    system.stub("apt-get", "exit 0")
    system.run("script/bootstrap")
    assert any("apt-get" in call and "libpango" in call for call in system.calls("sudo"))
    assert len(system.calls("apt-get")) == 1


def test_an_unfinished_environment_is_made_anew(system: System) -> None:
    """What a killed set-up leaves behind: a Python and half of the packages, and no stamp."""
    (system.checkout / ".venv/bin").mkdir(parents=True)
    (system.checkout / ".venv/bin/python").symlink_to(sys.executable)
    (system.checkout / ".venv/half").touch()
    system.run("script/run", "--version")
    assert any("-m venv" in call for call in system.calls("python"))
    assert not (system.checkout / ".venv/half").exists()


def test_a_second_set_up_waits_for_the_first(system: System) -> None:
    (system.checkout / ".venv").mkdir()
    with (system.checkout / ".venv/lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = system.start("script/bootstrap")
        assert process.stderr is not None
        assert "menunggu" in process.stderr.readline()
        assert not any("-m venv" in call for call in system.calls("python"))
    process.communicate(timeout=30)
    assert any("-m venv" in call for call in system.calls("python"))


READY = '. script/lib.sh; is_ready "$1"'


def finish(system: System, kind: str) -> None:
    (system.checkout / ".venv/bin").mkdir(parents=True, exist_ok=True)
    if not (system.checkout / ".venv/bin/python").exists():
        (system.checkout / ".venv/bin/python").symlink_to(sys.executable)
    code, out, _ = system.run(
        "bash", "-c", '. script/lib.sh; stamp_of "$1" .venv/bin/python', "-", kind
    )
    assert code == 0
    (system.checkout / f".venv/stamp-{kind}").write_text(out)


def is_ready(system: System, kind: str) -> bool:
    return system.run("bash", "-c", READY, "-", kind)[0] == 0


def test_an_environment_for_tests_serves_for_running_and_not_the_other_way(system: System) -> None:
    finish(system, "run")
    assert (is_ready(system, "run"), is_ready(system, "dev")) == (True, False)
    (system.checkout / ".venv/stamp-run").unlink()
    finish(system, "dev")
    assert (is_ready(system, "run"), is_ready(system, "dev")) == (True, True)


def test_a_changed_lock_or_a_moved_checkout_needs_a_new_set_up(system: System) -> None:
    finish(system, "run")
    assert is_ready(system, "run")
    moved = system.checkout.with_name("moved")
    system.checkout = system.checkout.rename(moved)
    assert not is_ready(system, "run")
    finish(system, "run")
    assert is_ready(system, "run")
    (moved / "requirements.lock").write_text("# another\n")
    assert not is_ready(system, "run")
