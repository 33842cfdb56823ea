"""What hangs together around a record, as a graph: for Graphviz (DOT), or drawn at once (SVG)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from briefgen.asking.project import Project
from briefgen.base.html import escape

MOST = 40
"""Neighbours drawn in one column; of the rest only the number is told."""


class Edge(Struct, frozen=True, order=True):
    """One record leads to another."""

    source: str
    target: str
    label: str
    """By which fields, or “names”, or “makes the claim”."""


class Graph(Struct, frozen=True):
    """Records around one, and what leads from one to another."""

    middle: str
    columns: tuple[tuple[str, ...], ...]
    """Keys from left to right: what leads to the record, the record, what it leads to."""
    edges: tuple[Edge, ...]
    names: dict[str, str]
    left_out: int
    """Neighbours that are not in it."""


def graph(project: Project, key: str, depth: int = 1) -> Graph:
    """The graph around a record, so many steps in either direction."""
    edges = _edges(project)
    forward: dict[str, list[str]] = defaultdict(list)
    backward: dict[str, list[str]] = defaultdict(list)
    for one in edges:
        forward[one.source].append(one.target)
        backward[one.target].append(one.source)
    seen = {key}
    left_out = 0
    columns: list[tuple[str, ...]] = [(key,)]
    for ways, at_front in ((backward, True), (forward, False)):
        rim: Sequence[str] = (key,)
        for _ in range(depth):
            found = sorted({near for one in rim for near in ways[one]} - seen)
            left_out += max(0, len(found) - MOST)
            rim = tuple(found[:MOST])
            seen.update(rim)
            if rim:
                columns = [rim, *columns] if at_front else [*columns, rim]
    shown = tuple(one for one in edges if one.source in seen and one.target in seen)
    names = {one: project.name(one) for column in columns for one in column}
    return Graph(key, tuple(columns), shown, names, left_out)


def _edges(project: Project) -> list[Edge]:
    """Everything that leads from one record to another, each pair once with all its labels."""
    labels: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for one in project.references:
        source = one.spot.partition("#")[0]
        way = [str(step) for step in one.loc if isinstance(step, str)]
        if source in project.records.records and source != one.key:
            labels[source, one.key].setdefault(".".join(way))
    for name, linked in project.linked.archive.linked.items():
        source = name.partition("#")[0]
        for mention in linked.mentions:
            labels[source, mention.target].setdefault("names")
        for claim in linked.claims:
            labels[source, claim.claim].setdefault("makes the claim")
        for _, _, _, target in linked.links:
            labels[source, target].setdefault("links to")
    return sorted(
        Edge(source, target, ", ".join(found)) for (source, target), found in labels.items() if source != target
    )


# --- DOT -------------------------------------------------------------------------------------------------------------


def as_dot(found: Graph) -> str:
    """For Graphviz: `briefgen graph KEY --format dot | dot -Tsvg`."""
    lines = ["digraph briefgen {", "  rankdir=LR;", '  node [shape=box, style=rounded, fontname="sans-serif"];']
    for column in found.columns:
        for key in column:
            bold = ", penwidth=2" if key == found.middle else ""
            label = _quoted(found.names[key] + "\n" + key)
            lines.append(f"  {_quoted(key)} [label={label}{bold}];")
    lines += [f"  {_quoted(one.source)} -> {_quoted(one.target)} [label={_quoted(one.label)}];" for one in found.edges]
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    """A text as DOT has it (Graphviz, “The DOT Language”): only the quotation mark and the backslash are special."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


# --- SVG -------------------------------------------------------------------------------------------------------------

WIDE, HIGH = 250, 46
GAP_X, GAP_Y = 190, 16
MARGIN = 20
LETTERS = 30
"""Letters of a name that fit into a box."""
LABEL = 27
"""Letters of a label that fit between two columns."""


def as_svg(found: Graph) -> str:
    """A drawing by itself: boxes in columns, arrows with labels; light and dark; every box names itself to readers of screens."""
    tallest = max(len(one) for one in found.columns)
    width = 2 * MARGIN + len(found.columns) * WIDE + (len(found.columns) - 1) * GAP_X
    height = 2 * MARGIN + tallest * HIGH + (tallest - 1) * GAP_Y
    corners = dict(_corners(found.columns, height))
    # What leads across a column, or stays in one, would hide the rest; the DOT form has it all.
    edges = [one for one in found.edges if abs(corners[one.source][0] - corners[one.target][0]) == WIDE + GAP_X]
    title = f"What is connected with {found.names[found.middle]} ({found.middle})"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="t">',
        f'<title id="t">{escape(title)}</title>',
        _STYLE,
        '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>',
        *(_arrow(one, corners) for one in edges),
        *(_box(key, found, *corners[key]) for column in found.columns for key in column),
        *(_label(one, found, corners) for one in edges),
        "</svg>",
    ]
    return "\n".join(one for one in parts if one) + "\n"


_STYLE = """<style>
svg { background: #fff; font: 14px system-ui, sans-serif; }
rect { fill: #f6f4ef; stroke: #8a8578; }
.middle rect { stroke: #1a1a1a; stroke-width: 2.5; }
text { fill: #1a1a1a; } .key, .label { fill: #5a564c; font-size: 11px; }
.label { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
.arrow { fill: none; stroke: #8a8578; stroke-width: 1.3; } marker path { fill: #8a8578; }
@media (prefers-color-scheme: dark) {
  svg { background: #16171a; } rect { fill: #24262b; } .middle rect { stroke: #f0eee8; }
  text { fill: #f0eee8; } .key, .label { fill: #b5b1a6; } .label { stroke: #16171a; }
}
</style>"""


def _corners(columns: Iterable[Sequence[str]], height: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """The upper left corner of every box; each column stands in the middle of the height."""
    for number, column in enumerate(columns):
        x = MARGIN + number * (WIDE + GAP_X)
        top = (height - len(column) * HIGH - (len(column) - 1) * GAP_Y) // 2
        for row, key in enumerate(column):
            yield key, (x, top + row * (HIGH + GAP_Y))


def _box(key: str, found: Graph, x: int, y: int) -> str:
    name = found.names[key]
    chosen = ' class="middle"' if key == found.middle else ""
    return (
        f"<g{chosen}><title>{escape(f'{name} ({key})')}</title>"
        f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="6"/>'
        f'<text x="{x + 10}" y="{y + 20}">{escape(_cut(name, LETTERS))}</text>'
        f'<text class="key" x="{x + 10}" y="{y + 36}">{escape(_cut(key, LETTERS + 8))}</text></g>'
    )


Corners = dict[str, tuple[int, int]]


def _arrow(edge: Edge, corners: Corners) -> str:
    (x1, y1), (x2, y2) = corners[edge.source], corners[edge.target]
    y1, y2 = y1 + HIGH // 2, y2 + HIGH // 2
    if x1 < x2:
        start, end = x1 + WIDE, x2
        bend = (end - start) // 2
        way = f"M{start} {y1}C{start + bend} {y1} {end - bend} {y2} {end} {y2}"
    else:
        start, end = x1, x2 + WIDE
        bend = (start - end) // 2
        way = f"M{start} {y1 + 8}C{start - bend} {y1 + 8} {end + bend} {y2 + 8} {end} {y2 + 8}"
    return f'<path class="arrow" d="{way}" marker-end="url(#a)"><title>{escape(edge.label)}</title></path>'


def _label(edge: Edge, found: Graph, corners: Corners) -> str:
    """Words on an arrow to or from the record in the middle; the others have them as a title only."""
    if found.middle not in {edge.source, edge.target}:
        return ""
    (x1, y1), (x2, y2) = corners[edge.source], corners[edge.target]
    other, middle = (x1, y1) if edge.target == found.middle else (x2, y2), corners[found.middle]
    # At the other end, where no two labels meet; below the arrow when it leads back.
    y = other[1] + HIGH // 2 + (19 if x1 > x2 else -5)
    x, anchor = (other[0] + WIDE + 8, "start") if other[0] < middle[0] else (other[0] - 12, "end")
    return f'<text class="label" x="{x}" y="{y}" text-anchor="{anchor}">{escape(_cut(edge.label, LABEL))}</text>'


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
