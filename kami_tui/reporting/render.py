"""From the context to HTML: Jinja2 with every door shut but the templates' own folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kami_tui.domain.errors import ReportFailed
from kami_tui.i18n.translator import Translator
from kami_tui.reporting.model import ReportContext
from kami_tui.reporting.text import DOMAIN

if TYPE_CHECKING:
    from jinja2 import Environment

ENTRY = "report.html.jinja"


def environment(templates: Path, language: str) -> Environment:
    """Escapes everything, refuses what is not there, reads nothing outside `templates`.

    `_` translates a sentence of the template.
    """
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    found = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.globals["_"] = Translator(language, DOMAIN)
    return found


def html(context: ReportContext, templates: Path) -> str:
    """The report as one HTML document.

    Raises:
        ReportFailed: reason ``template``; the detail names the template and the line.
    """
    from jinja2 import TemplateError

    try:
        env = environment(templates, context.meta.language)
        return env.get_template(ENTRY).render(report=context)
    except TemplateError as error:
        raise ReportFailed(reason="template", detail=_place(error, templates)) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # A template that calls or indexes something wrongly fails as Python does.
        raise ReportFailed(reason="template", detail=_place(error, templates)) from error


def _place(error: Exception, templates: Path) -> str:
    """``sections/area.jinja:12: what is wrong``; Jinja's tracebacks have the template's lines."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if file is None:
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code.co_filename
            if Path(code).is_relative_to(templates):
                file, line = code, trace.tb_lineno
            trace = trace.tb_next
    name = ENTRY
    if file is not None:
        path = Path(file)
        name = str(path.relative_to(templates) if path.is_relative_to(templates) else path.name)
    where = f"{name}:{line}" if line else name
    return f"{where}: {getattr(error, 'message', None) or error}"
