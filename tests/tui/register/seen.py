"""What the register shows, and what stands in the workspace."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input

from kami_tui.domain.answers import Evidence
from kami_tui.tui.screens.evidence import EvidenceForm
from kami_tui.tui.widgets.long_list import LongList
from tests.tui.conftest import until
from tests.tui.fakes import FakeWorkspace

SK, RISALAH, LIST = "/docs/sk.pdf", "/docs/risalah.pdf", "/docs/daftar.pdf"


def listed(pilot: Pilot) -> str:
    listing = pilot.app.screen.query_one("#register", LongList)
    return "\n".join(str(listing.text(key)) for key in listing.ids)


def row(pilot: Pilot, key: str) -> str:
    """A document's two lines; it must be listed."""
    listing = pilot.app.screen.query_one("#register", LongList)
    assert key in listing.ids
    return str(listing.text(key))


def entries(workspace: FakeWorkspace) -> dict[str, Evidence]:
    return dict(workspace.kept["a001"].assessment.evidence)


def resting(workspace: FakeWorkspace, key: str) -> list[str]:
    return sorted(workspace.kept["a001"].assessment.items_resting_on(key))


def told(pilot: Pilot) -> str:
    return "\n".join(n.message for n in pilot.app._notifications)


async def type_file(pilot: Pilot, path: str, title: str = "Dokumen") -> None:
    """Into a form that has just opened; leaves the field."""
    await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
    pilot.app.screen.query_one("#field-title", Input).value = title
    pilot.app.screen.query_one("#field-file", Input).focus()
    pilot.app.screen.query_one("#field-file", Input).value = path
    await pilot.press("up")
