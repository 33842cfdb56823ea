"""The static interface for programs: `api/v1/`, paged lists of everything as JSON, and the schemas they keep to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from briefgen import __version__
from briefgen.as_of.claim_status import status_at
from briefgen.base.dates import When
from briefgen.formats import resources as r
from briefgen.formats.atom import as_json
from briefgen.formats.web import Web, author_of, is_listed, is_public, place_of, plain, publisher_name
from briefgen.model.mention import Linked
from briefgen.model.output import Page
from briefgen.model.parts import alias_names
from briefgen.model.records import (
    Article,
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
from briefgen.model.site import Entry, Site, split_key
from briefgen.pages.cards import speaker, updated_of
from briefgen.site.index import sources_of_article, topics_of
from briefgen.site.located import is_obscured, located

ROOT = "api/v1"
PAGE = 100
"""Entries of a page: few enough that an edit concerns one small file."""
KINDS: Mapping[str, tuple[str, type[r.Resource]]] = {
    "article": ("articles", r.ArticleResource),
    "claim": ("claims", r.ClaimResource),
    "person": ("people", r.PersonResource),
    "organisation": ("organisations", r.OrganisationResource),
    "place": ("places", r.PlaceResource),
    "event": ("events", r.EventResource),
    "source": ("sources", r.SourceResource),
    "topic": ("topics", r.TopicResource),
    "term": ("terms", r.TermResource),
}
"""Lists of records: their names and what stands in them."""
MENTIONS, CHANGES = "mentions", "changes"


def api_pages(site: Site) -> Iterator[Page]:
    """Every file of the interface, when it is wanted. The schemas are the same for all languages, and exist once."""
    if not site.config.api:
        return
    here = place_of(site) + ROOT
    path = f"{here}/index.json"
    yield Page(path, path, "api", "index", lang=site.prefix, owner="the interface for programs")
    for name in (*(name for name, _ in KINDS.values()), MENTIONS, CHANGES):
        for number in range(_pages(_length(site, name))):
            path = f"{here}/{name}/{number + 1}.json"
            yield Page(path, path, "api", name, number, lang=site.prefix, owner=f"the list of {name} for programs")
    for name in () if site.prefix else SCHEMAS:
        path = f"{ROOT}/schemas/{name}.json"
        yield Page(path, path, "schema", name, owner=f"the schema of {name}")


def _pages(entries: int) -> int:
    return max(1, -(-entries // PAGE))


def _keys(site: Site, name: str) -> Sequence[str]:
    """Records of a list, oldest first where they have a time, so that what is new joins the last page."""
    if name == MENTIONS:
        name = "articles"
    kind = next(kind for kind, (plural, _) in KINDS.items() if plural == name)
    return tuple(reversed(site.articles if kind == "article" else site.registers.get(kind, ())))


def _length(site: Site, name: str) -> int:
    if name == CHANGES:
        return sum(len(one) for one in site.changes.values())
    return len(_keys(site, name))


def api(web: Web, page: Page) -> str:
    """One file."""
    if page.key == "index":
        return as_json(_index(web))
    name, number, total = page.key, page.number, _length(web.site, page.key)
    start = number * PAGE
    if name == CHANGES:
        entries: list[Any] = [one for entry in _changes(web.site, start) if (one := _change(web, entry)) is not None]
    else:
        make = _mentions if name == MENTIONS else resource
        keys = (key for key in _keys(web.site, name)[start : start + PAGE] if is_listed(web, key))
        entries = [made for key in keys if (made := make(web, key)) is not None]
    pages = _pages(total)
    about = r.ListPage(
        page=number + 1,
        pages=pages,
        total=total,
        next=_address(web, name, number + 1) if number + 1 < pages else "",
        previous=_address(web, name, number - 1) if number else "",
    )
    told = msgspec.to_builtins(about)
    return as_json({"$schema": web.url(f"{ROOT}/schemas/{name}.json"), "version": "1", **told, "items": entries})


def _address(web: Web, name: str, number: int) -> str:
    return web.url(f"{place_of(web.site)}{ROOT}/{name}/{number + 1}.json")


def _index(web: Web) -> r.Index:
    site, lists = web.site, []
    for name in (*(name for name, _ in KINDS.values()), MENTIONS, CHANGES):
        total = _length(site, name)
        pages = _pages(total)
        lists.append(
            r.ListLink(
                kind=name,
                first=_address(web, name, 0),
                last=_address(web, name, pages - 1),
                pages=pages,
                total=total,
                schema=web.url(f"{ROOT}/schemas/{name}.json"),
            )
        )
    return r.Index(
        title=site.config.title,
        description=site.config.description,
        site=web.front,
        lang=site.config.lang,
        as_of=site.now.day.isoformat(),
        publisher=publisher_name(site),
        generator=f"briefgen {__version__}",
        lists=tuple(lists),
        languages={one: web.url(f"{one}/{ROOT}/index.json") for one in site.editions},
    )


# --- schemas ------------------------------------------------------------------------------------------------------------

SCHEMAS: Mapping[str, Any] = {
    "index": r.Index,
    **dict(KINDS.values()),
    MENTIONS: r.MentionResource,
    CHANGES: r.ChangeResource,
}
"""What each file keeps to, by the name of its schema."""


def schema(web: Web, page: Page) -> str:
    """The JSON Schema (2020-12) of a file."""
    struct = SCHEMAS[page.key]
    (found,), parts = msgspec.json.schema_components([struct], ref_template="#/$defs/{name}")
    fields = msgspec.json.schema_components([r.ListPage])[1]["ListPage"]
    body: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": web.url(f"{ROOT}/schemas/{page.key}.json"),
        "title": page.key,
        "description": f"{publisher_name(web.site)}: {page.key}, version 1.",
    }
    if page.key == "index":
        return as_json({**body, **found, "$defs": parts})
    return as_json(
        {
            **body,
            "type": "object",
            "properties": {
                "$schema": {"type": "string"},
                **fields["properties"],
                "items": {"type": "array", "items": found},
            },
            "required": [*fields["required"], "version", "items"],
            "additionalProperties": False,
            "$defs": parts,
        }
    )


# --- records --------------------------------------------------------------------------------------------------------------


def resource(web: Web, key: str) -> r.Resource | None:
    """A record for programs."""
    record = web.site.records[key]
    maker = _MAKERS.get(type(record))
    return maker(web, key, record) if maker is not None else None


def _at(web: Web, key: str) -> dict[str, str]:
    return {"key": key, "id": split_key(key)[1], "url": web.record(key)}


def _known(web: Web, keys: Sequence[str]) -> tuple[str, ...]:
    """Those records that readers may see."""
    return tuple(key for key in keys if _is_known(web, key))


def _is_known(web: Web, key: str) -> bool:
    record = web.site.records.get(key)
    return record is not None and is_public(record)


def _one(web: Web, key: str) -> str:
    return key if key and _is_known(web, key) else ""


def _who(web: Web, key: str) -> str:
    """A key, or a name in words; empty for who is not public."""
    if key in web.site.records:
        return _one(web, key)
    return "" if ":" in key else key


def _when(when: When | None) -> str:
    return when.text if when is not None else ""


def _names(names: Mapping[str, str]) -> tuple[r.Name, ...]:
    return tuple(r.Name(lang=lang, text=text) for lang, text in names.items())


def _ids(ids: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in ids.items()}


def _article(web: Web, key: str, article: Article) -> r.ArticleResource:
    site, context = web.site, web.context(article, key)
    linked, document = site.linked.get(key, Linked()), site.documents.get(key)
    claims = site.claims_in.get(key, ())
    told = [one for two in site.corrections_of.get(key, ()) if isinstance(one := site.records[two], Correction)]
    names = article.authors or site.config.authors
    return r.ArticleResource(
        **_at(web, key),
        title=article.title,
        type=article.type,
        lang=context.lang,
        date=_when(article.date),
        updated=_when(updated_of(article)),
        standfirst=plain(context, article.standfirst),
        summary=tuple(plain(context, one) for one in article.summary),
        section=article.section,
        topics=_known(web, topics_of(article)),
        tags=article.tags,
        authors=tuple(found.name if (found := author_of(site, who)[1]) is not None else who for who in names),
        words=document.words if document is not None else 0,
        location=_one(web, article.location),
        claims=_known(web, claims),
        sources=_known(web, sources_of_article(article, linked, claims, site.records)),
        corrections=tuple(
            r.Correction(date=one.date.text, kind=one.kind, text=plain(context, one.text), was=one.was, now=one.now)
            for one in told
        ),
        licence=article.licence,
    )


def _claim(web: Web, key: str, claim: Claim) -> r.ClaimResource | None:
    site, context = web.site, web.context(claim, key)
    entry = status_at(claim, context.now)
    if entry is None:
        return None
    review, figure = claim.review, claim.figure
    shown = review is not None and review.published and review.date.lower <= site.now.day
    return r.ClaimResource(
        **_at(web, key),
        statement=claim.statement,
        short=claim.short,
        kind=claim.kind,
        status=entry.status,
        about=_known(web, claim.about),
        where=_one(web, claim.where),
        topics=_known(web, claim.topics),
        assertions=tuple(_assertion(web, context, one) for one in claim.assertions),
        history=tuple(
            r.Status(
                status=one.status,
                date=one.date.text,
                recorded=_when(one.recorded),
                reason=plain(context, one.reason),
                confidence=one.confidence or "",
                evidence=one.evidence,
            )
            for one in claim.status_history
            if one.visible and one.date.lower <= site.now.day
        ),
        evidence=tuple(
            r.Evidence(
                id=one.id,
                stance=one.stance,
                type=one.type,
                source=one.source,
                origin=_who(web, one.origin),
                date=_when(one.date),
                summary=plain(context, one.summary),
                credibility=one.credibility,
            )
            for one in claim.evidence
            if one.access != "withheld"
        ),
        unknowns=tuple(plain(context, one) for one in claim.unknowns),
        figure=None
        if figure is None
        else r.Figure(
            value=figure.value,
            comparator=figure.comparator,
            unit=figure.unit,
            as_of=_when(figure.as_of),
            verified_minimum=figure.verified_minimum,
        ),
        due=_when(claim.due),
        review=r.Review(
            label=review.label,
            rating=review.rating,
            explanation=plain(context, review.explanation),
            date=review.date.text,
        )
        if review is not None and shown
        else None,
        superseded_by=_one(web, claim.superseded_by),
        articles=_known(web, site.articles_with.get(key, ())),
    )


def _assertion(web: Web, context: Any, one: Any) -> r.Assertion:
    who = speaker(context, one)
    private = bool(one.by) and not _is_known(web, one.by)
    return r.Assertion(
        by=_one(web, one.by),
        name="" if private else who.name,
        role="" if private else who.role,
        date=one.date.text,
        mode=one.mode,
        source=one.source,
        quote=one.quote,
        quote_lang=one.quote_lang,
    )


def _person(web: Web, key: str, person: Person) -> r.PersonResource:
    context = web.context(person, key)
    return r.PersonResource(
        **_at(web, key),
        name=person.name,
        names=_names(person.names),
        aliases=alias_names(person.aliases),
        summary=plain(context, person.summary),
        roles=tuple(
            r.Role(
                title=one.title,
                organisation=_one(web, one.org),
                place=_one(web, one.place),
                since=_when(one.since),
                until=_when(one.until),
                acting=one.acting,
            )
            for one in person.roles
        ),
        ids=_ids(person.ids),
        articles=web.site.mention_counts.get(key, 0),
    )


def _organisation(web: Web, key: str, body: Organisation) -> r.OrganisationResource:
    return r.OrganisationResource(
        **_at(web, key),
        name=body.name,
        kind=body.kind,
        names=_names(body.names),
        aliases=alias_names(body.aliases),
        summary=plain(web.context(body, key), body.summary),
        country=body.country,
        parent=_one(web, body.parent),
        website=body.url,
        ids=_ids(body.ids),
        articles=web.site.mention_counts.get(key, 0),
    )


def _place(web: Web, key: str, place: Place) -> r.PlaceResource:
    point = located(place)
    return r.PlaceResource(
        **_at(web, key),
        name=place.name,
        kind=place.kind,
        names=_names(place.names),
        aliases=alias_names(place.aliases),
        summary=plain(web.context(place, key), place.summary),
        country=place.country,
        parent=_one(web, place.parent),
        latitude=point.lat if point else None,
        longitude=point.lon if point else None,
        precision=point.precision if point else "",
        ids={} if is_obscured(place) else _ids(place.ids),
        articles=web.site.mention_counts.get(key, 0),
    )


def _event(web: Web, key: str, event: Event) -> r.EventResource:
    return r.EventResource(
        **_at(web, key),
        title=event.title,
        date=event.date.text,
        end=_when(event.end),
        time=event.time,
        kind=event.kind,
        status=event.status,
        importance=event.importance,
        summary=plain(web.context(event, key), event.summary),
        places=_known(web, event.places),
        people=_known(web, event.people),
        organisations=_known(web, event.orgs),
        claims=_known(web, event.claims),
        topics=_known(web, event.topics),
    )


def _source(web: Web, key: str, source: Source) -> r.SourceResource:
    return r.SourceResource(
        **_at(web, key),
        title=source.title,
        kind=source.kind,
        address=source.url,
        publisher=_who(web, source.publisher),
        author=_who(web, source.author),
        published=_when(source.published),
        accessed=_when(source.accessed),
        archived=tuple(one.url for one in source.archived),
        reliability=source.reliability,
        claims=_known(web, web.site.claims_from.get(key, ())),
    )


def _topic(web: Web, key: str, topic: Topic) -> r.TopicResource:
    return r.TopicResource(
        **_at(web, key),
        title=topic.title,
        summary=plain(web.context(topic, key), topic.summary),
        status=topic.status,
        start=_when(topic.start),
        end=_when(topic.end),
        parent=_one(web, topic.parent),
        articles=_known(web, web.site.topic_articles.get(key, ())),
        claims=_known(web, web.site.topic_claims.get(key, ())),
    )


def _term(web: Web, key: str, term: Term) -> r.TermResource:
    return r.TermResource(
        **_at(web, key),
        term=term.term,
        definition=plain(web.context(term, key), term.definition),
        aliases=alias_names(term.aliases),
    )


_MAKERS: Mapping[type[Record], Callable[[Web, str, Any], r.Resource | None]] = {
    Article: _article,
    Claim: _claim,
    Person: _person,
    Organisation: _organisation,
    Place: _place,
    Event: _event,
    Source: _source,
    Topic: _topic,
    Term: _term,
}


def _mentions(web: Web, key: str) -> r.MentionResource:
    times: dict[str, int] = {}
    for one in web.site.linked.get(key, Linked()).mentions:
        times[one.target] = times.get(one.target, 0) + 1
    found = tuple(r.Mentioned(key=one, times=number) for one, number in times.items() if is_listed(web, one))
    return r.MentionResource(**_at(web, key), mentions=found)


def _changes(site: Site, start: int) -> Iterator[Entry]:
    """A page of changes, oldest first, without looking at the stretches that others show."""
    at = 0
    for stretch in site.changes:
        entries = site.changes[stretch]
        for one in entries:
            if start <= at < start + PAGE:
                yield one
            at += 1
        if at >= start + PAGE:
            return


def _change(web: Web, one: Entry) -> r.ChangeResource | None:
    record = web.site.records.get(one.key)
    if record is None or not is_public(record) or record.noindex:
        stone = web.site.tombstones.get(one.key)
        if stone is None or not stone.title:
            return None
    status = ""
    if isinstance(record, Claim) and one.what == "status":
        status = record.status_history[one.number].status
    return r.ChangeResource(day=one.day.isoformat(), what=one.what, key=one.key, url=web.record(one.key), status=status)
