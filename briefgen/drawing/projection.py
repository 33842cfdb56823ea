"""From the globe to a sheet: Lambert’s azimuthal projection, equal in area, centred on what is shown; Equal Earth for the world."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress, repeat
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

from msgspec import Struct

from briefgen.drawing.atlas import Box, Line, Point

EARTH = 6371.0088
"""Mean radius in kilometres (IUGG)."""
WHOLE = 24_000.0
"""Kilometres from which on a map shows the world."""


class View(Struct, frozen=True):
    """What a map shows: a centre, and how many kilometres it is wide; the sheet in units of its own."""

    lon: float
    lat: float
    km: float
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Units of the sheet for a kilometre."""
        return self.width / self.km

    @property
    def is_world(self) -> bool:
        """Whether the whole world is shown."""
        return self.km >= WHOLE

    def place(self, point: Point) -> Point:
        """Where a point of the globe lies on the sheet, from its upper left corner."""
        x, y = _equal_earth(point, self.lon) if self.is_world else _azimuthal(point, self.lon, self.lat)
        return self.width / 2 + x * EARTH * self.scale, self.height / 2 - y * EARTH * self.scale

    def along(self, line: Line, kept: Iterable[bool] = repeat(True)) -> list[Point]:
        """Where the points of a line that are kept lie on the sheet: what `place` gives for each, in a third of the time."""
        if self.is_world:
            return [self.place(one) for one in compress(line.points, kept)]
        lon, lat = radians(self.lon), radians(self.lat)
        cx, cy, cz = cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
        ex, ey = -sin(lon), cos(lon)
        nx, ny, nz = -sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)
        unit, left, top = EARTH * self.scale, self.width / 2, self.height / 2
        found: list[Point] = []
        for x, y, z in compress(line.vectors, kept):
            near = 1 + x * cx + y * cy + z * cz
            stretch = unit * sqrt(2 / (near if near > 0.02 else 0.02))
            found.append((left + stretch * (x * ex + y * ey), top - stretch * (x * nx + y * ny + z * nz)))
        return found

    def faces(self, point: Point) -> bool:
        """Whether a point lies on the half of the globe around the centre."""
        here, up = radians(self.lat), radians(point[1])
        return sin(here) * sin(up) + cos(here) * cos(up) * cos(radians(point[0] - self.lon)) > 0

    @property
    def box(self) -> Box:
        """Degrees that the sheet may reach, generously: for leaving out what is far away."""
        if self.is_world or self.km > 9000:
            return (-180, -90, 180, 90)
        high = degrees(self.km * self.height / self.width / 2 / EARTH) * 1.25
        south, north = max(-90.0, self.lat - high), min(90.0, self.lat + high)
        if max(abs(south), abs(north)) > 85:
            return (-180, south, 180, north)
        wide = degrees(self.km / 2 / EARTH) / cos(radians(max(abs(south), abs(north)))) * 1.25
        if self.lon - wide < -180 or self.lon + wide > 180:
            return (-180, south, 180, north)
        return (self.lon - wide, south, self.lon + wide, north)


def _azimuthal(point: Point, lon: float, lat: float) -> Point:
    turned, up, here = radians(point[0] - lon), radians(point[1]), radians(lat)
    near = sin(here) * sin(up) + cos(here) * cos(up) * cos(turned)
    stretch = sqrt(2 / max(1 + near, 0.02))
    return (
        stretch * cos(up) * sin(turned),
        stretch * (cos(here) * sin(up) - sin(here) * cos(up) * cos(turned)),
    )


_A = (1.340264, -0.081106, 0.000893, 0.003796)


def _equal_earth(point: Point, lon: float) -> Point:
    """Šavrič, Patterson and Jenny 2018."""
    turned = radians((point[0] - lon + 540) % 360 - 180)
    t = asin(sqrt(3) / 2 * sin(radians(point[1])))
    two, six = t * t, t**6
    return (
        2 * sqrt(3) * turned * cos(t) / (3 * (9 * _A[3] * t**8 + 7 * _A[2] * six + 3 * _A[1] * two + _A[0])),
        t * (_A[0] + _A[1] * two + six * (_A[2] + _A[3] * two)),
    )


def distance(one: Point, other: Point) -> float:
    """Kilometres between two points along a great circle."""
    up, down = radians(one[1]), radians(other[1])
    half = sin((down - up) / 2) ** 2 + cos(up) * cos(down) * sin(radians(other[0] - one[0]) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


DIRECTIONS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def direction(of: Point, seen_from: Point) -> str:
    """Which way a point lies, seen from another: one of `DIRECTIONS`."""
    up, down = radians(seen_from[1]), radians(of[1])
    turned = radians(of[0] - seen_from[0])
    bearing = atan2(sin(turned) * cos(down), cos(up) * sin(down) - sin(up) * cos(down) * cos(turned))
    return DIRECTIONS[round(bearing % (2 * pi) / (pi / 4)) % 8]


def middle(points: list[Point]) -> Point:
    """The middle of some points, on whichever side of the date line they lie."""
    x = sum(cos(radians(lat)) * cos(radians(lon)) for lon, lat in points)
    y = sum(cos(radians(lat)) * sin(radians(lon)) for lon, lat in points)
    z = sum(sin(radians(lat)) for _, lat in points)
    return degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y)))
