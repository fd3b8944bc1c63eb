"""A bundle that was changed in any way is found out, and the file is named."""

from __future__ import annotations

import random
import shutil
import zipfile

import pytest

from kami_tui.domain.errors import BundleUnreadable
from kami_tui.exchange.bundle.lists import decoded
from tests.exchange.bundle.conftest import members, packed, span

LISTS = ("manifest-sha256.txt", "manifest-sha512.txt",
         "tagmanifest-sha256.txt", "tagmanifest-sha512.txt")  # fmt: skip


def test_an_untouched_one_is_as_it_was_made(bundle, look, bundles, request_, tmp_path):
    assert look(bundle) == []
    assert look(bundles.make(request_(folder=True, out=tmp_path / "folder")).path) == []


def test_one_that_was_packed_again_by_another_program_is_unchanged(bundle, look, tmp_path):
    files = members(bundle)
    again = packed(
        dict(reversed(files.items())), tmp_path / "again.zip", compression=zipfile.ZIP_DEFLATED
    )
    assert look(again) == []


def test_one_flipped_bit_in_any_file_names_that_file(bundle, look, tmp_path):
    data, forged = bundle.read_bytes(), tmp_path / "forged.zip"
    chance = random.Random(1)
    for name in members(bundle):
        begin, end = span(data, name)
        for at in {begin, end - 1, chance.randrange(begin, end)}:
            bit = 1 << chance.randrange(8)
            forged.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
            found = look(forged)
            assert name.removeprefix("kota/") in [f for _, f in found], (name, at, bit, found)


def test_one_flipped_bit_in_a_file_of_a_folder_names_that_file(bundles, request_, look, tmp_path):
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
    chance = random.Random(2)
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = file.read_bytes()
        at, bit = chance.randrange(len(data)), 1 << chance.randrange(8)
        file.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
        name = file.relative_to(folder).as_posix()
        assert name in [f for _, f in look(folder)], (name, at, bit)
        file.write_bytes(data)
    assert look(folder) == []


@pytest.mark.parametrize("list_", LISTS)
def test_every_single_bit_of_a_list_counts(bundles, request_, look, tmp_path, list_):
    """Nothing lists the lists of tag files, so that they must speak for one another."""
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag", evidence=False)).path
    file = folder / list_
    data, chance = file.read_bytes(), random.Random(3)
    places = range(len(data)) if len(data) < 400 else chance.sample(range(len(data)), 150)
    for at in places:
        forged = bytes([data[at] ^ (1 << chance.randrange(8))])
        file.write_bytes(data[:at] + forged + data[at + 1 :])
        assert list_ in [f for _, f in look(folder)], (at, data[at : at + 1], forged)


@pytest.mark.parametrize(
    ("change", "kind", "file"),
    [
        (lambda f: (f / "data" / "result.json").write_bytes(b"{}"), "changed", "data/result.json"),
        (lambda f: (f / "data" / "result.json").unlink(), "missing", "data/result.json"),
        (lambda f: (f / "data" / "more.txt").write_bytes(b""), "unlisted", "data/more.txt"),
        (lambda f: (f / "more.txt").write_bytes(b""), "unlisted", "more.txt"),
        (lambda f: (f / "bagit.txt").unlink(), "missing", "bagit.txt"),
        (lambda f: (f / "bag-info.txt").unlink(), "missing", "bag-info.txt"),
        (lambda f: (f / "manifest-sha256.txt").unlink(), "missing", "manifest-sha256.txt"),
        (lambda f: (f / "tagmanifest-sha512.txt").unlink(), "missing", "tagmanifest-sha512.txt"),
        (lambda f: shutil.rmtree(f / "data"), "missing", "data/answers.json"),
    ],
)
def test_what_was_done_to_it_is_told_by_its_kind(
    bundles, request_, look, tmp_path, change, kind, file
):
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
    change(folder)
    assert (kind, file) in look(folder)


def test_the_count_is_compared_too(bundles, request_, look, tmp_path):
    """One who changes a file and its sums may forget it."""
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
    info = folder / "bag-info.txt"
    info.write_text(info.read_text().replace("Payload-Oxum: ", "Payload-Oxum: 9"))
    assert ("oxum", "bag-info.txt") in look(folder)


@pytest.mark.parametrize(
    "line",
    ["../outside", "data/../../outside", "/etc/passwd", "C:/x", "data\\x", "bagit.txt",
     "data/%2e%2e/x", "~/x", "data//x"],
)  # fmt: skip
def test_a_list_that_names_what_is_outside_is_told_and_nothing_is_looked_at(
    bundles, request_, look, tmp_path, line
):
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
    (tmp_path / "outside").write_bytes(b"x")
    with (folder / "manifest-sha256.txt").open("a") as list_:
        list_.write(f"{'0' * 64}  {line}\n")
    assert {k for k, f in look(folder) if f == "manifest-sha256.txt"} & {
        "list_entry", "changed", "list_changed",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("fetch.txt", b"http://x.example/y 1 data/y\n", "fetch"),
        ("manifest-md5.txt", b"", "algorithm"),
        ("tagmanifest-sha1.txt", b"", "algorithm"),
    ],
)
def test_what_no_bundle_of_ours_has_is_refused(
    bundles, request_, look, tmp_path, name, data, reason
):
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
    (folder / name).write_bytes(data)
    with pytest.raises(BundleUnreadable) as caught:
        look(folder)
    assert caught.value.facts["reason"] == reason


@pytest.mark.parametrize(
    "said",
    [b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
     b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n"],
)  # fmt: skip
def test_a_bag_of_another_kind_that_is_as_it_was_made_is_not_called_changed(
    bundles, request_, look, tmp_path, said, monkeypatch
):
    from kami_tui.exchange.bundle import making

    monkeypatch.setattr(making, "DECLARATION", said.decode())
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
    with pytest.raises(BundleUnreadable) as caught:
        look(folder)
    assert caught.value.facts["reason"] == "format"


def test_names_in_lists_are_decoded_as_the_standard_says():
    assert decoded("a%0Ab%0dc%25d%41") == "a\nb\rc%d%41"
    assert decoded("a%250A") == "a%0A"
    assert decoded("a%25%0A", percent=False) == "a%25\n"


def test_unpacking_gives_every_file_and_only_if_all_are_right(bundles, bundle, tmp_path):
    with bundles.open(bundle) as opened:
        assert opened.check(unpack=tmp_path / "out") == ()
    found = {
        f"kota/{p.relative_to(tmp_path / 'out').as_posix()}": p.read_bytes()
        for p in (tmp_path / "out").rglob("*")
        if p.is_file()
    }
    assert found == members(bundle)

    files = members(bundle)
    files["kota/data/result.json"] = b"{}"
    forged = packed(files, tmp_path / "forged.zip")
    with bundles.open(forged) as opened:
        assert opened.check(unpack=tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_file_that_changes_after_it_was_checked_is_not_believed(bundles, request_, tmp_path):
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
    with bundles.open(folder) as opened:
        assert opened.check() == ()
        (folder / "data" / "result.json").write_bytes(b'{"total": 9}\n')
        with pytest.raises(BundleUnreadable):
            opened.read("data/result.json", 1000)
