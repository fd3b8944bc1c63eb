"""The register, open, with four documents in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.tui.screens.register import RegisterScreen
from kami_tui.tui.screens.walker import WalkerScreen
from tests.tui.conftest import shown, until
from tests.tui.fakes import FakeFiles, FakeWorkspace
from tests.tui.register.seen import listed


@pytest.fixture
def files() -> FakeFiles:
    return FakeFiles(sk=b"the decision", risalah=b"the minutes", daftar=b"the list")


@pytest.fixture
def filled(files: FakeFiles) -> Assessment:
    """Four documents: three with files, one expired; the first serves two items."""
    return Assessment(
        "kami-5.0",
        Profile(organisation="Instansi"),
        answers={
            "2.1": Answer("3", evidence=("E1",)),
            "2.2": Answer("3", evidence=("E1", "E2")),
            "2.3": Answer("3"),
            "3.1": Answer("2"),
        },
        evidence={
            "E1": files.entry("SK Tim Keamanan", "sk", kind="Keputusan", location="SK/12"),
            "E2": files.entry("Risalah rapat", "risalah"),
            "E3": files.entry("Daftar aset", "daftar"),
            "E4": Evidence("Sertifikat lama", valid_until="2025-01-31"),
        },
    )


@pytest.fixture
def walking(make_app, workspace: FakeWorkspace, files: FakeFiles):
    """The walker, at item 2.1."""

    @asynccontextmanager
    async def opened(
        assessment: Assessment, language: str = "id", size: tuple[int, int] = (120, 40), **services
    ) -> AsyncIterator[Pilot]:
        workspace.create(assessment, digest="", who="x")
        app = make_app(language, "a001", "2.1", **{"evidence_files": files, **services})
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
            await until(pilot, lambda: shown(pilot, "#item-head").startswith("2.1"))
            yield pilot

    return opened


@pytest.fixture
def register(walking):
    """The register of an assessment, each file looked at."""

    @asynccontextmanager
    async def opened(assessment: Assessment, **options) -> AsyncIterator[Pilot]:
        async with walking(assessment, **options) as pilot:
            await pilot.press("l")
            await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen))
            await until(pilot, lambda: "belum dilihat" not in listed(pilot))
            yield pilot

    return opened
