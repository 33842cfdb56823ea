"""Names beside points, none over another."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_NARROW = frozenset("iljtfI.,:;'’!|()[]- ")
_WIDE = frozenset("mwMWЖШЩЮжшщюфмФ—")


def width_of(text: str, size: float) -> float:
    """How wide a text will be at most, roughly: the letters come from the reader’s own fonts."""
    units = 0.0
    for one in text:
        if one >= "\u2e80":
            units += 1.0
        elif one in _NARROW:
            units += 0.36
        elif one in _WIDE:
            units += 0.92
        else:
            units += 0.7 if one.isupper() else 0.58
    return units * size


class Label(Struct, frozen=True):
    """A name in its place."""

    x: float
    y: float
    """The base line."""
    anchor: str
    """start, middle or end."""
    box: Rect


def placed(
    text: str,
    x: float,
    y: float,
    radius: float,
    size: float,
    taken: Sequence[Rect],
    sheet: tuple[float, float],
    across: bool = False,
) -> Label | None:
    """A place for the name of a point where nothing stands yet; None when there is none.

    `across` puts it over the point itself if it can.
    """
    wide, gap = width_of(text, size), radius + size * 0.3
    rise, fall = size * 0.78, size * 0.26
    middle = y + size * 0.33
    over = (("middle", x, middle),) if across else ()
    for anchor, at, base in (
        *over,
        ("start", x + gap, middle),
        ("end", x - gap, middle),
        ("middle", x, y - gap - fall),
        ("middle", x, y + gap + rise),
        ("start", x + gap * 0.7, y - gap * 0.9),
        ("start", x + gap * 0.7, y + gap * 0.7 + rise),
        ("end", x - gap * 0.7, y - gap * 0.9),
        ("end", x - gap * 0.7, y + gap * 0.7 + rise),
    ):
        left = at if anchor == "start" else at - wide if anchor == "end" else at - wide / 2
        box = (left - 2, base - rise, left + wide + 2, base + fall)
        inside = box[0] >= 4 and box[1] >= 4 and box[2] <= sheet[0] - 4 and box[3] <= sheet[1] - 4
        if inside and not any(overlap(box, one) for one in taken):
            return Label(round(at, 1), round(base, 1), anchor, box)
    return None


def overlap(one: Rect, other: Rect) -> bool:
    """Whether two boxes share room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
