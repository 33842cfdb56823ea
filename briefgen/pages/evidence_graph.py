"""Who stands behind a claim, as a drawing and as a nested list: where evidence comes from in the end, and how it reached us."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from briefgen.base.html import Html, unmarked
from briefgen.drawing.graph import Edge, Node, layered
from briefgen.linking.names import display_name
from briefgen.model.records import Claim, Source
from briefgen.model.views import GraphStep, GraphView, LinkView, PublisherView
from briefgen.pages.context import Context
from briefgen.site.origins import claimants_family, family_of

LONGEST = 6
"""Sources of one chain; more would not be read."""
MOST = 14
"""Ways in one drawing."""


class _Way(Struct, frozen=True):
    """How something reached us."""

    origin: str
    """Key of whoever it comes from, or words."""
    stance: str
    sources: tuple[str, ...]
    """Keys of sources, from the one that has it to the one we read."""
    circular: bool


def evidence_graph(context: Context, key: str, claim: Claim) -> GraphView | None:
    """The graph of a claim; None when nothing but one voice stands behind it."""
    ways = list(dict.fromkeys(_ways(context, claim)))[:MOST]
    if len(ways) < 2:
        return None
    nodes, edges = _drawn(context, key, claim, ways)
    graph = layered(nodes, edges)
    return GraphView(
        svg=Html(graph.svg),
        width=graph.width,
        height=graph.height,
        circular=any(one.circular for one in ways),
        steps=tuple(_steps(context, ways)),
    )


def _ways(context: Context, claim: Claim) -> Iterator[_Way]:
    records = context.site.records
    claimants = claimants_family(claim, records)
    for said in claim.assertions:
        chain, loops = _chain(context, said.source)
        yield _Way(said.by or said.by_label, "says", chain, loops)
    for one in claim.evidence:
        chain, loops = _chain(context, one.source)
        family = (
            family_of(one.origin, records, one.date or claim.assertions[0].date)
            if one.origin in records
            else frozenset()
        )
        back = bool(family & claimants) and one.stance == "supports"
        yield _Way(one.origin, one.stance, chain, loops or back)


def _chain(context: Context, source: str) -> tuple[tuple[str, ...], bool]:
    """A source and those through which we saw it, and whether they lead in a circle."""
    found: list[str] = []
    while source and len(found) < LONGEST:
        record = context.site.records.get(source)
        if not isinstance(record, Source):
            break
        if source in found:
            return tuple(found), True
        found.append(source)
        source = record.seen_via
    return tuple(found), False


def _drawn(context: Context, key: str, claim: Claim, ways: list[_Way]) -> tuple[list[Node], list[Edge]]:
    """Origins on the left, the claim on the right, what we read in between."""
    depth = max(len(one.sources) for one in ways)
    # A source stands as far to the left as its longest way to us asks.
    columns: dict[str, int] = {}
    for way in ways:
        for number, source in enumerate(reversed(way.sources)):
            columns[source] = min(columns.get(source, depth), depth - number)
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str, str], Edge] = {}
    for way in ways:
        nodes.setdefault(
            way.origin,
            Node(way.origin, _name(context, way.origin), 0, "claimant" if way.stance == "says" else "origin"),
        )
        kind = "circular" if way.circular else way.stance
        steps = (way.origin, *way.sources, key)
        for source in way.sources:
            nodes.setdefault(source, Node(source, _name(context, source), columns[source], "source"))
        for one, other in pairwise(steps):
            edges.setdefault((one, other, kind), Edge(one, other, kind))
        if way.circular and way.stance == "supports":
            # It comes back to where the claim came from.
            back = next((said.by or said.by_label for said in claim.assertions), "")
            if back and back != way.origin and back in nodes:
                edges.setdefault((back, way.origin, "circular"), Edge(back, way.origin, "circular"))
    nodes[key] = Node(key, unmarked(claim.short), depth + 1, "claim")
    return list(nodes.values()), list(edges.values())


def _name(context: Context, key: str) -> str:
    record = context.site.records.get(key)
    if isinstance(record, Source):
        publisher = context.site.records.get(record.publisher)
        return unmarked(display_name(publisher) if publisher is not None else record.publisher or record.title)
    return unmarked(display_name(record)) if record is not None else unmarked(key)


def _steps(context: Context, ways: list[_Way]) -> Iterator[GraphStep]:
    grouped: dict[tuple[str, str, bool], list[tuple[str, ...]]] = {}
    for way in ways:
        grouped.setdefault((way.origin, way.stance, way.circular), []).append(way.sources)
    for (origin, stance, circular), chains in grouped.items():
        yield GraphStep(
            origin=context.link(origin) or LinkView(label=origin, url=""),
            stance=stance,
            circular=circular,
            ways=tuple(
                tuple(PublisherView(name=_title(context, one), url=context.link_to(one)) for one in chain)
                for chain in chains
            ),
        )


def _title(context: Context, source: str) -> str:
    record = context.site.records[source]
    assert isinstance(record, Source)  # noqa: S101 - chains hold sources
    return unmarked(record.title)
