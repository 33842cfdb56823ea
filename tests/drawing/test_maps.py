"""Maps: where things lie, what is never drawn, and names that do not stand on each other."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from html import escape
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sites import SmallSite, parsed

from briefgen.drawing.atlas import atlas, country_at, weights
from briefgen.drawing.labels import overlap, placed
from briefgen.drawing.land import ground
from briefgen.drawing.locator import Mark, _view, locator, world
from briefgen.drawing.projection import EARTH, View, direction, distance

_COUNTRY = re.compile(r'<text class="mp-country" x="(-?\d+)" y="(-?\d+)"[^>]*>([^<]+)<')
Make = Callable[[Mapping[str, str | bytes]], SmallSite]
PLACES = """
region: {name: The region, kind: region, country: UA, label_point: {lat: 50.2, lon: 30.3, precision: region}}
kyiv: {name: Kyiv, kind: city, parent: region, country: UA, coordinates: {lat: 50.45, lon: 30.52, precision: settlement}}
bucha: {name: Bucha, kind: town, parent: region, country: UA, coordinates: {lat: 50.547, lon: 30.209, precision: settlement}}
shelter: {name: The shelter, kind: building, parent: kyiv, coordinates: {lat: 50.41234, lon: 30.61234, precision: obscured}}
farm: {name: A farm, kind: site, coordinates: {lat: 50.9, lon: 30.9, precision: district}}
held:
  name: The town
  kind: town
  country: UA
  coordinates: {lat: 47.1, lon: 37.55, precision: settlement}
  control: [{by: them, from: 2022-03, basis: occupation, note: Taken in March., source: s}]
them: {name: Them, kind: country}
alone: {name: A hamlet, kind: village, privacy: limited, privacy_reason: few live there, coordinates: {lat: 48.1, lon: 31.1, precision: exact}}
"""
SOURCES = "s: {kind: webpage, title: S, url: https://example.org/s, published: 2022-04-01, accessed: 2022-04-01}"
ARTICLE = "---\ntitle: A\ndate: 2022-04-02\n---\nIn Kyiv, in Bucha, in The shelter, at A farm, in The town, in A hamlet and in The region.\n"


def _name(code: str, name: str) -> str:
    return escape(name)


def _site(make: Make, config: str = "") -> SmallSite:
    return make(
        {
            "places.yaml": PLACES,
            "sources.yaml": SOURCES,
            "articles/a.md": ARTICLE,
            "/briefgen.yaml": f"title: T\n{config}",
        }
    )


def test_borders_are_those_that_are_told() -> None:
    """Simferopol lies in Ukraine and El Aaiún in Western Sahara; the middle of the ocean in no country."""
    found = [country_at(one) for one in ((34.1, 44.95), (-13.2, 27.15), (30.52, 50.45), (-40.0, 30.0))]
    assert [one.name if one else "" for one in found] == ["Ukraine", "W. Sahara", "Ukraine", ""]


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(10, 2000), st.floats(0, 360))
def test_scale_holds_where_the_map_is(lon: float, lat: float, km: float, turn: float) -> None:
    """Near the centre of a map, what is drawn is as long as it is, up to a hundredth."""
    view = View(lon, lat, km, 960, 640)
    near = (lon + 0.02, lat + 0.01)
    x, y = view.place(near)
    drawn = ((x - 480) ** 2 + (y - 320) ** 2) ** 0.5 / view.scale
    assert drawn == pytest.approx(distance((lon, lat), near), rel=0.01)
    assert distance((lon, lat), near) < EARTH


@given(st.floats(-180, 180), st.floats(-89, 89), st.sampled_from((100.0, 2500.0, 36_000.0)))
def test_lines_lie_where_their_points_lie(lon: float, lat: float, km: float) -> None:
    """The quick way for whole lines gives the places that the way for single points gives."""
    view = View(lon, lat, km, 960, 640)
    line = atlas().lines[atlas().borders[7]]
    for quick, (x, y) in zip(view.along(line), map(view.place, line.points), strict=True):
        assert quick == pytest.approx((x, y), abs=0.01)


def test_directions_are_told_as_people_say_them() -> None:
    """Bucha lies north-west of Kyiv, 24 km away."""
    assert direction((30.209, 50.547), (30.52, 50.45)) == "north-west"
    assert distance((30.209, 50.547), (30.52, 50.45)) == pytest.approx(24.5, abs=0.5)
    assert direction((-179, 0), (179, 0)) == "east"


@given(st.lists(st.tuples(st.floats(0, 960), st.floats(0, 640), st.text(min_size=1, max_size=12)), max_size=25))
def test_names_never_stand_on_each_other(spots: list[tuple[float, float, str]]) -> None:
    """However many points and wherever, no two names overlap, and none leaves the sheet."""
    taken: list[tuple[float, float, float, float]] = []
    for x, y, name in spots:
        found = placed(name, x, y, 9, 30, taken, (960, 640))
        if found is not None:
            assert not any(overlap(found.box, one) for one in taken)
            assert found.box[0] >= 0
            assert found.box[2] <= 960
            taken.append(found.box)


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=8))
def test_every_set_of_places_has_a_map(points: list[tuple[float, float]]) -> None:
    """At the poles, on the date line, on all continents at once: there is a map, with every dot on its sheet."""
    marks = [Mark(f"P{number}", point) for number, point in enumerate(points)]
    panels = locator(marks, "", _name)
    assert 1 <= len(panels) <= 2
    for panel in panels:
        for x, y in re.findall(r'class="mp-dot" cx="(-?\d+)" cy="(-?\d+)"', panel.svg):
            assert -1 <= int(x) <= panel.width + 1
            assert -1 <= int(y) <= panel.height + 1


def test_maps_are_light() -> None:
    """The densest parts of the world stay below 4 kB as servers send them, and the world itself below 6."""
    maps = [
        panel
        for lon, lat in ((15, 47), (10, 58), (120, -5), (-75, 18))
        for panel in locator([Mark("A", (lon, lat)), Mark("B", (lon + 18, lat))], "", _name)
    ]
    assert max(len(gzip.compress(panel.svg.encode())) for panel in maps) < 4000
    whole = world([Mark("A", (30, 50)), Mark("B", (-100, 40))], _name)
    assert len(gzip.compress(whole.svg.encode())) < 6000


def test_coarse_lines_still_meet() -> None:
    """What a coarser map leaves out of a line is left out of a still coarser one as well, and never its ends."""
    for number in (*atlas().borders[:40], *range(0, len(atlas().lines), 97)):
        found = weights(number)
        assert len(found) == len(atlas().lines[number].points)
        assert found[0] == found[-1] == inf
        assert min(found) >= 0
    straight = [weight for number in atlas().borders for weight in weights(number)[1:-1]]
    assert 0.1 < sum(weight > 400 for weight in straight) / len(straight) < 0.9


def test_places_close_together_have_a_map_of_their_own() -> None:
    """Two towns at 24 km, and one far away: an overview with a frame, and a map from close by with both."""
    panels = locator(
        [Mark("Kyiv", (30.52, 50.45)), Mark("Bucha", (30.209, 50.547)), Mark("Istanbul", (28.95, 41.01))], "UKR", _name
    )
    assert [panel.close for panel in panels] == [False, True]
    assert ["mp-box" in panels[0].svg, ">Istanbul<" in panels[0].svg, ">Bucha<" in panels[0].svg] == [True, True, False]
    assert [">Bucha<" in panels[1].svg, ">Kyiv<" in panels[1].svg, "10 km" in panels[1].svg] == [True, True, True]


def test_an_article_has_a_map_and_its_words(small_site: Make) -> None:
    """What is on the map is told in a table: distances, who holds what, what is coarse; and whose borders are drawn."""
    site = _site(small_site)
    site.build()
    page = site.page("articles/a/index.html")
    figure = page[page.index('<figure class="map">') :].partition("</details>")[0]
    assert "25 km north-west of Kyiv" in figure
    assert "Them: " in figure
    assert "Taken in March." in figure
    assert "Shown as an area." in figure
    assert "Land and borders: visionscarto world atlas." in figure
    assert parsed(page) is not None


def test_what_is_obscured_is_never_drawn(small_site: Make) -> None:
    """A place whose point is obscured, or whose privacy is not public, is on no map, and its point on no page."""
    site = _site(small_site)
    built = site.build()
    pages = [site.page(path) for path in built.paths if path.endswith((".html", ".js"))]
    assert not [page for page in pages if "50.41" in page or "48.1" in page]
    figure = site.page("articles/a/index.html").partition('<figure class="map">')[2].partition("</details>")[0]
    assert "Not shown on the map." in figure
    assert ">The shelter</text>" not in figure
    assert "A hamlet" not in figure
    assert "<svg" not in site.page("places/shelter/index.html")
    assert ">The shelter</text>" not in site.page("map/index.html")


def test_held_places_have_a_shape_of_their_own(small_site: Make) -> None:
    """Colour is not all that tells that somebody else holds a place; before it was taken it looks like any other."""
    site = _site(small_site)
    site.build()
    assert '<rect class="mp-dot mp-held"' in site.page("places/held/index.html")
    site.build("2022-02-01")
    assert "mp-held" not in site.page("places/held/index.html")


def test_names_of_countries_stand_on_their_land() -> None:
    """Not in the sea beside it, even when a place has taken the middle; and a circle is not hidden under its own name."""
    marks = [
        Mark("Kyiv", (30.52, 50.45)),
        Mark("Istanbul", (28.98, 41.01)),
        Mark("Crimea", (34.3, 45.2), 60, True, True),
    ]
    svg = locator(marks, "UKR", _name)[0].svg
    land = {one.code: one for one in ground(_view(marks, 1000), "UKR").labels}
    shown = [(name, float(x), float(y)) for x, y, name in _COUNTRY.findall(svg)]
    assert {"Ukraine", "Romania", "Syria"} <= {name for name, _, _ in shown}
    for name, x, y in shown:
        assert next(one for one in land.values() if _name(one.code, one.name) == name).holds(x, y - 9)
    circle = re.search(r'<circle class="mp-area mp-held" cx="(\d+)" cy="(\d+)" r="(\d+)"', svg)
    word = re.search(r'<text class="mp-name mp-wide" x="(\d+)"[^>]*>Crimea', svg)
    assert circle
    assert word
    assert int(word[1]) > int(circle[1]) + int(circle[3])


def test_a_site_may_do_without_maps_or_borders(small_site: Make) -> None:
    """`maps: false` draws none; `borders: none` draws land and says so."""
    site = _site(small_site, "maps: false\n")
    assert not [path for path in site.build().paths if path.startswith("map/")]
    assert "<svg" not in site.page("articles/a/index.html")
    site = _site(small_site, "maps: {borders: none}\n")
    site.build()
    page = site.page("places/kyiv/index.html")
    assert "No borders are drawn." in page
    assert "mp-border" not in page


def test_the_far_side_of_the_globe_is_not_drawn() -> None:
    """Around Fiji there is sea, whatever lies at its antipode."""
    view = View(178, -17, 16_000, 960, 640)
    assert "MLI" not in {one.code for one in ground(view).labels}
