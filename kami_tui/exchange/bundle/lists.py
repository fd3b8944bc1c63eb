"""The tag files of a bag: what it says it is, and its manifests.

Read strictly, as this program writes them: a list that any byte of was changed shall not say the
same as before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kami_tui.exchange.bundle.limits import MOST_FILES, MOST_FINDINGS, MOST_LIST, MOST_TAG
from kami_tui.exchange.bundle.names import unsafe
from kami_tui.exchange.bundle.packed_names import DECLARATION, elsewhere
from kami_tui.exchange.bundle.source import Damaged, Source, refuse
from kami_tui.usecases.bundling import PAYLOAD, Finding

INFO = "bag-info.txt"
FETCH = "fetch.txt"
ALGORITHMS = {"sha256": 64, "sha512": 128}
"""Those whose lists are read, with the digits of a sum."""
_LIST = re.compile(r"(tag)?manifest-([^/]*)\.txt")
_LINE = re.compile(r"([0-9a-f]+) {1,2}([^\r\n]+)")
_VERSIONS = {"1.0": True, "0.97": False}
"""Versions of BagIt, and whether a percent sign is encoded in lists."""
_CODE = re.compile("%(0[dD]|0[aA]|25)")
_SIGNS = {"0d": "\r", "0a": "\n", "25": "%"}

Lists = dict[str, dict[str, str]]
"""By the list's name: path to sum."""


@dataclass
class Tags:
    """What the tag files say."""

    info: dict[str, str] = field(default_factory=dict)
    payload: Lists = field(default_factory=dict)
    tags: Lists = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    refused: tuple[str, str] | None = None
    """A reason and detail for which it is not to be opened, should it be as it was made."""

    @property
    def listed(self) -> frozenset[str]:
        return frozenset(
            p for lists in (self.payload, self.tags) for e in lists.values() for p in e
        )


def tags_of(source: Source, shown: str) -> Tags:
    """Raises BundleUnreadable: it is no bag at all, or one that needs what is elsewhere."""
    found = Tags()
    names = [n for n in source.sizes if "/" not in n]
    lists = [(n, m[1], m[2]) for n in names if (m := _LIST.fullmatch(n))]
    if DECLARATION not in names and not lists:
        where = elsewhere(source.sizes)
        refuse(shown, "elsewhere" if where else "no_bundle", where)
    if FETCH in names:
        refuse(shown, "fetch", FETCH)
    for name, _, algorithm in lists:
        if algorithm not in ALGORITHMS:
            refuse(shown, "algorithm", name)
    for name in (f"{kind}-{a}.txt" for kind in ("manifest", "tagmanifest") for a in ALGORITHMS):
        if name not in names:
            found.findings.append(Finding("missing", name))
    encodes = _declared(source, found)
    for name, tag, algorithm in lists:
        entries = _entries(source, name, algorithm, encodes, found)
        (found.tags if tag else found.payload)[name] = entries
    found.info = _info(source, found)
    return found


def _declared(source: Source, found: Tags) -> bool:
    """Reads ``bagit.txt``; gives back whether a percent sign is encoded."""
    if DECLARATION not in source.sizes:
        found.findings.append(Finding("missing", DECLARATION))
        return True
    said = dict(_pairs(_text(source, DECLARATION, MOST_TAG) or ""))
    version, encoding = said.get("BagIt-Version", ""), said.get("Tag-File-Character-Encoding", "")
    if version not in _VERSIONS or encoding != "UTF-8":
        found.refused = ("format", f"{DECLARATION}: {version} {encoding}".strip()[:100])
    return _VERSIONS.get(version, True)


def _info(source: Source, found: Tags) -> dict[str, str]:
    if INFO not in source.sizes:
        found.findings.append(Finding("missing", INFO))
        return {}
    said: dict[str, str] = {}
    for name, value in _pairs(_text(source, INFO, MOST_TAG) or ""):
        said.setdefault(name, value)
    return said


def _entries(
    source: Source, name: str, algorithm: str, encodes: bool, found: Tags
) -> dict[str, str]:
    text = _text(source, name, MOST_LIST)
    entries: dict[str, str] = {}
    if text is None or not text.endswith("\n"):
        found.findings.append(Finding("list_changed", name))
    for line in (text or "").split("\n")[:-1]:
        match = _LINE.fullmatch(line)
        path = decoded(match[2], percent=encodes) if match else ""
        if not match or len(match[1]) != ALGORITHMS[algorithm] or path in entries:
            found.findings.append(Finding("list_changed", name))
            continue
        if unsafe(path) or (not name.startswith("tag") and not path.startswith(PAYLOAD)):
            found.findings.append(Finding("list_entry", name, path[:200]))
            continue
        entries[path] = match[1]
        if len(found.findings) > MOST_FINDINGS or len(entries) > 2 * MOST_FILES:
            break  # whatever it lists beyond is told as unlisted
    return entries


def decoded(path: str, *, percent: bool = True) -> str:
    """A path from a manifest. Since version 1.0 the percent sign is encoded, too."""

    def sign(match: re.Match[str]) -> str:
        code = match[1].lower()
        return _SIGNS[code] if percent or code != "25" else match[0]

    return _CODE.sub(sign, path)


def _pairs(text: str) -> list[tuple[str, str]]:
    """``Name: value`` lines; a line that begins blank goes on with the one before."""
    pairs: list[tuple[str, str]] = []
    for line in text.split("\n"):
        if line[:1] in (" ", "\t") and pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {line.strip()}")
        elif ":" in line:
            name, _, value = line.partition(":")
            pairs.append((name.strip(), value.strip()))
    return pairs


def _text(source: Source, name: str, most: int) -> str | None:
    """None: it is too long, damaged or not UTF-8; against its list it will not stand."""
    if source.sizes[name] > most:
        return None
    try:
        return b"".join(source.pieces(name)).decode()
    except (Damaged, ValueError):
        return None
