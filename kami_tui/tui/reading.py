"""Local files are looked at beside the keys: how far that is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Sequence
from queue import Empty, SimpleQueue

from kami_tui.tui.desk import Desk
from kami_tui.tui.offstage import apart
from kami_tui.usecases.file_states import FileRef, Look, glance, inspect, refs
from kami_tui.usecases.ports import EvidenceFiles, FileDigest

TICK = 0.1
"""Seconds between two showings of how far it is. A file tells of every chunk, hundreds a second."""


class Gauge:
    """Written by the thread that reads, read by the screen; a stop is heeded between two chunks."""

    def __init__(self) -> None:
        self.read, self.size = 0, 0
        self.stopped = False

    def tell(self, read: int, size: int) -> None:
        self.read, self.size = read, size

    async def digest(self, files: EvidenceFiles, path: str) -> FileDigest:
        """Raises FileUnreadable."""
        return await apart(lambda: files.digest(path, self.tell, lambda: self.stopped))


class Inspection(Gauge):
    """Several files, one after the other."""

    def __init__(self, files: EvidenceFiles, wanted: Sequence[FileRef]) -> None:
        super().__init__()
        self._files = files
        self._wanted = wanted
        self._found: SimpleQueue[tuple[FileRef, Look]] = SimpleQueue()
        self.file = wanted[0].file if wanted else ""
        """Being read now."""
        self.done, self.of = 0, len(wanted)
        """Files."""

    async def run(self) -> None:
        await apart(self._run)

    def _run(self) -> None:
        for found in inspect(self._wanted, self._files, self._about, lambda: self.stopped):
            self._found.put(found)
            self.done += 1
            self.read, self.size = 0, 0

    def _about(self, ref: FileRef, read: int, size: int) -> None:
        self.file = ref.file
        self.tell(read, size)

    @property
    def share(self) -> float:
        """Of all the work, 0 to 1; every file counts as much as any other."""
        part = min(self.read / self.size, 1.0) if self.size else 0.0
        return min((self.done + part) / self.of, 1.0) if self.of else 1.0

    def take(self) -> dict[FileRef, Look]:
        """What was found since this was last asked."""
        found: dict[FileRef, Look] = {}
        while True:
            try:
                ref, look = self._found.get_nowait()
            except Empty:
                return found
            found[ref] = look


async def glance_at(desk: Desk, files: EvidenceFiles) -> None:
    """Looks whether each file is there and as large as it was; the desk keeps what was seen."""
    if wanted := refs(desk.session.assessment.evidence):
        desk.see(await apart(lambda: glance(wanted, files)))
