"""Search finds items by words of both languages, by what was written, and by number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.usecases.search import Hit, Search, spans
from kami_tui.usecases.session import Session

SCORER = Library([questionnaires()]).scorer("kami-5.0")


@pytest.fixture
def session() -> Session:
    answers = {
        "3.4": Answer(None, "menunggu tanda tangan Sekda"),
        "6.2": Answer("3", evidence=("E1",)),
        "6.4": Answer("2", evidence=("E1",)),
    }
    register = {"E1": Evidence("Diagram zonasi 2025"), "E2": Evidence("Zonasi cadangan")}
    return Session(Assessment("kami-5.0", answers=answers, evidence=register), SCORER)


@pytest.fixture
def find(session):
    search = Search(session)
    return lambda wanted, language="id": search.find(wanted, language)


def items(hits: tuple[Hit, ...]) -> list[str]:
    return [h.item for h in hits]


def holds(item: str, word: str) -> bool:
    text = SCORER.instrument.items[item].text
    return word in f"{text.id} {text.en}".casefold()


@pytest.mark.parametrize("word", ["kebijakan", "encryption", "vendor"])
def test_words_of_either_language_find_every_item_that_holds_them(find, word):
    wanted = {i for i in SCORER.ids if holds(i, word)}
    assert wanted
    assert wanted <= set(items(find(word))) == set(items(find(word.upper())))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kebijkan", "kebijakan"),
        ("kebiajkan", "kebijakan"),
        ("kebijakkan", "kebijakan"),
        ("bakcup", "backup"),
        ("encrption", "encryption"),
        ("enkrpsi", "enkripsi"),
    ],
)
def test_a_slip_of_the_pen_is_forgiven(find, typed, meant):
    found = items(find(typed))
    assert found
    assert {i for i in SCORER.ids if holds(i, meant)} <= set(found)


def test_a_word_may_be_unfinished(find):
    assert set(items(find("enkrip"))) >= set(items(find("enkripsi")))
    assert items(find("kebijk"))


def test_a_slip_is_not_looked_for_where_the_word_itself_is_there(find):
    """``kontrak`` is a word of the questionnaire; ``kontrol`` is another."""
    assert all(
        "kontrak" in h.text.casefold() or "contract" in h.text.casefold()
        for h in find("kontrak")
        if h.field == "text"
    )


def test_all_words_must_match(find):
    both = items(find("pihak ketiga kontrak"))
    assert both
    assert set(both) <= set(items(find("kontrak")))
    assert find("kontrak zzzzzz") == ()


def test_the_best_comes_first(find):
    hits = find("kunci enkripsi")
    assert hits[0].item == "6.14"
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_an_id_comes_before_everything_else(find):
    found = find("5.1")
    assert [h.item for h in found[:11]] == ["5.1", *(f"5.{n}" for n in range(10, 20))]
    assert found[0].field == "id"
    assert any(h.field == "iso27001" for h in found)
    assert items(find("2,1"))[0] == "2.1"


@pytest.mark.parametrize("typed", ["A.5.1", "a.5.1", "iso 5.1", "ISO 27001 A.5.1"])
def test_an_iso_number_finds_the_items_that_rest_on_it(find, typed):
    found = find(typed)
    assert found
    assert {h.field for h in found} == {"iso27001"}
    assert found[0].text in ("A.5.1", "5.1")
    exact = {i.id for i in SCORER.instrument.items.values() if "A.5.1" in i.iso27001}
    assert exact <= set(items(found))


def test_an_exact_iso_number_comes_before_those_below_it(find):
    found = find("A.5")
    assert found
    assert all(h.text.startswith("A.5.") for h in found)


def test_what_the_user_wrote_is_found_and_named(find):
    (note,) = find("sekda tangan")
    assert (note.item, note.field, note.text) == ("3.4", "note", "menunggu tanda tangan Sekda")
    assert note.words == {"sekda", "tangan"}
    titles = find("zonasi")
    assert {h.item for h in titles if h.field == "evidence"} == {"6.2", "6.4"}


def test_what_is_written_later_is_found_too(session):
    search = Search(session)
    assert search.find("kertaswarna", "id") == ()
    session.set_note("2.2", "lihat kertaswarna")
    assert items(search.find("kertaswarna", "id")) == ["2.2"]
    session.undo()
    assert search.find("kertaswarna", "id") == ()


def test_names_of_areas_and_sections_lead_to_their_items(find):
    area = SCORER.instrument.area("8")
    assert {i.id for i in area.items} <= set(items(find(area.name.id)))


def test_of_texts_that_answer_equally_the_one_in_the_readers_language_is_named(find):
    both = [
        i for i in SCORER.ids
        if all("backup" in t for t in SCORER.instrument.items[i].text.model_dump().values())
    ]  # fmt: skip
    assert both
    for language in ("id", "en"):
        named = {h.item: h.language for h in find("backup", language)}
        assert {named[i] for i in both} == {language}


def test_nothing_is_found_for_nothing(find):
    for nothing in ("", "   ", "!?", "qqqqqqqqqq"):
        assert find(nothing) == ()


def test_the_words_found_can_be_marked_in_the_text():
    text = "Kebijakan, dan kebijakan-nya."
    assert [text[a:b] for a, b in spans(text, frozenset({"kebijakan"}))] == [
        "Kebijakan",
        "kebijakan",
    ]
    assert spans(text, frozenset()) == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_typed_gives_items_once_each(typed):
    session = Session(Assessment("kami-5.0", answers={"2.1": Answer(None, typed)}), SCORER)
    found = items(Search(session).find(typed, "en"))
    assert len(found) == len(set(found))
    assert set(found) <= set(SCORER.ids)
