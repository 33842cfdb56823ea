"""Records and what was found in texts become one `Site`: only what readers may see, with indexes both ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date

from briefgen.as_of.publication import is_published
from briefgen.base.diagnostics import Checked
from briefgen.base.packed import only
from briefgen.linking.archive import Archive
from briefgen.model.records import Article, Page, Record
from briefgen.model.site import Now, Records, Site, split_key
from briefgen.model.vocabulary import site_statuses
from briefgen.site import index
from briefgen.site.drafts import references_to_drafts
from briefgen.site.pictured import cards
from briefgen.site.registers import registers
from briefgen.site.searchable import parts_of_search, unsearchable_names


def assemble(records: Records, archive: Archive, now: Now, drafts: bool = False) -> Checked[Site]:
    """The site as readers may see it now; `drafts` shows everything."""
    visible = {key: record for key, record in records.records.items() if is_published(record, now, drafts)}
    articles = _newest_first(visible)
    linked = {key: found for key, found in archive.linked.items() if key.partition("#")[0] in visible}
    claims_in = index.claims_in_articles(articles, visible, records.notes, linked)
    claims = index.claims_by_first_appearance(visible)
    topic_claims = index.topic_claims(claims, claims_in, articles, visible)
    topic_articles = index.topic_articles(articles, visible)
    statuses = site_statuses(records.config.claims.statuses)
    ordered = registers(visible, articles, topic_articles)
    site = Site(
        config=records.config,
        now=now,
        statuses=statuses,
        records=visible,
        documents=only(archive.documents, (key for key in archive.documents if key.partition("#")[0] in visible)),
        notes={key: notes for key, notes in records.notes.items() if key in visible},
        linked=linked,
        fields=archive.fields,
        files=records.files,
        kinds=frozenset(split_key(key)[0] for key in visible),
        menu_pages=tuple(key for key, record in visible.items() if isinstance(record, Page) and record.menu),
        registers=ordered,
        articles=articles,
        neighbours=index.neighbours(articles),
        backlinks=index.backlinks(articles, linked, visible),
        claims_in=claims_in,
        articles_with=index.inverted(claims_in),
        claims_about=index.claims_about(claims, visible),
        claims_by=index.claims_by(claims, visible),
        claims_from=index.claims_from(claims, visible),
        related_claims=index.related_claims(claims, visible),
        events_of=index.events_of(visible),
        topic_articles=topic_articles,
        topic_claims=topic_claims,
        cited_in=index.cited_in(articles, visible, linked, claims_in),
        corrections_of=index.corrections_of(visible),
        parts_of=index.parts_of(visible),
        members_of=index.members_of(visible),
        tags=index.grouped_articles(articles, visible, lambda article: article.tags),
        months=index.months(articles, visible),
        topics_of_claim=index.inverted(topic_claims),
        seen_through=index.seen_through(visible),
        sections=index.grouped_articles(
            articles, visible, lambda article: (article.section,) if article.section else ()
        ),
        pictures=records.pictures,
        cards=cards(records.config, visible, articles, ordered.get("claim", ())),
        search=parts_of_search(records.config, visible, articles, statuses, now),
        unsearchable=unsearchable_names(visible) if records.config.search_settings.enabled else (),
    )
    return Checked(site, references_to_drafts(records, visible, archive))


def _newest_first(visible: Mapping[str, Record]) -> tuple[str, ...]:
    articles = [(key, record) for key, record in visible.items() if isinstance(record, Article)]
    # Two stable sorts: by key within a moment, so that order never depends on the file system.
    articles.sort(key=lambda pair: pair[0])
    articles.sort(key=lambda pair: moment_of(pair[1]), reverse=True)
    return tuple(key for key, _ in articles)


def moment_of(article: Article) -> tuple[date, str]:
    """For sorting: the day, then the moment in UTC; drafts without a date come newest."""
    if article.date is None:
        return (date.max, "")
    moment = article.date.instant
    return (article.date.lower, "" if moment is None else moment.astimezone(UTC).isoformat())
