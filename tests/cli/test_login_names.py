"""The name that stands in journals and parts: a login name may be anything."""

from __future__ import annotations

import pytest

NAMES = {
    "Jos\udce9": "Jos?",  # bytes that are no UTF-8, as the system hands them over
    "Ani\x1b[1m": "Ani?[1m",
    "Ani\u2028Budi\n": "Ani?Budi",
    "  Bagian Umum ": "Bagian Umum",
}


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_parts_travel_whatever_the_names_are(quick, tmp_path, example, name):
    def run(home, *arguments):
        done = quick(*arguments, KAMI_HOME=str(tmp_path / home), KAMI_USER=name)
        assert done.code == 0, done.err
        return done

    whole = run("a", "import", example).out.strip()
    run("a", "split", whole, "--area", "2", "--out", "p.json")
    part = run("b", "import", "p.json").out.strip()
    run("b", "hand-back", part, "--out", "h.json")
    said = run("a", "merge", whole, "h.json", "--fail").out
    assert NAMES[name] in said
