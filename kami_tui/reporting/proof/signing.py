"""Signs a report with pyHanko: PAdES baseline, with a block on the page that says who and when.

No network but the time-stamping service, and that only where one was named.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kami_tui.domain.errors import KamiError, SigningFailed
from kami_tui.reporting import files
from kami_tui.reporting.proof import signature_field, stamp
from kami_tui.usecases.ports import Boxes, Progress, ReportRequest, Reports
from kami_tui.usecases.proof import SigningKey, Token

FIELD = "KamiSignature"
MOST_KEY = 1024**2
"""Bytes of a key file."""
PATIENCE = 30
"""Seconds a time-stamping service is given."""
SPACE, SPACE_STAMPED = 16 * 1024, 40 * 1024
"""Bytes kept for a signature with its certificates, and with a time stamp and its own."""


@dataclass
class PdfSigning:
    """Adapter of `usecases.proof.Signing`."""

    inner: Reports
    """Makes the report that is signed."""
    templates: Path
    stamper: Callable[[str], Any] | None = None
    """Makes the client of a time-stamping service; a test brings one of its own."""

    def reports(self, key: SigningKey) -> Reports:
        """See `usecases.proof.Signing.reports`."""
        try:
            import pyhanko.sign  # noqa: F401 - asked whether it is there
        except ImportError as error:
            raise SigningFailed(reason="not_installed", detail=str(error)) from error
        if key.token is not None:
            _token_library()
        with _signer(key):  # a wrong password or PIN is told before minutes of work
            pass
        return SignedReports(self, key)

    def sign(self, data: bytes, key: SigningKey, language: str) -> bytes:
        """The PDF with a signature added. Raises SigningFailed."""
        with _signer(key) as signer:
            try:
                return asyncio.run(self._sign(data, key, signer, language))
            except KamiError:
                raise
            except Exception as error:
                raise _failure(key, error) from error

    async def _sign(self, data: bytes, key: SigningKey, signer: Any, language: str) -> bytes:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers
        from pyhanko.stamp import StaticStampStyle

        who, now = _subject(signer.signing_cert), datetime.now(UTC)
        place = stamp.place(data)
        space = SPACE_STAMPED if key.timestamp else SPACE
        with tempfile.TemporaryDirectory(prefix="kami-sign-") as folder:
            picture = Path(folder) / "stamp.pdf"
            picture.write_bytes(stamp.picture(who, now, language, place.size, self.templates))
            style = StaticStampStyle.from_pdf_file(str(picture), border_width=0)
            made = signers.PdfSigner(
                signers.PdfSignatureMetadata(
                    field_name=FIELD,
                    subfilter=fields.SigSeedSubFilter.PADES,
                    md_algorithm="sha256",
                    name=who,
                ),
                signer=signer,
                timestamper=self._stamper(key.timestamp) if key.timestamp else None,
                stamp_style=style,
            )
            writer = IncrementalPdfFileWriter(io.BytesIO(data))
            words = f"{stamp.signed_by(language)} {who}"
            signature_field.add(writer, FIELD, place.page, place.box, words)
            out = await made.async_sign_pdf(
                writer, existing_fields_only=True, bytes_reserved=2 * space
            )
            return bytes(out.getvalue())

    def _stamper(self, address: str) -> Any:
        if self.stamper is not None:
            return self.stamper(address)
        from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

        return HTTPTimeStamper(address, timeout=PATIENCE)


@dataclass
class SignedReports:
    """Adapter of `ports.Reports`: signs each report before it stands where it was asked for."""

    signing: PdfSigning
    key: SigningKey

    def render(
        self,
        request: ReportRequest,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        boxes: Boxes | None = None,
    ) -> Path:
        """See `ports.Reports.render`. Raises SigningFailed, too; then no file was written."""
        target = files.check_place(request.out)
        if request.form != "pdf":
            raise SigningFailed(reason="no_pdf", file=str(request.out), detail=request.form)
        with tempfile.TemporaryDirectory(prefix="kami-sign-") as folder:
            unsigned = replace(request, out=Path(folder) / "report.pdf")
            data = self.signing.inner.render(unsigned, progress, cancelled, boxes).read_bytes()
        data = self.signing.sign(data, self.key, request.language)
        part = files.part_of(target)
        files.write_part(part, data)
        files.put_in_place(part, target)
        return request.out


def _signer(key: SigningKey) -> contextlib.AbstractContextManager[Any]:
    """The key, ready to sign. Raises SigningFailed."""
    return _signer_of_file(key) if key.token is None else _signer_of_token(key.token, key)


@contextlib.contextmanager
def _signer_of_file(key: SigningKey) -> Iterator[Any]:
    from pyhanko.sign.signers import SimpleSigner

    file = key.file or Path()
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_KEY + 1)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise SigningFailed(reason="unreadable", file=str(file), detail=detail) from error
    password = None if key.password is None else key.password.encode()
    try:
        if len(data) > MOST_KEY:
            raise ValueError("it is too large")
        signer = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=password)
    except (ValueError, TypeError) as error:
        reason = "password" if data[:1] == b"\x30" else "no_key"
        raise SigningFailed(reason=reason, file=str(file), detail="") from error
    _in_force(signer.signing_cert, str(file))
    yield signer


def _in_force(cert: Any, file: str) -> None:
    """Nobody accepts what an expired certificate signed: better told now than by the reader."""
    now = datetime.now(UTC)
    if not cert.not_valid_before <= now <= cert.not_valid_after:
        detail = f"{cert.not_valid_before:%Y-%m-%d} - {cert.not_valid_after:%Y-%m-%d}"
        raise SigningFailed(reason="expired", file=file, detail=detail)


def _token_library() -> None:
    try:
        import pkcs11  # noqa: F401 - asked whether it is there
    except ImportError as error:
        raise SigningFailed(reason="pkcs11_missing", detail=str(error)) from error


@contextlib.contextmanager
def _signer_of_token(token: Token, key: SigningKey) -> Iterator[Any]:
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    with contextlib.ExitStack() as stack:
        try:
            session = open_pkcs11_session(
                str(token.module),
                token_criteria=TokenCriteria(label=token.token),
                user_pin=key.password,
            )
            stack.enter_context(contextlib.closing(session))
            signer = PKCS11Signer(session, cert_label=token.label)
            cert = signer.signing_cert
        except Exception as error:  # whatever the device's own library says
            detail = f"{type(error).__name__}: {error}"[:200]
            raise SigningFailed(reason="token", file=token.token, detail=detail) from error
        if cert is None:
            raise SigningFailed(reason="token", file=token.token, detail=token.label)
        _in_force(cert, token.token)
        yield signer


def _subject(cert: Any) -> str:
    from kami_tui.reporting.proof.signatures import name_of

    return name_of(cert.subject)


def _failure(key: SigningKey, error: Exception) -> SigningFailed:
    from pyhanko.sign.timestamps import TimestampRequestError

    detail = f"{type(error).__name__}: {error}"[:200]
    network = key.timestamp and isinstance(error, (TimestampRequestError, OSError, TimeoutError))
    if network:
        return SigningFailed(reason="timestamp", file=key.timestamp, detail=detail)
    return SigningFailed(reason="failed", file=str(key.file or ""), detail=detail)
