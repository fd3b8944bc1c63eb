"""Parts by owner: everybody gets what he has, and nobody is forgotten without a word."""

from __future__ import annotations

import pytest

OWNERS = {"2": "Bagian Hukum", "2/1": "Sekretariat", "2.5": "Pokja", "3": "Pokja"}


@pytest.fixture
def given(quick, answers):
    def made(owners):
        return quick("import", answers({"2.1": "3"}, owners=owners)).out.strip()

    return made


def test_what_is_given_to_nobody_and_who_gets_nothing_is_said(quick, given):
    done = quick("--lang", "en", "split", given(OWNERS), "--by", "owner", "--out", "parts/")
    assert done.code == 0
    assert "No item is left to: Bagian Hukum" in done.err
    assert "174 items are given to nobody and are in no part: 1.1, 1.2" in done.err


def test_an_owner_without_items_is_told_from_a_name_that_is_none(quick, given):
    id = given(OWNERS)
    done = quick("--lang", "en", "split", id, "--owner", "bagian hukum", "--out", "x.json")
    assert (done.code, "Bagian Hukum has no item" in done.err) == (2, True)
    done = quick("--lang", "en", "split", id, "--owner", "Umum", "--out", "x.json")
    assert "it can be: Sekretariat, Pokja" in done.err


def test_one_name_however_it_is_written_is_one_owner(quick, given, tmp_path):
    id = given({"2": "Bagian Hukum", "3": "Bagian  Hukum ", "5": "bagian hukum"})
    (part,) = quick("split", id, "--owner", "Bagian Hukum", "--out", "x.json", "--json").json
    assert (part["for"], len(part["items"])) == ("Bagian Hukum", 22 + 16 + 53)
    table = tmp_path / "t.csv"
    table.write_text(
        'id,status,owner\nkami-5.0/2.1,3,"Bagian\n Hukum "\nkami-5.0/2.2,3,Bagian  Hukum\n'
    )
    id = quick("import", table).out.strip()
    (part,) = quick("split", id, "--by", "owner", "--out", "parts/", "--json").json
    assert (part["for"], part["items"]) == ("Bagian Hukum", ["2.1", "2.2"])
