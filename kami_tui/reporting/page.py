"""Our own HTML as WeasyPrint takes it: read as the XML it is, with a base style for its tags alone.

WeasyPrint reads HTML with all that can be wrong with it, in Python, and lays a style for all of
HTML below ours: a fifth of the work of a report. Users' templates get that; ours need neither.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

BASE = "base.css"
"""The base style, which comes before the report's own in its sheet."""


def plainer(html: type) -> type:
    """WeasyPrint's class `html` for documents that are well-formed XML and bring the base style."""

    class Page(html):  # type: ignore[misc]
        def __init__(self, string: str, base_url: str, url_fetcher: Any) -> None:
            from cssselect2 import ElementWrapper

            self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
            # The templates escape what users typed, and declare no entities.
            self.etree_element = ElementTree.fromstring(string)  # noqa: S314
            _share_styles(self.etree_element)
            self.wrapper_element = ElementWrapper.from_html_root(
                self.etree_element, content_language=None
            )

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return []

    return Page


def _share_styles(root: ElementTree.Element) -> None:
    """Elements of one style attribute get a class in its place: WeasyPrint works out the style of
    every element that has the attribute, but of like classes once."""
    names: dict[str, str] = {}
    for element in root.iter():
        style = element.attrib.pop("style", None)
        if style is not None:
            name = names.setdefault(style, f"style-{len(names)}")
            element.set("class", f"{element.get('class', '')} {name}")
    head = root.find("head")
    if names and head is not None:
        rules = "".join(f".{name} {{ {style} }}\n" for style, name in names.items())
        ElementTree.SubElement(head, "style").text = rules
