"""Who has how much, and what giving something away would move."""

from __future__ import annotations

import pytest

from kami_tui.domain.answers import Assessment
from kami_tui.usecases.ownership import Share, completions, moved, names, narrower, shares
from kami_tui.usecases.session import Session
from tests.usecases.test_session import SCORER


@pytest.fixture
def session() -> Session:
    return Session(Assessment("kami-5.0"), SCORER)


def test_every_item_is_somebodys_or_nobodys(session):
    session.set_owner("2", "Pokja")
    session.set_owner("2.1", "Rekan")
    session.set_status("2.1", "3")
    assert shares(session) == (
        Share("Rekan", 1, 0), Share("Pokja", 21, 21), Share("", 190, 190),
    )  # fmt: skip


def test_nobody_is_not_named_when_everything_is_given(session):
    for area in session.instrument.areas:
        session.set_owner(area.id, "Pokja")
    assert shares(session) == (Share("Pokja", 212, 212),)


def test_a_name_whose_items_all_went_to_others_is_still_in_use(session):
    session.set_owner("2", "Pokja")
    for section in range(1, len(session.instrument.area("2").sections) + 1):
        session.set_owner(f"2/{section}", "Rekan")
    assert names(session) == ("Rekan", "Pokja")


def test_narrower_scopes_keep_their_owner(session):
    session.set_owner("2.1", "Rekan")
    session.set_owner("2/1", "Sekretariat")
    session.set_owner("3.1", "Citra")
    assert set(narrower(session, "2")) == {"2.1", "2/1"}
    assert narrower(session, "2/1") == ("2.1",)
    assert narrower(session, "2.1") == ()
    assert moved(session, "2.1", "Sekretaris") == 1
    assert (
        moved(session, "2/1", "Sekretaris")
        == len(session.instrument.area("2").sections[0].items) - 1
    )
    assert moved(session, "2.1", "Rekan") == 0


def test_a_scope_the_edition_no_longer_has_disturbs_nothing():
    session = Session(Assessment("kami-5.0", owners={"9/9": "X", "2.1": "Y"}), SCORER)
    assert narrower(session, "2") == ("2.1",)
    assert names(session) == ("Y", "X")


def test_names_that_begin_so_come_before_those_that_only_hold_it():
    known = ("Pokja SMKI", "Ketua Pokja", "Rekan")
    assert completions(known, "pok") == ("Pokja SMKI", "Ketua Pokja")
    assert completions(known, "") == known
    assert completions(known, "z") == ()
