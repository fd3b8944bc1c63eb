"""From the context to HTML: Jinja2 with every door shut but the folders of templates.

A user's own template of the same name comes before ours, and reaches ours as ``kami/<name>``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kami_tui.domain.errors import ReportFailed
from kami_tui.i18n.translator import Translator
from kami_tui.reporting import limits
from kami_tui.reporting.compiled import compiled
from kami_tui.reporting.folders import ENTRY, Folders, inside
from kami_tui.reporting.model import ReportContext
from kami_tui.reporting.text import DOMAIN

if TYPE_CHECKING:
    from jinja2 import Environment

OURS = "kami"
"""Leads the names of our templates where a user's have the same."""


def environment(folders: Folders, language: str) -> Environment:
    """Escapes everything, refuses what is not there, reads nothing outside the folders.

    `_` translates a sentence of the template.
    """
    from jinja2 import BaseLoader, ChoiceLoader, PrefixLoader, StrictUndefined, TemplateNotFound
    from jinja2 import TemplateSyntaxError as Mistake
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Folder(BaseLoader):
        def __init__(self, root: Path) -> None:
            self.root = root

        def get_source(
            self, environment: Environment, template: str
        ) -> tuple[str, str, Callable[[], bool]]:
            path = inside(self.root, template)
            if path is None or not path.is_file():
                raise TemplateNotFound(template)
            file = str(self.root / template)
            try:
                return path.read_text("utf-8"), file, lambda: True
            except UnicodeDecodeError as error:
                line = path.read_bytes().count(b"\n", 0, error.start) + 1
                raise Mistake("it is not in UTF-8", line, template, file) from error
            except OSError as error:
                raise Mistake(error.strerror or "it cannot be read", 1, template, file) from error

    class Shut(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(["**"])

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            # A power that takes minutes cannot be stopped while it is worked out.
            raise ArithmeticError("templates do not raise to powers")

    ours = Folder(folders.ours)
    loaders: list[BaseLoader] = [PrefixLoader({OURS: ours}), ours]
    if folders.own is not None:
        loaders.insert(1, Folder(folders.own))
    found = Shut(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled() if folders.own is None else None,
    )
    found.globals["_"] = Translator(language, DOMAIN)
    return found


def html(context: ReportContext, templates: Path, own: Path | None = None) -> str:
    """The report as one HTML document; `own` is the user's folder of templates.

    Raises:
        ReportFailed: reason ``template``; the detail names the template and the line.
    """
    from jinja2 import TemplateError

    folders = Folders(templates, own)
    folders.check()
    try:
        with limits.at_most(limits.COMPOSE):
            env = environment(folders, context.meta.language)
            return _written(env.get_template(ENTRY).generate(report=context))
    except TemplateError as error:
        raise ReportFailed(reason="template", detail=_place(error, folders)) from error
    except (
        ArithmeticError, AttributeError, LookupError, TypeError, ValueError,
        RecursionError, MemoryError, TimeoutError,
    ) as error:  # fmt: skip
        # A template that calls or indexes something wrongly fails as Python does.
        raise ReportFailed(reason="template", detail=_place(error, folders)) from error


def _written(pieces: Any) -> str:
    """Raises ValueError where they come to more than a report can be."""
    kept, letters = [], 0
    for piece in pieces:
        kept.append(piece)
        letters += len(piece)
        if letters > limits.LETTERS:
            raise ValueError(f"it writes more than {limits.LETTERS:,} letters")
    return "".join(kept)


def _place(error: Exception, folders: Folders) -> str:
    """``sections/area.jinja:12: what is wrong``; Jinja's tracebacks have the template's lines."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if file is None:
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code.co_filename
            if _short(code, folders) is not None:
                file, line = code, trace.tb_lineno
            trace = trace.tb_next
    name = (_short(file, folders) or Path(file).name) if file is not None else ENTRY
    where = f"{name}:{line}" if line else name
    said = getattr(error, "message", None) or str(error)
    if isinstance(error, MemoryError):
        said = limits.OUT_OF_MEMORY.format(mib=limits.MEMORY // 1024**2)
    elif isinstance(error, RecursionError):
        said = "it calls or includes itself without end"
    return f"{where}: {said}"


def _short(file: str, folders: Folders) -> str | None:
    """The name of a template in its folder; ours, where there are two folders, as the user would
    reach it."""
    path = Path(file)
    if folders.own is not None and path.is_relative_to(folders.own):
        return path.relative_to(folders.own).as_posix()
    if path.is_relative_to(folders.ours):
        name = path.relative_to(folders.ours).as_posix()
        return f"{OURS}/{name}" if folders.own is not None else name
    return None
