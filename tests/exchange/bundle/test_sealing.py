"""An encrypted bundle opens with the right key or passphrase, and with nothing else."""

from __future__ import annotations

import builtins
import io
from pathlib import Path

import pytest

from kami_tui.domain.errors import BundleFailed, BundleUnreadable
from kami_tui.exchange.bundle import sealing
from kami_tui.usecases.bundling import Key, Lock
from tests.exchange.bundle.conftest import left_behind

pyrage = pytest.importorskip("pyrage")


@pytest.fixture(scope="module")
def identity():
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def key_file(identity, tmp_path: Path) -> Path:
    file = tmp_path / "key.txt"
    file.write_text(f"# created: 2026\n\n{identity}\n")
    return file


@pytest.fixture
def sealed(bundles, request_, identity, tmp_path):
    lock = Lock((str(identity.to_public()),))
    return bundles.make(request_(out=tmp_path / "kota.zip.age", lock=lock)).path


def refusal(bundles, path: Path, key: Key | None) -> str:
    with pytest.raises(BundleUnreadable) as caught, bundles.open(path, key):
        pass
    return str(caught.value.facts["reason"])


def test_it_opens_with_its_key_and_is_as_it_was_made(bundles, look, sealed, key_file, tmp_path):
    assert b"Kota Contoh" not in sealed.read_bytes()
    assert look(sealed, Key((key_file,))) == []
    with bundles.open(sealed, Key((key_file,))) as opened:
        assert opened.sealed
        assert opened.check(unpack=tmp_path / "out") == ()
    assert (tmp_path / "out" / "data" / "answers.yaml").is_file()
    assert not [*left_behind(tmp_path)]


def test_other_programs_open_it_too(sealed, identity, bundles, request_, tmp_path):
    (tmp_path / "plain").mkdir()
    plain = bundles.make(request_(out=tmp_path / "plain" / "kota.zip")).path
    assert pyrage.decrypt(sealed.read_bytes(), [identity]) == plain.read_bytes()


def test_it_opens_for_each_of_several(bundles, request_, look, tmp_path):
    all_ = [pyrage.x25519.Identity.generate() for _ in range(3)]
    file = tmp_path / "auditors.txt"
    file.write_text("# the auditors\n" + "".join(f"{i.to_public()}\n" for i in all_[1:]))
    lock = Lock((str(all_[0].to_public()),), (file,))
    made = bundles.make(request_(out=tmp_path / "x.age", lock=lock)).path
    for one in all_:
        (tmp_path / "one.txt").write_text(str(one))
        assert look(made, Key((tmp_path / "one.txt",))) == []


def test_no_other_key_opens_it_and_none_is_told(bundles, sealed, key_file, tmp_path):
    (tmp_path / "other.txt").write_text(str(pyrage.x25519.Identity.generate()))
    (tmp_path / "public.txt").write_text("age1xyz\n")
    (tmp_path / "empty.txt").write_text("# nothing\n")
    (tmp_path / "locked.txt").write_bytes(b"age-encryption.org/v1\n-> scrypt x 18\n")
    assert refusal(bundles, sealed, None) == "locked"
    assert refusal(bundles, sealed, Key((tmp_path / "other.txt",))) == "wrong_key"
    for name, reason in (("public", "key"), ("empty", "key"), ("none", "key"),
                         ("locked", "key_locked")):  # fmt: skip
        assert refusal(bundles, sealed, Key((tmp_path / f"{name}.txt",))) == reason


def test_any_flipped_bit_is_found_out(bundles, sealed, key_file, tmp_path):
    data, forged = sealed.read_bytes(), tmp_path / "forged.age"
    for at in (30, 100, 200, len(data) // 2, len(data) - 1):
        forged.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert refusal(bundles, forged, Key((key_file,))) in ("damaged", "wrong_key")
    for length in (100, 300, len(data) // 2, len(data) - 1):
        forged.write_bytes(data[:length])
        assert refusal(bundles, forged, Key((key_file,))) in ("damaged", "wrong_key")


def test_a_passphrase_opens_it_and_another_does_not(bundles, request_, look, tmp_path):
    made = bundles.make(request_(out=tmp_path / "x.age", lock=Lock(passphrase="kunci é"))).path
    assert bundles.locked(made) == "passphrase"
    assert look(made, Key(passphrase="kunci é")) == []
    assert refusal(bundles, made, Key(passphrase="kunci e")) == "wrong_passphrase"
    assert refusal(bundles, made, None) == "locked"


def test_the_same_in_letters_is_read_too(bundles, bundle, look, identity, key_file, tmp_path):
    armoured = pyrage.encrypt(bundle.read_bytes(), [identity.to_public()], armored=True)
    (tmp_path / "x.age").write_bytes(armoured)
    assert bundles.locked(tmp_path / "x.age") == "recipients"
    assert look(tmp_path / "x.age", Key((key_file,))) == []


def test_a_cost_that_would_take_all_memory_is_never_tried(bundles, tmp_path):
    file = tmp_path / "x.age"
    for cost in (b"22", b"30", b"99", b"-1", b"x", b""):
        salt = b"AAAAAAAAAAAAAAAAAAAAAA"
        file.write_bytes(sealing.MAGIC + b"-> scrypt " + salt + b" " + cost + b"\nAAAA\n--- AAAA\n")
        assert refusal(bundles, file, Key(passphrase="x")) == "too_hard"


def test_a_header_without_end_is_not_read(bundles, key_file, tmp_path):
    file = tmp_path / "x.age"
    file.write_bytes(sealing.MAGIC + b"-> X25519 AAAA\nAAAA\n" * 100_000)
    assert refusal(bundles, file, Key((key_file,))) == "damaged"


def test_with_a_passphrase_there_is_a_limit_which_is_told_before_it_is_reached(
    bundles, request_, monkeypatch, tmp_path
):
    monkeypatch.setattr(sealing, "MOST_PASSPHRASE", 300)
    asked: list[Path] = []
    with pytest.raises(BundleFailed) as caught:
        bundles.make(request_(lock=Lock(passphrase="x"), report=asked.append))
    assert not asked
    assert caught.value.facts["reason"] == "too_large_passphrase"
    assert not (tmp_path / "kota.zip").exists()


@pytest.mark.parametrize("text", ["age1xyz", "", "ssh-ed25519 AAAA", "AGE-SECRET-KEY-1QQQ"])
def test_what_is_no_public_key_is_told_before_any_work(bundles, request_, text):
    asked: list[Path] = []
    with pytest.raises(BundleFailed) as caught:
        bundles.make(request_(lock=Lock((text,)), report=asked.append))
    assert caught.value.facts["reason"] == "recipient"
    assert "QQQ" not in str(caught.value.facts)
    assert not asked


def test_it_opens_with_an_ssh_key(bundles, request_, look, tmp_path):
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    made = Ed25519PrivateKey.generate()
    (tmp_path / "id_ed25519").write_bytes(
        made.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.NoEncryption(),
        )
    )
    public = made.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    lock = Lock((public.decode(),))
    path = bundles.make(request_(out=tmp_path / "x.age", lock=lock)).path
    assert look(path, Key((tmp_path / "id_ed25519",))) == []


def test_what_stops_writing_is_told_as_it_is_and_nothing_is_left(identity):
    """The library makes another error of whatever happens in a file it is given."""

    class Full(io.BytesIO):
        def __init__(self, error: BaseException) -> None:
            super().__init__()
            self.error = error

        def write(self, data) -> int:
            raise self.error

    lock = Lock((str(identity.to_public()),))
    for error in (OSError(28, "No space left on device"), KeyboardInterrupt()):
        with pytest.raises(type(error)):
            sealing.seal(io.BytesIO(b"x" * 10**6), 10**6, Full(error), lock, None)


def test_without_the_library_it_says_what_to_install(
    bundles, request_, sealed, key_file, monkeypatch
):
    real = builtins.__import__

    def without(name, *more):
        if name == "pyrage":
            raise ImportError(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert refusal(bundles, sealed, Key((key_file,))) == "not_installed"
    with pytest.raises(BundleFailed) as caught:
        bundles.make(request_(out=sealed.with_name("y.age"), lock=Lock(passphrase="x")))
    assert caught.value.facts["reason"] == "not_installed"


def test_the_decrypted_file_has_no_name_anywhere(bundles, sealed, key_file, tmp_path):
    with bundles.open(sealed, Key((key_file,))):
        scratch = [p for p in (tmp_path / "home").rglob("*") if p.is_file()]
    assert not scratch
    assert not [*(tmp_path / "home").iterdir()]
