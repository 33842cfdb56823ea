"""Records in a few words: what lists, notes and hover cards show."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from briefgen.as_of.claim_status import first_appearance, status_at
from briefgen.as_of.publication import is_draft
from briefgen.as_of.roles import roles_at
from briefgen.base.dates import When
from briefgen.base.html import EMPTY, Html
from briefgen.base.text import direction
from briefgen.linking.names import display_name
from briefgen.model.parts import Assertion, StatusEntry
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
from briefgen.model.site import split_key
from briefgen.model.views import (
    ArticleCard,
    ClaimCard,
    CorrectionView,
    EntityCard,
    EventCard,
    Group,
    LinkView,
    PublisherView,
    SourceCard,
    SpeakerView,
    StatusMark,
    TopicCard,
)
from briefgen.model.vocabulary import Status
from briefgen.pages.context import Context, foreign_names
from briefgen.pages.picture import DISTRESSING
from briefgen.site.index import topics_of
from briefgen.site.tombstones import takes_down

CHAIN_LIMIT = 8
"""Longest way back through `seen_via`; a circle ends there."""


# --- people, bodies, places, events, terms ------------------------------------------------------------------------


def entity_card(context: Context, key: str) -> EntityCard | None:
    """The card of an entity or term; None when readers may not see the record."""
    record = context.site.records.get(key)
    if record is None:
        return None
    # Only roles depend on the day.
    day = context.day if isinstance(record, Person) and record.roles else None
    return context.recall(("entity", key, context.lang, day), lambda: _entity_card(context, key, record))


def _entity_card(context: Context, key: str, record: Record) -> EntityCard:
    kind, id, _ = split_key(key)
    return EntityCard(
        key=key,
        kind=kind,
        id=id,
        name=display_name(record),
        url=context.link_to(key),
        names=foreign_names(getattr(record, "names", {})),
        role=_role(context, record),
        detail=record.kind if isinstance(record, Organisation | Place | Event) else "",
        within=_within(context, record),
        date=record.date if isinstance(record, Event) else None,
        summary_html=_summary(context, record),
        mentions=len(context.site.articles_by.get(key, ()))
        if kind == "author"
        else context.site.mention_counts.get(key, 0),
    )


def entity_cards(context: Context, keys: Iterable[str]) -> tuple[EntityCard, ...]:
    """Cards of those records that readers may see."""
    return tuple(card for key in keys if (card := entity_card(context, key)) is not None)


def _role(context: Context, record: Record) -> str:
    if isinstance(record, Author):
        return record.role
    if not isinstance(record, Person):
        return ""
    return next((role.short or role.title for role in roles_at(record, context.day)), "")


def _within(context: Context, record: Record) -> str:
    parent = record.parent if isinstance(record, Organisation | Place) else ""
    held = context.site.records.get(parent)
    return display_name(held) if held is not None else ""


def _summary(context: Context, record: Record) -> Html:
    if isinstance(record, Term):
        return context.inline(record.definition, record.lang)
    return context.inline(getattr(record, "summary", ""), record.lang)


# --- claims -------------------------------------------------------------------------------------------------------


def status_mark(status: Status, entry: StatusEntry | None = None) -> StatusMark:
    """A status as readers see it, dated by a history entry."""
    return StatusMark(
        id=status.id,
        glyph=status.glyph,
        shade=status.shade,
        closed=status.closed,
        label=status.label,
        gloss=status.gloss,
        date=entry.date if entry is not None else None,
        confidence=(entry.confidence or "") if entry is not None else "",
    )


def mark_of(context: Context, entry: StatusEntry | None) -> StatusMark | None:
    """The mark of a history entry."""
    return None if entry is None else status_mark(context.site.statuses[entry.status], entry)


def claim_card(context: Context, key: str, anchor: str = "") -> ClaimCard | None:
    """The card of a claim: on articles with its status then and, where it moved, now; elsewhere with its status now."""
    if context.judged_then:
        return _card_of_claim(context, key, anchor)  # of that article's day, so no other page wants it
    return context.recall(
        ("claim", key, context.lang, context.day, anchor), lambda: _card_of_claim(context, key, anchor)
    )


def _card_of_claim(context: Context, key: str, anchor: str) -> ClaimCard | None:
    claim = context.site.records.get(key)
    if not isinstance(claim, Claim):
        return None
    now = status_at(claim, context.now)
    then = status_at(claim, context.day) if context.judged_then else None
    moved = then is None or now is None or then.status != now.status
    return _claim_card(context, key, claim, then, now if moved else None, anchor)


def _claim_card(
    context: Context, key: str, claim: Claim, then: StatusEntry | None, now: StatusEntry | None, anchor: str
) -> ClaimCard:
    leading = then or now
    url = context.link_to(key)
    return ClaimCard(
        key=key,
        id=split_key(key)[1],
        url=url,
        short=claim.short,
        statement=claim.statement,
        kind=claim.kind,
        says=speakers(context, claim),
        then=mark_of(context, then),
        now=mark_of(context, now),
        reason_html=_reason(context, claim, leading),
        now_reason_html=_reason(context, claim, now) if then is not None else EMPTY,
        anchor=anchor,
        first=first_appearance(claim),
        history_url=f"{url}#history" if context.routes.has_page(claim, key) else url,
    )


def _reason(context: Context, claim: Claim, entry: StatusEntry | None) -> Html:
    """Why a status holds. What is kept out of the history counts, but its words are not for readers."""
    return context.inline(entry.reason, claim.lang) if entry is not None and entry.visible else EMPTY


def changed_card(context: Context, key: str, before: StatusEntry, after: StatusEntry) -> ClaimCard | None:
    """The card of a claim whose status moved: `then` is what it was before."""
    claim = context.site.records.get(key)
    return _claim_card(context, key, claim, before, after, "") if isinstance(claim, Claim) else None


def claim_cards(context: Context, keys: Iterable[str]) -> tuple[ClaimCard, ...]:
    """Cards of those claims that readers may see."""
    return tuple(card for key in keys if (card := claim_card(context, key)) is not None)


def grouped_by_status(context: Context, keys: Iterable[str]) -> tuple[Group, ...]:
    """Claims by their status now, in the order of the vocabulary."""
    by_status: dict[str, list[ClaimCard]] = {}
    for card in claim_cards(context, keys):
        if card.now is not None:
            by_status.setdefault(card.now.id, []).append(card)
    return tuple(
        Group(status=status_mark(status), claims=tuple(by_status[id]))
        for id, status in context.site.statuses.items()
        if id in by_status
    )


def speakers(context: Context, claim: Claim) -> tuple[SpeakerView, ...]:
    """Who says a claim, first appearance first, each once."""
    said = sorted(claim.assertions, key=lambda one: (one.date.lower, one.date.upper))
    return tuple(dict.fromkeys(speaker(context, one) for one in said))


def speaker(context: Context, assertion: Assertion) -> SpeakerView:
    """The speaker of one assertion, with the role on that day."""
    record = context.site.records.get(assertion.by)
    if record is None:
        return SpeakerView(name=assertion.by_label or split_key(assertion.by)[1], role=assertion.role, named=False)
    role = assertion.role
    if isinstance(record, Person) and not role:
        role = next((one.short or one.title for one in roles_at(record, assertion.date)), "")
    name = display_name(record)
    if assertion.by_label:
        name, role = assertion.by_label, role or name
    return SpeakerView(name=name, url=context.link_to(assertion.by), role=role)


# --- articles, topics, events, corrections --------------------------------------------------------------------------


def article_card(context: Context, key: str) -> ArticleCard | None:
    """The card of an article."""
    return context.recall(("article", key, context.lang), lambda: _article_card(context, key))


def _article_card(context: Context, key: str) -> ArticleCard | None:
    article = context.site.records.get(key)
    if not isinstance(article, Article):
        return None
    # Whatever page it stands on, the pictures of an article that warns of them are not shown unasked.
    context = replace(context, veiled=not DISTRESSING.isdisjoint(article.sensitivity))
    lang = article.lang or split_key(key)[2] or context.site.config.lang
    return ArticleCard(
        key=key,
        url=context.link_to(key),
        title=article.title,
        type=article.type,
        standfirst_html=context.inline(article.standfirst, lang),
        date=article.date,
        updated=updated_of(article),
        lang=lang,
        dir=direction(lang) if article.dir == "auto" else article.dir,
        section=_section(context, article),
        topics=context.links(topics_of(article)),
        claims=len(context.site.claims_in.get(key, ())),
        draft=is_draft(article),
        image=context.image(article.image),
    )


def _section(context: Context, article: Article) -> LinkView | None:
    if not article.section:
        return None
    return LinkView(label=article.section, url=context.href(context.routes.section(article.section)))


def updated_of(article: Article) -> When | None:
    """When an article was last changed for readers: as said, else by its change log; None when never."""
    if article.updated is not None:
        return article.updated
    return max((one.date for one in article.changelog), key=lambda when: when.upper, default=None)


def article_cards(context: Context, keys: Iterable[str]) -> tuple[ArticleCard, ...]:
    """Cards of those articles that readers may see."""
    return tuple(card for key in keys if (card := article_card(context, key)) is not None)


def topic_card(context: Context, key: str) -> TopicCard | None:
    """A topic in a list."""
    topic = context.site.records.get(key)
    if not isinstance(topic, Topic):
        return None
    articles = context.site.topic_articles.get(key, ())
    newest = context.site.records[articles[0]] if articles else None
    return TopicCard(
        url=context.link_to(key),
        title=topic.title,
        status=topic.status,
        summary_html=context.inline(topic.summary, topic.lang),
        articles=len(articles),
        latest=newest.date if isinstance(newest, Article) else None,
    )


def event_card(context: Context, key: str) -> EventCard | None:
    """A line of a timeline."""
    event = context.site.records.get(key)
    if not isinstance(event, Event):
        return None
    return EventCard(
        key=key,
        url=context.link_to(key),
        title=event.title,
        date=event.date,
        end=event.end,
        time=event.time,
        kind=event.kind,
        status=event.status,
        importance=event.importance,
        summary_html=context.inline(event.summary, event.lang),
        status_note_html=context.inline(event.status_note, event.lang),
        places=context.links(event.places),
        claims=claim_cards(context, event.claims),
    )


def event_cards(context: Context, keys: Iterable[str]) -> tuple[EventCard, ...]:
    """Lines of a timeline, in the order given."""
    return tuple(card for key in keys if (card := event_card(context, key)) is not None)


def corrections(context: Context, key: str) -> tuple[CorrectionView, ...]:
    """Corrections of a record, newest first."""
    return tuple(correction_view(context, one) for one in context.site.corrections_of.get(key, ()))


def target_of(context: Context, correction: Correction) -> LinkView | None:
    """What a correction corrects; what was taken down is linked only where it may be named."""
    stone = context.site.tombstones.get(correction.target)
    if stone is not None and stone.title:
        return LinkView(label=stone.title, url=context.href(context.routes.record(correction.target)))
    return context.link(correction.target)


def correction_view(context: Context, key: str) -> CorrectionView:
    """A correction wherever it is told."""
    record = context.site.records[key]
    assert isinstance(record, Correction)  # noqa: S101 - keys of corrections
    affected = tuple(one for one in record.affects if one.startswith("claim:"))
    return CorrectionView(
        id=split_key(key)[1],
        date=record.date,
        kind=record.kind,
        severity=record.severity,
        text_html=context.inline(record.text, record.lang),
        was=record.was,
        now=record.now,
        prominent=record.severity != "minor" if record.prominent is None else record.prominent,
        claims=context.links(affected),
        url=context.link_to(key),
        target=target_of(context, record),
        target_kind=split_key(record.target)[0],
        takes_down=takes_down(record),
    )


# --- sources --------------------------------------------------------------------------------------------------------


def source_card(context: Context, key: str, number: int = 0) -> SourceCard | None:
    """A source as a line in a list."""
    return context.recall(("source", key, number), lambda: _source_card(context, key, number))


def _source_card(context: Context, key: str, number: int) -> SourceCard | None:
    source = context.site.records.get(key)
    if not isinstance(source, Source):
        return None
    copy = source.archived[0] if source.archived else None
    return SourceCard(
        key=key,
        id=split_key(key)[1],
        title=source.title,
        kind=source.kind,
        page_url=context.link_to(key),
        url=source.url,
        url_missing=source.url_missing,
        publisher=_named(context, source.publisher),
        author=_named(context, source.author),
        published=source.published,
        accessed=source.accessed,
        lang=source.lang,
        archived_url=copy.url if copy is not None else "",
        archived_date=copy.date if copy is not None else None,
        archived_service=copy.service if copy is not None else "",
        seen_via=seen_via(context, source),
        reliability=source.reliability,
        access=source.access,
        number=number,
        claims=len(context.site.claims_from.get(key, ())),
    )


def source_cards(context: Context, keys: Iterable[str], numbered: bool = False) -> tuple[SourceCard, ...]:
    """Lines of a list of sources, numbered from 1 where citations need it."""
    cards = (source_card(context, key, number if numbered else 0) for number, key in enumerate(keys, 1))
    return tuple(card for card in cards if card is not None)


def _named(context: Context, who: str) -> PublisherView | None:
    if not who:
        return None
    record = context.site.records.get(who)
    return (
        PublisherView(name=who)
        if record is None
        else PublisherView(name=display_name(record), url=context.link_to(who))
    )


def seen_via(context: Context, source: Source) -> tuple[PublisherView, ...]:
    """The chain through which we know a source, nearest first; a circle is cut."""
    chain: list[PublisherView] = []
    at = source.seen_via
    while at and len(chain) < CHAIN_LIMIT:
        record = context.site.records.get(at)
        if not isinstance(record, Source):
            chain.append(PublisherView(name=at))
            break
        by = _named(context, record.publisher)
        chain.append(PublisherView(name=by.name if by is not None else record.title, url=context.link_to(at)))
        at = record.seen_via
    return tuple(chain)
