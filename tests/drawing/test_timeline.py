"""Timelines and graphs: everything is on the sheet, in order, and nothing hides anything."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from briefgen.drawing.graph import Edge, Node, layered
from briefgen.drawing.timeline import WIDTH, Span, lay_out

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
SPANS = st.lists(
    st.builds(lambda day, long: Span(day, day + timedelta(long)), DAYS, st.sampled_from((0, 0, 1, 40, 700))),
    min_size=1,
    max_size=40,
)


@given(SPANS)
def test_time_runs_from_left_to_right(spans: list[Span]) -> None:
    """Whatever came later stands further right, and all of it is on the sheet."""
    layout = lay_out(spans)
    places = sorted(zip(spans, layout.places, strict=True), key=lambda one: one[0].first)
    xs = [place.x for _, place in places]
    assert xs == sorted(xs)
    for _, place in places:
        assert 0 <= place.x <= place.x + place.wide <= WIDTH + 0.1
        assert 0 < place.y < layout.axis < layout.height


@given(SPANS)
def test_no_mark_hides_another(spans: list[Span]) -> None:
    """Marks of one lane do not touch."""
    layout = lay_out(spans)
    lanes: dict[float, list[tuple[float, float]]] = {}
    for place in layout.places:
        lanes.setdefault(place.y, []).append((place.x - 11, place.x + place.wide + 11))
    for lane in lanes.values():
        lane.sort()
        assert all(left[1] <= right[0] + 0.3 for left, right in pairwise(lane))


@given(SPANS)
def test_dates_below_the_axis_can_be_read(spans: list[Span]) -> None:
    """Dates on the axis stand apart, and inside the sheet."""
    ticks = sorted(tick.x for tick in lay_out(spans).ticks)
    assert all(60 <= x <= WIDTH - 60 for x in ticks)
    assert all(right - left > 100 for left, right in pairwise(ticks))


def test_an_empty_stretch_is_leapt_over() -> None:
    """Eight years without anything take no more room than a few days with much."""
    days = [date(2014, 3, 18), *(date(2022, 4, day) for day in range(1, 9))]
    layout = lay_out([Span(day, day) for day in days])
    assert len(layout.leaps) == 1
    assert layout.places[0].x < layout.leaps[0] < layout.places[1].x
    assert layout.places[-1].x - layout.places[1].x > WIDTH / 3


def test_a_circle_is_drawn_as_one() -> None:
    """A line back to the left runs below all boxes, and is told apart by its class."""
    nodes = [Node("a", "Ministry <1>", 0, "claimant"), Node("b", "Paper", 1, "source"), Node("c", "Claim", 2, "claim")]
    graph = layered(nodes, [Edge("a", "b", "says"), Edge("b", "c", "supports"), Edge("b", "a", "circular")])
    assert "Ministry &lt;1&gt;" in graph.svg
    assert graph.svg.count('class="gr-line') == 3
    assert 'class="gr-line gr-circular"' in graph.svg
    assert graph.height > 78


@given(
    st.lists(st.tuples(st.integers(0, 3), st.text(max_size=60)), min_size=1, max_size=20),
    st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=30),
)
def test_every_box_has_a_place_of_its_own(boxes: list[tuple[int, str]], lines: list[tuple[int, int]]) -> None:
    """Whoever leads to whom, no two boxes share a place, and none leaves the sheet."""
    nodes = [Node(str(number), label, column, "source") for number, (column, label) in enumerate(boxes)]
    edges = [Edge(str(a), str(b), "supports") for a, b in lines if a < len(boxes) and b < len(boxes) and a != b]
    graph = layered(nodes, edges)
    places = [part.split('" width')[0] for part in graph.svg.split('<rect class="gr-box gr-source" ')[1:]]
    assert len(set(places)) == len(nodes)
