"""Signatures: who signed, whether it still holds, and what is said where it cannot be known."""

from __future__ import annotations

import contextlib
import io
import random
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from kami_tui.domain.errors import ProofUnreadable, SigningFailed
from kami_tui.reporting.proof import signatures, stamp
from kami_tui.reporting.proof.signing import PdfSigning
from kami_tui.reporting.proof.verify import Proofs
from kami_tui.usecases.ports import ReportRequest
from kami_tui.usecases.proof import SigningKey, Token, Verdict
from tests.reporting.certificates import PASSWORD, Holder, holder
from tests.reporting.tampering import repacked

Verify = Callable[..., Verdict]


@pytest.fixture(scope="session")
def officer() -> Holder:
    return holder("Petugas Contoh")


@pytest.fixture
def key(officer: Holder, tmp_path: Path) -> SigningKey:
    return SigningKey(officer.p12(tmp_path / "officer.p12"), password=PASSWORD)


@pytest.fixture
def signing(toy_reports, templates: Path) -> PdfSigning:
    return PdfSigning(toy_reports, templates)


@pytest.fixture
def verify(toy, templates: Path) -> Verify:
    return Proofs(toy, templates).verify


@pytest.fixture
def request_to(toy_assessment, moment, tmp_path: Path) -> ReportRequest:
    return ReportRequest(toy_assessment, "en", tmp_path / "signed.pdf", moment)


@pytest.fixture
def signed(signing: PdfSigning, key: SigningKey, request_to: ReportRequest) -> Path:
    return signing.reports(key).render(request_to)


# -- what holds -----------------------------------------------------------------------------------


def test_a_signed_report_is_unchanged_and_says_who_signed(signed: Path, verify: Verify) -> None:
    verdict = verify(signed)
    assert (verdict.unchanged, verdict.differences) == (True, ())
    (one,) = verdict.signatures
    assert one.who == "Petugas Contoh, Kota Contoh"
    assert (one.intact, one.whole, one.self_signed, one.trusted) == (True, True, True, None)
    assert one.at is not None


def test_trust_is_asked_of_the_certificate_that_was_named_and_of_no_other(
    signing: PdfSigning, request_to: ReportRequest, officer: Holder, tmp_path: Path, verify: Verify
) -> None:
    authority = holder("Otoritas Contoh", ca=True)
    clerk = holder("Juru Tulis", authority)
    key = SigningKey(clerk.p12(tmp_path / "clerk.p12"), password=PASSWORD)
    out = signing.reports(key).render(request_to)

    def trusted(by: Holder) -> tuple[bool | None, bool, str]:
        (one,) = verify(out, by.pem(tmp_path / "named.pem")).signatures
        return one.trusted, one.intact, one.issuer

    assert trusted(authority) == (True, True, "Otoritas Contoh, Kota Contoh")
    assert trusted(officer)[:2] == (False, True)
    (alone,) = verify(out).signatures
    assert (alone.trusted, alone.self_signed) == (None, False)


def test_neither_signing_nor_verifying_asks_the_network(
    signing: PdfSigning, key: SigningKey, request_to, officer, tmp_path, verify: Verify, monkeypatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    out = signing.reports(key).render(request_to)
    (one,) = verify(out, officer.pem(tmp_path / "o.pem")).signatures
    assert (one.intact, one.trusted) == (True, True)


def test_a_time_stamp_is_told_with_its_service(
    toy_reports, templates: Path, officer: Holder, request_to, tmp_path: Path, verify: Verify
) -> None:
    service = holder("Layanan Cap Waktu", stamping=True)
    asked: list[str] = []

    def stamper(address: str) -> DummyTimeStamper:
        asked.append(address)
        raw = service.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        der = service.cert.public_bytes(serialization.Encoding.DER)
        return DummyTimeStamper(asn1_x509.Certificate.load(der), asn1_keys.PrivateKeyInfo.load(raw))

    file = officer.p12(tmp_path / "o.p12")
    key = SigningKey(file, password=PASSWORD, timestamp="https://tsa.example/")
    out = PdfSigning(toy_reports, templates, stamper).reports(key).render(request_to)
    verdict = verify(out)
    (one,) = verdict.signatures
    assert asked == ["https://tsa.example/"]
    assert verdict.unchanged
    assert one.stamped is not None
    assert one.stamped_by == "Layanan Cap Waktu, Kota Contoh"


def test_the_signed_file_still_is_a_pdf_a_with_its_parts_and_fonts(signed: Path) -> None:
    with pikepdf.open(signed) as file:
        with file.open_metadata() as xmp:
            assert xmp.pdfa_status == "3A"
        assert len(file.Root.AF) == 4
        note = file.pages[-1].Annots[-1]
        assert (str(note.Subtype), str(note.FT)) == ("/Widget", "/Sig")
        assert int(note.F) & 4, "it is printed"
        (drawing,) = note.AP.N.Resources.XObject.values()
        for font in drawing.Resources.Font.values():
            assert {"/FontFile2", "/FontFile3"} & set(font.DescendantFonts[0].FontDescriptor.keys())


def test_the_block_stands_where_no_text_is(signed: Path, toy_reports, request_to) -> None:
    data = toy_reports.made(request_to)
    with pikepdf.open(io.BytesIO(data)) as file:
        place, last = stamp.place(data), len(file.pages) - 1
        assert place.page == last
        assert place.box[3] < stamp.lowest(file.pages[last])


def test_the_block_stands_on_the_sign_off_page_if_there_is_one(toy_reports, request_to) -> None:
    with pikepdf.open(io.BytesIO(toy_reports.made(request_to))) as file:
        target = pikepdf.Array([file.pages[1].obj, pikepdf.Name.XYZ, 0, 700, 0])
        file.Root.Names.Dests = pikepdf.Dictionary(Names=pikepdf.Array(["signoff", target]))
        out = io.BytesIO()
        file.save(out)
    assert stamp.place(out.getvalue()).page == 1


# -- what does not --------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [0.1, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97])
def test_one_byte_changed_after_signing_is_found(
    signed: Path, tmp_path: Path, verify: Verify, place
) -> None:
    data = bytearray(signed.read_bytes())
    data[int(len(data) * place)] ^= 1
    (tmp_path / "f.pdf").write_bytes(data)
    try:
        verdict = verify(tmp_path / "f.pdf")
    except ProofUnreadable:
        return  # it can no longer be read, which is told as well
    assert not verdict.unchanged
    assert not any(s.intact for s in verdict.signatures)


def test_whichever_byte_is_changed_it_is_found_and_never_more_than_told(
    signed: Path, tmp_path: Path, verify: Verify
) -> None:
    """Fifty places all over the file, the hole of the signature among them."""
    whole = signed.read_bytes()
    dice = random.Random(918)
    for _ in range(50):
        data, at = bytearray(whole), dice.randrange(len(whole))
        data[at] = dice.choice([b for b in range(256) if b != data[at]])
        (tmp_path / "f.pdf").write_bytes(data)
        try:
            verdict = verify(tmp_path / "f.pdf")
        except ProofUnreadable:
            continue
        assert not verdict.unchanged, at


def test_the_frame_of_a_signature_which_it_does_not_cover_is_looked_at(signed: Path) -> None:
    """Its versions, lengths and names of algorithms: at its beginning, and about its signer."""
    whole = signed.read_bytes()
    place = whole.rindex(b"/Contents <") + len(b"/Contents <")
    hole = whole[place : whole.index(b">", place)]
    raw = bytes.fromhex(hole.decode())
    signer = raw.rindex(bytes.fromhex("020101"))  # the version of the one who signed
    for at in (*range(48), *range(signer - 8, signer + 64)):
        changed = bytearray(raw)
        changed[at] ^= 1
        data = whole.replace(hole, bytes(changed).hex().encode())
        with contextlib.suppress(ProofUnreadable):
            found, _ = signatures.read(data, None)
            assert not any(s.intact for s in found), at


@pytest.mark.parametrize("word", [b"/ByteRange", b"/Type /Sig", b"/SubFilter", b"/Adobe.PPKLite"])
def test_a_signature_that_no_longer_looks_like_one_is_found(
    signed: Path, tmp_path: Path, verify: Verify, word: bytes
) -> None:
    whole = signed.read_bytes()
    at = whole.rindex(word)
    for place in range(at, at + len(word)):
        data = bytearray(whole)
        data[place] ^= 1
        (tmp_path / "f.pdf").write_bytes(data)
        with contextlib.suppress(ProofUnreadable):  # which is told as well
            assert not verify(tmp_path / "f.pdf").unchanged, place


def test_one_byte_added_after_signing_is_found(
    signed: Path, tmp_path: Path, verify: Verify
) -> None:
    (tmp_path / "f.pdf").write_bytes(signed.read_bytes() + b"\n")
    verdict = verify(tmp_path / "f.pdf")
    assert (verdict.unchanged, verdict.signatures[0].whole) == (False, False)


def test_a_revision_added_after_signing_is_found(
    signed: Path, tmp_path: Path, verify: Verify
) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed.read_bytes()))
    writer.root["/Lang"] = generic.TextStringObject("xx")
    writer.update_root()
    with (tmp_path / "f.pdf").open("wb") as out:
        writer.write(out)
    verdict = verify(tmp_path / "f.pdf")
    assert not verdict.unchanged
    assert not verdict.signed_whole


def test_an_answer_changed_after_signing_breaks_signature_and_content(
    signed: Path, tmp_path: Path, verify: Verify
) -> None:
    def change(documents) -> None:
        documents["assessment.json"]["answers"]["1.1"]["status"] = "0"

    verdict = verify(repacked(signed, tmp_path / "f.pdf", change, forge=True))
    assert verdict.differences
    assert not any(s.intact for s in verdict.signatures)


def test_a_signature_that_nothing_here_can_read_is_said_to_be_unread(
    signed: Path, verify: Verify, monkeypatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko.sign.validation", None)
    verdict = verify(signed)
    assert (verdict.unread_signature, verdict.signatures) == (True, ())


# -- keys that cannot be used ---------------------------------------------------------------------


def _reason(signing: PdfSigning, key: SigningKey) -> str:
    with pytest.raises(SigningFailed) as caught:
        signing.reports(key)
    return str(caught.value.facts["reason"])


def test_a_key_that_cannot_be_used_is_told_before_any_work(
    signing: PdfSigning, officer: Holder, tmp_path: Path
) -> None:
    good = officer.p12(tmp_path / "good.p12")
    text = tmp_path / "text.p12"
    text.write_text("no key")
    old = holder("Dahulu", days=(-30, -1)).p12(tmp_path / "old.p12")
    open_ = officer.p12(tmp_path / "open.p12", None)
    keys = {
        "password": SigningKey(good, password="salah"),
        "no_key": SigningKey(text, password=PASSWORD),
        "expired": SigningKey(old, password=PASSWORD),
        "unreadable": SigningKey(tmp_path / "none.p12", password=PASSWORD),
    }
    assert {k: _reason(signing, v) for k, v in keys.items()} == {k: k for k in keys}
    signing.reports(SigningKey(open_))  # a file without a password is one, too


def test_what_is_not_installed_is_named(signing: PdfSigning, key: SigningKey, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    token = SigningKey(token=Token(Path("/usr/lib/none.so"), "officer", "key"), password="1234")
    assert _reason(signing, token) == "pkcs11_missing"
    monkeypatch.setitem(sys.modules, "pyhanko.sign", None)
    assert _reason(signing, key) == "not_installed"


def test_a_service_that_gives_no_time_stamp_leaves_no_file(
    signing: PdfSigning, key: SigningKey, request_to: ReportRequest
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    asked = SigningKey(key.file, password=PASSWORD, timestamp=address)
    with pytest.raises(SigningFailed) as caught:
        signing.reports(asked).render(request_to)
    assert caught.value.facts["reason"] == "timestamp"
    assert not request_to.out.exists()


def test_a_certificate_to_trust_that_cannot_be_read_is_told(
    signed: Path, tmp_path: Path, verify: Verify
) -> None:
    (tmp_path / "c.pem").write_text("nothing")
    for file in (tmp_path / "c.pem", tmp_path / "none.pem"):
        with pytest.raises(SigningFailed) as caught:
            verify(signed, file)
        assert caught.value.facts["reason"] == "trust"
