"""Maps of articles, topics, places and the whole site, with everything on them in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from briefgen.as_of.place_control import control_at
from briefgen.base.html import Html, unmarked, word
from briefgen.drawing.atlas import SOURCE, Point, country_at
from briefgen.drawing.locator import Mark, Panel, locator, world
from briefgen.drawing.projection import direction, distance
from briefgen.linking.names import display_name
from briefgen.model.output import Page
from briefgen.model.records import Place
from briefgen.model.site import Site
from briefgen.model.views import MapPage, MapPanel, MapPlace, MapView, RoleView
from briefgen.pages.cards import entity_card
from briefgen.pages.chrome import chrome, head, register_crumb
from briefgen.pages.context import Context, context_for
from briefgen.pages.routes import Routes
from briefgen.site.located import Located, coarse, is_obscured, located

MOST = 14
"""Places on one map; those that are named most."""
MOST_IN_ALL = 400
"""Places on the map of the site."""
FAR = 400
"""Kilometres beyond which a distance tells nobody anything."""
_RADIUS = {"exact": 0, "settlement": 0, "district": 15, "region": 60}
"""Kilometres within which a place lies, by the precision of its point. Countries are no marks, and what is obscured is not drawn."""


_WIDE = frozenset({"region", "district", "area", "water", "route"})
"""Kinds of place that are no point, however well their middle is known."""


class Spot(Struct, frozen=True):
    """Where a place is drawn."""

    key: str
    place: Place
    point: Point
    radius: float


def map_of(context: Context, keys: Iterable[str]) -> MapView | None:
    """A map of some places, those that matter most first; None when none of them can be drawn, or the site has no maps."""
    if not context.site.config.map_settings.enabled:
        return None
    places = dict.fromkeys(key for key in keys if _place(context.site, key) is not None)
    spots = [spot for key in places if (spot := _spot(context.site, key)) is not None][:MOST]
    if not spots:
        return None
    centre = _reference(spots)
    held = [key for key in places if _is_withheld(context.site, key)]
    return MapView(
        panels=tuple(
            map(_panel, locator(_marks(context, spots), _country(spots[0]), _country_name, _with_borders(context)))
        ),
        places=(*(_told(context, spot, centre) for spot in spots), *_withheld(context, held)),
        borders=SOURCE if _with_borders(context) else "",
    )


def place_map(context: Context, key: str) -> MapView | None:
    """The map of one place; of a region without a point, that of what lies in it."""
    if not context.site.config.map_settings.enabled:
        return None
    own = _spot(context.site, key)
    if own is None:
        return map_of(context, context.site.parts_of.get(key, ()))
    around = [spot for one in _neighbours(context.site, own.place) if one != key and (spot := _spot(context.site, one))]
    dots = (one for one in around if not one.radius)
    centre = min(dots, key=lambda one: distance(one.point, own.point), default=None)
    return MapView(
        panels=tuple(
            map(_panel, locator(_marks(context, [own]), _country(own), _country_name, _with_borders(context)))
        ),
        places=(_told(context, own, centre),),
        borders=SOURCE if _with_borders(context) else "",
    )


def map_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> MapPage:
    """The view of the page with all places."""
    context = context_for(site, routes, page.url)
    keys = sorted(site.registers.get("place", ()), key=lambda key: (-site.mention_counts.get(key, 0), key))
    spots = [spot for key in keys if (spot := _spot(site, key)) is not None][:MOST_IN_ALL]
    panel = world(_marks(context, spots), _country_name, _with_borders(context))
    return MapPage(
        chrome=chrome(context, options),
        head=head(context, "map", word("map.title"), "", (register_crumb(context, "place"),)),
        map=MapView(
            panels=(_panel(panel),),
            places=tuple(_told(context, spot, None) for spot in sorted(spots, key=lambda one: _name(one.place))),
            borders=SOURCE if _with_borders(context) else "",
        ),
        total=len(spots),
    )


def has_map(site: Site) -> bool:
    """Whether the site has a page with all its places."""
    return site.config.map_settings.enabled and any(
        _spot(site, key) is not None for key in site.registers.get("place", ())
    )


def _with_borders(context: Context) -> bool:
    return context.site.config.map_settings.borders != "none"


def _panel(panel: Panel) -> MapPanel:
    return MapPanel(svg=Html(panel.svg), width=panel.width, height=panel.height, close=panel.close)


# --- places -------------------------------------------------------------------------------------------------------


def _place(site: Site, key: str) -> Place | None:
    """A place that readers may see."""
    record = site.records.get(key)
    return record if isinstance(record, Place) and record.privacy == "public" else None


def _spot(site: Site, key: str) -> Spot | None:
    """Where a place is drawn: never finer than its point may be read, and not at all where it is obscured."""
    place = _place(site, key)
    if place is None or place.kind == "country":
        return None
    if place.coordinates is not None:
        return _drawn(key, place, located(place), 0)
    label = place.label_point
    if label is not None:
        if label.lat is not None and label.lon is not None:
            # A point where only a name is written is no place to go to.
            return _drawn(key, place, coarse(label.lat, label.lon, label.precision), 15)
        other = _place(site, label.place)
        return _drawn(key, place, located(other), 60) if other is not None else None
    if place.bbox is not None:
        west, south, east, north = place.bbox
        middle = ((west + east) / 2, (south + north) / 2)
        return Spot(key, place, middle, max(15.0, distance((middle[0], south), (middle[0], north)) / 2))
    return None


def _drawn(key: str, place: Place, at: Located | None, least: float) -> Spot | None:
    """A spot of its precision's radius, of at least so many kilometres."""
    radius = _RADIUS.get(at.precision) if at is not None else None
    return Spot(key, place, (at.lon, at.lat), max(radius, least)) if at is not None and radius is not None else None


def _is_withheld(site: Site, key: str) -> bool:
    place = _place(site, key)
    return place is not None and is_obscured(place)


def _marks(context: Context, spots: Sequence[Spot]) -> list[Mark]:
    return [
        Mark(_name(one.place), one.point, one.radius, _is_held(context, one.place), one.place.kind in _WIDE)
        for one in spots
    ]


def _name(place: Place) -> str:
    return unmarked(display_name(place))


def _is_held(context: Context, place: Place) -> bool:
    return place.disputed or any(one.basis != "sovereignty" for one in control_at(place, context.day))


def _neighbours(site: Site, place: Place) -> Iterator[str]:
    """Cities nearby in the order of places: in the same region, else in the country."""
    above, seen = place.parent, 0
    while above and seen < 3:
        for key in site.parts_of.get(above, ()):
            other = _place(site, key)
            if other is not None and other.kind == "city":
                yield key
        parent = _place(site, above)
        above, seen = (parent.parent if parent is not None else ""), seen + 1


def _reference(spots: Sequence[Spot]) -> Spot | None:
    """The place from which the others are seen: the first city."""
    dots = [one for one in spots if not one.radius and one.place.kind not in _WIDE]
    return next((one for one in dots if one.place.kind == "city"), dots[0] if dots else None)


def _told(context: Context, spot: Spot, centre: Spot | None) -> MapPlace:
    card = entity_card(context, spot.key)
    assert card is not None  # noqa: S101 - spots are made of records readers may see
    far = distance(spot.point, centre.point) if centre is not None and centre.key != spot.key else 0
    tellable = centre is not None and not spot.radius and spot.place.kind not in _WIDE and 1 <= far <= FAR
    return MapPlace(
        card=card,
        km=_rounded(far) if tellable else 0,
        direction=direction(spot.point, centre.point) if tellable and centre is not None else "",
        seen_from=_name(centre.place) if tellable and centre is not None else "",
        coarse=spot.radius > 0 and spot.place.kind not in _WIDE,
        disputed=spot.place.disputed,
        control=tuple(_controls(context, spot.place)),
        note=unmarked(spot.place.map_note),
    )


def _rounded(km: float) -> int:
    """A distance as one would say it."""
    step = 1 if km < 20 else 5 if km < 100 else 10
    return max(1, round(km / step) * step)


def _withheld(context: Context, keys: Iterable[str]) -> Iterator[MapPlace]:
    for key in keys:
        card = entity_card(context, key)
        if card is not None:
            yield MapPlace(card=card, withheld=True)


def _controls(context: Context, place: Place) -> Iterator[RoleView]:
    for one in control_at(place, context.day):
        if one.basis != "sovereignty":
            holder = context.link(one.by)
            yield RoleView(
                title=holder.label if holder is not None else one.by,
                short=f"control.{one.basis}",
                since=one.since,
                until=one.until,
                acting=False,
                organisation=holder,
                place=None,
                note_html=context.inline(one.note),
                current=True,
            )


# --- countries ----------------------------------------------------------------------------------------------------


def _country(spot: Spot) -> str:
    """The country a map is about, as the record says, else as the borders do."""
    code = spot.place.country
    if code:
        return next((long for long, short in _codes().items() if short == code), "")
    found = country_at(spot.point)
    return found.code if found is not None else ""


def _country_name(code: str, name: str) -> str:
    """A country’s name: in the language of the page where locale data has it."""
    short = _codes().get(code)
    return word(f"country.{short}") if short else name


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    """ISO 3166-1: three letters to two, by CLDR."""
    from babel.core import get_global  # loaded for rendering anyway, but not by those who only look at views

    aliases: Mapping[str, Sequence[str]] = get_global("territory_aliases")
    return {
        long: short[0]
        for long, short in sorted(aliases.items())
        if len(long) == 3 and long.isalpha() and len(short) == 1
    }
