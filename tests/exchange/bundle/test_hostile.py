"""A bundle from anywhere: nothing leaves its folder, nothing unpacks without end, no traceback."""

from __future__ import annotations

import os
import random
import stat
import struct
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kami_tui.domain.errors import BundleUnreadable
from kami_tui.exchange.bundle import limits, source
from kami_tui.exchange.bundle.bundles import BagBundles
from kami_tui.exchange.bundle.names import folded, given_name, unsafe
from tests.exchange.bundle.conftest import LIBRARY, left_behind, members, packed

Reason = Callable[[Path], str]


@pytest.fixture
def reason(bundles, tmp_path) -> Reason:
    """Why a bundle is refused; nothing is unpacked."""

    def reason(path: Path) -> str:
        before = sorted(p.name for p in tmp_path.iterdir() if p.name != "home")
        with pytest.raises(BundleUnreadable) as caught, bundles.open(path) as opened:
            opened.check(unpack=tmp_path / "out")
        assert sorted(p.name for p in tmp_path.iterdir() if p.name != "home") == before
        assert not [*left_behind(tmp_path)]
        return str(caught.value.facts["reason"])

    return reason


@pytest.mark.parametrize(
    "name",
    ["../x", "kota/../../x", "/etc/x", "kota//x", "kota/./x", "C:/x", "kota/c:x", "kota\\..\\x",
     "kota/data/CON", "kota/data/aux.txt", "kota/x.", "kota/x ", "kota/ x", "kota/x\x1b[31m",
     "kota/x\ny", "kota/" + "d/" * 20 + "x", "kota/" + "n" * 300, "kota/a\u2028b"],
    ids=ascii,
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(bundle, reason, tmp_path, name):
    files = {**members(bundle), name: b"x"}
    assert reason(packed(files, tmp_path / "forged.zip")) == "unsafe"


def test_a_name_that_is_cut_at_a_zero_byte_is_refused(bundle, reason, tmp_path):
    files = {**members(bundle), "kota/aZb": b"x"}
    forged = packed(files, tmp_path / "forged.zip")
    forged.write_bytes(forged.read_bytes().replace(b"kota/aZb", b"kota/a\0b"))
    assert reason(forged) == "unsafe"


@pytest.mark.parametrize(
    ("one", "other"),
    [("kota/a", "kota/a"), ("kota/a", "kota/A"), ("kota/\u00e9", "kota/e\u0301"),
     ("kota/a", "kota/a/b"), ("kota/a/b", "kota/a"), ("kota/a/x", "kota/A/y"),
     ("kota/\ufb01", "kota/fi"), ("kota/stra\u00dfe", "kota/STRASSE")],
    ids=ascii,
)  # fmt: skip
def test_two_names_that_are_one_somewhere_are_refused(bundle, reason, tmp_path, one, other):
    forged = packed(members(bundle), tmp_path / "forged.zip")
    with warnings.catch_warnings(), zipfile.ZipFile(forged, "a") as more:
        warnings.simplefilter("ignore")
        more.writestr(one, b"1")
        more.writestr(other, b"2")
    assert reason(forged) == "unsafe"


@pytest.mark.parametrize(
    "kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK, stat.S_IFDIR]
)
def test_what_is_no_plain_file_in_a_zip_file_is_refused(bundle, reason, tmp_path, kind):
    forged = packed(members(bundle), tmp_path / "forged.zip")
    with zipfile.ZipFile(forged, "a") as more:
        entry = zipfile.ZipInfo("kota/data/x")
        entry.create_system, entry.external_attr = 3, (kind | 0o644) << 16
        more.writestr(entry, b"/etc/passwd")
    assert reason(forged) == "unsafe"


@pytest.mark.parametrize("kind", ["link", "folder_link", "pipe", "outside"])
def test_what_is_no_plain_file_in_a_folder_is_refused(bundles, request_, reason, tmp_path, kind):
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
    place = folder / "data" / "x"
    if kind == "link":
        place.symlink_to(folder / "data" / "result.json")
    elif kind == "folder_link":
        place.symlink_to("/etc")
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        (folder / "data" / "result.json").unlink()
        (folder / "data" / "result.json").symlink_to("/etc/hostname")
    assert reason(folder) == "unsafe"


def test_a_file_that_becomes_a_link_while_it_is_read_leads_nowhere(bundles, request_, tmp_path):
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
    (tmp_path / "secret").write_bytes(b"x" * 13)
    with bundles.open(folder) as opened:
        (folder / "data" / "result.json").unlink()
        (folder / "data" / "result.json").symlink_to(tmp_path / "secret")
        found = opened.check()
    assert ("changed", "data/result.json") in [(f.kind, f.file) for f in found]


class TestBombs:
    def test_what_unpacks_to_far_more_than_its_size_is_refused(self, bundle, reason, tmp_path):
        files = members(bundle)
        forged = packed(files, tmp_path / "forged.zip", compression=zipfile.ZIP_DEFLATED)
        with (
            zipfile.ZipFile(forged, "a", zipfile.ZIP_DEFLATED) as more,
            more.open("kota/data/zeros", "w") as out,
        ):
            for _ in range(limits.PLENTY // limits.CHUNK + 1):
                out.write(bytes(limits.CHUNK))
        assert reason(forged) == "too_much"

    def test_files_that_share_their_bytes_are_refused(self, bundle, reason, tmp_path):
        """Each in itself is small: all of them point at one packed piece."""
        forged = packed(members(bundle), tmp_path / "forged.zip")
        data = forged.read_bytes()
        end = data.rindex(b"PK\x05\x06")
        size, start = struct.unpack("<II", data[end + 12 : end + 20])
        directory = data[start : start + size]
        one = directory[: 46 + int.from_bytes(directory[28:30], "little")]
        more = b"".join(
            one[:46].replace(one[28:30], struct.pack("<H", 10), 1) + b"kota/x%04d" % n
            for n in range(3000)
        )
        tail = bytearray(data[end:])
        tail[8:12] = struct.pack("<HH", 3000, 3000)
        tail[12:16] = struct.pack("<I", size + len(more))
        forged.write_bytes(data[:start] + directory + more + tail)
        assert reason(forged) in ("too_much", "damaged")

    def test_more_files_than_any_bundle_has_are_refused(
        self, bundle, reason, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(source, "MOST_FILES", 100)
        files = members(bundle) | {f"kota/data/{n}": b"" for n in range(101)}
        assert reason(packed(files, tmp_path / "forged.zip")) == "too_much"

    def test_a_table_of_contents_without_end_is_not_read(self, bundle, reason, tmp_path):
        """The file may be small: a hole in it takes no room on the disk."""
        forged = tmp_path / "forged.zip"
        with forged.open("wb") as out:
            out.write(bundle.read_bytes()[:1000])
            out.truncate(600 * 1024**2)
            out.seek(0, os.SEEK_END)
            out.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 9, 9, 500 * 1024**2, 1000, 0))
        tracemalloc.start()
        assert reason(forged) == "too_much"
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20 * 1024**2

    def test_a_size_that_lies_is_found_out(self, bundle, look, tmp_path):
        """Both ways: a packed file that goes on, and one that ends too soon."""
        files = {**members(bundle), "kota/data/x": b"y" * 5000}
        for said in (10, 900_000):
            forged = packed(files, tmp_path / "forged.zip", compression=zipfile.ZIP_DEFLATED)
            data = bytearray(forged.read_bytes())
            at = data.rindex(b"kota/data/x") - 46
            data[at + 24 : at + 28] = struct.pack("<I", said)
            forged.write_bytes(data)
            assert "data/x" in [f for _, f in look(forged)]

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_ways_of_packing_that_take_memory_are_refused(self, bundle, reason, tmp_path, method):
        assert reason(packed(members(bundle), tmp_path / "x.zip", compression=method)) == "packing"

    def test_a_zip_file_with_a_password_is_refused(self, bundle, reason, tmp_path):
        forged = packed(members(bundle), tmp_path / "x.zip")
        data = bytearray(forged.read_bytes())
        at = data.rindex(b"PK\x01\x02")
        data[at + 8] |= 1
        forged.write_bytes(data)
        assert reason(forged) == "packing"

    def test_folders_without_end_are_refused(self, bundles, request_, reason, tmp_path):
        folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
        deep = folder / "data"
        for _ in range(30):
            deep = deep / "d"
            deep.mkdir()
        assert reason(folder) == "unsafe"


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda p, b: p.write_bytes(b""), "no_bundle"),
        (lambda p, b: p.write_bytes(b"PK\x03\x04"), "damaged"),
        (lambda p, b: p.write_bytes(b[: len(b) // 2]), "damaged"),
        (lambda p, b: p.write_bytes(b"#!/bin/sh\n" + b), "no_bundle"),
        (lambda p, b: packed({"readme.txt": b"x"}, p), "no_bundle"),
        (lambda p, b: packed({"kota/readme.txt": b"x"}, p), "no_bundle"),
        (lambda p, b: packed({"a/bagit.txt": b"", "b/x": b""}, p), "elsewhere"),
        (lambda p, b: packed({"kota/kota.zip": b}, p), "no_bundle"),
        (lambda p, b: p.mkdir(), "no_bundle"),
        (lambda p, b: os.mkfifo(p), "no_file"),
        (lambda p, b: None, "missing"),
    ],
)
def test_what_is_no_bundle_is_told_so(bundle, reason, tmp_path, make, expected):
    make(tmp_path / "thing", bundle.read_bytes())
    assert reason(tmp_path / "thing") == expected


def test_any_damage_to_a_zip_file_is_a_finding_or_one_clear_refusal(bundle, look, tmp_path):
    """Bytes changed, cut out and put in, everywhere: never anything else, and never slow."""
    whole, forged, chance = bundle.read_bytes(), tmp_path / "forged.zip", random.Random(4)
    contents = members(bundle)
    directory = whole.rindex(b"PK\x01\x02", 0, whole.index(b"PK\x01\x02") + 4)
    begun = time.monotonic()
    for n in range(1500):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 20))):
            # The table of contents is where a reader stumbles.
            at = chance.randrange(directory if n % 2 else 0, len(data))
            how = chance.random()
            if how < 0.7:
                data[at] = chance.randrange(256)
            elif how < 0.85:
                del data[at : at + chance.randrange(1, 40)]
            else:
                data[at:at] = chance.randbytes(chance.randrange(1, 40))
        forged.write_bytes(data)
        try:
            found = look(forged)
        except BundleUnreadable:
            continue
        if not found:  # what was hit says nothing of any file, such as its date
            assert members(forged) == contents
    assert time.monotonic() - begun < 60


@given(st.data())
def test_any_bytes_for_the_tag_files_are_a_finding_or_one_clear_refusal(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bag")
    (folder / "data").mkdir()
    lines = st.lists(
        st.sampled_from(
            [b"BagIt-Version: 1.0\n", b"Tag-File-Character-Encoding: UTF-8\n", b"\xff\n", b": \n",
             b"0" * 64 + b"  data/x\n", b"0" * 64 + b" data/x\n", b"0" * 128 + b"  ../x\n",
             b"Payload-Oxum: 1.1\n", b" more\n", b"\r", b"\x00", b"%0A%0d%25\n"]
        ) | st.binary(max_size=30)
    )  # fmt: skip
    for name in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt",
                 "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"):  # fmt: skip
        (folder / name).write_bytes(b"".join(data.draw(lines)))
    try:
        with BagBundles(LIBRARY, LIBRARY.files, folder / "home").open(folder) as opened:
            assert opened.check()
    except BundleUnreadable:
        pass


NAMES = st.text(max_size=150) | st.sampled_from(
    ["../../etc/passwd", "CON", "con.txt", "a%0Ab", "*x", ".hidden", "a\u2028b.pdf", "x." * 60,
     "\u202efdp.exe", " ", "", "\udcff.pdf", "C:\\Users\\x\\SK.pdf", "é" * 90 + ".pdf", "a/"]
)  # fmt: skip


@given(st.lists(st.tuples(NAMES, NAMES), max_size=12))
def test_every_name_that_is_given_is_safe_everywhere_and_no_others(pairs):
    taken: set[str] = set()
    names = [given_name(key, path, taken) for key, path in pairs]
    assert len({folded(n) for n in names}) == len(names)
    for name in names:
        assert not unsafe(f"data/evidence/{name}")
        assert "/" not in name
        assert "%" not in name
        assert len(name.encode()) <= 130
        assert name.splitlines() == [name]
