"""Records and what was found in texts become one `Site`: only what readers may see, with indexes both ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date
from typing import NamedTuple

from msgspec.structs import replace

from briefgen.as_of.publication import is_published
from briefgen.base.diagnostics import Checked
from briefgen.base.packed import only, renamed
from briefgen.linking.archive import Archive
from briefgen.model.config import Edition, SiteConfig
from briefgen.model.document import Document
from briefgen.model.mention import Linked
from briefgen.model.notes import Notes
from briefgen.model.records import Article, Correction, Page, Record
from briefgen.model.site import Now, Records, Site, Tombstone, split_key
from briefgen.model.vocabulary import site_statuses
from briefgen.site import index
from briefgen.site.addresses import addresses
from briefgen.site.dated import dated, lists_in_use
from briefgen.site.drafts import references_to_drafts
from briefgen.site.editions import archive_of, in_edition, localised, of_language, of_own_language, reached
from briefgen.site.places import linked_places, places_named
from briefgen.site.registers import registers
from briefgen.site.searchable import often_named, openings, unsearchable_names, with_opening
from briefgen.site.tombstones import of_version, tombstones


def assemble(
    records: Records, archive: Archive, now: Now, drafts: bool = False, targets: Iterable[str] = ()
) -> Checked[Site]:
    """The site as readers may see it now; `drafts` shows everything. `targets` are those of links in short fields."""
    gone = tombstones(records.records, records.config.permalinks, now)
    published = {
        key: record for key, record in records.records.items() if key not in gone and is_published(record, now, drafts)
    }
    visible = of_own_language(published) if records.config.languages else published
    world = World(
        records.config,
        visible,
        only(archive.documents, (key for key in archive.documents if key.partition("#")[0] in visible)),
        {key: notes for key, notes in records.notes.items() if key in visible},
        {key: found for key, found in archive.linked.items() if key.partition("#")[0] in visible},
    )
    stones = of_version(gone, "") if records.config.languages else gone
    site = _site(world, visible, records, archive, now, stones)
    site = replace(site, linked_places=site.linked_places | places_named(targets, records.records))
    if records.config.languages:
        editions = {
            lang: _edition(lang, published, records, archive, now, of_version(gone, lang))
            for lang in records.config.languages
        }
        site = replace(site, editions=editions)
    return Checked(site, references_to_drafts(records, published, archive))


class World(NamedTuple):
    """What one edition of the site is assembled from."""

    config: SiteConfig
    records: Mapping[str, Record]
    documents: Mapping[str, Document]
    notes: Mapping[str, Notes]
    linked: Mapping[str, Linked]


def _edition(
    lang: str,
    published: Mapping[str, Record],
    records: Records,
    archive: Archive,
    now: Now,
    gone: Mapping[str, Tombstone],
) -> Site:
    """The site in another of its languages."""
    config = records.config
    own = of_language(published, lang)
    everything = {
        key: own.get(key) or localised(record, records.translations.get(f"{key}.{lang}"), lang, config.lang)
        for key, record in of_language(published, "").items()
    }
    everything.update({key: record for key, record in own.items() if key not in everything})
    for key, record in list(everything.items()):
        if isinstance(record, Correction):
            everything[key] = replace(record, target=in_edition(record.target, lang, own))
    names = archive_of(archive, lang, own, records.translations)
    names = {key: name for key, name in names.items() if key.partition("#")[0] in everything}
    linked = {key: archive.linked[name] for key, name in names.items() if name in archive.linked}
    notes = {key: found for key in own if (found := records.notes.get(f"{key}.{lang}")) is not None}
    here = reached(own, everything, linked, notes)
    shown = {key: record for key, record in everything.items() if key in here or key in own}
    world = World(in_language(config, lang), everything, renamed(archive.documents, names), notes, linked)
    site = _site(world, shown, records, archive, now, gone, lang)
    return replace(
        site,
        prefix=lang,
        own_lang=config.lang,
        elsewhere=dict.fromkeys((key for key in everything if key not in shown), True),
    )


def in_language(config: SiteConfig, lang: str) -> SiteConfig:
    """The site record as an edition has it."""
    said = config.editions.get(lang, Edition())
    publisher = replace(config.publisher, name=said.publisher or config.publisher.name)
    return replace(
        config,
        lang=lang,
        title=said.title or config.title,
        description=said.description or config.description,
        menu=said.menu or config.menu,
        publisher=publisher,
    )


def _site(
    world: World,
    visible: Mapping[str, Record],
    records: Records,
    archive: Archive,
    now: Now,
    gone: Mapping[str, Tombstone],
    prefix: str = "",
) -> Site:
    """A site with its indexes, which hold what is visible in it."""
    articles = _newest_first(visible)
    linked = world.linked
    claims_in = index.claims_in_articles(articles, visible, world.notes, linked)
    claims = index.claims_by_first_appearance(visible)
    topic_claims = index.topic_claims(claims, claims_in, articles, visible)
    topic_articles = index.topic_articles(articles, visible)
    config = world.config
    statuses = site_statuses(config.claims.statuses)
    ordered = registers(visible, articles, topic_articles, config.lang)
    by_time = dated(config, visible, articles, ordered.get("claim", ()), gone, statuses, now, prefix)
    tags = index.grouped_articles(articles, visible, lambda article: article.tags)
    sections = index.grouped_articles(articles, visible, lambda article: (article.section,) if article.section else ())
    backlinks = index.backlinks(articles, linked, visible)
    return Site(
        config=config,
        now=now,
        statuses=statuses,
        records=world.records,
        documents=world.documents,
        notes=world.notes,
        linked=linked,
        fields=archive.fields,
        files=records.files,
        kinds=frozenset(split_key(key)[0] for key in visible),
        linked_places=linked_places(archive.documents, records.records),
        lists=lists_in_use(config, {**by_time, "sections": sections, "tags": tags}),
        menu_pages=tuple(key for key, record in visible.items() if isinstance(record, Page) and record.menu),
        registers=ordered,
        articles=articles,
        neighbours=index.neighbours(articles),
        backlinks=backlinks,
        mention_counts={key: len(entries) for key, entries in backlinks.items()},
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
        tags=tags,
        months=index.months(articles, visible),
        topics_of_claim=index.inverted(topic_claims),
        seen_through=index.seen_through(visible),
        sections=sections,
        articles_by=index.articles_by(articles, visible, config.authors),
        data=records.data,
        tombstones=gone,
        addresses=addresses(
            {**world.records, **{key: records.records[key] for key in gone if key in records.records}},
            config.permalinks,
        ),
        pictures=records.pictures,
        openings=openings(config, world.documents, with_opening(visible)),
        often_named=often_named(config, linked, articles),
        unsearchable=unsearchable_names(visible) if config.search_settings.enabled else (),
        **by_time,
    )


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
