"""What people write for a status, as the canonical code: codes, official labels, aliases."""

from __future__ import annotations

from decimal import Decimal

from kami_tui.domain.instrument import Instrument, Option
from kami_tui.domain.text import folded


class Statuses:
    """Looks up statuses of one edition; tables are made when first needed."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.codes = {i: frozenset(self._codes(i)) for i in instrument.items}
        """Canonical codes each item offers."""
        self._tables: dict[tuple[int, ...], dict[str, str]] = {}
        every = (o for s in instrument.option_sets for o in s.options)
        self._not_applicable = [o for o in every if o.not_applicable is not None]

    def offered(self, item: str) -> list[str]:
        """The item's codes, lowest first."""
        return self._codes(item)

    def code(self, item: str, status: object) -> str | None:
        """The code of what was written (text or a whole number); None if the item has no such."""
        if isinstance(status, bool) or not isinstance(status, (str, int, Decimal)):
            return None
        text = str(status)
        if text in self.codes[item]:
            return text
        if len(text) > 4_000:
            return None
        return self._table(self.instrument.options(item)).get(folded(text))

    def means_not_applicable(self, status: object) -> bool:
        """Whether this is how the edition says "not applicable", offered by the item or not."""
        if not isinstance(status, str) or len(status) > 4_000:
            return False
        return folded(status) in self._table(tuple(self._not_applicable))

    def _codes(self, item: str) -> list[str]:
        return [o.code for o in self.instrument.options(item)]

    def _table(self, options: tuple[Option, ...]) -> dict[str, str]:
        key = tuple(id(o) for o in options)
        if key not in self._tables:
            table: dict[str, str] = {}
            for option in options:
                words = [option.code, option.label.id, option.label.en, *option.aliases]
                if option.short is not None:
                    words += [option.short.id, option.short.en]
                for word in words:
                    table.setdefault(folded(word), option.code)
            self._tables[key] = table
        return self._tables[key]
