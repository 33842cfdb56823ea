"""What templates see: one frozen view a page, and nothing else. The text under a field is the theme reference.

Every address in a view is ready for `href`: relative to the page (`../../people/x/`), so that a site works
under any sub-path and from a folder. Fields that end in `html` (type `Html`) are safe HTML and are printed as they are;
every other text is escaped by the template. Words of the interface are not in views: a template says `t("…")`.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from briefgen.base.dates import When
from briefgen.base.html import EMPTY, Html


class View(Struct, frozen=True, kw_only=True):
    """A value for templates."""


# --- small parts ------------------------------------------------------------------------------------------------


class DataView(View, frozen=True, kw_only=True):
    """Data from `content/data/`."""

    columns: tuple[str, ...]
    """Empty when the file is no table."""
    rows: tuple[tuple[str | int | float | bool | None, ...], ...]
    value: Any
    """All of it as it was written: lists and mappings."""


class LinkView(View, frozen=True, kw_only=True):
    """A link with its words."""

    label: str
    """Its words; those of the interface are filled in when the page is rendered."""
    url: str
    """Empty: the words stand without a link."""
    current: bool = False
    """True for the page we are on."""


class ForeignName(View, frozen=True, kw_only=True):
    """A name in another language or script."""

    lang: str
    """BCP 47 tag for `lang=`."""
    dir: str
    """`ltr` or `rtl` for `dir=`."""
    text: str


class LanguageView(View, frozen=True, kw_only=True):
    """A language of the site, with this page in it."""

    lang: str
    """BCP 47 tag for `lang=` and `hreflang=`; words are `own_name(lang)`."""
    dir: str
    """`ltr` or `rtl`."""
    url: str
    """This page in that language, or that language's front page."""
    absolute_url: str
    """The same with host, for `<link rel="alternate">`; empty when the page is missing in that language, or the site has no address."""
    current: bool
    """True for the language of this page."""
    same: bool
    """False when the address is only that of the front page."""


class StatusMark(View, frozen=True, kw_only=True):
    """A status as of some day. Glyph and words always stand together."""

    id: str
    """`unverified`, `confirmed` ...; words are `t("status." ~ id ~ ".label")` unless `label` is set."""
    glyph: str
    shade: str
    """`open`, `supported`, `contested`, `against` or `judgement`: for colour."""
    closed: bool
    label: str = ""
    """The site's own label, if it has one."""
    gloss: str = ""
    """The site's own explanation, if it has one."""
    date: When | None = None
    """The day from which it holds."""
    confidence: str = ""
    """`low`, `moderate`, `high` or empty."""


class PictureSource(View, frozen=True, kw_only=True):
    """One form of a picture, for `<source>`."""

    type: str
    """`image/avif`."""
    srcset: str


class ImageView(View, frozen=True, kw_only=True):
    """A picture."""

    src: str
    alt: str
    caption_html: Html = EMPTY
    credit: str = ""
    licence: str = ""
    width: int = 0
    """Pixels; 0 when not known."""
    height: int = 0
    sources: tuple[PictureSource, ...] = ()
    """Better forms than that of `src`, the best first."""
    srcset: str = ""
    """The other sizes of `src`; empty when there is one."""
    focus: tuple[int, int] | None = None
    """What must stay visible when it is cropped: per cent from the left and the top, in steps of 25."""
    veiled: bool = False
    """True when it may distress: it stays folded away, and is not loaded, until the reader asks for it."""


class RoleView(View, frozen=True, kw_only=True):
    """A role with its time."""

    title: str
    short: str
    """Short form, or the title."""
    since: When | None
    until: When | None
    acting: bool
    organisation: LinkView | None
    place: LinkView | None
    note_html: Html
    current: bool
    """True when held on the day the page speaks for."""


class EntityCard(View, frozen=True, kw_only=True):
    """A person, organisation, place, event or term in a few words: for cards, notes and lists."""

    key: str
    """`person:hanna-malyar`; stands in `data-e`."""
    kind: str
    """person, organisation, place, event or term."""
    id: str
    name: str
    url: str
    """Its page; empty when it has none (limited privacy)."""
    names: tuple[ForeignName, ...] = ()
    """Native spellings."""
    role: str = ""
    """For people: role on the day the page speaks for, in short form."""
    detail: str = ""
    """For other kinds: the word for its sort, an id such as `news-agency`; words are `t(kind ~ "_kind." ~ detail)`."""
    within: str = ""
    """The larger place or body, in words."""
    date: When | None = None
    """For events: when."""
    summary_html: Html = EMPTY
    mentions: int = 0
    """Number of articles that mention it; in registers."""


class SpeakerView(View, frozen=True, kw_only=True):
    """Who says a claim."""

    name: str
    url: str = ""
    role: str = ""
    """Role on that day."""
    named: bool = True
    """False for an unnamed voice (“Western officials”)."""


class ClaimCard(View, frozen=True, kw_only=True):
    """A claim in a few words, with its status then and now."""

    key: str
    id: str
    url: str
    short: str
    statement: str
    kind: str
    """Kind id; words are `t("claim_kind." ~ kind)`."""
    says: tuple[SpeakerView, ...]
    """Who says it, first appearance first."""
    then: StatusMark | None
    """Status on the day the page speaks for; None on pages without such a day, and before the claim was made."""
    now: StatusMark | None
    """Present status. On articles only set when it differs from `then`: print it as “Now: …”."""
    reason_html: Html = EMPTY
    """Why: of `then` where there is one, else of `now`."""
    now_reason_html: Html = EMPTY
    """Why it is what it is now, when `now` differs from `then`."""
    anchor: str = ""
    """On articles: address of the first marked passage, for example `#c-kyiv-region-retaken`."""
    first: When | None = None
    """First appearance."""
    history_url: str = ""
    """Address of the status history on the claim's page; where claims have no pages, the same as `url`."""


class MapPanel(View, frozen=True, kw_only=True):
    """One map: what stands inside an `svg` element."""

    svg: Html
    width: int
    """Of its `viewBox`."""
    height: int
    close: bool
    """True for the one from close by, beside an overview."""


class MapPlace(View, frozen=True, kw_only=True):
    """A place of a map in words."""

    card: EntityCard
    km: int = 0
    """Distance to `seen_from`; 0 when there is none to tell."""
    direction: str = ""
    """north, north-east ...: words are `t("direction." ~ direction)`."""
    seen_from: str = ""
    coarse: bool = False
    """True when it is shown as an area: it lies somewhere there."""
    withheld: bool = False
    """True when it is not on the map, since its place is not told."""
    disputed: bool = False
    control: tuple[RoleView, ...] = ()
    """Who holds it on the day of the page, besides its own country: `title` is the holder, `short` a locale key."""
    note: str = ""
    """How maps show it, in the editors’ words."""


class MapView(View, frozen=True, kw_only=True):
    """A map, and everything on it in words."""

    panels: tuple[MapPanel, ...]
    places: tuple[MapPlace, ...]
    borders: str
    """Whose borders are drawn; empty for none."""


class PublisherView(View, frozen=True, kw_only=True):
    """Who published a source."""

    name: str
    url: str = ""


class SourceCard(View, frozen=True, kw_only=True):
    """A source as a line in a list."""

    key: str
    id: str
    title: str
    kind: str
    """Words are `t("source_kind." ~ kind)`."""
    page_url: str
    """Our page about the source; empty where sources have none."""
    url: str = ""
    """Its own address, outside."""
    url_missing: str = ""
    """Why there is none."""
    publisher: PublisherView | None = None
    author: PublisherView | None = None
    published: When | None = None
    accessed: When | None = None
    lang: str = ""
    archived_url: str = ""
    archived_date: When | None = None
    archived_service: str = ""
    seen_via: tuple[PublisherView, ...] = ()
    """The chain through which we saw it, nearest first."""
    reliability: str = "F"
    """Letter; words are `t("reliability." ~ letter)`."""
    access: str = "open"
    number: int = 0
    """Number in the article's list; 0 elsewhere. Citations link to `#s-<number>`."""
    claims: int = 0
    """In registers: number of claims that rest on it."""


class ArticleCard(View, frozen=True, kw_only=True):
    """An article as an entry in a list."""

    key: str
    url: str
    title: str
    type: str
    """Words are `t("article_type." ~ type)`."""
    standfirst_html: Html
    date: When | None
    updated: When | None
    lang: str
    dir: str
    section: LinkView | None
    topics: tuple[LinkView, ...]
    claims: int
    """Number of claims it lists."""
    draft: bool = False
    image: ImageView | None = None


class MentionView(View, frozen=True, kw_only=True):
    """How an article names a record, in its sentence."""

    article: ArticleCard
    sentence_html: Html
    """The sentence around the first mention; the name is in `<mark>`. An ellipsis stands where it was cut."""
    more: tuple[Html, ...] = ()
    """The other sentences of the article that mention it, in reading order."""
    url: str
    """Address of the passage."""
    count: int
    """Mentions in that article."""
    place: str
    """prose, quote or note."""


class EventCard(View, frozen=True, kw_only=True):
    """A line of a timeline."""

    key: str
    url: str
    title: str
    date: When
    end: When | None
    time: str
    kind: str
    """Words are `t("event_kind." ~ kind)`."""
    status: str
    """Words are `t("event_status." ~ status)`."""
    importance: int
    summary_html: Html
    status_note_html: Html = EMPTY
    places: tuple[LinkView, ...] = ()
    claims: tuple[ClaimCard, ...] = ()


class TimelineMark(View, frozen=True, kw_only=True):
    """Something on the drawing of a timeline, in units of its `viewBox`."""

    x: float
    width: float
    """0 for a point in time."""
    y: float
    kind: str
    """`event`, or `status` for a claim whose status changed."""
    status: str
    """For events: confirmed, reported, planned ...; for claims the family of the new status."""
    importance: int


class TimelineTick(View, frozen=True, kw_only=True):
    """A date on the axis of a timeline."""

    x: float
    when: When


class TimelineItem(View, frozen=True, kw_only=True):
    """A line of the list below a timeline: exactly one of `event`, `claim` is set."""

    date: When
    event: EventCard | None = None
    claim: ClaimCard | None = None
    """`then` is the status before, `now` the one from that day on, with its reason."""


class TimelineView(View, frozen=True, kw_only=True):
    """A timeline: a drawing, and a list that says all of it."""

    items: tuple[TimelineItem, ...]
    """Oldest first."""
    marks: tuple[TimelineMark, ...]
    """Empty when there is too little to draw."""
    ticks: tuple[TimelineTick, ...]
    leaps: tuple[float, ...]
    """Where the axis leaps over an empty stretch."""
    axis: float
    width: int
    height: int
    left_out: int = 0
    """How many of the least important ones the drawing has no room for."""


class CorrectionView(View, frozen=True, kw_only=True):
    """A public correction."""

    id: str
    date: When
    kind: str
    """Words are `t("correction_kind." ~ kind)`."""
    severity: str
    text_html: Html
    was: str = ""
    now: str = ""
    prominent: bool = False
    claims: tuple[LinkView, ...] = ()
    """Claims it affects."""
    url: str = ""
    """The correction's own page."""
    target: LinkView | None = None
    """What it corrects; None when that is not to be seen any more. Only on the correction's own page and in lists."""
    target_kind: str = ""
    """Words are `t("kind." ~ target_kind)`."""
    takes_down: bool = False
    """True when what it corrects was taken down as a whole."""


class ChangeView(View, frozen=True, kw_only=True):
    """A line of an article's change log."""

    date: When
    kind: str
    """Words are `t("change_kind." ~ kind)`."""
    note_html: Html
    material: bool


class DiaryEntry(View, frozen=True, kw_only=True):
    """Something that happened on some day: a line of the timeline, or of what has changed for readers."""

    what: str
    """`event`, `status`, `published`, `changed`, `corrected`, `withdrawn` or `expired`; words are `t("diary." ~ what)`."""
    date: When
    title: str
    url: str
    """Empty when there is no page."""
    sort: str = ""
    """A locale key that says more exactly what it is, such as `event_kind.military`; empty for none."""
    text_html: Html = EMPTY
    """What happened, or why, in a sentence."""
    before: StatusMark | None = None
    """For a claim that moved: its status until then."""
    after: StatusMark | None = None
    """Its status from then on."""
    until: When | None = None
    """For events: the last day."""
    time: str = ""
    """For events: the time of day."""
    status: str = ""
    """For events: whether it happened; words are `t("event_status." ~ status)`."""
    importance: int = 2
    """For events: 1 leads, 3 may be small."""
    places: tuple[LinkView, ...] = ()
    """For events: where."""
    lang: str = ""
    dir: str = ""


class DiaryDay(View, frozen=True, kw_only=True):
    """What happened on one day."""

    date: When
    entries: tuple[DiaryEntry, ...]
    url: str = ""
    """The site as it stood on that day, where that has a page."""
    id: str = ""


class TocEntry(View, frozen=True, kw_only=True):
    """A heading in the list of contents."""

    level: int
    url: str
    text: str


class FactView(View, frozen=True, kw_only=True):
    """A labelled fact in the head of a page: `t("fact." ~ label)` and its values."""

    label: str
    values: tuple[LinkView, ...] = ()
    date: When | None = None
    until: When | None = None
    """With `date`: the end of a range."""
    word: str = ""
    """A locale key whose words are the value, for example `place_kind.city`."""
    languages: tuple[str, ...] = ()
    """Tags of languages that are the value; words are `language_name(tag)`."""


class Pager(View, frozen=True, kw_only=True):
    """Neighbouring pages of a long list."""

    number: int
    """This page's number."""
    total: int
    newer: str = ""
    """Address of the next page towards the newest (or the first, in alphabetical lists); empty at the end."""
    older: str = ""
    """Address of the next page the other way."""
    alphabetical: bool = False


class Group(View, frozen=True, kw_only=True):
    """Claims of one status."""

    status: StatusMark
    claims: tuple[ClaimCard, ...]


# --- every page -------------------------------------------------------------------------------------------------


class Chrome(View, frozen=True, kw_only=True):
    """What all pages share. Kept small: a change here repaints the site."""

    site_title: str
    home: str
    """Address of the front page."""
    root: str
    """The way from this page to the site's root, ends in `/`."""
    lang: str
    """Language of the interface."""
    dir: str
    menu: tuple[LinkView, ...]
    """Main menu."""
    footer: tuple[LinkView, ...]
    """Pages such as the methodology."""
    publisher: PublisherView | None
    now: When
    """The day this site speaks for."""
    generator: str
    """`briefgen` and its version."""
    options: dict[str, str]
    """Options of the theme, defaults filled in, as text (`true`/`false` for switches)."""
    search: str = ""
    """Address of the search page; empty when the site has none."""
    pinned: bool = False
    """True when the site is a finished piece of work, fixed at `now`."""


class HeadMeta(View, frozen=True, kw_only=True):
    """A tag in the head with a name and a content."""

    name: str
    content: str
    property: bool = False
    """True for `property=` (OpenGraph), False for `name=`."""


class HeadLink(View, frozen=True, kw_only=True):
    """A link in the head, to what readers do not see on the page."""

    rel: str
    href: str
    type: str = ""
    title: str = ""
    hreflang: str = ""


class Head(View, frozen=True, kw_only=True):
    """What the head of one page says."""

    kind: str
    """Kind of page: article, person, claim, register, front ..."""
    title: str
    """Title of the page without the site's name."""
    description: str
    """Plain text for search engines; may be empty."""
    canonical: str
    """Absolute address, or empty when the site has no `url`."""
    lang: str
    """Language of the page's own text."""
    dir: str
    crumbs: tuple[LinkView, ...]
    """Way from the front page, without the front page and the page itself."""
    image: str = ""
    """Absolute address of a picture (1200 by 630) for those who link to the page; empty when there is none."""
    icon: str = ""
    """Address of the site's own icon, an SVG; empty for the theme's."""
    manifest: str = ""
    """Address of the web app manifest; empty when there is none."""
    noindex: bool = False
    draft: bool = False
    """True for a draft shown on request."""
    languages: tuple[LanguageView, ...] = ()
    """The languages of the site, its own first; empty when it has but one."""
    fallback: str = ""
    """Language of what is shown for want of a translation, on pages of records that have none; else empty."""
    meta: tuple[HeadMeta, ...] = ()
    """Further tags for link previews and reference managers."""
    links: tuple[HeadLink, ...] = ()
    """Feeds about its subject."""
    data: tuple[Html, ...] = ()
    """Structured data: each stands in a `<script type="application/ld+json">` of its own."""
    receipt: str = ""
    """Address of the file that says what the site was built from; empty when there is none."""


class PageView(View, frozen=True, kw_only=True):
    """Base of all pages."""

    chrome: Chrome
    head: Head


# --- pages ------------------------------------------------------------------------------------------------------


class NoteView(View, frozen=True, kw_only=True):
    """A margin note: exactly one of `entity`, `claim` is set."""

    id: str
    """For `id=`, for example `n-person-hanna-malyar`."""
    entity: EntityCard | None = None
    claim: ClaimCard | None = None
    text_html: Html = EMPTY
    """The writer's own words about why it matters here."""
    spelled_here: str = ""
    """For places: how the source spells it."""
    lead: bool = False
    group: str = ""


class BodyBlock(View, frozen=True, kw_only=True):
    """One top-level block of the text, with the margin notes that belong beside it."""

    html: Html
    kind: str
    """paragraph, heading, list, quote, table, figure, code, footnotes ..."""
    notes: tuple[NoteView, ...] = ()


class KeyPoint(View, frozen=True, kw_only=True):
    """A point of “In short”."""

    html: Html
    claims: tuple[ClaimCard, ...] = ()
    """Claims it links to, for their marks."""


class ArticlePage(PageView, frozen=True, kw_only=True):
    """An article. Template `article.html`."""

    card: ArticleCard
    authors: tuple[LinkView, ...]
    as_of: When | None
    """The day claims and roles are shown for."""
    minutes: int
    """Reading time."""
    dateline: str
    location: LinkView | None
    summary: tuple[KeyPoint, ...]
    content_note_html: Html
    sensitivity: tuple[str, ...]
    """Words are `t("sensitivity." ~ id)`."""
    body: tuple[BodyBlock, ...]
    toc: tuple[TocEntry, ...]
    """Empty for short articles."""
    notices: tuple[CorrectionView, ...]
    """Corrections that belong at the top."""
    claims: tuple[ClaimCard, ...]
    """Claims in this briefing."""
    unknowns: tuple[KeyPoint, ...]
    """What is not known, from the claims."""
    timeline: tuple[EventCard, ...]
    timeline_collapse_after: int
    """Fold what comes after so many; 0 for never."""
    who: tuple[NoteView, ...]
    """Who's who in full."""
    organisations: tuple[NoteView, ...]
    places: tuple[NoteView, ...]
    terms: tuple[EntityCard, ...]
    sources: tuple[SourceCard, ...]
    """Numbered."""
    based_on: tuple[SourceCard, ...]
    method_html: Html
    corrections: tuple[CorrectionView, ...]
    changes: tuple[ChangeView, ...]
    related: tuple[ArticleCard, ...]
    previous: LinkView | None
    next: LinkView | None
    claim_marks: tuple[ClaimCard, ...]
    """Claims that get marks in the body, for cards."""
    cards: tuple[EntityCard, ...]
    """Everything linked in the body that has no margin note, for cards."""
    card_mode: str
    """`hover` or `tap`."""
    licence: str
    translations: tuple[LinkView, ...]
    """The same article in other languages; `label` is the language tag."""
    data: dict[str, DataView] = {}
    """Data that the front matter declares, by name."""
    tags: tuple[LinkView, ...] = ()
    """Its tags, each with the page of all articles that have it."""
    map: MapView | None = None
    """The places it names, on a map."""
    timeline_view: TimelineView | None = None
    """The timeline with the claims whose status changed; None when nothing has a date."""


class EntityPage(PageView, frozen=True, kw_only=True):
    """A person, organisation, place, event or term. Templates `person.html`, `organisation.html`, `place.html`, `event.html`, `term.html`."""

    card: EntityCard
    image: ImageView | None
    facts: tuple[FactView, ...]
    """Labelled facts: aliases, parent, born, country, coordinates ..."""
    roles: tuple[RoleView, ...]
    """For people: all roles, newest first."""
    control: tuple[RoleView, ...]
    """For places: who holds it, newest first; `title` is the holder's name, `short` a locale key `control.<basis>`."""
    map_note: str
    body_html: Html
    status: str
    """For events: confirmed, reported ..."""
    status_note_html: Html
    confusable: tuple[LinkView, ...]
    """Not to be confused with."""
    claims_about: tuple[Group, ...]
    """By status now."""
    claims_by: tuple[Group, ...]
    """For people and organisations: claims they made, by status now."""
    events: tuple[EventCard, ...]
    """What happened, oldest first."""
    people: tuple[EntityCard, ...]
    """For organisations: who holds or held a role; for events: who took part."""
    organisations: tuple[EntityCard, ...]
    """For events: bodies involved."""
    places: tuple[EntityCard, ...]
    """For events: where."""
    parts: tuple[EntityCard, ...]
    """Places in this place, bodies of this body, parts of this event."""
    mentions: tuple[MentionView, ...]
    """Every article that names it, newest first; one page of them."""
    mention_total: int
    pager: Pager | None
    """None when all mentions are on this page."""
    sources: tuple[SourceCard, ...]
    see_also: tuple[LinkView, ...]
    links: tuple[LinkView, ...]
    """Addresses outside."""
    first_page: bool = True
    """False on the further pages of mentions, which show only mentions."""
    map: MapView | None = None
    """For places: where it is."""


class AssertionView(View, frozen=True, kw_only=True):
    """Somebody saying the claim."""

    who: SpeakerView
    date: When
    mode: str
    """Words are `t("mode." ~ mode)`."""
    quote: str
    quote_lang: str
    original: str
    translation_by: str
    venue: str
    place: LinkView | None
    source: SourceCard
    chain: tuple[PublisherView, ...]
    """Attribution chain from the speaker to us: speaker, source, what we saw it in ..."""
    note_html: Html


class StatusEntryView(View, frozen=True, kw_only=True):
    """A step of a claim's history."""

    mark: StatusMark
    date: When
    reason_html: Html
    evidence: tuple[LinkView, ...]
    """Evidence it cites, `label` is its id, `url` its place on the page."""
    recorded: When | None
    """Set when the desk wrote it down later."""
    current: bool
    """True for the entry that counts now."""


class EvidenceView(View, frozen=True, kw_only=True):
    """A piece of evidence."""

    id: str
    stance: str
    """supports, refutes or context."""
    type: str
    """Words are `t("evidence_type." ~ type)`."""
    origin: LinkView
    """Who it comes from in the end."""
    origin_note: str
    independent: bool
    """True when its origin counts as independent of whoever makes the claim."""
    source: SourceCard
    credibility: int
    """1 to 6; words are `t("credibility." ~ n)`."""
    date: When | None
    locator: str
    quote: str
    summary_html: Html
    archived: str
    withheld_reason: str


class OriginGroup(View, frozen=True, kw_only=True):
    """Evidence of one stance that comes from one origin."""

    stance: str
    origin: LinkView
    independent: bool
    evidence: tuple[EvidenceView, ...]


class GraphView(View, frozen=True, kw_only=True):
    """Who stands behind a claim, drawn: origins, what we read it in, the claim."""

    svg: Html
    """What stands inside an `svg` element."""
    width: int
    height: int
    circular: bool
    """True when some of the evidence leads back to whoever makes the claim, or a chain of sources to itself."""
    steps: tuple[GraphStep, ...]
    """The same in words, as a nested list."""


class GraphStep(View, frozen=True, kw_only=True):
    """A line of the nested list: an origin, and below it the ways by which what it says reached us."""

    origin: LinkView
    stance: str
    """supports, refutes, context, or `says` for whoever makes the claim."""
    circular: bool
    ways: tuple[tuple[PublisherView, ...], ...]
    """Each from the source that has it to what we read."""


class FigureView(View, frozen=True, kw_only=True):
    """A number claimed, beside what is verified."""

    comparator: str
    """Words are `t("comparator." ~ comparator)`."""
    value: float
    unit: str
    as_of: When | None
    verified_minimum: float | None
    verified_by: str
    verified_at: When | None
    share: int
    """Verified minimum as a share of the claimed number, per cent, at most 100; 0 when nothing is verified."""


class RelatedClaimView(View, frozen=True, kw_only=True):
    """How another claim stands to this one."""

    relation: str
    """Words are `t("relation." ~ relation)`."""
    claim: ClaimCard
    note_html: Html


class FactCheckView(View, frozen=True, kw_only=True):
    """Somebody else's verdict."""

    publisher: str
    url: str
    rating: str
    date: When | None
    claim_as_worded: str


class ReviewView(View, frozen=True, kw_only=True):
    """Our published verdict."""

    label: str
    rating: int
    """0 when only in words."""
    explanation_html: Html
    date: When
    author: str


class ClaimPage(PageView, frozen=True, kw_only=True):
    """A claim. Template `claim.html`."""

    card: ClaimCard
    where: LinkView | None
    about: tuple[EntityCard, ...]
    topics: tuple[LinkView, ...]
    history: tuple[StatusEntryView, ...]
    """Newest first."""
    assertions: tuple[AssertionView, ...]
    """First appearance first."""
    evidence: tuple[OriginGroup, ...]
    """For, against, context; grouped by origin."""
    independent_for: int
    """Number of independent origins that support it."""
    independent_against: int
    unknowns: tuple[KeyPoint, ...]
    figure: FigureView | None
    due: When | None
    likelihood: str
    """Words are `t("likelihood." ~ likelihood)`; empty when not stated."""
    related: tuple[RelatedClaimView, ...]
    superseded_by: LinkView | None
    fact_checks: tuple[FactCheckView, ...]
    review: ReviewView | None
    articles: tuple[MentionView, ...]
    """Where it is used: the passage that makes the claim, newest article first."""
    corrections: tuple[CorrectionView, ...]
    sources: tuple[SourceCard, ...]
    sensitivity: tuple[str, ...]
    note_html: Html
    graph: GraphView | None = None
    """Who stands behind it, drawn; None when there is too little to draw."""


class ChapterView(View, frozen=True, kw_only=True):
    """A stretch of a topic's story."""

    id: str
    title: str
    since: When | None
    until: When | None
    summary_html: Html
    articles: tuple[ArticleCard, ...]
    events: tuple[EventCard, ...]


class QuestionView(View, frozen=True, kw_only=True):
    """A reader's question."""

    question: str
    answer_html: Html
    article: LinkView | None


class TopicPage(PageView, frozen=True, kw_only=True):
    """A topic. Template `topic.html`."""

    title: str
    summary_html: Html
    status: str
    """Words are `t("topic_status." ~ status)`."""
    start: When | None
    end: When | None
    as_of: When | None
    body_html: Html
    image: ImageView | None
    lead: ArticleCard | None
    known: tuple[KeyPoint, ...]
    unknown: tuple[KeyPoint, ...]
    disputed: tuple[ClaimCard, ...]
    key_claims: tuple[ClaimCard, ...]
    people: tuple[EntityCard, ...]
    places: tuple[EntityCard, ...]
    chapters: tuple[ChapterView, ...]
    questions: tuple[QuestionView, ...]
    timeline: tuple[EventCard, ...]
    articles: tuple[ArticleCard, ...]
    claims: tuple[Group, ...]
    parent: LinkView | None
    subtopics: tuple[LinkView, ...]
    map: MapView | None = None
    """Its places, on a map."""
    timeline_view: TimelineView | None = None
    """The timeline with the claims whose status changed; None when nothing has a date."""


class SourcePage(PageView, frozen=True, kw_only=True):
    """A source and what rests on it. Template `source.html`."""

    card: SourceCard
    reliability_note: str
    translation: str
    anonymous_label: str
    anonymous_why: str
    licence: str
    notes_html: Html
    archived: tuple[LinkView, ...]
    claims: tuple[Group, ...]
    """Claims that rest on it, by status now."""
    articles: tuple[ArticleCard, ...]
    seen_through: tuple[SourceCard, ...]
    """Sources that we know only through this one."""


class LetterGroup(View, frozen=True, kw_only=True):
    """A stretch of a register: entries under one initial, month or status."""

    label: str
    """The initial, or empty."""
    status: StatusMark | None = None
    month: When | None = None
    entities: tuple[EntityCard, ...] = ()
    articles: tuple[ArticleCard, ...] = ()
    claims: tuple[ClaimCard, ...] = ()
    events: tuple[EventCard, ...] = ()
    sources: tuple[SourceCard, ...] = ()
    topics: tuple[TopicCard, ...] = ()
    corrections: tuple[CorrectionView, ...] = ()
    id: str = ""
    """For `id=` and jump links; empty for none."""


class TopicCard(View, frozen=True, kw_only=True):
    """A topic in a list."""

    url: str
    title: str
    status: str
    summary_html: Html
    articles: int
    latest: When | None


class FacetView(View, frozen=True, kw_only=True):
    """A way to narrow the register of claims: entries link to plain lists on the same page."""

    label: str
    """Words are `t("facet." ~ label)`: status, kind, speaker, topic, place."""
    values: tuple[FacetValue, ...]


class FacetValue(View, frozen=True, kw_only=True):
    """One value of a facet."""

    id: str
    label: str
    """Its words."""
    count: int
    claims: tuple[str, ...]
    """Ids of the claims that have it: for `data-` attributes."""


class MonthLink(View, frozen=True, kw_only=True):
    """A month of the archive."""

    month: When
    url: str
    articles: int


class RegisterPage(PageView, frozen=True, kw_only=True):
    """The register of a kind, a month's archive, a tag or a section. Template `register.html`."""

    kind: str
    """person, claim, article ...; title words are `t("register." ~ kind)`."""
    scope: str
    """Empty, `month`, `tag` or `section`."""
    scope_label: str
    """The tag or section."""
    month: When | None
    groups: tuple[LetterGroup, ...]
    total: int
    facets: tuple[FacetView, ...]
    """Only in the register of claims."""
    months: tuple[MonthLink, ...]
    """Archive by month, newest first."""
    pager: Pager | None
    map_url: str = ""
    """In the register of places: address of the page with all of them on one map; empty when there is none."""


class MapPage(PageView, frozen=True, kw_only=True):
    """All places on one map. Template `map.html`."""

    map: MapView
    total: int
    """Places on it."""


class FrontPage(PageView, frozen=True, kw_only=True):
    """The front page. Template `front.html`."""

    description: str
    lead: ArticleCard | None
    lead_points: tuple[KeyPoint, ...]
    articles: tuple[ArticleCard, ...]
    """Newest first, without the lead."""
    topics: tuple[TopicCard, ...]
    changed: tuple[ClaimCard, ...]
    """Claims whose status changed lately; `then` is the status before."""
    open_claims: int
    counts: tuple[LinkView, ...]
    """Registers with their sizes: `label` is `<kind>=<n>`."""


class SearchPart(View, frozen=True, kw_only=True):
    """A further part of the search index, loaded when a reader asks for it."""

    name: str
    """A year; empty for what has none."""
    url: str
    """Its file."""
    entries: int
    """Records in it."""


class SearchPage(PageView, frozen=True, kw_only=True):
    """The search page. Template `search.html`; what its script looks for is told in the theme’s README."""

    first: str
    """File of the part of the index that is loaded at once."""
    parts: tuple[SearchPart, ...]
    """The further ones, newest year first."""
    entries: int
    """Records in the first part."""
    statuses: tuple[StatusMark, ...]
    """Marks of all statuses, for results."""
    kinds: tuple[str, ...]
    """Kinds of record that can be found; words are `t("search.kind." ~ kind)`."""
    full_text: bool = False
    """Whether texts can be searched to their last word, in the folder `pagefind/` of the site."""
    registers: tuple[LinkView, ...]
    """Where to look without a script."""


class TextPage(PageView, frozen=True, kw_only=True):
    """A page of its own, such as the methodology. Template `page.html`."""

    title: str
    summary_html: Html
    body_html: Html
    statuses: tuple[StatusMark, ...]
    """The status vocabulary in order: printed on the page with id `methodology`."""
    data: dict[str, DataView] = {}
    """Data that the front matter declares, by name."""


class NotFoundPage(PageView, frozen=True, kw_only=True):
    """404. Template `404.html`."""

    registers: tuple[LinkView, ...]
    """Where to look instead; `label` is a kind."""


class RedirectPage(PageView, frozen=True, kw_only=True):
    """An old address. Template `redirect.html`."""

    to: LinkView
    """Where the record is now."""


class TombstonePage(PageView, frozen=True, kw_only=True):
    """What stands where something stood that readers may no longer see. Template `withdrawn.html`."""

    why: str
    """`withdrawn`, `expired`, `retraction` or `removal`; words are `t("gone." ~ why ~ ".title")` and `.text`."""
    kind: str
    """Kind of the record; words are `t("kind." ~ kind)`."""
    title: str
    """What it was called; empty where even that is not to be shown."""
    date: When
    """Since when it is gone."""
    reason_html: Html
    """Why, for readers."""
    correction: LinkView | None
    """The correction that says so."""


class AuthorPage(PageView, frozen=True, kw_only=True):
    """Somebody who writes here. Template `author.html`."""

    name: str
    role: str
    body_html: Html
    image: ImageView | None
    facts: tuple[FactView, ...]
    email: str
    links: tuple[LinkView, ...]
    """Addresses outside."""
    articles: tuple[ArticleCard, ...]
    """Newest first; one page of them."""
    total: int
    """All articles."""
    pager: Pager | None
    first_page: bool = True
    """False on further pages, which show only articles."""


class CorrectionPage(PageView, frozen=True, kw_only=True):
    """A correction. Template `correction.html`."""

    correction: CorrectionView
    reason: str
    reported_by: str
    """`reader`, `subject`, `staff` or `other`; words are `t("reported_by." ~ reported_by)`. Empty when not said."""
    affects: tuple[str, ...]
    """What was wrong: `headline`, `body` …; words are `t("affects." ~ what)`. Claims are in `correction.claims`."""
    article: ArticleCard | None
    """The article that was corrected."""
    others: tuple[CorrectionView, ...]
    """Other corrections of the same thing, newest first."""


class DiaryPage(PageView, frozen=True, kw_only=True):
    """The timeline, or what has changed. Templates `timeline.html`, `changes.html`."""

    days: tuple[DiaryDay, ...]
    """On the timeline oldest first, among the changes newest first."""
    drawing: TimelineView | None = None
    """For the timeline: its days drawn, without `items`; None where there is too little to draw."""
    total: int
    pager: Pager | None


class StatusCount(View, frozen=True, kw_only=True):
    """How many claims had a status."""

    status: StatusMark
    claims: int


class DayPage(PageView, frozen=True, kw_only=True):
    """The site as it stood on a day. Template `as-of.html`."""

    date: When
    since: When
    """First day of those that are listed."""
    days: tuple[DiaryDay, ...]
    """What changed in the days up to then, newest first."""
    listed: int
    """How many changes are listed."""
    changed: int
    """How many there were in those days."""
    more: LinkView | None
    """The list of all changes, at the page that goes on."""
    articles: int
    """Articles published by then."""
    claims: tuple[StatusCount, ...]
    """Claims by the status they had."""
    claim_total: int
    earlier: DayLink | None
    """The day before it that has a page."""
    later: DayLink | None


class DayLink(View, frozen=True, kw_only=True):
    """A day that has a page."""

    date: When
    url: str
    changes: int = 0
    """How much changed on it; in the list of days."""


class DayMonth(View, frozen=True, kw_only=True):
    """The days of a month."""

    month: When
    days: tuple[DayLink, ...]


class DaysPage(PageView, frozen=True, kw_only=True):
    """All days that have a page, newest first. Template `days.html`."""

    months: tuple[DayMonth, ...]
    total: int
    pager: Pager | None


class GroupLink(View, frozen=True, kw_only=True):
    """A tag or a section."""

    label: str
    url: str
    articles: int
    latest: When | None
    """When the newest article in it came out."""


class GroupsPage(PageView, frozen=True, kw_only=True):
    """All tags, or all sections. Template `groups.html`."""

    kind: str
    """`tag` or `section`."""
    groups: tuple[GroupLink, ...]
    total: int
