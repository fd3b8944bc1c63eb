"""The files of the register are read, with progress: to compare them, or to record one anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import ProgressBar, Static

from kami_tui.domain.answers import Evidence
from kami_tui.i18n.translator import Translator
from kami_tui.tui import file_words, words
from kami_tui.tui.reading import TICK, Inspection
from kami_tui.tui.screens.documents import Documents, fresh
from kami_tui.usecases.file_states import FileRef, Look, ref_of, refs

T = TypeVar("T")


class ReadingStrip(Horizontal):
    """Which file is being read and how far all of it is; takes no room while none is."""

    def compose(self) -> ComposeResult:
        yield Static(id="reading-note", markup=False)
        yield ProgressBar(total=1, show_eta=False, id="reading-bar")

    def on_mount(self) -> None:
        self.display = False

    def show(self, inspection: Inspection | None, tr: Translator) -> None:
        self.display = inspection is not None
        if inspection is not None:
            self.query_one(ProgressBar).update(progress=inspection.share)
            said = tr("Reading file {n} of {of} (esc stops): {name}",
                      n=min(inspection.done + 1, inspection.of), of=inspection.of,
                      name=file_words.name(inspection.file))  # fmt: skip
            self.query_one("#reading-note", Static).update(Content.styled(said, words.MUTED))


class FileChecks(Documents[T]):
    """Needs a ReadingStrip on the screen."""

    _inspection: Inspection | None = None
    _ticking: Timer | None = None

    @property
    def checking(self) -> bool:
        return self._inspection is not None

    def check_all(self) -> None:
        """Compares every file with what was recorded."""
        wanted = refs(self.desk.session.assessment.evidence)
        if wanted:
            self._inspect(wanted, self._compared)
        else:
            self.kami.say(self.tr("No document in the register has a file on this computer."))

    def _compared(self, seen: dict[FileRef, Look]) -> None:
        trouble = file_words.trouble(self.desk.files, self.tr)
        said = trouble or self.tr.plural(
            "{n} file read; it is what was recorded.",
            "{n} files read; all are what was recorded.", len(seen),
        )  # fmt: skip
        self.kami.say(said, "warning" if trouble else "information")

    def record_file(self, key: str, entry: Evidence) -> None:
        """Records size and SHA-256 of a document's file as they are now."""
        ref = ref_of(entry)
        if ref is None:
            return

        def read(seen: dict[FileRef, Look]) -> None:
            look, now = seen.get(ref), self.key_of(key, entry)
            if look is None or now is None:
                return
            if look.digest is None:
                sentence, _ = file_words.long(entry, look, self.tr)
                self.kami.say(f"{now}: {sentence}", "error")
                return
            digest = look.digest
            renewed = replace(entry, file=digest.path, size=str(digest.size), sha256=digest.sha256)
            self.desk.see(fresh(renewed, digest))
            self.record(self.desk.session.edit_evidence(now, renewed), now)
            self.kami.say(self.tr("{key}: size and SHA-256 recorded anew.", key=now))

        self._inspect([ref], read)

    @work
    async def _inspect(
        self, wanted: Sequence[FileRef], then: Callable[[dict[FileRef, Look]], None]
    ) -> None:
        inspection = Inspection(self.kami.services.evidence_files, wanted)
        self._inspection, seen = inspection, dict[FileRef, Look]()
        self._ticking = self.set_interval(TICK, lambda: seen.update(self._tick(inspection)))
        self.show_checking()
        self.refresh_bindings()
        error: Exception | None = None
        try:
            await inspection.run()
        except Exception as caught:  # told as a sentence
            error = caught
        if self._inspection is not inspection:  # stopped meanwhile
            return
        seen.update(self._tick(inspection))
        self._over()
        if error is not None:
            self.kami.say(self.kami.explained(error), "error")
        else:
            then(seen)

    def _tick(self, inspection: Inspection) -> dict[FileRef, Look]:
        found = inspection.take()
        self.show_checking()
        if found:
            self.desk.see(found)
            self.documents_changed()
        return found

    def show_checking(self) -> None:
        self.query_one(ReadingStrip).show(self._inspection, self.tr)

    def stop_checking(self) -> bool:
        """Whether files were being read. The thread may hang on a disk that does not answer: it is
        not waited for."""
        if self._inspection is None:
            return False
        self._tick(self._inspection)
        self._over()
        return True

    def _over(self) -> None:
        if self._inspection is not None:
            self._inspection.stopped, self._inspection = True, None
        if self._ticking is not None:
            self._ticking.stop()
        self.show_checking()
        self.refresh_bindings()

    def on_unmount(self) -> None:
        if self._inspection is not None:
            self._inspection.stopped = True
