"""Is every word of the report where it should be, and nothing else? Text against pages.

Walks both in order: the blocks the report should have, and the runs that are drawn. A row that goes
on on the next page leaves part of its text behind, a table prints its head again there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kami_tui.reporting.proof.alike import alike, latin, narrowed, simple
from kami_tui.reporting.proof.blocks import Block, Text
from kami_tui.reporting.proof.edges import without_edges
from kami_tui.reporting.proof.page_text import Clock, Run

AHEAD_BLOCKS, AHEAD_RUNS, SURE = 60, 40, 3
"""How far to look for the place where both go on together, and how many must then agree."""
AHEAD_IN_ROW, AHEAD_CELLS = 21_000, 4
"""The same within a row; a note may have 20,000 lines."""
NEAR = 12
"""Blocks within which the rest of a block of another script is looked for."""
MOST_FOUND = 300
"""Differences after which one is no longer counting."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    where: tuple[str, ...]
    page: int | None
    expected: str
    """Empty: this should not be there."""
    found: str
    """Empty: this is missing."""


def mismatches(text: Text, runs: Sequence[Run], pages: int, clock: Clock) -> list[Mismatch]:
    """Where pages and text differ; at most about `MOST_FOUND` places. Raises TooMuch."""
    walk = _Walk(text, without_edges(text, [r for r in runs if not r.figure], pages), clock)
    walk.go()
    found = walk.told()
    found += _figures(text.figures, [r for r in runs if r.figure])
    return sorted(found, key=lambda m: m.page or 0)


def _says_something(run: Run) -> bool:
    return any(c.isalnum() for c in run.text)


@dataclass(slots=True)
class _Walk:
    text: Text
    runs: list[Run]
    clock: Clock
    at: int = 0
    """The next run."""
    next: int = 0
    """The next block."""
    begun: int = 1
    """The page whose beginning was dealt with last."""
    waiting: list[tuple[int, Block]] = field(default_factory=list)
    """Blocks, or the rest of them, that were passed over, with their numbers: they may stand on the
    next page."""
    extra: list[tuple[int, Run]] = field(default_factory=list)
    """Runs nobody asked for, each with the number of the block before."""
    missing: list[tuple[int, Block]] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)
    """Page by anchor."""
    promised: list[tuple[Block, Run]] = field(default_factory=list)
    """Page numbers in the contents, to be checked when all pages are known."""

    def go(self) -> None:
        blocks = self.text.flow
        while self.at < len(self.runs) and len(self.extra) + len(self.missing) < MOST_FOUND:
            self.clock.check()
            if self._page_begins():
                self.begun = self.runs[self.at].page
                self._repeated_head()
                self._rest_of_rows()
                continue  # the rest may fill whole pages
            if self.next < len(blocks) and self._take(blocks[self.next]):
                self.next += 1
            elif not _says_something(self.runs[self.at]):
                self.at += 1  # the sign before a line of a list
            elif not self._find_together():
                self._skip_run()
        self.missing += self.waiting
        if self.at >= len(self.runs):
            self.missing += list(enumerate(blocks[self.next :], start=self.next))[:MOST_FOUND]

    # -- one block against the runs ----------------------------------------------------------

    def _match(self, text: str, at: int) -> tuple[int, str]:
        """Run after those that draw `text` from `at` on, and what of it is left. A block may end
        on the page: then the rest is the next page's."""
        start, left = at, text
        while left and at < len(self.runs):
            run = self.runs[at]
            if at > start and run.page != self.runs[at - 1].page:
                break
            if not left.startswith(run.text):
                break
            left = left[len(run.text) :]
            at += 1
        if left and not simple(text):
            return self._match_freely(text, start)
        return at, left

    def _match_freely(self, text: str, start: int) -> tuple[int, str]:
        wanted, seen, size, at = latin(text), Counter[str](), 0, start
        while at < len(self.runs) and self.runs[at].page == self.runs[start].page:
            run = self.runs[at].text
            if size + len(run) > 2 * len(text) or not latin(run) <= wanted - seen:
                break
            seen, size, at = seen + latin(run), size + len(run), at + 1
            if seen == wanted and size >= len(text) - len(text) // 4:
                return at, ""
        return start, text

    def _take(self, block: Block) -> bool:
        end, left = self._match(block.text, self.at)
        if end == self.at:
            return False
        if left:
            on_the_next = end < len(self.runs) and self._goes_on(block, left, end)
            if not on_the_next:
                return False
            self.waiting.append((self.next, replace(block, text=left)))
        self._arrived(block)
        self.at = end
        if block.leads_to and self.at < len(self.runs) and self.runs[self.at].text.isdecimal():
            self.promised.append((block, self.runs[self.at]))
            self.at += 1
        return True

    def _goes_on(self, block: Block, left: str, end: int) -> bool:
        """Whether the rest of a block stands where the next page begins, below a head."""
        page = self.runs[end - 1].page
        for i in range(end, len(self.runs)):
            if self.runs[i].page > page:
                starts = {self._after_head(i, head) for head in self.text.heads} | {i}
                return any(
                    s < len(self.runs) and self._match(left, s)[0] > s for s in starts if s >= i
                )
        return False

    def _arrived(self, block: Block) -> None:
        for anchor in block.anchors:
            self.pages.setdefault(anchor, self.runs[self.at].page)

    # -- pages ----------------------------------------------------------------------------------

    def _page_begins(self) -> bool:
        return self.runs[self.at].page > self.begun

    def _repeated_head(self) -> None:
        """A table that goes on prints its head again, unless it is the head of a new one."""
        ahead = self.text.flow[self.next : self.next + len(self.waiting) + 1]
        for head in self.text.heads:
            end = self._after_head(self.at, head)
            if end > self.at and not (ahead and ahead[0].text == head[0]):
                self.at = end
                return

    def _after_head(self, at: int, head: tuple[str, ...]) -> int:
        """The run after a table's head that is drawn from `at` on; `at` itself where none is."""
        end = at
        for cell in head:
            here, left = self._match(cell, end)
            if left:
                return at
            end = here
        return end

    def _rest_of_rows(self) -> None:
        """What a row left on the page before."""
        still: list[tuple[int, Block]] = []
        for i, block in self.waiting:
            if self.at >= len(self.runs):
                still.append((i, block))
                continue
            end, left = self._match(block.text, self.at)
            if end == self.at:
                still.append((i, block))
                continue
            self._arrived(block)
            self.at = end
            if left:
                still.append((i, replace(block, text=left)))
        self.waiting = still

    # -- where they differ ------------------------------------------------------------------------

    def _find_together(self) -> bool:
        """Goes on at the nearest place from which blocks and runs agree again."""
        blocks = self.text.flow
        best: tuple[int, int, int] | None = None
        skips = sorted(self._skips(), key=lambda s: s[1])
        for skip_runs in range(AHEAD_RUNS):
            if best and best[0] <= skip_runs:
                break
            for skip, price in skips:
                cost = price + skip_runs
                if best and cost >= best[0]:
                    break
                if cost and self._agree(self.next + skip, self.at + skip_runs):
                    best = (cost, skip, skip_runs)
                    break
        if best is None:
            return False
        _, skip, skip_runs = best
        for run in self.runs[self.at : self.at + skip_runs]:
            self.extra.append((self.next, run))
        passed = blocks[self.next : self.next + skip]
        # A row that breaks draws its last cells first: what was passed over may yet come.
        row = blocks[self.next + skip].row if self.next + skip < len(blocks) else 0
        for i, block in enumerate(passed, start=self.next):
            if skip_runs == 0 and block.row and block.row == row:
                self.waiting.append((i, block))
            else:
                self.missing.append((i, block))
        self.at += skip_runs
        self.next += skip
        return True

    def _skips(self) -> Iterator[tuple[int, int]]:
        """How many blocks may be passed over, and how unlikely that is: a few, or the rest of a
        cell, which may be a note of thousands of lines."""
        flow, cells = self.text.flow, 0
        for i in range(self.next, min(self.next + AHEAD_IN_ROW, len(flow))):
            ahead = i - self.next
            if ahead and flow[i].cell != flow[i - 1].cell and cells < AHEAD_CELLS:
                cells += 1
                yield ahead, min(cells, ahead)
            elif ahead < AHEAD_BLOCKS:
                yield ahead, ahead
            elif cells == AHEAD_CELLS:
                return

    def _agree(self, block: int, at: int) -> bool:
        flow = self.text.flow
        for i in range(block, min(block + SURE, len(flow))):
            if at >= len(self.runs):
                return i > block
            end, left = self._match(flow[i].text, at)
            if end == at or (left and not self._goes_on(flow[i], left, end)):
                # The page may end within the row.
                return i > block and self.runs[at].page != self.runs[at - 1].page
            at = end
            if flow[i].leads_to and at < len(self.runs) and self.runs[at].text.isdecimal():
                at += 1
        return block < len(flow)

    def _skip_run(self) -> None:
        self.extra.append((self.next, self.runs[self.at]))
        self.at += 1

    def told(self) -> list[Mismatch]:
        """Each difference once: what is missing beside what stands there instead."""
        found: list[Mismatch] = []
        extra = [(i, r) for i, r in self.extra if _says_something(r)]
        for i, block in self.missing:
            if not simple(block.text) and (its := _drawn_otherwise(i, block, extra)):
                extra = [e for e in extra if e not in its]
                continue
            beside = [e for e in extra if e[0] == i] or [e for e in extra if abs(e[0] - i) <= 2][:1]
            extra = [e for e in extra if e not in beside]
            page = beside[0][1].page if beside else None
            said = " ".join(e[1].shown.strip() for e in beside)
            found.append(Mismatch(block.where, page, *narrowed(block.shown, said)))
        for i, run in extra:
            near = self.text.flow[min(i, len(self.text.flow) - 1)].where if self.text.flow else ()
            found.append(Mismatch(near, run.page, *narrowed("", run.shown)))
        for block, run in self.promised:
            page = self.pages.get(block.leads_to)
            if page is not None and str(page) != run.text:
                expected = f"{block.shown} {page}"
                found.append(Mismatch(block.where, run.page, expected, run.shown))
        return found


def _drawn_otherwise(
    at: int, block: Block, extra: Sequence[tuple[int, Run]]
) -> list[tuple[int, Run]]:
    """The runs near a block of another script that hold its Latin letters and digits together:
    such a text may go over a page in an order of its own. Empty: something is missing of it."""
    near = [
        e
        for e in extra
        if abs(e[0] - at) <= NEAR and (not simple(e[1].text) or e[1].text in block.text)
    ]
    return near if latin("".join(r.text for _, r in near)) == latin(block.text) else []


def _figures(blocks: Sequence[Block], runs: Sequence[Run]) -> list[Mismatch]:
    """Words of charts are drawn in their order, each whole."""
    found = []
    for i in range(max(len(blocks), len(runs))):
        block = blocks[i] if i < len(blocks) else None
        run = runs[i] if i < len(runs) else None
        if block and run and alike(block.text, run.text):
            continue
        where, page = block.where if block else (), run.page if run else None
        found.append(
            Mismatch(where, page, *narrowed(block.shown if block else "", run.shown if run else ""))
        )
        if len(found) >= MOST_FOUND:
            break
    return found
