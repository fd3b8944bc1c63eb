"""``kami report A B C``: many reports side by side; a failure stops none of the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.report_place import Form, Place, folder_of, free
from kami_tui.cli.report_progress import ManyProgress
from kami_tui.domain.errors import KamiError
from kami_tui.i18n.boxes import boxes_told
from kami_tui.usecases.lookup import Found
from kami_tui.usecases.ports import Made, ReportRequest
from kami_tui.usecases.report_names import Names, stem_of

MOST_JOBS = 64

Ask = Callable[[Found, Path], ReportRequest]
"""The request for one assessment and its place; everything else is the same for all."""


def jobs_of(cli: Cli, given: int | None, reports: int) -> int:
    """How many work at once. Raises UsageMistake."""
    if given is not None and not 1 <= given <= MOST_JOBS:
        raise UsageMistake(message=cli.tr("--jobs goes from 1 to {most}.", most=MOST_JOBS), hint="")
    if given is None:
        usable = getattr(os, "sched_getaffinity", None)
        given = min(len(usable(0)) if usable else os.cpu_count() or 1, MOST_JOBS)
    return min(given, reports)


def report_many(
    cli: Cli, names: Sequence[str], place: Place, form: Form, jobs: int | None, ask: Ask
) -> int:
    """Makes them all, prints each path as its file is there, tells each failure in one line."""
    names = list(dict.fromkeys(names))  # named twice, made once
    if place.is_stdout or place.implies is not None:
        raise UsageMistake(
            message=cli.tr("With several assessments, --out names a folder."),
            hint="  kami report kota.yaml kabupaten.yaml --out laporan/",
        )
    batch = _Batch(cli, names, place, form, ask)
    with batch.bar as tell:
        made = cli.services.many_reports.render_all(
            batch.requests(), jobs_of(cli, jobs, len(names)), tell
        )
        with closing(made):  # type: ignore[type-var]  # a generator, though the port says iterator
            for one in made:
                batch.ended(one)
    return batch.close()


class _Batch:
    def __init__(self, cli: Cli, names: Sequence[str], place: Place, form: Form, ask: Ask) -> None:
        self.cli, self.names, self.place, self.ask = cli, names, place, ask
        self.folder = folder_of(cli, place) if place.out is not None else Path()
        self.files = Names(f".{form}")
        # No report may cost the answers of any of them.
        self.sources = [Path(name) for name in names]
        self.bar = ManyProgress(cli, len(names))
        self.boxes: set[str] = set()
        """Letters of any report that no font has."""
        self.of: dict[Path, str] = {}
        self.paths: dict[str, Path] = {}
        self.failures: dict[str, dict[str, object]] = {}
        self.worst = Code.DONE

    def requests(self) -> Iterator[ReportRequest]:
        for name in self.names:
            try:
                found = self.cli.find(name)
                target = self.folder / self.files.of(stem_of(found))
                request = self.ask(found, free(self.cli, target, self.place, self.sources))
            except KamiError as error:
                self.bar.failed += 1
                self._failed(name, error)
            else:
                self.of[request.out] = name
                yield request

    def ended(self, one: Made) -> None:
        request, name = one.request, self.of[one.request.out]
        if one.error is not None:
            self._failed(name, one.error)
            return
        self.boxes |= set(one.boxes)
        self.bar.done += 1
        self.paths[name] = request.out
        if not self.cli.as_json:
            self.bar.wipe()
            output.write(str(request.out))

    def _failed(self, name: str, error: KamiError) -> None:
        self.bar.wipe()
        self.failures[name] = self.cli.diagnostics.document(error)
        self.worst = max(self.worst, self.cli.diagnostics.error(error, name))

    def close(self) -> int:
        cli, names = self.cli, self.names
        if cli.as_json:
            made = [{"assessment": n, "path": str(p)} for n in names if (p := self.paths.get(n))]
            failed = [{"assessment": n, "error": e} for n in names if (e := self.failures.get(n))]
            letters = "".join(sorted(self.boxes))
            output.write_json(
                {"reports": made, "failures": failed, "letters_without_font": letters}
            )
        elif self.boxes:
            cli.diagnostics.note(boxes_told("".join(sorted(self.boxes)), cli.tr))
        if self.worst is Code.DONE:
            return Code.DONE
        if self.paths:
            cli.diagnostics.note(
                cli.tr.plural(
                    "{n} of {all} reports was not made; the others are in their places.",
                    "{n} of {all} reports were not made; the others are in their places.",
                    len(self.failures),
                    all=len(names),
                )
            )
        return Code.SOME_FAILED if self.paths else self.worst
