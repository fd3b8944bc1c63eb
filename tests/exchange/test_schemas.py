"""The schemas that are shipped describe what the program writes: all of it, and nothing else."""

from __future__ import annotations

import copy
import json
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from kami_tui.domain.answers import EVIDENCE_FIELDS, PROFILE_FIELDS
from kami_tui.domain.answers_document import assessment_of, document_of
from kami_tui.domain.result import result_of
from kami_tui.exchange.documents import (
    MODELS,
    EvidenceEntry,
    FindingList,
    ProfileFields,
    schema_text,
)
from kami_tui.exchange.exports import Documents
from kami_tui.usecases.check import Severity
from tests.exchange.random_assessments import random_assessments

SHIPPED = {name: json.loads(Documents().schema(name)) for name in Documents().schemas()}


def valid(name: str, document: Any) -> bool:
    # As a reader of the text would have it, not as Python holds it.
    found = json.loads(json.dumps(document))
    return Draft202012Validator(SHIPPED[name]).is_valid(found)


@pytest.mark.parametrize("name", MODELS)
def test_the_shipped_file_is_the_one_made_of_the_models(name):
    """If not: script/schemas. And think whether the version must rise."""
    assert Documents().schema(name) == schema_text(name)


def test_there_is_one_for_every_model_and_no_other_file():
    assert set(SHIPPED) == set(MODELS)
    with pytest.raises(KeyError):
        Documents().schema("../documents")


@pytest.mark.parametrize("name", MODELS)
def test_it_is_a_schema_with_a_name_that_is_nobodys_address(name):
    Draft202012Validator.check_schema(SHIPPED[name])
    assert SHIPPED[name]["$id"].startswith("urn:")


def test_every_field_says_what_it_is():
    def undescribed(schema: Any, at: str) -> list[str]:
        if isinstance(schema, list):
            return [x for s in schema for x in undescribed(s, at)]
        if not isinstance(schema, dict):
            return []
        fields = schema.get("properties", {})
        found = [f"{at}.{n}" for n, field in fields.items() if not field.get("description")]
        return found + [x for n, s in schema.items() for x in undescribed(s, f"{at}.{n}")]

    for name, schema in SHIPPED.items():
        assert schema["description"]
        assert undescribed(schema, name) == []


def test_fields_are_those_of_the_domain():
    assert tuple(ProfileFields.model_fields) == PROFILE_FIELDS
    assert tuple(EvidenceEntry.model_fields) == EVIDENCE_FIELDS
    assert set(get_args(Severity)) < set(FindingList.model_fields)


def test_answers_and_results_of_random_assessments_are_valid(scorer):
    for assessment in random_assessments(scorer.instrument, 80):
        document = document_of(assessment)
        assert valid("answers", document)
        assert assessment_of(json.loads(json.dumps(document))) == assessment
        assert valid("result", result_of(scorer.evaluate(assessment.statuses)).as_document())


def test_a_document_of_another_shape_is_not_valid(scorer):
    assessment = next(
        a
        for a in random_assessments(scorer.instrument, 80)
        if a.answers and a.evidence and a.owners
    )
    good = {
        "answers": document_of(assessment),
        "result": result_of(scorer.evaluate(assessment.statuses)).as_document(),
    }
    for name, document in good.items():
        for key in SHIPPED[name]["required"]:
            assert not valid(name, {k: v for k, v in document.items() if k != key}), key
        assert not valid(name, {**document, "extra": 1})
    for wrong in ({"2,1": "3"}, {"2.1": 3}, {"2.1": {"note": 1}}, {"2.1": {"typo": "x"}}):
        assert not valid("answers", {**good["answers"], "answers": wrong})
    broken = copy.deepcopy(good["result"])
    broken["areas"]["2"]["score"] = "48"
    assert not valid("result", broken)


class TestWhatIsPrinted:
    @pytest.fixture
    def printed(self, capfd, tmp_path, monkeypatch):
        from kami_tui.main import main

        monkeypatch.setenv("KAMI_HOME", str(tmp_path))

        def run(*arguments):
            main([str(a) for a in arguments])
            return json.loads(capfd.readouterr().out)

        return run

    def test_by_score_findings_export_and_schema(self, printed, files, scorer, tmp_path, example):
        for n, assessment in enumerate(random_assessments(scorer.instrument, 8)):
            path = tmp_path / f"{n}.json"
            path.write_text(files.write(assessment, "json"), encoding="utf-8")
            assert valid("answers", printed("export", path, "--format", "json"))
            result = printed("score", path, "--format", "json")
            assert valid("result", result)
            assert printed("export", path, "--what", "result") == result
            found = printed("findings", path, "--format", "json")
            assert valid("findings", found)
            assert printed("export", path, "--what", "findings") == found
        for one in printed("score", example, path, "--format", "json"):
            assert valid("result", one)
        for name in printed("--json", "schema"):
            assert printed("schema", name) == SHIPPED[name]
