"""Who is responsible for which items: areas, sections and items given to people or groups."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kami_tui.domain.instrument import Instrument

_SECTION = re.compile(r"([0-9]{1,3})/([1-9][0-9]{0,2})")


def scopes_of(instrument: Instrument, item_id: str) -> tuple[str, str, str]:
    """The scopes an item lies in, narrowest first: the item, its section, its area.

    Raises:
        KeyError: the instrument has no such item.
    """
    area = instrument.area_of[item_id]
    number = next(
        n for n, s in enumerate(area.sections, start=1) if any(i.id == item_id for i in s.items)
    )
    return item_id, f"{area.id}/{number}", area.id


def items_in(instrument: Instrument, scope: str) -> tuple[str, ...]:
    """The items an area (``2``), a section (``2/1``) or an item (``2.1``) covers, in order.

    Raises:
        KeyError: the instrument has nothing of that name.
    """
    if scope in instrument.items:
        return (scope,)
    if section := _SECTION.fullmatch(scope):
        sections = instrument.area(section[1]).sections
        if int(section[2]) > len(sections):
            raise KeyError(scope)
        return tuple(i.id for i in sections[int(section[2]) - 1].items)
    return tuple(i.id for i in instrument.area(scope).items)


def owner_of(instrument: Instrument, owners: Mapping[str, str], item_id: str) -> str:
    """Who an item is given to: by itself, else with its section, else with its area; else ""."""
    return next((owners[s] for s in scopes_of(instrument, item_id) if owners.get(s)), "")
