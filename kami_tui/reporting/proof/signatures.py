"""Reads the signatures of a PDF with pyHanko. Never asks the network: no lists of revoked
certificates, no missing issuers are fetched."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from kami_tui.domain.errors import SigningFailed
from kami_tui.usecases.proof import Signature

MOST = 20
"""Signatures of one file that are looked at."""
MOST_CERTIFICATE = 256 * 1024
LONGEST = 200
_MARKS = (b"/ByteRange", b"/Adobe.PPKLite", b"/ETSI.CAdES", b"/adbe.pkcs7", b"/ETSI.RFC3161")
"""What a signature is known by in a file, before anything of it is read: a changed byte takes one
of these away, but leaves another."""
SIGNING_USES = {"digital_signature", "non_repudiation"}


def read(data: bytes, trust: Path | None) -> tuple[tuple[Signature, ...], bool]:
    """All signatures, and whether there is one that nothing here can read.

    Raises:
        SigningFailed: reason ``trust``: the certificate that was named cannot be read.
    """
    named = None if trust is None else certificate(trust)
    if not any(mark in data for mark in _MARKS):
        return (), False
    try:
        import pyhanko.sign.validation  # noqa: F401 - asked whether it is there
    except ImportError:
        return (), True
    with _quiet():
        return tuple(asyncio.run(_all(data, named))), False


def certificate(path: Path) -> Any:
    """A certificate, PEM or DER. Raises SigningFailed, reason ``trust``."""
    try:
        from pyhanko.keys import load_cert_from_pemder
    except ImportError as error:
        raise SigningFailed(reason="not_installed", detail=str(error)) from error
    try:
        if path.stat().st_size > MOST_CERTIFICATE:
            raise ValueError("it is too large")
        return load_cert_from_pemder(str(path))  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError, KeyError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise SigningFailed(reason="trust", file=str(path), detail=detail[:LONGEST]) from error


async def _all(data: bytes, named: Any) -> list[Signature]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        embedded = reader.embedded_regular_signatures[:MOST]
    except Exception as error:
        # A signed file whose signature cannot even be found was altered; how is anybody's guess.
        return [_broken(error)]
    if not embedded:
        return [_broken(ValueError("no signature where one was"))]
    return [await _one(data, one, named) for one in embedded]


async def _one(data: bytes, embedded: Any, named: Any) -> Signature:
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    try:
        roots = [] if named is None else [named]
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        # A certificate that says what it is for must be for signing; one that does not may be.
        said = embedded.signer_cert.key_usage_value is not None
        usage = KeyUsageConstraints(key_usage=SIGNING_USES if said else set())
        status = await async_validate_pdf_signature(embedded, context, key_usage_settings=usage)
        alone = _alone_in_its_gap(data, embedded)
    except Exception as error:  # the library meets bytes nobody signed so
        return _broken(error, embedded)
    if not alone:
        return _broken(ValueError("something stands beside the signature"), embedded)
    cert, stamp = status.signing_cert, status.timestamp_validity
    # Changes a later signature makes are none; whatever else was added after it is.
    since = status.docmdp_ok is not False
    return Signature(
        who=name_of(cert.subject),
        issuer=name_of(cert.issuer),
        at=_moment(status.signer_reported_dt),
        stamped=_moment(stamp.timestamp) if stamp and stamp.intact and stamp.valid else None,
        stamped_by=name_of(stamp.signing_cert.subject) if stamp else "",
        intact=bool(status.intact and status.valid and since),
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        self_signed=cert.self_signed != "no",
        trusted=None if named is None else bool(status.trusted),
    )


def _alone_in_its_gap(data: bytes, embedded: Any) -> bool:
    """The bytes that no signature can cover are those it stands in: it must fill them, with
    noughts behind it."""
    first, length, second, _ = (int(v) for v in embedded.byte_range)
    gap = data[first + length : second]
    written = gap[1:-1]
    try:
        raw = bytes.fromhex(written.decode("ascii"))
    except ValueError:
        return False
    one_case = written in (written.lower(), written.upper())
    alone = gap[:1] + gap[-1:] == b"<>" and one_case and not any(raw[_size(raw) :])
    return alone and _as_it_must_be(raw[: _size(raw)])


def _as_it_must_be(der: bytes) -> bool:
    """Whether the frame around what is signed says what follows from it (RFC 5652, 5.1 and 5.3):
    that frame is the one thing of a signature that it does not cover itself."""
    from asn1crypto import cms

    content = cms.ContentInfo.load(der)["content"]
    plain_data, signers = (
        content["encap_content_info"]["content_type"].native == "data",
        set[bytes](),
    )
    rebuilt: list[bytes] = []
    versions: list[str] = []
    for signer in content["signer_infos"]:
        by_serial = signer["sid"].name == "issuer_and_serial_number"
        versions.append("v1" if by_serial else "v3")
        algorithm = signer["digest_algorithm"]
        plain = algorithm["parameters"].dump() in (b"", b"\x05\x00")
        if signer["version"].native != versions[-1] or not plain:
            return False
        signers.add(algorithm.dump())
        rebuilt.append(_value(0x30, b"".join(f.dump() for f in _there(signer))))
    version = "v1" if plain_data and set(versions) == {"v1"} else "v3"
    if content["version"].native != version:
        return False
    if {a.dump() for a in content["digest_algorithms"]} != signers:
        return False
    algorithms = _value(0x31, b"".join(sorted(signers)))
    fields = list(_there(content))
    middle = b"".join(f.dump() for f in fields[2:-1])
    body = fields[0].dump() + algorithms + middle + _value(0x31, b"".join(sorted(rebuilt)))
    kind = cms.ContentType("signed_data").dump()
    return der == _value(0x30, kind + _value(0xA0, _value(0x30, body)))


def _there(sequence: Any) -> list[Any]:
    """The fields of a sequence that are not left out."""
    return [f for f in (sequence[i] for i in range(len(sequence))) if f.dump()]


def _value(tag: int, body: bytes) -> bytes:
    """A value in DER, with its head."""
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    long = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(long))) + long + body


def _size(der: bytes) -> int:
    """How long the first value in DER says it is, its head included."""
    if len(der) < 2:
        return 0
    if der[1] < 0x80:
        return 2 + der[1]
    more = der[1] & 0x7F
    return 2 + more + int.from_bytes(der[2 : 2 + more], "big")


def _broken(error: Exception, embedded: Any = None) -> Signature:
    who = ""
    with contextlib.suppress(Exception):
        who = name_of(embedded.signer_cert.subject)
    return Signature(
        who=who, issuer="", at=None, stamped=None, stamped_by="", intact=False, whole=False,
        self_signed=False, trusted=None, detail=f"{type(error).__name__}: {error}"[:LONGEST],
    )  # fmt: skip


def name_of(name: Any) -> str:
    """Common name and organisation, as far as the certificate has them."""
    native = name.native
    found = [native.get(k) for k in ("common_name", "organization_name", "email_address")]
    said = [", ".join(v) if isinstance(v, list) else str(v) for v in found if v]
    return ", ".join(said)[:LONGEST] or str(name.human_friendly)[:LONGEST]


def _moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """The library logs what is wrong with a certificate; it is told in our words."""
    logs = [logging.getLogger(n) for n in ("pyhanko", "pyhanko_certvalidator")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)
