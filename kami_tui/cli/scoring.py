"""``kami score``, ``kami explain`` and ``kami check``: answers and editions in, figures out."""

from __future__ import annotations

from typing import Annotated

import typer

from kami_tui.cli import output, results
from kami_tui.cli.completion import areas, names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.jsonl import score_stream
from kami_tui.cli.names import area_called
from kami_tui.cli.story_document import area_document, status_document
from kami_tui.cli.story_text import StoryWriter
from kami_tui.domain.instrument import Instrument
from kami_tui.i18n.translator import N_
from kami_tui.usecases.batch import Outcome, score_all

ASSESSMENT = N_("An answers file (YAML or JSON, - for standard input) or the id of an assessment.")


def score(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar=N_("[ASSESSMENT...]"), help=ASSESSMENT, autocompletion=names),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="table|json|csv", help=N_("Form of the output.")),
    ] = None,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help=N_("Score one JSON object per line of standard input, as they come."),
        ),
    ] = False,
    instrument: Annotated[
        str | None,
        typer.Option(
            metavar=N_("EDITION"), help=N_("With --jsonl: the edition of lines that name none.")
        ),
    ] = None,
) -> int:
    """Scores answers; several are scored one by one, and a bad one stops none of the rest."""
    cli: Cli = ctx.obj
    if jsonl:
        if files or format_ not in (None, "json"):
            raise UsageMistake(
                message=cli.tr("--jsonl reads standard input; it takes no files and no --format."),
                hint="",
            )
        edition = instrument or cli.services.usual_instrument
        cli.services.editions.scorer(edition)  # a wrong edition is told once, not on every line
        return score_stream(cli, edition)
    if instrument is not None:
        raise UsageMistake(message=cli.tr("--instrument goes with --jsonl."), hint="")
    if not files:
        raise UsageMistake(
            message=cli.tr("Name at least one answers file or assessment."),
            hint="  kami score kota-contoh.yaml",
        )
    chosen = cli.format(format_, ("table", "json", "csv"))
    done: list[Outcome] = []
    worst = Code.DONE
    for outcome in score_all(files, cli.find, cli.services.editions):
        if outcome.error is None:
            done.append(outcome)
        else:
            about = outcome.name if len(files) > 1 else None
            worst = max(worst, cli.diagnostics.error(outcome.error, about))
    _print(cli, done, chosen, single=len(files) == 1)
    if worst is Code.DONE:
        return Code.DONE
    return Code.SOME_FAILED if done else worst


def _print(cli: Cli, done: list[Outcome], chosen: str, *, single: bool) -> None:
    found = [(o.name, o.result) for o in done if o.result is not None]
    if not found:
        return
    if chosen == "json":
        documents = [r.as_document() for _, r in found]
        if single:
            output.write_json(documents[0])
        else:
            output.write_json(
                [{"file": n, **d} for (n, _), d in zip(found, documents, strict=True)]
            )
    elif chosen == "csv":
        output.write_csv(*results.csv_rows(found))
    else:
        full = [(n, r, cli.services.editions.scorer(r.instrument).instrument) for n, r in found]
        if single:
            name, result, instrument = full[0]
            lines = [results.title(name, cli), "", *results.detail(result, instrument, cli)]
        else:
            lines = results.overview(full, cli)
        output.write("\n".join(lines))


def explain(
    ctx: typer.Context,
    assessment: Annotated[
        str, typer.Argument(metavar=N_("ASSESSMENT"), help=ASSESSMENT, autocompletion=names)
    ],
    area: Annotated[
        str | None,
        typer.Argument(
            metavar="[AREA]",
            help=N_("2 or II; left out: the final result."),
            autocompletion=areas,
        ),
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="text|json", help=N_("Form of the output."))
    ] = None,
) -> int:
    """Says why an area (or the whole) stands where it does, and what would raise it."""
    cli: Cli = ctx.obj
    chosen = cli.format(format_, ("text", "json"))
    answers = cli.find(assessment).assessment
    scorer = cli.services.editions.scorer(answers.instrument)
    area_id = None if area is None else _area(cli, area, scorer.instrument)
    evaluation = scorer.evaluate(answers.statuses)
    if chosen == "json":
        output.write_json(
            area_document(evaluation, area_id, cli.tr)
            if area_id
            else status_document(evaluation, cli.tr)
        )
        return Code.DONE
    writer = StoryWriter(evaluation, cli.tr)
    lines = writer.area(area_id) if area_id else writer.status()
    lines[0] = cli.paint.strong(lines[0])
    output.write("\n".join(lines))
    return Code.DONE


def _area(cli: Cli, name: str, instrument: Instrument) -> str:
    found = area_called(name, instrument)
    if found is None:
        known = ", ".join(a.id for a in instrument.areas)
        raise UsageMistake(
            message=cli.tr(
                "There is no area '{name}'; there are: {known}.", name=name, known=known
            ),
            hint="",
        )
    return found
