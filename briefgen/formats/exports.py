"""Files for people who work with data: GeoJSON (RFC 7946), CSV (RFC 4180), iCalendar (RFC 5545), and the package that describes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from unicodedata import category

from briefgen import __version__
from briefgen.as_of.claim_status import first_appearance, status_at
from briefgen.base.dates import When
from briefgen.base.html import unmarked
from briefgen.formats.atom import as_json
from briefgen.formats.claims_feed import JSON as VERDICTS
from briefgen.formats.claims_feed import claimreview_pages
from briefgen.formats.web import Web, is_listed, place_of, plain, publisher_name, settings
from briefgen.model.formats import ExportSettings
from briefgen.model.output import Page
from briefgen.model.records import Event, Place
from briefgen.model.site import Site, split_key
from briefgen.site.located import Located, located

PLACES, EVENTS, CLAIMS, HISTORIES, TIMELINE, CALENDAR = (
    "data/places.geojson", "data/events.geojson", "data/claims.csv", "data/claim-histories.csv", "data/timeline.csv",
    "data/events.ics",
)  # fmt: skip
PACKAGE = "datapackage.json"


class Column(NamedTuple):
    """A column of a table."""

    name: str
    type: str
    text: str


_COLUMNS: Mapping[str, tuple[Column, ...]] = {
    CLAIMS: (
        Column("id", "string", "Id of the claim"),
        Column("url", "string", "Its page"),
        Column("short", "string", "A label"),
        Column("statement", "string", "The proposition"),
        Column("kind", "string", "What sort of statement"),
        Column("status", "string", "What holds now"),
        Column("status_since", "string", "From when on, as exactly as it is known"),
        Column("first_said", "string", "When it was first said"),
        Column("claimants", "string", "Who says it, separated by semicolons"),
        Column("verdict", "string", "Our published verdict in words"),
        Column("rating", "integer", "1 false to 5 true"),
    ),
    HISTORIES: (
        Column("claim", "string", "Id of the claim"),
        Column("number", "integer", "Which entry of its history, from 1"),
        Column("date", "string", "From when on it held"),
        Column("recorded", "string", "When it was written down, if later"),
        Column("status", "string", "The status"),
        Column("reason", "string", "Why"),
    ),
    TIMELINE: (
        Column("date", "string", "When, as exactly as it is known"),
        Column("end", "string", "Last day of something longer"),
        Column("title", "string", "What happened"),
        Column("kind", "string", "What sort of event"),
        Column("status", "string", "Whether it is established"),
        Column("places", "string", "Where, separated by semicolons"),
        Column("summary", "string", "In a sentence or two"),
        Column("url", "string", "Its page"),
    ),
}
_ICAL_STATUS = {"confirmed": "CONFIRMED", "cancelled": "CANCELLED"}


def export_pages(site: Site) -> Iterator[Page]:
    """Those files that the site wants."""
    chosen = settings(site, "exports", ExportSettings)
    if chosen is None:
        return
    wanted = (
        ("geojson", (PLACES, EVENTS), chosen.geojson),
        ("csv", (CLAIMS, HISTORIES, TIMELINE), chosen.csv),
        ("calendar", (CALENDAR,), chosen.calendar),
    )
    for kind, paths, is_on in wanted:
        for path in paths if is_on else ():
            where = place_of(site) + path
            yield Page(where, where, kind, path, lang=site.prefix, owner=f"the export {path}")  # type: ignore[arg-type]
    if chosen.datapackage:
        where = place_of(site) + PACKAGE
        yield Page(where, where, "datapackage", lang=site.prefix, owner="the data package")


def _listed(web: Web, kind: str) -> Iterator[tuple[str, Any]]:
    """Records of a kind that programs may know, oldest first."""
    for key in reversed(web.site.registers.get(kind, ())):
        if is_listed(web, key):
            yield key, web.site.records[key]


# --- on the map ---------------------------------------------------------------------------------------------------------


def geojson(web: Web, page: Page) -> str:
    """Places with a point that may be told, or events at such places. Longitude comes first, as RFC 7946 has it."""
    found = _places(web) if page.key == PLACES else _events(web)
    return as_json({"type": "FeatureCollection", "features": list(found)})


def _places(web: Web) -> Iterator[dict[str, Any]]:
    for key, place in _listed(web, "place"):
        if (point := located(place)) is not None:
            told = {"name": place.name, "kind": place.kind, "precision": point.precision}
            told["articles"] = web.site.mention_counts.get(key, 0)
            yield _feature(web, key, point, told)


def _events(web: Web) -> Iterator[dict[str, Any]]:
    for key, event in _listed(web, "event"):
        for where in event.places:
            place = web.site.records.get(where)
            point = located(place) if isinstance(place, Place) and is_listed(web, where) else None
            if point is not None:
                told = {"name": event.title, "date": event.date.text, "kind": event.kind, "status": event.status}
                yield _feature(web, key, point, {**told, "place": web.name(where)})
                break


def _feature(web: Web, key: str, point: Located, told: Mapping[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [point.lon, point.lat]}
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": {**told, "url": web.record(key)}}


# --- tables ---------------------------------------------------------------------------------------------------------------


def table(web: Web, page: Page) -> str:
    """A table as CSV with a head."""
    rows = {CLAIMS: _claims, HISTORIES: _histories, TIMELINE: _timeline}[page.key](web)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([one.name for one in _COLUMNS[page.key]])
    writer.writerows([[_cell(one) for one in row] for row in rows])
    return out.getvalue()


def _cell(value: object) -> object:
    """A value as it may stand in a spreadsheet: text that would be taken for a formula gets an apostrophe."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = unmarked(value).replace("\0", "")
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _claims(web: Web) -> Iterator[Iterable[object]]:
    now = web.context().now
    for key, claim in _listed(web, "claim"):
        entry = status_at(claim, now)
        review = (
            claim.review
            if claim.review and claim.review.published and claim.review.date.lower <= web.site.now.day
            else None
        )
        yield (
            split_key(key)[1],
            web.record(key),
            claim.short,
            claim.statement,
            claim.kind,
            entry.status if entry is not None else "",
            entry.date.text if entry is not None else "",
            first_appearance(claim).text,
            "; ".join(dict.fromkeys(name for one in claim.assertions if (name := _claimant(web, one)))),
            review.label if review is not None else "",
            review.rating if review is not None else None,
        )


def _claimant(web: Web, one: Any) -> str:
    return web.name(one.by) if one.by else str(one.by_label)


def _histories(web: Web) -> Iterator[Iterable[object]]:
    for key, claim in _listed(web, "claim"):
        context = web.context(claim, key)
        for number, one in enumerate(claim.status_history, 1):
            if one.visible and one.date.lower <= web.site.now.day:
                recorded = one.recorded.text if one.recorded is not None else ""
                yield split_key(key)[1], number, one.date.text, recorded, one.status, plain(context, one.reason)


def _timeline(web: Web) -> Iterator[Iterable[object]]:
    for key, event in _listed(web, "event"):
        yield (
            event.date.text,
            event.end.text if event.end is not None else "",
            event.title,
            event.kind,
            event.status,
            "; ".join(name for one in event.places if (name := web.name(one))),
            plain(web.context(event, key), event.summary),
            web.record(key),
        )


# --- calendar -------------------------------------------------------------------------------------------------------------


def calendar(web: Web) -> str:
    """Events with an exact day, as whole days. What is less exact cannot stand in a calendar."""
    host = web.base.partition("://")[2].partition("/")[0]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//briefgen//briefgen {__version__}//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_text(web.site.config.title or publisher_name(web.site))}")
    for key, event in _listed(web, "event"):
        if _is_day(event.date) and (event.end is None or _is_day(event.end)):
            lines += _vevent(web, key, event, host)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _is_day(when: When) -> bool:
    return when.precision in {"day", "minute"} and not when.mark


def _vevent(web: Web, key: str, event: Event, host: str) -> Iterator[str]:
    stamp = (event.updated or event.date).lower
    last = _next((event.end or event.date).lower)
    yield "BEGIN:VEVENT"
    yield f"UID:{key.replace(':', '-')}@{host}"
    yield f"DTSTAMP:{_day(stamp)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(event.date.lower)}"
    yield f"DTEND;VALUE=DATE:{_day(last)}"
    yield f"SUMMARY:{_text(event.title)}"
    if text := plain(web.context(event, key), event.summary):
        yield f"DESCRIPTION:{_text(text)}"
    if name := ", ".join(name for one in event.places if (name := web.name(one))):
        yield f"LOCATION:{_text(name)}"
    yield f"STATUS:{_ICAL_STATUS.get(event.status, 'TENTATIVE')}"
    yield f"URL:{web.record(key)}"
    yield "END:VEVENT"


def _day(day: date) -> str:
    """A day as eight digits; `strftime` writes the year 944 with three on some systems."""
    return day.isoformat().replace("-", "")


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _text(text: str) -> str:
    """Text as iCalendar escapes it. Only control characters go: joiners make one sign of an emoji, and Persian needs them."""
    flat = " ".join(unmarked(text).split())
    plain_text = "".join(one for one in flat if category(one) != "Cc")
    return plain_text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, cut between characters."""
    pieces: list[str] = []
    piece, size = "", 0
    for one in line:
        bytes_of = len(one.encode())
        if size + bytes_of > (75 if not pieces else 74):
            pieces.append(piece)
            piece, size = "", 0
        piece += one
        size += bytes_of
    return "\r\n ".join([*pieces, piece])


# --- the package ----------------------------------------------------------------------------------------------------------


def datapackage(web: Web) -> str:
    """What there is to load, for programs that read Data Packages (version 1)."""
    site = web.site
    chosen = settings(site, "exports", ExportSettings) or ExportSettings()
    resources: list[dict[str, Any]] = []
    if chosen.csv:
        resources += [_tabular(path) for path in (CLAIMS, HISTORIES, TIMELINE)]
    if chosen.geojson:
        resources += [_plain_resource(path, "geojson", "application/geo+json") for path in (PLACES, EVENTS)]
    if chosen.calendar:
        resources.append(_plain_resource(CALENDAR, "ics", "text/calendar"))
    # A package names only what lies below it.
    if not site.prefix and any(True for _ in claimreview_pages(site)):
        resources.append(_plain_resource(VERDICTS, "json", "application/ld+json"))
    name = "".join(one if one.isalnum() and one.isascii() else "-" for one in web.front.partition("://")[2].lower())
    return as_json(
        {
            "profile": "data-package",
            "name": name.strip("-"),
            "title": site.config.title or publisher_name(site),
            **({"description": site.config.description} if site.config.description else {}),
            "homepage": web.front,
            "version": site.now.day.isoformat(),
            "contributors": [{"title": publisher_name(site), "role": "publisher"}],
            "resources": resources,
        }
    )


def _tabular(path: str) -> dict[str, Any]:
    fields = [{"name": one.name, "type": one.type, "description": one.text} for one in _COLUMNS[path]]
    key = {CLAIMS: ["id"], HISTORIES: ["claim", "number"]}.get(path)
    schema = {"fields": fields, "missingValues": [""], **({"primaryKey": key} if key else {})}
    if path == HISTORIES:
        schema["foreignKeys"] = [{"fields": ["claim"], "reference": {"resource": "claims", "fields": ["id"]}}]
    return {
        **_plain_resource(path, "csv", "text/csv"),
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": schema,
    }


def _plain_resource(path: str, format: str, media: str) -> dict[str, Any]:
    name = path.rpartition("/")[2].rpartition(".")[0]
    name = f"{name}-{format}" if format in {"geojson", "ics"} else name
    return {"name": name, "path": path, "format": format, "mediatype": media}
