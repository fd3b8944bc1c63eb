"""A library that CISO Assistant takes: the rules of its loader, and both languages everywhere.

The rules were read in its source (backend/library/utils.py and core/models.py of
intuitem/ciso-assistant-community); it is not run here.
"""

from __future__ import annotations

import re

import pytest
import yaml

from kami_tui.domain.instrument import ItemOption
from kami_tui.domain.scorer import Scorer
from kami_tui.domain.text import LocalizedText
from kami_tui.exchange.ciso_assistant import library_text
from kami_tui.exchange.exports import Documents
from tests.exchange.official import of

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


def own_edition(scorer, **changes):
    """A copy of the questionnaire under another id, as somebody would write it for themselves."""
    return of(scorer.instrument, id="own-1", **changes)


def own_library(instrument):
    return yaml.safe_load(Documents().ciso_assistant(Scorer(instrument), "id"))


def test_only_the_shipped_edition_is_under_our_licence(scorer):
    wording = scorer.instrument.wording.in_("id")
    assert own_library(scorer.instrument)["copyright"] == f"kami_tui, Apache-2.0. {wording}"
    assert own_library(own_edition(scorer))["copyright"] == wording


def test_an_own_edition_is_newer_by_its_own_number(scorer):
    """CISO Assistant refuses a library again that has no greater version."""
    editions = ("x", "1.0", "1.0.1", "1.1", "2", "2026.1", "20260915")
    versions = [own_library(own_edition(scorer, edition=e))["version"] for e in editions]
    assert versions == sorted(set(versions))
    assert versions[0] > 0
    assert versions[-1] < 2**31


def test_options_of_an_item_are_no_scale_for_another_that_has_the_same_letters(scorer):
    """An edition may consist of items that each say themselves what A and B are."""
    first = scorer.instrument.areas[0]
    library = own_library(own_edition(scorer, areas=(first,)))
    framework = library["objects"]["framework"]
    assert not {"scores_definition", "min_score", "max_score"} & set(framework)
    items = [n for n in framework["requirement_nodes"] if n["assessable"]]
    assert len(items) == len(first.items)
    for node in items:
        (question,) = node["questions"].values()
        options = scorer.instrument.options(node["ref_id"])
        assert [c["value"] for c in question["choices"]] == [
            f"{o.code}. {o.label.in_('id')}" for o in options
        ]


def test_an_own_option_with_the_code_of_a_status_stays_a_question(scorer):
    """Its code is that of the scale, what it says is not."""
    area = scorer.instrument.areas[1]
    section = area.sections[0]
    words = [LocalizedText(id=f"pilihan {n}", en=f"choice {n}") for n in range(4)]
    own = tuple(ItemOption(code=str(n), score=n, text=text) for n, text in enumerate(words))
    odd = section.items[0].model_copy(update={"options": own})
    section = section.model_copy(update={"items": (odd, *section.items[1:])})
    area = of(area, sections=(section, *area.sections[1:]))
    areas = (scorer.instrument.areas[0], area, *scorer.instrument.areas[2:])
    framework = own_library(own_edition(scorer, areas=areas))["objects"]["framework"]
    asked = [n["ref_id"] for n in framework["requirement_nodes"] if "questions" in n]
    assert odd.id in asked


def test_names_are_no_longer_than_the_columns_they_go_into(scorer):
    """Nothing is lost: the whole name begins the description."""
    long = LocalizedText(id="panjang " * 40, en="long " * 60)
    area = scorer.instrument.areas[1]
    areas = (of(area, name=long), *scorer.instrument.areas[2:])
    library = own_library(own_edition(scorer, name=long, issuer="i" * 300, areas=areas))
    framework = library["objects"]["framework"]
    nodes = framework["requirement_nodes"]
    for part in (library, framework, *nodes):
        for said in (part, *part["translations"].values()):
            assert len(said.get("name", "")) <= 200
    assert len(library["provider"]) <= 200
    assert nodes[0]["description"] == f"{long.id}\n{area.description.id}"
