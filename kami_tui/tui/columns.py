"""Text in columns, measured in cells: a wide letter takes two, a combining one none."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def fitted(text: str, width: int) -> str:
    """Exactly `width` cells: filled up with blanks, or cut with three dots."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, max(width - 3, 0)).rstrip() + "...", width)
