"""Filters show the items that fit all that is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.i18n.translator import Translator
from kami_tui.i18n.weaknesses import filters_named
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.usecases.check import findings
from kami_tui.usecases.filters import NOBODY, SWITCHES, Filters, matching, owners
from kami_tui.usecases.session import Session

SCORER = Library([questionnaires()]).scorer("kami-5.0")


@pytest.fixture
def session() -> Session:
    answers = {
        "2.1": Answer("3"),
        "2.2": Answer("0"),
        "3.1": Answer("2", evidence=("E1",)),
        "5.31": Answer("NA", "tidak ada"),
    }
    owned = {"2": "Pokja A", "2.2": "Pokja B", "3/1": "Pokja A"}
    before = Assessment("kami-5.0", answers={"2.1": Answer("2"), "2.2": Answer("0")})
    return Session(
        Assessment("kami-5.0", answers=answers, evidence={"E1": Evidence("SK")}, owners=owned),
        SCORER,
        previous=before,
    )


def test_nothing_asked_for_means_everything(session):
    assert Filters().is_empty
    assert matching(session, Filters()) == session.order


def test_each_filter_shows_what_it_says(session):
    def shown(**asked) -> tuple[str, ...]:
        return matching(session, Filters(**asked), findings(session))

    assert len(shown(unanswered=True)) == 208
    assert shown(without_evidence=True) == ("2.1", "5.31")
    assert shown(not_applicable=True) == ("5.31",)
    assert shown(finding=True) == ("2.1", "5.31")
    assert shown(changed=True) == ("2.1", "3.1", "5.31")
    assert shown(owner="Pokja B") == ("2.2",)
    assert len(shown(owner="Pokja A")) == 22 - 1 + 16
    assert len(shown(owner=NOBODY)) == 212 - 22 - 16


def test_stage_3_behind_shut_gates_is_not_counted(session):
    shown = matching(session, Filters(not_counted=True))
    assert {SCORER.instrument.items[i].stage for i in shown} == {3}
    assert len(shown) == 6 + 2 + 10 + 7 + 6


def test_filters_combine(session):
    asked = Filters().toggled("without_evidence").owned_by("Pokja A")
    assert matching(session, asked) == ("2.1",)
    assert matching(session, asked.toggled("not_applicable")) == ()


def test_a_filter_toggled_twice_is_as_before():
    for switch in SWITCHES:
        once = Filters().toggled(switch)
        assert once.active == (switch,)
        assert not once.is_empty
        assert once.toggled(switch) == Filters()


def test_without_a_round_before_nothing_has_changed_since(session):
    alone = Session(session.assessment, SCORER)
    assert matching(alone, Filters(changed=True)) == ()


def test_owners_are_listed_once_in_alphabetical_order(session):
    extra = replace(session.assessment, owners={**session.assessment.owners, "4": "agen", "6": ""})
    assert owners(Session(extra, SCORER)) == ("agen", "Pokja A", "Pokja B")


def test_what_is_asked_for_can_be_named():
    tr = Translator("en")
    asked = Filters(unanswered=True, finding=True, owner="Pokja\nA")
    assert filters_named(asked, tr) == ["unanswered", "with a finding", "owner: Pokja A"]
    assert filters_named(Filters(owner=NOBODY), tr) == ["given to nobody"]
    assert filters_named(Filters(), tr) == []
