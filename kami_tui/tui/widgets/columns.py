"""Columns that stay where they are: widths are cells of the terminal, not characters."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells, three dots where it is cut; flush left unless told."""
    if cell_len(text) > width:
        text = set_cell_size(text, max(width - 3, 0)).rstrip() + "..."[:width]
    pad = " " * (width - cell_len(text))
    return pad + text if right else text + pad
