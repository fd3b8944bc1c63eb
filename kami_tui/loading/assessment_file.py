"""Answers files into an Assessment: one institution's answers, as YAML, JSON or a table (CSV).

::

    instrument: "kami-5.0"
    profile: {organisation: "...", date: "2026-09-15"}
    evidence:                                # optional register
      E1: {title: "SK Tim Keamanan Informasi", location: "SK/12/2025"}
    answers:
      "2.1": "3"
      "2.2": {status: "Dalam Perencanaan", note: "...", evidence: [E1, "Notulen rapat"]}
    owners: {"5": "Bagian Hukum", "5/1": "Sekretariat", "5.5": "Pokja"}    # optional
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kami_tui.domain.answers import MAX_FIELD, MAX_NOTE, PROFILE_FIELDS, Answer, Assessment, Profile
from kami_tui.domain.errors import BadInput, Problem, UnknownInstrument
from kami_tui.domain.owners import items_in
from kami_tui.loading import csv_checks
from kami_tui.loading.csv_text import csv_table, looks_like_csv
from kami_tui.loading.document import ANSWERS, Node, read_bytes, tree
from kami_tui.loading.problems import Problems, in_order, nearest
from kami_tui.loading.register import Register
from kami_tui.loading.statuses import Statuses
from kami_tui.loading.texts import Texts
from kami_tui.usecases.ports import Editions, Tell

KEYS = ("instrument", "profile", "evidence", "answers", "owners")
ANSWER_KEYS = ("status", "note", "evidence")
Dump = Callable[[Assessment, str], str]


class AnswersFiles:
    """Implements `usecases.ports.AssessmentFiles`.

    `dump` writes (``exchange.answers_file.dump``): rooms of one floor do not know each other, so
    whoever builds this hands it in.
    """

    def __init__(self, editions: Editions, dump: Dump) -> None:
        self._editions = editions
        self._dump = dump

    def read(self, path: Path, tell: Tell | None = None) -> Assessment:
        """A file's assessment; JSON if its name ends in ``.json`` or it begins like JSON, a table
        if it ends in ``.csv`` or begins like one. `tell` hears what is no reason to refuse it.

        Raises:
            BadInput: every problem, by line; also an edition that is not installed.
        """
        return self.parse(read_bytes(path, ANSWERS.size), str(path), tell)

    def parse(self, data: bytes, name: str, tell: Tell | None = None) -> Assessment:
        """As `read`, from bytes that came some other way (standard input). Raises BadInput."""
        problems = Problems(name)
        table = csv_table(data, ANSWERS, problems) if looks_like_csv(data, name) else None
        root = table.root if table else None
        if table is None and not problems.found:
            root = tree(data, ANSWERS, problems)
        unsure: Problem | None = None
        try:
            made = None if root is None else AnswersReader(self._editions, problems).read(root)
            if made is not None and table is not None:
                scorer = self._editions.scorer(made.instrument)
                csv_checks.items(table, scorer, problems)
                unsure = csv_checks.labels(table, scorer, problems)
        except BadInput as error:
            if not problems.found:  # the edition's own files have mistakes
                raise
            raise BadInput(in_order(error.problems)) from None
        if made is None or problems.found:
            raise BadInput(in_order(problems.found))
        if tell is not None and table is not None:
            scorer = self._editions.scorer(made.instrument)
            for note in (unsure, csv_checks.missing_items(table, scorer, name)):
                if note is not None:
                    tell(note)
        return made

    def write(self, assessment: Assessment, format: str) -> str:
        return self._dump(assessment, format)


class AnswersReader:
    """Reads one tree; what is wrong goes to `problems`, and reading goes on."""

    def __init__(self, editions: Editions, problems: Problems) -> None:
        self.editions, self.problems = editions, problems
        self.texts = Texts(problems)

    def read(self, root: Node) -> Assessment | None:
        if root.value is None:
            self.texts.tell("wrong_type", root, expected="mapping", found=None)
        top = self.texts.mapping(root, KEYS)
        if top is None:
            return None
        profile = self.profile(top.get("profile"))
        register = Register(top.get("evidence"), self.texts)
        instrument = self.instrument(top.get("instrument"), root)
        if instrument is None:
            return None
        answers = self.answers(top.get("answers"), instrument, register)
        owners = self.owners(top.get("owners"), instrument)
        return Assessment(instrument, profile, answers, register.entries, owners)

    def instrument(self, node: Node | None, root: Node) -> str | None:
        """The edition's id, if it is installed."""
        if node is None:
            known = list(self.editions.ids())
            self.texts.tell("missing_key", root, key="instrument", known=known)
            return None
        name = self.texts.text(node, "instrument", MAX_FIELD)
        if name is None:
            return None
        try:
            self.editions.scorer(name)
        except UnknownInstrument:
            known = list(self.editions.ids())
            near = nearest(name, known)
            self.texts.tell("unknown_instrument", node, instrument=name, known=known, near=near)
            return None
        return name

    def profile(self, node: Node | None) -> Profile:
        fields = self.texts.mapping(node, PROFILE_FIELDS) or {}
        given = {k: self.texts.text(n, k, MAX_FIELD) for k, n in fields.items()}
        if "date" in given:
            given["date"] = self.texts.day(fields["date"], "date")
        return Profile(**{k: v for k, v in given.items() if v is not None})

    def owners(self, node: Node | None, instrument: str) -> dict[str, str]:
        """Who areas, sections and items were given to; an empty text is nobody."""
        known = self.editions.scorer(instrument).instrument
        found: dict[str, str] = {}
        for scope, owner in (self.texts.mapping(node, None) or {}).items():
            try:
                items_in(known, scope)
            except KeyError:
                near = self.texts.nearest(scope, [*known.items, *(a.id for a in known.areas)])
                facts = {"scope": scope[:80], "instrument": instrument, "near": near}
                self.texts.tell("unknown_scope", owner, **facts)
                continue
            text = self.texts.text(owner, "owners", MAX_FIELD) if owner.value is not None else ""
            if text and text.strip():
                found[scope] = text
        return found

    def answers(self, node: Node | None, instrument: str, register: Register) -> dict[str, Answer]:
        statuses = Statuses(self.editions.scorer(instrument).instrument)
        found: dict[str, Answer] = {}
        unknown: list[tuple[str, Node]] = []
        for item, answer in (self.texts.mapping(node, None) or {}).items():
            if item not in statuses.codes:
                unknown.append((item, answer))
                continue
            made = self.answer(item, answer, statuses, register)
            if not made.empty:
                found[item] = made
        if unknown:
            self.unknown_items(unknown, instrument, list(statuses.codes))
        return found

    def answer(self, item: str, node: Node, statuses: Statuses, register: Register) -> Answer:
        if node.items is None and node.mapping is None:
            return Answer(status=self.status(item, node, statuses))
        parts = self.texts.mapping(node, ANSWER_KEYS) or {}
        status = parts.get("status")
        note = parts.get("note")
        return Answer(
            status=self.status(item, status, statuses) if status is not None else None,
            note=(self.texts.text(note, "note", MAX_NOTE) or "") if note is not None else "",
            evidence=register.attached(parts.get("evidence")),
        )

    def status(self, item: str, node: Node, statuses: Statuses) -> str | None:
        """The canonical code; None where unanswered or, with a problem told, unknown."""
        written = node.value
        if written is None or (isinstance(written, str) and not written.strip()):
            return None
        if isinstance(written, (dict, list)):
            self.texts.tell("wrong_type", node, key="status", expected="text", found=written)
            return None
        code = statuses.code(item, written)
        if code is None:
            missing = (
                "na_not_offered" if statuses.means_not_applicable(written) else "unknown_status"
            )
            shown = node.raw if node.raw is not None else str(written)[:80]
            known = statuses.offered(item)
            self.texts.tell(missing, node, item=item, status=shown, known=known)
        return code

    def unknown_items(self, found: list[tuple[str, Node]], edition: str, known: list[str]) -> None:
        """Tells of items this edition does not have, and what may have been meant."""
        ids = {item for item, _ in found}
        others = [name for name in self.editions.ids() if name != edition and self._has(name, ids)]
        for item, node in found:
            near = None if others else self.texts.nearest(item, known)
            facts = {
                "item": item[:80],
                "instrument": edition,
                "near": near,
                "others": others or None,
            }
            self.texts.tell("unknown_item", node, **facts)

    def _has(self, edition: str, ids: set[str]) -> bool:
        try:
            return ids <= set(self.editions.scorer(edition).ids)
        except BadInput:  # only a hint: an edition with mistakes is no reason to fail here
            return False
