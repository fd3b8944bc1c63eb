"""What templates are given, field by field, as Markdown: written from `model` and `charts`
themselves, so that it is true of the program that prints it."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kami_tui.reporting.folders import ENTRY
from kami_tui.reporting.model import ReportContext

HEAD = """\
# Templates of the report

`kami report FILE --template FOLDER` takes templates, a style sheet, pictures and fonts from a
folder of yours before ours. Everything in it is optional; what is not there is ours.

- `report.html.jinja` replaces the whole document, or single blocks of it:

  ```jinja
  {% extends "kami/report.html.jinja" %}
  {% block footer %}Dinas Contoh · {{ report.meta.footer }}{% endblock %}
  {% block after %}<section><h1>Catatan</h1></section>{% endblock %}
  ```

  Blocks: BLOCKS.
- `sections/cover.jinja` (or another name of ours) replaces that piece; ours stays within reach as
  `kami/sections/cover.jinja`. Pieces: PIECES.
- `extra.css` is added after our style. What only browsers know stands inside `@media screen`.
- Pictures and fonts of the folder are named `kami-own:logo.png`, in `src` and in `url()`. Nothing
  else is read, from the disk or the network.

Templates are Jinja: everything is escaped, a name that does not exist is an error, and
`_("...")` translates the sentences of ours. They are given one thing, `report`; numbers come as
they are written. A chapter's template is also given `chapter`, one of `report.chapters`.
"""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    type: str
    words: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One dataclass of the context."""

    name: str
    words: str
    fields: tuple[Field, ...]


def context_words() -> str:
    """The whole document."""
    from kami_tui.resources import report_templates

    folder = report_templates()
    entry = (folder / ENTRY).read_text("utf-8")
    blocks = ", ".join(f"`{b}`" for b in re.findall(r"{% block (\w+)", entry))
    found = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.jinja"))
    pieces = ", ".join(f"`{p}`" for p in found if p != ENTRY)
    lines = [HEAD.replace("BLOCKS", blocks).replace("PIECES", pieces)]
    for kind in kinds():
        title = "report" if kind.name == ReportContext.__name__ else kind.name
        lines += [f"## {title}", "", kind.words, ""]
        lines += ["| field | holds | what it is |", "| --- | --- | --- |"]
        lines += [f"| `{f.name}` | {f.type} | {f.words} |" for f in kind.fields]
        lines.append("")
    return "\n".join(lines)


def shape() -> list[str]:
    """Every field with its type, one a line: what a user's templates rest on."""
    return [f"{kind.name}.{f.name}: {f.type}" for kind in kinds() for f in kind.fields]


def kinds() -> Iterator[Kind]:
    """All dataclasses of the context, each once, as they are reached."""
    seen: set[type] = set()
    waiting: list[type] = [ReportContext]
    while waiting:
        found = waiting.pop(0)
        if found in seen:
            continue
        seen.add(found)
        waiting += _within(found)
        yield _kind(found)


def _within(of: type) -> list[type]:
    """The dataclasses that fields hold, alone, in tuples or perhaps."""
    found: list[type] = []

    def look(hint: Any) -> None:
        if dataclasses.is_dataclass(hint) and isinstance(hint, type):
            found.append(hint)
        for inner in typing.get_args(hint):
            look(inner)

    for hint in typing.get_type_hints(of).values():
        look(hint)
    return found


def _kind(of: type) -> Kind:
    tree = ast.parse(inspect.getsource(of)).body[0]
    assert isinstance(tree, ast.ClassDef)  # noqa: S101 - for the checker
    fields = []
    for at, node in enumerate(tree.body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            after = tree.body[at + 1] if at + 1 < len(tree.body) else None
            fields.append(Field(node.target.id, _type(ast.unparse(node.annotation)), _words(after)))
    # A dataclass without words is given a made-up docstring: its signature.
    words = ast.get_docstring(tree) or ""
    return Kind(of.__name__, " ".join(words.split()).replace("``", "`"), tuple(fields))


def _words(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split()).replace("``", "`").replace("|", "\\|")
    return ""


def _type(annotation: str) -> str:
    """``tuple[Fact, ...]`` as a reader of templates would say it."""
    if many := re.fullmatch(r"tuple\[(.+), \.\.\.\]", annotation):
        return f"list of {_type(many[1])}"
    names = {"str": "text", "bool": "true or false", "int": "number"}
    if maybe := re.fullmatch(r"(.+) \| None", annotation):
        return f"{_type(maybe[1])} or none"
    if pair := re.fullmatch(r"tuple\[(.+), (.+)\]", annotation):
        return f"pair of {_type(pair[1])} and {_type(pair[2])}"
    return names.get(annotation, annotation)
