"""A person's own keys and remembered choices, on the side of the terminal program."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kami_tui.domain.errors import BadInput, KamiError, Problem
from kami_tui.i18n.explain import explain
from kami_tui.i18n.translator import Translator
from kami_tui.tui.offstage import Offstage
from kami_tui.usecases.keys import Keys, Remap, fitting
from kami_tui.usecases.ports import SettingsFile
from kami_tui.usecases.services import Services
from kami_tui.usecases.settings import in_force

MOST = 1
"""Mistakes that are told on the screen; `kami settings` tells them all."""


class Wishes:
    """Keys are settled once, after the first picture: every screen is imported for it."""

    def __init__(self, services: Services) -> None:
        self._wanted = services.settings.keys
        self._file = services.settings_file
        self._offstage = Offstage("settings")
        self._asked = False
        self._refused = False
        """It has been said that nothing is remembered; once is enough."""
        self._problems: list[Problem] = list(services.settings.problems)
        self.keys: Keys = {}
        """Action to keys, where they are not the usual ones."""

    async def settle(self) -> bool:
        """Finds out which of the wishes fit; whether there is anything to be changed."""
        if not self._wanted:
            return False
        self.keys, more = await self._offstage(self._fitting)
        self._problems += more
        return bool(self.keys)

    def _fitting(self) -> tuple[Keys, list[Problem]]:
        return _fitting(self._wanted, str(self._file.place) if self._file else None)

    @property
    def keymap(self) -> dict[str, str]:
        """As Textual takes it."""
        return {id: ",".join(keys) for id, keys in self.keys.items()}

    @property
    def quit_keys(self) -> tuple[str, ...]:
        return self.keys.get("app.quit", ("ctrl+q",))

    def complaint(self, tr: Translator) -> str:
        """What is wrong in the settings file; empty if nothing is."""
        if not self._problems:
            return ""
        head = tr.plural(
            "The settings file has {n} mistake; the usual is in force instead.",
            "The settings file has {n} mistakes; the usual is in force instead.",
            len(self._problems),
        )
        told = explain(BadInput(sorted(self._problems, key=lambda p: p.line or 0)[:MOST]), tr)
        more = len(self._problems) > MOST
        rest = "\n" + tr("'kami settings' tells them all.") if more else ""
        return f"{head}\n{told}{rest}"

    async def remember(self, name: str, value: str | bool, tr: Translator) -> str:
        """Writes a choice into the settings file; gives back what there is to say, if anything."""
        file = self._file
        if file is None:
            return ""
        self._asked = True
        try:
            await self._offstage(lambda: _write(file, name, value))
        except Exception as error:
            if self._refused:
                return ""
            self._refused = True
            if isinstance(error, KamiError) and not isinstance(error, BadInput):
                return explain(error, tr)
            return tr(
                "This holds until the program ends. The settings file is left as it is, because it"
                " has mistakes; 'kami settings' tells them."
            )
        self._refused = False
        return ""

    async def written(self) -> None:
        """Waits for what is being written, a second at most."""
        if self._asked:
            async with asyncio.timeout(1):
                await self._offstage(lambda: None)


def _fitting(wanted: Sequence[Remap], file: str | None) -> tuple[Keys, list[Problem]]:
    from kami_tui.tui.catalogue import key_screens

    return fitting(wanted, key_screens(), file)


def _write(file: SettingsFile, name: str, value: str | bool) -> None:
    """Raises BadInput where keys do not fit: a file with mistakes is left to its author."""
    keys = in_force(file.read(), {}, {}).keys  # as it is by now; somebody may have mended it
    problems = _fitting(keys, str(file.place))[1] if keys else []
    if problems:
        raise BadInput(problems)
    file.remember(name, value)
