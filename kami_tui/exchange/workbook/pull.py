"""XML of a workbook, pulled through element by element: no tree, no entities, no surprises.

A tree of a sheet takes hundreds of megabytes, and the spreadsheet library pads what is missing up
to the size a sheet claims. Here a sheet costs what it really holds, and that is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from kami_tui.exchange.workbook.package import Package, refused

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]
DEEPEST = 40
"""Elements within elements; a sheet has some 8."""
LONGEST = 1024**2
"""Bytes of one tag. The parser reads an unfinished one again with every chunk: quadratic time."""
MOST_NAMES = 2_000


class Budget:
    """What may still be read of one workbook, over all its parts."""

    def __init__(self, elements: int = 1_000_000, text: int = 16_000_000) -> None:
        self.elements, self.text = elements, text


def pull(
    package: Package, part: str, budget: Budget, start: Start, end: End, text: Text | None = None
) -> None:
    """Reads one part; the functions hear local names, whatever prefix a program chose.

    Attribute names keep what follows the last blank or colon, too: ``r:id`` is ``id``.

    Raises:
        BadInput: it is no XML, holds a document type, or is more than may be read.
    """
    names: dict[str, str] = {}
    depth = 0

    def local(name: str) -> str:
        found = names.get(name)
        if found is None:
            if len(names) > MOST_NAMES:
                raise refused(package.name, "workbook_bomb")
            found = names[name] = name.rpartition(" ")[2]
        return found

    def begun(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        budget.elements -= 1
        if depth > DEEPEST or budget.elements < 0:
            raise refused(package.name, "workbook_bomb")
        start(local(name), attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(local(name))

    def said(data: str) -> None:
        budget.text -= len(data)
        if budget.text < 0:
            raise refused(package.name, "workbook_bomb")
        if text is not None:
            text(data)

    def declared(*_: object) -> None:
        raise refused(package.name, "workbook_entities")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    fed = 0
    try:
        for chunk in package.chunks(part):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > LONGEST:
                raise refused(package.name, "workbook_bomb")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refused(package.name, "workbook_damaged") from error


def attribute(attributes: Mapping[str, str], name: str) -> str | None:
    """An attribute by its local name: ``id`` of ``r:id``."""
    if name in attributes:
        return attributes[name]
    return next((v for k, v in attributes.items() if k.endswith(" " + name)), None)


def truth(attributes: Mapping[str, str], name: str) -> bool:
    return attributes.get(name, "0").strip().lower() in ("1", "true", "on")
