"""Values that stand inside records: roles, assertions, evidence, history entries. The text under a field is its documentation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta, Struct

from briefgen.base.dates import When
from briefgen.model.fields import (
    ArticleOrText,
    ArticleRef,
    AssertionMode,
    AuthorRef,
    ClaimRef,
    Confidence,
    ContentFile,
    ControlBasis,
    EntityRef,
    EvidenceType,
    HolderRef,
    Id,
    Inline,
    Lang,
    Name,
    OrganisationRef,
    PlaceRef,
    Precision,
    Reason,
    Relation,
    SourceRef,
    SpeakerOrText,
    SpeakerRef,
    Stance,
    TopicRef,
    Url,
    Words,
)


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


class Alias(Value, frozen=True, kw_only=True):
    """A further name with switches of its own. A name without switches is written as text alone."""

    name: Name
    """The name."""
    case: Literal["exact", "any"] = "exact"
    """`any` finds it in small and capital letters alike."""
    whole_word: bool = True
    """False finds it inside longer words as well, as in `kyivstar`."""
    never: bool = False
    """True keeps the name for search and for the record's page, and never takes it for a mention."""
    only_in_quotes: bool = False
    """True finds it only inside quotation marks and block quotations."""


def alias_names(aliases: Iterable[str | Alias]) -> tuple[str, ...]:
    """The names alone."""
    return tuple(one if isinstance(one, str) else one.name for one in aliases)


class FormerName(Value, frozen=True, kw_only=True):
    """A name somebody or something no longer carries."""

    name: Name
    """The old name."""
    until: When
    """Until then it links on sight; afterwards only once the record has been introduced."""
    reason: Words = ""
    """Why it changed."""


class Role(Value, frozen=True, kw_only=True):
    """A post held for a time."""

    title: Name
    """Full title, for example `Prime Minister of the United Kingdom`."""
    short: Words = ""
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
    by_label: Words = ""
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
    venue: Words = ""
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
    """False keeps the entry and its reason from readers; its status still counts."""


class Evidence(Value, frozen=True, kw_only=True):
    """One thing that speaks for or against a claim, with its origin."""

    id: Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    """Short id inside the claim, such as `e1`."""
    stance: Stance
    """Supports, refutes, or only context."""
    source: SourceRef
    """Where we saw it."""
    origin: SpeakerOrText
    """Who it comes from in the end: not the outlet that repeats it. Independence is counted by origin."""
    origin_note: Words = ""
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
    withheld_reason: Words = ""
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
    explanation: Annotated[str, Meta(min_length=1, extra={"advised": 300, "markdown": "inline", "words": True})]
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
