"""Whatever a bundle is refused for has a sentence of its own, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from kami_tui.cli.bundle_words import FINDINGS, NOT_COMPARED
from kami_tui.domain.errors import BundleFailed, BundleIncomplete, BundleUnreadable
from kami_tui.exchange import bundle
from kami_tui.i18n import bundles
from kami_tui.i18n.explain import explain
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.bundling import Document, FindingKind, NotCompared

CODE = "\n".join(p.read_text() for p in Path(bundle.__file__).parent.glob("*.py"))


def test_every_reason_in_the_code_has_its_sentence():
    refused = {*re.findall(r'refuse\([^"]*?, "(\w+)"', CODE)}
    failed = {*re.findall(r'BundleFailed\(\s*reason="(\w+)"', CODE)}
    assert {"unsafe", "too_much"} <= refused <= set(bundles.UNREADABLE)
    assert {"exists", "unwritable"} <= failed <= set(bundles.FAILED)
    assert set(get_args(FindingKind)) == set(FINDINGS)
    assert set(get_args(NotCompared)) == set(NOT_COMPARED)


@pytest.mark.parametrize("language", ["id", "en"])
def test_facts_are_put_in_as_they_are(language):
    tr = Translator(language)
    for reason in bundles.UNREADABLE:
        said = explain(BundleUnreadable(file="{x}.zip", reason=reason, detail="{0}"), tr)
        assert "{x}.zip" in said
    for reason in bundles.FAILED:
        assert explain(BundleFailed(file="{x}.zip", reason=reason, detail="{0}"), tr)
    documents = [Document("E{1}", "SK", "missing", "/x/{y}.pdf")]
    said = explain(BundleIncomplete(documents=documents), tr)
    assert "E{1}, SK: /x/{y}.pdf" in said
