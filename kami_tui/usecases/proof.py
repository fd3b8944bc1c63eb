"""Whether a report is what the program printed, and who signed it: the question and its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from kami_tui.domain.answers import Assessment
from kami_tui.usecases.ports import Reports

Kind = Literal[
    "part_missing", "part_unreadable", "part_changed", "part_extra", "edition", "result", "print",
    "annotation", "picture", "painted_over",
]  # fmt: skip
"""``part_*``: a file inside; ``edition``: its files are others than those that scored; ``result``:
the answers give another one; ``print``: the pages say otherwise; ``annotation``: a page bears a
note the program does not make; ``picture``: a picture, which it does not make either;
``painted_over``: something was drawn after the last words of a page."""
NotCompared = Literal["result_page", "items", "some_items", "text", "wording"]
"""What this print does not have, or what cannot be printed again here. ``text``: another version of
the program or other templates made it, so that only its figures were compared. ``wording``: its
questions are in words attached to it, which nothing here says are the official ones."""


@dataclass(frozen=True, slots=True)
class Difference:
    kind: Kind
    where: tuple[str, ...]
    """File inside and key, or headings of the print."""
    page: int | None = None
    expected: str = ""
    """What the answers give; empty: nothing should be there."""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    who: str
    issuer: str
    at: datetime | None
    """As the signer's own clock said; nobody vouches for it."""
    stamped: datetime | None
    """By a time-stamping service, whose trust is a question of its own."""
    stamped_by: str
    intact: bool
    """The signed bytes are those that were signed."""
    whole: bool
    """Nothing was added to the file after it."""
    self_signed: bool
    trusted: bool | None
    """Leads to a certificate that the reader named; None: none was named."""
    detail: str = ""
    """Why it cannot be read, in the words of the library."""

    @property
    def holds(self) -> bool:
        return self.intact


@dataclass(frozen=True, slots=True)
class Verdict:
    file: str
    organisation: str
    instrument: str
    program: str
    generated: str
    figures: int
    """Pieces of text that were compared with the pages."""
    differences: tuple[Difference, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    signatures: tuple[Signature, ...] = field(default=())
    unread_signature: bool = False
    """It is signed, but what reads signatures is not installed."""
    assessment: Assessment | None = field(default=None, repr=False)
    """What is inside it, to be compared with another copy; None: it cannot be read."""

    @property
    def signed_whole(self) -> bool:
        """Every signature holds, and one covers the whole file."""
        held = all(s.holds for s in self.signatures)
        return bool(self.signatures) and held and any(s.whole for s in self.signatures)

    @property
    def unchanged(self) -> bool:
        return not self.differences and (not self.signatures or self.signed_whole)


class Verifier(Protocol):
    def verify(self, path: Path, trust: Path | None = None) -> Verdict:
        """Looks at a file; changes nothing, asks no network. `trust` is a PEM or DER certificate.

        Raises:
            ProofUnreadable: it cannot be verified at all.
            UnknownInstrument, BadInput: the edition is not here, or has mistakes.
            SigningFailed: reason ``trust``: the certificate cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Token:
    """A key that never leaves its device, by way of PKCS#11."""

    module: Path
    token: str
    label: str


@dataclass(frozen=True, slots=True)
class SigningKey:
    """What to sign with: a PKCS#12 file, or a token."""

    file: Path | None = None
    token: Token | None = None
    password: str | None = None
    """Of the file, or the token's PIN."""
    timestamp: str | None = None
    """Address of a time-stamping service; the only thing that is ever asked over the network."""


class Signing(Protocol):
    def reports(self, key: SigningKey) -> Reports:
        """Reports that are signed as they are made. The key is tried at once, before any work.

        Raises:
            SigningFailed: with its reason.
        """
        ...
