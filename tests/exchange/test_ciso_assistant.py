"""A library that CISO Assistant takes: the rules of its loader, and both languages everywhere.

The rules were read in its source (backend/library/utils.py and core/models.py of
intuitem/ciso-assistant-community); it is not run here.
"""

from __future__ import annotations

import re

import pytest
import yaml

from kami_tui.exchange.ciso_assistant import library_text

URN = re.compile(
    r"urn:([a-zA-Z0-9_-]+):([a-zA-Z0-9_-]+):([a-zA-Z0-9_-]+)"
    r"(?::([a-zA-Z0-9_-]+))?:([0-9A-Za-z\[\]\(\)\-\._:]+)"
)
NODE_KEYS = {
    "urn", "parent_urn", "assessable", "depth", "ref_id", "name", "description", "annotation",
    "typical_evidence", "implementation_groups", "questions", "translations",
}  # fmt: skip
"""Those that its models have had for long; a library with others breaks older versions' updates."""


@pytest.fixture(scope="module", params=["id", "en"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def library_document(scorer, language):
    return yaml.safe_load(library_text(scorer.instrument, language))


@pytest.fixture(scope="module")
def nodes(library_document):
    return library_document["objects"]["framework"]["requirement_nodes"]


def test_it_has_what_the_loader_asks_for(library_document, language):
    assert {"urn", "name", "version", "objects", "ref_id", "locale"} <= set(library_document)
    assert isinstance(library_document["version"], int)
    assert library_document["version"] > 0
    assert library_document["locale"] == language
    assert len(library_document["packager"]) <= 32
    framework = library_document["objects"]["framework"]
    assert {"urn", "ref_id", "requirement_nodes"} <= set(framework)
    assert 0 <= framework["min_score"] < framework["max_score"]
    scores = [s["score"] for s in framework["scores_definition"]]
    assert scores == [*range(framework["min_score"], framework["max_score"] + 1)]


def test_urns_are_well_formed_lower_case_and_each_there_once(library_document, nodes):
    urns = [
        library_document["urn"],
        library_document["objects"]["framework"]["urn"],
        *(n["urn"] for n in nodes),
    ]
    for node in nodes:
        for urn, question in node.get("questions", {}).items():
            urns += [urn, *(c["urn"] for c in question["choices"])]
    assert len(urns) == len(set(urns))
    for urn in urns:
        assert URN.fullmatch(urn)
        assert urn == urn.lower()


def test_parents_come_before_children_one_step_above(nodes):
    depth: dict[str, int] = {}
    for node in nodes:
        assert set(node) <= NODE_KEYS
        parent = node.get("parent_urn")
        assert node["depth"] == (depth[parent] + 1 if parent else 1)
        depth[node["urn"]] = node["depth"]


def test_exactly_the_items_are_assessed_in_order(nodes, scorer):
    items = [n for n in nodes if n["assessable"]]
    assert [n["ref_id"] for n in items] == [*scorer.ids]
    assert all(isinstance(n["ref_id"], str) for n in nodes)


def test_every_text_is_ours_and_stands_in_both_languages(nodes, scorer, language):
    (other,) = {"id", "en"} - {language}
    for node in nodes:
        translated = node["translations"][other]
        said = {"name", "description", "annotation", "typical_evidence"}
        assert said & set(node) == set(translated)
        if node["assessable"]:
            item = scorer.instrument.items[node["ref_id"]]
            assert node["description"] == item.text.in_(language)
            assert translated["description"] == item.text.in_(other)
            assert all(e in node["typical_evidence"] for e in item.evidence.in_(language))
            assert all(a in node["annotation"] for a in item.iso27001)


def test_statuses_are_the_scale_and_own_options_are_questions(library_document, nodes, scorer):
    scale = library_document["objects"]["framework"]["scores_definition"]
    for node in nodes:
        if not node["assessable"]:
            continue
        options = [o for o in scorer.instrument.options(node["ref_id"]) if not o.not_applicable]
        labels = [o.label.in_(library_document["locale"]) for o in options]
        if "questions" in node:
            (question,) = node["questions"].values()
            assert question["type"] == "unique_choice"
            assert [c["value"].partition(". ")[2] for c in question["choices"]] == labels
        else:
            assert [s["name"] for s in scale] == labels


def test_stages_are_groups_that_are_defined(library_document, nodes, scorer):
    defined = {
        g["ref_id"]
        for g in library_document["objects"]["framework"]["implementation_groups_definition"]
    }
    for node in nodes:
        groups = node.get("implementation_groups", [])
        assert set(groups) <= defined
        if node["assessable"]:
            stage = scorer.instrument.items[node["ref_id"]].stage
            assert groups == ([f"T{stage}"] if stage else [])


def test_the_same_edition_gives_the_same_text(scorer):
    assert library_text(scorer.instrument, "id") == library_text(scorer.instrument, "id")
