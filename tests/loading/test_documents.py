"""YAML and JSON become plain data with positions; traps are told, and nothing can do harm."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kami_tui.domain.errors import BadInput
from kami_tui.loading.document import ANSWERS, Limits, parse, place_of, read_bytes

KIB = 1024


def data(text: str | bytes, name: str = "x.yaml") -> Any:
    return parse(text if isinstance(text, bytes) else text.encode(), name, ANSWERS).plain()


def told(text: str | bytes, name: str = "x.yaml") -> list[tuple[str, int | None]]:
    with pytest.raises(BadInput) as caught:
        data(text, name)
    return [(p.code, p.line) for p in caught.value.problems]


class TestYaml:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("NO", "NO"),
            ("2025-09-15", "2025-09-15"), ("12:30:00", "12:30:00"), ("0123", "0123"),
            ("0x1f", "0x1f"), ("1_000", "1_000"), ("1e3", "1e3"), (".5", ".5"), (".nan", ".nan"),
            ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
            ("3", 3), ("-3", -3), ("19.2", Decimal("19.2")), ("2.10", Decimal("2.10")),
            ('"3"', "3"), ("'true'", "true"), ('"null"', "null"), ("2.1.1", "2.1.1"),
        ],
    )  # fmt: skip
    def test_only_plain_numbers_true_false_and_nothing_are_not_text(self, text, value):
        found = data(f"key: {text}")["key"]

        assert found == value
        assert type(found) is type(value)

    @pytest.mark.parametrize("key", ["2.10", "5", "true", "null", "~"])
    def test_a_key_that_others_would_take_for_something_else_must_be_quoted(self, key):
        assert told(f"a: 1\n{key}: x") == [("unquoted_key", 2)]
        assert data(f'"{key}": x') == {key: "x"}

    def test_equal_keys_are_told_with_both_lines(self):
        with pytest.raises(BadInput) as caught:
            data("a: 1\nb: 2\na: 3\n")
        (problem,) = caught.value.problems
        assert (problem.code, problem.line, problem.facts["first"]) == ("duplicate_key", 3, 1)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a: &x 1\nb: *x", [("yaml_alias", 1), ("yaml_alias", 2)]),
            ("a: !!python/object:os.system 1", [("yaml_tag", 1)]),
            ("a: 1\nb:\n  <<: {c: 1}", [("yaml_merge", 3)]),
            ("a: 1\n---\nb: 2", [("several_documents", 2)]),
            ("a: 1\n\tb: 2", [("yaml_tab", 2)]),
            ("a: 'x\nb: 2", [("yaml_syntax", 2)]),
            ("{[1]: 2}", [("key_not_text", 1)]),
            ("", [("empty_file", None)]),
            ("# nothing\n", [("empty_file", None)]),
            ("a: 1\nb: \x07", [("control_character", 2)]),
            ("a: " + "9" * 31, [("number_too_long", 1)]),
        ],
    )
    def test_what_surprises_is_told(self, text, expected):
        assert told(text) == expected

    def test_values_know_their_line_even_within_collections(self):
        root = parse(b"a:\n  - b: 1\n    c: {d: [1, 2]}\n", "x.yaml", ANSWERS)
        place = place_of(root, ("a", 0, "c", "d", 1))

        assert (place.node.line, place.node.column, place.rest) == (3, 16, ())
        assert place_of(root, ("a", 0, "zz")).rest == ("zz",)


class TestJson:
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=20,
        ),
        st.booleans(),
    )
    def test_it_reads_what_the_standard_library_writes(self, value, ascii_only):
        text = json.dumps(value, ensure_ascii=ascii_only, indent=1)
        assert data(text, "x.json") == value

    def test_numbers_are_exact(self):
        found = data("[0.1, 1e2, -0, 12345678901234567890]", "x.json")

        assert found == [Decimal("0.1"), Decimal("1e2"), 0, 12345678901234567890]
        assert not any(isinstance(n, float) for n in found)

    @pytest.mark.parametrize(
        "text",
        [
            "[1,]", "{,}", '{"a" 1}', '{"a":1,}', "[1 2]", "{a: 1}", "NaN", "[Infinity]", "01",
            "'a'", '"a', '"\\x"', '"\t"', '"\\ud800"', "[1]]", "tru", "-", '{"a":}',
        ],
    )  # fmt: skip
    def test_it_is_strict(self, text):
        assert told("\n" + text, "x.json") == [("json_syntax", 2)]

    def test_equal_keys_are_told(self):
        assert told('{"a": 1,\n "a": 2}', "x.json") == [("duplicate_key", 2)]

    def test_a_text_without_a_known_ending_is_told_by_its_first_sign(self):
        assert data('\n {"a": 1}', "-") == {"a": 1}
        assert data("a: 1", "-") == {"a": 1}

    def test_lines_and_columns_are_those_of_an_editor(self):
        root = parse(b'{"a":\n  {"b": 1,\n   "c": [10, 20]}}', "x.json", ANSWERS)

        assert place_of(root, ("a", "c", 1)).node.line == 3
        assert place_of(root, ("a", "c", 1)).node.column == 14


class TestBytes:
    def test_a_byte_order_mark_is_no_part_of_the_text(self):
        assert data(b"\xef\xbb\xbfa: 1") == {"a": 1}

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("a: 1".encode("utf-16"), ("not_utf8", 1)),
            ("a: 1".encode("utf-16-be"), ("null_byte", 1)),
            (b"a: 1\nb: \xe9", ("not_utf8", 2)),
            (b"\xef\xbb\xbfa: 1\nb: \xe9", ("not_utf8", 2)),
            (b"a: 1\n\n\x00", ("null_byte", 3)),
        ],
    )
    def test_other_encodings_are_one_clear_problem(self, content, expected):
        assert told(content) == [expected]

    def test_a_file_is_never_read_further_than_needed(self, tmp_path):
        path = tmp_path / "big"
        with path.open("wb") as file:
            file.truncate(200 * KIB * KIB)

        assert len(read_bytes(path, 10)) == 11
        assert told(b"x" * (ANSWERS.size + 1)) == [("too_large", None)]

    @pytest.mark.parametrize(
        ("make", "code"),
        [
            (lambda p: p.mkdir(), "is_folder"),
            (os.mkfifo, "not_a_file"),
            (lambda p: p.symlink_to("/dev/zero"), "not_a_file"),
            (lambda p: p.symlink_to(p), "unreadable_file"),
            (lambda p: None, "missing_file"),
        ],
        ids=["folder", "pipe", "device", "link to itself", "missing"],
    )
    def test_what_is_no_file_is_refused_at_once(self, tmp_path, make, code):
        path = tmp_path / "x.yaml"
        make(path)
        with pytest.raises(BadInput) as caught:
            read_bytes(path, KIB)
        assert [p.code for p in caught.value.problems] == [code]


class TestHostile:
    """The outcome is one early refusal; what it costs is bounded by the limits."""

    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (b"[" * KIB * KIB, "x.yaml", "too_deep"),
            (b"- " * KIB * KIB, "x.yaml", "too_deep"),
            (b"{a: " * KIB * KIB, "x.yaml", "too_deep"),
            (b"[" * KIB * KIB, "x.json", "too_deep"),
            (b'{"a":' * KIB * KIB, "x.json", "too_deep"),
            (b"\n".join(b"k%d: 1" % i for i in range(300_000)), "x.yaml", "too_many_values"),
            (b"[" + b"1," * 300_000, "x.json", "too_many_values"),
            (b"9" * KIB * KIB, "x.json", "json_syntax"),
            (b'"' + b"\\n" * KIB * KIB, "x.json", "json_syntax"),
        ],
    )
    def test_it_is_refused(self, content, name, code):
        assert [c for c, _ in told(content, name)] == [code]

    def test_an_alias_bomb_never_grows(self):
        bomb = "a: &a [x, x]\n" + "".join(
            f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n"
            for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
        )
        assert {c for c, _ in told(bomb)} == {"yaml_alias"}

    def test_a_flood_of_problems_is_cut_short(self):
        codes = [c for c, _ in told("k: 1\n" * 5_000)]

        assert len(codes) == 501
        assert codes[-1] == "more_problems"

    @given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), st.booleans())
    def test_no_input_whatever_raises_anything_but_bad_input(self, content, is_json):
        with suppress(BadInput):
            parse(content, "x.json" if is_json else "x.yaml", Limits(size=KIB))
