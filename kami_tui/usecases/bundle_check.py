"""Whether what is in a bundle fits together: answers and result, the edition, evidence, report."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kami_tui.domain.answers import Assessment
from kami_tui.domain.answers_document import assessment_of
from kami_tui.domain.errors import (
    BadInput,
    BundleUnreadable,
    KamiError,
    ProofUnreadable,
    UnknownInstrument,
)
from kami_tui.domain.result import result_of
from kami_tui.domain.scorer import Scorer
from kami_tui.usecases import bundling
from kami_tui.usecases.bundling import (
    PAYLOAD,
    BundleProgress,
    BundleVerdict,
    Finding,
    Key,
    NotCompared,
    OpenBundle,
)
from kami_tui.usecases.services import CommandServices

MOST_TEXT = 16 * 1024**2
"""Bytes of an answers file, as its reader allows."""
MOST_SMALL = 4 * 1024**2
MOST_VALUES = 400_000
"""Values of one JSON file: each takes a hundred times the room of its sign in the file."""
MOST_AREAS = 100
MOST_EDITION = 32 * 1024**2


def verify(
    path: Path,
    services: CommandServices,
    key: Key | None = None,
    progress: BundleProgress | None = None,
) -> BundleVerdict:
    """Reads every file and compares; what it says is only looked at once it is as it was made.

    Raises:
        BundleUnreadable: it cannot be judged.
        BundleFailed: there is no room to decrypt it.
    """
    with services.bundles.open(path, key, progress) as bundle:
        findings = bundle.check(progress)
        agreement = Agreement(bundle, services)
        if not findings:
            findings = tuple(agreement.findings())
        return BundleVerdict(
            str(path),
            bundle.info.get("Source-Organization", ""),
            bundle.info.get("Kami-Instrument", ""),
            bundle.info.get("Bag-Software-Agent", ""),
            bundle.info.get("Bagging-Date", ""),
            len(bundle.digests),
            bundle.size,
            bundle.sealed,
            findings,
            tuple(dict.fromkeys(agreement.not_compared)),
            tuple(agreement.lacking),
            bundle.ignored,
        )


class Agreement:
    """Compares the parts of a bundle whose files are all as listed."""

    def __init__(self, bundle: OpenBundle, services: CommandServices) -> None:
        self.bundle, self.services = bundle, services
        self.not_compared: list[NotCompared] = []
        self.lacking: list[str] = []

    def findings(self) -> Iterator[Finding]:
        try:
            yield from self._all()
        except _Unreadable as error:
            yield Finding("unreadable", error.file, error.detail)

    def _all(self) -> Iterator[Finding]:
        about = self._json(bundling.ABOUT, dict)
        if about.get("format") != bundling.FORMAT:
            raise BundleUnreadable(
                file=self.bundle.name, reason="format", detail=str(about.get("format"))[:80]
            )
        name = bundling.ANSWERS_JSON
        try:
            assessment = assessment_of(self._json(name, dict, MOST_TEXT))
        except ValueError as error:
            raise _Unreadable(PAYLOAD + name) from error
        scorer, digest = self._edition(assessment.instrument)
        yield from self._known_edition(assessment.instrument, digest)
        yield from self._result(scorer, assessment)
        yield from self._same_answers(assessment)
        yield from self._evidence(assessment)
        yield from self._report(assessment)

    def _edition(self, instrument: str) -> tuple[Scorer, str]:
        """The edition inside and its digest: a bundle can be judged where it is not installed."""
        prefix = PAYLOAD + bundling.INSTRUMENT
        files = [n for n in self.bundle.digests if n.startswith(prefix)]
        if len(files) > MOST_AREAS or any("/" in n.removeprefix(prefix) for n in files):
            raise _Unreadable(prefix)
        for name in files:
            self._small(name, MOST_EDITION // len(files))
        with tempfile.TemporaryDirectory(prefix="kami-bundle-") as folder:
            self.bundle.copy(files, Path(folder))
            try:
                found = self.services.read_edition(Path(folder))
                digest = self.services.edition_digest(Path(folder))
            except BadInput as error:
                raise _Unreadable(prefix) from error
        if found.id != instrument:
            raise _Unreadable(prefix, found.id[:80])
        return Scorer(found), digest

    def _known_edition(self, instrument: str, digest: str) -> Iterator[Finding]:
        """Whether it is the one that this installation knows by the name: its own rules could make
        any result of any answers."""
        editions = self.services.editions
        try:
            here = editions.digest(instrument)
        except (BadInput, UnknownInstrument):
            self.not_compared.append("edition_unknown")
            return
        if here != digest:
            yield Finding("edition", PAYLOAD + bundling.INSTRUMENT, instrument, here, digest)

    def _result(self, scorer: Scorer, assessment: Assessment) -> Iterator[Finding]:
        name = bundling.RESULT
        try:
            expected = result_of(scorer.evaluate(assessment.statuses)).as_document()
        except KamiError as error:  # an item or a status that the edition does not have
            raise _Unreadable(PAYLOAD + bundling.ANSWERS_JSON) from error
        found = self._json(name, dict)
        for where, (should, is_) in differences(expected, found).items():
            yield Finding("result", PAYLOAD + name, where, _short(should), _short(is_))

    def _same_answers(self, assessment: Assessment) -> Iterator[Finding]:
        """The YAML for people says what the JSON says, as far as this installation can read it."""
        name = PAYLOAD + bundling.ANSWERS_YAML
        data = self._small(name, MOST_TEXT)
        if "edition_unknown" in self.not_compared:
            return
        try:
            read = self.services.parse(data, name, None)
        except KamiError as error:
            raise _Unreadable(name) from error
        if read != assessment:
            yield Finding("answers", name, PAYLOAD + bundling.ANSWERS_JSON)

    def _evidence(self, assessment: Assessment) -> Iterator[Finding]:
        """Each file is the one that the register knows by SHA-256, and there is no other."""
        listed = PAYLOAD + bundling.DOCUMENTS
        documents = self._json(bundling.DOCUMENTS, list) if listed in self.bundle.digests else []
        named = set()
        for document in documents:
            if not isinstance(document, dict) or not isinstance(document.get("key"), str):
                raise _Unreadable(listed)
            key, file = document["key"], document.get("file")
            if document.get("state") != "included":
                self.lacking += [key] if document.get("state") != "left_out" else []
                continue
            named.add(f"{PAYLOAD}{file}")
            entry = assessment.evidence.get(key)
            there = self.bundle.digests.get(f"{PAYLOAD}{file}", "")
            if entry is None or not there or entry.sha256 != there or entry.file != file:
                recorded = entry.sha256 if entry else ""
                yield Finding("evidence", f"{PAYLOAD}{file}"[:200], key[:80], recorded, there)
        for name in self.bundle.digests:
            if name.startswith(PAYLOAD + bundling.EVIDENCE) and name not in named:
                yield Finding("evidence", name)

    def _report(self, assessment: Assessment) -> Iterator[Finding]:
        name = PAYLOAD + bundling.REPORT
        if name not in self.bundle.digests:
            self.not_compared.append("no_report")
            return
        if "edition_unknown" in self.not_compared:
            self.not_compared.append("report_edition")
            return
        with tempfile.TemporaryDirectory(prefix="kami-bundle-") as folder:
            self.bundle.copy([name], Path(folder))
            try:
                verdict = self.services.verifier.verify(Path(folder) / bundling.REPORT)
            except ProofUnreadable as error:
                yield Finding("report", name, str(error.facts.get("reason")))
                return
            except KamiError as error:  # of an edition that is not here, unlike the bundle's
                yield Finding("report", name, error.code)
                return
        if not verdict.unchanged:
            yield Finding("report", name, found=str(len(verdict.differences)))
        if (its := verdict.assessment) is not None and not _same(its, assessment):
            about = (its.profile.organisation, its.instrument, its.profile.date)
            yield Finding("other_report", name, found=", ".join(about)[:200])

    def _json(self, name: str, kind: type, most: int = MOST_SMALL) -> Any:
        data = self._small(PAYLOAD + name, most)
        try:
            if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
                raise ValueError(name)
            found = json.loads(data, object_pairs_hook=_each_once)
        except (ValueError, RecursionError) as error:
            raise _Unreadable(PAYLOAD + name) from error
        if not isinstance(found, kind):
            raise _Unreadable(PAYLOAD + name)
        return found

    def _small(self, name: str, most: int) -> bytes:
        try:
            return self.bundle.read(name, most)
        except BundleUnreadable as error:
            raise _Unreadable(name) from error


@dataclass
class _Unreadable(Exception):
    """A file inside is as listed, but nothing that a bundle has."""

    file: str
    detail: str = ""


def _same(one: Assessment, other: Assessment) -> bool:
    """But for the register, which names files by their place in the bundle."""
    return (one.instrument, one.profile, one.answers, one.owners) == (
        other.instrument, other.profile, other.answers, other.owners,
    )  # fmt: skip


def _each_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    pairs = list(pairs)
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def differences(expected: Any, found: Any, where: str = "") -> dict[str, tuple[Any, Any]]:
    """Where two JSON documents differ, by path (``areas.2.score``)."""
    if isinstance(expected, dict) and isinstance(found, dict):
        every: dict[str, tuple[Any, Any]] = {}
        for key in dict.fromkeys((*expected, *found)):
            here = f"{where}.{key}"[:200] if where else str(key)[:200]
            every |= differences(expected.get(key), found.get(key), here)
        return every
    same = type(expected) is type(found) and expected == found
    return {} if same else {where: (expected, found)}


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:80]
