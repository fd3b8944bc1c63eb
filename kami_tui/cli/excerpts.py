"""Two texts on one line each, cut so that what differs is seen."""

from __future__ import annotations

_DOTS = "..."


def line_of(text: str, most: int) -> str:
    """A text on one line of at most `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - len(_DOTS)] + _DOTS


def side_by_side(one: str, other: str, most: int) -> tuple[str, str]:
    """Both on a line of at most `most` characters. Where long texts begin alike, they are shown
    from shortly before the first letter that differs."""
    lines = [" ".join(t.split()) for t in (one, other)]
    if lines[0] == lines[1] and one != other:  # they differ in line breaks or spaces alone
        lines = [t.replace("\n", "\\n").replace("\t", "\\t") for t in (one, other)]
    pairs = enumerate(zip(*lines, strict=False))
    alike = next((n for n, (a, b) in pairs if a != b), min(map(len, lines)))
    if max(map(len, lines)) <= most or alike <= most // 2:
        return line_of(lines[0], most), line_of(lines[1], most)
    start = alike - most // 3
    start = lines[0].find(" ", start, alike) + 1 or start
    first, second = (_DOTS + line_of(t[start:], most - len(_DOTS)) for t in lines)
    return first, second
