"""A map of some places: where they lie in their country and, when they lie close together, how they lie to each other.

Sizes are in units of the sheet, two of which make a pixel where a panel is 480 pixels wide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import cos, floor, log10, radians

from msgspec import Struct

from briefgen.drawing.atlas import Point
from briefgen.drawing.labels import Rect, overlap, placed, width_of
from briefgen.drawing.land import Country, ground
from briefgen.drawing.projection import WHOLE, View, distance, middle

WIDTH, HEIGHT = 960, 640
WORLD = (1920, 900)
SIZE = 30
"""Height of letters."""
_STEPS = (10, 16, 25, 40, 63, 100, 160, 250, 400, 630, 1000, 1600, 2500, 4000, 6300, 10000, 16000)
"""Kilometres that a map may be wide. Maps move in steps, so that many share one ground."""
_LEAST = 1000
"""An overview is wider than that: less would show no borders, so nobody would know where it is."""
_FILLED = 0.72
"""Share of the sheet that marks may take up."""
_CLOSE = 48
"""Units apart at which two points begin to be one."""
_CROWD = 60
"""Kilometres around a place within which others are shown together with it from close by."""
_DOT = 9
_BESIDE = 48
"""Units that the circle of an area may reach for its name to stand beside it; over a wider one it stands across."""


class Mark(Struct, frozen=True):
    """A place on a map."""

    name: str
    point: Point
    radius: float = 0
    """Kilometres within which it lies somewhere; 0 for a place that is known exactly enough to be a dot."""
    held: bool = False
    """True when its status is disputed, or somebody else than its country holds it."""
    wide: bool = False
    """True for a region or a sea: its name stands across it, without a dot."""


class Panel(Struct, frozen=True):
    """One map."""

    svg: str
    """What stands inside the `svg` element."""
    width: int
    height: int
    close: bool
    """True for the one that shows how places lie to each other, not where they are."""


NameOf = Callable[[str, str], str]
"""The name of a country in HTML, from its code and its English name."""


def locator(marks: Sequence[Mark], here: str, name_of: NameOf, borders: bool = True) -> tuple[Panel, ...]:
    """One panel, or an overview and one from close by. The first marks matter most. No marks, no map."""
    if not marks:
        return ()
    view = _view(marks, _LEAST)
    near = _crowd(marks, view)
    if not near:
        return (_panel(view, marks, here, name_of, borders, None),)
    close = _view([marks[number] for number in near], _STEPS[0])
    # In the overview the crowd is one mark, with the name of the one that matters most.
    shown = [one for number, one in enumerate(marks) if number not in near[1:]]
    overview = _panel(view, shown, here, name_of, borders, close)
    inside = [one for one in marks if _is_on(close, one)]
    return overview, _panel(close, inside, here, name_of, borders, None, inset=False)


def world(marks: Sequence[Mark], name_of: NameOf, borders: bool = True) -> Panel:
    """All places of a site on one map, as close as they allow."""
    view = _view(marks, _LEAST) if marks else View(0, 10, WHOLE, *WORLD)
    view = View(view.lon, view.lat, view.km, *WORLD) if view.km < 9000 else View(0, 10, 36_000, *WORLD)
    if not view.is_world:
        view = View(view.lon, view.lat, view.km * 1.25, *WORLD)
    return _panel(view, marks, "", name_of, borders, None, inset=False)


def _view(marks: Sequence[Mark], least: float) -> View:
    """The smallest step of a view in which all marks stand, moved in steps as well."""
    lon, lat = _centre([one.point for one in marks])
    for km in (*(one for one in _STEPS if one >= least), WHOLE * 1.5):
        view = _stepped(lon, lat, km)
        if km > _STEPS[-1] or all(_fits(view, one) for one in marks):
            return view
    return view


def _centre(points: list[Point]) -> Point:
    """Half way between the outermost points, on whichever side of the date line they lie."""
    lon, _ = middle(points)
    east = [(one[0] - lon + 540) % 360 - 180 for one in points]
    north = [one[1] for one in points]
    return (lon + (min(east) + max(east)) / 2 + 540) % 360 - 180, (min(north) + max(north)) / 2


def _stepped(lon: float, lat: float, km: float) -> View:
    if km >= WHOLE:
        return View(0, 10, km, WIDTH, HEIGHT)
    step = km / 5 / 111.2
    up = round(lat / step) * step
    along = step / max(0.2, cos(radians(up)))
    return View(round(round(lon / along) * along, 4), round(up, 4), km, WIDTH, HEIGHT)


def _fits(view: View, mark: Mark) -> bool:
    x, y = view.place(mark.point)
    reach = 0 if mark.wide else mark.radius * view.scale * 0.8
    return (
        abs(x - view.width / 2) + reach <= view.width * _FILLED / 2
        and abs(y - view.height / 2) + reach <= view.height * _FILLED / 2
    )


def _is_on(view: View, mark: Mark) -> bool:
    x, y = view.place(mark.point)
    return 20 <= x <= view.width - 20 and 20 <= y <= view.height - 20 and mark.radius * view.scale < view.width


def _crowd(marks: Sequence[Mark], view: View) -> list[int]:
    """Numbers of the places around the first one that others stand too close to; none when all have room."""
    spots = [view.place(one.point) for one in marks]
    best: list[int] = []
    reach = min(_CLOSE, _CROWD * view.scale)
    dots = [number for number, one in enumerate(marks) if not one.wide and not one.radius]
    for number in dots:
        x, y = spots[number]
        near = [other for other in dots if abs(spots[other][0] - x) < reach and abs(spots[other][1] - y) < reach]
        if len(near) > max(1, len(best)):
            best = near
    return best


def _panel(
    view: View,
    marks: Sequence[Mark],
    here: str,
    name_of: NameOf,
    borders: bool,
    close: View | None,
    inset: bool = True,
) -> Panel:
    land = ground(view, here, borders)
    sheet = (float(view.width), float(view.height))
    spots = [view.place(one.point) for one in marks]
    pieces = [f'<rect class="mp-sea" width="{view.width}" height="{view.height}"/>', land.svg]
    taken: list[Rect] = []
    for one, (x, y) in zip(marks, spots, strict=True):
        kind = " mp-held" if one.held else ""
        if reach := _reach(one, view):
            pieces.append(f'<circle class="mp-area{kind}" cx="{x:.0f}" cy="{y:.0f}" r="{reach:.0f}"/>')
            if reach <= _BESIDE:
                taken.append((x - reach, y - reach, x + reach, y + reach))
        elif not one.wide:
            taken.append((x - _DOT, y - _DOT, x + _DOT, y + _DOT))
    bar, bar_box = _scale_bar(view)
    taken.append(bar_box)
    pieces.append(bar)
    corner = _corner(view, spots) if inset and not view.is_world else None
    if corner is not None:
        taken.append((corner[0] - 8, corner[1] - 8, corner[0] + _INSET[0] + 8, corner[1] + _INSET[1] + 8))
    frame = _frame(view, close) if close is not None else None
    if frame is not None:
        left, top, right, bottom = frame
        pieces.append(
            f'<rect class="mp-box" x="{left:.0f}" y="{top:.0f}" width="{right - left:.0f}" height="{bottom - top:.0f}"/>'
        )
        taken += [(left, top, right, top + 2), (left, bottom - 2, right, bottom)]
    names: list[str] = []
    for one, (x, y) in zip(marks, spots, strict=True):
        reach = _reach(one, view)
        beside = 0 < reach <= _BESIDE
        radius = reach if beside else 0 if one.radius or one.wide else _DOT
        found = placed(one.name, x, y, radius, SIZE, taken, sheet, across=one.wide and not beside)
        if not one.radius and not one.wide:
            # A shape of its own, so that colour is not all that tells what is held by others.
            shape = (
                f'<rect class="mp-dot mp-held" x="{x - 8:.0f}" y="{y - 8:.0f}" width="16" height="16"/>'
                if one.held
                else f'<circle class="mp-dot" cx="{x:.0f}" cy="{y:.0f}" r="{_DOT}"/>'
            )
            names.append(shape)
        if found is not None:
            taken.append(found.box)
            wide, place = (
                " mp-wide" if one.wide else "",
                f'x="{found.x:.0f}" y="{found.y:.0f}"'
                + ("" if found.anchor == "start" else f' text-anchor="{found.anchor}"'),
            )
            # The edge in the colour of the paper is a text of its own, since `paint-order` is no word that checkers of CSS know.
            names += (
                f'<text class="mp-name{wide}{kind}" {place}>{escape(one.name)}</text>' for kind in (" mp-halo", "")
            )
    pieces += _countries(land.labels, name_of, taken, sheet)
    pieces += names
    if corner is not None:
        pieces.append(_inset(view, corner, here))
    return Panel("".join(pieces), view.width, view.height, close is None and not inset)


def _reach(mark: Mark, view: View) -> float:
    """How far the circle of a mark reaches that is no dot; 0 when none is drawn."""
    return max(14.0, mark.radius * view.scale) if mark.radius and (mark.held or not mark.wide) else 0.0


def _frame(view: View, close: View) -> Rect:
    """What the other panel shows, in this one; not smaller than can be seen."""
    x, y = view.place((close.lon, close.lat))
    wide, high = max(44.0, close.km * view.scale), max(30.0, close.km * view.scale * HEIGHT / WIDTH)
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _countries(labels: Sequence[Country], name_of: NameOf, taken: list[Rect], sheet: tuple[float, float]) -> list[str]:
    """Names of countries where they have room: on their own land, near its middle."""
    found: list[str] = []
    size = SIZE * 0.86
    for one in labels:
        long = width_of(one.name, size) * 1.3
        if long < one.wide and (spot := _room(one, long, size, taken, sheet)) is not None:
            x, y = spot
            taken.append(_box(x, y, long, size))
            found.append(
                f'<text class="mp-country" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{name_of(one.code, one.name)}</text>'
            )
    return found


def _room(one: Country, long: float, size: float, taken: Sequence[Rect], sheet: tuple[float, float]) -> Point | None:
    """Where a name of some length may stand: whole on the land, else most of it, else nowhere."""
    second: Point | None = None
    for across, down in _AROUND:
        x, y = one.middle[0] + across * one.wide, one.middle[1] + down * one.high
        box = _box(x, y, long, size)
        inside = box[0] > 8 and box[1] > 8 and box[2] < sheet[0] - 8 and box[3] < sheet[1] - 8
        if not inside or any(overlap(box, other) for other in taken) or not one.holds(x, y - size / 3):
            continue
        if all(one.holds(at, high) for at in (x - long * 0.45, x + long * 0.45) for high in (y - size * 0.8, y)):
            return x, y
        if second is None and all(one.holds(at, y - size / 3) for at in (x - long * 0.3, x + long * 0.3)):
            second = x, y
    return second


_AROUND = sorted(
    ((across / 16, down / 16) for across in range(-6, 7, 2) for down in range(-6, 7)),
    key=lambda one: (one[0] ** 2 + one[1] ** 2, one),
)
"""Shares of a country's width and height to go from its middle, the nearest first."""


def _box(x: float, y: float, long: float, size: float) -> Rect:
    return x - long / 2, y - size, x + long / 2, y + size * 0.4


def _scale_bar(view: View) -> tuple[str, Rect]:
    """A bar of a round number of kilometres, in the lower left corner; on a map of the world it would be wrong elsewhere."""
    if view.km > 4000:
        return "", (0, 0, 0, 0)
    rough = view.km / 4
    unit = 10 ** floor(log10(rough))
    km = max(one * unit for one in (1, 2, 5) if one * unit <= rough)
    long = km * view.scale
    y = view.height - 28
    words = f"{km:g} km"
    svg = f'<path class="mp-scale" d="M28 {y - 10}v10h{long:.0f}v-10"/><text class="mp-unit" x="{40 + long:.0f}" y="{y + 4}">{words}</text>'
    return svg, (20, y - 40, 52 + long + width_of(words, SIZE * 0.8), view.height)


_INSET = (228, 152)


def _corner(view: View, spots: Sequence[Point]) -> tuple[float, float] | None:
    """An upper or lower corner where no mark stands, for the inset."""
    wide, high = _INSET
    for left, top in ((view.width - wide - 16, 16), (16, 16), (view.width - wide - 16, view.height - high - 16)):
        if not any(left - 60 < x < left + wide + 60 and top - 40 < y < top + high + 40 for x, y in spots):
            return float(left), float(top)
    return None


def _inset(view: View, corner: tuple[float, float], here: str) -> str:
    """Where the map lies in its part of the world: land alone."""
    wide, high = _INSET
    km = min(16_000.0, max(5000.0, view.km * 4))
    step = km / 6 / 111.2
    around = View(round(view.lon / step) * step, max(-60.0, min(60.0, round(view.lat / step) * step)), km, wide, high)
    x, y = around.place((view.lon, view.lat))
    across, down = view.km * around.scale, view.km * around.scale * view.height / view.width
    return (
        f'<svg class="mp-inset" x="{corner[0]:.0f}" y="{corner[1]:.0f}" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f'<rect class="mp-sea" width="{wide}" height="{high}"/>{ground(around, here, False).svg}'
        f'<rect class="mp-box" x="{x - across / 2:.0f}" y="{y - down / 2:.0f}" width="{max(10, across):.0f}" height="{max(8, down):.0f}"/>'
        f'<rect class="mp-edge" width="{wide}" height="{high}"/></svg>'
    )


def nearest(of: Point, others: Sequence[tuple[str, Point]], most: float = 400) -> tuple[str, float] | None:
    """The nearest of some named points and the kilometres to it; None when all are too far away to mean anything."""
    found = min(((distance(of, point), name) for name, point in others), default=None)
    return (found[1], found[0]) if found is not None and 0.5 <= found[0] <= most else None
