"""``kami export`` and ``kami schema``: every form, in both languages, to a pipe or a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
import yaml
from trestle.oscal.assessment_results import Model as Results
from trestle.oscal.catalog import Model as Catalog

FORMS = {
    "answers": ["yaml", "json", "csv", "markdown", "oscal"],
    "result": ["json", "csv", "markdown", "oscal"],
    "findings": ["json", "csv", "markdown"],
}
READERS: dict[str, Callable[[str], object]] = {
    "yaml": yaml.safe_load,
    "json": json.loads,
    "oscal": lambda text: Results.model_validate(json.loads(text)),
    "csv": lambda text: text.partition(",")[2],
    "markdown": lambda text: text.startswith("# "),
}


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(("what", "form"), [(w, f) for w, forms in FORMS.items() for f in forms])
def test_every_form_of_everything_can_be_read_again(quick, example, tmp_path, what, form, lang):
    printed = quick("--lang", lang, "export", example, "--what", what, "--format", form)
    assert (printed.code, printed.err) == (0, "")
    assert READERS[form](printed.out)
    out = tmp_path / "x"
    written = quick(
        "--lang", lang, "export", example, "--what", what, "--format", form, "--out", out
    )
    assert (written.code, written.out) == (0, "")
    assert "x" in written.err
    assert out.read_bytes() == printed.raw


def test_the_name_of_the_file_tells_the_form(quick, example, tmp_path):
    for name, form in (
        ("a.yaml", "yaml"),
        ("a.json", "json"),
        ("a.csv", "csv"),
        ("a.md", "markdown"),
    ):
        assert quick("export", example, "--out", name).code == 0
        printed = quick("export", example, "--format", form)
        assert (tmp_path / name).read_bytes() == printed.raw


def test_without_more_it_is_the_answers_file(quick, example):
    assert quick("export", example).raw == quick("export", example, "--format", "yaml").raw
    assert quick("--json", "export", example).json["instrument"] == "kami-5.0"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["{example}", "--what", "score"],
        ["{example}", "--format", "pdf"],
        ["{example}", "--what", "findings", "--format", "oscal"],
        ["{example}", "--edition", "kami-5.0", "--format", "oscal"],
        ["--edition", "kami-5.0"],
        ["--edition", "kami-5.0", "--format", "csv"],
        ["--edition", "kami-9", "--format", "oscal"],
        ["--edition", "kami-5.0", "--format", "oscal", "--bom"],
        ["{example}", "--bom", "--format", "json"],
    ],
)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_what_does_not_go_together_is_told_and_nothing_is_printed(quick, example, arguments, lang):
    given = [a.format(example=example) for a in arguments]
    done = quick("--lang", lang, "export", *given)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.csv", "a.md", "a.xlsx", "a"])
def test_a_file_that_is_there_is_written_over_only_when_told(quick, example, tmp_path, name):
    (tmp_path / name).write_text("mine")
    done = quick("export", example, "--out", name)
    assert done.code == 2
    assert "--force" in done.err
    assert (tmp_path / name).read_text() == "mine"
    assert quick("export", example, "--out", name, "--force").code == 0
    assert (tmp_path / name).read_bytes() != b"mine"


def test_a_name_that_says_another_form_than_there_is_gets_none(quick, example, tmp_path):
    done = quick("export", example, "--out", "a.pdf")
    assert done.code == 2
    assert "--format" in done.err
    assert not (tmp_path / "a.pdf").exists()
    assert quick("export", example, "--out", "a.pdf", "--format", "yaml").code == 0


class TestQuestionnaire:
    def test_as_a_catalog_that_results_refer_to(self, quick, example):
        catalog = quick("export", "--edition", "kami-5.0", "--format", "oscal").json
        Catalog.model_validate(catalog)
        assert catalog["catalog"]["uuid"] in quick("export", example, "--format", "oscal").out

    def test_as_a_library(self, quick, tmp_path):
        done = quick("export", "--edition", "kami-5.0", "--out", "kami.yaml")
        assert done.code == 0
        library = yaml.safe_load((tmp_path / "kami.yaml").read_text(encoding="utf-8"))
        assert library["objects"]["framework"]["ref_id"] == "kami-5.0"


class TestTimeOfOscal:
    def modified(self, done) -> str:
        return str(done.json["assessment-results"]["metadata"]["last-modified"])

    def test_is_the_day_of_the_assessment_so_that_it_can_be_repeated(self, quick, example):
        first = quick("export", example, "--format", "oscal")
        assert self.modified(first) == "2025-09-15T00:00:00Z"
        assert quick("export", example, "--format", "oscal").raw == first.raw

    def test_is_that_of_the_last_change_in_a_workspace(self, quick, example):
        new = quick("import", example).out.strip()
        changed = quick("show", new, "--json").json["changed"]
        done = quick("export", new, "--format", "oscal")
        assert self.modified(done) == changed.replace("+00:00", "Z")
        assert quick("export", new, "--format", "oscal").raw == done.raw

    def test_can_be_fixed(self, quick, example):
        done = quick("export", example, "--format", "oscal", SOURCE_DATE_EPOCH="86400")
        assert self.modified(done) == "1970-01-02T00:00:00Z"

    @pytest.mark.parametrize("day", ["0202-06-15", "9999-12-31"])
    def test_is_never_one_that_oscal_has_no_form_for(self, quick, tmp_path, day):
        """Its times go from 1900 to 2999."""
        (tmp_path / "slip.yaml").write_text(
            f'instrument: kami-5.0\nprofile: {{date: "{day}"}}\nanswers: {{}}\n', encoding="utf-8"
        )
        done = quick("export", "slip.yaml", "--format", "oscal")
        assert re.match("(19|2[0-9])[0-9]{2}-", self.modified(done))
        props = done.json["assessment-results"]["results"][0]["props"]
        assert day in [p["value"] for p in props]
        far = quick("export", "slip.yaml", "--format", "oscal", SOURCE_DATE_EPOCH="99999999999")
        assert re.match("(19|2[0-9])[0-9]{2}-", self.modified(far))


def test_schemas_are_listed_and_printed(quick):
    names = quick("--json", "schema")
    assert names.json == ["answers", "findings", "result"]
    for name in names.json:
        assert name in quick("schema").out
        assert quick("schema", name).json["$id"] == f"urn:kami-tui:schema:{name}:1"
    assert quick("schema", "answer").code == 2
