"""What the interface for programs says of each record: one struct a kind, the source of the published JSON Schemas.

Addresses are absolute, dates are as they were written (EDTF), references are keys such as `person:hanna-malyar`. A field
that has nothing to say is left out. Within `v1` fields are only ever added.
"""

from __future__ import annotations

from msgspec import Struct


class Resource(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every record has."""

    key: str
    """Kind and id: `person:hanna-malyar`."""
    id: str
    url: str
    """The page for readers."""


class Name(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A name in a language."""

    lang: str
    text: str


class Status(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step of a claim's history."""

    status: str
    date: str
    recorded: str = ""
    """When it was written down, if later."""
    reason: str = ""
    confidence: str = ""
    evidence: tuple[str, ...] = ()


class Assertion(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody saying a claim."""

    by: str = ""
    """Key of who says it; absent for a voice that is not named."""
    name: str = ""
    role: str = ""
    date: str
    mode: str
    source: str
    quote: str = ""
    quote_lang: str = ""


class Evidence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something for or against a claim."""

    id: str
    stance: str
    type: str
    source: str
    origin: str
    date: str = ""
    summary: str = ""
    credibility: int


class Review(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A published verdict."""

    label: str
    rating: int | None = None
    """1 false to 5 true; absent when only in words."""
    explanation: str
    date: str


class Figure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The number of a claim about a number."""

    value: float
    comparator: str
    unit: str
    as_of: str = ""
    verified_minimum: float | None = None


class ClaimResource(Resource, frozen=True, kw_only=True, omit_defaults=True):
    """A claim with its history."""

    statement: str
    short: str
    kind: str
    status: str
    """What holds now."""
    about: tuple[str, ...] = ()
    where: str = ""
    topics: tuple[str, ...] = ()
    assertions: tuple[Assertion, ...]
    history: tuple[Status, ...]
    """Oldest first."""
    evidence: tuple[Evidence, ...] = ()
    unknowns: tuple[str, ...] = ()
    figure: Figure | None = None
    due: str = ""
    review: Review | None = None
    superseded_by: str = ""
    articles: tuple[str, ...] = ()


class Correction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A correction."""

    date: str
    kind: str
    text: str
    was: str = ""
    now: str = ""


class ArticleResource(Resource, frozen=True, kw_only=True, omit_defaults=True):
    """A briefing, without its text, which stands in the feeds and on its page."""

    title: str
    type: str
    lang: str
    date: str = ""
    updated: str = ""
    standfirst: str = ""
    summary: tuple[str, ...] = ()
    section: str = ""
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    words: int = 0
    location: str = ""
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    licence: str = ""


class Role(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A post held for a time."""

    title: str
    organisation: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    acting: bool = False


class PersonResource(Resource, frozen=True, kw_only=True, omit_defaults=True):
    """A person. Nobody whose privacy is limited is here."""

    name: str
    names: tuple[Name, ...] = ()
    aliases: tuple[str, ...] = ()
    summary: str = ""
    roles: tuple[Role, ...] = ()
    ids: dict[str, str] = {}
    articles: int = 0
    """Articles that mention the person."""


class OrganisationResource(Resource, frozen=True, kw_only=True, omit_defaults=True):
    """A body."""

    name: str
    kind: str
    names: tuple[Name, ...] = ()
    aliases: tuple[str, ...] = ()
    summary: str = ""
    country: str = ""
    parent: str = ""
    website: str = ""
    ids: dict[str, str] = {}
    articles: int = 0


class PlaceResource(Resource, frozen=True, kw_only=True, omit_defaults=True):
    """A place. A point that was moved on purpose is not here."""

    name: str
    kind: str
    names: tuple[Name, ...] = ()
    aliases: tuple[str, ...] = ()
    summary: str = ""
    country: str = ""
    parent: str = ""
    latitude: float | None = None
    """Degrees, north positive."""
    longitude: float | None = None
    """Degrees, east positive."""
    precision: str = ""
    ids: dict[str, str] = {}
    articles: int = 0


class EventResource(Resource, frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened, or is planned."""

    title: str
    date: str
    end: str = ""
    time: str = ""
    kind: str
    status: str
    importance: int
    summary: str = ""
    places: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class SourceResource(Resource, frozen=True, kw_only=True, omit_defaults=True):
    """Where something is known from."""

    title: str
    kind: str
    address: str = ""
    """Its own address, outside."""
    publisher: str = ""
    author: str = ""
    published: str = ""
    accessed: str = ""
    archived: tuple[str, ...] = ()
    reliability: str
    """Admiralty letter, A to F."""
    claims: tuple[str, ...] = ()


class TopicResource(Resource, frozen=True, kw_only=True, omit_defaults=True):
    """A subject that briefings return to."""

    title: str
    summary: str = ""
    status: str
    start: str = ""
    end: str = ""
    parent: str = ""
    articles: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


class TermResource(Resource, frozen=True, kw_only=True, omit_defaults=True):
    """A word of the glossary."""

    term: str
    definition: str
    aliases: tuple[str, ...] = ()


class Mentioned(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody or something an article names."""

    key: str
    times: int


class MentionResource(Resource, frozen=True, kw_only=True, omit_defaults=True):
    """Who and what an article names, in order of first mention."""

    mentions: tuple[Mentioned, ...] = ()


class ChangeResource(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that changed for readers."""

    day: str
    what: str
    """event, status, published, changed, corrected, withdrawn or expired."""
    key: str
    url: str = ""
    status: str = ""
    """For claims: the status from then on."""


class ListPage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every page of a list says about itself. Pages are counted from the oldest, so that they stay as they are."""

    version: str = "1"
    page: int
    pages: int
    total: int
    next: str = ""
    """Address of the page after this one."""
    previous: str = ""


class ListLink(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A list of the index."""

    kind: str
    first: str
    """Address of its first page."""
    last: str
    """Address of its last page, where the newest entries are."""
    pages: int
    total: int
    schema: str


class Index(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where everything begins: `api/v1/index.json`."""

    version: str = "1"
    title: str
    description: str
    site: str
    lang: str
    as_of: str
    """The day the site speaks for."""
    publisher: str
    generator: str
    lists: tuple[ListLink, ...]
    languages: dict[str, str] = {}
    """The same in the site's other languages: tag and address of the index."""
