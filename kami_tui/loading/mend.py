"""Mends an edition's tree where its shape is wrong, so that the rest can be checked as well.

An author with five mistakes hears of five. Each mistake of shape is told, then put right in the
way it was most likely meant (or filled, or taken out), until the tree holds; what had to be guessed
is remembered as doubtful, so that nothing is told that only follows from a guess.
"""

from __future__ import annotations

import re
import typing
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from kami_tui.domain.crosscheck import Doubt
from kami_tui.domain.errors import Problem
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.rules import FORMS
from kami_tui.domain.text import LocalizedText
from kami_tui.loading.document import MAX_NUMBER, Node, place_of
from kami_tui.loading.structure import Fault, Path, faults_of, literals_of, optional

ROUNDS = 12
"""Mending one thing can lay open the next below it; shapes are about six deep."""
_NUMERIC = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?")
_YES = {"yes": True, "on": True, "ya": True, "no": False, "off": False, "tidak": False}
_STAND_INS = {"item_id": "9999.{}", "area_id": "999", "code": "Z{}", "identifier": "missing{}"}


class Mender:
    """Works on one tree, in place."""

    def __init__(self, root: Node, *, gaps: bool = False) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.names_lost: set[str] = set()
        """Top-level keys in which something went missing that others may name."""
        self._gaps = gaps
        self._areas: set[str] = set()
        self._rules: set[str] = set()
        self._made: set[int] = set()
        """Nodes that only this class has put there: what is wrong with them is not told."""
        self._keep: list[Node] = []
        self._count = 0

    def instrument(self) -> Instrument | None:
        """The instrument, mended where `problems` says so; None if it cannot be mended."""
        for _ in range(ROUNDS):
            try:
                return Instrument.model_validate(self.root.plain())
            except ValidationError as error:
                self._round(faults_of(error, self.root))
        return None

    @property
    def doubt(self) -> Doubt:
        every = self._gaps or bool({"areas", "option_sets"} & self.names_lost)
        return Doubt(frozenset(self._areas), frozenset(self._rules), every)

    def _round(self, faults: list[Fault]) -> None:
        for fault in faults:
            self._tell(fault, faults)
        # Positions in lists must hold while mending: what is taken out goes last, from the end.
        out: list[Path] = []
        faults.sort(key=lambda f: f.code != "unknown_key")
        for fault in faults:
            if not self._mend(fault):
                out.append(self._entry(fault.path))
        # Numbers of one list are compared only with one another: the key says which list it is.
        last = sorted(set(out), key=lambda p: (len(p), [f"{step:>9}" for step in p]), reverse=True)
        for path in last:
            self._take_out(path)

    def _tell(self, fault: Fault, faults: list[Fault]) -> None:
        place = place_of(self.root, fault.path)
        if id(place.node) in self._made:
            return
        if fault.code == "missing_key" and any(
            other.code == "unknown_key"
            and other.path[:-1] == fault.path
            and other.facts.get("near") == fault.facts["key"]
            for other in faults
        ):
            return  # it is there, with a slip of the pen, and told as that
        self.problems.append(place.problem(fault.code, **fault.facts))

    # -- putting right --------------------------------------------------------------------

    def _mend(self, fault: Fault) -> bool:
        """Whether it could be put right where it stands."""
        node = place_of(self.root, fault.path).node
        if fault.code == "unknown_key":
            return self._rename(fault)
        if fault.code in ("missing_key", "missing_translation") and node.mapping is not None:
            key = str(fault.facts.get("key") or fault.facts.get("language"))
            if key not in node.mapping:
                if not self._text_only(fault.types):
                    self._doubt((*fault.path, key))
                node.mapping[key] = self._stand_in(fault.types, node)
                return True
        if self._reread(fault, node):
            return True
        if fault.code in ("rule_form", "condition_form", "condition_comparison", "items_or_rules",
                          "bands_by", "bands_order"):  # fmt: skip
            return False
        if fault.code == "reading_missing" and node.mapping is not None:
            node.mapping["reading"] = self._stand_in((LocalizedText,), node)
            return True
        if fault.code == "bad_form":
            self._doubt(fault.path)
            self._count += 1
            node.value = _STAND_INS[str(fault.facts["form"])].format(self._count)
            self._mark(node)
            return True
        if self._text_only(fault.types) and fault.path:
            node.value, node.raw = self._stand_in(fault.types, node).value, None
            self._mark(node)
            return True
        if int in fault.types or Decimal in fault.types:
            self._doubt(fault.path)
            node.value, node.raw = 0, None
            self._mark(node)
            return True
        if fault.path[-1:] == ("sureness",):
            node.value, node.raw = literals_of(fault.types)[0], None
            return True  # no value rests on it, so nothing of the rule is doubtful
        if fault.path and isinstance(fault.path[-1], str) and optional(fault.path):
            self._doubt(fault.path)
            holder = place_of(self.root, fault.path[:-1]).node.mapping
            if holder is not None:
                holder.pop(fault.path[-1], None)
            return True
        return False

    def _rename(self, fault: Fault) -> bool:
        holder = place_of(self.root, fault.path[:-1]).node.mapping
        if holder is not None:
            node = holder.pop(str(fault.path[-1]), None)
            near = fault.facts.get("near")
            if node is not None and isinstance(near, str) and near not in holder:
                holder[near] = node
        return True

    def _reread(self, fault: Fault, node: Node) -> bool:
        """Takes a value for what it was plainly meant to be: "16" for 16, 5.0 for "5.0"."""
        value, here = node.value, fault.types
        if fault.code == "not_one_of" and isinstance(fault.facts.get("near"), str):
            words = {str(k): k for k in literals_of(here)}
            node.value = words[str(fault.facts["near"])]
            return True
        if fault.code != "wrong_type":
            return False
        literals = {str(k): k for k in literals_of(here)}
        if isinstance(value, str):
            text = value.strip()
            if text in literals:
                node.value = literals[text]
                return True
            if bool in here and text.casefold() in _YES:
                node.value = _YES[text.casefold()]
                return True
            if (int in here or Decimal in here) and len(text) <= MAX_NUMBER:
                if _NUMERIC.fullmatch(text):
                    node.value = _number(text)
                    return True
            if LocalizedText in here and text:
                node.value = {k: Node(value, node.line, node.column) for k in ("id", "en")}
                return True
        if str in here and node.raw is not None and not isinstance(value, (dict, list)):
            node.value = node.raw or "?"
            return True
        return False

    def _stand_in(self, here: tuple[Any, ...], near: Node) -> Node:
        """Something that fits, made up."""
        node = Node(self._made_up(here, near), near.line, near.column)
        self._mark(node)
        return node

    def _made_up(self, here: tuple[Any, ...], near: Node) -> Any:
        if LocalizedText in here:
            return {k: self._stand_in((str,), near) for k in ("id", "en")}
        if literals := literals_of(here):
            return literals[0]
        for one in here:
            if one is bool:
                return False
            if one in (int, Decimal):
                return 0
            if one is str:
                self._count += 1
                return f"missing{self._count}"
            if typing.get_origin(one) is tuple:
                return []
        return {}

    def _text_only(self, here: tuple[Any, ...]) -> bool:
        """Whether it is wording, on which nothing else rests."""
        return LocalizedText in here

    # -- taking out -----------------------------------------------------------------------

    def _entry(self, path: Path) -> Path:
        """What to take out for a fault that cannot be put right: the entry of a list it is in.

        Of a rule only the body goes, so that what names the rule still finds it.
        """
        if path[:1] == ("rules",) and len(path) > 1:
            return path[:2]
        for end in range(len(path), 0, -1):
            if isinstance(path[end - 1], int):
                return path[:end]
        return path

    def _take_out(self, path: Path) -> None:
        self._doubt(path)
        node = place_of(self.root, path).node
        if path[:1] == ("rules",) and len(path) == 2 and node.mapping is not None:
            if "linear" not in node.mapping or id(node.mapping["linear"]) not in self._made:
                for form in FORMS:
                    node.mapping.pop(form, None)
                node.mapping["linear"] = self._stand_in((BaseModel,), node)
                return
        if not path:
            return
        holder = place_of(self.root, path[:-1]).node
        if holder.items is not None and isinstance(path[-1], int):
            del holder.items[path[-1]]
            self.names_lost.add(str(path[0]))
        elif holder.mapping is not None:
            holder.mapping.pop(str(path[-1]), None)
            self.names_lost.add(str(path[0]))

    def _mark(self, node: Node) -> None:
        self._made.add(id(node))
        self._keep.append(node)  # an id may not be used again while it is looked up

    def _doubt(self, path: Path) -> None:
        """Notes what rests on the value at this path."""
        if not path:
            return
        top = str(path[0])
        if top == "areas" and len(path) > 1:
            node = place_of(self.root, (*path[:2], "id")).node
            self._areas.add(str(node.value))
            if path[2:] == ("id",):
                self.names_lost.add("areas")
        elif top == "rules" and len(path) > 1:
            node = place_of(self.root, (*path[:2], "id")).node
            self._rules.add(str(node.value))
            if path[2:] == ("id",):
                self.names_lost.add("rules")
        elif top in ("option_sets", "scales", "sources", "item_gates") or len(path) == 1:
            self.names_lost.add(top)


def _number(text: str) -> int | Decimal:
    plain = text.replace(",", ".")
    return Decimal(plain) if "." in plain else int(plain)
