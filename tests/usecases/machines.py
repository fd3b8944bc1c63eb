"""People who share an assessment, each with a workspace and a clock of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.store.workspace import SqlWorkspace
from kami_tui.usecases.keeping import Keeper
from kami_tui.usecases.merging import plan, write
from kami_tui.usecases.parts import hand_back, split_off, take_in

SCORER = Library([questionnaires()]).scorer("kami-5.0")
ITEMS = ("2.1", "2.2", "2.10")
WHOLE = Assessment(
    "kami-5.0",
    Profile(organisation="Kota"),
    {
        "2.1": Answer("1", "", ("E1",)),
        "2.2": Answer("2"),
        "5.1": Answer("3", "rahasia bidang lain", ("E1", "E2")),
    },
    {"E1": Evidence("SK"), "E2": Evidence("Kontrak")},
)


class Machine:
    """One person's computer: a workspace and a clock of its own."""

    def __init__(self, folder, who: str) -> None:
        self.who = who
        self.now = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
        self.store = SqlWorkspace(folder / f"{who}.db", clock=self._tick)

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def open(self, id: str) -> Keeper:
        return Keeper(self.store.load(id), SCORER, self.store, self.who)

    def do(self, id: str, *calls: tuple[str, ...]) -> None:
        """``("set_status", "2.1", "3")`` ...: as a person does it, each saved."""
        keeper = self.open(id)
        for name, *values in calls:
            assert keeper.keep(getattr(keeper.session, name)(*values)).changes

    def undo(self, id: str) -> None:
        keeper = self.open(id)
        keeper.keep(keeper.session.undo())

    def answers(self, id: str) -> dict[str, str]:
        return self.store.load(id).assessment.statuses


def cut(chief, id, items=ITEMS):
    return split_off(
        chief.store.load(id), items, "area 2", edition="d", who=chief.who, now=chief.now
    )


def taken(machine, part):
    return take_in(part, machine.store, edition="d", who=machine.who, file="x")


def came_back(machine, id):
    return hand_back(machine.store, id, who=machine.who, now=machine.now)


def planned(chief, id, part):
    return plan(part, chief.store, id, SCORER.ids, "x")


def merged(chief, id, part, rule=None):
    one = planned(chief, id, part)
    return write(one, one.chosen(rule) if rule else {}, chief.store, chief.who)
