"""Walks the text a report should have and the text that is drawn, both in order, side by side.

A row that goes on on the next page leaves part of its text behind, a table prints its head again
there; where the two part, the walk goes on at the nearest place from which they agree again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kami_tui.reporting.proof.alike import latin, simple
from kami_tui.reporting.proof.blocks import Block, Text
from kami_tui.reporting.proof.page_text import Clock, Run

AHEAD_BLOCKS, AHEAD_RUNS, SURE = 60, 40, 3
"""How far to look for the place where both go on together, and how many must then agree."""
AHEAD_IN_ROW, AHEAD_CELLS = 21_000, 4
"""The same within a row; a note may have 20,000 lines."""
BEGINNING = 12
"""Letters by which a block far ahead is found again."""
MOST_FOUND = 300
"""Differences after which one is no longer counting."""


def says_something(run: Run) -> bool:
    return any(c.isalnum() for c in run.text)


@dataclass(slots=True)
class Walk:
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
    missing: list[tuple[int, Block, int]] = field(default_factory=list)
    """Blocks that are not there, with their numbers and the pages where they were looked for."""
    pages: dict[str, int] = field(default_factory=dict)
    """Page by anchor."""
    begins: dict[str, list[int]] = field(default_factory=dict)
    """Numbers of the blocks by their first letters."""
    promised: list[tuple[Block, Run]] = field(default_factory=list)
    """Page numbers in the contents, to be checked when all pages are known."""

    def go(self) -> None:
        blocks = self.text.flow
        for i, block in enumerate(blocks):
            self.begins.setdefault(block.text[:BEGINNING], []).append(i)
        while self.at < len(self.runs) and len(self.extra) + len(self.missing) < MOST_FOUND:
            self.clock.check()
            if self._page_begins():
                self.begun = self.runs[self.at].page
                self._repeated_head()
                self._rest_of_rows()
                continue  # the rest may fill whole pages
            if self.next < len(blocks) and self._take(blocks[self.next]):
                self.next += 1
            elif not says_something(self.runs[self.at]):
                self.at += 1  # the sign before a line of a list
            elif not self._find_together() and not self._leap():
                self._skip_run()
        for i, block in self.waiting:
            self._miss(i, block)
        if self.at >= len(self.runs):
            for i, block in enumerate(blocks[self.next :][:MOST_FOUND], start=self.next):
                self._miss(i, block)

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
        self._pass_over(self.at + skip_runs)
        passed = blocks[self.next : self.next + skip]
        # A row that breaks draws its last cells first: what was passed over may yet come.
        row = blocks[self.next + skip].row if self.next + skip < len(blocks) else 0
        for i, block in enumerate(passed, start=self.next):
            if skip_runs == 0 and block.row and block.row == row:
                self.waiting.append((i, block))
            else:
                self._miss(i, block)
        self.next += skip
        return True

    def _pass_over(self, stop: int) -> None:
        """Runs nobody asked for, but for heads printed again where a page begins among them."""
        while self.at < stop:
            if self._page_begins():
                self.begun = self.runs[self.at].page
                self.at = max(self._after_head(self.at, head) for head in ((), *self.text.heads))
                continue
            self.extra.append((self.next, self.runs[self.at]))
            self.at += 1

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

    def _leap(self) -> bool:
        """Goes on far ahead, as after a page that is gone. Not back: what was passed is missing."""
        run = self.runs[self.at]
        for i in self.begins.get(run.text[:BEGINNING], ()):
            if i > self.next and self._agree(i, self.at):
                for passed in range(self.next, min(i, self.next + MOST_FOUND)):
                    self._miss(passed, self.text.flow[passed])
                self.next = i
                return True
        return False

    def _miss(self, number: int, block: Block) -> None:
        page = self.runs[min(self.at, len(self.runs) - 1)].page if self.runs else 1
        self.missing.append((number, block, page))

    def _skip_run(self) -> None:
        self.extra.append((self.next, self.runs[self.at]))
        self.at += 1
