"""The ground of a map: land and borders of a view as SVG. Views are few, since they move in steps; each is drawn once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from briefgen.drawing.atlas import Box, Point, Ring, atlas, weights
from briefgen.drawing.projection import View

_SLACK = 6
"""Units that shapes may reach beyond the sheet, so that no cut edge shows."""
_FINEST = 50.0
"""Square units that a bend of a coast must make up to be drawn: some ten square pixels, about what a pen shows."""
_COARSER = 1.6
"""A map of the world is drawn so much coarser: it holds everything."""
_SMALLEST = 16
"""Units that an island must measure to be drawn, in width and height together."""


class Country(Struct, frozen=True):
    """A country as far as it is seen on a map."""

    code: str
    name: str
    shape: tuple[Point, ...]
    """Its largest piece of land, roughly."""
    middle: Point
    """Of the box around that."""
    wide: float
    high: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the sheet lies in it."""
        inside = False
        last = self.shape[-1]
        for one in self.shape:
            if (one[1] > y) != (last[1] > y) and x < (last[0] - one[0]) * (y - one[1]) / (last[1] - one[1]) + one[0]:
                inside = not inside
            last = one
        return inside


class Ground(Struct, frozen=True):
    """Land and borders."""

    svg: str
    labels: tuple[Country, ...]
    """Countries with room for their names."""


@lru_cache(maxsize=1024)
def ground(view: View, here: str = "", borders: bool = True) -> Ground:
    """What lies below the marks of a map. `here` is the code of the country that it is about."""
    box = view.box
    # Round the world the far side would be drawn inside out over everything.
    around = box[0] == -180 and not view.is_world
    finest = _FINEST * (_COARSER if view.is_world else 1) / view.scale**2

    def shape(ring: Ring, least: float = finest) -> list[Point]:
        """The part of a ring that is on the sheet; empty when there is none."""
        if (
            not _meet(ring.box, box)
            or (view.is_world and _wraps(ring.box))
            or (around and not any(map(view.faces, _ends(ring))))
        ):
            return []
        return _clipped(_drawn(ring, view, least), view)

    land = [path for ring in atlas().land if (path := _path(shape(ring), "z"))]
    own: list[str] = []
    labels: list[Country] = []
    for country in atlas().countries:
        largest: list[Point] = []
        most = 0.0
        for ring in country.rings:
            if len(found := shape(ring, finest if country.code == here else finest * 8)) > 2:
                if country.code == here and here and (path := _path(found, "z")):
                    own.append(path)
                if (size := _area(found)) > most:
                    most, largest = size, found
        if most > view.width * view.height / 60:
            labels.append(_country(country.code, country.name, largest))
    lines = [
        _path(part, "")
        for number in (atlas().borders if borders else ())
        if _meet((line := atlas().lines[number]).box, box) and (not around or view.faces(line.points[0]))
        for part in _parts(view.along(line, _kept(number, finest)), view)
    ]
    svg = "".join(
        f'<path class="{name}" d="{"".join(paths)}"/>'
        for name, paths in (("mp-land", land), ("mp-land mp-here", own), ("mp-border", lines))
        if any(paths)
    )
    return Ground(svg, tuple(labels))


def _kept(number: int, least: float) -> list[bool]:
    return [one >= least for one in weights(number)]


def _ends(ring: Ring) -> list[Point]:
    return [point for number in ring.lines for point in atlas().lines[max(number, ~number)].points]


def _drawn(ring: Ring, view: View, least: float) -> list[Point]:
    """A ring on the sheet, without the points that nobody would see."""
    points: list[Point] = []
    for number in ring.lines:
        one = max(number, ~number)
        line = view.along(atlas().lines[one], _kept(one, least))
        points += line if number >= 0 else line[::-1]
    return points


def _wraps(box: Box) -> bool:
    """Whether a small ring crosses the date line: on a map of the world it would be a line across everything."""
    return box[2] - box[0] > 300 and box[3] - box[1] < 20


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _clipped(points: list[Point], view: View) -> list[Point]:
    """The part of a polygon that lies on the sheet (Sutherland and Hodgman)."""
    for axis, edge, below in (
        (0, -_SLACK, False),
        (0, view.width + _SLACK, True),
        (1, -_SLACK, False),
        (1, view.height + _SLACK, True),
    ):
        if not points:
            return points
        points = _cut(points, axis, edge, below)
    return points


def _cut(points: Sequence[Point], axis: int, edge: float, below: bool) -> list[Point]:
    kept: list[Point] = []
    last = points[-1]
    was = (last[axis] <= edge) == below
    for one in points:
        is_in = (one[axis] <= edge) == below
        if is_in != was:
            share = (edge - last[axis]) / (one[axis] - last[axis])
            kept.append((last[0] + (one[0] - last[0]) * share, last[1] + (one[1] - last[1]) * share))
        if is_in:
            kept.append(one)
        last, was = one, is_in
    return kept


def _parts(points: Sequence[Point], view: View) -> list[list[Point]]:
    """The stretches of a line that lie on the sheet, each with one point more at its ends."""
    parts: list[list[Point]] = []
    part: list[Point] = []
    last: Point | None = None
    for one in points:
        if -_SLACK <= one[0] <= view.width + _SLACK and -_SLACK <= one[1] <= view.height + _SLACK:
            if not part and last is not None:
                part.append(last)
            part.append(one)
        elif part:
            parts.append([*part, one])
            part = []
        last = one
    return [*parts, part] if part else parts


def _area(shape: Sequence[Point]) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(shape, (*shape[1:], shape[0]), strict=True))) / 2


def _country(code: str, name: str, shape: Sequence[Point]) -> Country:
    xs, ys = [one[0] for one in shape], [one[1] for one in shape]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    return Country(code, name, tuple(shape), ((left + right) / 2, (top + bottom) / 2), right - left, bottom - top)


def _path(shape: Sequence[Point], end: str) -> str:
    """A shape as SVG in whole units; empty when it is too small to be seen."""
    if not shape:
        return ""
    xs, ys = [one[0] for one in shape], [one[1] for one in shape]
    if end and (max(xs) - min(xs)) + (max(ys) - min(ys)) < _SMALLEST:
        return ""
    x0, y0 = round(shape[0][0]), round(shape[0][1])
    begin = f"M{x0} {y0}l"
    steps: list[str] = []
    for x, y in shape[1:]:
        dx, dy = round(x) - x0, round(y) - y0
        if dx or dy:
            steps.append(f"{dx}{dy if dy < 0 else f' {dy}'}")
            x0, y0 = x0 + dx, y0 + dy
    return begin + _run(steps) + end if len(steps) > (1 if end else 0) else ""


def _run(steps: Sequence[str]) -> str:
    """Steps one after the other; a minus parts them as well as a blank does."""
    return "".join(one if number == 0 or one.startswith("-") else f" {one}" for number, one in enumerate(steps))
