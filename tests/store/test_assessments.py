"""What a workspace promises about the assessments in it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from sqlalchemy import Text

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    PROFILE_FIELDS,
    Answer,
    Assessment,
    Change,
    Evidence,
    Profile,
    changed,
)
from kami_tui.domain.errors import UnknownAssessment
from kami_tui.store import SqlWorkspace, ids, tables
from kami_tui.usecases.texts import UnfitText


def status(item: str, after: str | None, before: str | None = None) -> Change:
    return Change("answer", item, "status", before, after)


def test_an_assessment_comes_back_as_it_was_stored(opened, filled):
    name = opened().create(filled, digest="sha256:abc", who="staf")

    stored = opened().load(name)

    assert stored.assessment == filled
    assert (stored.id, stored.digest, stored.previous, stored.place) == (
        name, "sha256:abc", None, None,
    )  # fmt: skip


def test_answers_come_in_natural_order_and_documents_as_they_were_entered(workspace, filled):
    stored = workspace.load(workspace.create(filled, digest="d", who="staf")).assessment

    assert list(stored.answers) == ["1.1", "2.2", "2.10", "3.1", "4.1"]
    assert list(stored.evidence) == ["E2", "E1"]
    assert stored.answers["2.10"].evidence == ("E2", "E1")


def test_the_journal_of_a_new_assessment_adds_up_to_it(workspace, filled):
    name = workspace.create(filled, digest="d", who="staf")

    replayed = Assessment("kami-5.0")
    for entry in workspace.journal(name):
        replayed = changed(replayed, entry.change)

    assert replayed == filled
    assert workspace.load(name).seq == workspace.journal(name)[-1].seq


def test_a_blank_assessment_has_no_journal_yet(workspace):
    name = workspace.create(Assessment("kami-5.0"), digest="d", who="staf")

    assert workspace.journal(name) == ()
    assert workspace.load(name).seq == 0


def test_times_are_utc_and_a_change_moves_only_the_second(workspace, clock):
    name = workspace.create(Assessment("kami-5.0"), digest="d", who="staf")
    clock.advance(hours=2, microseconds=5)
    workspace.apply(name, [status("2.1", "1")], who="staf", seen=0)

    stored = workspace.load(name)

    assert stored.created == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert stored.changed == datetime(2026, 3, 1, 10, 30, 0, 5, tzinfo=UTC)
    assert stored.changed.tzinfo == UTC
    assert workspace.journal(name)[0].at == stored.changed


def test_the_list_has_the_assessment_changed_last_first(workspace, filled, clock):
    old = workspace.create(filled, digest="d", who="staf")
    clock.advance(seconds=1)
    new = workspace.create(Assessment("kami-4.2"), digest="d", who="staf", previous=old)
    clock.advance(seconds=1)
    workspace.apply(old, [status("2.2", "3")], who="staf", seen=0)

    first, second = workspace.summaries()

    assert (first.id, second.id) == (old, new)
    assert first.profile == filled.profile
    assert first.statuses == {"1.1": "A", "2.2": "3", "2.10": "2"}
    assert (second.instrument, second.statuses, second.previous) == ("kami-4.2", {}, old)


def test_the_place_is_written_with_the_answers(workspace):
    name = workspace.create(Assessment("kami-5.0"), digest="d", who="staf")
    workspace.apply(name, [status("2.1", "1")], who="staf", seen=0, place="2.2")
    assert workspace.load(name).place == "2.2"
    workspace.apply(name, [status("2.2", "1")], who="staf", seen=0)
    assert workspace.load(name).place == "2.2"


def test_the_place_is_remembered_and_is_no_change(workspace, clock):
    name = workspace.create(Assessment("kami-5.0"), digest="d", who="staf")
    clock.advance(hours=1)
    workspace.set_place(name, "2.10")

    stored = workspace.load(name)

    assert stored.place == "2.10"
    assert stored.changed == stored.created
    assert workspace.journal(name) == ()


# -- names ----------------------------------------------------------------------------------------


def test_a_name_is_easy_to_read_aloud_and_never_a_number():
    names = [ids.new_id() for _ in range(2000)]

    assert len(set(names)) == 2000
    assert {len(n) for n in names} == {8}
    assert set("".join(names)).isdisjoint("0o1li")
    assert all(n[0].isalpha() and n == n.lower() for n in names)


def test_the_beginning_of_a_name_is_enough_in_every_call(workspace, filled):
    name = workspace.create(filled, digest="d", who="staf")
    short = name[:3].upper()

    assert workspace.resolve(short) == name
    assert workspace.load(short).id == name
    assert workspace.journal(short)
    workspace.apply(short, [status("2.1", "1")], who="staf", seen=0)
    workspace.set_place(short, "2.1")
    assert workspace.load(name).assessment.answer("2.1").status == "1"
    later = workspace.create(filled, digest="d", who="staf", previous=short)
    assert workspace.load(later).previous == name


def test_a_beginning_that_several_share_is_refused_with_their_names(workspace, monkeypatch):
    made = iter(["kaaaaaaa", "kabbbbbb", "xccccccc"])
    monkeypatch.setattr("kami_tui.store.writing.new_id", lambda: next(made))
    for _ in range(3):
        workspace.create(Assessment("kami-5.0"), digest="d", who="staf")

    with pytest.raises(UnknownAssessment) as refused:
        workspace.load("ka")

    assert refused.value.facts == {"assessment": "ka", "matches": ["kaaaaaaa", "kabbbbbb"]}


@pytest.mark.parametrize("name", ["", " ", "zzz", "%", "_", "\udcff", "k' OR 1=1 --"])
def test_what_names_no_assessment_is_refused(workspace, name):
    workspace.create(Assessment("kami-5.0"), digest="d", who="staf")

    with pytest.raises(UnknownAssessment) as refused:
        workspace.load(name)

    assert refused.value.facts == {"assessment": name, "matches": []}


def test_a_name_in_use_is_not_given_twice(workspace, monkeypatch):
    made = iter(["kaaaaaaa", "kaaaaaaa", "kabbbbbb"])
    monkeypatch.setattr("kami_tui.store.writing.new_id", lambda: next(made))

    first = workspace.create(Assessment("kami-5.0"), digest="d", who="staf")
    second = workspace.create(Assessment("kami-5.0"), digest="d", who="staf")

    assert (first, second) == ("kaaaaaaa", "kabbbbbb")


# -- changes --------------------------------------------------------------------------------------


def test_the_journal_tells_what_really_stood_before(workspace):
    """Two programs answer one item; the second did not know of the first."""
    name = workspace.create(Assessment("kami-5.0"), digest="d", who="staf")
    workspace.apply(name, [status("2.1", "1", None)], who="staf", seen=0)

    workspace.apply(name, [status("2.1", "3", None)], who="rekan", seen=0)

    assert [(e.who, e.change.before, e.change.after) for e in workspace.journal(name)] == [
        ("staf", None, "1"),
        ("rekan", "1", "3"),
    ]


@pytest.mark.parametrize(
    ("change", "stood"),
    [
        (Change("answer", "2.10", "note", "?", "baru"), "belum merata\n\tlihat lampiran"),
        (Change("answer", "9.9", "note", "?", "baru"), ""),
        (Change("link", "2.10", "E1", "?", None), "1"),
        (Change("link", "2.10", "E9", "?", "1"), None),
        (Change("evidence", "E9", "title", None, "Surat"), None),
        (Change("profile", "", "assessor", "?", "Rekan"), "Staf"),
    ],
)
def test_every_kind_of_change_is_journalled_with_what_stood_before(
    workspace, filled, change, stood
):
    name = workspace.create(filled, digest="d", who="staf")
    seen = workspace.load(name).seq

    workspace.apply(name, [change], who="staf", seen=seen)

    (entry,) = workspace.journal(name, after=seen)
    assert entry.change == dataclasses.replace(change, before=stood)
    assert workspace.load(name).assessment == changed(filled, change)


def test_all_of_a_document_that_is_taken_out_is_in_the_journal(workspace, filled):
    """Also what the program that took it out had not seen yet."""
    name = workspace.create(filled, digest="d", who="staf")
    seen = workspace.load(name).seq
    kind = Change("evidence", "E1", "kind", "", "Foto")
    workspace.apply(name, [kind], who="rekan", seen=seen)
    out = Change("evidence", "E1", "title", filled.evidence["E1"].title, None, "s.1")

    told = workspace.apply(name, [out], who="staf", seen=seen)

    journal = workspace.journal(name, after=seen)[1:]
    assert journal[-1].change == out
    assert [e.change for e in journal[:-1]] == list(told.besides)
    assert {e.change.step for e in journal} == {"s.1"}
    back = workspace.load(name).assessment
    for entry in reversed(journal):
        back = changed(back, entry.change.undone)
    assert back.evidence["E1"] == dataclasses.replace(filled.evidence["E1"], kind="Foto")


def test_what_is_written_on_a_document_that_is_gone_makes_none_but_stays_said(workspace, filled):
    name = workspace.create(filled, digest="d", who="staf")
    seen = workspace.load(name).seq
    out = Change("evidence", "E1", "title", filled.evidence["E1"].title, None)
    workspace.apply(name, [out], who="rekan", seen=seen)
    edit = Change("evidence", "E1", "location", "", "Lemari 2")

    workspace.apply(name, [edit], who="staf", seen=seen)

    assert "E1" not in workspace.load(name).assessment.evidence
    assert workspace.journal(name)[-1].change == edit


def test_one_title_twice_is_two_documents_and_one_written_twice_is_one(tmp_path):
    """The second try follows one of which nobody knew whether it had been durable."""
    workspace = SqlWorkspace(tmp_path / "w.db")
    id = workspace.create(Assessment("kami-5.0"), digest="d", who="x")

    def enter(step: str, location: str) -> dict[str, str]:
        title = Change("evidence", "E1", "title", None, "Notula rapat", step)
        place = Change("evidence", "E1", "location", "", location, step)
        return dict(workspace.apply(id, [title, place], who="x", seen=0).renamed)

    assert [enter("a.1", "Januari"), enter("a.1", "Januari")] == [{}, {}]
    assert enter("b.1", "Februari") == {"E1": "E2"}
    register = workspace.load(id).assessment.evidence
    assert {k: e.location for k, e in register.items()} == {"E1": "Januari", "E2": "Februari"}
    workspace.close()


def test_what_is_entered_taken_back_and_done_again_at_once_keeps_the_key_it_was_given(tmp_path):
    workspace = SqlWorkspace(tmp_path / "w.db")
    id = workspace.create(
        Assessment("kami-5.0", evidence={"E1": Evidence("SK 1")}), digest="d", who="x"
    )
    enter = Change("evidence", "E1", "title", None, "SK 2", "a.1")
    steps = [
        enter,
        dataclasses.replace(enter.undone, step="-a.1"),
        dataclasses.replace(enter, step="+a.1"),
    ]
    assert dict(workspace.apply(id, steps, who="x", seen=0).renamed) == {"E1": "E2"}
    journal = workspace.journal(id)[1:]
    assert [e.change.subject for e in journal] == ["E2"] * 3
    workspace.close()


def test_a_program_is_told_what_others_wrote_since_and_not_its_own(opened):
    here, there = opened(), opened()
    name = here.create(Assessment("kami-5.0"), digest="d", who="staf")
    other = here.create(Assessment("kami-5.0"), digest="d", who="staf")
    mine = here.apply(name, [status("2.1", "1")], who="staf", seen=0)
    theirs = there.apply(name, [status("2.2", "2"), status("2.3", "3")], who="rekan", seen=mine.seq)
    there.apply(other, [status("2.9", "0")], who="rekan", seen=0)

    applied = here.apply(name, [status("2.4", "0")], who="staf", seen=mine.seq)

    assert [(e.who, e.change.subject) for e in applied.others] == [
        ("rekan", "2.2"),
        ("rekan", "2.3"),
    ]
    assert applied.others[-1].seq == theirs.seq < applied.seq
    assert here.apply(name, [status("2.4", "1")], who="staf", seen=applied.seq).others == ()


def test_without_changes_apply_only_looks(opened, clock):
    here, there = opened(), opened()
    name = here.create(Assessment("kami-5.0"), digest="d", who="staf")
    theirs = there.apply(name, [status("2.2", "2")], who="rekan", seen=0)
    clock.advance(hours=1)

    applied = here.apply(name, [], who="staf", seen=0)

    assert applied.seq == theirs.seq
    assert [e.change.subject for e in applied.others] == ["2.2"]
    assert here.load(name).changed < clock.now


def test_one_bad_change_spoils_the_whole_call(workspace, filled):
    name = workspace.create(filled, digest="d", who="staf")
    before = workspace.load(name)
    bad = [Change("profile", "", "id", "", "stolen"), Change("answer", "2.1", "item", "", "9.9")]

    for change in bad:
        with pytest.raises(ValueError, match="Change"):
            workspace.apply(name, [status("2.1", "3"), change], who="staf", seen=0)

    assert workspace.load(name) == before


def test_text_that_is_no_unicode_is_refused_and_nothing_is_written(workspace):
    name = workspace.create(Assessment("kami-5.0"), digest="d", who="staf")
    broken = Change("answer", "2.1", "note", "", "a\ud800b")

    with pytest.raises(UnfitText) as refused:
        workspace.apply(name, [status("2.1", "3"), broken], who="staf", seen=0)
    with pytest.raises(UnfitText):
        workspace.create(
            Assessment("kami-5.0", evidence={"E1": Evidence("\udc00")}), digest="d", who="staf"
        )

    assert refused.value.facts["field"] == "note"
    assert workspace.journal(name) == ()
    assert len(workspace.summaries()) == 1


def test_a_login_name_of_odd_bytes_does_not_keep_an_answer_from_being_saved(workspace):
    name = workspace.create(Assessment("kami-5.0"), digest="d", who="si\udcffti")

    workspace.apply(name, [status("2.1", "3")], who="si\udcffti", seen=0)

    assert [e.who for e in workspace.journal(name)] == ["si?ti"]


# -- deleting -------------------------------------------------------------------------------------


def test_a_deleted_assessment_is_unknown_everywhere(workspace, filled):
    gone = workspace.create(filled, digest="d", who="staf")
    stays = workspace.create(filled, digest="d", who="staf")
    workspace.delete(gone)

    for call in (
        lambda: workspace.resolve(gone),
        lambda: workspace.load(gone),
        lambda: workspace.journal(gone),
        lambda: workspace.delete(gone),
        lambda: workspace.set_place(gone, "2.1"),
        lambda: workspace.apply(gone, [status("2.1", "3")], who="staf", seen=0),
        lambda: workspace.apply(gone, [], who="staf", seen=0),
        lambda: workspace.create(filled, digest="d", who="staf", previous=gone),
    ):
        with pytest.raises(UnknownAssessment):
            call()

    assert [s.id for s in workspace.summaries()] == [stays]


def test_deleting_loses_nothing_a_user_typed(workspace, filled, path, raw):
    name = workspace.create(filled, digest="d", who="staf")
    whole = workspace.load(name)
    workspace.delete(name)

    raw(path, f"UPDATE assessments SET deleted = NULL WHERE id = '{name}'")

    assert workspace.load(name) == whole


# -- the schema keeps up with the domain ----------------------------------------------------------


def test_every_field_of_the_domain_has_a_column_of_text():
    for table, names in ((tables.assessments, PROFILE_FIELDS), (tables.evidence, EVIDENCE_FIELDS)):
        assert {n for n in names if isinstance(table.c[n].type, Text)} == set(names)
    assert tuple(f.name for f in dataclasses.fields(Profile)) == PROFILE_FIELDS
    assert tuple(f.name for f in dataclasses.fields(Evidence)) == EVIDENCE_FIELDS


def test_the_journal_cannot_be_altered_by_any_program(workspace, filled, path, raw):
    name = workspace.create(filled, digest="d", who="staf")
    before = workspace.journal(name)

    for statement in (
        "UPDATE journal SET after = '3'",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE seq = 1",
        "REPLACE INTO journal SELECT seq, assessment, at, 'x', 1, 1, 1, 1, 1, 1, 1, 1 FROM journal",
        "UPDATE OR IGNORE journal SET who = 'x'",
    ):
        assert raw(path, statement) == "the journal is append-only"

    assert workspace.journal(name) == before


def test_threads_take_turns(workspace: SqlWorkspace):
    """A screen's workers call from wherever they run."""
    from concurrent.futures import ThreadPoolExecutor

    name = workspace.create(Assessment("kami-5.0"), digest="d", who="staf")

    def answer(n: int) -> Answer:
        workspace.apply(name, [status(f"2.{n}", str(n % 4))], who="staf", seen=0)
        return workspace.load(name).assessment.answer(f"2.{n}")

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(answer, range(80)))

    assert [a.status for a in seen] == [str(n % 4) for n in range(80)]
    assert len(workspace.journal(name)) == 80


def test_two_programs_that_give_two_documents_one_key_keep_both(tmp_path):
    """Each believes that E1 is free; the second is told the key its document got instead."""
    one, other = SqlWorkspace(tmp_path / "w.db"), SqlWorkspace(tmp_path / "w.db")
    id = one.create(Assessment("kami-5.0"), digest="d", who="x")
    for workspace, title, item in ((one, "SK 1", "2.1"), (other, "SK 2", "2.2")):
        told = workspace.apply(
            id,
            [
                Change("evidence", "E1", "title", None, title),
                Change("evidence", "E1", "kind", "", "Keputusan"),
                Change("link", item, "E1", None, "1"),
            ],
            who="x",
            seen=0,
        )
    assert dict(told.renamed) == {"E1": "E2"}
    held = one.load(id).assessment
    assert {k: e.title for k, e in held.evidence.items()} == {"E1": "SK 1", "E2": "SK 2"}
    assert held.answers["2.1"].evidence == ("E1",)
    assert held.answers["2.2"].evidence == ("E2",)
    one.close()
    other.close()


def test_a_key_means_one_document_for_good(tmp_path):
    """Also for a program that does not know what was taken out of the register before."""
    workspace = SqlWorkspace(tmp_path / "w.db")
    id = workspace.create(
        Assessment("kami-5.0", evidence={"E1": Evidence("SK 1")}), digest="d", who="x"
    )
    gone = Change("evidence", "E1", "title", "SK 1", None, "s.1")
    new = Change("evidence", "E1", "title", None, "SK 2", "s.2")
    seq = workspace.apply(id, [gone], who="x", seen=0).seq
    assert dict(workspace.apply(id, [new], who="x", seen=seq).renamed) == {"E1": "E2"}
    back = Change("evidence", "E1", "title", None, "SK 1", "-s.1")
    assert not workspace.apply(id, [back], who="x", seen=seq).renamed
    register = workspace.load(id).assessment.evidence
    assert {k: e.title for k, e in register.items()} == {"E1": "SK 1", "E2": "SK 2"}
    workspace.close()
