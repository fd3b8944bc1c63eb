"""A bundle holds all that belongs to an assessment, is a bag to others, and is the same again."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import bagit
import pytest

from kami_tui.domain.answers import Change, Evidence
from kami_tui.domain.errors import BundleFailed, BundleIncomplete, ReportFailed
from kami_tui.exchange.answers_file import dump
from kami_tui.exchange.bundle import evidence, making
from kami_tui.exchange.bundle.bundles import BagBundles
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.usecases.bundling import Document, Lock
from kami_tui.usecases.ports import JournalEntry
from tests.exchange.bundle.conftest import LIBRARY, MOMENT, left_behind, members, recorded

ROOT = Path(__file__).resolve().parents[3]


def payload(path: Path) -> dict[str, bytes]:
    prefix = f"{path.stem}/data/"
    return {n.removeprefix(prefix): d for n, d in members(path).items() if n.startswith(prefix)}


def lacking(error: BundleIncomplete) -> list[Document]:
    found = error.facts["documents"]
    assert isinstance(found, list)
    return found


def test_it_holds_all_that_belongs_to_the_assessment(bundle, documents, assessment):
    inside = payload(bundle)
    assert {n for n in inside if not n.startswith("instrument/")} == {
        "answers.yaml", "answers.json", "result.json", "report.pdf", "bundle.json",
        "evidence.json", "journal.json", "evidence/E1-SK Tim.pdf", "evidence/E2-notulen.txt",
    }  # fmt: skip
    assert inside["evidence/E1-SK Tim.pdf"] == (documents / "SK Tim.pdf").read_bytes()
    assert inside["result.json"] == b'{"total": 1}\n'
    for file in LIBRARY.files("kami-5.0"):
        assert inside[f"instrument/{file.name}"] == file.read_bytes()
    files = AnswersFiles(LIBRARY, dump)
    read = files.parse(inside["answers.yaml"], "answers.yaml")
    assert read == files.parse(inside["answers.json"], "answers.json")
    assert read.answers == assessment.answers
    about = json.loads(inside["bundle.json"])
    assert about["instrument_digest"] == LIBRARY.digest("kami-5.0")


def test_what_it_says_of_itself(bundle):
    info = members(bundle)["kota/bag-info.txt"].decode()
    for line in ("Source-Organization: Kota Contoh", "Bagging-Date: 2026-09-20",
                 "Kami-Instrument: kami-5.0", "Kami-Date: 2026-09-15"):  # fmt: skip
        assert f"{line}\n" in info
    assert members(bundle)["kota/bagit.txt"].startswith(b"BagIt-Version: 1.0\n")


def test_the_library_that_makes_bags_finds_it_valid(bundles, request_, bundle, tmp_path):
    made = bundles.make(request_(folder=True, out=tmp_path / "folder"))
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(tmp_path / "unpacked")
    for place in (made.path, tmp_path / "unpacked" / "kota"):
        found = bagit.Bag(str(place))
        assert found.validate()
        assert sorted(found.algorithms) == ["sha256", "sha512"]
        assert (made.files, made.size) == (
            len(found.payload_entries()),
            int(found.info["Payload-Oxum"].split(".")[0]),
        )


def test_no_folder_of_the_officers_computer_is_told(bundles, request_, documents, tmp_path):
    old = str(documents / "old.pdf")
    entries = (JournalEntry(1, MOMENT, "x", Change("evidence", "E1", "file", "", old)),)
    inside = payload(bundles.make(request_(journal=entries)).path)
    told = b"".join(d for n, d in inside.items() if not n.startswith("instrument/"))
    assert str(tmp_path).encode() not in told
    assert b"old.pdf" in inside["journal.json"]
    register = json.loads(inside["answers.json"])["evidence"]
    assert register["E1"]["file"] == "evidence/E1-SK Tim.pdf"


def test_the_same_again_is_the_same_to_the_last_byte(bundles, request_, tmp_path):
    made = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        made.append(bundles.make(request_(out=folder / "kota.zip")).path.read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "nasty",
    ["Kota\nPayload-Oxum: 0.0", "Kota\r\nX: y", "Kota\u2028Payload-Oxum: 0.0", "a\x85X: y",
     "a\x0bX: y", "\udc80", "x" * 5000],
    ids=ascii,
)  # fmt: skip
def test_no_text_of_a_user_adds_a_line(bundles, request_, assessment, tmp_path, nasty):
    profile = replace(assessment.profile, organisation=nasty, address=nasty)
    made = bundles.make(
        request_(assessment=replace(assessment, profile=profile), folder=True,
                 out=tmp_path / "bag")
    )  # fmt: skip
    info = bagit.Bag(str(made.path)).info
    assert isinstance(info["Payload-Oxum"], str)
    assert set(info) <= {
        "Source-Organization", "Organization-Address", "External-Description", "Payload-Oxum",
        "External-Identifier", "Bagging-Date", "Bag-Software-Agent", "Kami-Instrument",
        "Kami-Instrument-Digest", "Kami-Date",
    }  # fmt: skip


class TestEvidence:
    def test_that_is_not_as_recorded_stops_it_before_the_report(
        self, bundles, request_, assessment, documents, tmp_path
    ):
        (documents / "SK Tim.pdf").write_bytes(b"%PDF-1.7 TEAM\n" * 20)
        (documents / "notulen.txt").unlink()
        unrecorded = Evidence("Foreign", file="/etc/hostname")
        register = {**assessment.evidence, "E4": unrecorded}
        asked: list[Path] = []
        request = request_(assessment=replace(assessment, evidence=register), report=asked.append)
        with pytest.raises(BundleIncomplete) as caught:
            bundles.make(request)
        states = {d.key: d.state for d in lacking(caught.value)}
        assert states == {"E1": "changed", "E2": "missing", "E4": "unrecorded"}
        assert not asked
        assert not request.out.exists()
        assert not [*left_behind(tmp_path)]

        made = bundles.make(replace(request, allow_missing=True, report=None))
        inside = payload(made.path)
        assert not [n for n in inside if n.startswith("evidence/")]
        assert {d["key"]: d["state"] for d in json.loads(inside["evidence.json"])} == states

    def test_that_was_left_out_is_not_even_looked_at(self, bundles, request_, documents):
        for file in documents.iterdir():
            file.unlink()
        inside = payload(bundles.make(request_(evidence=False)).path)
        assert [d["state"] for d in json.loads(inside["evidence.json"])] == ["left_out"] * 2

    def test_there_is_an_end_to_what_is_copied(self, bundles, request_, monkeypatch, tmp_path):
        """One file may be named a thousand times."""
        monkeypatch.setattr(evidence, "MOST_SIZE", 300)
        with pytest.raises(BundleFailed) as caught:
            bundles.make(request_())
        assert caught.value.facts["reason"] == "too_many"
        assert not [*left_behind(tmp_path)]

    def test_a_pipe_is_never_waited_for(self, bundles, request_, assessment, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        entry = Evidence("Pipe", file=str(tmp_path / "pipe"), sha256="0" * 64)
        with pytest.raises(BundleIncomplete) as caught:
            bundles.make(request_(assessment=replace(assessment, evidence={"E1": entry})))
        assert [d.reason for d in lacking(caught.value)] == ["no_file"]

    def test_names_that_differ_in_case_only_are_two_files(
        self, bundles, request_, assessment, tmp_path
    ):
        register = {}
        for folder, name, key in (("a", "SK.pdf", "E1"), ("b", "sk.PDF", "e1"), ("c", "x", "..")):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / name).write_bytes(folder.encode())
            register[key] = recorded(tmp_path / folder / name)
        request = request_(assessment=replace(assessment, evidence=register, answers={}))
        inside = payload(bundles.make(request).path)
        names = [n for n in inside if n.startswith("evidence/")]
        assert len({n.casefold() for n in names}) == 3
        assert {inside[n] for n in names} == {b"a", b"b", b"c"}


class TestPlace:
    def test_what_is_there_is_left_alone(self, bundles, request_, bundle, tmp_path):
        before = bundle.read_bytes()
        with pytest.raises(BundleFailed) as caught:
            bundles.make(request_(result="other"))
        assert caught.value.facts["reason"] == "exists"
        assert bundle.read_bytes() == before
        bundles.make(request_(result="other", replace=True))
        assert bundle.read_bytes() != before
        (tmp_path / "folder").mkdir()
        for place in (tmp_path / "folder", tmp_path / "none" / "x.zip"):
            with pytest.raises(BundleFailed):
                bundles.make(request_(out=place, replace=True))

    def test_one_that_comes_while_it_is_made_stays(self, bundles, request_, tmp_path):
        def meanwhile(path: Path) -> None:
            path.write_bytes(b"%PDF")
            (tmp_path / "kota.zip").write_bytes(b"somebody's")

        with pytest.raises(BundleFailed) as caught:
            bundles.make(request_(report=meanwhile))
        assert caught.value.facts["reason"] == "exists"
        assert (tmp_path / "kota.zip").read_bytes() == b"somebody's"
        assert not [*left_behind(tmp_path)]

    def test_one_that_is_written_over_may_be_read_by_who_could_before(
        self, bundles, request_, bundle
    ):
        bundle.chmod(0o600)
        bundles.make(request_(result="other", replace=True))
        assert bundle.stat().st_mode & 0o777 == 0o600
        bundle.chmod(0o400)
        with pytest.raises(BundleFailed) as caught:
            bundles.make(request_(replace=True))
        assert "read-only" in str(caught.value.facts["detail"])

    @pytest.mark.parametrize("folder", [False, True])
    def test_a_report_that_fails_leaves_nothing(self, bundles, request_, tmp_path, folder):
        def fail(path: Path) -> None:
            path.write_bytes(b"half")
            raise ReportFailed(reason="failed", detail="x")

        with pytest.raises(ReportFailed):
            bundles.make(request_(report=fail, folder=folder))
        assert not (tmp_path / "kota.zip").exists()
        assert not [*left_behind(tmp_path)]

    @pytest.mark.parametrize("folder", [False, True])
    @pytest.mark.parametrize("step", ["bag", "zip_folder", "put_text"])
    def test_a_full_disk_leaves_nothing(
        self, bundles, request_, tmp_path, monkeypatch, folder, step
    ):
        if folder and step == "zip_folder":
            return
        real = getattr(making, step)

        def full(*args, **options):
            real(*args, **options)
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(making, step, full)
        with pytest.raises(BundleFailed) as caught:
            bundles.make(request_(folder=folder))
        assert caught.value.facts["reason"] == "unwritable"
        assert "No space left" in str(caught.value.facts["detail"])
        assert not (tmp_path / "kota.zip").exists()
        assert not [*left_behind(tmp_path)]

    def test_the_working_folder_stays_even_when_it_fails(self, bundles, request_, monkeypatch):
        before = Path.cwd()

        def lost(self) -> None:
            os.chdir("/")
            raise ZeroDivisionError

        monkeypatch.setattr(bagit.Bag, "save", lost)
        with pytest.raises(ZeroDivisionError):
            bundles.make(request_())
        assert Path.cwd() == before


KILLED = """
import os, signal, sys
from pathlib import Path
from kami_tui.main import main
from kami_tui.exchange.bundle import evidence, making
step = sys.argv.pop(1)
real = getattr(making, step)
def killed(*args, **options):
    real(*args, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(making, step, killed)
main(sys.argv[1:])
"""


@pytest.mark.parametrize("step", ["bag", "zip_folder"])
def test_killed_in_the_middle_nothing_half_made_has_its_name(step, tmp_path):
    example = ROOT / "questionnaires" / "kami-5.0" / "examples" / "kota-contoh-2025.yaml"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, step, "bundle", str(example), "--without", "report",
         "--out", str(tmp_path / "kota.zip")],
        env=os.environ | {"PYTHONPATH": str(ROOT), "KAMI_HOME": str(tmp_path / "home")},
        capture_output=True,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    assert [p.name for p in tmp_path.iterdir() if not p.name.startswith(".")] == ["home"]


def test_what_a_killed_one_left_is_taken_away_a_day_later(bundles, request_, tmp_path):
    old, new = tmp_path / "home" / ".bundle-old", tmp_path / "home" / ".bundle-new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "evidence.pdf").write_bytes(b"x")
    os.utime(old, (1, 1))
    bundles.make(request_())
    assert (old.exists(), new.exists()) == (False, True)


def test_a_sealed_bundle_leaves_nothing_open_beside_it(bundles, request_):
    """Its place may be a stick that goes to somebody else."""
    pytest.importorskip("pyrage")
    seen: list[set[str]] = []
    request = request_(lock=Lock(passphrase="rahasia"))

    def report(path: Path) -> None:
        seen.append({p.name for p in request.out.parent.iterdir() if p.is_file()})
        path.write_bytes(b"%PDF")

    bundles.make(replace(request, report=report))
    assert seen == [set()]
    assert b"Kota Contoh" not in request.out.read_bytes()


def test_a_list_of_sums_is_what_the_standard_says(bundle):
    inside = members(bundle)
    for algorithm in ("sha256", "sha512"):
        for line in inside[f"kota/manifest-{algorithm}.txt"].decode().splitlines():
            sum_, _, name = line.partition("  ")
            assert hashlib.new(algorithm, inside[f"kota/{name}"]).hexdigest() == sum_


def test_a_data_directory_that_cannot_be_written_to_is_named(bundles, request_, tmp_path):
    (tmp_path / "home").write_bytes(b"")
    with pytest.raises(BundleFailed) as caught:
        bundles.make(request_())
    assert caught.value.facts["file"] == str(tmp_path / "home")
    assert not (tmp_path / "kota.zip").exists()


@pytest.mark.parametrize("names", [["a%0Ab.yaml"], ["con.yaml"], ["a?.yaml"], ["a.yaml", "A.yaml"]])
def test_an_edition_of_ones_own_may_not_bring_a_name_that_no_bundle_may_hold(
    request_, tmp_path, names
):
    files = [tmp_path / n for n in names]
    for file in files:
        file.write_bytes(b"x")
    own = BagBundles(LIBRARY, lambda edition: tuple(files), tmp_path / "home")
    with pytest.raises(BundleFailed) as caught:
        own.make(request_())
    assert caught.value.facts["reason"] == "name"
