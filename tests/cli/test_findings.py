"""``kami findings``: the shapes that others script against."""

from __future__ import annotations

import csv
import io

import pytest

PROFILE = {
    "organisation": "Kota", "unit": "Dinas", "scope": "Portal", "date": "2026-09-15",
    "assessor": "Petugas", "position": "Kepala",
}  # fmt: skip


@pytest.fixture
def complete(quick, second):
    """Every item of the example, answered so that nothing needs evidence."""
    found = quick("export", second, "--format", "json").json["answers"]
    return {i: ("C" if i.startswith("1.") else "0") for i in found}


def test_an_assessment_with_nothing_left_exits_0(quick, answers, complete):
    done = quick("findings", answers(complete, profile=PROFILE))
    assert (done.code, done.err) == (0, "")
    assert done.out == "Nothing is left to settle.\n"


def test_a_hint_alone_exits_0_too(quick, answers, complete):
    done = quick("findings", answers({**complete, "2.1": "2"}, profile=PROFILE))
    assert done.code == 0
    assert "Worth a look: 1" in done.out


def test_something_to_settle_exits_1_and_is_listed(quick, answers, complete):
    del complete["3.1"]
    who = {k: v for k, v in PROFILE.items() if k != "unit"}
    done = quick("findings", answers({**complete, "2.1": "3"}, profile=who))
    assert (done.code, done.err) == (1, "")
    lines = done.out.splitlines()
    assert lines[0].split() == ["Severity", "Place", "Finding"]
    assert [line.split("  ")[1].strip() for line in lines[1:4]] == ["Profile", "3.1", "2.1"]
    assert lines[-1] == "To settle: 3"


def test_json_has_counts_and_stable_words(quick, answers, complete):
    del complete["3.1"]
    found = quick("findings", answers(complete, profile=PROFILE), "--format", "json").json
    assert found == {
        "instrument": "kami-5.0",
        "blocking": 1,
        "warning": 0,
        "hint": 0,
        "findings": [
            {
                "severity": "blocking", "kind": "unanswered", "item": "3.1", "field": None,
                "evidence": None, "items": ["3.1"], "message": "Not answered; it counts as 0.",
            }
        ],
    }  # fmt: skip


def test_only_the_message_depends_on_the_language(quick, answers, complete):
    del complete["3.1"]
    file = answers(complete, profile=PROFILE)
    one = quick("findings", file, "--format", "json", "--lang", "id").json
    other = quick("findings", file, "--format", "json", "--lang", "en").json
    messages = [d["findings"][0].pop("message") for d in (one, other)]
    assert one == other
    assert messages[0] == "Belum dijawab; dihitung 0."


def test_csv_is_one_row_for_each_finding(quick, answers):
    done = quick("findings", answers({"1.1": "A"}), "--format", "csv")
    rows = [*csv.DictReader(io.StringIO(done.out))]
    assert done.code == 1
    assert list(rows[0]) == ["severity", "kind", "item", "field", "evidence", "items", "message"]
    assert len(rows) == 6 + 211


def test_an_assessment_of_the_workspace_will_do(kami, second):
    id = kami("import", second).out.strip()
    done = kami("findings", id, "--json")
    assert done.code == 1
    assert done.json["blocking"] == len(
        [f for f in done.json["findings"] if f["severity"] == "blocking"]
    )


def test_a_file_that_is_not_there_is_a_bad_command(quick):
    assert quick("findings", "nowhere.yaml").code == 2


def test_what_a_user_typed_cannot_steer_the_terminal(quick, answers, complete):
    title = "x\u202ey"
    file = answers(
        {**complete, "2.1": {"status": "3", "evidence": ["E1"]}},
        profile=PROFILE,
        evidence={"E1": {"title": title, "valid_until": "2020-01-01"}},
    )
    assert "\u202e" not in quick("findings", file).out
    assert "\\u202e" in quick("findings", file).out
