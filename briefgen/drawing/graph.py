"""Boxes in columns with lines between them: who is behind what, from left to right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from msgspec import Struct

from briefgen.drawing.labels import width_of

_WIDE, _HIGH, _ACROSS, _DOWN, _EDGE = 230, 58, 312, 76, 10
_SIZE = 22


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
    """Draw a graph. Boxes stand in their columns, near those they belong to; lines back to the left run below everything."""
    rows = _rows(nodes, edges)
    columns = max(one.column for one in nodes) + 1
    deepest = max(rows.values()) + 1
    where = {one.id: (_EDGE + one.column * _ACROSS, _EDGE + rows[one.id] * _DOWN) for one in nodes}
    width = 2 * _EDGE + (columns - 1) * _ACROSS + _WIDE
    floor = 2 * _EDGE + round((deepest - 1) * _DOWN) + _HIGH
    back = [one for one in edges if where[one.of][0] >= where[one.to][0]]
    lines = [_line(one, where) for one in edges if one not in back]
    lines += [_back(one, where, floor + 14 * number) for number, one in enumerate(back, 1)]
    boxes = [_box(one, *where[one.id]) for one in nodes]
    return Graph("".join((*lines, *boxes)), width, floor + (14 * len(back) + 12 if back else 0))


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


def _back(edge: Edge, where: Mapping[str, tuple[float, float]], floor: float) -> str:
    """A line that leads back: out below, along the floor, and up again."""
    (x, y), (to, down) = where[edge.of], where[edge.to]
    start, end = x + _WIDE * 0.6, to + _WIDE * 0.4
    head = f"M{end - 7:g} {down + _HIGH + 9:g}l7-9 7 9z"
    return f'<path class="gr-line gr-{edge.kind}" d="M{start:g} {y + _HIGH:g}V{floor:g}H{end:g}V{down + _HIGH + 9:g}"/><path class="gr-head gr-{edge.kind}" d="{head}"/>'


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
