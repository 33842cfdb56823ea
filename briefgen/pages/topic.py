"""The view of a topic: what is known, not known and disputed, its story in chapters, its people and places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefgen.as_of.claim_status import status_at
from briefgen.base.html import EMPTY, escape
from briefgen.model.output import Page
from briefgen.model.parts import Chapter, KnownLine, Question, TopicEntry
from briefgen.model.records import Article, Claim, Topic
from briefgen.model.site import Site, split_key
from briefgen.model.views import ChapterView, ClaimCard, KeyPoint, LinkView, QuestionView, TopicPage
from briefgen.pages.cards import (
    article_card,
    article_cards,
    claim_cards,
    entity_cards,
    event_cards,
    grouped_by_status,
)
from briefgen.pages.chrome import chrome, head, register_crumb
from briefgen.pages.context import Context, context_for
from briefgen.pages.entity import record_body
from briefgen.pages.maps import map_of
from briefgen.pages.routes import Routes
from briefgen.pages.timelines import timeline

NEWEST = 20
"""Articles shown on a topic's page; the rest stands in the archive by month."""
TIMELINE = 60
STATED = 6
"""Most points of “known” and of “not known” that are made from claims."""


def topic_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> TopicPage:
    """The view of one topic."""
    topic = site.records[page.key]
    assert isinstance(topic, Topic)  # noqa: S101 - planned from the topics
    context = context_for(site, routes, page.url, topic, page.key)
    articles = site.topic_articles.get(page.key, ())
    claims = site.topic_claims.get(page.key, ())
    events = site.events_of.get(page.key, ())
    summary = context.inline(topic.summary)
    latest = event_cards(context, events[-TIMELINE:])
    return TopicPage(
        chrome=chrome(context, options),
        head=head(context, "topic", topic.title, summary, (register_crumb(context, "topic"),), topic),
        title=topic.title,
        summary_html=summary,
        status=topic.status,
        start=topic.start,
        end=topic.end,
        as_of=topic.as_of,
        body_html=record_body(context, page.key),
        image=context.image(topic.image),
        lead=article_card(context, topic.lead_article) if topic.lead_article else None,
        known=_lines(context, topic.what_we_know) or _established(context, claims),
        unknown=_lines(context, topic.what_we_dont_know) or _open(context, claims),
        disputed=_disputed(context, claims),
        key_claims=claim_cards(context, topic.key_claims),
        people=entity_cards(context, topic.key_people),
        places=entity_cards(context, topic.key_places),
        chapters=tuple(_chapters(context, topic, page.key, articles, events)),
        questions=tuple(_question(context, one) for one in topic.questions),
        timeline=latest,
        timeline_view=timeline(context, latest, claims, context.now.upper),
        articles=article_cards(context, articles[:NEWEST]),
        claims=grouped_by_status(context, claims),
        map=map_of(context, _places(site, topic, events)),
        parent=context.link(topic.parent) if topic.parent else None,
        subtopics=context.links(site.parts_of.get(page.key, ())),
    )


def _places(site: Site, topic: Topic, events: Sequence[str]) -> tuple[str, ...]:
    """Places to know, then those where something happened, the latest first."""
    happened = (getattr(site.records[key], "places", ()) for key in reversed(events))
    return tuple(dict.fromkeys((*topic.key_places, *(place for places in happened for place in places))))


def _lines(context: Context, lines: Sequence[KnownLine]) -> tuple[KeyPoint, ...]:
    return tuple(KeyPoint(html=context.inline(one.text), claims=claim_cards(context, one.claims)) for one in lines)


def _established(context: Context, keys: Sequence[str]) -> tuple[KeyPoint, ...]:
    """What is known, where the desk has not written it: the claims that count as confirmed or corroborated, the latest first."""
    known = []
    for key in keys:
        claim = context.site.records[key]
        entry = status_at(claim, context.now) if isinstance(claim, Claim) else None
        if isinstance(claim, Claim) and entry is not None and entry.status in {"confirmed", "corroborated"}:
            known.append((entry.date.lower, key, claim))
    known.sort(key=lambda one: (one[0], one[1]), reverse=True)
    return tuple(
        KeyPoint(html=escape(claim.statement), claims=claim_cards(context, (key,))) for _, key, claim in known[:STATED]
    )


def _open(context: Context, keys: Sequence[str]) -> tuple[KeyPoint, ...]:
    """What is not known, where the desk has not written it: the open questions of the claims, newest claim first."""
    found: list[KeyPoint] = []
    for key in reversed(keys):
        claim = context.site.records[key]
        if isinstance(claim, Claim):
            cards = claim_cards(context, (key,)) if claim.unknowns else ()
            found += [KeyPoint(html=context.inline(text, claim.lang), claims=cards) for text in claim.unknowns]
    return tuple(found[:STATED])


def _disputed(context: Context, keys: Sequence[str]) -> tuple[ClaimCard, ...]:
    disputed = []
    for key in keys:
        claim = context.site.records[key]
        entry = status_at(claim, context.now) if isinstance(claim, Claim) else None
        if entry is not None and entry.status == "disputed":
            disputed.append(key)
    return claim_cards(context, disputed)


def _chapters(
    context: Context, topic: Topic, key: str, articles: Sequence[str], events: Sequence[str]
) -> Iterator[ChapterView]:
    by_chapter: dict[str, list[str]] = {}
    for article in articles:
        by_chapter.setdefault(_chapter_of(context.site, article, key), []).append(article)
    for chapter in topic.chapters:
        yield ChapterView(
            id=chapter.id,
            title=chapter.title,
            since=chapter.since,
            until=chapter.until,
            summary_html=context.inline(chapter.summary),
            articles=article_cards(context, by_chapter.get(chapter.id, ())),
            events=event_cards(context, _events_of(context.site, chapter, events)),
        )


def _chapter_of(site: Site, key: str, topic: str) -> str:
    article = site.records[key]
    entries = article.topics if isinstance(article, Article) else ()
    return next((one.chapter for one in entries if isinstance(one, TopicEntry) and one.ref == topic), "")


def _events_of(site: Site, chapter: Chapter, events: Sequence[str]) -> list[str]:
    """Events that name the chapter, or fall into its days."""
    found = []
    for key in events:
        event = site.records[key]
        named, when = getattr(event, "chapter", ""), getattr(event, "date", None)
        after = chapter.since is None or (when is not None and when.lower >= chapter.since.lower)
        before = chapter.until is None or (when is not None and when.lower <= chapter.until.upper)
        if named == chapter.id or (not named and after and before):
            found.append(key)
    return found


def _question(context: Context, question: Question) -> QuestionView:
    answer: LinkView | None = context.link(question.a) if split_key(question.a)[0] == "article" else None
    words = EMPTY if answer is not None else context.inline(question.a)
    return QuestionView(question=question.q, answer_html=words, article=answer)
