"""Small bundles, made in a moment: a toy edition's stand-in files, two documents, no report."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kami_tui.domain.answers import Answer, Assessment, Change, Evidence, Profile
from kami_tui.exchange.bundle.bundles import BagBundles
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.usecases.bundling import BundleRequest, Finding, Key
from kami_tui.usecases.ports import JournalEntry

MOMENT = datetime(2026, 9, 20, 3, 15, tzinfo=UTC)
LIBRARY = Library([questionnaires()])

Make = Callable[..., BundleRequest]


@pytest.fixture
def bundles(tmp_path) -> BagBundles:
    return BagBundles(LIBRARY, LIBRARY.files, tmp_path / "home")


def recorded(file: Path, title: str = "SK") -> Evidence:
    data = file.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    return Evidence(title, file=str(file), size=str(len(data)), sha256=sha256)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "SK Tim.pdf").write_bytes(b"%PDF-1.7 team\n" * 20)
    (folder / "notulen.txt").write_bytes(b"minutes\n" * 30)
    return folder


@pytest.fixture
def assessment(documents) -> Assessment:
    register = {
        "E1": recorded(documents / "SK Tim.pdf"),
        "E2": recorded(documents / "notulen.txt", "Notulen"),
        "E3": Evidence("On paper", location="shelf 4"),
    }
    return Assessment(
        "kami-5.0",
        Profile(organisation="Kota Contoh", date="2026-09-15"),
        {"2.1": Answer("3", "baris satu\nbaris dua", ("E1",)), "2.2": Answer("1", "", ("E2",))},
        register,
    )


@pytest.fixture
def request_(assessment, tmp_path) -> Make:
    """``request_(folder=True)``: what to pack, with some of it otherwise."""
    entry = JournalEntry(1, MOMENT, "tester", Change("answer", "2.1", "status", None, "3"))

    def make(**more) -> BundleRequest:
        base = BundleRequest(
            assessment, '{"total": 1}\n', tmp_path / "kota.zip", MOMENT, "abcd2345", (entry,),
            report=lambda path: path.write_bytes(b"%PDF-1.7 report"),
        )  # fmt: skip
        return replace(base, **more)

    return make


@pytest.fixture
def bundle(bundles, request_):
    """A zip file, as it was made."""
    return bundles.make(request_()).path


@pytest.fixture
def look(bundles) -> Callable[..., list[tuple[str, str]]]:
    """Kind and file of everything found in a bundle."""

    def look(path: Path, key: Key | None = None) -> list[tuple[str, str]]:
        with bundles.open(path, key) as opened:
            findings: tuple[Finding, ...] = opened.check()
        return [(f.kind, f.file) for f in findings]

    return look


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {n: packed.read(n) for n in packed.namelist()}


def packed(files: dict[str, bytes], path: Path, **how) -> Path:
    """A zip file of these, in this order, as another program might write it."""
    with zipfile.ZipFile(path, "w", **how) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return path


def span(data: bytes, name: str) -> tuple[int, int]:
    """Where a stored member's bytes lie in a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        info = found.getinfo(name)
    header = info.header_offset
    begin = header + 30 + int.from_bytes(data[header + 26 : header + 28], "little")
    begin += int.from_bytes(data[header + 28 : header + 30], "little")
    return begin, begin + info.file_size


def left_behind(folder: Path) -> Iterator[str]:
    """Names of what is only there while a bundle is on its way."""
    for place in folder.rglob(".*"):
        if place.name.endswith(".part") or place.name.startswith(".bundle-"):
            yield place.name
