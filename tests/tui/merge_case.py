"""A merge with a conflict of each kind, for the tests of its screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile, changed, changes_between
from kami_tui.domain.errors import MergeOvertaken
from kami_tui.usecases.merging import Held, Plan, Settling, Written, plan_for
from kami_tui.usecases.parts import Filled, Part, Split
from kami_tui.usecases.ports import JournalEntry, Stored
from tests.tui.fakes import LIBRARY, NOON

LONG = "Berlaku di semua OPD sejak 2025; [b]satu[/] OPD menyusul setelah migrasi. " * 40
BASE = Assessment(
    "kami-5.0",
    Profile(organisation="Pemerintah Kota Contoh", unit="Diskominfo"),
    {"2.1": Answer("1"), "2.2": Answer("2"), "2.10": Answer("3", "", ("E1",))},
    {"E1": Evidence("SK Tim Keamanan Informasi", location="SK/12/2025"), "E2": Evidence("SOP")},
)
OURS = replace(
    BASE,
    profile=replace(BASE.profile, unit="Dinas Kominfo"),
    answers={
        "2.1": Answer("2", "Catatan kami."),
        "2.2": Answer("0"),
        "2.10": Answer("3"),
        "3.1": Answer("1"),
    },
    evidence={"E2": BASE.evidence["E2"]},
    owners={"2": "Bagian Hukum"},
)
THEIRS = replace(
    BASE,
    profile=replace(BASE.profile, unit="[red]x[/] 漢字漢字"),
    answers={
        "2.1": Answer("3", LONG),
        "2.2": Answer("2"),
        "2.3": Answer("3", "", ("E1",)),
        "2.10": Answer("3", "baru", ("E1",)),
    },
    owners={"2": "Sekretariat"},
)


def entries(before: Assessment, after: Assessment, who: str, hour: int, origin: str = ""):
    found = []
    for n, change in enumerate(changes_between(before, after), start=100):
        at = NOON + timedelta(hours=hour, minutes=n)
        found.append(JournalEntry(n, at, who, change, origin, n if origin else 0))
    return tuple(found)


def planned(ours: Assessment = OURS) -> Plan:
    split = Split(
        "0" * 16, "a001", "", "", 0, NOON, "Kepala", "area 2", ("2.1", "2.2", "2.3", "2.10"), BASE
    )
    filled = Filled(
        "b001", 200, NOON, "Umum Santoso", THEIRS,
        entries(BASE, THEIRS, "Umum Santoso", 3, "b001"),
    )  # fmt: skip
    stored = Stored("a001", ours, "", NOON, NOON, None, None, 200)
    journal = entries(BASE, ours, "Kepala", 2)
    order = LIBRARY.scorer("kami-5.0").ids
    return plan_for(Part(split, filled), Held(stored, journal), order, "x.json")


class Merging:
    """A `Settling` whose writes are remembered; `overtaken`: somebody writes first."""

    def __init__(self) -> None:
        self.ours = OURS
        self.overtaken: Assessment | None = None
        self.fail: Exception | None = None
        self.results: list[Assessment] = []
        self.settling = Settling(planned(), "x.json", self._again, self._write)

    def _again(self) -> Plan:
        return planned(self.ours)

    def _write(self, plan: Plan, choices) -> Written:
        if self.fail is not None:
            raise self.fail
        if self.overtaken is not None:
            self.ours, self.overtaken = self.overtaken, None
            raise MergeOvertaken(assessment="a001")
        assert {d.place for d in plan.disputes} == set(choices)
        self.results.append(plan.result(choices))
        return Written(plan.automatic, 1)


def after(assessment: Assessment, *changes) -> Assessment:
    for change in changes:
        assessment = changed(assessment, change)
    return assessment
