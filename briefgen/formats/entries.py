"""What stands in a feed: its entries, newest first, the same for every format.

An entry's id never changes: it is the address of what it tells of. Its time is that of the last change readers were
told of. Words of the interface in the HTML are filled in by whoever writes the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from briefgen.as_of.publication import article_day
from briefgen.base.dates import When
from briefgen.base.html import WORD_END, WORD_START, escape, word
from briefgen.base.paging import page_count
from briefgen.base.patterns import pattern
from briefgen.formats.feeds import MENTIONED, folder_of, subject_of
from briefgen.formats.web import Web, author_of, moment, plain, publisher_name
from briefgen.model.formats import FeedSettings, FeedSubject
from briefgen.model.mention import Linked
from briefgen.model.parts import StatusEntry
from briefgen.model.records import Article, Claim, Correction
from briefgen.model.site import Entry as Happening
from briefgen.model.site import Quoted, Site, split_key
from briefgen.model.views import ClaimCard
from briefgen.pages.body import Text, body_html
from briefgen.pages.cards import claim_card, updated_of
from briefgen.pages.chrome import kinds_in_use
from briefgen.pages.context import Context
from briefgen.pages.mentions import mention_view, quoted_on
from briefgen.pages.reads import Reads
from briefgen.site.index import sources_of_article, topics_of
from briefgen.site.quoted import MENTIONS_A_PAGE

T = TypeVar("T")
SENTENCES = 3
"""Sentences quoted in an entry about somebody who is mentioned."""
EPOCH = "1970-01-01T00:00:00+00:00"
"""When a feed was changed in which nothing stands yet."""
_ATTRIBUTES = pattern(r'\s(?:class|data-[a-z-]+)="[^"]*"')
_FRAGMENT = pattern(r'(\shref=")#')


class Entry(Struct, frozen=True, kw_only=True):
    """Something to tell subscribers."""

    id: str
    url: str
    title: str
    """Plain text, with marks for words of the interface."""
    updated: str
    published: str
    summary: str = ""
    """Plain text."""
    html: str = ""
    """The content, every address absolute."""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str = ""
    lang: str = ""


class FeedContent(Struct, frozen=True, kw_only=True):
    """A feed, in whatever format it will be written."""

    id: str
    """Stays the same for ever, even if its page comes later."""
    title: str
    """Plain text, with marks for words of the interface."""
    subtitle: str
    page: str
    """The page that the feed follows."""
    author: str
    lang: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> str:
        """The newest change in it."""
        return max((one.updated for one in self.entries), key=_instant, default=EPOCH)


def _instant(text: str) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(text)


def content_of(web: Web, key: str, chosen: FeedSettings) -> FeedContent:
    """What a feed holds, worked out once for all its formats."""
    return _recalled(web.site, ("feed", key), lambda: _content(web, key, chosen))


def _followed(web: Web, subject: FeedSubject) -> str:
    """The list that tells the same as a feed; the front page where the site has none."""
    if subject == "changes":
        return web.url(web.routes.changes()) if "changes" in web.site.lists else web.front
    return web.url(web.routes.register("correction")) if "correction" in kinds_in_use(web.site) else web.front


def _recalled(site: Site, what: tuple[Any, ...], make: Callable[[], T]) -> T:
    reads = cast(object, site)
    return reads.recall(what, make) if isinstance(reads, Reads) else make()


def _content(web: Web, key: str, chosen: FeedSettings) -> FeedContent:
    subject, site = subject_of(key), web.site
    record = site.records.get(key)
    context = web.context(record, key)
    name = site.config.title or publisher_name(site)
    title, subtitle, page = name, site.config.description, web.front
    id = page
    if record is not None:
        own = web.name(key)
        title, page = f"{own} – {name}", web.record(key)
        id = page
        subtitle = plain(context, getattr(record, "summary", "") or getattr(record, "statement", ""), record.lang)
    elif subject in {"corrections", "changes"}:
        title = f"{word(f'feed.{subject}')} – {name}"
        page = _followed(web, subject)
        id = web.url(folder_of(web, subject, key))
    entries = _entries(web, context, subject, key, chosen)
    newest = sorted(entries, key=lambda one: (_instant(one.updated), one.id), reverse=True)[: chosen.entries]
    return FeedContent(
        id=f"{id}#feed",
        title=title,
        subtitle=subtitle,
        page=page,
        author=publisher_name(site),
        lang=context.lang,
        entries=tuple(newest),
    )


def _entries(web: Web, context: Context, subject: FeedSubject, key: str, chosen: FeedSettings) -> Iterable[Entry]:
    site, full = web.site, subject in chosen.full
    if subject == "site":
        return islice(article_entries(web, site.registers.get("article", ()), full), chosen.entries)
    if subject == "topic":
        return islice(article_entries(web, site.topic_articles.get(key, ()), full), chosen.entries)
    if subject == "author":
        return islice(article_entries(web, site.articles_by.get(key, ()), full), chosen.entries)
    if subject in MENTIONED:
        if full:
            articles = (one.article for one in site.backlinks.get(key, ()))
            return islice(article_entries(web, articles, full), chosen.entries)
        told = (
            entry for one in _newest_mentions(site, key) if (entry := _mention_entry(web, context, one)) is not None
        )
        return islice(told, chosen.entries)
    if subject == "claim":
        return claim_entries(web, context, key)
    return correction_entries(web, chosen.entries) if subject == "corrections" else change_entries(web, chosen.entries)


# --- articles -----------------------------------------------------------------------------------------------------


def article_entries(web: Web, keys: Iterable[str], full: bool) -> Iterator[Entry]:
    """Articles as entries; with `full`, their whole text."""
    for key in keys:
        article = web.site.records[key]
        if isinstance(article, Article) and not article.noindex:
            yield _recalled(web.site, ("entry", key, full), lambda: _article_entry(web, key, full))  # noqa: B023


def _article_entry(web: Web, key: str, full: bool) -> Entry:
    article = web.site.records[key]
    assert isinstance(article, Article)  # noqa: S101 - asked for articles only
    context = web.context(article, key)
    lead = plain(context, article.standfirst or (article.summary[0] if article.summary else ""))
    html = article_html(web, key, article) if full else f"<p>{escape(lead)}</p>" if lead else ""
    return _entry(web, context, key, article, lead, html)


def _entry(web: Web, context: Context, key: str, article: Article, lead: str, html: str) -> Entry:
    zone, url = web.site.config.timezone, web.record(key)
    published = moment(article.date, zone) if article.date is not None else EPOCH
    changed = updated_of(article)
    names = (author_of(web.site, who) for who in article.authors or web.site.config.authors)
    given = article.authors or web.site.config.authors
    return Entry(
        id=url,
        url=url,
        title=article.title,
        updated=max(published, moment(changed, zone), key=_instant) if changed is not None else published,
        published=published,
        summary=lead,
        html=html or f"<p>{escape(article.title)}</p>",
        authors=tuple(
            record.name if record is not None else who for (_, record), who in zip(names, given, strict=True)
        ),
        tags=tuple(dict.fromkeys((*(name for one in topics_of(article) if (name := web.name(one))), *article.tags))),
        image=web.file(article.image.src) if article.image is not None else "",
        lang=context.lang,
    )


def article_html(web: Web, key: str, article: Article) -> str:
    """An article as HTML by itself: in short, the text, its claims with what is known of them, corrections."""
    site, url = web.site, web.record(key)
    context = replace(web.context(article, key), day=article_day(article, site.now), judged_then=True)
    linked = site.linked.get(key, Linked())
    keys = dict.fromkeys((*site.claims_in.get(key, ()), *(one.claim for one in linked.claims)))
    cards = {one: card for one in keys if (card := claim_card(context, one)) is not None}
    sources = sources_of_article(article, linked, site.claims_in.get(key, ()), site.records)
    citations = {source: number for number, source in enumerate(sources, 1)}
    pieces = []
    if article.image is not None:
        pieces.append(f'<p><img src="{escape(web.file(article.image.src))}" alt="{escape(article.image.alt)}"></p>')
    if article.content_note:
        pieces.append(f"<p><strong>{word('article.content_note')}:</strong> {context.inline(article.content_note)}</p>")
    if article.summary:
        points = "".join(f"<li>{context.inline(text)}</li>" for text in article.summary)
        pieces.append(f"<h2>{word('article.in_short')}</h2><ul>{points}</ul>")
    if (document := site.documents.get(key)) is not None:
        marked = {one.claim: cards[one.claim] for one in linked.claims if one.claim in cards}
        pieces.append(body_html(context, Text(document, linked, marked, citations)))
    if cards:
        rows = "".join(f"<li>{claim_row(card)}</li>" for card in cards.values())
        pieces.append(f"<h2>{word('article.claims')}</h2><ul>{rows}</ul>")
    if told := [
        one for one in (site.records[two] for two in site.corrections_of.get(key, ())) if isinstance(one, Correction)
    ]:
        rows = "".join(f"<li>{escape(str(one.date))}: {context.inline(one.text)}</li>" for one in told)
        pieces.append(f"<h2>{word('article.corrections')}</h2><ul>{rows}</ul>")
    return far_html("\n".join(pieces), url)


def claim_row(card: ClaimCard) -> str:
    """A claim with its status: that of the article's day, and today's where it has moved."""
    row = f'<a href="{escape(card.url)}">{escape(card.short)}</a>'
    return f"{row} – {told}" if (told := status_mark(card)) else row


def status_mark(card: ClaimCard) -> str:
    """Sign and words of a claim's status; empty where it has none."""
    mark = card.then or card.now
    if mark is None:
        return ""
    told = f"{escape(mark.glyph)} {status_words(mark.label, mark.id)}"
    if card.then is not None and card.now is not None:
        told += f" ({word('now')} {escape(card.now.glyph)} {status_words(card.now.label, card.now.id)})"
    return told


def status_words(label: str, id: str) -> str:
    """A status in the site's words, or the theme's."""
    return escape(label) if label else word(f"status.{id}.label")


def far_html(html: str, url: str) -> str:
    """HTML that stands by itself: without the theme's classes, and with jumps within the page leading to the page."""
    return _FRAGMENT.sub(rf"\g<1>{escape(url)}#", _ATTRIBUTES.sub("", html))


# --- who is mentioned, claims, corrections ------------------------------------------------------------------------


def _newest_mentions(site: Site, key: str) -> Iterator[Quoted]:
    """Mentions, newest first, taken from their pages: a feed seldom needs a second one."""
    older = range(page_count(site.mention_counts.get(key, 0), MENTIONS_A_PAGE), 0, -1)
    return (one for number in (0, *older) for one in quoted_on(site, key, number))


def _mention_entry(web: Web, context: Context, one: Quoted) -> Entry | None:
    article = web.site.records[one.article]
    if not isinstance(article, Article) or article.noindex:
        return None
    view = mention_view(context, one)
    if view is None:
        return None
    lead = plain(context, article.standfirst or (article.summary[0] if article.summary else ""))
    quoted = "".join(f"<p>{sentence}</p>" for sentence in (view.sentence_html, *view.more)[:SENTENCES])
    html = (f"<p>{escape(lead)}</p>" if lead else "") + f"<blockquote>{quoted}</blockquote>"
    return _entry(web, context, one.article, article, lead, html)


def claim_entries(web: Web, context: Context, key: str) -> Iterator[Entry]:
    """The history of a claim: an entry for each step."""
    claim = web.site.records[key]
    if isinstance(claim, Claim):
        for number, entry in enumerate(claim.status_history):
            if entry.visible and entry.date.lower <= web.site.now.day:
                before = claim.status_history[number - 1] if number else None
                yield _status_entry(web, context, key, claim, number, before, entry)


def _status_entry(
    web: Web, context: Context, key: str, claim: Claim, number: int, before: StatusEntry | None, entry: StatusEntry
) -> Entry:
    page = web.record(key)
    when = moment(_told(entry, web.site), web.site.config.timezone)
    now = _status(web.site, entry.status)
    then = (
        f"<p>{word('then')} {_status(web.site, before.status)}</p>"
        if before is not None and before.status != entry.status
        else ""
    )
    return Entry(
        id=f"{page}#status-{number + 1}",
        url=f"{page}#history",
        title=f"{_status(web.site, entry.status, plainly=True)}: {claim.short}",
        updated=when,
        published=when,
        summary=plain(context, entry.reason, claim.lang),
        html=f"<p>{escape(claim.statement)}</p><p><strong>{now}.</strong> {context.inline(entry.reason, claim.lang)}</p>{then}",
        tags=tuple(name for one in claim.topics if (name := web.name(one))),
        lang=context.lang,
    )


def _told(entry: StatusEntry, site: Site) -> When:
    """Subscribers hear of it when it was written down: not before it was known, nor after the day the site speaks for."""
    recorded = entry.recorded
    late = recorded is not None and entry.date.lower < recorded.lower <= site.now.day
    return recorded if late and recorded is not None else entry.date


def _status(site: Site, id: str, plainly: bool = False) -> str:
    status = site.statuses.get(id)
    label = status.label if status is not None else id
    if label:
        return label if plainly else escape(label)
    return f"{WORD_START}status.{id}.label{WORD_END}"


def correction_entries(web: Web, most: int) -> Iterator[Entry]:
    """Corrections, newest first."""
    dated = []
    for key in web.site.registers.get("correction", ()):
        record = web.site.records[key]
        if isinstance(record, Correction) and (url := _corrected(web, record)):
            dated.append((record.date.lower, key, record, url))
    for _, key, record, url in sorted(dated, key=lambda one: one[:2], reverse=True)[:most]:
        yield _correction_entry(web, key, record, url)


def _correction_entry(web: Web, key: str, record: Correction, target: str) -> Entry:
    context = web.context(record, key)
    when = moment(record.date, web.site.config.timezone)
    was = ""
    if record.was and record.now:
        was = f"<p><del>{escape(record.was)}</del> <ins>{escape(record.now)}</ins></p>"
    corrected = f'<p><a href="{escape(target)}">{escape(web.name(record.target))}</a></p>'
    url = web.record(key) or f"{target}#correction-{split_key(key)[1]}"
    return Entry(
        id=url,
        url=web.record(key) or target,
        title=f"{WORD_START}correction_kind.{record.kind}{WORD_END}: {web.name(record.target)}",
        updated=when,
        published=when,
        summary=plain(context, record.text, record.lang),
        html=f"<p>{context.inline(record.text, record.lang)}</p>{was}{corrected}",
        lang=context.lang,
    )


def _corrected(web: Web, record: Correction) -> str:
    """Where a correction is to be read; empty for what readers may not see."""
    target = web.site.records.get(record.target)
    return "" if target is None or target.noindex else web.record(record.target)


def change_entries(web: Web, most: int) -> Iterator[Entry]:
    """Statuses that moved, corrections, articles that say they were changed: whatever may change what a reader believes."""
    found = 0
    for stretch in reversed(list(web.site.changes)):
        for one in reversed(web.site.changes[stretch]):
            entry = _change(web, one)
            if entry is not None:
                found += 1
                yield entry
        if found >= most:
            return


def _change(web: Web, one: Happening) -> Entry | None:
    record = web.site.records.get(one.key)
    if record is None or record.noindex:
        return None
    context = web.context(record, one.key)
    match record:
        case Claim() if one.what == "status" and web.record(one.key):
            history = record.status_history
            before = history[one.number - 1] if one.number else None
            return _status_entry(web, context, one.key, record, one.number, before, history[one.number])
        case Correction() if one.what == "corrected" and (url := _corrected(web, record)):
            return _correction_entry(web, one.key, record, url)
        case Article() if one.what == "changed":
            return _changed_entry(web, context, one.key, record, one.number)
        case _:
            return None


def _changed_entry(web: Web, context: Context, key: str, article: Article, number: int) -> Entry:
    change, url = article.changelog[number], web.record(key)
    when = moment(change.date, web.site.config.timezone)
    return Entry(
        id=f"{url}#change-{number + 1}",
        url=url,
        title=f"{WORD_START}change_kind.{change.kind}{WORD_END}: {article.title}",
        updated=when,
        published=when,
        summary=plain(context, change.note, article.lang),
        html=f"<p>{context.inline(change.note, article.lang)}</p>",
        lang=context.lang,
    )
