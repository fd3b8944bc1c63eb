"""Files of parts: read back equal, and whatever else comes is refused in one sentence."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    KEY,
    MAX_NOTE,
    PROFILE_FIELDS,
    Answer,
    Assessment,
    Change,
    Evidence,
    Profile,
)
from kami_tui.domain.errors import BadInput, PartRefused, PartUnwritable
from kami_tui.domain.parts import part_of
from kami_tui.exchange.part_file import JsonParts
from kami_tui.loading.library import Library
from kami_tui.loading.part_tree import PART, JsonFiles
from kami_tui.resources import questionnaires
from kami_tui.usecases.parts import Filled, Part, Split
from kami_tui.usecases.ports import JournalEntry

FILES = JsonParts(JsonFiles(Library([questionnaires()])))
REFUSED = (PartRefused, BadInput)
NOON = datetime(2026, 3, 1, 12, 30, 1, 5, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"))
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).map(str.strip)
BASE = Assessment(
    "kami-5.0",
    Profile(organisation="Kota", date="2026-01-31"),
    {"2.1": Answer("1", "catatan\nkedua [b]", ("E1",)), "2.10": Answer(None, "", ("E1",))},
    {"E1": Evidence("SK", sha256="ab" * 32)},
    {"2": "Bagian Hukum"},
)
SPLIT = Split(
    "0123456789abcdef", "k7m2p9qx", f"sha256:{'0' * 64}", "sha256:x", 12, NOON, "Kepala", "area 2",
    ("2.1", "2.10"), BASE,
)  # fmt: skip
ENTRIES = (
    JournalEntry(7, NOON, "Umum", Change("answer", "2.1", "status", "1", None), "m3c8w2fd", 7),
    JournalEntry(9, NOON, "Hukum", Change("link", "2.1", "E1", "1", None), "q2c8w2fd", 9),
)
FILLED = Filled("m3c8w2fd", 9, NOON, "Umum", BASE, ENTRIES)


def written(path, part=None):
    file = path / "x.kami-part.json"
    FILES.write(part or Part(SPLIT, FILLED), file, replace=True)
    return file


def refused(path, data: bytes):
    file = path / "x.kami-part.json"
    file.write_bytes(data)
    with pytest.raises(REFUSED) as told:
        FILES.read(file)
    return told.value.facts.get("reason", "bad_input")


def signed(document: dict) -> bytes:
    """As a forger would write it who knows how the digest is made."""
    rest = {k: v for k, v in document.items() if k != "digest"}
    whole = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    digest = f"sha256:{hashlib.sha256(whole.encode()).hexdigest()}"
    return json.dumps(rest | {"digest": digest}).encode()


@pytest.fixture
def document(tmp_path):
    return json.loads(written(tmp_path).read_bytes())


KEYS = st.from_regex(KEY, fullmatch=True)
CHANGES = st.one_of(
    st.builds(
        Change, st.just("answer"), st.just("2.1"), st.just("note"), TEXT, TEXT,
    ),
    st.builds(
        Change, st.just("link"), st.just("2.1"), KEYS, st.just(None), st.sampled_from([None, "1"]),
    ),
    st.builds(
        Change, st.just("evidence"), KEYS, st.sampled_from(EVIDENCE_FIELDS), st.none() | TEXT, TEXT,
    ),
    st.builds(
        Change, st.just("profile"), st.just(""), st.sampled_from(PROFILE_FIELDS), TEXT, TEXT,
    ),
)  # fmt: skip
MOMENTS = st.datetimes(
    datetime(1990, 1, 1), datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(MOMENTS, LINE, CHANGES), max_size=8), LINE, TEXT)
def test_it_is_read_back_equal(tmp_path, entries, label, note):
    told = tuple(
        JournalEntry(n, at, who[:200], change, "m3c8w2fd", n)
        for n, (at, who, change) in enumerate(entries)
    )
    now = replace(BASE, answers={"2.1": Answer("3", note)})
    part = Part(replace(SPLIT, label=label), replace(FILLED, now=now, entries=told))
    assert FILES.read(written(tmp_path, part)) == part


def test_one_that_is_handed_out_has_nothing_filled_in(tmp_path):
    assert FILES.read(written(tmp_path, Part(SPLIT))) == Part(SPLIT, None)


def test_it_is_known_by_its_beginning_and_nothing_else_is(tmp_path):
    file = written(tmp_path)
    assert FILES.is_part(file)
    other = tmp_path / "answers.json"
    other.write_text('{"instrument": "kami-5.0", "format": "kami-part"}')
    os.mkfifo(tmp_path / "pipe")
    for name in (other, tmp_path, tmp_path / "missing", tmp_path / "pipe", tmp_path / ("x" * 300)):
        assert not FILES.is_part(name)


def test_only_its_owner_may_read_it_and_no_half_written_one_stays(tmp_path):
    file = written(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_a_file_that_is_there_is_not_written_over_unless_told(tmp_path):
    file = tmp_path / "x"
    file.write_text("mine")
    with pytest.raises(PartUnwritable) as told:
        FILES.write(Part(SPLIT), file)
    assert told.value.facts["reason"] == "exists"
    assert file.read_text() == "mine"
    FILES.write(Part(SPLIT), file, replace=True)
    assert FILES.read(file) == Part(SPLIT)


@pytest.mark.parametrize("name", ["missing/x", "x\0", "loop", "folder", "y" * 300])
def test_what_cannot_be_written_is_said(tmp_path, name):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "folder").mkdir()
    with pytest.raises(PartUnwritable):
        FILES.write(Part(SPLIT), tmp_path / name, replace=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "loop"]


def test_every_flipped_byte_is_found(tmp_path):
    """Or does not change what it says (a blank between two values)."""
    whole = written(tmp_path).read_bytes()
    part = FILES.read(written(tmp_path))
    file = tmp_path / "flipped.json"
    for at in range(0, len(whole), 7):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            assert FILES.read(file) == part, at
        except REFUSED:
            continue


@pytest.mark.parametrize("cut", [0, 1, 20, 200, -2, -20])
def test_a_truncated_one_is_refused(tmp_path, cut):
    refused(tmp_path, written(tmp_path).read_bytes()[:cut])


def test_an_edited_one_is_refused(tmp_path, document):
    document["filled"]["now"]["answers"]["2.1"] = "3"
    assert refused(tmp_path, json.dumps(document).encode()) == "damaged"
    filled = FILES.read(_put(tmp_path, signed(document))).filled
    assert filled is not None
    assert filled.now.answer("2.1").status == "3"


def _put(path, data: bytes):
    file = path / "signed.json"
    file.write_bytes(data)
    return file


def test_what_is_no_part_and_what_is_newer_is_told_apart(tmp_path, document):
    assert refused(tmp_path, b'{"instrument": "kami-5.0", "answers": {}}') == "no_part"
    assert refused(tmp_path, b"PK\x03\x04") == "no_part"
    assert refused(tmp_path, signed(document | {"version": 2})) == "newer"


MISUSES = {
    "seq": ("filled", "seq", -1),
    "huge seq": ("filled", "seq", 2**70),
    "true for a number": ("filled", "seq", True),
    "time without zone": ("filled", "at", "2026-03-01T12:00:00"),
    "no time": ("filled", "at", "tomorrow"),
    "time before all": ("filled", "at", "0001-01-01T00:00:00+14:00"),
    "id with a path": ("filled", "assessment", "../../etc"),
    "who steers": ("filled", "who", "\x1b[2J"),
    "journal of a mapping": ("filled", "journal", {}),
    "short line": ("filled", "journal", [["m3c8w2fd", 1]]),
    "long line": ("filled", "journal", [["m3c8w2fd"] * 10]),
    "list for a kind": ("filled", "journal", [["a", 1, NOON.isoformat(), "x", [], "", "", "", ""]]),
    "unknown kind": ("filled", "journal", [["a", 1, NOON.isoformat(), "x", "sql", "", "", "", ""]]),
    "unknown field": (
        "filled", "journal", [["a", 1, NOON.isoformat(), "x", "profile", "", "id", "", ""]],
    ),
    "link of text": (
        "filled", "journal", [["a", 1, NOON.isoformat(), "x", "link", "2.1", "E1", None, "2"]],
    ),
    "document's key": (
        "filled", "journal",
        [["a", 1, NOON.isoformat(), "x", "evidence", "E" + "9" * 60, "title", None, "x"]],
    ),
    "key of a link": (
        "filled", "journal", [["a", 1, NOON.isoformat(), "x", "link", "2.1", "E 1", None, "1"]],
    ),
    "one entry twice": (
        "filled", "journal", [["a", 1, NOON.isoformat(), "x", "link", "2.1", "E1", None, "1"]] * 2,
    ),
    "text too long": (
        "filled", "journal",
        [["a", 1, NOON.isoformat(), "x", "answer", "2.1", "note", "", "x" * (MAX_NOTE + 1)]],
    ),
    "number for a label": ("split", "label", 5),
    "digest": ("split", "digest", "md5"),
    "items": ("split", "items", "2.1"),
    "no base": ("split", "base", None),
    "filled is a list": ("filled", None, []),
}  # fmt: skip


@pytest.mark.parametrize("misuse", MISUSES, ids=str)
def test_a_forger_gets_no_further_than_anybody(tmp_path, document, misuse):
    part, key, value = MISUSES[misuse]
    if key is None:
        document[part] = value
    else:
        document[part][key] = value
    refused(tmp_path, signed(document))


def test_answers_that_the_edition_does_not_have_are_told_by_line(tmp_path, document):
    document["filled"]["now"]["answers"]["99.1"] = "3"
    with pytest.raises(BadInput) as told:
        FILES.read(_put(tmp_path, signed(document)))
    assert [p.code for p in told.value.problems] == ["unknown_item"]
    document["filled"]["now"]["instrument"] = "kami-9"
    with pytest.raises(BadInput) as told:
        FILES.read(_put(tmp_path, signed(document)))
    assert [p.code for p in told.value.problems] == ["unknown_instrument"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_anything_in_any_place_is_read_or_refused_never_a_crash(tmp_path, data):
    document = json.loads(written(tmp_path).read_bytes())
    place = document
    while isinstance(place, (dict, list)) and place:
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(keys))
        below = place[key]
        if not isinstance(below, (dict, list)) or data.draw(st.booleans()):
            place[key] = data.draw(JSON)
            break
        place = below
    try:
        FILES.read(_put(tmp_path, signed(document)))
    except REFUSED:
        pass


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=400), st.booleans())
@example(b'{"format": "kami-part", "version": 1e999999}', False)
@example(b"\xff\xfe", False)
def test_any_bytes_are_refused(tmp_path, data, begun):
    refused(tmp_path, b'{"format": "kami-part", ' * begun + data)


@pytest.mark.parametrize(
    "data",
    [
        b'{"format": "kami-part", "a": ' + b"[" * 100_000,
        b'{"format": "kami-part", "a": [' + b"1," * 3_000_000 + b"1]}",
        b'{"format": "kami-part", "a": "' + b"x" * (PART.size + 1) + b'"}',
        b'{"format": "kami-part", "a": ' + b"9" * 1_000_000 + b"}",
    ],
    ids=["deep", "many", "large", "number"],
)
def test_too_much_is_refused_soon(tmp_path, data):
    begun = time.monotonic()
    refused(tmp_path, data)
    assert time.monotonic() - begun < 10


def test_a_part_that_could_not_be_read_again_is_not_written(tmp_path):
    entries = tuple(
        JournalEntry(n, NOON, "x", Change("answer", "2.1", "note", "", "x" * MAX_NOTE), "a", n)
        for n in range(1_000)
    )
    with pytest.raises(PartRefused) as told:
        written(tmp_path, Part(SPLIT, replace(FILLED, entries=entries)))
    assert told.value.facts["reason"] == "too_large"
    assert list(tmp_path.iterdir()) == []


def test_an_attachment_whose_document_is_gone_does_not_keep_a_part_from_being_read(tmp_path):
    loose = replace(
        BASE, answers={"2.1": Answer("1", "", ("E9", "E1")), "2.2": Answer(evidence=("E9",))}
    )
    base = part_of(loose, ["2.1", "2.2"])
    assert FILES.read(written(tmp_path, Part(replace(SPLIT, base=base)))).split.base == base
    assert base.answers == {"2.1": Answer("1", "", ("E1",))}
