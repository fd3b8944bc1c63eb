"""What people call things: area II where they mean "2"."""

from __future__ import annotations

from kami_tui.domain.instrument import Instrument
from kami_tui.domain.text import roman


def area_called(name: str, instrument: Instrument) -> str | None:
    """The id of the area that "2", "II" or "ii" means."""
    wanted = name.strip().upper()
    for area in instrument.areas:
        if wanted in (area.id, roman(area.id)):
            return area.id
    return None
