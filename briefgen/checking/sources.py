"""Rules about sources: copies that should be kept, sources nothing rests on, reports that go round in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefgen.base.diagnostics import Diagnostic, Related, Spot
from briefgen.model.records import Claim, Person, Place, Record, Source
from briefgen.model.site import Site, split_key

UNKEPT = "I401"
"""Said once of all sources without a copy: there are many of them, and they are looked after together."""
UNUSED = "W403"
"""Said of a source when nothing in the whole site rests on it."""


def check_source(key: str, source: Source, site: Site) -> Iterator[Diagnostic]:
    """What can be said about one source and those it was seen through."""
    way = way_back(key, site.records)
    if len(way) > 1 and way[-1] == key == min(way):
        circle = " → ".join(split_key(one)[1] for one in way)
        related = tuple(Related(Spot(one, ("seen_via",)), "and here") for one in way[1:-1])
        hint = "one of them had it from elsewhere, or from nobody: say where it was seen first"
        message = f"each of these was seen through the next: {circle}"
        yield Diagnostic("E408", Spot(key, ("seen_via",)), message, hint, related, key)


def way_back(key: str, records: Mapping[str, Record]) -> tuple[str, ...]:
    """A source and those behind it, as `seen_via` says; the last one stands there twice when it is a circle."""
    way = [key]
    while True:
        source = records.get(way[-1])
        before = source.seen_via if isinstance(source, Source) else ""
        if not before or before not in records:
            return tuple(way)
        way.append(before)
        if before in way[:-1]:
            return tuple(way)


def unkept_sources(site: Site) -> Iterator[Diagnostic]:
    """One note for all sources with an address of which no copy is kept."""
    found = [key for key, one in site.records.items() if isinstance(one, Source) and one.url and not one.archived]
    if found:
        what = "this source" if len(found) == 1 else f"this source and {len(found) - 1} more"
        message = f"no copy is kept of what stands at the address of {what}"
        hint = "have one made and note it: archived: [{url: …, service: wayback, date: …}]"
        related = tuple(Related(Spot(key, ("url",)), "nor of this") for key in found[1:_NAMED])
        yield Diagnostic(UNKEPT, Spot(found[0], ("url",)), message, hint, related, found[0])


_NAMED = 4
"""Sources that the note names."""


def unused_sources(site: Site) -> Iterator[Diagnostic]:
    """Sources that nothing published rests on. A project without an article is only beginning."""
    if not site.articles:
        return
    used: set[str] | None = None
    for key, record in site.records.items():
        if not isinstance(record, Source) or any(
            key in one for one in (site.claims_from, site.cited_in, site.seen_through)
        ):
            continue
        if used is None:
            used = set(_named(site))
        if key not in used:
            hint = "cite it, or remove it; a draft that uses it does not count"
            yield Diagnostic(UNUSED, Spot(key), "nothing published rests on this source", hint, record=key)


def _named(site: Site) -> Iterator[str]:
    """Sources that records name in other fields."""
    for record in site.records.values():
        yield from record.sources
        yield from record.see_also
        if isinstance(record, Person):
            yield from (role.source for role in record.roles)
        elif isinstance(record, Place):
            yield from (control.source for control in record.control)


def leading_back(claim: Claim, records: Mapping[str, Record]) -> Iterator[int]:
    """Numbers of the pieces of evidence for a claim that were seen only through what made the claim in the first place."""
    made = {one.source for one in claim.assertions}
    for number, one in enumerate(claim.evidence):
        if (
            one.stance == "supports"
            and one.source not in made
            and not made.isdisjoint(way_back(one.source, records)[1:])
        ):
            yield number
