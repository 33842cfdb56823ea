"""The view of a person, organisation, place, event or term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefgen.as_of.place_control import control_newest_first
from briefgen.as_of.roles import roles_newest_first
from briefgen.base.dates import When, covers
from briefgen.base.html import EMPTY, Html
from briefgen.linking.names import display_name
from briefgen.model.mention import Linked
from briefgen.model.output import Page
from briefgen.model.parts import Control, Role, alias_names
from briefgen.model.records import Event, Organisation, Person, Place, Record, Term
from briefgen.model.site import Site, split_key
from briefgen.model.views import EntityPage, FactView, LinkView, MentionView, RoleView
from briefgen.pages.body import Text, body_html
from briefgen.pages.cards import entity_card, entity_cards, event_cards, grouped_by_status, source_cards
from briefgen.pages.chrome import chrome, head, register_crumb
from briefgen.pages.context import Context, context_for
from briefgen.pages.maps import place_map
from briefgen.pages.mentions import mention_view, pager, quoted_on
from briefgen.pages.routes import Routes
from briefgen.site.located import is_obscured, located


def entity_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> EntityPage:
    """The view of one entity; numbers above 0 are further pages of its mentions."""
    record = site.records[page.key]
    context = context_for(site, routes, page.url, record, page.key)
    card = entity_card(context, page.key)
    assert card is not None  # noqa: S101 - pages are planned for published records only
    kind = split_key(page.key)[0]
    first = page.number == 0
    return EntityPage(
        chrome=chrome(context, options),
        head=head(context, kind, card.name, card.summary_html, (register_crumb(context, kind),), record),
        card=card,
        image=context.image(getattr(record, "image", None)),
        facts=tuple(_facts(context, record)) if first else (),
        roles=_roles(context, record) if first else (),
        control=_control(context, record) if first else (),
        map_note=record.map_note if isinstance(record, Place) else "",
        body_html=record_body(context, page.key) if first else EMPTY,
        status=record.status if isinstance(record, Event) else "",
        status_note_html=context.inline(record.status_note) if isinstance(record, Event) else EMPTY,
        confusable=context.links(getattr(record, "not_to_be_confused_with", ())),
        claims_about=grouped_by_status(context, _claims_about(site, page.key, record)) if first else (),
        claims_by=grouped_by_status(context, site.claims_by.get(page.key, ())) if first else (),
        events=event_cards(context, site.events_of.get(page.key, ())) if first else (),
        people=entity_cards(context, _people(site, page.key, record)) if first else (),
        organisations=entity_cards(context, record.orgs) if first and isinstance(record, Event) else (),
        places=entity_cards(context, record.places) if first and isinstance(record, Event) else (),
        parts=entity_cards(context, site.parts_of.get(page.key, ())) if first else (),
        mentions=_mentions(context, page),
        mention_total=site.mention_counts.get(page.key, 0),
        pager=pager(page.number, page.total, lambda number: context.href(routes.record(page.key, number))),
        sources=source_cards(context, record.sources) if first else (),
        see_also=context.links(record.see_also),
        links=tuple(_outside(record)) if first else (),
        first_page=first,
        map=place_map(context, page.key) if first and isinstance(record, Place) else None,
    )


def _mentions(context: Context, page: Page) -> tuple[MentionView, ...]:
    views = (mention_view(context, one) for one in quoted_on(context.site, page.key, page.number))
    return tuple(view for view in views if view is not None)


def record_body(context: Context, key: str) -> Html:
    """A record's own longer text."""
    document = context.site.documents.get(key)
    if document is None:
        return EMPTY
    return body_html(context, Text(document, context.site.linked.get(key, Linked())))


def _claims_about(site: Site, key: str, record: Record) -> tuple[str, ...]:
    own = record.claims if isinstance(record, Event) else ()
    return tuple(dict.fromkeys((*own, *site.claims_about.get(key, ()))))


def _people(site: Site, key: str, record: Record) -> tuple[str, ...]:
    return record.people if isinstance(record, Event) else site.members_of.get(key, ())


def _roles(context: Context, record: Record) -> tuple[RoleView, ...]:
    return tuple(_role(context, role) for role in roles_newest_first(record)) if isinstance(record, Person) else ()


def _role(context: Context, role: Role) -> RoleView:
    return RoleView(
        title=role.title,
        short=role.short or role.title,
        since=role.since,
        until=role.until,
        acting=role.acting,
        organisation=context.link(role.org) if role.org else None,
        place=context.link(role.place) if role.place else None,
        note_html=context.inline(role.note),
        current=_covers(context, role.since, role.until),
    )


def _covers(context: Context, since: When | None, until: When | None) -> bool:
    return covers(since, until, context.day.lower, context.day.upper)


def _control(context: Context, record: Record) -> tuple[RoleView, ...]:
    return tuple(_held(context, one) for one in control_newest_first(record)) if isinstance(record, Place) else ()


def _held(context: Context, one: Control) -> RoleView:
    holder = context.link(one.by)
    return RoleView(
        title=holder.label if holder is not None else split_key(one.by)[1],
        short=f"control.{one.basis}",
        since=one.since,
        until=one.until,
        acting=False,
        organisation=holder,
        place=None,
        note_html=context.inline(one.note),
        current=_covers(context, one.since, one.until),
    )


# --- facts ------------------------------------------------------------------------------------------------------


def _facts(context: Context, record: Record) -> Iterator[FactView]:
    match record:
        case Person():
            yield from _person_facts(record)
        case Organisation():
            yield from _organisation_facts(context, record)
        case Place():
            yield from _place_facts(context, record)
        case Event():
            yield from _event_facts(context, record)
        case Term():
            yield from _words("plural", record.plural)
            yield from _words("aliases", *alias_names(record.aliases))
            yield from _words("avoid", *record.avoid)
            yield from _words("usage", record.usage)
        case _:
            return


def _words(label: str, *words: str) -> Iterator[FactView]:
    shown = tuple(LinkView(label=word, url="") for word in dict.fromkeys(words) if word)
    if shown:
        yield FactView(label=label, values=shown)


def _dated(label: str, date: When | None, until: When | None = None) -> Iterator[FactView]:
    if date is not None:
        yield FactView(label=label, date=date, until=until)


def _linked(context: Context, label: str, *keys: str) -> Iterator[FactView]:
    links = context.links(keys)
    if links:
        yield FactView(label=label, values=links)


def _person_facts(person: Person) -> Iterator[FactView]:
    yield from _words("aliases", *alias_names(person.aliases))
    yield from _words("former_names", *(one.name for one in person.former_names))
    yield from _words("say", person.say)
    yield from _words("pronouns", person.pronouns)
    yield from _dated("born", person.born)
    yield from _dated("died", person.died)


def _organisation_facts(context: Context, body: Organisation) -> Iterator[FactView]:
    yield FactView(label="kind", word=f"organisation_kind.{body.kind}")
    yield from _words("aliases", *alias_names(body.aliases))
    yield from _words("former_names", *(one.name for one in body.former_names))
    yield from _linked(context, "parent", body.parent)
    yield from _linked(context, "owners", *(one.org for one in body.affiliations if one.rel == "owned-by"))
    yield from _linked(context, "member_of", *(one.org for one in body.affiliations if one.rel != "owned-by"))
    yield from _linked(context, "place", body.place)
    yield from _country(body.country)
    yield from _dated("founded", body.founded)
    yield from _dated("dissolved", body.dissolved)


def _place_facts(context: Context, place: Place) -> Iterator[FactView]:
    yield FactView(label="kind", word=f"place_kind.{place.kind}")
    yield from _words("formal_name", place.formal_name)
    yield from _words("aliases", *alias_names(place.aliases), *place.house_style.reject)
    yield from _words("former_names", *(one.name for one in place.historic_names))
    yield from _words("say", place.say)
    yield from _linked(context, "within", place.parent)
    yield from _country(place.country if place.kind != "country" else "")
    if (at := located(place)) is not None:
        decimals = min(at.decimals, 2)
        latitude, longitude = _degrees(at.lat, decimals, "N", "S"), _degrees(at.lon, decimals, "E", "W")
        yield from _words("coordinates", f"{latitude}, {longitude}")


def _degrees(value: float, decimals: int, positive: str, negative: str) -> str:
    return f"{abs(value):.{decimals}f}° {positive if value >= 0 else negative}"


def _country(code: str) -> Iterator[FactView]:
    """Names of countries come from the locale data when the page is rendered."""
    if code:
        yield FactView(label="country", word=f"country.{code}")


def _event_facts(context: Context, event: Event) -> Iterator[FactView]:
    yield FactView(label="date", date=event.date, until=event.end)
    yield from _words("time", event.time)
    yield FactView(label="kind", word=f"event_kind.{event.kind}")
    yield from _linked(context, "part_of", event.part_of)
    yield from _linked(context, "supersedes", event.supersedes)
    yield from _linked(context, "topics", *event.topics)
    yield from _linked(context, "article", event.article)


def _outside(record: Record) -> Iterator[LinkView]:
    if isinstance(record, Person):
        yield from (LinkView(label=one.label, url=one.url) for one in record.links)
    if isinstance(record, Organisation) and record.url:
        yield LinkView(label=display_name(record), url=record.url)
    hidden = isinstance(record, Place) and is_obscured(record)
    if not hidden and (wikidata := getattr(record, "ids", {}).get("wikidata")):
        yield LinkView(label="Wikidata", url=f"https://www.wikidata.org/wiki/{wikidata}")
