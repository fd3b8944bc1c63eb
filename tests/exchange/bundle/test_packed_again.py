"""A bundle that was unpacked and packed again by what people have: it is still the same one."""

from __future__ import annotations

import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kami_tui.domain.errors import BundleUnreadable
from tests.exchange.bundle.conftest import members, packed, recorded

NAME = "SK Wali Kota 12\u20132025 \u00e9.pdf"


@pytest.fixture
def named(bundles, request_, assessment, documents) -> Path:
    """A bundle with a document whose name is not ASCII."""
    (documents / NAME).write_bytes(b"%PDF-1.7 decree\n")
    register = {**assessment.evidence, "E1": recorded(documents / NAME)}
    made: Path = bundles.make(request_(assessment=replace(assessment, evidence=register))).path
    return made


def as_on_unix(
    files: dict[str, bytes], path: Path, encoding: str = "utf-8", flagged: tuple[str, ...] = ()
) -> Path:
    """As Info-ZIP writes it: these bytes for names, and no flag that says which; `flagged` are
    written once more, with the flag."""

    class Entry(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's name
            return self.filename.encode(encoding), self.flag_bits

    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as out:
        warnings.simplefilter("ignore")
        for name, data in files.items():
            out.writestr(Entry(name), data)
        for name in flagged:
            out.writestr(name, b"another")
    return path


@pytest.fixture
def again(named, tmp_path) -> Callable[..., Path]:
    """``again(change)``: unpacked, changed by ``change(files)``, and packed as on Unix."""

    def again(change: Callable[[dict[str, bytes]], object] = lambda files: None, **how) -> Path:
        files = members(named)
        change(files)
        return as_on_unix(files, tmp_path / "again.zip", **how)

    return again


def test_names_of_another_alphabet_are_read_as_unix_writes_them(bundles, again, look, tmp_path):
    assert look(again()) == []
    with bundles.open(again()) as opened:
        assert opened.check(unpack=tmp_path / "out") == ()
    assert (tmp_path / "out" / "data" / "evidence" / f"E1-{NAME}").is_file()


@pytest.mark.skipif(not shutil.which("zip"), reason="Info-ZIP is not here")
def test_info_zip_itself_makes_the_same_bundle_again(named, look, tmp_path):
    with zipfile.ZipFile(named) as made:
        made.extractall(tmp_path / "x")
    again = tmp_path / "again.zip"
    subprocess.run(["zip", "-qr", again, "kota"], cwd=tmp_path / "x", check=True)
    assert look(again) == []


def test_a_name_of_old_dos_that_the_lists_know_is_read_so(bundles, request_, assessment, documents,
                                                          look, tmp_path):  # fmt: skip
    """Its bytes would be another name by UTF-8; only one of the two is listed."""
    (documents / "\u251c\u2310.pdf").write_bytes(b"x")
    register = {**assessment.evidence, "E1": recorded(documents / "\u251c\u2310.pdf")}
    made = bundles.make(request_(assessment=replace(assessment, evidence=register))).path
    dos = as_on_unix(members(made), tmp_path / "dos.zip", encoding="cp437")
    assert "\u00e9.pdf".encode() in dos.read_bytes()
    assert look(dos) == []


def test_a_name_that_is_changed_is_still_found_out(again, look):
    old, new = f"kota/data/evidence/E1-{NAME}", "kota/data/evidence/E1-\u00e8.pdf"
    found = look(again(lambda files: files.update({new: files.pop(old)})))
    assert ("missing", old.removeprefix("kota/")) in found
    assert ("unlisted", new.removeprefix("kota/")) in found


@pytest.mark.parametrize("name", ["kota/data/a\u2028b", "kota/\u00e9/../../x", "kota/\u0085"])
def test_hostile_names_are_refused_however_they_are_written(again, look, name):
    with pytest.raises(BundleUnreadable) as caught:
        look(again(lambda files: files.update({name: b"x"})))
    assert caught.value.facts["reason"] == "unsafe"


@pytest.mark.parametrize("names", [lambda n: n.replace("/", "\\"), lambda n: f"{n}\\"])
def test_folders_named_with_backslashes_are_refused_as_such(bundle, look, tmp_path, names):
    """Some old programs for Windows pack so; there is nothing hostile in it."""
    forged = packed({names(n): d for n, d in members(bundle).items()}, tmp_path / "x.zip")
    with pytest.raises(BundleUnreadable) as caught:
        look(forged)
    assert caught.value.facts["reason"] == "separators"


@pytest.mark.parametrize("first", ["bz2", "backslash", "none"])
@pytest.mark.parametrize("name", ["../../.bashrc", "..\\..\\x", "kota/aux.txt"])
def test_nobody_is_told_to_unpack_what_is_hostile(bundle, look, tmp_path, first, name):
    """However harmless the file's other faults are, and whichever comes first."""
    files = {**members(bundle), name: b"x"}
    if first == "backslash":
        files = {"kota\\bagit.txt": b"x", **files}
    method = zipfile.ZIP_BZIP2 if first == "bz2" else zipfile.ZIP_STORED
    with pytest.raises(BundleUnreadable) as caught:
        look(packed(files, tmp_path / "x.zip", compression=method))
    assert caught.value.facts["reason"] == "unsafe"


def test_one_name_written_in_two_ways_is_refused(again, look):
    forged = again(flagged=(f"kota/data/evidence/E1-{NAME}",))
    with pytest.raises(BundleUnreadable) as caught:
        look(forged)
    assert caught.value.facts["reason"] == "unsafe"


def test_what_a_mac_adds_is_ignored_and_named(bundle, bundles, look, tmp_path):
    more = {"__MACOSX/._kota": b"x", "__MACOSX/kota/data/._result.json": b"x",
            ".DS_Store": b"x", "kota/.DS_Store": b"x", "kota/._bagit.txt": b"x"}  # fmt: skip
    again = packed({**more, **members(bundle)}, tmp_path / "mac.zip")
    assert look(again) == []
    with bundles.open(again) as opened:
        opened.check(unpack=tmp_path / "out")
        assert set(opened.ignored) == {n.removeprefix("kota/") for n in more}
    assert not [*(tmp_path / "out").rglob("._*"), *(tmp_path / "out").rglob(".DS_Store")]


def test_in_the_payload_even_that_counts(bundle, look, tmp_path):
    again = packed({**members(bundle), "kota/data/.DS_Store": b"x"}, tmp_path / "mac.zip")
    assert ("unlisted", "data/.DS_Store") in look(again)


def test_a_folder_that_a_mac_has_shown_is_unchanged(bundles, request_, look, tmp_path):
    folder = bundles.make(request_(folder=True, out=tmp_path / "bag")).path
    (folder / ".DS_Store").write_bytes(b"x")
    assert look(folder) == []
    (folder / "catatan.txt").write_bytes(b"x")
    assert look(folder) == [("unlisted", "catatan.txt")]


def test_a_bundle_without_its_own_folder_is_one_all_the_same(bundle, look, tmp_path):
    flat = {n.removeprefix("kota/"): data for n, data in members(bundle).items()}
    assert look(packed(flat, tmp_path / "flat.zip")) == []
    assert look(packed({**flat, "x/y": b""}, tmp_path / "more.zip")) == [("unlisted", "x/y")]


@pytest.mark.parametrize("where", ["kiriman/kota", "kota"])
def test_a_bundle_among_other_things_is_told_where_it_is(bundle, look, tmp_path, where):
    files = {n.replace("kota", where, 1): data for n, data in members(bundle).items()}
    with pytest.raises(BundleUnreadable) as caught:
        look(packed({**files, "kiriman/surat.txt": b"x"}, tmp_path / "two.zip"))
    assert caught.value.facts["reason"] == "elsewhere"
    assert caught.value.facts["detail"] == where
