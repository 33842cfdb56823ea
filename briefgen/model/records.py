"""What editors write, one frozen value per record. Field by field this is the content reference.

A record is kept as its author wrote it: references stay text until `reading/references.py` has turned them
into keys (`person:hanna-malyar`). The text under a field is its documentation; `docs/content.md`, the JSON
Schemas and the completion in editors are made from it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from briefgen.base.dates import When
from briefgen.model.fields import (
    Access,
    AnyRef,
    ArticleRef,
    ArticleStatus,
    ArticleType,
    AuthorOrText,
    Blocks,
    ClaimKind,
    ClaimRef,
    ContentFile,
    CorrectionKind,
    Country,
    EventKind,
    EventRef,
    EventStatus,
    Id,
    Inline,
    Lang,
    Likelihood,
    Name,
    OldAddress,
    OrganisationKind,
    OrganisationOrText,
    OrganisationRef,
    PersonOrText,
    PersonRef,
    PlaceKind,
    PlaceRef,
    Privacy,
    ProjectFile,
    Reliability,
    Sensitivity,
    Severity,
    Short,
    SourceKind,
    SourceOrText,
    SourceRef,
    Standfirst,
    Statement,
    SubjectRef,
    Summary,
    Title,
    TopicRef,
    TopicStatus,
    Url,
    Words,
)
from briefgen.model.parts import (
    Affiliation,
    Alias,
    Anchor,
    Anonymous,
    ArchivedCopy,
    Assertion,
    Autolink,
    Change,
    Chapter,
    ClaimChoice,
    Control,
    Coordinates,
    Evidence,
    FactCheck,
    Figure,
    FormerName,
    HouseStyle,
    Image,
    KnownLine,
    LabelPoint,
    Link,
    MentionChoice,
    Question,
    RelatedClaim,
    Review,
    Role,
    StatusEntry,
    TopicEntry,
    Translation,
    Withdrawal,
)


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every record may carry."""

    id: Id = ""
    """The record's id: the key in a mapping file, or the file's name."""
    lang: Lang = ""
    """Language of the record's text, as a BCP 47 tag; the site's when absent."""
    draft: bool = False
    """True keeps the record out of the site until it is ready."""
    noindex: bool = False
    """True asks search engines to leave the page out."""
    redirect_from: tuple[OldAddress, ...] = ()
    """Older ids whose addresses lead here, and older addresses, which begin with a slash: `[storm, /2019/storm/]`."""
    updated: When | None = None
    """When the record was last changed for readers."""
    review_by: When | None = None
    """When the desk should look at it again."""
    editor_notes: tuple[str, ...] = ()
    """Notes for the desk; never rendered."""
    sources: tuple[SourceRef, ...] = ()
    """Sources behind the record."""
    tags: tuple[str, ...] = ()
    """Free words to group by."""
    see_also: tuple[AnyRef, ...] = ()
    """Other records worth a look, as `kind:id`."""
    accept: dict[str, str] = {}
    """Warnings accepted for this record, each with the reason: `{W213: "the ministry gives no names"}`."""


class Article(Record, frozen=True, kw_only=True):
    """A briefing: front matter and Markdown."""

    title: Title
    """Headline."""
    type: ArticleType = "briefing"
    """What sort of article."""
    status: ArticleStatus | None = None
    """`published` unless `draft: true` or there is no date."""
    date: When | None = None
    """First publication; needed unless it is a draft."""
    embargo_until: When | None = None
    """Not built before that moment."""
    expires: When | None = None
    """Taken off the site from that moment on."""
    withdrawn: Withdrawal | None = None
    """Taken down, with the reason readers see."""
    as_of: When | None = None
    """The day claims and roles are judged for; the day of `date` when absent."""
    dir: Literal["ltr", "rtl", "auto"] = "auto"
    """Writing direction; from the language when absent."""
    standfirst: Standfirst = ""
    """One sentence under the headline."""
    summary: tuple[Summary, ...] = ()
    """Key points, at most five."""
    section: str = ""
    """Section of the site."""
    topics: tuple[TopicRef | TopicEntry, ...] = ()
    """Topics, each an id or `{ref, chapter}`."""
    authors: tuple[AuthorOrText, ...] = ()
    """Who wrote it: author ids or names."""
    based_on: tuple[SourceRef, ...] = ()
    """The reports this briefing explains."""
    location: PlaceRef = ""
    """The place it is about."""
    dateline: str = ""
    """Where it was written."""
    claims: Literal["auto"] | tuple[ClaimRef, ...] | ClaimChoice = "auto"
    """`auto` lists the claims marked in the text; or a list; or `{lead, order, list, exclude}`."""
    mentions: MentionChoice = MentionChoice()
    """What is settled about names in this article."""
    autolink: bool | Autolink = True
    """Whether and how names are linked."""
    notes: ProjectFile = ""
    """Sidebar notes, when not `<article>.notes.yaml` beside it."""
    card: Literal["hover", "tap"] = "hover"
    """How cards open on touch screens."""
    image: Image | None = None
    """Lead picture."""
    content_note: Inline = ""
    """A warning shown before the text; needed when `sensitivity` has `graphic`."""
    sensitivity: tuple[Sensitivity, ...] = ()
    """What may distress."""
    method: Inline = ""
    """How it was made."""
    changelog: tuple[Change, ...] = ()
    """Changes since publication."""
    related: tuple[ArticleRef, ...] = ()
    """Other articles to read. When absent, the four that share most with it: each claim in common counts three, each topic two, each tag one; of equals, those of its topics come first, the newest before others."""
    licence: str = ""
    """Terms for others."""
    data: tuple[Id, ...] = ()
    """Data for the page's template, by name: `[casualties]` stands for `content/data/casualties.csv`. A text shows data by `::: data casualties` alone."""
    canonical: Url = ""
    """The address that counts, when the text stands elsewhere too."""


class Person(Record, frozen=True, kw_only=True):
    """Somebody the briefings speak of."""

    name: Name
    """Full name in house style."""
    sort_name: str = ""
    """Name for sorting: `Malyar, Hanna`."""
    names: dict[Lang, str] = {}
    """Native and other spellings by language."""
    aliases: tuple[str | Alias, ...] = ()
    """Other full names: linked on sight."""
    weak_aliases: tuple[str | Alias, ...] = ()
    """Short forms: linked only once the person has been introduced. The family name, alone or behind the honorific, is one by itself."""
    not_in: Annotated[tuple[str, ...], Meta(extra={"name": "not"})] = ()
    """Longer phrases that hold the name and mean something else: `[Duterte Youth]`."""
    also_in: tuple[str, ...] = ()
    """Longer phrases in which the name is meant all the same, against the rule that capitals beside it make another name of it: `[Ukraine Crisis]`."""
    no_weak: bool = False
    """True stops short forms from being built from `family_name`."""
    former_names: tuple[FormerName, ...] = ()
    """Names no longer carried."""
    honorific: str = ""
    """`Mr`, `Ms`, `Dr` ..."""
    family_name: str = ""
    """Family name."""
    given_name: str = ""
    """Given name."""
    pronouns: str = ""
    """Pronouns to use."""
    say: str = ""
    """How to say the name."""
    house_style: HouseStyle = HouseStyle()
    """Spellings."""
    roles: tuple[Role, ...] = ()
    """Posts held, with dates."""
    summary: Summary = ""
    """One or two sentences for cards and notes."""
    bio: Blocks = ""
    """More about the person, as Markdown."""
    born: When | None = None
    """Date of birth."""
    died: When | None = None
    """Date of death."""
    image: Image | None = None
    """Portrait."""
    privacy: Privacy = "public"
    """`limited`: the name may stand in prose, but no page; `protected`: the name must not appear at all."""
    privacy_reason: str = ""
    """Why, when not public."""
    public_label: Words = ""
    """What prose says instead of a protected name."""
    minor: bool = False
    """True for a child: forces `limited`."""
    minor_consent: bool = False
    """True when consent allows `privacy: public` for a minor."""
    sensitivity: tuple[Sensitivity, ...] = ()
    """What may distress."""
    ids: dict[Literal["wikidata", "opensanctions", "viaf", "orcid", "isni", "imdb"], str] = {}
    """Identifiers elsewhere."""
    links: tuple[Link, ...] = ()
    """Addresses."""
    autolink: bool = True
    """False: mentions are counted but not linked by themselves."""
    not_to_be_confused_with: tuple[PersonRef, ...] = ()
    """People with a similar name: linking either is reported."""


class Organisation(Record, frozen=True, kw_only=True):
    """A body the briefings speak of."""

    name: Name
    """Name in house style."""
    sort_name: str = ""
    """Name for sorting."""
    names: dict[Lang, str] = {}
    """Spellings by language."""
    aliases: tuple[str | Alias, ...] = ()
    """Other names: linked on sight."""
    weak_aliases: tuple[str | Alias, ...] = ()
    """Short forms: linked only once introduced."""
    not_in: Annotated[tuple[str, ...], Meta(extra={"name": "not"})] = ()
    """Longer phrases that hold the name and mean something else: `[Duterte Youth]`."""
    also_in: tuple[str, ...] = ()
    """Longer phrases in which the name is meant all the same, against the rule that capitals beside it make another name of it: `[Ukraine Crisis]`."""
    former_names: tuple[FormerName, ...] = ()
    """Names no longer carried."""
    kind: OrganisationKind
    """What sort of body."""
    country: Country = ""
    """Country, ISO 3166-1 alpha-2, for example `UA`."""
    parent: OrganisationRef = ""
    """The body it belongs to."""
    place: PlaceRef = ""
    """Where it sits or what it governs."""
    summary: Summary = ""
    """One or two sentences."""
    body: Blocks = ""
    """More, as Markdown."""
    url: Url = ""
    """Its address."""
    logo: ContentFile = ""
    """Picture file below `content/`."""
    founded: When | None = None
    """Since when."""
    dissolved: When | None = None
    """Until when."""
    ids: dict[Literal["wikidata", "lei", "opencorporates", "ror"], str] = {}
    """Identifiers elsewhere."""
    house_style: HouseStyle = HouseStyle()
    """Spellings."""
    not_to_be_confused_with: tuple[OrganisationRef, ...] = ()
    """Bodies with a similar name: linking either is reported."""
    privacy: Privacy = "public"
    """As for people."""
    privacy_reason: str = ""
    """Why, when not public."""
    autolink: bool = True
    """False: mentions are counted but not linked by themselves."""
    affiliations: tuple[Affiliation, ...] = ()
    """Owners and memberships, with dates."""


class Place(Record, frozen=True, kw_only=True):
    """Somewhere the briefings speak of."""

    name: Name
    """Name in house style."""
    sort_name: str = ""
    """Name for sorting."""
    formal_name: Words = ""
    """Official name."""
    names: dict[Lang, str] = {}
    """Spellings by language."""
    aliases: tuple[str | Alias, ...] = ()
    """Other names: linked on sight."""
    weak_aliases: tuple[str | Alias, ...] = ()
    """Short forms: linked only once introduced."""
    not_in: Annotated[tuple[str, ...], Meta(extra={"name": "not"})] = ()
    """Longer phrases that hold the name and mean something else: `[Duterte Youth]`."""
    also_in: tuple[str, ...] = ()
    """Longer phrases in which the name is meant all the same, against the rule that capitals beside it make another name of it: `[Ukraine Crisis]`."""
    kind: PlaceKind
    """What sort of place."""
    parent: PlaceRef = ""
    """The place it lies in."""
    country: Country = ""
    """Country, ISO 3166-1 alpha-2."""
    coordinates: Coordinates | None = None
    """A point, no finer than it should be."""
    label_point: LabelPoint | None = None
    """Where a map writes its name."""
    geometry: ContentFile = ""
    """GeoJSON file below `content/`."""
    bbox: tuple[float, float, float, float] | None = None
    """`[west, south, east, north]` in degrees."""
    ids: dict[Literal["geonames", "wikidata", "osm", "iso3166_2"], str | int] = {}
    """Identifiers elsewhere."""
    comprises: tuple[PlaceRef | dict[str, str], ...] = ()
    """What an informal area is made of."""
    control: tuple[Control, ...] = ()
    """Who holds it, with dates."""
    disputed: bool = False
    """True when its status is disputed."""
    map_note: Words = ""
    """How maps show it, in a sentence for readers."""
    house_style: HouseStyle = HouseStyle()
    """Spellings."""
    historic_names: tuple[FormerName, ...] = ()
    """Names no longer used."""
    say: str = ""
    """How to say the name."""
    summary: Summary = ""
    """One or two sentences."""
    body: Blocks = ""
    """More, as Markdown."""
    image: Image | None = None
    """Picture."""
    sensitivity: tuple[Sensitivity, ...] = ()
    """What may distress, or must not be located exactly."""
    privacy: Privacy = "public"
    """As for people."""
    privacy_reason: str = ""
    """Why, when not public."""
    autolink: bool = True
    """False: mentions are counted but not linked by themselves."""
    not_to_be_confused_with: tuple[PlaceRef, ...] = ()
    """Places with a similar name: linking either is reported."""


class Event(Record, frozen=True, kw_only=True):
    """Something that happened, or is planned: a line of a timeline."""

    title: Name
    """What happened, as a headline."""
    date: When
    """When (any precision)."""
    end: When | None = None
    """Last day of something longer."""
    time: Words = ""
    """Time of day in words, or `HH:MM` in quotes."""
    kind: EventKind
    """What sort of event."""
    names: dict[Lang, str] = {}
    """Titles by language."""
    aliases: tuple[str | Alias, ...] = ()
    """Names by which texts speak of it: linked on sight."""
    weak_aliases: tuple[str | Alias, ...] = ()
    """Short forms: linked only once introduced."""
    not_in: Annotated[tuple[str, ...], Meta(extra={"name": "not"})] = ()
    """Longer phrases that hold the name and mean something else: `[Duterte Youth]`."""
    also_in: tuple[str, ...] = ()
    """Longer phrases in which the name is meant all the same, against the rule that capitals beside it make another name of it: `[Ukraine Crisis]`."""
    places: tuple[PlaceRef, ...] = ()
    """Where."""
    people: tuple[PersonRef, ...] = ()
    """Who."""
    orgs: tuple[OrganisationRef, ...] = ()
    """Which bodies."""
    claims: tuple[ClaimRef, ...] = ()
    """Claims made there or about it."""
    topics: tuple[TopicRef, ...] = ()
    """Topics."""
    chapter: str = ""
    """Chapter of the topic."""
    status: EventStatus = "reported"
    """Whether it is established that it happened. `confirmed` needs sources."""
    status_note: Inline = ""
    """What exactly is established."""
    importance: Literal[1, 2, 3] = 2
    """1 leads, 3 may be folded away."""
    summary: Summary = ""
    """One or two sentences."""
    body: Blocks = ""
    """More, as Markdown."""
    image: Image | None = None
    """Picture."""
    part_of: EventRef = ""
    """The larger event."""
    supersedes: EventRef = ""
    """The event this one replaces."""
    article: ArticleRef = ""
    """The article about it."""
    autolink: bool = True
    """False: mentions are counted but not linked by themselves."""


class Claim(Record, frozen=True, kw_only=True):
    """A proposition: one sentence that can be true or not, apart from who says it."""

    statement: Statement
    """The proposition, neutral, without a word of attribution."""
    short: Short
    """A label for lists and marks."""
    kind: ClaimKind
    """What sort of statement; it decides which statuses it may have."""
    about: tuple[SubjectRef, ...] = ()
    """Who and what it concerns."""
    where: PlaceRef = ""
    """The place it is about."""
    topics: tuple[TopicRef, ...] = ()
    """Topics."""
    assertions: Annotated[tuple[Assertion, ...], Meta(min_length=1)]
    """Who says it: at least one; the first by date is its first appearance."""
    status_history: Annotated[tuple[StatusEntry, ...], Meta(min_length=1)]
    """What is known of its truth, by date: at least one entry, oldest first."""
    evidence: tuple[Evidence, ...] = ()
    """What speaks for and against it."""
    unknowns: tuple[Inline, ...] = ()
    """What we still do not know."""
    figure: Figure | None = None
    """The number, needed when `kind` is `figure`."""
    due: When | None = None
    """When a pledge is to be kept."""
    likelihood: Likelihood | None = None
    """How likely, for predictions and assessments."""
    related: tuple[RelatedClaim, ...] = ()
    """Other claims; the opposite direction is derived."""
    superseded_by: ClaimRef = ""
    """The claim that replaces this one; the page stays, with a banner."""
    anchors: tuple[Anchor, ...] = ()
    """Passages of articles that make the claim, found by their words."""
    fact_checks: tuple[FactCheck, ...] = ()
    """Others' verdicts."""
    review: Review | None = None
    """Our published verdict."""
    sensitivity: tuple[Sensitivity, ...] = ()
    """What may distress."""
    note: Inline = ""
    """A remark for readers."""


class Source(Record, frozen=True, kw_only=True):
    """Where we know something from."""

    kind: SourceKind
    """What sort of source."""
    title: Name
    """Title."""
    url: Url = ""
    """Absolute http or https address. Without one, `url_missing` says why."""
    url_missing: Words = ""
    """Why there is no address."""
    publisher: OrganisationOrText = ""
    """Who published it: an organisation's id or a name."""
    author: PersonOrText = ""
    """Who wrote or said it: a person's id or a name."""
    published: When | None = None
    """When it was published."""
    accessed: When | None = None
    """When the desk saw it."""
    archived: tuple[ArchivedCopy, ...] = ()
    """Kept copies."""
    translation: Translation | None = None
    """Who translated it for us."""
    reliability: Reliability = "F"
    """Admiralty letter: A completely, B usually, C fairly, D not usually reliable, E unreliable, F cannot be judged."""
    reliability_note: Words = ""
    """Why."""
    seen_via: SourceOrText = ""
    """Second-hand: the source in which we saw it reported."""
    access: Access = "open"
    """What a reader needs to open it."""
    licence: str = ""
    """Terms."""
    quote_limit: Annotated[int, Meta(ge=0)] | None = None
    """Most words that may be quoted."""
    anonymous: Anonymous | None = None
    """For a source that is not named."""
    notes: Inline = ""
    """A remark for readers."""
    text: ProjectFile = ""
    """The text or our notes on it: a file below `seeds/`, read by checks, never published."""


class Term(Record, frozen=True, kw_only=True):
    """A word of the glossary."""

    term: Name
    """The word."""
    plural: Words = ""
    """Its plural."""
    aliases: tuple[str, ...] = ()
    """Other words for it."""
    definition: Annotated[str, Meta(min_length=1, extra={"advised": 280, "markdown": "inline", "words": True})]
    """What it means, in at most 280 characters."""
    body: Blocks = ""
    """More, as Markdown."""
    match: Literal["whole-word", "case-sensitive"] = "whole-word"
    """How it is found: whatever its case, or exactly as written."""
    usage: Inline = ""
    """How the desk uses it."""
    avoid: tuple[str, ...] = ()
    """Words not to use for it."""
    ids: dict[Literal["wikidata"], str] = {}
    """Identifiers elsewhere."""
    autolink: bool = True
    """False: not linked by itself."""


class Topic(Record, frozen=True, kw_only=True):
    """A subject that briefings return to."""

    title: Title
    """Title."""
    summary: Summary
    """One or two sentences."""
    body: Blocks = ""
    """More, as Markdown."""
    status: TopicStatus = "ongoing"
    """Whether it still moves."""
    start: When | None = None
    """Since when."""
    end: When | None = None
    """Until when."""
    parent: TopicRef = ""
    """The larger topic."""
    lead_article: ArticleRef = ""
    """Where to begin."""
    key_people: tuple[PersonRef, ...] = ()
    """People to know."""
    key_places: tuple[PlaceRef, ...] = ()
    """Places to know."""
    key_claims: tuple[ClaimRef, ...] = ()
    """Claims to know."""
    what_we_know: tuple[KnownLine, ...] = ()
    """Established."""
    what_we_dont_know: tuple[KnownLine, ...] = ()
    """Open."""
    questions: tuple[Question, ...] = ()
    """Readers' questions."""
    chapters: tuple[Chapter, ...] = ()
    """Our telling of it, in stretches of time."""
    mediatopic: str = ""
    """IPTC Media Topic, for example `medtop:20000056`."""
    as_of: When | None = None
    """The day `what_we_know` holds for."""
    colour: Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")] = ""
    """Accent colour, `#rrggbb`."""
    image: Image | None = None
    """Picture."""


class Correction(Record, frozen=True, kw_only=True):
    """What was wrong, and is said so in public."""

    target: AnyRef
    """The record corrected, as `kind:id`."""
    date: When
    """When."""
    kind: CorrectionKind
    """What sort."""
    severity: Severity = "minor"
    """How much it matters."""
    affects: tuple[str, ...] = ()
    """`headline`, `summary`, `body`, `image`, `data`, `claim:<id>` or `role:<id>`."""
    was: str = ""
    """What stood there."""
    now: str = ""
    """What stands there now."""
    text: Inline
    """The correction in a complete sentence, for readers."""
    reason: str = ""
    """Why; needed for a removal."""
    reported_by: Literal["reader", "subject", "staff", "other"] | None = None
    """Who told us."""
    prominent: bool | None = None
    """Shown at the top of the article; unless minor, by default."""
    push: tuple[Literal["feed", "banner", "social"], ...] = ()
    """Where else to tell it."""


class Author(Record, frozen=True, kw_only=True):
    """Somebody who writes here."""

    name: Name
    """Name."""
    group: bool = False
    """True for a desk or a team, False for a person."""
    role: Words = ""
    """Post on the desk."""
    bio: Blocks = ""
    """About the author, as Markdown."""
    image: Image | None = None
    """Portrait."""
    email: str = ""
    """Address for readers."""
    links: tuple[Link, ...] = ()
    """Addresses."""
    languages: tuple[Lang, ...] = ()
    """Languages."""
    expertise: tuple[str, ...] = ()
    """What the author knows well."""
    location: str = ""
    """Where."""
    ids: dict[Literal["orcid"], str] = {}
    """Identifiers elsewhere."""


class Page(Record, frozen=True, kw_only=True):
    """A page of its own, for example the methodology: front matter and Markdown in `content/pages/`."""

    title: Title
    """Headline."""
    summary: Summary = ""
    """One sentence for search engines and lists."""
    data: tuple[Id, ...] = ()
    """Data for the page's template, by name: `[casualties]` stands for `content/data/casualties.csv`. A text shows data by `::: data casualties` alone."""
    menu: bool = False
    """True puts it into the site's footer menu."""
    dir: Literal["ltr", "rtl", "auto"] = "auto"
    """Writing direction."""


class InLanguage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a record says in another language, in `people.uk.yaml` or `people/x.uk.yaml`. All else stays in the record itself."""

    name: Words = ""
    """Name; that under `names` of the record when absent."""
    sort_name: str = ""
    """Name for sorting."""
    family_name: Words = ""
    """Family name of a person: a short form that is linked once introduced."""
    formal_name: Words = ""
    """Official name of a place."""
    title: Words = ""
    """Title of an event or a topic."""
    term: Words = ""
    """The word of the glossary."""
    plural: Words = ""
    """Its plural."""
    statement: Words = ""
    """The proposition of a claim."""
    short: Words = ""
    """Label of a claim."""
    definition: Inline = ""
    """What a word means."""
    summary: Inline = ""
    """One or two sentences."""
    map_note: Words = ""
    """How maps show a place."""
    role: Words = ""
    """Post of an author."""
    text: Inline = ""
    """The sentence of a correction."""
    note: Inline = ""
    """A remark for readers."""
    bio: Blocks = ""
    """More about a person or an author, as Markdown."""
    body: Blocks = ""
    """More, as Markdown."""
    words: dict[str, str] = {}
    """Every other text of the record, such as a role or the reason for a status: the words as they stand there, and what they are here."""


Entity = Person | Organisation | Place | Event

KINDS: dict[str, type[Record]] = {
    "article": Article,
    "person": Person,
    "organisation": Organisation,
    "place": Place,
    "event": Event,
    "claim": Claim,
    "source": Source,
    "term": Term,
    "topic": Topic,
    "correction": Correction,
    "author": Author,
    "page": Page,
}
"""Every kind of record by the word that stands in keys."""

PLURALS: dict[str, str] = {
    "article": "articles",
    "person": "people",
    "organisation": "organisations",
    "place": "places",
    "event": "events",
    "claim": "claims",
    "source": "sources",
    "term": "terms",
    "topic": "topics",
    "correction": "corrections",
    "author": "authors",
    "page": "pages",
}
"""Folder and URL names."""
