"""``kami verify`` and ``kami report --sign``: what a person and a script are told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from tests.reporting.certificates import PASSWORD, holder
from tests.reporting.tampering import repacked, retyped


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """One page of result, signed and not, made by the program itself."""
    folder: Path = tmp_path_factory.mktemp("made")
    return folder


@pytest.fixture
def plain(made: Path, quick, example) -> Path:
    out = made / "kota.pdf"
    if not out.exists():
        assert quick("report", example, "--out", out, "--parts", "result", "--lang", "id").code == 0
    return out


@pytest.fixture
def signed(made: Path, quick, example) -> Path:
    out = made / "signed.pdf"
    if not out.exists():
        holder("Petugas Contoh").p12(made / "officer.p12")
        (made / "password").write_text(PASSWORD + "\n")
        done = quick(
            "report", example, "--out", out, "--parts", "result",
            "--sign", made / "officer.p12", "--password-file", made / "password",
        )  # fmt: skip
        assert (done.code, done.out, done.err) == (0, f"{out}\n", "")
    return out


def test_an_untouched_report(quick, plain):
    done = quick("verify", plain)
    assert (done.code, done.err) == (0, "")
    assert "Unchanged: its answers give the result inside it" in done.out
    assert "no item's points were compared" in done.out
    assert "Not signed" in done.out


def test_an_edited_report(quick, plain, tmp_path):
    forged = retyped(plain, tmp_path / "forged.pdf", 1, "472 dari 918", "482 dari 918")
    done = quick("verify", forged)
    assert (done.code, done.err) == (4, "")
    assert "CHANGED" in done.out
    assert "page 1, Hasil penilaian: '482 dari 918' is printed" in done.out
    assert "the answers give '472 dari 918'" in done.out
    told = quick("--json", "verify", forged).json
    assert told["verdict"] == "changed"
    assert told["differences"] == [
        {
            "kind": "print",
            "where": ["Hasil penilaian"],
            "page": 1,
            "expected": "472 dari 918",
            "found": "482 dari 918",
        }
    ]


def test_an_edited_answer_in_indonesian(quick, plain, tmp_path):
    def change(documents) -> None:
        documents["assessment.json"]["answers"]["2.1"] = "0"

    done = quick("verify", repacked(plain, tmp_path / "f.pdf", change), "--lang", "id")
    assert done.code == 4
    assert "BERUBAH" in done.out
    assert "assessment.json" in done.out


def test_a_signed_report(quick, signed):
    done = quick("verify", signed)
    assert (done.code, done.err) == (0, "")
    for said in (
        "Unchanged",
        "Signed by Petugas Contoh, Kota Contoh.",
        "intact and covers the whole file",
        "self-signed",
    ):
        assert said in done.out
    (one,) = quick("verify", signed, "--json").json["signatures"]
    assert (one["intact"], one["covers_whole_file"], one["trusted"]) == (True, True, None)


def test_a_signed_then_edited_report(quick, signed, tmp_path):
    for name, data in (
        ("bit", signed.read_bytes().replace(b"/Title", b"/Titlf", 1)),
        ("more", signed.read_bytes() + b"\n% more\n"),
    ):
        forged = tmp_path / f"{name}.pdf"
        forged.write_bytes(data)
        done = quick("verify", forged)
        assert done.code == 4, name
        assert "CHANGED" in done.out
        assert "broken" in done.out.lower()


def test_trust_that_was_asked_for_and_is_not_there_is_no_success(quick, signed, plain, tmp_path):
    stranger = holder("Orang Lain").pem(tmp_path / "stranger.pem")
    done = quick("verify", signed, "--trust", stranger)
    assert (done.code, "NOT TRUSTED" in done.out) == (1, True)
    assert quick("verify", plain, "--trust", stranger).code == 1


def test_what_cannot_be_verified_is_one_clear_message(quick, example, plain, tmp_path):
    with pikepdf.open(plain) as file:
        file.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
        for name in list(file.attachments):
            del file.attachments[name]
        file.save(tmp_path / "bare.pdf")
    for name, said in (
        (example, "is no PDF"),
        ("locked.pdf", "is encrypted"),
        ("bare.pdf", "has no assessment inside"),
        ("none.pdf", "There is no file"),
    ):
        done = quick("verify", name)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
        assert "Traceback" not in done.err
        told = json.loads(quick("--json", "verify", name).err)["error"]
        assert told["code"] == "proof_unreadable"


def test_a_password_is_never_taken_from_the_command_line_and_asked_for_on_a_terminal(
    quick, example, made, signed, tmp_path, monkeypatch
):
    done = quick("report", example, "--out", "x.pdf", "--sign", made / "officer.p12")
    assert (done.code, done.out) == (2, "")
    assert "--password-file" in done.err
    assert "--password " not in quick("report", "--help").out

    asked = []

    def ask(prompt):
        asked.append(prompt)
        return PASSWORD

    monkeypatch.setattr("kami_tui.cli.signing.getpass.getpass", ask)
    monkeypatch.setattr("kami_tui.cli.signing.output.is_terminal", lambda stream: True)
    done = quick(
        "report", example, "--out", "x.pdf", "--parts", "about", "--sign", made / "officer.p12"
    )
    assert (done.code, len(asked)) == (0, 1)
    assert str(made / "officer.p12") in asked[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--timestamp", "https://tsa.example"], "--timestamp goes with --sign"),
        (["--password-file", "p"], "--password-file goes with --sign"),
        (["--pkcs11-module", "m.so"], "A token needs all three"),
        (["--sign", "k.p12", "--timestamp", "ftp://x"], "http:// or https://"),
        (["--sign", "k.p12", "--password-file", "none"], "password file none cannot be read"),
        (
            ["--sign", "k", "--pkcs11-module", "m", "--pkcs11-token", "t", "--pkcs11-label", "l"],
            "not both",
        ),
    ],
)
def test_options_that_do_not_go_together_are_refused_before_any_work(quick, example, words, said):
    done = quick("report", example, "--out", "x.pdf", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_wrong_password_is_told_and_nothing_is_written(quick, example, made, signed, tmp_path):
    (tmp_path / "wrong").write_text("salah")
    done = quick(
        "report", example, "--out", "x.pdf", "--sign", made / "officer.p12",
        "--password-file", "wrong",
    )  # fmt: skip
    assert (done.code, done.out) == (1, "")
    assert "does not open with this password" in done.err
    assert not (tmp_path / "x.pdf").exists()


def test_the_key_is_never_written_over(quick, example, made, signed):
    before = (made / "officer.p12").read_bytes()
    done = quick(
        "report", example, "--out", made / "officer.p12", "--sign", made / "officer.p12",
        "--password-file", made / "password",
    )  # fmt: skip
    assert done.code == 2
    assert (made / "officer.p12").read_bytes() == before


def test_verifying_imports_neither_the_terminal_program_nor_what_draws(kami, plain):
    code = (
        "import sys; from kami_tui.main import main; main(['verify', sys.argv[1]]);"
        "print([m for m in ('textual', 'weasyprint', 'pyhanko') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(plain)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
