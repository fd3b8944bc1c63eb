"""What people call things: category High, not "Tinggi"; and area II where they mean "2"."""

from __future__ import annotations

from kami_tui.domain.instrument import Instrument
from kami_tui.domain.text import roman
from kami_tui.i18n.translator import Translator


def label_of(instrument: Instrument, kind: str, value: str | None, tr: Translator) -> str:
    """A category's (``se``) or a final result's (``readiness``) name in the reader's language."""
    if value is None:
        return tr("incomplete")
    roles = instrument.results
    rule = roles.category.value if kind == "se" and roles.category else roles.readiness
    scale = instrument.scale_of(rule) if rule else None
    return scale.label(value, tr.language) if scale and value in scale.order else value


def area_called(name: str, instrument: Instrument) -> str | None:
    """The id of the area that "2", "II" or "ii" means."""
    wanted = name.strip().upper()
    for area in instrument.areas:
        if wanted in (area.id, roman(area.id)):
            return area.id
    return None
