"""Where readers may be told that a place lies: the one point that every page and every file shows, no finer than allowed.

A point is rounded to a grid that is about as wide as what its precision speaks of, so that no output, however it is made,
tells more than that. What is typed beyond it stays with the desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from briefgen.model.records import Place

_GRID: Mapping[str, float] = {"exact": 0.00001, "settlement": 0.01, "district": 0.1, "region": 0.5, "country": 1.0}
"""Degrees between two points that may be shown: a metre, a kilometre, 11, 55, 110 (on the equator; east to west less elsewhere)."""
_DECIMALS: Mapping[str, int] = {"exact": 5, "settlement": 2, "district": 1, "region": 1, "country": 0}


class Located(NamedTuple):
    """A point that may be shown, in degrees."""

    lat: float
    lon: float
    precision: str

    @property
    def decimals(self) -> int:
        """How many decimals of a degree mean something."""
        return _DECIMALS[self.precision]


def located(place: Place) -> Located | None:
    """The point of a place; None where it has none or must not be located."""
    at = place.coordinates
    if place.privacy != "public" or at is None:
        return None
    return coarse(at.lat, at.lon, at.precision)


def coarse(lat: float, lon: float, precision: str) -> Located | None:
    """A point no finer than its precision; None where that is `obscured`."""
    grid = _GRID.get(precision)
    return None if grid is None else Located(_on(lat, grid), _on(lon, grid), precision)


def is_obscured(place: Place) -> bool:
    """Whether nobody may learn where a place lies, by identifiers that lead to a map neither."""
    return place.coordinates is not None and place.coordinates.precision == "obscured"


def _on(degrees: float, grid: float) -> float:
    # The second rounding takes away what binary fractions add.
    return round(round(degrees / grid) * grid, 5)
