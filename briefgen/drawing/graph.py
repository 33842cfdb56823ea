"""Boxes in columns with lines between them: who is behind what, from left to right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from msgspec import Struct

from briefgen.drawing.labels import width_of

_WIDE, _HIGH, _ACROSS, _DOWN, _EDGE = 230, 58, 312, 76, 10
_SIZE = 22
_LANE = 14
"""Room between lines that lead back."""


class Node(Struct, frozen=True):
    """A box."""

    id: str
    label: str
    column: int
    kind: str
    """For its class: `gr-<kind>`."""


class Edge(Struct, frozen=True):
    """A line from one box to another."""

    of: str
    to: str
    kind: str
    """For its class: `gr-<kind>`."""


class Graph(Struct, frozen=True):
    """A graph as SVG: what stands inside the `svg` element."""

    svg: str
    width: int
    height: int


def layered(nodes: Sequence[Node], edges: Sequence[Edge]) -> Graph:
    """Draw a graph. Boxes stand in their columns, near those they belong to.

    Lines that lead back run between the columns, below everything and left of what they lead to, so that none crosses a box.
    """
    rows = _rows(nodes, edges)
    columns = max(one.column for one in nodes) + 1
    deepest = max(rows.values()) + 1
    column = {one.id: one.column for one in nodes}
    back = [one for one in edges if column[one.of] >= column[one.to]]
    # To the left of the first column there is room only where lines lead back to it.
    left = _EDGE + (_LANE * (len(back) + 1) if any(not column[one.to] for one in back) else 0)
    where = {one.id: (left + one.column * _ACROSS, _EDGE + rows[one.id] * _DOWN) for one in nodes}
    width = left + _EDGE + (columns - 1) * _ACROSS + _WIDE
    floor = 2 * _EDGE + round((deepest - 1) * _DOWN) + _HIGH
    lines = [_line(one, where) for one in edges if one not in back]
    lines += [_back(one, where, floor, _LANE * number) for number, one in enumerate(back, 1)]
    boxes = [_box(one, *where[one.id]) for one in nodes]
    below = any(column[one.of] > column[one.to] for one in back)
    return Graph("".join((*lines, *boxes)), width, floor + (_LANE * (len(back) + 1) if below else 0))


def _rows(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, float]:
    """Row of each box: those of the last column first, the others beside what they lead to."""
    found: dict[str, float] = {}
    leads: dict[str, list[str]] = {}
    for edge in edges:
        leads.setdefault(edge.of, []).append(edge.to)
    fullest = max((sum(one.column == column for one in nodes) for column in {one.column for one in nodes}), default=1)
    for column in sorted({one.column for one in nodes}, reverse=True):
        members = [one for one in nodes if one.column == column]
        wanted = {one.id: _wanted(one.id, leads, found, number) for number, one in enumerate(members)}
        members.sort(key=lambda one: wanted[one.id])
        start = (fullest - len(members)) / 2
        for number, one in enumerate(members):
            found[one.id] = start + number
    return found


def _wanted(id: str, leads: Mapping[str, Sequence[str]], rows: Mapping[str, float], number: int) -> float:
    known = [rows[one] for one in leads.get(id, ()) if one in rows]
    return sum(known) / len(known) + number / 1000 if known else float(number)


def _line(edge: Edge, where: Mapping[str, tuple[float, float]]) -> str:
    (x, y), (to, down) = where[edge.of], where[edge.to]
    start, end = x + _WIDE, to - 9
    middle = (start + end) / 2
    y, down = y + _HIGH / 2, down + _HIGH / 2
    head = f"M{end:g} {down - 7:g}l9 7-9 7z"
    return f'<path class="gr-line gr-{edge.kind}" d="M{start:g} {y:g}C{middle:g} {y:g} {middle:g} {down:g} {end:g} {down:g}"/><path class="gr-head gr-{edge.kind}" d="{head}"/>'


def _back(edge: Edge, where: Mapping[str, tuple[float, float]], floor: float, lane: float) -> str:
    """A line that leads back, in a lane of its own: round the left within a column, else out, along the floor, and up again."""
    (x, y), (to, down) = where[edge.of], where[edge.to]
    y, down, aside = y + _HIGH / 2, down + _HIGH / 2 + (8 if y > down else -8), to - 9 - lane
    way = f"M{x:g} {y:g}" if x == to else f"M{x + _WIDE:g} {y:g}h{lane:g}V{floor + lane:g}"
    head = f"M{to - 9:g} {down - 7:g}l9 7-9 7z"
    return f'<path class="gr-line gr-{edge.kind}" d="{way}H{aside:g}V{down:g}H{to - 9:g}"/><path class="gr-head gr-{edge.kind}" d="{head}"/>'


def _box(node: Node, x: float, y: float) -> str:
    lines = _wrapped(node.label)
    first = y + _HIGH / 2 + 7 - (len(lines) - 1) * 12
    text = "".join(
        f'<tspan x="{x + 12:g}" y="{first + number * 24:g}">{escape(line)}</tspan>' for number, line in enumerate(lines)
    )
    return f'<rect class="gr-box gr-{node.kind}" x="{x:g}" y="{y:g}" width="{_WIDE}" height="{_HIGH}"/><text class="gr-text">{text}</text>'


def _wrapped(text: str) -> list[str]:
    """A label in two lines at most; what is too long is cut."""
    room = _WIDE - 24
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, _SIZE) <= room or not lines[-1]:
            lines[-1] = longer
        elif len(lines) == 2:
            lines[-1] = _cut(longer, room)
            break
        else:
            lines.append(word)
    return [_cut(one, room) for one in lines]


def _cut(text: str, room: float) -> str:
    if width_of(text, _SIZE) <= room:
        return text
    while text and width_of(f"{text}…", _SIZE) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
