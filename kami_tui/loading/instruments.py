"""An edition's folder into a checked Instrument, or every mistake in it at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kami_tui.domain.crosscheck import Finding, crosscheck
from kami_tui.domain.errors import BadInput, Problem
from kami_tui.domain.instrument import Instrument
from kami_tui.loading.document import QUESTIONNAIRE, Budget, Node, place_of, read_bytes, tree
from kami_tui.loading.expand import Table, expand, take_tables
from kami_tui.loading.mend import Mender
from kami_tui.loading.problems import Problems, at_most, in_order, nearest
from kami_tui.loading.texts import kind_of

MAIN = "instrument.yaml"
MOST_AREAS = 50
"""Area files of one edition; the largest known has eight."""
ENTRY_KEYS = ("file", "option_set")
"""What an entry of `areas` in instrument.yaml may say."""


@dataclass(frozen=True, slots=True)
class Loaded:
    instrument: Instrument
    digest: str
    """Over the names and bytes of exactly the files it was made from."""
    files: tuple[Path, ...] = ()
    """Those files, the main one first."""


def load_instrument(folder: Path) -> Instrument:
    """The edition in a folder: `instrument.yaml` and the area files it names.

    Raises:
        BadInput: every problem of every file, by file and line.
    """
    return load(folder).instrument


def load(folder: Path) -> Loaded:
    """The edition and its digest. Raises BadInput as `load_instrument`."""
    files = EditionFiles(folder)
    root = files.tree()
    problems = files.problems
    instrument = None
    if root is not None:
        mender = Mender(root, gaps=files.gaps)
        instrument = mender.instrument()
        problems = problems + mender.problems
        if instrument is not None:
            findings = crosscheck(instrument, mender.doubt)
            problems += [_problem(f, root) for f in findings if not _follows(f, mender)]
    if instrument is None or problems:
        raise BadInput(at_most(in_order(_each_once(problems), files.names)))
    return Loaded(instrument, files.digest, tuple(map(Path, files.names)))


def _no_mapping(node: Node, problems: Problems) -> None:
    found = kind_of(node.value)
    problems.add("wrong_type", line=node.line, expected="mapping", found=found)


def _problem(finding: Finding, root: Node) -> Problem:
    """A finding with its file and line; a path among its facts becomes a place too."""
    facts = dict(finding.facts)
    first = facts.pop("first_at", None)
    if isinstance(first, tuple):
        place = place_of(root, first)
        facts["first"] = f"{place.file}:{place.node.line}"
    return place_of(root, finding.at).problem(finding.code, **facts)


_RESTS_ON = {
    "unknown_rule": "rules",
    "unknown_source": "sources",
    "unknown_scale": "scales",
    "value_not_on_scale": "scales",
    "bands_missing": "scales",
    "not_rising": "scales",
    "unknown_option_set": "option_sets",
    "no_options": "option_sets",
    "no_na_option": "option_sets",
    "score_without_tag": "option_sets",
    "unknown_answered": "option_sets",
    "unknown_tag_value": "areas",
    "selects_nothing": "areas",
    "rests_on_nothing": "areas",
    "gap_out_of_range": "option_sets",
    "unused_level": "rules",
    "unknown_area": "areas",
}
"""Findings that may only follow from something lost under a top-level key."""


def _follows(finding: Finding, mender: Mender) -> bool:
    """Whether a finding may be no more than the consequence of what had to be mended."""
    doubt = mender.doubt
    rests_on = _RESTS_ON.get(finding.code)
    if rests_on in mender.names_lost or (rests_on == "areas" and doubt.every_item):
        return True
    if finding.at[:1] == ("rules",) and len(finding.at) > 1 and isinstance(finding.at[1], int):
        named = mender.root.mapping and mender.root.mapping["rules"].items
        rule = place_of(named[finding.at[1]], ("id",)).node.value if named else None
        if rule in doubt.rules and finding.code != "duplicate_rule":
            return True
    if finding.code in ("wrong_kind", "not_alike", "otherwise_kind", "not_bands"):
        return finding.facts.get("name") in doubt.rules
    if finding.code in (
        "score_without_tag", "unknown_tag_value", "selects_nothing", "rests_on_nothing",
    ):  # fmt: skip
        return bool(doubt.areas)
    if finding.code == "item_outside_area":
        return finding.facts["area"] in doubt.areas
    return False


def _each_once(problems: list[Problem]) -> list[Problem]:
    """Expanded rows repeat a template's mistakes: one is enough for one line."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        facts = {k: v for k, v in problem.facts.items() if k != "row"}
        key = (problem.code, problem.file, problem.line, problem.column, str(facts))
        seen.setdefault(key, problem)
    return [*seen.values()]


def digest_of(folder: Path) -> str:
    """``sha256:<hex>`` over names and bytes of instrument.yaml and its area files, in order.

    Raises:
        BadInput: the files cannot be read, or instrument.yaml does not name them.
    """
    files = EditionFiles(folder)
    if files.tree() is None:
        raise BadInput(in_order(files.problems, files.names))
    return files.digest


class EditionFiles:
    """The files of one edition, read into one tree.

    `problems` grows as they are read; `names` are the files as the user would name them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []
        self.problems: list[Problem] = []
        self.gaps = False
        """An area is missing from the tree, because its file could not be read."""
        self._budget = Budget(QUESTIONNAIRE.nodes)
        self._size = QUESTIONNAIRE.size
        self._digest = hashlib.sha256()

    @property
    def digest(self) -> str:
        return "sha256:" + self._digest.hexdigest()

    def tree(self) -> Node | None:
        """Everything in one tree, as `Instrument` wants it; None if there is no main file."""
        problems = Problems(str(self.folder / MAIN))
        root = self._file(MAIN, problems)
        if root is None or root.mapping is None:
            if root is not None:
                _no_mapping(root, problems)
            self.problems += problems.found
            return None
        try:
            tables = take_tables(root, problems)
            expand(root, tables, problems)
            areas = root.mapping.get("areas")
            if areas is not None and areas.items is not None:
                found = [self._area(entry, tables, problems) for entry in areas.items]
                areas.value = [a for a in found if a is not None]
        except BadInput:
            root = None
        self.problems += problems.found
        return root

    def _area(self, entry: Node, tables: Mapping[str, Table], problems: Problems) -> Node | None:
        """One entry of `areas` with its file's content."""
        name = self._name(entry, problems)
        area = None
        if name is not None:
            own = Problems(str(self.folder / name))
            area = self._file(name, own)
            try:
                if area is not None:
                    expand(area, tables, own)
            except BadInput:
                area = None
            if area is not None and area.mapping is None:
                _no_mapping(area, own)
            self.problems += own.found
        if area is None or area.mapping is None:
            self.gaps = True
            return None
        chosen = (entry.mapping or {}).get("option_set")
        if chosen is not None:
            chosen.file = problems.file
            area.mapping["option_set"] = chosen
        return area

    def _name(self, entry: Node, problems: Problems) -> str | None:
        """The area file an entry names: a plain name of a file in this very folder."""
        if entry.mapping is None:
            _no_mapping(entry, problems)
            return None
        for key, node in entry.mapping.items():
            if key not in ENTRY_KEYS:
                facts = {"key": key[:80], "known": list(ENTRY_KEYS)}
                if near := nearest(key, ENTRY_KEYS):
                    facts["near"] = near
                problems.put(Problem("unknown_key", facts, problems.file, node.line, node.column))
        named = entry.mapping.get("file")
        if named is None:
            problems.add("missing_key", line=entry.line, key="file")
            return None
        name = named.value
        if len(self.names) > MOST_AREAS:
            problems.fatal("too_many_areas", line=named.line, limit=MOST_AREAS)
        if not isinstance(name, str) or not name.isprintable() or not self._inside(name):
            problems.add("bad_file_name", line=named.line, name=str(named.plain())[:200])
            return None
        if str(self.folder / name) in self.names:
            problems.add("duplicate_file", line=named.line, name=name)
            return None
        return name

    def _inside(self, name: str) -> bool:
        if name in ("", ".", "..") or "/" in name or "\\" in name:
            return False
        try:
            return (self.folder / name).resolve().parent == self.folder.resolve()
        except (OSError, RuntimeError):  # a ring of symbolic links
            return False

    def _file(self, name: str, problems: Problems) -> Node | None:
        path = self.folder / name
        self.names.append(str(path))
        try:
            data = read_bytes(path, self._size, str(path))
        except BadInput as error:
            problems.found += error.problems
            return None
        self._size -= len(data)
        self._digest.update(f"{name}\0{len(data)}\0".encode() + data)
        if self._size < 0:
            problems.add("too_large", limit=QUESTIONNAIRE.size)
            return None
        return tree(data, QUESTIONNAIRE, problems, budget=self._budget)
