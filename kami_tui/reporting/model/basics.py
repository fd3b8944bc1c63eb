"""Words and figures that every part uses, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value."""

    label: str
    """What it is."""
    value: str
    """The value, in words; may have line feeds."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large figure of the result. `mute` where it is not known yet."""

    label: str
    """What it is."""
    value: str
    """The figure, as written."""
    note: str
    """A few words on it; may be empty."""
    mute: bool = False
    """Whether it is not known yet."""
    anchor: str = ""
    """Where it is derived; empty where that is not printed."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Of the file itself, and what runs along the edge of every page."""

    language: str
    """``id`` or ``en``."""
    title: str
    """Title of the document."""
    author: str
    """The organisation."""
    subject: str
    """The scope, cut to one line."""
    keywords: str
    """Name and id of the instrument."""
    created: str
    """W3C date and time."""
    generator: str
    """Name and version of this program."""
    header: str
    """Heads every page."""
    label: str
    """Classification at the head of every page; empty: none."""
    footer: str
    """Stands at the foot of every page."""


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of the contents."""

    title: str
    """The heading."""
    anchor: str
    """Id of the part in the document."""
