"""What people call things: area II where they mean "2"."""

from __future__ import annotations

from kami_tui.domain.instrument import Instrument


def roman(area_id: str) -> str:
    """The number that the instrument's people say: area 2 is II."""
    number = int(area_id)
    if not 0 < number < 40:
        return area_id
    tens, ones = divmod(number, 10)
    return "X" * tens + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][ones]


def area_called(name: str, instrument: Instrument) -> str | None:
    """The id of the area that "2", "II" or "ii" means."""
    wanted = name.strip().upper()
    for area in instrument.areas:
        if wanted in (area.id, roman(area.id)):
            return area.id
    return None
