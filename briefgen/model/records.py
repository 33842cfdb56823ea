"""What editors write, one frozen value per record. Field by field this is the content reference.

A record is kept as its author wrote it: references stay text until `reading/references.py` has turned them
into keys (`person:hanna-malyar`). The text under a field is its documentation; `docs/content.md`, the JSON
Schemas and the completion in editors are made from it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from briefgen.base.dates import When

# --- what a field may hold ------------------------------------------------------------------------------------

Id = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Inline = Annotated[str, Meta(extra={"markdown": "inline"})]
Blocks = Annotated[str, Meta(extra={"markdown": "blocks"})]
Url = Annotated[str, Meta(extra={"url": True})]
ProjectFile = Annotated[str, Meta(extra={"file": "project"})]
ContentFile = Annotated[str, Meta(extra={"file": "content"})]
Lang = Annotated[str, Meta(pattern="^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Country = Annotated[str, Meta(pattern="^[A-Z]{2}$")]

PersonRef = Annotated[str, Meta(extra={"ref": ("person",)})]
OrganisationRef = Annotated[str, Meta(extra={"ref": ("organisation",)})]
PlaceRef = Annotated[str, Meta(extra={"ref": ("place",)})]
EventRef = Annotated[str, Meta(extra={"ref": ("event",)})]
ClaimRef = Annotated[str, Meta(extra={"ref": ("claim",)})]
SourceRef = Annotated[str, Meta(extra={"ref": ("source",)})]
TermRef = Annotated[str, Meta(extra={"ref": ("term",)})]
TopicRef = Annotated[str, Meta(extra={"ref": ("topic",)})]
ArticleRef = Annotated[str, Meta(extra={"ref": ("article",)})]
AuthorRef = Annotated[str, Meta(extra={"ref": ("author",)})]
SpeakerRef = Annotated[str, Meta(extra={"ref": ("person", "organisation")})]
HolderRef = Annotated[str, Meta(extra={"ref": ("place", "organisation")})]
EntityRef = Annotated[str, Meta(extra={"ref": ("person", "organisation", "place", "event", "term")})]
SubjectRef = Annotated[str, Meta(extra={"ref": ("person", "organisation", "place", "event")})]
AnyRef = Annotated[str, Meta(extra={"ref": ()})]
AuthorOrText = Annotated[str, Meta(extra={"ref": ("author",), "or_text": True})]
PersonOrText = Annotated[str, Meta(extra={"ref": ("person",), "or_text": True})]
OrganisationOrText = Annotated[str, Meta(extra={"ref": ("organisation",), "or_text": True})]
SourceOrText = Annotated[str, Meta(extra={"ref": ("source",), "or_text": True})]
SpeakerOrText = Annotated[str, Meta(extra={"ref": ("person", "organisation"), "or_text": True})]
ArticleOrText = Annotated[str, Meta(extra={"ref": ("article",), "or_text": True})]

Title = Annotated[str, Meta(min_length=1, extra={"advised": 110})]
Standfirst = Annotated[str, Meta(extra={"advised": 220, "markdown": "inline"})]
Summary = Annotated[str, Meta(extra={"advised": 280, "markdown": "inline"})]
Statement = Annotated[str, Meta(min_length=1, extra={"advised": 240})]
Short = Annotated[str, Meta(min_length=1, extra={"advised": 60})]
Reason = Annotated[str, Meta(min_length=1, extra={"advised": 240, "markdown": "inline"})]
Name = Annotated[str, Meta(min_length=1)]

# --- controlled vocabularies ----------------------------------------------------------------------------------

ClaimKind = Literal[
    "event", "figure", "allegation", "denial", "quote", "reported-position", "background", "media",
    "pledge", "prediction", "assessment", "opinion",
]  # fmt: skip
Confidence = Literal["low", "moderate", "high"]
Likelihood = Literal[
    "almost-no-chance", "very-unlikely", "unlikely", "roughly-even", "likely", "very-likely", "almost-certain",
]  # fmt: skip
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Stance = Literal["supports", "refutes", "context"]
EvidenceType = Literal[
    "statement", "document", "official-record", "official-statistics", "assessment", "photo", "video",
    "satellite", "audio", "data", "witness", "expert", "own-reporting",
]  # fmt: skip
AssertionMode = Literal[
    "social-post", "press-statement", "official-readout", "official-statistics", "interview", "broadcast",
    "video-address", "speech", "document", "anonymous-briefing", "reported-speech", "own-reporting", "court",
    "parliament", "leaked",
]  # fmt: skip
Relation = Literal[
    "repeats", "part-of", "narrower-than", "broader-than", "depends-on", "supports", "contradicts",
    "responds-to", "same-as", "updates",
]  # fmt: skip
Privacy = Literal["public", "limited", "protected"]
Sensitivity = Literal[
    "war", "death", "graphic", "violence", "sexual-violence", "self-harm", "children", "distressing-audio",
]  # fmt: skip
PlaceKind = Literal[
    "country", "region", "district", "city", "town", "village", "settlement", "neighbourhood", "area",
    "building", "site", "water", "route",
]  # fmt: skip
Precision = Literal["exact", "settlement", "district", "region", "country", "obscured"]
OrganisationKind = Literal[
    "government", "ministry", "office", "military", "party", "company", "news-media", "news-agency", "ngo",
    "intergovernmental", "court", "local-government", "platform", "union", "university", "armed-group", "other",
]  # fmt: skip
SourceKind = Literal[
    "news-article", "news-video", "social-post", "official-statement", "official-record",
    "official-statistics", "document", "dataset", "broadcast", "video-address", "interview", "book", "paper",
    "court-record", "satellite-image", "image", "video", "audio", "webpage", "conversation",
]  # fmt: skip
EventKind = Literal[
    "military", "diplomatic", "political", "legal", "humanitarian", "announcement", "disaster", "protest",
    "election", "economic", "other",
]  # fmt: skip
EventStatus = Literal["confirmed", "reported", "planned", "cancelled", "disputed"]
TopicStatus = Literal["developing", "ongoing", "dormant", "closed"]
CorrectionKind = Literal["correction", "clarification", "update", "editors-note", "retraction", "removal"]
Severity = Literal["minor", "material", "serious"]
ArticleStatus = Literal["draft", "embargoed", "published", "withdrawn"]
ArticleType = Literal[
    "briefing", "report", "explainer", "background", "analysis", "fact-check", "timeline", "live", "opinion",
]  # fmt: skip
ControlBasis = Literal["sovereignty", "occupation", "administration", "claimed", "contested"]
Access = Literal["open", "registration", "paywall", "offline", "withheld"]


# --- small values that stand inside records ---------------------------------------------------------------------


class Value(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of a record."""


class Link(Value, frozen=True, kw_only=True):
    """A labelled address."""

    label: Name
    """Words of the link."""
    url: Url
    """Absolute http or https address."""


class Image(Value, frozen=True, kw_only=True):
    """A picture with what a reader who cannot see it needs."""

    src: ContentFile
    """File below `content/`, for example `images/bridge.jpg`."""
    alt: str
    """What the picture shows, in words; `""` only together with `decorative: true`."""
    decorative: bool = False
    """True for a picture that says nothing a reader would miss."""
    caption: Inline = ""
    """Words under the picture."""
    credit: Name
    """Who made it."""
    licence: str = ""
    """Terms it is used under."""
    focal: tuple[float, float] | None = None
    """The point that must stay visible when the picture is cropped: `[x, y]`, each from 0 to 1."""


class HouseStyle(Value, frozen=True, kw_only=True):
    """Which spelling the desk prefers, and which it rejects where."""

    prefer: str = ""
    """The spelling to use in prose."""
    reject: dict[str, str] = {}
    """Spellings to avoid, each with the reason shown to the writer. They still count as mentions."""
    allow_in: tuple[Literal["quote", "title-of-work"], ...] = ()
    """Where a rejected spelling may stand."""
    allow_phrases: tuple[str, ...] = ()
    """Longer phrases in which a rejected spelling is right and is no mention, for example `chicken Kiev`."""


class FormerName(Value, frozen=True, kw_only=True):
    """A name somebody or something no longer carries."""

    name: Name
    """The old name."""
    until: When
    """Until then it links on sight; afterwards only once the record has been introduced."""
    reason: str = ""
    """Why it changed."""


class Role(Value, frozen=True, kw_only=True):
    """A post held for a time."""

    title: Name
    """Full title, for example `Prime Minister of the United Kingdom`."""
    short: str = ""
    """Short form for notes and cards, for example `UK Prime Minister`."""
    org: OrganisationRef = ""
    """Organisation it belongs to."""
    place: PlaceRef = ""
    """Place it concerns."""
    since: Annotated[When | None, Meta(extra={"name": "from"})] = None
    """First day in the role (any precision)."""
    until: Annotated[When | None, Meta(extra={"name": "to"})] = None
    """Last day in the role; absent while it is held."""
    office_aliases: tuple[str, ...] = ()
    """Words that stand for the holder while the role is held, for example `the Prime Minister`."""
    acting: bool = False
    """True for somebody who only stands in."""
    source: SourceRef = ""
    """Where the dates come from."""
    note: Inline = ""
    """A remark for readers."""


class Affiliation(Value, frozen=True, kw_only=True):
    """A dated tie between organisations."""

    org: OrganisationRef
    """The other organisation."""
    rel: Literal["owned-by", "member-of", "part-of"]
    """What the tie is. `owned-by` and `part-of` count when independent origins are counted."""
    since: Annotated[When | None, Meta(extra={"name": "from"})] = None
    """First day."""
    until: Annotated[When | None, Meta(extra={"name": "to"})] = None
    """Last day."""


class Coordinates(Value, frozen=True, kw_only=True):
    """A point on the map, no finer than it should be."""

    lat: Annotated[float, Meta(ge=-90, le=90)]
    """Latitude in degrees, north positive."""
    lon: Annotated[float, Meta(ge=-180, le=180)]
    """Longitude in degrees, east positive."""
    precision: Precision
    """How fine the point may be read."""
    source: str = ""
    """Where the point comes from."""


class LabelPoint(Value, frozen=True, kw_only=True):
    """Where a map writes the name of something that is no point."""

    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    """Latitude in degrees."""
    lon: Annotated[float, Meta(ge=-180, le=180)] | None = None
    """Longitude in degrees."""
    place: PlaceRef = ""
    """Instead of a point: the place whose point is used."""
    precision: Precision = "region"
    """How fine the point may be read."""
    source: str = ""
    """Where the point comes from."""
    note: str = ""
    """A remark for the desk."""


class Control(Value, frozen=True, kw_only=True):
    """Who holds a place, and on what basis, for a time."""

    by: HolderRef
    """The country or organisation."""
    since: Annotated[When | None, Meta(extra={"name": "from"})] = None
    """First day."""
    until: Annotated[When | None, Meta(extra={"name": "to"})] = None
    """Last day; absent while it lasts."""
    basis: ControlBasis
    """Sovereignty, occupation, administration, claimed or contested."""
    note: Inline = ""
    """A sentence for readers."""
    source: SourceRef = ""
    """How we know."""


class Assertion(Value, frozen=True, kw_only=True):
    """Somebody saying a claim: who, when, through what."""

    by: SpeakerRef = ""
    """The person or organisation. One of `by` and `by_label` is needed."""
    by_label: str = ""
    """The speaker in words, when there is no record or no name."""
    role: Annotated[str, Meta(extra={"name": "as"})] = ""
    """The speaker's role then, when it differs from the record's."""
    date: When
    """When it was said."""
    mode: AssertionMode
    """How it was said."""
    source: SourceRef
    """Where we have it from."""
    quote: str = ""
    """The exact words."""
    quote_lang: Lang = ""
    """Language of `quote`, when not the site's."""
    original: str = ""
    """The words in the original language."""
    translation_by: str = ""
    """Who translated them."""
    venue: str = ""
    """Programme, platform or place in words."""
    place: PlaceRef = ""
    """Where it was said."""
    note: Inline = ""
    """A remark for readers."""


class StatusEntry(Value, frozen=True, kw_only=True):
    """What was known of a claim's truth from one day on."""

    date: When
    """When it became publicly known."""
    status: str
    """One of the statuses that the claim's kind may have."""
    confidence: Confidence | None = None
    """How sure the desk is of this judgement; absent when not stated."""
    reason: Reason
    """Why, in one sentence for readers."""
    evidence: tuple[str, ...] = ()
    """Ids of the evidence it rests on."""
    by: AuthorRef = ""
    """Who decided."""
    recorded: When | None = None
    """When the desk wrote it down, if later than `date`."""
    visible: bool = True
    """False keeps the entry out of the printed history; it still counts."""


class Evidence(Value, frozen=True, kw_only=True):
    """One thing that speaks for or against a claim, with its origin."""

    id: Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    """Short id inside the claim: `e1`, `e2` ..."""
    stance: Stance
    """Supports, refutes, or only context."""
    source: SourceRef
    """Where we saw it."""
    origin: SpeakerOrText
    """Who it comes from in the end: not the outlet that repeats it. Independence is counted by origin."""
    origin_note: str = ""
    """For an origin in words: why it is independent. Without it such an origin does not count."""
    type: EvidenceType
    """What sort of evidence."""
    credibility: Annotated[int, Meta(ge=1, le=6)] = 6
    """Admiralty number: 1 confirmed by others, 2 probably true, 3 possibly, 4 doubtful, 5 improbable, 6 cannot be judged."""
    date: When | None = None
    """When it dates from."""
    locator: str = ""
    """Page or time stamp."""
    quote: str = ""
    """The words that matter."""
    summary: Inline = ""
    """What it shows, in a sentence."""
    archived: Url = ""
    """A kept copy."""
    access: Literal["public", "restricted", "withheld"] = "public"
    """Whether readers may see it."""
    withheld_reason: str = ""
    """Why not."""


class Figure(Value, frozen=True, kw_only=True):
    """The number in a claim about a number."""

    value: float
    """The number claimed."""
    comparator: Literal["exactly", "at-least", "at-most", "about"] = "exactly"
    """How the number is meant."""
    unit: Name
    """What is counted."""
    as_of: When | None = None
    """The day it holds for."""
    verified_minimum: float | None = None
    """What has been verified at the least."""
    verified_by: SpeakerOrText = ""
    """Who verified that."""
    verified_at: When | None = None
    """The day the verified number holds for."""


class RelatedClaim(Value, frozen=True, kw_only=True):
    """How one claim stands to another."""

    claim: ClaimRef
    """The other claim."""
    rel: Relation
    """This claim … the other one."""
    note: Inline = ""
    """A remark for readers."""


class Anchor(Value, frozen=True, kw_only=True):
    """A passage of an article that makes a claim, found by its words."""

    article: ArticleRef
    """The article."""
    exact: Name
    """The words of the passage."""
    prefix: str = ""
    """Words right before it."""
    suffix: str = ""
    """Words right after it."""
    occurrence: Annotated[int, Meta(ge=1)] | None = None
    """Which occurrence, counted from 1."""


class FactCheck(Value, frozen=True, kw_only=True):
    """Somebody else's published verdict; shown, never merged with ours."""

    publisher: Name
    """Who checked."""
    url: Url
    """Where."""
    rating_native: Name
    """Their rating in their words."""
    date: When | None = None
    """When."""
    claim_as_worded: str = ""
    """The claim as they worded it."""
    mapped: Literal[1, 2, 3, 4, 5] | None = None
    """The rating from 1 to 5 that theirs corresponds to, when there is one."""


class Review(Value, frozen=True, kw_only=True):
    """Our own published verdict: what becomes machine-readable ClaimReview."""

    published: bool = False
    """Only a published review is shown."""
    date: When
    """When it was published."""
    rating: int | None = None
    """1 (false) to 5 (true); none for statuses that carry only a label."""
    label: Name
    """The verdict in words."""
    explanation: Annotated[str, Meta(min_length=1, extra={"advised": 300, "markdown": "inline"})]
    """Why, in at most 300 characters."""
    author: AuthorRef = ""
    """Who wrote it."""
    url: Url = ""
    """Where it stands, when not on the claim's own page."""


class ArchivedCopy(Value, frozen=True, kw_only=True):
    """A kept copy of a source."""

    url: Url
    """Where the copy is."""
    service: Literal["wayback", "perma", "archive-today", "warc", "wacz", "local"]
    """What made it."""
    date: When
    """When."""
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None = None
    """Digest of the copy."""


class Translation(Value, frozen=True, kw_only=True):
    """Who translated a source for us."""

    by: Name
    """Translator."""
    machine: bool = False
    """True for machine translation."""


class Anonymous(Value, frozen=True, kw_only=True):
    """Why a source is not named."""

    label: Name
    """How readers meet it."""
    why: Name
    """The reason."""
    known_to_editor: bool = False
    """True when an editor knows the identity."""


class Change(Value, frozen=True, kw_only=True):
    """A line of an article's change log."""

    date: When
    """When."""
    kind: Literal["update", "rewrite", "claim-status", "new-section"]
    """What sort of change."""
    note: Inline
    """What changed, for readers."""
    material: bool = False
    """True when a reader of the older text should know."""


class Withdrawal(Value, frozen=True, kw_only=True):
    """Why and when an article was taken down."""

    date: When
    """When."""
    reason: Name
    """Why, for readers."""


class TopicEntry(Value, frozen=True, kw_only=True):
    """A topic, and where in its story an article belongs."""

    ref: TopicRef
    """The topic."""
    chapter: str = ""
    """Id of the chapter."""


class ClaimChoice(Value, frozen=True, kw_only=True):
    """Which claims an article lists, and in what order."""

    lead: tuple[ClaimRef, ...] = ()
    """Claims to show first."""
    list: tuple[ClaimRef, ...] = ()
    """Claims to list though no passage is marked."""
    exclude: tuple[ClaimRef, ...] = ()
    """Claims to leave out of the list."""
    order: Literal["prose", "status", "listed"] = "prose"
    """In reading order, by status, or as listed."""


class MentionChoice(Value, frozen=True, kw_only=True):
    """What the writer settles about names in one article."""

    cast: tuple[EntityRef, ...] = ()
    """Records that count as introduced from the first word."""
    assigned: Annotated[dict[str, EntityRef], Meta(extra={"name": "as"})] = {}
    """Words that mean a certain record here."""
    exclude: tuple[EntityRef, ...] = ()
    """Records never linked or counted here."""


class Autolink(Value, frozen=True, kw_only=True):
    """How names are linked in one article."""

    per: Literal["article", "section", "all"] = "article"
    """Link the first mention of the article, of each section, or every one."""
    in_quotes: bool = True
    """Also inside quotations."""
    headings: bool = False
    """Also in headings."""


class KnownLine(Value, frozen=True, kw_only=True):
    """One line of a topic's “known” or “not known” box."""

    text: Inline
    """The sentence."""
    claims: tuple[ClaimRef, ...] = ()
    """The claims it rests on."""


class Question(Value, frozen=True, kw_only=True):
    """A reader's question with its answer."""

    q: Name
    """The question."""
    a: ArticleOrText
    """An article, or the answer itself."""


class Chapter(Value, frozen=True, kw_only=True):
    """A stretch of a topic's story."""

    id: Id
    """Id inside the topic."""
    title: Name
    """Heading."""
    since: Annotated[When | None, Meta(extra={"name": "from"})] = None
    """First day."""
    until: Annotated[When | None, Meta(extra={"name": "to"})] = None
    """Last day."""
    summary: Inline = ""
    """A sentence."""


# --- records --------------------------------------------------------------------------------------------------


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
    redirect_from: tuple[str, ...] = ()
    """Older ids whose addresses lead here."""
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
    """Other articles to read; computed when absent."""
    licence: str = ""
    """Terms for others."""
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
    aliases: tuple[str, ...] = ()
    """Other full names: linked on sight."""
    weak_aliases: tuple[str, ...] = ()
    """Short forms: linked only once the person has been introduced. The family name, alone or behind the honorific, is one by itself."""
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
    public_label: str = ""
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
    aliases: tuple[str, ...] = ()
    """Other names: linked on sight."""
    weak_aliases: tuple[str, ...] = ()
    """Short forms: linked only once introduced."""
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
    formal_name: str = ""
    """Official name."""
    names: dict[Lang, str] = {}
    """Spellings by language."""
    aliases: tuple[str, ...] = ()
    """Other names: linked on sight."""
    weak_aliases: tuple[str, ...] = ()
    """Short forms: linked only once introduced."""
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
    map_note: str = ""
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
    time: str = ""
    """Time of day in words, or `HH:MM` in quotes."""
    kind: EventKind
    """What sort of event."""
    names: dict[Lang, str] = {}
    """Titles by language."""
    aliases: tuple[str, ...] = ()
    """Names by which texts speak of it: linked on sight."""
    weak_aliases: tuple[str, ...] = ()
    """Short forms: linked only once introduced."""
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
    url_missing: str = ""
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
    reliability_note: str = ""
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
    plural: str = ""
    """Its plural."""
    aliases: tuple[str, ...] = ()
    """Other words for it."""
    definition: Annotated[str, Meta(min_length=1, extra={"advised": 280, "markdown": "inline"})]
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
    role: str = ""
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
    menu: bool = False
    """True puts it into the site's footer menu."""
    dir: Literal["ltr", "rtl", "auto"] = "auto"
    """Writing direction."""


# --- sidebar notes --------------------------------------------------------------------------------------------


class WhoNote(Value, frozen=True, kw_only=True):
    """Somebody in an article's “who's who”."""

    ref: PersonRef = ""
    """The person. One of `ref` and `inline` is needed."""
    inline: Person | None = None
    """A whole person record, for a site without a registry; needs an `id` or gets one from the name."""
    note: Inline = ""
    """Why the person matters here."""
    role: str = ""
    """Role in words, instead of the record's."""
    group: str = ""
    """Heading to group under."""
    lead: bool = False
    """True for the main figures."""
    hide: bool = False
    """True leaves the note out."""


class OrganisationNote(Value, frozen=True, kw_only=True):
    """A body in an article's notes."""

    ref: OrganisationRef = ""
    """The organisation."""
    inline: Organisation | None = None
    """A whole record."""
    note: Inline = ""
    """Why it matters here."""
    group: str = ""
    """Heading to group under."""
    hide: bool = False
    """True leaves the note out."""


class PlaceNote(Value, frozen=True, kw_only=True):
    """A place in an article's notes."""

    ref: PlaceRef = ""
    """The place."""
    inline: Place | None = None
    """A whole record."""
    note: Inline = ""
    """Why it matters here."""
    spelled_here: str = ""
    """How the source spells it."""
    hide: bool = False
    """True leaves the note out."""


class ClaimNote(Value, frozen=True, kw_only=True):
    """A claim in an article's notes."""

    ref: ClaimRef = ""
    """The claim."""
    inline: Claim | None = None
    """A whole record."""
    note: Inline = ""
    """Why it matters here."""


class TimelineChoice(Value, frozen=True, kw_only=True):
    """Which events an article shows."""

    events: Literal["auto"] | tuple[EventRef, ...] = "auto"
    """`auto` takes events that share a topic, person or place with the article."""
    since: Annotated[When | None, Meta(extra={"name": "from"})] = None
    """First day."""
    until: Annotated[When | None, Meta(extra={"name": "to"})] = None
    """Last day."""
    collapse_after: Annotated[int, Meta(ge=1)] | None = None
    """Fold what comes after so many."""


class Notes(Value, frozen=True, kw_only=True):
    """The sidebar notes of one article: `<article>.notes.yaml`."""

    who: tuple[WhoNote, ...] = ()
    """People."""
    orgs: tuple[OrganisationNote, ...] = ()
    """Bodies."""
    places: tuple[PlaceNote, ...] = ()
    """Places."""
    claims: Literal["auto"] | tuple[ClaimNote, ...] = "auto"
    """Claims; `auto` takes those marked in the text."""
    terms: Literal["auto"] | tuple[TermRef, ...] = "auto"
    """Glossary words; `auto` takes those found in the text."""
    timeline: TimelineChoice = TimelineChoice()
    """Events."""
    sources: Literal["auto"] | tuple[SourceRef, ...] = "auto"
    """Sources; `auto` takes all behind the page."""


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
