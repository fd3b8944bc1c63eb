"""``kami bundle``: what a person and a script are told, and whether its parts fit together."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting.apart import ReportsApart


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "SK Tim.pdf"
    file.write_bytes(b"%PDF-1.7 team\n")
    return file


def recorded(file: Path) -> dict[str, str]:
    data = file.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    return {"title": "SK", "file": str(file), "size": str(len(data)), "sha256": sha256}


@pytest.fixture
def filled(answers, document) -> Path:
    found: Path = answers(
        {"1.1": "A", "2.1": {"status": "3", "evidence": ["E1"]}, "2.2": "1"},
        "kota.json",
        profile={"organisation": "Kota Coba", "date": "2026-09-15"},
        evidence={"E1": recorded(document)},
    )
    return found


@pytest.fixture
def bundle(quick, filled, tmp_path: Path) -> Path:
    """Without its report, which takes seconds."""
    done = quick("bundle", filled, "--without", "report")
    path = tmp_path / "kota.kami-bag.zip"
    assert (done.code, done.out, done.err) == (0, f"{path}\n", "")
    return path


@pytest.fixture
def forged(quick, bundle, tmp_path: Path) -> Callable[..., Path]:
    """``forged(change)``: unpacked, changed by ``change(data folder)``, and its lists made anew, as
    one does who knows bags."""

    def make(change: Callable[[Path], object]) -> Path:
        folder = tmp_path / "forged"
        assert quick("bundle", "open", bundle, "--out", folder).code == 0
        change(folder / "data")
        bagit.Bag(str(folder)).save(manifests=True)
        return folder

    return make


def rewrite(file: Path, change: Callable[[dict], object]) -> None:
    found = json.loads(file.read_bytes())
    change(found)
    file.write_text(json.dumps(found))


def test_it_is_made_verified_opened_and_imported_again(quick, bundle, filled, tmp_path):
    done = quick("bundle", "verify", bundle)
    assert (done.code, done.err) == (0, "")
    assert "Unchanged" in done.out
    assert "Kota Coba, kami-5.0" in done.out
    assert "It holds no report." in done.out
    assert quick("bundle", "open", bundle, "--out", "out").out == "out\n"
    again = quick("export", tmp_path / "out" / "data" / "answers.yaml", "--format", "json").json
    before = quick("export", filled, "--format", "json").json
    assert again["answers"] == before["answers"]
    assert again["profile"] == before["profile"]
    result = (tmp_path / "out" / "data" / "result.json").read_text()
    assert result == quick("score", filled, "--format", "json").out


def test_of_the_workspace_with_its_journal_and_its_report(quick, filled, tmp_path):
    new = quick("import", filled).out.strip()
    done = quick("bundle", new[:4], "--json", SOURCE_DATE_EPOCH="1790000000")
    assert (done.code, done.err) == (0, "")
    path = Path(done.json["path"])
    assert path.name == f"{new}.kami-bag.zip"
    assert done.json["evidence"] == [
        {"key": "E1", "state": "included", "file": "evidence/E1-SK Tim.pdf"}
    ]
    told = quick("bundle", "verify", path, "--json")
    assert (told.code, told.json["verdict"], told.json["not_compared"]) == (0, "unchanged", [])
    assert told.json["date"] == "2026-09-21"
    with zipfile.ZipFile(path) as inside:
        journal = json.loads(inside.read(f"{new}.kami-bag/data/journal.json"))
        (tmp_path / "report.pdf").write_bytes(inside.read(f"{new}.kami-bag/data/report.pdf"))
    assert {e["who"] for e in journal} <= {"tester"}
    assert quick("verify", tmp_path / "report.pdf").code == 0


def test_a_report_that_cannot_be_made_is_told_with_the_way_round_it(quick, filled, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ReportFailed(reason="no_pango", detail="")

    monkeypatch.setattr(ReportsApart, "render", fail)
    done = quick("bundle", filled, "--out", "x.zip")
    assert (done.code, done.out) == (1, "")
    assert "--without report" in done.err
    assert "Pango" in done.err
    assert not Path("x.zip").exists()


def test_one_flipped_bit_names_the_file_in_both_languages(quick, bundle):
    data = bytearray(bundle.read_bytes())
    data[data.index(b"%PDF-1.7 team")] ^= 1
    bundle.write_bytes(data)
    done = quick("bundle", "verify", bundle)
    assert (done.code, done.err) == (4, "")
    assert "CHANGED" in done.out
    assert "data/evidence/E1-SK Tim.pdf was changed." in done.out
    told = quick("bundle", "verify", bundle, "--lang", "id")
    assert (told.code, "BERUBAH" in told.out) == (4, True)
    assert "data/evidence/E1-SK Tim.pdf" in told.out
    found = quick("bundle", "verify", bundle, "--json").json
    assert [(f["kind"], f["file"]) for f in found["findings"]] == [
        ("changed", "data/evidence/E1-SK Tim.pdf")
    ]
    opened = quick("bundle", "open", bundle, "--out", "out")
    assert (opened.code, opened.out) == (4, "")
    assert "nothing was unpacked" in opened.err
    assert not Path("out").exists()


class TestWhatDoesNotFitTogether:
    """The lists are right: whoever forged it knows how bags are made."""

    def findings(self, quick, path: Path) -> set[tuple[str, str]]:
        done = quick("bundle", "verify", path, "--json")
        assert (done.code, done.err) == (4, "")
        assert "CHANGED" in quick("bundle", "verify", path).out
        return {(f["kind"], f["file"]) for f in done.json["findings"]}

    def test_made_anew_without_a_change_it_is_unchanged(self, quick, forged):
        assert quick("bundle", "verify", forged(lambda data: None)).code == 0

    def test_another_result(self, quick, forged):
        path = forged(lambda d: rewrite(d / "result.json", lambda r: r.update(total=900)))
        assert self.findings(quick, path) == {("result", "data/result.json")}
        assert "total: 900 stands there" in quick("bundle", "verify", path).out

    def test_another_answer(self, quick, forged):
        path = forged(
            lambda d: rewrite(d / "answers.json", lambda a: a["answers"].update({"2.2": "3"}))
        )
        assert self.findings(quick, path) == {
            ("result", "data/result.json"),
            ("answers", "data/answers.yaml"),
        }

    def test_rules_of_ones_own(self, quick, forged):
        def ease(data: Path) -> None:
            area = data / "instrument" / "2-tata-kelola.yaml"
            area.write_text(area.read_text() + "# eased\n")

        path = forged(ease)
        assert self.findings(quick, path) == {("edition", "data/instrument/")}

    def test_rules_that_are_none(self, quick, forged):
        path = forged(lambda d: (d / "instrument" / "instrument.yaml").write_text("a: b"))
        assert self.findings(quick, path) == {("unreadable", "data/instrument/")}

    def test_another_document_of_evidence(self, quick, forged):
        name = "data/evidence/E1-SK Tim.pdf"
        path = forged(lambda d: (d.parent / name).write_bytes(b"other"))
        assert self.findings(quick, path) == {("evidence", name)}

    def test_a_document_more_than_the_register_knows(self, quick, forged):
        path = forged(lambda d: (d / "evidence" / "x.pdf").write_bytes(b"other"))
        assert self.findings(quick, path) == {("evidence", "data/evidence/x.pdf")}

    @pytest.mark.parametrize("data", [b"%PDF-1.7", b"", b"<html>"])
    def test_a_report_that_is_none(self, quick, forged, data):
        path = forged(lambda d: (d / "report.pdf").write_bytes(data))
        assert self.findings(quick, path) == {("report", "data/report.pdf")}

    def test_a_report_of_other_answers(self, quick, forged, filled):
        """Another round of the same institution, say; in itself it is as it was made."""
        rewrite(filled, lambda a: a["answers"].update({"2.2": "2"}))
        assert quick("report", filled, "--out", "other.pdf", "--parts", "result").code == 0
        path = forged(lambda d: Path("other.pdf").rename(d / "report.pdf"))
        assert self.findings(quick, path) == {("other_report", "data/report.pdf")}

    @pytest.mark.parametrize(
        "text",
        ["", "[]", "{", '{"a": 1, "a": 1}', "[" * 100_000, '{"answers": {"9.9": "3"}}',
         '{"instrument": "kami-5.0", "answers": {"9.9": "3"}}', '{"instrument": 5}', "\x00"],
    )  # fmt: skip
    def test_answers_that_are_none(self, quick, forged, text):
        path = forged(lambda d: (d / "answers.json").write_text(text))
        assert {kind for kind, _ in self.findings(quick, path)} == {"unreadable"}

    @pytest.mark.parametrize(
        "name", ["answers.json", "answers.yaml", "result.json", "bundle.json", "evidence.json"]
    )
    def test_any_part_that_says_nothing(self, quick, forged, name):
        path = forged(lambda d: (d / name).write_text("7"))
        assert {kind for kind, _ in self.findings(quick, path)} == {"unreadable"}

    def test_json_that_would_take_all_memory_is_not_read(self, quick, forged):
        path = forged(lambda d: (d / "answers.json").write_text("[" + "[]," * 5_000_000 + "[]]"))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert self.findings(quick, path) == {("unreadable", "data/answers.json")}
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024

    def test_one_of_a_newer_program(self, quick, forged):
        path = forged(lambda d: rewrite(d / "bundle.json", lambda b: b.update(format=2)))
        done = quick("bundle", "verify", path)
        assert (done.code, done.out) == (2, "")
        assert "newer" in done.err


def test_an_edition_that_is_not_installed_is_judged_by_the_one_inside_and_that_is_told(
    quick, bundle, tmp_path
):
    empty = tmp_path / "resources"
    (empty / "questionnaires").mkdir(parents=True)
    done = quick("bundle", "verify", bundle, KAMI_RESOURCES=str(empty))
    assert done.code == 0
    assert "edition is not installed here" in done.out


class TestEvidence:
    def test_that_is_missing_is_told_one_by_one(self, quick, filled, document, tmp_path):
        document.unlink()
        done = quick("bundle", filled, "--without", "report")
        assert (done.code, done.out) == (1, "")
        assert f"E1, SK: {document} is not there" in done.err
        assert "--allow-missing" in done.err
        assert not (tmp_path / "kota.kami-bag.zip").exists()
        done = quick("bundle", filled, "--without", "report", "--allow-missing")
        assert done.code == 0
        assert "1 document of evidence is not in it" in done.err
        told = quick("bundle", "verify", "kota.kami-bag.zip")
        assert (told.code, "not as recorded: E1" in told.out) == (0, True)

    def test_a_file_of_this_computer_that_somebody_elses_answers_name_is_never_packed(
        self, quick, answers, tmp_path
    ):
        (tmp_path / "secret").write_text("kata-sandi-7153")
        foreign = answers({}, evidence={"E1": {"title": "x", "file": str(tmp_path / "secret")}})
        assert quick("bundle", foreign, "--without", "report").code == 1
        assert quick("bundle", foreign, "--without", "report", "--allow-missing").code == 0
        assert b"kata-sandi-7153" not in (tmp_path / "answers.kami-bag.zip").read_bytes()


class TestOtherCommands:
    """People give a file to the command they know, whatever it is called."""

    @pytest.mark.parametrize("command", ["score", "import", "findings", "report"])
    def test_a_bundle_is_told_from_workbooks_and_answers(self, quick, bundle, tmp_path, command):
        plain = bundle.rename(tmp_path / "kiriman.zip")
        with zipfile.ZipFile(plain) as packed:
            packed.extractall(tmp_path / "out")
        (folder,) = (tmp_path / "out").iterdir()
        folder = folder.rename(tmp_path / "kiriman")
        (tmp_path / "rahasia").write_bytes(b"age-encryption.org/v1\n-> X25519 x\n\0")
        for path in (plain, folder, tmp_path / "rahasia"):
            done = quick(command, path)
            assert done.code == 2
            assert f"{path} is a bundle." in done.err
            assert "kami bundle open" in done.err

    @pytest.mark.parametrize(
        "words",
        [
            ("verify",),
            ("merge", "ID"),
            ("split", "--by", "area"),
            ("hand-back",),
            ("wording", "import"),
        ],
    )
    def test_so_it_is_where_another_file_or_an_id_is_expected(self, quick, bundle, filled, words):
        id = quick("import", filled).out.strip()
        done = quick(*(id if w == "ID" else w for w in words), bundle)
        assert (done.code, f"{bundle} is a bundle." in done.err) == (2, True)

    @pytest.mark.parametrize(
        "words",
        [("score",), ("bundle", "verify"), ("bundle", "open"), ("split", "--by", "area"),
         ("hand-back",), ("wording", "import")],
    )  # fmt: skip
    def test_a_part_is_told_from_other_files(self, quick, filled, words):
        id = quick("import", filled).out.strip()
        assert quick("split", id, "--area", "2", "--out", "bagian.json").code == 0
        done = quick(*words, "bagian.json")
        assert (done.code, "is a part of an assessment" in done.err) == (2, True)

    def test_a_workbook_stays_a_workbook(self, quick, filled, tmp_path):
        assert quick("export", filled, "--out", "buku.xlsx").code == 0
        assert "is a workbook" in quick("score", "buku.xlsx").err


class TestKeys:
    @pytest.fixture(autouse=True)
    def keys(self, tmp_path):
        pyrage = pytest.importorskip("pyrage")
        mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
        (tmp_path / "mine.txt").write_text(f"{mine}\n")
        (tmp_path / "other.txt").write_text(f"{other}\n")
        (tmp_path / "to.txt").write_text(f"{mine.to_public()}\n")

    def test_only_the_key_opens_it(self, quick, filled, tmp_path):
        done = quick("bundle", filled, "--without", "report", "--to-file", "to.txt")
        assert (done.code, done.out) == (0, f"{tmp_path / 'kota.kami-bag.zip.age'}\n")
        name = "kota.kami-bag.zip.age"
        for words, code, said in (
            ([], 2, "--identity"),
            (["--identity", "other.txt"], 2, "not encrypted to this key"),
            (["--identity", "mine.txt"], 0, ""),
        ):
            done = quick("bundle", "verify", name, *words)
            assert (done.code, said in done.err) == (code, True)
        assert quick("bundle", "open", name, "--identity", "mine.txt").out == "kota.kami-bag\n"

    def test_a_passphrase_is_asked_for_twice_and_never_on_the_command_line(
        self, quick, filled, monkeypatch
    ):
        words = ["bundle", filled, "--without", "report", "--passphrase", "--out", "x.age"]
        done = quick(*words)
        assert (done.code, "--passphrase-file" in done.err) == (2, True)
        typed = ["satu", "dua", "", "satu", "satu"]
        monkeypatch.setattr("kami_tui.cli.bundle_keys.getpass.getpass", lambda _: typed.pop(0))
        monkeypatch.setattr("kami_tui.cli.bundle_keys.output.is_terminal", lambda _: True)
        assert "not the same" in quick(*words).err
        assert "empty passphrase" in quick(*words).err
        assert quick(*words).code == 0
        assert not typed

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["--to", "age1x", "--passphrase"], "not both"),
            (["--to", "age1x", "--folder"], "A folder cannot be encrypted"),
            (["--to", "age1x"], "'age1x' is no public key"),
            (["--to-file", "none"], "file of public keys none cannot be read"),
            (["--passphrase-file", "none"], "password file none cannot be read"),
            (["--without", "reprot"], "Did you mean 'report'?"),
            (["--out", "mine.txt", "--to-file", "mine.txt", "--force"], "was not written over"),
            (["--out", "kota.json", "--force"], "was not written over"),
            (["--out", "SK Tim.pdf", "--force"], "was not written over"),
        ],
    )
    def test_what_does_not_go_together_is_refused_before_any_work(
        self, quick, filled, tmp_path, words, said
    ):
        before = {p: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
        done = quick("bundle", filled, *words)
        assert (done.code in (1, 2), done.out) == (True, "")
        assert said in done.err
        assert {p: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before


def test_what_is_no_bundle_is_one_clear_message(quick, filled, bundle, tmp_path):
    (tmp_path / "half.zip").write_bytes(bundle.read_bytes()[:3000])
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as out:
        out.writestr("kota/bagit.txt", "")
        out.writestr("../../etc/cron.d/x", "")
    os.mkfifo(tmp_path / "pipe")
    for name, said in (
        (filled, "is no bundle"), ("none.zip", "There is no none.zip"), ("half.zip", "damaged"),
        ("slip.zip", "'../../etc/cron.d/x' leads out of its folder"), ("pipe", "no ordinary file"),
    ):  # fmt: skip
        for way in ("verify", "open"):
            done = quick("bundle", way, name)
            assert (done.code, done.out) == (2, "")
            assert said in done.err
            assert "Traceback" not in done.err
        told = quick("bundle", "verify", name, "--json").error
        assert told["code"] == "bundle_unreadable"


def test_what_is_there_is_left_alone(quick, bundle, filled):
    before = bundle.read_bytes()
    done = quick("bundle", filled, "--without", "report,evidence")
    assert (done.code, done.out) == (1, "")
    assert "--force" in done.err
    assert bundle.read_bytes() == before
    Path("out").mkdir()
    assert quick("bundle", "open", bundle, "--out", "out").code == 1
    done = quick("bundle", filled, "--without", "report", "--out", "out")
    assert done.out.endswith("/out/kota.kami-bag.zip\n")
    assert quick("bundle", filled, "--without", "report,evidence", "--force").code == 0
    assert bundle.read_bytes() != before


def test_the_way_that_is_usual_need_not_be_named(quick, filled):
    assert quick("bundle", "make", filled, "--without", "report", "--out", "a.zip").code == 0
    assert quick("bundle", "--without", "report", "--out", "b.zip", filled).code == 0
    done = quick("bundle")
    assert (done.code, "ASSESSMENT is missing" in done.err) == (2, True)
    for words in (["bundle", "-h"], ["bundle", "verify", "-h"], ["help", "bundle"]):
        for language in ("en", "id"):
            done = quick(*words, "--lang", language)
            assert (done.code, done.err) == (0, "")
            assert "kami bundle verify" in done.out
            assert max(map(len, done.out.splitlines())) <= 100


def test_it_imports_neither_the_terminal_program_nor_what_it_does_not_need(kami, bundle):
    code = (
        "import sys; from kami_tui.main import main; main(['bundle', 'verify', sys.argv[1]]);"
        "print([m for m in ('textual', 'weasyprint', 'pyrage', 'bagit', 'sqlalchemy')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(bundle)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_a_mac_adds_is_named_where_a_bundle_is_verified_and_opened(quick, bundle, tmp_path):
    with zipfile.ZipFile(bundle, "a") as more:
        more.writestr("__MACOSX/._kota", b"x")
    done = quick("bundle", "verify", bundle)
    assert done.code == 0
    assert "a system adds by itself is no part of it and was ignored: __MACOSX/._kota" in done.out
    found = json.loads(quick("bundle", "verify", bundle, "--json").out)
    assert found["ignored"] == ["__MACOSX/._kota"]
    done = quick("bundle", "open", bundle, "--out", tmp_path / "o")
    assert "__MACOSX/._kota" in done.err
