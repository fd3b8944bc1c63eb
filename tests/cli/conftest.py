"""The program as a user starts it: a real child process, with a data directory of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kami_tui.cli import answer as command
from kami_tui.main import main
from kami_tui.store.workspace import SqlWorkspace

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # so that tests.exchange.random_assessments is found
    sys.path.insert(0, str(ROOT))
EXAMPLES = ROOT / "questionnaires" / "kami-5.0" / "examples"


@dataclass
class Done:
    code: int
    out: str
    err: str
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """What ``--json`` told on stderr."""
        return json.loads(self.err)["error"]


Kami = Callable[..., Done]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR")
    }
    return kept | {
        "PYTHONPATH": str(ROOT),
        "KAMI_HOME": str(tmp_path / "home"),
        "KAMI_LANG": "en",
        "KAMI_USER": "tester",
        "COLUMNS": "100",
    }


@pytest.fixture
def kami(environment, tmp_path) -> Kami:
    """``kami("score", file)``: runs it in an empty folder, gives back code and outputs."""

    def run(*arguments: object, stdin: str | bytes = b"", **env: str) -> Done:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "kami_tui", *map(str, arguments)],
            input=data,
            capture_output=True,
            cwd=tmp_path,
            env=environment | env,
            timeout=60,
        )
        out = done.stdout.decode("utf-8", "replace")
        return Done(done.returncode, out, done.stderr.decode("utf-8", "replace"), done.stdout)

    return run


@pytest.fixture
def quick(environment, tmp_path, monkeypatch, capfd) -> Kami:
    """As `kami`, but in this process: for what does not depend on being one of its own."""
    for name in ("KAMI_HOME", "KAMI_LANG", "KAMI_USER", "COLUMNS"):
        monkeypatch.setenv(name, environment[name])
    for name in ("KAMI_DB", "KAMI_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, **env: str) -> Done:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        code = main([str(a) for a in arguments])
        out, err = capfd.readouterr()
        for name in env:
            monkeypatch.setenv(name, environment.get(name, ""))
        return Done(code, out, err, out.encode())

    return run


@pytest.fixture
def example():
    """The invented municipality's first round: 472 points, category Tinggi."""
    return EXAMPLES / "kota-contoh-2025.yaml"


@pytest.fixture
def second() -> Path:
    return EXAMPLES / "kota-contoh-2026.yaml"


@pytest.fixture
def answers(tmp_path):
    """Writes an answers file of Indeks KAMI 5.0 with these answers."""

    def write(found: dict[str, Any], name: str = "answers.json", **more: Any) -> Path:
        path: Path = tmp_path / name
        path.write_text(json.dumps({"instrument": "kami-5.0", "answers": found, **more}))
        return path

    return write


# -- kami answer ------------------------------------------------------------------------------


@pytest.fixture
def talk(quick, monkeypatch):
    """``talk("answer", id, stdin="3\\n")``: as `quick`, with lines from a pipe."""

    def run(*arguments, stdin: str | bytes = "", **env):
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return quick(*arguments, **env)

    return run


class Person:
    """Somebody at a terminal, who types these lines."""

    typed = True

    def __init__(self, lines: Sequence[str], meanwhile: Callable[[], object]) -> None:
        self.lines, self.meanwhile = list(lines), meanwhile
        self.prompts: list[str] = []

    def read(self, prompt: str) -> str | None:
        self.prompts.append(prompt)
        self.meanwhile()
        return self.lines.pop(0) if self.lines else None


@pytest.fixture
def by_hand(quick, monkeypatch):
    """``by_hand("answer", id, lines=[...])``: as if typed; gives back what came, and the prompts.

    `meanwhile` happens before each line.
    """

    def run(*arguments, lines, meanwhile=lambda: None):
        person = Person(lines, meanwhile)
        monkeypatch.setattr(command, "standard_input", lambda: person)
        done = quick(*arguments)
        return done, person.prompts

    return run


@pytest.fixture
def workspace(tmp_path):
    found = SqlWorkspace(tmp_path / "home" / "workspace.db")
    yield found
    found.close()


@pytest.fixture
def blank(quick, answers):
    """The id of an assessment without answers."""
    return quick("import", answers({}, profile={"organisation": "Kota Coba"})).out.strip()


@pytest.fixture
def exported(quick) -> Callable[[str], dict[str, Any]]:
    """The answers of an assessment, as export gives them."""
    return lambda name: quick("export", name, "--format", "json").json["answers"]
