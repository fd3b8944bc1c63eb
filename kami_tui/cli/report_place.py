"""Where reports go, and that none is written over what somebody would miss."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import UsageMistake
from kami_tui.i18n import system
from kami_tui.usecases.lookup import Found, exists
from kami_tui.usecases.report_names import stem_of

Form = Literal["pdf", "html"]
FORMS: tuple[Form, ...] = ("pdf", "html")
OTHER = frozenset((".doc", ".docx", ".odt", ".rtf", ".xlsx", ".ods", ".csv", ".md"))
"""Endings that would promise another kind of file."""
_ENDINGS: dict[str, Form] = {".pdf": "pdf", ".html": "html", ".htm": "html"}


@dataclass(frozen=True, slots=True)
class Place:
    """What ``--out`` named."""

    out: str | None
    force: bool

    @property
    def is_stdout(self) -> bool:
        return self.out == "-"

    @property
    def is_folder(self) -> bool:
        """An existing folder, or a name that ends as only folders' do."""
        return self.out is not None and is_folder(self.out)

    @property
    def implies(self) -> Form | None:
        """The form that the name of one file implies."""
        if self.out is None or self.is_stdout or self.is_folder:
            return None
        return _ENDINGS.get(Path(self.out).suffix.lower())


def is_folder(out: str) -> bool:
    """Whether this is a folder that is there, or a name that ends as only folders' do."""
    try:
        return out.endswith(("/", "\\")) or Path(out).is_dir()
    except (OSError, ValueError):  # told when it is written
        return False


def no_folder(cli: Cli, out: str) -> str:
    """Raises UsageMistake: only one file is written, and this is a folder."""
    if is_folder(cli.named(out)):
        raise UsageMistake(
            message=cli.tr("{file} is a folder; name a file in it.", file=out),
            hint="  " + cli.tr("Give --out another name."),
        )
    return out


def form_of(cli: Cli, given: str | None, place: Place) -> Form:
    """Raises UsageMistake: there is no such form, or ``--out`` names a file of another."""
    if given is None:
        if place.implies is None and not (place.out is None or place.is_stdout or place.is_folder):
            ending = Path(place.out).suffix.lower()
            if ending in OTHER:
                raise UsageMistake(
                    message=cli.tr("A report is no {ending} file.", ending=ending),
                    hint="  " + cli.tr("It can be: {known}", known=", ".join(sorted(_ENDINGS))),
                )
        return place.implies or "pdf"
    cli.choice("--format", given, FORMS)
    form: Form = "html" if given == "html" else "pdf"
    if place.implies not in (None, form):
        raise UsageMistake(
            message=cli.tr(
                "--format {form} does not go with the name {file}.", form=form, file=place.out
            ),
            hint="  " + cli.tr("Leave --format out, or give --out another name."),
        )
    return form


def target_of(cli: Cli, found: Found, place: Place, form: Form) -> Path | None:
    """Where one report goes; None: standard output.

    Raises:
        UsageMistake: nothing was said about a file that is there, or it holds the answers.
    """
    if place.is_stdout:
        return None
    if place.out is None or place.is_folder:
        return free(cli, folder_of(cli, place) / f"{stem_of(found)}.{form}", place, [found.path])
    return spared(cli, [found.path], Path(place.out))


def folder_of(cli: Cli, place: Place) -> Path:
    """The folder for reports, made if only it is missing.

    Raises:
        UsageMistake: it is no folder, or cannot be made.
    """
    folder = Path(place.out or "")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageMistake(
            message=cli.tr(
                "The folder {folder} cannot be used: {reason}. No report was made.",
                folder=str(folder),
                reason=system.said(error.strerror or str(error), cli.tr),
            ),
            hint="  " + cli.tr("Give --out another folder."),
        ) from error
    return folder


def free(cli: Cli, target: Path, place: Place, sources: Iterable[Path | None]) -> Path:
    """A name nobody typed: a file that has it stays, unless ``--force`` was said."""
    if exists(target) and not place.force:
        if place.out is not None:
            raise _there(cli, target)
        raise UsageMistake(
            message=cli.tr("{file} is there already and was left alone.", file=str(target)),
            hint="  " + cli.tr("Name the file with --out to write over it."),
        )
    return spared(cli, sources, target)


def unless_there(cli: Cli, target: Path, *, force: bool) -> Path:
    """The place, unless there is a file that somebody may have changed by hand. A folder or a
    device is left to whoever writes.

    Raises:
        UsageMistake: there is one, and `force` was not said.
    """
    if not force and _is_file(target):
        raise _there(cli, target)
    return target


def _there(cli: Cli, target: Path) -> UsageMistake:
    said = cli.tr(
        "{file} is there already and was left alone; --force writes over it.", file=str(target)
    )
    return UsageMistake(message=said, hint="")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # told when it is written
        return False


def spared(cli: Cli, sources: Iterable[Path | None], target: Path) -> Path:
    """The place, unless a report there would cost answers.

    Raises:
        UsageMistake: it is an answers file or the workspace itself.
    """
    if holds_answers(cli, sources, target):
        raise UsageMistake(
            message=cli.tr(
                "{file} holds the answers; it was left as it is.",
                file=str(target),
            ),
            hint="  " + cli.tr("Give --out another name."),
        )
    return target


def holds_answers(cli: Cli, sources: Iterable[Path | None], target: Path) -> bool:
    """Whether a file is one of these answers files, or the workspace."""
    place = cli.services.workspace.place
    # Beside a SQLite file stands what was written last and is not in it yet.
    own = [] if "://" in place else [Path(place + end) for end in ("", "-wal", "-shm", "-journal")]
    precious = [*sources, *own]
    return any(one is not None and _same(one, target) for one in precious)


def _same(one: Path, other: Path) -> bool:
    try:
        # What is not there yet has a name at least: SQLite would take it for its own.
        return one.resolve() == other.resolve() or one.samefile(other)
    except (OSError, ValueError, RuntimeError):  # one of them is not there
        return False
