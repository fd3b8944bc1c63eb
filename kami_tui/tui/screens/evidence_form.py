"""One document of the evidence register, with the local file it may have."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.suggester import Suggester
from textual.timer import Timer
from textual.widgets import Input, ProgressBar, Static

from kami_tui.domain.answers import EVIDENCE_FIELDS, MAX_FIELD, Evidence
from kami_tui.domain.errors import FileUnreadable
from kami_tui.i18n.translator import N_
from kami_tui.tui import file_words, words
from kami_tui.tui.offstage import apart
from kami_tui.tui.reading import TICK, Gauge
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.form import Form
from kami_tui.tui.widgets.field import Field, FieldSpec
from kami_tui.usecases.file_states import Look
from kami_tui.usecases.ports import EvidenceFiles, FileDigest


class EvidenceForm(KamiDialog[dict[str, str] | None], Form):
    """Gives back every field of `Evidence`. A file is read as soon as its path has been entered,
    beside the keys; saving waits for it, or asks whether to do without."""

    CSS_PATH = ["dialogs.tcss", "form.tcss", "evidence_form.tcss"]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (20, "-low"), (30, "-roomy")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "read", N_("read the file again"), priority=True, id="document.read"),
    ]
    FIELDS: ClassVar[tuple[FieldSpec, ...]] = (
        FieldSpec("title", N_("Title"), required=True),
        FieldSpec("kind", N_("Kind"), hint=N_("policy, record, screenshot ...")),
        FieldSpec("location", N_("Number or location"), hint=N_("document number, path or link")),
        FieldSpec("dated", N_("Dated"), kind="date", hint=N_("year-month-day")),
        FieldSpec("valid_until", N_("Valid until"), kind="date", hint=N_("year-month-day")),
        FieldSpec("file", N_("File"), kind="file", hint=N_("on this computer; may stay empty")),
    )

    def __init__(self, entry: Evidence, *, new: bool = False, look: Look | None = None) -> None:
        """`look`: how the entry's file was found."""
        super().__init__(asdict(entry))
        self._entry = entry
        self._new = new
        self._look = look
        self._gauge: Gauge | None = None
        """Of the file being read."""
        self._path = ""
        """As typed, of the file that is or was read last."""
        self.digest: FileDigest | None = None
        """Of the file that stands in the form, if it was read here."""
        self._error: Exception | None = None
        self._waits = False
        """Whether the form is to be saved once the file has been read."""
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield from self.lines()
            yield ProgressBar(total=None, show_eta=False, id="file-progress")
            yield Static(id="file-note", markup=False)
            yield from self.buttons()

    def on_mount(self) -> None:
        self._file.suggester = PathSuggester(self.kami.services.evidence_files)

    def retranslate(self) -> None:
        super().retranslate()
        title = self.tr("New document") if self._new else self.tr("Correct the document")
        self.query_one(".title", Static).update(title)
        self._show()

    # -- what would be saved --------------------------------------------------------------

    @property
    def _file(self) -> Input:
        return self.query_one("#field-file", Input)

    @property
    def values(self) -> dict[str, str]:
        found = super().values
        path, digest = found["file"], self.digest
        if path and digest and path in (self._path, digest.path):
            return {
                **found,
                "file": digest.path,
                "size": str(digest.size),
                "sha256": digest.sha256,
            }
        if path == self._entry.file:
            return {**found, "size": self._entry.size, "sha256": self._entry.sha256}
        return {**found, "size": "", "sha256": ""}

    def _known(self, path: str) -> bool:
        """Whether size and SHA-256 are those of this path, or it needs none."""
        read = self.digest is not None and path in (self._path, self.digest.path)
        return not path or read or path == self._entry.file

    def action_save(self) -> None:
        self._propose_title(super().values["file"])
        super().action_save()

    def _propose_title(self, path: str) -> None:
        """The file's name, where there is no title yet."""
        title = self.query_one("#field-title", Input)
        if path and not title.value.strip() and self.query(Field).last(Field).check(self.tr):
            stem = PurePath(path.strip("'\"")).stem
            title.value = words.one_line(stem.replace("_", " "))[:MAX_FIELD]
            self.query(Field).first(Field).check(self.tr)

    def finish(self) -> None:
        path = super().values["file"]
        if self._gauge is not None and path == self._path:
            self._waits = True
            self._show()
        elif self._known(path):
            self.dismiss(self.values)
        else:
            self._start(path)
            self._waits = True

    # -- reading --------------------------------------------------------------------------

    @on(Input.Blurred, "#field-file")
    def _left(self) -> None:
        path = super().values["file"]
        if self.is_current and not self._known(path) and path != self._path:
            if self.query(Field).last(Field).check(self.tr):
                self._propose_title(path)
                self._start(path)

    @on(Input.Changed, "#field-file")
    def _typed(self) -> None:
        self._show()

    def action_read(self) -> None:
        path = super().values["file"]
        if path and self._gauge is None and self.query(Field).last(Field).check(self.tr):
            self._start(path)

    def _start(self, path: str) -> None:
        self._halt()
        gauge = self._gauge = Gauge()
        self._path, self.digest, self._error = path, None, None
        self._ticking = self.set_interval(TICK, self._show)
        self._show()
        self._read(path, gauge)

    @work
    async def _read(self, path: str, gauge: Gauge) -> None:
        try:
            digest = await gauge.digest(self.kami.services.evidence_files, path)
        except Exception as error:  # told as a sentence
            if self._gauge is gauge:
                self._ended(None, error)
        else:
            if self._gauge is gauge:  # else it was stopped, or another file is being read
                self._ended(digest, None)

    def _ended(self, digest: FileDigest | None, error: Exception | None) -> None:
        self._halt()
        self.digest, self._error = digest, error
        waits, self._waits = self._waits, False
        if digest is not None and self._file.value.strip() == self._path:
            if not self._file.has_focus:
                self._file.value = digest.path  # in full, as it is remembered
        self._show()
        if waits and digest is not None:
            self.action_save()  # it may have been typed on meanwhile
        elif waits and error is not None and not self._known(super().values["file"]):
            self._ask_without(error)

    def _halt(self) -> None:
        """The thread may hang on a disk that does not answer: it is not waited for."""
        if self._gauge is not None:
            self._gauge.stopped, self._gauge = True, None
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    def halted(self) -> bool:
        if self._gauge is None:
            return False
        self._ended(None, FileUnreadable(file=self._path, reason="cancelled", detail=""))
        return True

    def on_unmount(self) -> None:
        self._halt()

    def _ask_without(self, error: Exception) -> None:
        place = error.facts.get("file") if isinstance(error, FileUnreadable) else None
        values = {**self.values, "size": "", "sha256": "", "file": str(place or self._path)}

        def answered(sure: bool | None) -> None:
            if sure:
                self.dismiss(values)

        self.app.push_screen(
            ConfirmDialog(
                N_("Save without size and SHA-256?"),
                N_("{why}\n\nThe document would keep the path, but nobody could tell whether the "
                   "file is still the same."),
                yes=N_("Save without"), no=N_("Go on typing"),
                facts={"why": self.kami.explained(error)},
            ),
            answered,
        )  # fmt: skip

    # -- showing --------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        fields = self.query("#field-file")  # none while the window is opening
        return bool(fields and fields.first(Input).value.strip()) if action == "read" else True

    def _show(self) -> None:
        bar, note = self.query_one(ProgressBar), self.query_one("#file-note", Static)
        gauge = self._gauge
        bar.display = gauge is not None
        if gauge is not None:
            bar.update(total=gauge.size or None, progress=gauge.read)
        content = self._note()
        note.display = bool(content)
        note.update(content)

    def _note(self) -> Content:
        tr, path = self.tr, super().values["file"]
        if (gauge := self._gauge) is not None:
            said = tr("Reading {name}: {read} of {size}", name=file_words.name(self._path),
                      read=file_words.size(gauge.read, tr),
                      size=file_words.size(gauge.size, tr))  # fmt: skip
            rest = tr("Saved when that is done; esc stops.") if self._waits else tr("Esc stops.")
            return Content(f"{said}\n{rest}").stylize(words.MUTED)
        if self._error is not None and path == self._path:
            return Content.styled(self.kami.explained(self._error), words.WRONG)
        values = self.values
        if not values["file"]:
            return Content()
        if not self._known(path):
            return Content.styled(tr("Read for size and SHA-256 when you leave it."), words.MUTED)
        entry = Evidence(**{f: values[f] for f in EVIDENCE_FIELDS})
        read = self.digest is not None and self._known(path) and entry.sha256 == self.digest.sha256
        look = Look(None, whole=True) if read else self._look
        lines = [_fact(tr("Size"), file_words.exact_size(entry.size, tr))] if entry.size else []
        if entry.sha256:
            first, _, second = file_words.halves(entry.sha256).partition("\n")
            lines += [_fact("SHA-256", first), *([_fact("", second)] if second else [])]
        if not read:
            sentence, tone = file_words.long(entry, look, tr)
            if look is not None and (look.state == "changed" or not entry.sha256):
                sentence += " " + tr("F5 records it as it is now.")
            lines.append(Content.styled(sentence, tone))
        return Content("\n").join(lines)


def _fact(label: str, value: str) -> Content:
    return Content.assemble((f"{label:<27}", words.MUTED), value)


class PathSuggester(Suggester):
    """Completes a path from the folder it leads into; right arrow takes it over."""

    def __init__(self, files: EvidenceFiles) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._files = files
        self._asking = False

    async def get_suggestion(self, value: str) -> str | None:
        if self._asking:  # a disk that hangs is not asked again and again
            return None
        self._asking = True
        try:
            return await apart(lambda: self._files.suggestion(value))
        finally:
            self._asking = False
