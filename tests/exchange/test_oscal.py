"""OSCAL: what is written is valid by the official model, and what it refers to is there."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from trestle.oscal import OSCAL_VERSION
from trestle.oscal.assessment_results import Model as Results
from trestle.oscal.catalog import Model as Catalog

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.result import result_of
from kami_tui.domain.scorer import Scorer
from kami_tui.exchange.oscal import results_text
from kami_tui.exchange.oscal_catalog import catalog_text
from kami_tui.exchange.oscal_terms import token
from tests.exchange.random_assessments import random_assessment

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def results(subject):
    document = json.loads(results_text(subject))
    Results.model_validate(document)
    return document["assessment-results"]


@pytest.fixture(scope="module")
def catalog(library, scorer):
    text = catalog_text(scorer.instrument, library.digest("kami-5.0"), "id")
    document = json.loads(text)
    Catalog.model_validate(document)
    return document["catalog"]


def ids_in(part) -> list[str]:
    """Every id and UUID that a document defines."""
    if isinstance(part, list):
        return [x for p in part for x in ids_in(p)]
    if isinstance(part, dict):
        own = [part[k] for k in ("uuid", "id") if k in part]
        return own + [x for p in part.values() for x in ids_in(p)]
    return []


def values(part: Any, *keys: str) -> list[Any]:
    """All that stands under these keys, anywhere."""
    if isinstance(part, list):
        return [x for p in part for x in values(p, *keys)]
    if isinstance(part, dict):
        own = [part[k] for k in keys if k in part]
        return own + [x for p in part.values() for x in values(p, *keys)]
    return []


@pytest.mark.parametrize("seed", range(60))
def test_random_assessments_are_valid_and_refer_to_what_is_there(scorer, subject, catalog, seed):
    language = "id" if seed % 2 else "en"
    found = results(subject(random_assessment(scorer.instrument, seed), language))
    known = ids_in(found)
    assert [i for i, n in Counter(known).items() if n > 1] == []
    assert all(UUID.fullmatch(i) for i in values(found, "uuid"))
    referred = values(found, "observation-uuid", "actor-uuid") + [
        i for parties in values(found, "party-uuids", "member-of-organizations") for i in parties
    ]
    hrefs = [h for h in values(found, "href") if h.startswith("#")]
    assert {*referred, *(h[1:] for h in hrefs)} <= set(known)
    assert {*values(found, "control-id", "target-id")} <= set(ids_in(catalog))


# No reader of the program lets half a sign (a lone surrogate) in.
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(ANY, ANY, ANY, ANY)
@settings(deadline=None, max_examples=60)
def test_no_sign_that_can_be_typed_or_sent_makes_it_invalid(subject, one, two, three, four):
    profile = Profile(one, two, three, four, one, two, three, four, one)
    register = {"E1": Evidence(four, one, two, three, four, "", two)}
    answers = {"2.1": Answer("3", three, ("E1",)), "2.2": Answer(None, four)}
    text = results_text(subject(Assessment("kami-5.0", profile, answers, register, {"2": one})))
    assert not {"\x1b", "\x9b", "\u202e"} & set(text)
    Results.model_validate_json(text.encode())


def test_the_official_model_refuses_what_is_wrong(subject):
    document = json.loads(results_text(subject(Assessment("kami-5.0"))))
    for key in ("uuid", "metadata", "import-ap", "results"):
        broken = {k: v for k, v in document["assessment-results"].items() if k != key}
        with pytest.raises(ValidationError):
            Results.model_validate({"assessment-results": broken})


def test_the_version_is_that_of_the_model_it_is_checked_against(subject, catalog, scorer):
    found = results(subject(Assessment("kami-5.0")))
    assert found["metadata"]["oscal-version"] == catalog["metadata"]["oscal-version"]
    assert found["metadata"]["oscal-version"] == OSCAL_VERSION


def test_the_same_subject_gives_the_same_text(scorer, subject):
    assessment = random_assessment(scorer.instrument, 4)
    first = results_text(subject(assessment))
    assert results_text(subject(assessment)) == first
    assert results_text(subject(assessment, moment=datetime(2027, 1, 1, tzinfo=UTC))) != first


def test_parts_keep_their_uuids_while_answers_change(scorer, subject):
    assessment = Assessment("kami-5.0", Profile(organisation="Kota"), {"2.1": Answer("3")})
    later = replace(assessment, answers={"2.1": Answer("2"), "2.2": Answer("1")})
    first, second = (results(subject(a)) for a in (assessment, later))
    assert first["uuid"] != second["uuid"]
    assert set(ids_in(first["results"])) < set(ids_in(second["results"]))
    other = replace(assessment, profile=Profile(organisation="Provinsi"))
    assert not set(ids_in(first["results"])) & set(ids_in(results(subject(other))["results"]))


def test_a_finding_is_satisfied_when_the_answer_earns_all_points(files, subject, scorer, example):
    assessment = files.read(example)
    (result,) = results(subject(assessment))["results"]
    states = {f["target"]["target-id"]: f["target"]["status"]["state"] for f in result["findings"]}
    evaluation = scorer.evaluate(assessment.statuses)
    category = scorer.instrument.results.category.area
    for item in scorer.ids:
        target = f"kami-5.0_{item}_smt"
        if scorer.instrument.area_of[item].id == category:
            assert target not in states
        else:
            best = scorer.best[scorer.position[item]]
            assert (states[target] == "satisfied") == (evaluation.earned_by(item) == best)
    order = scorer.instrument.scale_by_id["maturity"].order
    mark = order[scorer.instrument.results.usual_mark]
    for area in result_of(evaluation).areas.values():
        state = states[f"kami-5.0_{area.area}-area_smt"]
        assert (state == "satisfied") == (order[area.maturity] >= mark)


def test_the_reason_tells_a_verdict_from_none(subject, scorer):
    """A tool that reads "not-satisfied" must not take what is unanswered for a failure."""
    na = next(i for i in scorer.ids if scorer.instrument.option(i, "NA"))
    answers = {"2.1": Answer("3"), "2.2": Answer("1"), na: Answer("NA", "tidak ada")}
    (result,) = results(subject(Assessment("kami-5.0", answers=answers)))["results"]
    targets = {f["target"]["target-id"]: f["target"] for f in result["findings"]}

    def target(item):
        return targets[f"kami-5.0_{item}_smt"]

    assert target("2.1")["status"] == {"state": "satisfied", "reason": "pass"}
    assert target("2.2")["status"] == {"state": "not-satisfied", "reason": "fail"}
    assert target("2.3")["status"] == {"state": "not-satisfied", "reason": "other"}
    assert target("2-area")["status"] == {"state": "not-satisfied", "reason": "other"}
    assert target(na)["status"]["reason"] == "other"
    assert target(na)["implementation-status"] == {"state": "not-applicable"}
    assert "implementation-status" not in target("2.1")


def test_without_a_mark_no_area_fails(subject, scorer, full):
    """An edition need not name a usual mark; with it, a whole area is judged."""
    for mark, reasons in (("III+", {"pass", "fail"}), (None, {"other"})):
        roles = scorer.instrument.results.model_copy(update={"usual_mark": mark})
        other = Scorer(scorer.instrument.model_copy(update={"results": roles}))
        (result,) = results(replace(subject(full), scorer=other))["results"]
        areas = [f["target"] for f in result["findings"] if "-area_" in f["target"]["target-id"]]
        assert len(areas) == len(roles.areas)
        assert {a["status"]["reason"] for a in areas} <= reasons


def test_points_of_an_area_without_levels_are_told(subject, scorer, full):
    """An edition need not have levels: its areas are not left out for that."""
    roles = scorer.instrument.results
    plain = tuple(r.model_copy(update={"maturity": None}) for r in roles.areas)
    none = {"areas": plain, "maturity_lowest": None, "maturity_highest": None}
    instrument = scorer.instrument.model_copy(update={"results": roles.model_copy(update=none)})
    (result,) = results(replace(subject(full), scorer=Scorer(instrument)))["results"]
    areas = [f for f in result["findings"] if "-area_" in f["target"]["target-id"]]
    assert len(areas) == len(plain)
    for finding in areas:
        names = {p["name"] for p in finding["props"]}
        assert {"score", "max"} <= names
        assert "maturity" not in names
        assert "None" not in finding["title"] + finding["description"]
        assert finding["target"]["status"]["reason"] == "other"


def test_who_has_an_open_item_and_the_day_that_was_typed_are_told(subject):
    profile = Profile(date="2026-08-31")
    owned = Assessment("kami-5.0", profile, owners={"2.1": "Ani"})
    (result,) = results(subject(owned))["results"]
    finding = next(f for f in result["findings"] if f["target"]["target-id"] == "kami-5.0_2.1_smt")
    assert {p["name"]: p["value"] for p in finding["props"]}["owner"] == "Ani"
    assert {p["name"]: p["value"] for p in result["props"]}["date"] == "2026-08-31"


def test_figures_stand_in_properties(files, subject, scorer, example):
    assessment = files.read(example)
    (result,) = results(subject(assessment))["results"]
    figures = {p["name"]: p["value"] for p in result["props"]}
    assert (figures["total"], figures["max"], figures["se-category"]) == ("472", "918", "Tinggi")
    assert {p["ns"] for p in result["props"]} == {"urn:kami-tui:ns:oscal"}


def test_evidence_is_a_resource_with_its_hash_and_without_its_folder(subject):
    register = {"E1": Evidence("SK Tim", sha256="ab" * 32, file="/home/ani/rahasia/SK tim.pdf")}
    answers = {"2.1": Answer("3", "ada", ("E1", "E9"))}
    found = results(subject(Assessment("kami-5.0", answers=answers, evidence=register)))
    resource = found["back-matter"]["resources"][-1]
    assert resource["rlinks"] == [
        {"href": "SK%20tim.pdf", "hashes": [{"algorithm": "SHA-256", "value": "ab" * 32}]}
    ]
    assert "rahasia" not in json.dumps(found)
    (observation,) = found["results"][0]["observations"]
    assert observation["relevant-evidence"] == [
        {"href": f"#{resource['uuid']}", "description": "SK Tim"}
    ]


def test_the_result_names_the_catalog_of_its_language(library, scorer, subject):
    digest = library.digest("kami-5.0")
    for language in ("id", "en"):
        found = results(subject(Assessment("kami-5.0"), language))
        named = values(found, "identifier")
        text = catalog_text(scorer.instrument, digest, language)
        assert named == [json.loads(text)["catalog"]["uuid"]]


def test_the_catalog_has_every_item_in_our_words(catalog, scorer):
    labels = [p["value"] for p in values(catalog, "props") for p in p if p["name"] == "label"]
    assert labels == [*scorer.instrument.items]
    assert len(values(catalog, "controls")) == sum(len(a.sections) for a in scorer.instrument.areas)
    assert [i for i, n in Counter(ids_in(catalog)).items() if n > 1] == []


def test_the_catalog_has_the_answers_and_the_usual_evidence(catalog, scorer):
    """Without its choices a question of area 1 is half a question."""

    def words(options):
        return [f"{o.code}. {o.label.in_('id')}" for o in options]

    def options(part):
        return [p["value"] for p in part.get("props", []) if p["name"] == "option"]

    sets = {s.id: s.options for s in scorer.instrument.option_sets}
    for area, group in zip(scorer.instrument.areas, catalog["groups"], strict=True):
        assert options(group) == words(sets.get(area.option_set, ()))
        for control in (c for section in group["groups"] for c in section["controls"]):
            item = scorer.instrument.items[control["title"]]
            own = scorer.instrument.options(item.id) if item.options else ()
            assert options(control) == words(own)
            (method,) = [p for p in control["parts"] if p["name"] == "assessment-method"]
            assert [p["value"] for p in method["props"]] == ["EXAMINE"]
            (objects,) = method["parts"]
            assert objects["prose"].count("\n\n") + 1 == len(item.evidence.id)


@pytest.mark.parametrize("name", ["5.0", "a+b", "kami 5", "é", "-x", ""])
def test_an_id_is_always_a_token(name):
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9._-]*", token(name))
