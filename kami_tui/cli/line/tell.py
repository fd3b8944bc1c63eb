"""Commands of ``kami answer`` that only tell something."""

from __future__ import annotations

from kami_tui.cli.line.commands import help_lines
from kami_tui.cli.line.item import ItemReader, keys_of, one_line
from kami_tui.cli.line.news import history_lines, summary_lines
from kami_tui.cli.line.reply import Refused
from kami_tui.cli.names import area_called
from kami_tui.cli.story_text import StoryWriter
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.keeping import Keeper

MOST_HISTORY = 20
MOST_HITS = 15
GLANCE = 100
"""Characters of an item's text in a list."""
ABOUT_AN_ITEM = ("details", "history")
TELLING = ("help", "summary", "why", *ABOUT_AN_ITEM)


class Teller:
    def __init__(self, keeper: Keeper, reader: ItemReader, tr: Translator) -> None:
        self._keeper, self._session, self.tr = keeper, keeper.session, tr
        self._reader = reader

    def tell(self, name: str, item: str | None, text: str) -> list[str]:
        """`name` is one of `TELLING`. Raises Refused, StoreError (history)."""
        if name == "help":
            return help_lines(keys_of(self._session, item) if item else [], self.tr)
        if name == "why" and (item or text):
            return self._why(item or "", text)
        if name == "details" and item:
            return self._reader.details(item)
        if name == "history" and item:
            return history_lines(self._keeper.history(item), MOST_HISTORY, self.tr)
        return summary_lines(self._session, self.tr)

    def _why(self, item: str, text: str) -> list[str]:
        instrument = self._session.instrument
        area = area_called(text, instrument) if text else instrument.area_of[item].id
        if area is None:
            known, name = ", ".join(a.id for a in instrument.areas), text[:60]
            raise Refused(
                "unknown_area",
                self.tr("There is no area '{name}'; there are: {known}.", name=name, known=known),
            )
        return StoryWriter(self._session.evaluation, self.tr).area(area)

    def hits(self, items: list[str]) -> list[str]:
        """What a search has found."""
        tr = self.tr
        lines = [tr.plural("{n} item found.", "{n} items found.", len(items))]
        for item in items[:MOST_HITS]:
            text = one_line(tr.text(self._session.item(item).text))
            lines.append(f"{item}: {text if len(text) <= GLANCE else text[: GLANCE - 3] + '...'}")
        if len(items) > MOST_HITS:
            lines.append(tr("And {n} more; more words find fewer.", n=len(items) - MOST_HITS))
        return lines
