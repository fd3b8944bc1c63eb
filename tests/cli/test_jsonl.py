"""``kami score --jsonl``: a stream in, a stream out, in step."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

ONE = '{"answers": {"2.1": "3"}}'


@pytest.fixture
def stream(kami):
    def run(text, *more):
        done = kami("score", "--jsonl", *more, stdin=text)
        return done, [json.loads(line) for line in done.out.splitlines()]

    return run


def test_each_line_gives_the_result_of_its_answers(kami, stream, answers):
    found = {"1.1": "A", "2.1": "3", "2.2": 2, "2.3": None, "5.31": "NA"}
    done, [first, second] = stream(json.dumps({"answers": found}) + "\n" + '{"answers": {}}\n')
    file = answers({k: v for k, v in found.items() if v is not None})
    assert first == kami("score", file, "--format", "json").json
    assert second["unanswered"] == 212
    assert (done.code, done.err) == (0, "")


def test_order_is_kept_and_a_lines_own_id_is_given_back(stream):
    lines = "".join(json.dumps({"id": n, "answers": {"2.1": str(n % 4)}}) + "\n" for n in range(50))
    _, found = stream(lines)
    assert [(d["id"], d["total"]) for d in found] == [(n, n % 4) for n in range(50)]


BAD = [
    "", "   ", "no json", "{", "[]", "3", "null", '"x"', '{"answers": []}', "{}",
    '{"answers": {"2.1": "9"}}', '{"answers": {"9.9": "3"}}', '{"answers": {"2.1": true}}',
    '{"answers": {"2.1": [3]}}', '{"answers": {"2.1": 1e400}}', '{"answers": {"2.1": NaN}}',
    '{"answers": {"2.1": "3", "2.1": "0"}}', '{"instrument": "kami-9", "answers": {}}',
    "[" * 100_000, '{"answers": {"2.1": ' + "9" * 5000 + "}}", "\x00", '{"answers": "\\ud800"}',
]  # fmt: skip


def test_a_bad_line_is_answered_in_its_place_and_stops_none_after_it(stream):
    done, found = stream("".join(f"{bad}\n{ONE}\n" for bad in BAD))
    assert [d.get("total") for d in found[1::2]] == [3] * len(BAD)
    for number, answer in enumerate(found[0::2]):
        assert set(answer) == {"error", "line"}, BAD[number][:80]
        assert answer["line"] == 2 * number + 1
        assert isinstance(answer["error"], str)
        assert answer["error"]
    assert done.code == 1
    assert done.err == f"{len(BAD)} lines could not be scored.\n"


def test_bytes_that_are_no_text_are_a_bad_line(stream):
    done, found = stream(b"\xff\xfe\n" + ONE.encode() + b"\n")
    assert ("error" in found[0], found[1]["total"], done.code) == (True, 3, 1)


def test_the_last_line_needs_no_line_break_and_windows_ones_are_fine(stream):
    done, found = stream(f"\ufeff{ONE}\r\n{ONE}")
    assert [d["total"] for d in found] == [3, 3]
    assert done.code == 0


def test_nothing_in_gives_nothing_out(stream):
    done, found = stream("")
    assert (done.code, found) == (0, [])


def test_a_line_without_end_costs_no_memory(environment):
    """200 MB in one line: refused in its place, with the lines after it scored."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (700 * 2**20,) * 2)\n"
    code = (
        limit + "import sys; from kami_tui.main import main; sys.exit(main(['score', '--jsonl']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as child:
        assert child.stdin is not None
        child.stdin.write(ONE.encode() + b"\n")
        for _ in range(200):
            child.stdin.write(b"x" * 2**20)
        child.stdin.write(b"\n" + ONE.encode() + b"\n")
        out, _ = child.communicate(timeout=30)
    found = [json.loads(line) for line in out.splitlines()]
    assert ["error" in d for d in found] == [False, True, False]
    assert found[1]["line"] == 2
    assert child.returncode == 1


def test_whoever_writes_one_line_gets_its_answer_before_writing_the_next(environment):
    with subprocess.Popen(
        [sys.executable, "-m", "kami_tui", "score", "--jsonl"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
    ) as child:  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        for number in (1, 2, 3):
            child.stdin.write(f'{{"answers": {{"2.1": {number}}}}}\n'.encode())
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["total"] == number
        child.stdin.close()
        assert child.wait(timeout=20) == 0


def test_a_reader_that_has_seen_enough_ends_it_quietly(environment):
    with subprocess.Popen(
        [sys.executable, "-m", "kami_tui", "score", "--jsonl"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdin is not None
        child.stdin.write(ONE.encode() + b"\n")
        child.stdin.flush()
        child.stdout.readline()
        child.stdout.close()
        try:
            child.stdin.write((ONE.encode() + b"\n") * 2000)
            child.stdin.close()
        except BrokenPipeError:
            pass
        assert child.stderr.read() == b""
        assert child.wait(timeout=20) == 1


def test_another_edition_can_be_the_usual_one_but_must_be_there(stream):
    done, found = stream(ONE + "\n", "--instrument", "kami-9.9")
    assert (done.code, found) == (2, [])
    assert "kami-9.9" in done.err
