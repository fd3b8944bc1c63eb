"""Who is assessed, by whom, and which system."""

from __future__ import annotations

from dataclasses import asdict
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content

from kami_tui.domain.answers import Profile
from kami_tui.i18n.translator import N_
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.screens.form import Form
from kami_tui.tui.widgets.field import FieldSpec
from kami_tui.tui.widgets.head import Head
from kami_tui.tui.widgets.keybar import KeyBar


class ProfileScreen(KamiScreen[dict[str, str] | None], Form):
    CSS_PATH = "form.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    FIELDS: ClassVar[tuple[FieldSpec, ...]] = (
        FieldSpec("organisation", N_("Organisation")),
        FieldSpec("unit", N_("Unit")),
        FieldSpec("scope", N_("System and scope"), hint=N_("what is assessed")),
        FieldSpec("date", N_("Date of assessment"), kind="date", hint=N_("year-month-day")),
        FieldSpec("assessor", N_("Assessor")),
        FieldSpec("position", N_("Position")),
        FieldSpec("address", N_("Address")),
        FieldSpec("phone", N_("Telephone")),
        FieldSpec("email", N_("E-mail")),
    )

    def __init__(self, profile: Profile, *, new: str | None = None, at: str = "") -> None:
        """`new` is the name of the edition that a new assessment will be made with, `at` the field
        to begin with."""
        super().__init__(asdict(profile))
        self._new = new
        self._at = at

    def on_mount(self) -> None:
        if self._at:
            self.query_one(f"#field-{self._at}").focus()

    def compose(self) -> ComposeResult:
        yield Head()
        yield from self.fields()
        yield KeyBar()

    def head(self) -> Content:
        if self._new is not None:
            return Content.assemble((self.tr("New assessment"), "bold"), f"   {self._new}")
        return Content.styled(self.tr("Profile"), "bold")

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one(Head).show()
