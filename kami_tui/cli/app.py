"""The command line as a whole: which commands there are, and their examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from kami_tui.cli import (
    answer,
    assessments,
    bundle_ways,
    check,
    doctor,
    export,
    findings,
    import_,
    merge,
    report,
    scoring,
    settings,
    split,
    terminal,
    verify,
    wording_ways,
)  # fmt: skip
from kami_tui.cli.help import (
    HELP_SETTINGS,
    Group,
    KamiCommand,
    KamiGroup,
    UsualGroup,
    Way,
    translate,
)
from kami_tui.i18n.translator import N_, Translator

COMMANDS: tuple[Way, ...] = (
    (
        "open",
        terminal.open_,
        N_("Opens an assessment in the terminal program."),
        N_(
            "kami                                the list of all assessments\n"
            "kami open k7m2p9qx                  go on where you were\n"
            "kami open k7m2 --item 2.5           the beginning of the id is enough"
        ),
    ),
    (
        "answer",
        answer.answer,
        N_(
            "Walks an assessment line by line on plain input and output: for screen readers,"
            " Braille displays, slow lines and scripts. ? lists what can be typed."
        ),
        N_(
            "kami answer k7m2p9qx                go on where you were\n"
            "kami answer k7m2 --area 2 --unanswered\n"
            'kami answer --new --organisation "Kota Contoh"\n'
            "kami answer k7m2 --item 1.1 --json < answers.txt\n"
            "\n"
            "A script writes one line for each item: 0 1 2 3, a b c, na and its reason, or\n"
            "nothing to leave it. Exit code 1: a line was refused; stderr says which and why."
        ),
    ),
    (
        "demo",
        terminal.demo,
        N_(
            "Opens a throw-away workspace with the two filled rounds of an invented municipality;"
            " nothing of it is kept."
        ),
        "kami demo",
    ),
    (
        "score",
        scoring.score,
        N_("Scores answers files or assessments: areas, levels, category and final result."),
        N_(
            "kami score kota.yaml\n"
            "kami score kota.yaml --format json | jq .total\n"
            "kami score *.yaml --format csv > rekap.csv\n"
            "kami score --jsonl < many.jsonl > results.jsonl\n"
            "\n"
            'One assessment gives one JSON object; several give an array, each with its "file".\n'
            '--jsonl: {"answers": {"2.1": "3", "2.2": 1, "2.3": null}} on each line; every\n'
            'line in gives one line out, a bad (or blank) one {"error": "...", "line": 7}.'
        ),
    ),
    (
        "explain",
        scoring.explain,
        N_(
            "Says why an area, or the final result, stands where it does: stage sums, what keeps"
            " stage 3 shut, every level with its numbers, and what to change first."
        ),
        N_(
            "kami explain kota.yaml              why the final result is what it is\n"
            "kami explain kota.yaml 3            why area 3 stands where it does\n"
            "kami explain k7m2p9qx IV --format json"
        ),
    ),
    (
        "findings",
        findings.findings_,
        N_(
            "Lists what is weak before an assessment is handed in: unanswered items, missing"
            " evidence, reasons and profile fields, contradictions. Exits 1 while something must"
            " be settled."
        ),
        N_(
            "kami findings kota.yaml\n"
            "kami findings k7m2p9qx --format json | jq .blocking\n"
            "kami findings kota.yaml > /dev/null && kami report kota.yaml --out kota.pdf"
        ),
    ),
    (
        "report",
        report.report,
        N_("Makes reports, as PDF or as one HTML file; several at once, side by side."),
        N_(
            "kami report kota.yaml --out kota.pdf\n"
            "kami report k7m2p9qx --out report.pdf --lang en\n"
            "kami report kota.yaml --parts result\n"
            "kami report kota.yaml --without method,register\n"
            "kami report kota.yaml --out - > kota.pdf\n"
            "kami report kota.yaml --out kota.pdf --sign officer.p12\n"
            "kami report kota.yaml --out kota.html\n"
            "kami report *.yaml --out laporan/   one file for each, all processors at work\n"
            "kami report kota.yaml --template dinas/   with templates or extra.css of your own"
        ),
    ),
    (
        "verify",
        verify.verify,
        N_(
            "Says whether a report is as it was made: scores the answers inside it again, compares"
            " every word of its pages, and reads its signatures. Exit code 4: it was changed."
        ),
        N_(
            "kami verify kota.pdf\n"
            "kami verify kota.pdf --json | jq .verdict\n"
            "kami verify kota.pdf --trust issuer.pem"
        ),
    ),
    (
        "list",
        assessments.list_,
        N_("Lists the assessments of the workspace, the one changed last first."),
        N_("kami list\nkami list --format csv > assessments.csv\nkami --db team.db list --json"),
    ),
    (
        "show",
        assessments.show,
        N_("Shows one assessment: who, which edition, progress and result."),
        "kami show k7m2p9qx\nkami show k7m2p9qx --format json | jq .result.total",
    ),
    (
        "import",
        import_.import_,
        N_(
            "Takes a filled-in workbook (.xlsx), an answers file, or a part that a colleague cut"
            " off into the workspace and prints its id. A workbook is looked at first: what was"
            " understood, what was not, where its own figures differ and why; nothing is written"
            " until you accept it."
        ),
        N_(
            "kami import kota.yaml\n"
            'kami open "$(kami import kota.yaml)"   take it in and go on with it\n'
            "kami import KAMI-terisi.xlsx        look at a workbook, then take it in\n"
            "kami import KAMI-terisi.xlsx --preview json | jq .findings\n"
            "kami import KAMI-terisi.xlsx --to k7m2 --accept --theirs"
        ),
    ),
    (
        "export",
        export.export,
        N_(
            "Writes an assessment for people and other tools. YAML and JSON hold all of it and are"
            " equal when imported again; CSV is a table of the answers, which can be filled in and"
            " imported; XLSX is a workbook for auditors, whose formulas reckon every figure again;"
            " Markdown is for reading; OSCAL and CISO Assistant are for tools of that name. --into"
            " fills in the official workbook, your own copy of it."
        ),
        N_(
            "kami export k7m2p9qx > kota.yaml\n"
            "kami export k7m2p9qx --format json | jq .profile\n"
            "kami export k7m2p9qx --format xlsx --out kota.xlsx\n"
            "kami export kota.yaml --out kota.csv --bom     for Excel\n"
            "kami export kota.yaml --what result --out result.md\n"
            "kami export kota.yaml --what findings --format markdown\n"
            "kami export kota.yaml --format oscal --out kota.oscal.json\n"
            "kami export kota.yaml --into KAMI.xlsx --out KAMI-kota.xlsx\n"
            "kami export --edition kami-5.0 --format ciso-assistant --out kami-5.0.yaml"
        ),
    ),
    (
        "schema",
        export.schema,
        N_("Prints the JSON Schema of the documents that the program writes."),
        "kami schema\nkami schema result > result.schema.json",
    ),
    (
        "split",
        split.split,
        N_(
            "Cuts parts off an assessment for colleagues, as small files: areas, items, or what an"
            " owner has. The assessment itself stays as it is."
        ),
        N_(
            "kami split k7m2p9qx --area 2 --area 3 --out for-the-secretariat.kami-part.json\n"
            'kami split k7m2 --owner "Bagian Hukum"\n'
            "kami split k7m2 --by owner --out parts/   one file for each owner\n"
            "\n"
            "The colleague types: kami import FILE, fills it in, kami hand-back ID. What comes\n"
            "back is taken in with: kami merge k7m2 FILE"
        ),
    ),
    (
        "hand-back",
        split.back,
        N_("Writes a part that was filled in as a file for whoever handed it out."),
        "kami hand-back m3c8w2fd\nkami hand-back m3c8 --out area-2.kami-part.json",
    ),
    (
        "merge",
        merge.merge,
        N_(
            "Takes filled parts back into their assessment, with their journals. Where both sides"
            " changed the same, you are asked; merged twice, nothing changes."
        ),
        N_(
            "kami merge k7m2p9qx back.kami-part.json   conflicts are shown, to be decided\n"
            "kami merge k7m2 *.kami-part.json --newest\n"
            "kami merge k7m2 back.kami-part.json --dry-run   what it would do\n"
            "\n"
            "One step: z in the program takes a merge back."
        ),
    ),
    (
        "check",
        check.check,
        N_("Checks questionnaires: every problem with file, line and a hint, or what they hold."),
        N_("kami check\nkami check my-editions/kami-5.1"),
    ),
    (
        "settings",
        settings.settings,
        N_("Tells which settings are in force and from where, and what keys do."),
        N_(
            "kami settings                       what is in force, and mistakes in the file\n"
            "kami settings --init                write the documented file, to be edited\n"
            "kami settings --keys                every action with its present keys"
        ),
    ),
    (
        "doctor",
        doctor.doctor,
        N_("Tells what is installed, where the data is, and how to mend what does not work."),
        "kami doctor\nkami doctor --json",
    ),
)

GROUPS: tuple[Group, ...] = (bundle_ways.GROUP, wording_ways.GROUP)

ABOUT = N_(
    "Indeks KAMI in the terminal: fill it in, see the score and why, make the report.\n\n"
    "Without a command the terminal program opens. Where an assessment is asked for, an answers"
    " file or the id of an assessment in the workspace will do. Data goes to standard output,"
    " everything else to standard error. Exit codes: 0 done, 1 some failed, 2 bad command line or"
    " bad file, 3 the workspace cannot be reached, 4 what was verified was changed, 130"
    " interrupted."
)
START = N_(
    "kami demo                           look around without leaving a trace\n"
    "kami                                fill in your own\n"
    "kami score kota.yaml                score a file\n"
    "kami explain kota.yaml 3            why area 3 stands where it does\n"
    "kami report kota.yaml --out kota.pdf\n"
    "kami doctor                         if something does not work\n"
    "\n"
    "Environment: KAMI_HOME (data directory), KAMI_DB, KAMI_LANG, KAMI_USER, KAMI_ASCII, NO_COLOR."
)


def root(
    db: Annotated[
        str | None,
        typer.Option(
            metavar=N_("PATH"),
            help=N_("Workspace to use: a SQLite file or a database URL (KAMI_DB)."),
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="id|en", help=N_("Language (KAMI_LANG; id if not set)."))
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(
            metavar="dark|light|contrast|mono",
            help=N_("Look of the terminal program (NO_COLOR: mono)."),
        ),
    ] = None,
    ascii: Annotated[
        bool, typer.Option("--ascii", help=N_("Draws with ASCII signs only (KAMI_ASCII)."))
    ] = False,
    json: Annotated[
        bool,
        typer.Option(
            "--json", help=N_("Data as JSON, and errors as JSON with a stable code on stderr.")
        ),
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", "-V", help=N_("Prints the version."))
    ] = False,
) -> None:
    """Declared for help and completion; `entry` has taken these out of the line before."""


def build(tr: Translator) -> Any:
    """The command tree, in one language."""
    app = typer.Typer(
        cls=KamiGroup,
        rich_markup_mode=None,
        context_settings=HELP_SETTINGS,
        pretty_exceptions_enable=False,
        help=ABOUT,
        epilog=START,
    )
    app.callback()(root)
    _fill(app, COMMANDS)
    for name, _, about, examples, ways in GROUPS:
        group = typer.Typer(
            cls=UsualGroup,
            rich_markup_mode=None,
            context_settings=HELP_SETTINGS,
            help=about,
            epilog=examples,
        )
        _fill(group, ways)
        app.add_typer(group, name=name)
    command: Any = typer.main.get_command(app)
    for name, after, *_ in GROUPS:
        _move(command.commands, name, after)
    translate(command, tr)
    return command


def _fill(app: typer.Typer, ways: Sequence[Way]) -> None:
    for name, function, about, examples in ways:
        app.command(
            name, cls=KamiCommand, help=about, epilog=examples, context_settings=HELP_SETTINGS
        )(function)


def _move(commands: dict[str, Any], name: str, after: str) -> None:
    """Puts a command behind another: typer has groups first."""
    moved = commands.pop(name)
    rest = list(commands.items())
    commands.clear()
    for known, command in rest:
        commands[known] = command
        if known == after:
            commands[name] = moved
