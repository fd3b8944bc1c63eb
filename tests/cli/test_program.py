"""The program as a child of a shell: version, help, signals, closed pipes, odd locales."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

COMMANDS = ["open", "answer", "demo", "score", "explain", "report", "list", "show", "import",
            "export", "bundle", "check", "doctor"]  # fmt: skip


class TestVersion:
    def test_is_told_on_stdout(self, kami):
        from kami_tui import __version__

        for spelling in ("--version", "-V"):
            assert kami(spelling).out == f"kami {__version__}\n"
        assert kami("--lang", "en", "--version").out == f"kami {__version__}\n"

    def test_imports_nothing_of_the_program(self, environment):
        code = (
            "import sys; before = set(sys.modules)\n"
            "from kami_tui.main import main; main(['--version'])\n"
            "print(sorted(set(sys.modules) - before), file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=environment
        )
        loaded = {m for m in done.stderr.split("'") if m.isidentifier() or "." in m}
        assert {m for m in loaded if m.startswith("kami_tui")} == {"kami_tui", "kami_tui.main"}
        assert not {"typer", "pydantic", "yaml", "argparse", "gettext"} & loaded


class TestHelp:
    def test_teaches_by_example(self, quick):
        done = quick("--help")
        assert (done.code, done.err) == (0, "")
        assert "Examples:" in done.out
        for command in COMMANDS:
            assert f"\n  {command} " in done.out

    @pytest.mark.parametrize("command", COMMANDS)
    def test_of_each_command_has_an_example_and_fits_the_width(self, quick, command):
        for language in ("en", "id"):
            done = quick(command, "-h", "--lang", language)
            assert done.code == 0
            assert f"\n  kami {command}" in done.out or f"(kami {command}" in done.out
            assert max(map(len, done.out.splitlines())) <= 100

    def test_is_indonesian_by_default(self, quick):
        text = quick("score", "--help", KAMI_LANG="").out
        assert "Pemakaian:" in text
        assert "Contoh:" in text
        assert not {"Usage", "Options", "Examples", "Shows", "Form"} & set(
            text.replace(":", " ").split()
        )

    def test_needs_no_terminal_and_paints_nothing(self, quick):
        assert "\x1b" not in quick("--help").out


class TestWithoutATerminal:
    @pytest.mark.parametrize("arguments", [[], ["demo"], ["--db", "x.db"]])
    def test_the_terminal_program_says_so(self, quick, tmp_path, arguments):
        done = quick(*arguments)
        assert (done.code, done.out) == (2, "")
        assert "needs a terminal" in done.err
        assert not (tmp_path / "x.db").exists()

    def test_a_file_to_open_is_not_taken_in(self, quick, example):
        assert quick("open", example).code == 2
        assert quick("list", "--json").json == []

    def test_an_item_that_is_not_there_is_told_first(self, quick, example):
        done = quick("--json", "open", example, "--item", "9.9")
        assert (done.code, done.error["code"]) == (2, "unknown_item")


class TestEnds:
    def test_interrupted(self, environment):
        with subprocess.Popen(
            [sys.executable, "-m", "kami_tui", "score", "--jsonl"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        ) as child:  # fmt: skip
            assert child.stdin
            assert child.stdout
            assert child.stderr
            child.stdin.write(b'{"answers": {}}\n')
            child.stdin.flush()
            child.stdout.readline()  # it is running
            child.send_signal(signal.SIGINT)
            assert child.wait(timeout=20) == 130
            assert child.stderr.read() == b"Stopped.\n"

    def test_interrupted_while_it_starts(self, quick, monkeypatch):
        """Before any command runs, while modules are still being imported."""

        def stop(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr("kami_tui.cli.entry.run_cli", stop)
        done = quick("list")
        assert (done.code, done.out, done.err.strip()) == (130, "", "")

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
    def test_a_full_disk_is_said(self, environment, example):
        with open("/dev/full", "wb") as full:  # noqa: PTH123
            done = subprocess.run(
                [sys.executable, "-m", "kami_tui", "score", str(example)],
                stdout=full, stderr=subprocess.PIPE, env=environment,
            )  # fmt: skip
        assert done.returncode == 1
        assert b"No space left" in done.stderr
        assert done.stderr.count(b"\n") == 1

    @pytest.mark.parametrize("closed", ["1", "2"])
    def test_a_closed_stream(self, environment, example, closed):
        command = f'"{sys.executable}" -m kami_tui score "{example}" {closed}>&-'
        done = subprocess.run(["sh", "-c", command], capture_output=True, env=environment)
        assert done.returncode == (1 if closed == "1" else 0)
        assert b"Traceback" not in done.stderr

    def test_a_reader_that_went_away(self, environment, example):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [sys.executable, "-m", "kami_tui", "score", str(example)],
            stdout=write, stderr=subprocess.PIPE, env=environment,
        )  # fmt: skip
        os.close(write)
        assert (done.returncode, done.stderr) == (1, b"")

    @pytest.mark.parametrize(
        "locale",
        [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
         {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}],
    )  # fmt: skip
    def test_no_locale_makes_it_fail(self, kami, answers, locale):
        named = answers({}, profile={"organisation": "Kota “Contoh” 東京"})
        done = kami("show", named, **locale)
        assert (done.code, done.err) == (0, "")
        assert "東京" in done.out


@pytest.fixture
def hostile(tmp_path):
    """Files that mean harm, or were never meant for this."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    made = {
        "bomb.yaml": bomb.encode(),
        "deep.yaml": b"[" * 50_000,
        "deep.json": b'{"a":' * 50_000,
        "tag.yaml": b"!!python/object/apply:os.system ['touch /tmp/owned']\n",
        "binary.yaml": os.urandom(4096),
        "empty.yaml": b"",
        "list.yaml": b"- a\n- b\n",
        "keys.yaml": b'instrument: "kami-5.0"\nanswers: {"2.1": "3", "2.1": "0"}\n',
        "number.yaml": b'instrument: "kami-5.0"\nanswers: {2.10: 3}\n',
        "truth.yaml": b'instrument: "kami-5.0"\nanswers: {"2.1": yes}\n',
        "types.json": b'{"instrument": 5, "answers": ["2.1"], "profile": "x"}',
        "unknown.json": b'{"instrument": "kami-9.9", "answers": {}}',
        "huge.yaml": b'instrument: "kami-5.0"\n# ' + b"x" * 40 * 2**20,
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    (folder / "folder.yaml").mkdir()
    return sorted(folder.iterdir())


class TestHostileFiles:
    def test_each_is_refused_with_a_sentence_and_nothing_is_written(self, hostile, tmp_path):
        """One process for all: 600 MB of address space, a few seconds."""
        limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (600 * 2**20,) * 2)\n"
        code = limit + "from kami_tui.main import main; sys.exit(main(['score', *sys.argv[1:]]))"
        env = {"PYTHONPATH": os.environ.get("PYTHONPATH", ""), "PATH": os.environ["PATH"],
               "KAMI_HOME": str(tmp_path / "home"), "KAMI_LANG": "en"}  # fmt: skip
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, hostile)],
            capture_output=True,
            text=True,
            env=env,
        )
        assert time.monotonic() - started < 30
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr
        for file in hostile:
            assert file.name in done.stderr
        assert not (tmp_path / "home").exists()

    def test_a_file_that_may_not_be_read(self, quick, answers):
        file = answers({})
        file.chmod(0)
        done = quick("score", file)
        if os.geteuid() != 0:
            assert done.code == 2
            assert "answers.json" in done.err


class TestCompletion:
    def complete(self, kami, line, shell="bash", **more):
        words = line.split(" ")
        return kami(
            _KAMI_COMPLETE=f"complete_{shell}", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1),
            _TYPER_COMPLETE_ARGS=line, _TYPER_COMPLETE_FISH_ACTION="get-args", **more,
        )  # fmt: skip

    def test_offers_commands_options_ids_and_areas(self, kami, quick, example):
        new = quick("import", example).out.strip()
        assert self.complete(kami, "kami sc").out.split() == ["score", "schema"]
        assert "--format" in self.complete(kami, "kami list --").out
        assert self.complete(kami, f"kami show {new[:2]}").out.split() == [new]
        assert self.complete(kami, "kami explain x ").out.split() == list("12345678")

    def test_never_fails_where_there_is_no_workspace(self, kami, tmp_path):
        done = self.complete(kami, "kami show x")
        assert (done.out.strip(), done.err) == ("", "")
        assert not (tmp_path / "home").exists()

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_has_a_script_for_each_shell(self, kami, shell):
        done = kami("--show-completion", shell)
        assert done.code == 0
        assert f"complete_{shell}" in done.out
        if shutil.which(shell):
            syntax = subprocess.run([shell, "-n"], input=done.out, text=True, capture_output=True)
            assert syntax.returncode == 0

    def test_a_shell_there_is_no_script_for(self, kami):
        assert kami("--show-completion", "tcsh").code == 2

    def test_works_in_bash(self, environment, tmp_path):
        (tmp_path / "kami").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kami_tui "$@"\n')
        (tmp_path / "kami").chmod(0o755)
        script = (
            "source <(kami --show-completion bash); COMP_WORDS=(kami dem); COMP_CWORD=1\n"
            '_kami_completion kami; echo "${COMPREPLY[@]}"'
        )
        env = environment | {"PATH": f"{tmp_path}:{environment['PATH']}"}
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=env)
        assert (done.stdout, done.stderr) == ("demo\n", "")


class TestDoctor:
    def test_tells_what_is_there_and_that_it_is_well(self, quick, tmp_path):
        done = quick("doctor", "--json")
        found = {h["name"]: h for h in done.json}
        assert {"program", "python", "language", "questionnaires", "home", "workspace", "pdf",
                "terminal"} <= set(found)  # fmt: skip
        assert all(h["state"] in ("ok", "warning", "broken") for h in done.json)
        assert "kami-5.0: 212 items, sha256:" in found["questionnaires"]["detail"]
        assert str(tmp_path / "home") in found["home"]["detail"]
        assert not (tmp_path / "home").exists()
        assert done.code == (1 if any(h["state"] == "broken" for h in done.json) else 0)

    def test_what_is_only_needed_for_signing_and_encrypting_is_told_and_breaks_nothing(
        self, quick, monkeypatch
    ):
        import importlib.util

        there = importlib.util.find_spec
        monkeypatch.setattr(
            "importlib.util.find_spec",
            lambda name, *a: None if name in ("pyhanko", "pyrage") else there(name, *a),
        )
        found = {h["name"]: h for h in quick("doctor", "--json").json}
        for name, package in (("sign", "pyhanko"), ("encrypt", "pyrage")):
            assert found[name]["state"] == "ok"
            assert found[name]["remedy"].startswith(f"pip install '{package}")

    def test_tells_how_to_mend_what_is_broken(self, quick, tmp_path):
        db = tmp_path / "x.db"
        db.write_text("no database " * 50)
        done = quick("doctor", "--db", db)
        assert done.code == 1
        assert "BROKEN" in done.out
        assert "->" in done.out
        assert quick("doctor", KAMI_HOME="/proc/nowhere").code == 1


def test_a_word_too_many_is_told_in_the_readers_language(quick):
    done = quick("--lang", "id", "list", "kota")
    assert (done.code, done.out) == (2, "")
    assert "'kota'" in done.err
    assert "unexpected" not in done.err
