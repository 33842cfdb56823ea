"""JSON-LD: what a page says about itself in schema.org's vocabulary, for search engines and archives.

Each page has one block with a graph: the page, what it is about, the way to it, who publishes it. A claim with a
published verdict has a second, flat one (`claim_review.py`). Only what readers see on the page is said, nothing is said
of people whose privacy is not public, and dates that are not exact are left out. The order of keys is fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from briefgen.as_of.roles import roles_at, roles_newest_first
from briefgen.base.html import WORD_START, Html, unmarked
from briefgen.formats.web import Web, author_of, is_public, machine_date, plain, publisher_name, same_as
from briefgen.model.mention import Linked
from briefgen.model.output import Page
from briefgen.model.parts import Image, alias_names
from briefgen.model.records import (
    Article,
    Author,
    Claim,
    Correction,
    Event,
    Organisation,
    Person,
    Place,
    Record,
    Source,
    Term,
    Topic,
)
from briefgen.model.views import PageView
from briefgen.pages.cards import updated_of
from briefgen.pages.context import Context
from briefgen.site.index import sources_of_article, topics_of
from briefgen.site.located import is_obscured, located

Node = dict[str, Any]

CONTEXT = "https://schema.org"
MOST_ABOUT = 3
MOST_MENTIONS = 50
MOST_CITATIONS = 50
HEADLINE = 110
"""Characters of a headline; advice of search engines (structured data for articles)."""
_ARTICLE_TYPES: Mapping[str, str] = {
    "report": "ReportageNewsArticle",
    "explainer": "BackgroundNewsArticle",
    "background": "BackgroundNewsArticle",
    "timeline": "BackgroundNewsArticle",
    "briefing": "BackgroundNewsArticle",
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
}
_ORGANISATION_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("government", "ministry", "office", "military", "court", "local-government"), "GovernmentOrganization"),
    **dict.fromkeys(("news-media", "news-agency"), "NewsMediaOrganization"),
    "party": "PoliticalParty", "ngo": "NGO", "company": "Corporation", "university": "CollegeOrUniversity",
    "union": "WorkersUnion",
}  # fmt: skip
_PLACE_TYPES: Mapping[str, str] = {
    "country": "Country", "region": "AdministrativeArea", "district": "AdministrativeArea", "city": "City", "town": "City",
}  # fmt: skip
POLICIES: Mapping[str, str] = {
    "principles": "publishingPrinciples",
    "corrections": "correctionsPolicy",
    "ethics": "ethicsPolicy",
    "verification": "verificationFactCheckingPolicy",
    "feedback": "actionableFeedbackPolicy",
    "sources": "unnamedSourcesPolicy",
    "diversity": "diversityPolicy",
    "ownership": "ownershipFundingInfo",
    "masthead": "masthead",
    "coverage": "missionCoveragePrioritiesPolicy",
    "bylines": "noBylinesPolicy",
}
"""Policies of the site record by their schema.org names (the Trust Project's types)."""
_COLLECTIONS = frozenset({"register", "month", "tag", "section", "topic"})
_ESCAPES = (
    ("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"),
    (WORD_START, f"{WORD_START}="),
)  # fmt: skip
"""What must not stand in a script element as it is; and words of the interface, which are filled in as JSON there."""


def script(node: Node) -> Html:
    """A node as text that may stand inside a script element whatever is in it.

    Words of the interface in it are marked as words in data, so that they are filled in as JSON and not as HTML.
    """
    text = unmarked(_ENCODE(node).decode())
    for one, escaped in _ESCAPES:
        text = text.replace(one, escaped)
    return Html(text)


_ENCODE = msgspec.json.Encoder().encode


def page_graph(web: Web, page: Page, view: PageView) -> Node:
    """The graph of one page."""
    url = web.url(page.url)
    head, root = view.head, view.chrome.root
    front = head.kind == "front"
    record = web.site.records.get(page.key) if page.key and page.number == 0 else None
    entity = entity_node(web, page.key, record) if record is not None else None
    about: Node = {
        "@type": _page_type(page, record),
        "@id": url,
        "url": url,
        "name": head.title,
        **_text("description", head.description),
        "inLanguage": head.lang,
        "isPartOf": {"@id": f"{web.base}#website", "@type": "WebSite", "name": _site_name(web), "url": web.base},
    }
    if entity is not None:
        about["mainEntity"] = {"@id": entity["@id"]}
    nodes = [about]
    if entity is not None:
        nodes.append(entity)
    if page.kind == "register" and page.key == "term":
        nodes.append({"@type": "DefinedTermSet", "@id": _glossary(web), "name": head.title, "url": url})
    if front:
        nodes.append(_website(web, head.lang))
    else:
        way = [(web.far(one.url, root), one.label) for one in head.crumbs if one.url]
        nodes.append(_breadcrumbs(web, way, head.title))
    nodes.append(publisher_node(web) if front else short_publisher(web))
    return {"@context": CONTEXT, "@graph": nodes}


def _page_type(page: Page, record: Record | None) -> str:
    if isinstance(record, Author):
        return "ProfilePage"
    return "CollectionPage" if page.kind in _COLLECTIONS else "WebPage"


def _site_name(web: Web) -> str:
    return web.site.config.title or publisher_name(web.site)


def _website(web: Web, lang: str) -> Node:
    return {
        "@type": "WebSite",
        "@id": f"{web.base}#website",
        "name": _site_name(web),
        "url": web.base,
        **_text("description", web.site.config.description),
        "inLanguage": lang,
        "publisher": {"@id": web.publisher},
    }


def _breadcrumbs(web: Web, way: Iterable[tuple[str, str]], title: str) -> Node:
    steps = [(web.front, f"{WORD_START}home\ue003"), *way]
    items: list[Node] = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (url, name) in enumerate(steps, 1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": title})
    return {"@type": "BreadcrumbList", "itemListElement": items}


# --- who publishes ----------------------------------------------------------------------------------------------


def short_publisher(web: Web) -> Node:
    """The publisher in four words; in full on the front page."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": web.publisher,
        "name": publisher_name(web.site),
        "url": web.base,
    }


def publisher_node(web: Web) -> Node:
    """The publisher with its policies."""
    site, publisher = web.site, web.site.config.publisher
    record = site.records.get(publisher.organisation) if publisher.organisation else None
    node = short_publisher(web)
    if publisher.logo:
        node["logo"] = {"@type": "ImageObject", "url": web.file(publisher.logo), "contentUrl": web.file(publisher.logo)}
    elsewhere = [publisher.url] if publisher.url and publisher.url.rstrip("/") + "/" != web.base else []
    elsewhere += same_as(record.ids) if isinstance(record, Organisation) else []
    node.update(_list("sameAs", elsewhere))
    for name, property in POLICIES.items():
        page = publisher.policies.get(name)  # type: ignore[call-overload]
        if page and (url := web.record(page)):
            node[property] = url
    return node


# --- what a page is about -----------------------------------------------------------------------------------------


def entity_node(web: Web, key: str, record: Record) -> Node | None:
    """The node of a record; None for what schema.org has no use for, and for what machines may not be told."""
    if not is_public(record) or not web.record(key):
        return None
    context = web.context(record, key)
    match record:
        case Article():
            return article_node(web, context, key, record)
        case Person():
            return _person(web, context, key, record)
        case Organisation():
            return _organisation(web, context, key, record)
        case Place():
            return _place(web, context, key, record)
        case Event():
            return _event(web, context, key, record)
        case Claim():
            return _claim(web, context, key, record)
        case Term():
            return _term(web, context, key, record)
        case Topic():
            return {**_thing(web, key, "Thing", record.title), **_text("description", plain(context, record.summary))}
        case Author():
            return _author(web, context, key, record)
        case Source():
            return _source(web, context, key, record)
        case _:
            return None


def _thing(web: Web, key: str, kind: str | list[str], name: str) -> Node:
    return {"@type": kind, "@id": web.id(key), "url": web.record(key), "name": name}


def article_node(web: Web, context: Context, key: str, article: Article) -> Node:
    """A briefing as a news article."""
    site, url = web.site, web.record(key)
    kind = _ARTICLE_TYPES.get(article.type)
    published = machine_date(article.date)
    modified = machine_date(updated_of(article)) or published
    linked = site.linked.get(key, Linked())
    document = site.documents.get(key)
    sources = sources_of_article(article, linked, site.claims_in.get(key, ()), site.records)
    points = [article.standfirst] if article.standfirst else list(article.summary[:1])
    node: Node = {
        "@type": ["NewsArticle", kind] if kind else "NewsArticle",
        "@id": web.id(key),
        "url": url,
        "mainEntityOfPage": {"@id": url},
        "headline": article.title,
        **_text("description", plain(context, points[0]) if points else ""),
        "inLanguage": context.lang,
        **_text("datePublished", published),
        **_text("dateModified", modified),
        "author": authors(web, article.authors or site.config.authors),
        "publisher": short_publisher(web),
        **_images(web, article.image),
        **_text("articleSection", article.section),
        **_list("keywords", article.tags),
        "isAccessibleForFree": True,
        "wordCount": document.words if document is not None else 0,
        **_list("about", _named(web, topics_of(article)[:MOST_ABOUT])),
        **_list("mentions", _mentions(web, linked)),
        **_list("citation", _citations(web, [one for one in sources if one not in article.based_on])),
        **_list("isBasedOn", _citations(web, article.based_on)),
        **_list("correction", _corrections(web, context, key)),
        **_text("backstory", plain(context, article.method)),
        **_text("dateline", article.dateline),
        **_one("contentLocation", _name_of(web, article.location)),
        "creativeWorkStatus": "Corrected" if site.corrections_of.get(key) else "Published",
    }
    if article.summary:
        node["speakable"] = {"@type": "SpeakableSpecification", "cssSelector": ["h1", ".short"]}
    if article.licence.startswith(("http://", "https://")):
        node["license"] = article.licence
    return node


def authors(web: Web, names: Iterable[str]) -> list[Node]:
    """Who wrote something; the publisher where nobody is named."""
    found: list[Node] = []
    for who in names:
        key, record = author_of(web.site, who)
        if record is None:
            found.append({"@type": "Person", "name": who})
            continue
        node: Node = {"@type": "Organization" if record.group else "Person", "name": record.name}
        if url := web.record(key):
            node["url"] = url
        elif record.group:
            node["url"] = web.base
        node.update(_list("sameAs", [*same_as(record.ids), *(one.url for one in record.links)]))
        found.append(node)
    return found or [short_publisher(web)]


def _mentions(web: Web, linked: Linked) -> list[Node]:
    """Who and what the text links to, each once."""
    keys = dict.fromkeys(one.target for one in linked.mentions if one.linked)
    return _named(web, keys)[:MOST_MENTIONS]


def _named(web: Web, keys: Iterable[str]) -> list[Node]:
    return [node for key in keys if (node := _name_of(web, key))]


def _name_of(web: Web, key: str) -> Node:
    """A record by its identifier, type and name; nothing for what has no page or is not public."""
    record = web.site.records.get(key)
    if record is None or not is_public(record) or not web.record(key):
        return {}
    return {"@id": web.id(key), "@type": _type_of(record), "name": web.name(key)}


def _type_of(record: Record) -> str:
    match record:
        case Person():
            return "Person"
        case Organisation():
            return _ORGANISATION_TYPES.get(record.kind, "Organization")
        case Place():
            return _PLACE_TYPES.get(record.kind, "Place")
        case Event():
            return "Event"
        case Term():
            return "DefinedTerm"
        case Claim():
            return "Claim"
        case _:
            return "Thing"


def _citations(web: Web, sources: Iterable[str]) -> list[Node]:
    found = (citation(web, key) for key in sources)
    return [one for one in found if one][:MOST_CITATIONS]


def citation(web: Web, key: str) -> Node:
    """A source as a work that is cited; empty when readers may not see it."""
    source = web.site.records.get(key)
    if not isinstance(source, Source):
        return {}
    return {
        "@type": "CreativeWork",
        "name": source.title,
        **_text("url", source.url),
        **_named_or_text(web, "author", source.author, "Person"),
        **_named_or_text(web, "publisher", source.publisher, "Organization"),
        **_text("datePublished", machine_date(source.published)),
        **_text("archivedAt", source.archived[0].url if source.archived else ""),
    }


def _named_or_text(web: Web, property: str, who: str, kind: str) -> Node:
    if not who:
        return {}
    record = web.site.records.get(who)
    if record is None:
        return {} if ":" in who else {property: {"@type": kind, "name": who}}
    if not is_public(record):
        return {}
    return {property: {"@type": _type_of(record), "name": web.name(who), **_text("@id", web.id(who))}}


def _corrections(web: Web, context: Context, key: str) -> list[Node]:
    found = []
    for one in web.site.corrections_of.get(key, ()):
        record = web.site.records[one]
        if isinstance(record, Correction):
            node = {"@type": "CorrectionComment", "text": plain(context, record.text, record.lang)}
            found.append({**node, **_text("datePublished", machine_date(record.date))})
    return [one for one in found if "datePublished" in one]


# --- people, bodies, places, events, terms ------------------------------------------------------------------------


def _person(web: Web, context: Context, key: str, person: Person) -> Node:
    held = roles_at(person, context.day) or roles_newest_first(person)
    return {
        **_thing(web, key, "Person", person.name),
        **_text("description", plain(context, person.summary)),
        **_list("alternateName", _other_names(person.name, alias_names(person.aliases), person.names.values())),
        **_text("givenName", person.given_name),
        **_text("familyName", person.family_name),
        **_text("honorificPrefix", person.honorific),
        **_text("jobTitle", held[0].title if held else ""),
        **_text("birthDate", machine_date(person.born)),
        **_text("deathDate", machine_date(person.died)),
        **_list("memberOf", list(_roles(web, person))),
        **_images(web, person.image),
        **_list("sameAs", [*same_as(person.ids), *(one.url for one in person.links)]),
    }


def _roles(web: Web, person: Person) -> Iterator[Node]:
    """Posts with their time. Between a person and a body stands a role: the person is a member by it, and it is one of the body's.

    schema.org's prose says `memberOf` once more inside the role, but its vocabulary knows the property of people and
    bodies only. The inverse, `member`, says the same with properties that all have a place.
    """
    for role in roles_newest_first(person):
        if body := _name_of(web, role.org):
            yield {
                "@type": "OrganizationRole",
                "roleName": role.title,
                **_text("startDate", machine_date(role.since)),
                **_text("endDate", machine_date(role.until)),
                "@reverse": {"member": body},
            }


def _organisation(web: Web, context: Context, key: str, body: Organisation) -> Node:
    return {
        **_thing(web, key, _type_of(body), body.name),
        **_text("description", plain(context, body.summary)),
        **_list("alternateName", _other_names(body.name, alias_names(body.aliases), body.names.values())),
        **({"logo": {"@type": "ImageObject", "contentUrl": web.file(body.logo)}} if body.logo else {}),
        **_text("foundingDate", machine_date(body.founded)),
        **_text("dissolutionDate", machine_date(body.dissolved)),
        **_one("parentOrganization", _name_of(web, body.parent)),
        **_one("location", _name_of(web, body.place)),
        **_list("sameAs", [*([body.url] if body.url else []), *same_as(body.ids)]),
    }


def _place(web: Web, context: Context, key: str, place: Place) -> Node:
    node = {
        **_thing(web, key, _type_of(place), place.name),
        **_text("description", plain(context, place.summary)),
        **_list("alternateName", _other_names(place.name, alias_names(place.aliases), place.names.values())),
        **_one("containedInPlace", _name_of(web, place.parent)),
        **_images(web, place.image),
        **_list("sameAs", [] if is_obscured(place) else same_as(place.ids)),
    }
    if point := located(place):
        node["geo"] = {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon}
    if code := place.ids.get("iso3166_2"):
        node["identifier"] = {"@type": "PropertyValue", "propertyID": "ISO 3166-2", "value": str(code)}
    return node


def _event(web: Web, context: Context, key: str, event: Event) -> Node:
    return {
        **_thing(web, key, "Event", event.title),
        **_text("description", plain(context, event.summary)),
        **_text("startDate", machine_date(event.date)),
        **_text("endDate", machine_date(event.end)),
        **_list("location", _named(web, event.places)),
        **_list("about", _named(web, (*event.people, *event.orgs))),
        **_images(web, event.image),
    }


def _claim(web: Web, context: Context, key: str, claim: Claim) -> Node:
    """A claim as a thing by itself; a verdict is said in a block of its own, once."""
    return {
        **_thing(web, key, "Claim", claim.statement),
        **_text("alternateName", claim.short),
        **_list("about", _named(web, claim.about)),
    }


def _term(web: Web, context: Context, key: str, term: Term) -> Node:
    return {
        **_thing(web, key, "DefinedTerm", term.term),
        **_text("description", plain(context, term.definition)),
        **_list("alternateName", _other_names(term.term, alias_names(term.aliases))),
        **_list("sameAs", same_as(term.ids)),
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": _glossary(web),
            "name": f"{WORD_START}register.term\ue003",
        },
    }


def _glossary(web: Web) -> str:
    return f"{web.url(web.routes.register('term'))}#terms"


def _author(web: Web, context: Context, key: str, author: Author) -> Node:
    return {
        **_thing(web, key, "Organization" if author.group else "Person", author.name),
        **({} if author.group else _text("jobTitle", author.role)),
        **_images(web, author.image),
        **_list("knowsAbout", author.expertise),
        **_list("knowsLanguage", author.languages),
        **_list("sameAs", [*same_as(author.ids), *(one.url for one in author.links)]),
    }


def _source(web: Web, context: Context, key: str, source: Source) -> Node:
    return {**citation(web, key), "@id": web.id(key), **({} if source.url else {"url": web.record(key)})}


# --- pieces ---------------------------------------------------------------------------------------------------------


def _other_names(name: str, *others: Iterable[str]) -> list[str]:
    return [one for one in dict.fromkeys(one for group in others for one in group) if one and one != name]


def _images(web: Web, image: Image | None) -> Node:
    return {"image": [web.file(image.src)]} if image is not None else {}


def _text(property: str, value: str) -> Node:
    return {property: value} if value else {}


def _one(property: str, node: Node) -> Node:
    return {property: node} if node else {}


def _list(property: str, values: Iterable[Any]) -> Node:
    found = list(dict.fromkeys(values)) if property in {"sameAs", "alternateName", "keywords"} else list(values)
    return {property: found} if found else {}
