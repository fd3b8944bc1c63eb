"""Messages at the foot: one at a time, in the language spoken, and errors stay."""

from __future__ import annotations

from tests.tui.conftest import until


def said(pilot) -> list[str]:
    return [message.message for message in pilot.app._notifications]


async def test_the_newest_message_takes_the_place_of_the_last(walking):
    async with walking("2.1") as pilot:
        pilot.app.say("Satu.")
        await until(pilot, lambda: said(pilot) == ["Satu."])
        pilot.app.say("Dua.", "warning")
        await until(pilot, lambda: said(pilot) == ["Dua."])


async def test_an_error_stays_until_its_time_or_another_error(walking):
    async with walking("2.1") as pilot:
        pilot.app.say("Cakram penuh.", "error")
        pilot.app.say("Satu.")
        pilot.app.say("Dua.")
        await until(pilot, lambda: said(pilot) == ["Cakram penuh.", "Dua."])
        pilot.app.say("Berkas hilang.", "error")
        await until(pilot, lambda: said(pilot) == ["Berkas hilang."])


async def test_none_stays_in_the_other_language(walking):
    async with walking("2.1") as pilot:
        pilot.app.say("Satu.")
        await until(pilot, lambda: said(pilot) == ["Satu."])
        await pilot.press("f3")
        await until(pilot, lambda: said(pilot) == [])
