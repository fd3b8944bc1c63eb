"""The three faces of the report window: what is asked, how far it is, what was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static
from textual.widgets.option_list import Option

from kami_tui.domain.languages import LANGUAGES
from kami_tui.domain.official import Whose
from kami_tui.i18n.boxes import boxes_told
from kami_tui.i18n.sentences import REPORT_PARTS
from kami_tui.i18n.translator import N_, Translator
from kami_tui.tui import words
from kami_tui.tui.printing import Choices, Job
from kami_tui.tui.widgets.field import Field, FieldSpec
from kami_tui.tui.widgets.pick_list import PickList
from kami_tui.tui.widgets.ticks import Ticks
from kami_tui.usecases.report_parts import left_out

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}
"""Each in itself, so that it can be found by whoever needs it."""
STAGES = {
    "read": N_("Reading the questionnaire"),
    "score": N_("Working out the figures"),
    "compose": N_("Writing the pages"),
    "layout": N_("Setting the pages"),
    "draw": N_("Drawing the pages"),
    "write": N_("Writing the file"),
}
FULL: Literal["full"] = "full"
LAYOUTS = {"full": N_("Whole report"), "executive": N_("Two pages for those who decide")}
WORDINGS: dict[Whose, str] = {
    "ours": N_("Own words"),
    "official": N_("Official words"),
    "both": N_("Both"),
}
LABEL = FieldSpec("label", N_("Label"), hint=N_("such as TERBATAS, at the head of every page"))
BAR = 60
"""Columns of the progress bar; the percentage stands above it."""
NEXT = {
    "open": N_("open it"),
    "folder": N_("open its folder"),
    "copy": N_("copy the place of the file"),
}
"""What can be done with a report, by action."""


class Asking(Vertical):
    """`choices` are what it shows first, `path` the file suggested; `official`: there are official
    words to be printed."""

    def __init__(self, choices: Choices, path: str, *, official: bool = False) -> None:
        super().__init__(id="asking", classes="-official" if official else None)
        self._choices, self.suggested, self._official = choices, path, official

    def compose(self) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Static(classes="label", id="language-label", markup=False)
            yield Ticks(
                [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
                [self._choices.language], id="language", one=True,
            )  # fmt: skip
        with Horizontal(classes="row"):
            yield Static(classes="label", id="layout-label", markup=False)
            yield Ticks(list(LAYOUTS.items()), [self._choices.layout], id="layout", one=True)
        if self._official:
            with Horizontal(classes="row"):
                yield Static(classes="label", id="wording-label", markup=False)
                yield Ticks(
                    list(WORDINGS.items()), [self._choices.whose], id="wording", columns=3, one=True
                )
        with Horizontal(classes="row", id="parts-row"):
            yield Static(classes="label", id="parts-label", markup=False)
            yield Ticks(list(REPORT_PARTS.items()), self._choices.parts, id="parts")
        yield Field(LABEL, self._choices.label)
        yield Field(FieldSpec("path", N_("File"), required=True), self.suggested)
        yield Button(id="make", variant="primary", compact=True)

    def show(self, tr: Translator) -> None:
        self.query_one("#language-label", Static).update(tr("Language"))
        self.query_one("#layout-label", Static).update(tr("Layout"))
        self.query_one("#parts-label", Static).update(tr("Parts"))
        if self._official:
            self.query_one("#wording-label", Static).update(tr("Questions"))
        for ticks in self.query(Ticks):
            ticks.show(tr)
        self._fit()
        for field in self.query(Field):
            field.show(tr)
        self.query_one("#make", Button).label = Content(tr("Make the report"))

    @on(Ticks.Changed)
    def _fit(self) -> None:
        """The two pages have no parts to choose."""
        self.query_one("#parts-row").display = self.layout_chosen == FULL

    @property
    def field(self) -> Field:
        """Where the file goes."""
        return next(f for f in self.query(Field) if f.spec.name == "path")

    @property
    def label(self) -> str:
        """The classification."""
        return next(f for f in self.query(Field) if f.spec is LABEL).value

    @property
    def layout_chosen(self) -> Literal["full", "executive"]:
        return "executive" if "executive" in self.query_one("#layout", Ticks).chosen else "full"

    def choices(self, folder: str) -> Choices:
        """All of it, for the next time."""
        return Choices(
            self.language, self.parts.chosen, folder, self.layout_chosen, self.label, self.whose
        )

    @property
    def whose(self) -> Whose:
        """Whose words the questions are printed in."""
        chosen = self.query_one("#wording", Ticks).chosen if self._official else ()
        return next((w for w in WORDINGS if w in chosen), "ours")

    @property
    def language(self) -> str:
        return self.query_one("#language", Ticks).chosen[0]

    @property
    def parts(self) -> Ticks:
        return self.query_one("#parts", Ticks)


class Making(Vertical):
    def __init__(self) -> None:
        super().__init__(id="making")

    def compose(self) -> ComposeResult:
        yield Static(id="stage", markup=False)
        yield Static(id="bar", markup=False)
        yield Static(id="meanwhile", markup=False)

    def show(self, job: Job, tr: Translator) -> None:
        stage, step, of = job.at
        word = tr(STAGES[stage]) if stage in STAGES else stage or tr("Starting")
        if job.stopped:
            word = tr("Stopping")
        share = f"{100 * step // of}%" if of else ""
        self.query_one("#stage", Static).update(Content.assemble(word, "   ", share))
        self.query_one("#bar", Static).update(words.bar(step, of or 1, BAR))
        asked = tr(
            "The report is of the answers at {time}; what is changed later is not in it.",
            time=words.clock_time(job.request.generated),
        )
        free = tr("You can close this window and go on working; you will be told when it is ready.")
        self.query_one("#meanwhile", Static).update(
            Content.assemble(f"{job.request.out}\n\n", (f"{asked}\n{free}", words.MUTED))
        )


class Made(Vertical):
    def __init__(self) -> None:
        super().__init__(id="made")

    def compose(self) -> ComposeResult:
        yield Static(id="ready", markup=False)
        yield PickList(id="next")
        yield Static(id="hand-in", classes="hint", markup=False)

    def show(self, job: Job, keys: Mapping[str, str], tr: Translator) -> None:
        """`keys` are those of the actions that work now."""
        about = tr(
            "With the answers at {time}, in {language}.",
            time=words.clock_time(job.request.generated),
            language=LANGUAGE_NAMES[job.request.language],
        )
        self.query_one("#ready", Static).update(
            Content.assemble(
                (tr("The report is ready:"), "$success"), f"\n{job.made}\n", (about, words.MUTED)
            )
        )
        steps = self.query_one(PickList)
        at = steps.highlighted or 0
        steps.set_options(
            Option(Content.assemble((f"{keys[a]:<3}", "bold $accent"), tr(word)), id=a)
            for a, word in NEXT.items()
            if a in keys
        )
        steps.highlighted = min(at, steps.option_count - 1)
        said = []
        if job.boxes:
            said.append(boxes_told("".join(job.boxes), tr))
        if not job.can_open:
            said.append(
                tr("There is no screen here to show it on: copy the file to your computer.")
            )
        if job.request.parts is not None and left_out(job.request.parts):
            said.append(tr("This is an excerpt. To hand a report in, make it with every part."))
        else:
            said.append(
                tr(
                    "To hand it in: print it, have it signed, and keep this file unchanged beside "
                    "the signed print."
                )
            )
        self.query_one("#hand-in", Static).update(Content("\n".join(said)))
