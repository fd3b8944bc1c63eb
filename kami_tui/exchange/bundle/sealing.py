"""Encryption with age (https://age-encryption.org): to public keys, or with a passphrase.

The files are age's own: `age` and `rage` open them, too. The library is an extra.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Literal

from kami_tui.domain.errors import BundleFailed, FileUnreadable
from kami_tui.exchange.bundle.limits import (
    CHUNK,
    MOST_HEADER,
    MOST_KEYS,
    MOST_PASSPHRASE,
    MOST_WORK,
)
from kami_tui.exchange.bundle.looks import AGE, ARMOUR
from kami_tui.exchange.bundle.source import refuse
from kami_tui.exchange.evidence_files import opened
from kami_tui.usecases.bundling import Key, Lock

MAGIC = AGE + b"v1\n"
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - how such a key begins
Tell = Callable[[int], None]


def locked(head: bytes) -> Literal["recipients", "passphrase"] | None:
    """What opens a file that begins so; None: it is not encrypted."""
    header = _header(head)
    if header is None:
        return None
    return "passphrase" if b"\n-> scrypt " in header else "recipients"


def _header(head: bytes) -> bytes | None:
    if head.lstrip().startswith(ARMOUR):
        lines = head.lstrip().split(b"\n")[1:]
        try:
            packed = b"".join(line.strip() for line in lines if not line.startswith(b"-"))
            head = base64.b64decode(packed[: len(packed) // 4 * 4])
        except ValueError:
            return b""
    return head[:MOST_HEADER] if head.startswith(MAGIC) else None


def seal(plain: IO[bytes], size: int, out: IO[bytes], lock: Lock, tell: Tell | None) -> None:
    """Encrypts `size` bytes.

    Raises:
        BundleFailed: ``recipient``, ``too_large_passphrase``, ``not_installed``. OSError: as
            reading or writing says.
    """
    pyrage = library()
    if lock.passphrase is not None:
        check_size(lock, size)
        out.write(pyrage.passphrase.encrypt(plain.read(), lock.passphrase))
        return
    recipients = recipients_of(lock)
    reader, writer = _Reader(plain, tell), _Writer(out)
    try:
        pyrage.encrypt_io(reader, writer, recipients)
    except Exception as error:
        raise (reader.stopped or writer.stopped or error) from None


def check_size(lock: Lock, size: int) -> None:
    """Raises BundleFailed: ``too_large_passphrase``."""
    if lock.passphrase is not None and size > MOST_PASSPHRASE:
        limit = MOST_PASSPHRASE // 1024**2
        raise BundleFailed(reason="too_large_passphrase", limit=limit, size=size // 1024**2)


def unseal(file: IO[bytes], shown: str, out: IO[bytes], key: Key, tell: Tell | None) -> None:
    """Decrypts a file that `locked` told of.

    Raises:
        BundleUnreadable: it does not open with this key, or is damaged. OSError: as writing says.
    """
    try:
        pyrage = library()
    except BundleFailed:
        refuse(shown, "not_installed")
    head = file.read(MOST_HEADER)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if b"\n--- " not in (_header(head) or b""):
        refuse(shown, "damaged", "header")  # the library would read on to the end of the file
    if locked(head) == "passphrase":
        if key.passphrase is None:
            refuse(shown, "locked", "passphrase")
        if size > MOST_PASSPHRASE + CHUNK:
            refuse(shown, "too_large_passphrase", limit=MOST_PASSPHRASE // 1024**2)
        if _work(head) > MOST_WORK:
            refuse(shown, "too_hard")
        try:
            out.write(pyrage.passphrase.decrypt(file.read(), key.passphrase))
        except pyrage.DecryptError as error:
            wrong = str(error) in ("Decryption failed", "No matching keys found")
            refuse(shown, "wrong_passphrase" if wrong else "damaged", str(error))
        return
    if not key.identities:
        refuse(shown, "locked", "recipients")
    identities = identities_of(pyrage, key.identities)
    reader, writer = _Reader(file, tell), _Writer(out)
    try:
        pyrage.decrypt_io(reader, writer, identities)
    except Exception as error:
        if (stopped := reader.stopped or writer.stopped) is not None:
            raise stopped from None
        wrong = "No matching keys" in str(error)
        refuse(shown, "wrong_key" if wrong else "damaged", "" if wrong else str(error))


def _work(head: bytes) -> int:
    """The cost that a file names for its passphrase, as a binary logarithm: memory is reserved by
    it before anything is known."""
    line = (_header(head) or b"").partition(b"\n-> scrypt ")[2].partition(b"\n")[0]
    last = line.split(b" ")[-1]
    return int(last) if last.isdigit() and len(last) < 4 else MOST_WORK + 1


def library() -> Any:
    """Raises BundleFailed: it is not installed."""
    try:
        import pyrage
    except ImportError as error:
        raise BundleFailed(reason="not_installed") from error
    return pyrage


def recipients_of(lock: Lock) -> list[Any]:
    """The keys it is encrypted to, each once.

    Raises:
        BundleFailed: ``recipient``: one is no public key; ``recipients``: a file of them cannot be
            read, or holds none.
    """
    pyrage = library()
    texts = list(lock.recipients)
    for file in lock.recipient_files:
        try:
            lines = _lines(file)
        except (OSError, ValueError, FileUnreadable) as error:
            detail = getattr(error, "strerror", None) or "?"
            raise BundleFailed(reason="recipients", file=str(file), detail=detail) from error
        if not lines:
            raise BundleFailed(reason="recipients", file=str(file), detail="-")
        texts += lines
    found = []
    for text in dict.fromkeys(t.strip() for t in texts):
        kind = pyrage.ssh if text.startswith("ssh-") else pyrage.x25519
        try:
            found.append(kind.Recipient.from_str(text))
        except pyrage.RecipientError as error:
            # Whoever takes the secret key for the public one shall not find it in a log.
            secret = text.upper().startswith(_SECRET)
            shown = _SECRET + "..." if secret else text[:80]
            raise BundleFailed(reason="recipient", detail=shown) from error
    return found


def identities_of(pyrage: Any, files: Sequence[Path]) -> list[Any]:
    """Raises BundleUnreadable: ``key``, ``key_locked``."""
    found = []
    for file in files:
        try:
            lines = _lines(file)
        except (OSError, ValueError, FileUnreadable) as error:
            refuse(str(file), "key", getattr(error, "strerror", None) or "?")
        text = "\n".join(lines)
        if text.encode().startswith((MAGIC.strip(), ARMOUR)):
            refuse(str(file), "key_locked")
        try:
            if text.startswith("-----BEGIN"):
                found.append(pyrage.ssh.Identity.from_buffer((text + "\n").encode()))
            else:
                found += [pyrage.x25519.Identity.from_str(line) for line in lines]
        except pyrage.IdentityError:
            refuse(str(file), "key", "-")
        if not lines:
            refuse(str(file), "key", "-")
    return found


def _lines(file: Path) -> list[str]:
    """Lines of a small file that are no remarks."""
    with os.fdopen(opened(file), "rb") as opened_file:
        data = opened_file.read(MOST_KEYS + 1)
    if len(data) > MOST_KEYS:
        raise ValueError(file)
    lines = (line.strip() for line in data.decode().splitlines())
    return [line for line in lines if line and not line.startswith("#")]


class _Reader:
    """What stops reading goes through the library, which makes another error of it: it is kept."""

    def __init__(self, file: IO[bytes], tell: Tell | None) -> None:
        self.file, self.tell = file, tell
        self.stopped: BaseException | None = None
        self.read_so_far = 0

    def read(self, size: int = -1) -> bytes:
        try:
            data = self.file.read(size)
            self.read_so_far += len(data)
            if self.tell:
                self.tell(self.read_so_far)
        except BaseException as error:
            self.stopped = error
            raise
        return data


class _Writer:
    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.stopped: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            return self.file.write(data)
        except BaseException as error:
            self.stopped = error
            raise

    def flush(self) -> None:
        """Whoever opened the file does."""
