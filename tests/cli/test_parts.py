"""Split, filled in elsewhere, merged: through the command line, each with a home of its own."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest


@pytest.fixture
def people(quick, tmp_path, monkeypatch):
    """``people("Umum")("import", file)``: the program on Umum's computer."""

    def person(name: str):
        def run(*arguments, stdin="", **env):
            home = {"KAMI_HOME": str(tmp_path / f"home-{name}"), "KAMI_USER": name}
            return quick(*arguments, **home, **env)

        return run

    return person


@pytest.fixture
def chief(people):
    return people("Kepala")


@pytest.fixture
def whole(chief, example):
    return chief("import", example).out.strip()


@pytest.fixture
def says(people, monkeypatch):
    """``says("Umum", id, item, status)``: answers one item, as from a pipe."""
    import io
    import sys

    def run(who, id, item, status):
        lines = io.TextIOWrapper(io.BytesIO(f"{status}\n".encode()))
        monkeypatch.setattr(sys, "stdin", lines)
        assert people(who)("answer", id, "--item", item).code == 0

    return run


def statuses(person, id) -> dict[str, str]:
    answers = person("export", id, "--format", "json").json["answers"]
    return {i: a if isinstance(a, str) else a.get("status") for i, a in answers.items()}


def came_back(person, id, tmp_path, name):
    done = person("hand-back", id, "--out", name, "--force")
    assert done.code == 0, done.err
    return tmp_path / done.out.strip()


@pytest.fixture
def rekan(people, chief, whole, tmp_path):
    """Umum's program and the id of his part, area 2."""
    assert chief("split", whole, "--area", "2", "--out", "p.kami-part.json").code == 0
    person = people("Umum")
    return person, person("import", "p.kami-part.json").out.strip()


def test_the_story(people, chief, whole, says, tmp_path):
    """Split in three, filled in apart in three homes, merged; one planted conflict is shown and
    decided; merged again nothing changes."""
    before = statuses(chief, whole)
    made = chief("split", whole, "--by", "area", "--out", "parts", "--json").json
    given = {("2", "Umum", "2.1"), ("3", "Hukum", "3.1"), ("4", "Tono", "4.1")}
    files = []
    for area, who, item in sorted(given):
        file = next(m["file"] for m in made if m["items"][0].startswith(f"{area}."))
        part = people(who)("import", file).out.strip()
        assert set(statuses(people(who), part)) == {i for i in before if i.startswith(f"{area}.")}
        says(who, part, item, "0")
        says(who, part, item.replace(".1", ".2"), "1")
        files.append(came_back(people(who), part, tmp_path, f"{who}.kami-part.json"))
    says("Kepala", whole, "3.1", "1")
    expected = before | {f"{a}.{n}": s for a, _, _ in given for n, s in ((1, "0"), (2, "1"))}

    refused = chief("merge", whole, *files)
    assert refused.code == 1
    assert "1 conflict" in refused.out
    assert "ours: 1 Being planned   (Kepala," in refused.out
    assert "theirs: 0 Not done   (Hukum," in refused.out
    assert statuses(chief, whole) == before | {"3.1": "1"}, "nothing at all was written"

    done = chief("merge", whole, *files, "--newest")
    assert (done.code, done.err) == (0, "")
    assert statuses(chief, whole) == expected | {"3.1": "1"}, "the chief spoke last"

    journal = _journal(tmp_path / "home-Kepala")
    again = chief("merge", whole, *files, "--theirs", "--json")
    assert [(o["state"], o["changes"], o["journal"]) for o in again.json] == [("same", 0, 0)] * 3
    assert statuses(chief, whole) == expected | {"3.1": "1"}
    assert _journal(tmp_path / "home-Kepala") == journal
    came = [row[2:] for row in journal if row[1] is not None]
    assert {who for who, *_ in came} == {"Umum", "Hukum", "Tono"}
    assert len(came) == 2 * len(given)


def _journal(home) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "workspace.db") as conn:
        return conn.execute(
            "SELECT seq, origin, who, at, subject, field, before, after FROM journal ORDER BY seq"
        ).fetchall()


def test_a_part_is_shown_as_one_and_says_how_it_goes_back(rekan, whole):
    person, id = rekan
    assert f"{whole} of Kepala: area 2" in person("show", id).out
    assert "kami merge" in person("hand-back", id).err


def test_it_is_opened_like_an_answers_file(people, chief, whole, monkeypatch):
    chief("split", whole, "--item", "2.1", "--out", "p.kami-part.json")
    done = people("Umum")("open", "p.kami-part.json")
    assert done.code == 2
    assert "terminal" in done.err


@pytest.mark.parametrize(
    ("options", "items"),
    [
        (("--area", "II"), 22),
        (("--area", "2", "--area", "3"), 22 + 16),
        (("--item", "2.10", "--item", "2.1"), 2),
    ],
)
def test_areas_and_items_are_given(chief, whole, options, items):
    (made,) = chief("split", whole, *options, "--out", "x.json", "--json").json
    assert len(made["items"]) == items
    assert made["items"][0] == "2.1"


def test_each_owner_gets_what_he_has(chief, answers):
    file = answers({"2.1": "3"}, owners={"2": "Bagian Hukum", "2.1": "../Pokja", "3": "Pokja 2"})
    id = chief("import", file).out.strip()
    done = chief("split", id, "--by", "owner", "--out", "parts/")
    assert done.code == 0
    made = chief("split", id, "--by", "owner", "--out", "again/", "--json").json
    assert {m["for"]: len(m["items"]) for m in made} == {
        "../Pokja": 1, "Bagian Hukum": 21, "Pokja 2": 16,
    }  # fmt: skip
    assert {Path(m["file"]).parent for m in made} == {Path("again")}
    (one,) = chief("split", id, "--owner", "Pokja 2", "--out", "x.json", "--json").json
    assert len(one["items"]) == 16


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Say what to hand over"),
        (("--area", "2", "--by", "area"), "do not go with it"),
        (("--by", "colour"), "--by cannot be 'colour'"),
        (("--by", "owner"), "given to anybody"),
        (("--area", "9"), "--area cannot be '9'"),
        (("--owner", "Nobody"), "given to anybody"),
        (("--item", "9.9"), "9.9"),
    ],
)
def test_what_cannot_be_split_off_is_said_and_no_file_is_written(
    chief, whole, tmp_path, options, said
):
    before = sorted(tmp_path.iterdir())
    done = chief("split", whole, *options)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_is_there_is_spared(chief, whole, tmp_path):
    (tmp_path / "p.json").write_text("mine")
    done = chief("split", whole, "--area", "2", "--out", "p.json")
    assert done.code == 1
    assert "--force" in done.err
    assert (tmp_path / "p.json").read_text() == "mine"
    assert chief("split", whole, "--area", "2", "--out", "p.json", "--force").code == 0


def test_neither_split_nor_hand_back_writes_over_the_workspace(chief, whole, rekan, tmp_path):
    person, part = rekan
    for run, command, home in (
        (chief, ("split", whole, "--area", "2"), "home-Kepala"),
        (person, ("hand-back", part), "home-Umum"),
    ):
        workspace = tmp_path / home / "workspace.db"
        for end in ("", "-wal", "-shm", "-journal"):
            file = workspace.with_name(f"{workspace.name}{end}")
            before = file.read_bytes() if file.exists() else None
            done = run(*command, "--out", str(file), "--force")
            assert done.code == 2, file
            assert (file.read_bytes() if file.exists() else None) == before
    assert chief("list").code == person("list").code == 0


def test_of_many_parts_none_is_written_where_one_cannot_be(chief, whole, tmp_path):
    first = chief("split", whole, "--by", "area", "--out", "parts").out.split()
    for file in first[:-1]:
        (tmp_path / file).unlink()
    done = chief("split", whole, "--by", "area", "--out", "parts")
    assert (done.code, done.out) == (1, "")
    assert Path(first[-1]).name in done.err
    assert [f.name for f in (tmp_path / "parts").iterdir()] == [Path(first[-1]).name]


def test_the_parts_that_were_written_before_a_disk_was_full_are_named(
    chief, whole, tmp_path, monkeypatch
):
    import errno
    import os
    import stat

    real, count = os.fsync, 0

    def full(handle):
        nonlocal count
        count += stat.S_ISREG(os.fstat(handle).st_mode)
        if count > 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    done = chief("split", whole, "--by", "area", "--out", "parts")
    monkeypatch.undo()
    assert done.code == 1
    there = sorted(f"parts/{f.name}" for f in (tmp_path / "parts").iterdir())
    assert len(there) == 2
    assert sorted(done.out.split()) == there
    assert "No space" in done.err


def test_a_dry_run_tells_and_writes_nothing(chief, whole, rekan, says, tmp_path):
    person, id = rekan
    says("Umum", id, "2.1", "0")
    file, before = came_back(person, id, tmp_path, "b.json"), statuses(chief, whole)
    done = chief("merge", whole, file, "--dry-run")
    assert "1 change would be taken over" in done.out
    assert statuses(chief, whole) == before


def test_a_dry_run_of_several_takes_what_merging_them_takes(chief, people, whole, says, tmp_path):
    """The later file was said earlier: what the first brings counts as its author's, not ours."""
    for owner in ("Umum", "Citra"):
        assert chief("split", whole, "--item", "2.1", "--out", f"{owner}.json").code == 0
    ids = {who: people(who)("import", f"{who}.json").out.strip() for who in ("Umum", "Citra")}
    says("Citra", ids["Citra"], "2.1", "0")
    says("Umum", ids["Umum"], "2.1", "1")
    first = came_back(people("Umum"), ids["Umum"], tmp_path, "u.json")
    later = came_back(people("Citra"), ids["Citra"], tmp_path, "c.json")
    foretold = chief("merge", whole, first, later, "--newest", "--dry-run", "--json").json
    done = chief("merge", whole, first, later, "--newest", "--json").json
    told = [[(c["ours_at"], c["taken"]) for c in of["conflicts"]] for of in (*foretold, *done)]
    assert told[:2] == told[2:]
    assert [c[1] for c in told[1]] == ["ours"]
    assert [of["changes"] for of in foretold] == [of["changes"] for of in done] == [1, 0]
    assert [of["changed"] for of in foretold] == [of["changed"] for of in done]
    assert statuses(chief, whole)["2.1"] == "1"


def test_changes_are_told_in_the_order_in_which_people_walk_the_items(
    chief, people, whole, says, tmp_path
):
    """The items that the first file answers are not those that the register had at first."""
    chief("split", whole, "--area", "2", "--out", "p.json")
    id = people("Umum")("import", "p.json").out.strip()
    for item in ("2.10", "2.9", "2.2"):
        says("Umum", id, item, "0")
    file = came_back(people("Umum"), id, tmp_path, "b.json")
    foretold = chief("merge", whole, file, "--dry-run", "--json").json[0]["changed"]
    done = chief("merge", whole, file, "--json").json[0]["changed"]
    assert foretold == done
    assert [c["subject"] for c in done] == ["2.2", "2.9", "2.10"]


def test_a_document_that_comes_or_goes_is_told_as_one(chief, whole, rekan, tmp_path):
    from kami_tui.domain.answers import Evidence
    from kami_tui.loading.library import Library
    from kami_tui.resources import questionnaires
    from kami_tui.store.workspace import SqlWorkspace
    from kami_tui.usecases.keeping import Keeper

    person, id = rekan
    store = SqlWorkspace(tmp_path / "home-Umum" / "workspace.db")
    scorer = Library([questionnaires()]).scorer("kami-5.0")
    keeper = Keeper(store.load(id), scorer, store, "Umum")
    gone, *_ = keeper.session.assessment.evidence
    keeper.keep(keeper.session.remove_evidence(gone))
    keeper.keep(keeper.session.add_evidence(Evidence("Notulen baru", "", "N-1"), "2.3"))
    store.close()
    file = came_back(person, id, tmp_path, "b.json")
    foretold = chief("merge", whole, file, "--dry-run").out
    assert "Notulen baru: not in the register -> in the register" in foretold
    assert 'number or location: (empty) -> "N-1"' in foretold
    told = [line for line in foretold.splitlines() if f"document {gone} " in line]
    assert [line.partition(": ")[2] for line in told if line.strip().startswith("document")] == [
        "in the register -> not in the register"
    ]
    done = chief("merge", whole, file).out
    assert f"document {gone} " in done
    assert "Notulen baru" not in done, "new documents are what one expects"


def test_what_changes_is_named_before_and_what_nobody_expects_after_it(
    chief, whole, rekan, says, tmp_path
):
    person, id = rekan
    says("Umum", id, "2.1", "0")
    says("Umum", id, "4.1", "0")
    file = came_back(person, id, tmp_path, "b.json")
    before = statuses(chief, whole)
    foretold = chief("merge", whole, file, "--theirs", "--dry-run")
    assert "item 2.1, status: " in foretold.out
    assert "item 4.1, status   (not handed out with this part)" in foretold.out
    done = chief("merge", whole, file, "--theirs", "--json").json[0]
    assert [(c["subject"], c["before"], c["after"]) for c in done["changed"]] == [
        ("2.1", before["2.1"], "0"), ("4.1", before["4.1"], "0"),
    ]  # fmt: skip
    assert [(c["subject"], c["outside"]) for c in done["conflicts"]] == [("4.1", True)]


def test_an_answer_outside_of_the_part_is_named_when_it_was_merged(
    chief, whole, rekan, says, tmp_path
):
    person, id = rekan
    says("Umum", id, "2.1", "0")
    says("Umum", id, "4.1", "0")
    done = chief("merge", whole, came_back(person, id, tmp_path, "b.json"), "--theirs")
    assert "item 4.1, status: " in done.out
    assert "item 2.1" not in done.out


def test_one_wrong_file_among_several_keeps_all_from_being_merged(
    chief, whole, rekan, says, tmp_path
):
    person, id = rekan
    says("Umum", id, "2.1", "0")
    file, before = came_back(person, id, tmp_path, "b.json"), statuses(chief, whole)
    done = chief("merge", whole, file, "p.kami-part.json", "--theirs")
    assert done.code == 2
    assert "nothing filled in" in done.err
    assert statuses(chief, whole) == before


def test_errors_have_a_stable_code_and_nothing_is_a_traceback(chief, whole, rekan, tmp_path):
    _person, _id = rekan
    (tmp_path / "odd.json").write_text('{"format": "kami-part"}')
    for arguments, code in (
        (("merge", whole, "odd.json"), "part_refused"),
        (("merge", whole, "missing.json"), "bad_input"),
        (("merge", whole, "."), "bad_input"),
        (("merge", "zzzz", "p.kami-part.json"), "unknown_assessment"),
        (("hand-back", whole), "part_refused"),
        (("import", "odd.json"), "part_refused"),
        (("merge", whole, "p.kami-part.json", "--ours", "--fail"), "usage"),
    ):
        done = chief(*arguments, "--json")
        assert done.code == 2, arguments
        assert done.error["code"] == code, arguments


def test_conflicts_are_told_as_json_with_code_1(chief, whole, rekan, says, tmp_path):
    person, id = rekan
    says("Umum", id, "2.1", "0")
    says("Kepala", whole, "2.1", "1")
    file = came_back(person, id, tmp_path, "b.json")
    done = chief("merge", whole, file, "--json")
    assert (done.code, done.error["code"]) == (1, "merge_conflicts")
    (told,) = done.json
    (conflict,) = told["conflicts"]
    assert (conflict["ours"], conflict["theirs"], conflict["taken"]) == ("1", "0", None)
    assert not told["written"]


def test_what_somebody_called_himself_cannot_steer_the_terminal(chief, whole, rekan, tmp_path):
    person, id = rekan
    file = came_back(person, id, tmp_path, "b.json")
    assert "\x1b" not in chief("merge", whole, file).out
    document = json.loads(file.read_text())
    document["filled"]["who"] = "\x1b[2J"
    file.write_text(json.dumps(document))
    done = chief("merge", whole, file)
    assert done.code == 2
    assert "\x1b" not in done.err


def test_a_terminal_without_an_option_is_asked(chief, whole, rekan, says, tmp_path, monkeypatch):
    """The screen has tests of its own: here somebody decides for theirs, then gives up."""
    from kami_tui import main as roof
    from kami_tui.cli.context import Cli

    person, id = rekan
    says("Umum", id, "2.1", "0")
    says("Kepala", whole, "2.1", "1")
    file = came_back(person, id, tmp_path, "b.json")
    monkeypatch.setattr(Cli, "has_terminal", property(lambda cli: True))
    monkeypatch.setattr(roof, "open_terminal", lambda services, **given: 0)
    done = chief("merge", whole, file)
    assert done.code == 1
    assert "was not merged" in done.err
    assert statuses(chief, whole)["2.1"] == "1"

    def decide(services, settling):
        plan = settling.plan
        settling.written = settling.write(plan, plan.chosen("theirs"))
        return 0

    monkeypatch.setattr(roof, "open_terminal", decide)
    done = chief("merge", whole, file)
    assert (done.code, "1 conflict decided" in done.out) == (0, True)
    assert statuses(chief, whole)["2.1"] == "0"


def test_a_part_taken_in_twice_is_told(people, chief, whole, tmp_path):
    chief("split", whole, "--item", "2.1", "--out", "p.json")
    chief("split", whole, "--item", "2.1", "--out", "q.json")
    first = people("Umum")("import", "p.json")
    assert "before" not in first.err
    assert "before" not in people("Umum")("import", "q.json").err, "another part"
    again = people("Umum")("import", "p.json")
    assert again.code == 0
    assert f"taken in before, as {first.out.strip()}:" in again.err


def test_a_file_cannot_be_split_and_is_told_the_way(chief, example):
    done = chief("split", example, "--area", "2")
    assert done.code == 2
    assert "is a file" in done.err
    assert "kami import" in done.err
