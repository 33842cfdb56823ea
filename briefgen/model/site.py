"""All that was read, and all that is known of it: what pages are made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct

from briefgen.base.dates import When
from briefgen.base.diagnostics import Loc
from briefgen.base.html import Html
from briefgen.model.config import SiteConfig
from briefgen.model.data import DataSet
from briefgen.model.document import Document, Passage
from briefgen.model.mention import Linked
from briefgen.model.notes import Notes
from briefgen.model.records import InLanguage, Record
from briefgen.model.style import Style
from briefgen.model.vocabulary import Status


def key_of(kind: str, id: str, lang: str = "") -> str:
    """The key of a record: `person:zelensky`, or `article:x.uk` for a version in another language."""
    return f"{kind}:{id}.{lang}" if lang else f"{kind}:{id}"


@lru_cache(maxsize=1 << 17)
def split_key(key: str) -> tuple[str, str, str]:
    """Kind, id and language (empty for the site's own) of a key."""
    kind, _, rest = key.partition(":")
    id, _, lang = rest.partition(".")
    return kind, id, lang


class Now(Struct, frozen=True):
    """The one moment a build counts as the present (ruling: `--as-of`, site, SOURCE_DATE_EPOCH, today in UTC)."""

    day: date
    instant: datetime
    """For embargoes and expiry; the end of the day when only a day was given."""
    explicit: bool = False
    """True when `--as-of` gave it."""


class Origin(Struct, frozen=True):
    """Where a record was read."""

    path: str
    """File, relative to the project."""
    prefix: Loc = ()
    """The way to the record inside the file's YAML."""


class Picture(Struct, frozen=True):
    """A picture file below `content/` that is made of dots."""

    width: int
    """Pixels, as readers see it."""
    height: int
    digest: str
    """Of the file."""
    still: bool = True
    """False for an animation: it is shown as it is."""
    alpha: bool = False
    """True when parts of it may be transparent."""


class Records(Struct, frozen=True):
    """Everything that was read, before anything is known about how it hangs together."""

    config: SiteConfig
    records: Mapping[str, Record]
    """By key, in the order of kinds and ids."""
    origins: Mapping[str, Origin]
    documents: Mapping[str, Document]
    """Bodies of articles and pages, and `bio` or `body` of other records, by the record's key."""
    notes: Mapping[str, Notes]
    """Sidebar notes by the article's key."""
    note_origins: Mapping[str, Origin]
    """Where the notes of an article were read."""
    files: Mapping[str, str] = {}
    """Pictures and other files below `content/` that are copied as they are: path below `content/` to digest."""
    data: Mapping[str, DataSet] = {}
    """Data by the name of its file below `content/data/`."""
    source_texts: Mapping[str, str] = {}
    """Text behind a source (its `text` file), by the source's key."""
    pictures: Mapping[str, Picture] = {}
    """Those of the files that are pictures made of dots; none when the site copies them as they are."""
    broken: frozenset[str] = frozenset()
    """Keys that were met but could not be read: references to them are not reported again."""
    unreadable_kinds: frozenset[str] = frozenset()
    """Kinds of which a whole file could not be read."""
    translations: Mapping[str, InLanguage] = {}
    """What records say in other languages, by key with language."""
    style: Style | None = None
    """House style, when there is a `content/style.yaml`."""
    published: str = ""
    """The ledger of published texts, as it stands in its file."""


class Backlink(Struct, frozen=True):
    """One article's mentions of one record."""

    article: str
    """Key of the article."""
    passage: int
    """Passage of the first mention."""
    start: int
    end: int
    count: int
    """Mentions in the whole article."""
    place: str
    """prose, quote or note."""
    rest: tuple[tuple[int, int, int, bool], ...] = ()
    """The further mentions: passage, start, end, and whether it stands in a note."""


class Quoted(Struct, frozen=True):
    """The sentences of one article that mention a record."""

    article: str
    """Key of the article."""
    sentences: tuple[Html, ...]
    """Each of them once, the name marked."""
    count: int
    """Mentions in the whole article."""
    place: str
    """Where the first is: prose, quote or note."""


class Entry(Struct, frozen=True, array_like=True):
    """Something that happened on some day: a line of the timeline, or of what has changed for readers."""

    day: date
    what: Literal["event", "status", "published", "changed", "corrected", "withdrawn", "expired"]
    key: str
    """The record it happened to; for a correction the correction."""
    number: int = 0
    """Which entry of a claim's history, or of an article's change log."""


class Day(Struct, frozen=True, array_like=True):
    """What the site looked like at the end of a day."""

    first: int
    """How many changes lie before the days that the page of this day lists."""
    end: int
    """How many changes there were by then."""
    articles: int
    """Articles published by then, of those that readers may see now."""
    claims: tuple[tuple[str, int], ...]
    """How many claims had each status, in the order of the vocabulary."""
    changed: int
    """How much changed on the day itself."""
    earlier: str = ""
    """The day before it that has a page."""
    later: str = ""
    """The day after it that has one."""


class Tombstone(Struct, frozen=True, array_like=True):
    """What stands where a record stood that readers may no longer see."""

    why: Literal["withdrawn", "expired", "retraction", "removal"]
    date: When
    reason: str
    """For readers, as inline Markdown; empty when nothing more is said."""
    title: str
    """What was called so; empty where even that is not to be shown."""
    correction: str = ""
    """Key of the correction that says so."""
    older: tuple[str, ...] = ()
    """Paths of older addresses that lead here."""
    lang: str = ""


class Site(Struct, frozen=True):
    """The published world: records with resolved references, what is mentioned where, indexes both ways."""

    config: SiteConfig
    now: Now
    statuses: Mapping[str, Status]
    records: Mapping[str, Record]
    """Published records by key: no drafts, nothing embargoed, nothing expired."""
    documents: Mapping[str, Document]
    """Bodies with explicit links resolved."""
    notes: Mapping[str, Notes]
    linked: Mapping[str, Linked]
    """What was found in each document, by the record's key."""
    fields: Mapping[str, Passage]
    """Short fields with explicit links in them, resolved, by their text."""
    files: Mapping[str, str]
    kinds: frozenset[str]
    """Kinds of which there are published records."""
    linked_places: frozenset[str]
    """Records on whose pages other texts name a place; `/` among them stands for any."""
    lists: frozenset[str]
    """Lists that are no register of records and have something in them: `timeline`, `changes` …"""
    menu_pages: tuple[str, ...]
    """Keys of pages of their own that the footer names."""
    registers: Mapping[str, tuple[str, ...]]
    """Kind to the keys of its register, in order."""
    articles: tuple[str, ...]
    """Keys of articles, newest first."""
    neighbours: Mapping[str, tuple[str, str]]
    """Article to the one before and the one after it in time, in its language; empty at the ends."""
    backlinks: Mapping[str, tuple[Backlink, ...]]
    """Record to the articles that mention it, newest first."""
    mention_counts: Mapping[str, int]
    """Record to the number of those. Beside them since it is all that most pages ask: an article whose words change around a
    name that all have would otherwise have hundreds of pages looked at."""
    claims_in: Mapping[str, tuple[str, ...]]
    """Article to the claims it lists, in order."""
    articles_with: Mapping[str, tuple[str, ...]]
    """Claim to the articles that list it, newest first."""
    claims_about: Mapping[str, tuple[str, ...]]
    """Entity to claims about it."""
    claims_by: Mapping[str, tuple[str, ...]]
    """Person or organisation to claims they assert."""
    claims_from: Mapping[str, tuple[str, ...]]
    """Source to claims that rest on it, by assertion or evidence."""
    related_claims: Mapping[str, tuple[tuple[str, str, str], ...]]
    """Claim to (relation, other claim, note), both directions."""
    events_of: Mapping[str, tuple[str, ...]]
    """Entity, claim or topic to events, oldest first."""
    topic_articles: Mapping[str, tuple[str, ...]]
    """Topic to articles, newest first."""
    topic_claims: Mapping[str, tuple[str, ...]]
    """Topic to claims, by first appearance."""
    cited_in: Mapping[str, tuple[str, ...]]
    """Source to articles that use it, newest first."""
    corrections_of: Mapping[str, tuple[str, ...]]
    """Record to its corrections, newest first."""
    parts_of: Mapping[str, tuple[str, ...]]
    """Organisation, place, event or topic to what belongs to it."""
    members_of: Mapping[str, tuple[str, ...]]
    """Organisation to people who have held a role there."""
    tags: Mapping[str, tuple[str, ...]]
    """Tag to articles, newest first."""
    sections: Mapping[str, tuple[str, ...]]
    """Section to articles, newest first."""
    months: Mapping[str, tuple[str, ...]]
    """Month (`2022-04`) to articles of the site's own language; newest month and article first."""
    topics_of_claim: Mapping[str, tuple[str, ...]]
    """Claim to its topics."""
    seen_through: Mapping[str, tuple[str, ...]]
    """Source to the sources that were seen only through it."""
    articles_by: Mapping[str, tuple[str, ...]]
    """Author to articles, newest first."""
    timeline: Mapping[str, tuple[Entry, ...]]
    """Events and claims that moved, oldest first, in stretches numbered from 1."""
    changes: Mapping[str, tuple[Entry, ...]]
    """What has changed for readers, oldest first, in stretches numbered from 1."""
    days: Mapping[str, Day]
    """Days (`2022-04-02`) that have a page of their own, in order."""
    tombstones: Mapping[str, Tombstone]
    """Records that readers were shown and may no longer see."""
    data: Mapping[str, DataSet]
    """Data that texts and templates show, by name."""
    addresses: Mapping[str, str]
    """Where records stand whose kind has a pattern of its own under `permalinks`: key to path, `2022/04/storm`."""
    prefix: str = ""
    """What the addresses of this edition begin with; empty in the site's own language."""
    own_lang: str = ""
    """In an edition: the site's own language."""
    elsewhere: Mapping[str, bool] = {}
    """In an edition: records that have no page here, but in the site's own language."""
    editions: dict[str, Any] = {}
    """The site in its other languages, each a `Site` by itself, by the language's tag."""
    pictures: Mapping[str, Picture] = {}
    """Picture files by their path below `content/`; none when the site copies them as they are."""
    cards: Mapping[str, str] = {}
    """Article or claim to the picture that others show beside a link to it, below the output folder; the site's own under an empty key."""
    search: Mapping[str, tuple[str, ...]] = {}
    """Part of the search index to the records in it; no parts when the site has no search."""
    openings: Mapping[str, str] = {}
    """The first words of articles and pages, for the search."""
    often_named: Mapping[str, tuple[str, ...]] = {}
    """Article to the people and places that its text names, most often first, for the search."""
    unsearchable: tuple[str, ...] = ()
    """Names of people, bodies and places that readers may not look for, the longest first."""
