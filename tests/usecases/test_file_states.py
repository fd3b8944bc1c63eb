"""What is known of the files of the evidence register, and what is only assumed."""

from __future__ import annotations

from kami_tui.domain.answers import Evidence
from kami_tui.usecases.file_states import (
    FileRef,
    Look,
    by_digest,
    by_size,
    expired,
    file_states,
    glance,
    inspect,
    kept,
    look_at,
    refs,
)
from kami_tui.usecases.ports import FileDigest
from tests.tui.fakes import FakeFiles

REF = FileRef("/a", "3", "aa")
SAME, OTHER = FileDigest("/a", 3, "aa"), FileDigest("/a", 3, "bb")


def test_a_glance_knows_gone_and_another_size_and_nothing_else():
    assert by_size(REF, None).state == "gone"
    assert by_size(REF, 4).state == "changed"
    assert by_size(REF, 3) == Look(None, whole=False)
    assert by_size(FileRef("/a", "", ""), 3).state is None, "nothing was recorded to compare with"


def test_reading_it_knows_another_content_of_the_same_size():
    assert by_digest(REF, SAME).state is None
    assert by_digest(REF, OTHER).state == "changed"
    assert by_digest(FileRef("/a", "", ""), OTHER).state is None


def test_states_name_only_documents_whose_file_is_not_as_it_was():
    register = {
        "E1": Evidence("gone", file="/a", size="3", sha256="aa"),
        "E2": Evidence("never looked at", file="/b", size="3"),
        "E3": Evidence("no file"),
        "E4": Evidence("fine", file="/c", size="3"),
        "E5": Evidence("the same file once more", file="/a", size="3", sha256="aa"),
    }
    looks = {REF: Look("gone"), FileRef("/c", "3", ""): Look(None)}
    assert file_states(register, looks) == {"E1": "gone", "E5": "gone"}
    assert len(refs(register)) == 3


def test_a_document_that_was_corrected_is_looked_at_anew():
    entry = Evidence("x", file="/a", size="3", sha256="aa")
    looks = {REF: Look("changed", whole=True)}
    assert look_at(entry, looks) is not None
    assert look_at(Evidence("x", file="/a", size="3", sha256="bb"), looks) is None


def test_a_glance_does_not_overrule_what_reading_has_shown_unless_the_file_came_back():
    changed, fine, glanced = Look("changed", whole=True), Look(None, whole=True), Look(None)
    assert kept({REF: changed}, {REF: glanced}) == {REF: changed}
    assert kept({REF: fine}, {REF: glanced}) == {REF: fine}
    assert kept({REF: fine}, {REF: Look("gone")}) == {REF: Look("gone")}
    assert kept({REF: Look("gone", whole=True)}, {REF: glanced}) == {REF: glanced}
    assert kept({REF: changed}, {REF: fine}) == {REF: fine}


def test_files_are_read_one_after_the_other_and_told_of_as_they_are_found():
    files = FakeFiles(a=b"abc", b=b"d", c=b"e")
    entries = {n: files.entry(n, n) for n in ("a", "b", "c")}
    wanted = refs(entries)
    del files.files["/docs/b.pdf"]
    files.refused["/docs/c.pdf"] = "changing"
    assert [s.state for s in glance(wanted, files).values()] == [None, "gone", None]
    told = []
    looks = dict(inspect(wanted, files, lambda ref, read, of: told.append(ref.file)))
    assert [(s.state, s.whole, s.reason) for s in looks.values()] == [
        (None, True, ""), ("gone", True, "missing"), ("changed", True, "changing"),
    ]  # fmt: skip
    assert told == ["/docs/a.pdf"]


def test_stopping_keeps_what_was_found_so_far():
    files = FakeFiles(a=b"abc", b=b"d")
    wanted = refs({n: files.entry(n, n) for n in ("a", "b")})
    looking = inspect(wanted, files, cancelled=lambda: True)
    assert next(looking)[0].file == "/docs/a.pdf"
    files.gate.clear()
    assert list(looking) == []


def test_a_document_is_expired_from_the_day_after():
    until = Evidence("x", valid_until="2026-09-15")
    assert not expired(until, "2026-09-15")
    assert expired(until, "2026-09-16")
    assert not expired(Evidence("x"), "2026-09-16")
