"""Whether each file of a bag is the one that its lists name: one pass over all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from kami_tui.exchange.bundle.limits import MOST_FINDINGS
from kami_tui.exchange.bundle.lists import INFO, Lists, Tags
from kami_tui.exchange.bundle.source import Damaged, Source
from kami_tui.usecases.bundling import PAYLOAD, Finding

Sums = dict[str, str]
"""By algorithm; empty for a file that cannot be read."""


@dataclass
class Checked:
    sums: dict[str, Sums] = field(default_factory=dict)
    """By file."""
    findings: list[Finding] = field(default_factory=list)


def check(
    source: Source,
    tags: Tags,
    tell: Callable[[int], None] | None = None,
    into: Callable[[str], IO[bytes]] | None = None,
) -> Checked:
    """Reads every file; `into` gives a file that a copy goes to. `tell` hears the bytes read."""
    done = Checked(findings=list(tags.findings))
    read = 0
    for name in sorted(source.sizes):
        sha256, sha512 = hashlib.sha256(), hashlib.sha512()
        copy = into(name) if into else None
        try:
            for piece in source.pieces(name):
                sha256.update(piece)
                sha512.update(piece)
                if copy:
                    copy.write(piece)
                read += len(piece)
                if tell:
                    tell(read)
            done.sums[name] = {"sha256": sha256.hexdigest(), "sha512": sha512.hexdigest()}
        except Damaged:
            done.sums[name] = {}
        finally:
            if copy:
                copy.close()
    payload = [n for n in source.sizes if n.startswith(PAYLOAD)]
    rest = [n for n in source.sizes if not n.startswith(PAYLOAD) and n not in tags.tags]
    done.findings += _compared(payload, tags.payload, done.sums)
    done.findings += _compared(rest, tags.tags, done.sums)
    done.findings += _damaged_lists(tags, done.sums)
    if INFO in source.sizes:
        done.findings += _oxum(tags, [source.sizes[n] for n in payload])
    done.findings = list(dict.fromkeys(done.findings))[:MOST_FINDINGS]
    return done


def _damaged_lists(tags: Tags, sums: dict[str, Sums]) -> Iterator[Finding]:
    """Nothing lists the lists of tag files: that they can be read is all that is known of them."""
    yield from (Finding("list_changed", name) for name in tags.tags if not sums[name])


def _compared(files: Iterable[str], lists: Lists, sums: dict[str, Sums]) -> Iterator[Finding]:
    """Where lists disagree about a file that is as one of them says, the other list was changed:
    nobody makes a file that suits one sum and not the other."""
    if not lists:
        return
    present = set(files)
    for name in sorted({*present, *(p for entries in lists.values() for p in entries)}):
        naming = {n: entries[name] for n, entries in lists.items() if name in entries}
        if name not in present:
            if len(naming) == len(lists):
                yield Finding("missing", name)
            else:
                yield from (Finding("list_changed", n) for n in naming)
            continue
        if not naming:
            yield Finding("unlisted", name)
            continue
        wrong = [n for n, sum_ in naming.items() if sums[name].get(_algorithm(n)) != sum_]
        if len(wrong) == len(naming):
            yield Finding("changed", name)
            continue
        yield from (Finding("list_changed", n) for n in wrong)
        yield from (Finding("list_changed", n) for n in lists if n not in naming)


def _algorithm(name: str) -> str:
    return name.rpartition("-")[2].removesuffix(".txt")


def _oxum(tags: Tags, sizes: list[int]) -> Iterator[Finding]:
    """``Payload-Oxum`` is the payload's bytes, a point, its number of files."""
    counted = f"{sum(sizes)}.{len(sizes)}"
    said = tags.info.get("Payload-Oxum", "")
    if said != counted:
        yield Finding("oxum", INFO, expected=said[:60], found=counted)
