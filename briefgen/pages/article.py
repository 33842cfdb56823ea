"""The view of an article: its text with margin notes, and everything below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from briefgen.as_of.publication import article_day
from briefgen.base.html import EMPTY, Html, word
from briefgen.linking.archive import notes_key
from briefgen.linking.notes import note_texts
from briefgen.model.document import Heading
from briefgen.model.mention import Linked
from briefgen.model.notes import Notes, OrganisationNote, PlaceNote, WhoNote
from briefgen.model.output import Page
from briefgen.model.parts import ClaimChoice
from briefgen.model.records import Article, Author, Claim, Event
from briefgen.model.site import Site, split_key
from briefgen.model.views import (
    ArticleCard,
    ArticlePage,
    BodyBlock,
    ChangeView,
    ClaimCard,
    EntityCard,
    EventCard,
    Head,
    KeyPoint,
    LinkView,
    NoteView,
    TocEntry,
)
from briefgen.pages.body import Text, body_blocks, claim_anchor, passage_html, passages_of
from briefgen.pages.cards import (
    article_card,
    article_cards,
    claim_card,
    corrections,
    entity_card,
    entity_cards,
    event_cards,
    source_cards,
)
from briefgen.pages.chrome import chrome, head
from briefgen.pages.context import Context, context_for
from briefgen.pages.maps import map_of
from briefgen.pages.picture import DISTRESSING
from briefgen.pages.routes import Routes
from briefgen.pages.timelines import timeline
from briefgen.site.index import sources_of_article, topics_of

WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction (Brysbaert 2019, a meta-analysis of 190 studies)."""
TOC_FROM = 3
"""Headings from which a list of contents helps."""
RELATED = 4
_BY_TOPIC, _BY_CLAIM, _BY_TAG = 2, 3, 1
"""What a thing in common counts, for articles that go together."""
TIMELINE = 30
"""Most events of an automatic timeline."""

NoteRecord = WhoNote | PlaceNote | OrganisationNote
_NOTE_KINDS: Mapping[str, str] = {"person": "who", "organisation": "orgs", "place": "places"}


class Parts(Struct, frozen=True):
    """What several sections of the article share."""

    key: str
    article: Article
    context: Context
    linked: Linked
    notes: Notes
    claims: Mapping[str, ClaimCard]
    note_html: Mapping[tuple[str, int], Html]


def article_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> ArticlePage:
    """The view of one article."""
    parts = _parts(site, routes, page)
    context, article = parts.context, parts.article
    sources = sources_of_article(article, parts.linked, site.claims_in[page.key], site.records)
    document = site.documents[page.key]
    citations = {source: number for number, source in enumerate(sources, 1)}
    body = _body(parts, Text(document, parts.linked, _marked(parts), citations))
    noted = {note.entity.key for block in body for note in block.notes if note.entity is not None}
    card = article_card(context, page.key)
    assert card is not None  # noqa: S101 - pages are planned for published records only
    corrected = corrections(context, page.key)
    previous, following = _neighbours(context, page.key)
    events = _timeline(parts)
    return ArticlePage(
        chrome=chrome(context, options),
        head=_head(parts),
        card=card,
        authors=_authors(context, article),
        as_of=article_day(article, site.now),
        minutes=max(1, round(document.words / WORDS_A_MINUTE)),
        dateline=article.dateline,
        location=context.link(article.location) if article.location else None,
        summary=tuple(_point(parts, text) for text in article.summary),
        content_note_html=context.inline(article.content_note),
        sensitivity=article.sensitivity,
        body=body,
        toc=_toc(document.headings),
        notices=tuple(one for one in corrected if one.prominent),
        claims=_listed_claims(parts),
        unknowns=tuple(_unknowns(parts)),
        timeline=events,
        timeline_view=timeline(context, events, parts.claims, context.day.upper),
        timeline_collapse_after=parts.notes.timeline.collapse_after or 0,
        who=_full_notes(parts, "person"),
        organisations=_full_notes(parts, "organisation"),
        places=_full_notes(parts, "place"),
        terms=_terms(parts),
        sources=source_cards(context, sources, numbered=True),
        based_on=source_cards(context, article.based_on),
        method_html=context.inline(article.method),
        corrections=corrected,
        changes=_changes(context, article),
        related=_related(parts),
        previous=previous,
        next=following,
        claim_marks=tuple(_marked(parts).values()),
        cards=entity_cards(context, _linked_entities(parts, noted)),
        card_mode=article.card,
        licence=article.licence,
        translations=_translations(context, page.key),
        map=map_of(context, _places(parts)),
        data=context.data(article.data),
        tags=tuple(LinkView(label=tag, url=context.href(routes.tag(tag))) for tag in article.tags),
    )


def _parts(site: Site, routes: Routes, page: Page) -> Parts:
    article = site.records[page.key]
    assert isinstance(article, Article)  # noqa: S101 - planned from the articles
    plain_context = context_for(site, routes, page.url, article, page.key)
    veiled = not DISTRESSING.isdisjoint(article.sensitivity)
    context = replace(plain_context, day=article_day(article, site.now), judged_then=True, veiled=veiled)
    linked = site.linked.get(page.key, Linked())
    anchors = {one.claim: f"#{claim_anchor(split_key(one.claim)[1])}" for one in linked.claims}
    keys = dict.fromkeys((*site.claims_in[page.key], *anchors))
    cards = {key: card for key in keys if (card := claim_card(context, key, anchors.get(key, ""))) is not None}
    notes = site.notes.get(page.key, Notes())
    return Parts(page.key, article, context, linked, notes, cards, _note_html(context, page.key, notes))


def _head(parts: Parts) -> Head:
    context, article = parts.context, parts.article
    crumbs = [link for topic in topics_of(article)[:1] if (link := context.link(topic)) is not None]
    if not crumbs:
        crumbs = [LinkView(label=word("register.article"), url=context.href(context.routes.register("article")))]
    short = article.standfirst or (article.summary[0] if article.summary else "")
    description = context.inline(short) if short else _first_words(parts)
    found = head(context, "article", article.title, description, tuple(crumbs), article, parts.key)
    return found if article.dir == "auto" else replace(found, dir=article.dir)


def _first_words(parts: Parts) -> str:
    document = parts.context.site.documents[parts.key]
    return next((passage.text for passage in document.passages if passage.kind == "prose"), "")


def _authors(context: Context, article: Article) -> tuple[LinkView, ...]:
    found = []
    for who in article.authors or context.site.config.authors:
        key = who if who.startswith("author:") else f"author:{who}"
        author = context.site.records.get(key)
        url = context.link_to(key)
        found.append(LinkView(label=author.name if isinstance(author, Author) else who, url=url))
    return tuple(found)


# --- text and notes -----------------------------------------------------------------------------------------------


def _marked(parts: Parts) -> dict[str, ClaimCard]:
    """Claims that have a passage in the text."""
    return {one.claim: parts.claims[one.claim] for one in parts.linked.claims if one.claim in parts.claims}


def _body(parts: Parts, text: Text) -> tuple[BodyBlock, ...]:
    """The text block by block, each note beside the block in which its subject first comes up."""
    seen: set[str] = set()
    blocks = []
    for block, html in body_blocks(parts.context, text):
        numbers = set(passages_of(block))
        notes = tuple(_new_notes(parts, numbers, seen))
        blocks.append(BodyBlock(html=html, kind=block.kind, notes=notes))
    return tuple(blocks)


def _new_notes(parts: Parts, numbers: set[int], seen: set[str]) -> Iterable[NoteView]:
    linked = [one for one in parts.linked.mentions if one.linked and one.passage in numbers]
    found = [(one.passage, one.start, one.target) for one in linked]
    found += [(one.passage, one.start, one.claim) for one in parts.linked.claims if one.passage in numbers]
    for _, _, key in sorted(found):
        if key not in seen:
            seen.add(key)
            note = _claim_note(parts, key) if key in parts.claims else _entity_note(parts, key, full=False)
            if note is not None:
                yield note


def _claim_note(parts: Parts, key: str) -> NoteView | None:
    card = parts.claims[key]
    written = parts.notes.claims if isinstance(parts.notes.claims, tuple) else ()
    number = next((number for number, one in enumerate(written) if one.ref == key), -1)
    return NoteView(id=f"n-claim-{card.id}", claim=card, text_html=parts.note_html.get(("claims", number), EMPTY))


def _entity_note(parts: Parts, key: str, full: bool) -> NoteView | None:
    """The note about a person, body, place or term; in the margin only when there is something to say."""
    card = entity_card(parts.context, key)
    number, written = _written_note(parts.notes, key)
    if card is None or (written is not None and written.hide) or (not full and not card.url):
        return None
    list_name = _NOTE_KINDS.get(card.kind, "")
    text = parts.note_html.get((list_name, number), EMPTY)
    if not full and not (card.summary_html or card.role or text):
        return None
    role = written.role if isinstance(written, WhoNote) and written.role else card.role
    return NoteView(
        id=f"n-{card.kind}-{card.id}",
        entity=replace(card, role=role),
        text_html=text,
        spelled_here=written.spelled_here if isinstance(written, PlaceNote) else "",
        lead=isinstance(written, WhoNote) and written.lead,
        group=written.group if isinstance(written, WhoNote | OrganisationNote) else "",
    )


def _written_note(notes: Notes, key: str) -> tuple[int, NoteRecord | None]:
    list_name = _NOTE_KINDS.get(split_key(key)[0])
    written: tuple[NoteRecord, ...] = getattr(notes, list_name) if list_name else ()
    return next(((number, one) for number, one in enumerate(written) if one.ref == key), (-1, None))


def _note_html(context: Context, key: str, notes: Notes) -> dict[tuple[str, int], Html]:
    """The written notes with the names in them linked."""
    document, linked = context.site.documents.get(notes_key(key)), context.site.linked.get(notes_key(key), Linked())
    if document is None:
        return {}
    found = {}
    for place, (list_name, number, _) in enumerate(note_texts(notes)):
        mentions = [one for one in linked.mentions if one.passage == place]
        found[list_name, number] = passage_html(context, document.passages[place], mentions)
    return found


def _full_notes(parts: Parts, kind: str) -> tuple[NoteView, ...]:
    """The notes of one kind in full: the written ones in their order, then everybody else who is mentioned."""
    written: tuple[NoteRecord, ...] = getattr(parts.notes, _NOTE_KINDS[kind])
    mentioned = [one.target for one in parts.linked.mentions if split_key(one.target)[0] == kind]
    keys = dict.fromkeys((*(one.ref for one in written), *mentioned))
    notes = [note for key in keys if (note := _entity_note(parts, key, full=True)) is not None]
    return tuple(note for note in notes if note.entity is not None and note.entity.url)


def _linked_entities(parts: Parts, noted: set[str]) -> tuple[str, ...]:
    """What the text and the notes beside it link to, without a note of its own."""
    beside = parts.context.site.linked.get(notes_key(parts.key), Linked())
    mentions = (*parts.linked.mentions, *beside.mentions)
    return tuple(dict.fromkeys(one.target for one in mentions if one.linked and one.target not in noted))


# --- below the text -------------------------------------------------------------------------------------------------


def _point(parts: Parts, text: str) -> KeyPoint:
    passage = parts.context.site.fields.get(text)
    linked = [one.target for one in passage.links] if passage is not None else []
    return KeyPoint(
        html=parts.context.inline(text),
        claims=tuple(card for key in linked if (card := claim_card(parts.context, key)) is not None),
    )


def _listed_claims(parts: Parts) -> tuple[ClaimCard, ...]:
    """The claims in the article's order; by status, the order of the vocabulary decides."""
    site, choice = parts.context.site, parts.article.claims
    cards = [parts.claims[one] for one in site.claims_in[parts.key] if one in parts.claims]
    if isinstance(choice, ClaimChoice) and choice.order == "status":
        order = {id: number for number, id in enumerate(site.statuses)}
        cards.sort(key=lambda card: order[card.then.id] if card.then is not None else len(order))
    return tuple(cards)


def _unknowns(parts: Parts) -> Iterable[KeyPoint]:
    for key, card in parts.claims.items():
        claim = parts.context.site.records[key]
        for text in claim.unknowns if isinstance(claim, Claim) else ():
            yield KeyPoint(html=parts.context.inline(text, claim.lang), claims=(card,))


def _toc(headings: Iterable[Heading]) -> tuple[TocEntry, ...]:
    entries = tuple(TocEntry(level=one.level, url=f"#{one.id}", text=one.text) for one in headings)
    return entries if len(entries) >= TOC_FROM else ()


def _terms(parts: Parts) -> tuple[EntityCard, ...]:
    chosen = parts.notes.terms
    found = [one.target for one in parts.linked.mentions if split_key(one.target)[0] == "term"]
    return entity_cards(parts.context, dict.fromkeys(found if chosen == "auto" else (*chosen, *found)))


def _places(parts: Parts) -> tuple[str, ...]:
    """Places of the article: where it is about, then those it names most."""
    named = Counter(one.target for one in parts.linked.mentions if one.target.startswith("place:"))
    hidden = {one.ref for one in parts.notes.places if one.hide}
    keys = (parts.article.location, *(key for key, _ in named.most_common()), *(one.ref for one in parts.notes.places))
    return tuple(key for key in dict.fromkeys(keys) if key and key not in hidden)


def _timeline(parts: Parts) -> tuple[EventCard, ...]:
    choice = parts.notes.timeline
    keys = _events_near(parts) if choice.events == "auto" else tuple(choice.events)
    since = choice.since.lower if choice.since is not None else None
    until = (choice.until or parts.context.day).upper
    dated = []
    for key in keys:
        event = parts.context.site.records.get(key)
        if isinstance(event, Event) and event.date.lower <= until and (since is None or event.date.upper >= since):
            dated.append((event.date.lower, event.importance, key))
    # Where there are too many, the leading and the latest stay.
    kept = sorted(sorted(dated, reverse=True), key=lambda one: one[1])[:TIMELINE] if choice.events == "auto" else dated
    return event_cards(parts.context, [key for _, _, key in sorted(kept)])


def _events_near(parts: Parts) -> tuple[str, ...]:
    """Events that share a topic, a person, a place or a claim with the article."""
    site = parts.context.site
    named = [one.target for one in parts.linked.mentions]
    subjects = dict.fromkeys((*topics_of(parts.article), *named, *parts.claims))
    return tuple(dict.fromkeys(event for subject in subjects for event in site.events_of.get(subject, ())))


def _changes(context: Context, article: Article) -> tuple[ChangeView, ...]:
    newest = sorted(article.changelog, key=lambda one: one.date.lower, reverse=True)
    return tuple(
        ChangeView(date=one.date, kind=one.kind, note_html=context.inline(one.note), material=one.material)
        for one in newest
    )


def _related(parts: Parts) -> tuple[ArticleCard, ...]:
    """The articles that the author names; else those that share most with this one, the newest of what they share first."""
    site, article = parts.context.site, parts.article
    if article.related:
        return article_cards(parts.context, article.related)
    shared = (
        *((_BY_TOPIC, site.topic_articles.get(one, ())) for one in topics_of(article)),
        *((_BY_CLAIM, site.articles_with.get(one, ())) for one in parts.claims),
        *((_BY_TAG, site.tags.get(one, ())) for one in dict.fromkeys(article.tags)),
    )
    score: dict[str, int] = {}
    for weight, others in shared:
        for other in others[: RELATED * 10]:
            score[other] = score.get(other, 0) + weight
    score.pop(parts.key, None)
    same_language = [key for key in score if split_key(key)[2] == split_key(parts.key)[2]]
    return article_cards(parts.context, sorted(same_language, key=lambda key: -score[key])[:RELATED])


def _neighbours(context: Context, key: str) -> tuple[LinkView | None, LinkView | None]:
    """The articles before and after this one in time, in its language."""
    earlier, following = context.site.neighbours[key]
    return (context.link(earlier) if earlier else None), (context.link(following) if following else None)


def _translations(context: Context, key: str) -> tuple[LinkView, ...]:
    kind, id, own = split_key(key)
    found = []
    for lang in ("", *context.site.config.languages):
        other = f"{kind}:{id}.{lang}" if lang else f"{kind}:{id}"
        if lang != own and other in context.site.records:
            found.append(LinkView(label=lang or context.site.config.lang, url=context.link_to(other)))
    return tuple(found)
