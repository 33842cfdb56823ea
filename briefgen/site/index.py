"""Indexes over the published records: who is named where, which claims concern whom, what rests on what.

Every function takes records and gives tuples in a fixed order, so that equal records give equal pages. None is worse
than n log n.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from briefgen.as_of.claim_status import first_appearance
from briefgen.linking.archive import notes_key
from briefgen.model.mention import Linked, Mention
from briefgen.model.notes import Notes
from briefgen.model.parts import ClaimChoice, TopicEntry
from briefgen.model.records import Article, Claim, Correction, Event, Organisation, Person, Place, Record, Source, Topic
from briefgen.model.site import Backlink, split_key

R = TypeVar("R", bound=Record)
Index = dict[str, tuple[str, ...]]

INVERSE_RELATIONS: Mapping[str, str] = {
    "repeats": "repeated-by",
    "part-of": "has-part",
    "narrower-than": "broader-than",
    "broader-than": "narrower-than",
    "depends-on": "needed-by",
    "supports": "supported-by",
    "contradicts": "contradicts",
    "responds-to": "answered-by",
    "same-as": "same-as",
    "updates": "updated-by",
}
"""The word for a relation seen from the other claim."""


def of_kind(records: Mapping[str, Record], kind: type[R]) -> Iterable[tuple[str, R]]:
    """Records of one kind with their keys."""
    return ((key, record) for key, record in records.items() if isinstance(record, kind))


def _frozen(found: Mapping[str, Iterable[str]]) -> Index:
    return {key: tuple(dict.fromkeys(values)) for key, values in found.items()}


def inverted(index: Mapping[str, tuple[str, ...]]) -> Index:
    """The index read from the other side, in the same order."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, values in index.items():
        for value in values:
            found[value].append(key)
    return _frozen(found)


def neighbours(articles: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The article before and the one after each, in time and in its language; `articles` are newest first."""
    by_lang: dict[str, list[str]] = defaultdict(list)
    for key in articles:
        by_lang[split_key(key)[2]].append(key)
    return {
        key: (earlier, later)
        for keys in by_lang.values()
        for later, key, earlier in zip(["", *keys], keys, [*keys[1:], ""], strict=False)
    }


def backlinks(
    articles: Sequence[str], linked: Mapping[str, Linked], records: Mapping[str, Record]
) -> dict[str, tuple[Backlink, ...]]:
    """Which articles mention a record: newest article first, one entry an article."""
    found: dict[str, list[Backlink]] = defaultdict(list)
    for article in articles:
        for target, mentions in _by_target(linked.get(article), linked.get(notes_key(article))).items():
            if target in records:
                first, *others = mentions
                rest = tuple((one.passage, one.start, one.end, one.place == "note") for one in others)
                found[target].append(
                    Backlink(article, first.passage, first.start, first.end, len(mentions), first.place, rest)
                )
    return {key: tuple(values) for key, values in found.items()}


def _by_target(body: Linked | None, notes: Linked | None) -> dict[str, list[Mention]]:
    """Mentions of an article by target; those of the text come before those of the notes."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for linked in (body, notes):
        for mention in linked.mentions if linked is not None else ():
            found[mention.target].append(mention)
    return found


def claims_in_articles(
    articles: Sequence[str],
    records: Mapping[str, Record],
    notes: Mapping[str, Notes],
    linked: Mapping[str, Linked],
) -> Index:
    """The claims each article lists, in its order."""
    found: Index = {}
    for key in articles:
        article = records[key]
        assert isinstance(article, Article)  # noqa: S101 - `articles` are keys of articles
        keys = _claims_of(article, notes.get(key), linked.get(key, Linked()))
        found[key] = tuple(one for one in keys if one in records)
    return found


def _claims_of(article: Article, notes: Notes | None, linked: Linked) -> tuple[str, ...]:
    anchored = list(dict.fromkeys(one.claim for one in linked.claims))
    choice = article.claims
    noted = [one.ref for one in notes.claims] if notes is not None and isinstance(notes.claims, tuple) else []
    if isinstance(choice, ClaimChoice):
        rest = (*choice.list, *anchored) if choice.order == "listed" else (*anchored, *choice.list)
        keys = dict.fromkeys((*choice.lead, *rest, *noted))
        return tuple(key for key in keys if key not in choice.exclude)
    if isinstance(choice, tuple):
        return tuple(dict.fromkeys((*choice, *noted)))
    return tuple(dict.fromkeys((*anchored, *noted)))


def claims_by_first_appearance(records: Mapping[str, Record]) -> tuple[str, ...]:
    """All claims, oldest first."""
    dated = [(first_appearance(claim).lower, key) for key, claim in of_kind(records, Claim)]
    return tuple(key for _, key in sorted(dated))


def _claims(keys: Sequence[str], records: Mapping[str, Record]) -> Iterable[tuple[str, Claim]]:
    for key in keys:
        claim = records[key]
        assert isinstance(claim, Claim)  # noqa: S101 - keys of claims
        yield key, claim


def claims_about(claims: Sequence[str], records: Mapping[str, Record]) -> Index:
    """Entity to claims about it, by first appearance."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, claim in _claims(claims, records):
        for target in dict.fromkeys((*claim.about, *filter(None, (claim.where,)))):
            found[target].append(key)
    return _frozen(found)


def claims_by(claims: Sequence[str], records: Mapping[str, Record]) -> Index:
    """Speaker to the claims they assert, by first appearance."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, claim in _claims(claims, records):
        for speaker in dict.fromkeys(one.by for one in claim.assertions if one.by):
            found[speaker].append(key)
    return _frozen(found)


def claims_from(claims: Sequence[str], records: Mapping[str, Record]) -> Index:
    """Source to the claims that rest on it."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, claim in _claims(claims, records):
        for source in dict.fromkeys(sources_of_claim(claim)):
            found[source].append(key)
    return _frozen(found)


def sources_of_claim(claim: Claim) -> tuple[str, ...]:
    """Sources of a claim: of its assertions, of its evidence, and those the record names."""
    return (
        *(one.source for one in claim.assertions),
        *(one.source for one in claim.evidence),
        *claim.sources,
    )


def related_claims(claims: Sequence[str], records: Mapping[str, Record]) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Claim to (relation, other claim, note): as written, and seen from the other side where nothing is written there."""
    found: dict[str, dict[str, tuple[str, str, str]]] = defaultdict(dict)
    for key, claim in _claims(claims, records):
        for one in claim.related:
            found[key][one.claim] = (one.rel, one.claim, one.note)
    for key, claim in _claims(claims, records):
        for one in claim.related:
            found[one.claim].setdefault(key, (INVERSE_RELATIONS[one.rel], key, one.note))
    return {key: tuple(one for one in others.values() if one[1] in records) for key, others in found.items()}


def events_of(records: Mapping[str, Record]) -> Index:
    """Entity, claim or topic to the events that name it, oldest first."""
    found: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for key, event in of_kind(records, Event):
        named = (*event.places, *event.people, *event.orgs, *event.claims, *event.topics)
        for target in dict.fromkeys(named):
            found[target].append((event.date.lower, key))
    return {key: tuple(event for _, event in sorted(values)) for key, values in found.items()}


def topics_of(article: Article) -> tuple[str, ...]:
    """Topics of an article, chapters left aside."""
    return tuple(one.ref if isinstance(one, TopicEntry) else one for one in article.topics)


def _articles(articles: Sequence[str], records: Mapping[str, Record]) -> Iterable[tuple[str, Article]]:
    for key in articles:
        article = records[key]
        assert isinstance(article, Article)  # noqa: S101 - keys of articles
        yield key, article


def topic_articles(articles: Sequence[str], records: Mapping[str, Record]) -> Index:
    """Topic to its articles, newest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, article in _articles(articles, records):
        for topic in topics_of(article):
            found[topic].append(key)
    return _frozen(found)


def topic_claims(
    claims: Sequence[str],
    claims_in: Mapping[str, tuple[str, ...]],
    articles: Sequence[str],
    records: Mapping[str, Record],
) -> Index:
    """Topic to its claims by first appearance: said by the claim, or listed by an article of the topic."""
    members: dict[str, set[str]] = defaultdict(set)
    for key, claim in _claims(claims, records):
        for topic in claim.topics:
            members[topic].add(key)
    for key, article in _articles(articles, records):
        for topic in topics_of(article):
            members[topic].update(claims_in[key])
    order = {key: number for number, key in enumerate(claims)}
    return {topic: tuple(sorted(keys, key=order.__getitem__)) for topic, keys in members.items()}


def cited_in(
    articles: Sequence[str],
    records: Mapping[str, Record],
    linked: Mapping[str, Linked],
    claims_in: Mapping[str, tuple[str, ...]],
) -> Index:
    """Source to the articles that use it, newest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, article in _articles(articles, records):
        for source in sources_of_article(article, linked.get(key, Linked()), claims_in[key], records):
            found[source].append(key)
    return _frozen(found)


def sources_of_article(
    article: Article, linked: Linked, claims: Sequence[str], records: Mapping[str, Record]
) -> tuple[str, ...]:
    """Every source behind an article: cited in the text first, then what it is based on, then those of its claims."""
    cited = [target for _, _, _, target in linked.links if split_key(target)[0] == "source"]
    behind = [source for _, claim in _claims(claims, records) for source in sources_of_claim(claim)]
    keys = dict.fromkeys((*cited, *article.based_on, *article.sources, *behind))
    return tuple(key for key in keys if key in records)


def corrections_of(records: Mapping[str, Record]) -> Index:
    """Record to its corrections, newest first; a claim also gets those that say they affect it."""
    found: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for key, correction in of_kind(records, Correction):
        affected = [one for one in correction.affects if one.startswith("claim:")]
        for target in dict.fromkeys((correction.target, *affected)):
            found[target].append((correction.date.lower, key))
    return {key: tuple(one for _, one in sorted(values, reverse=True)) for key, values in found.items()}


def _is_listed(record: Record) -> bool:
    """Whether lists on the pages of others may name a record that they do not name themselves."""
    return getattr(record, "privacy", "public") == "public"


def parts_of(records: Mapping[str, Record]) -> Index:
    """What belongs to an organisation, place, event or topic, in order of name."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, record in records.items():
        whole = record.part_of if isinstance(record, Event) else ""
        if isinstance(record, Organisation | Place | Topic):
            whole = record.parent
        if whole and _is_listed(record):
            found[whole].append(key)
    return {key: tuple(sorted(values)) for key, values in found.items()}


def members_of(records: Mapping[str, Record]) -> Index:
    """Organisation to the people who hold or held a role there."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, person in of_kind(records, Person):
        for role in person.roles if _is_listed(person) else ():
            if role.org:
                found[role.org].append(key)
    return {key: tuple(sorted(set(values))) for key, values in found.items()}


def grouped_articles(
    articles: Sequence[str], records: Mapping[str, Record], groups: Callable[[Article], Iterable[str]]
) -> Index:
    """Articles by tag or section, newest first; groups in alphabetical order."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, article in _articles(articles, records):
        for group in groups(article):
            found[group].append(key)
    return {group: tuple(found[group]) for group in sorted(found)}


def months(articles: Sequence[str], records: Mapping[str, Record]) -> Index:
    """Articles of the site's own language by month, newest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, article in _articles(articles, records):
        if article.date is not None and not split_key(key)[2]:
            found[article.date.lower.isoformat()[:7]].append(key)
    return _frozen(found)


def seen_through(records: Mapping[str, Record]) -> Index:
    """Source to the sources that were seen only through it."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, source in of_kind(records, Source):
        if source.seen_via in records:
            found[source.seen_via].append(key)
    return _frozen(found)


def articles_by(articles: Sequence[str], records: Mapping[str, Record], usual: Sequence[str]) -> Index:
    """Author to the articles that name them, newest first; `usual` are those of an article that names nobody."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, article in _articles(articles, records):
        for author in dict.fromkeys(article.authors or usual):
            if author in records:
                found[author].append(key)
    return _frozen(found)
