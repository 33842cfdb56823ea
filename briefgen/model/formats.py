"""What leaves the site besides its pages: feeds, structured data, sitemaps, exports. The keys `feeds:`, `api:` … of `briefgen.yaml`.

Every format is a switch, and one that is off costs nothing. All of them need the site's `url`, since machines that read
them do not know where they found them.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from msgspec import Meta

from briefgen.model.fields import Lang, Name, PageRef, Url
from briefgen.model.parts import Value

FeedFormat = Literal["atom", "json", "rss"]
FeedSubject = Literal[
    "site", "topic", "person", "organisation", "place", "event", "author", "claim", "corrections", "changes"
]
PolicyName = Literal[
    "principles", "corrections", "ethics", "verification", "feedback", "sources", "diversity", "ownership", "masthead",
    "coverage", "bylines",
]  # fmt: skip
S = TypeVar("S")


class StructuredDataSettings(Value, frozen=True, kw_only=True):
    """What pages say about themselves in machine-readable form."""

    json_ld: bool = True
    """schema.org as JSON-LD on every page: articles, people, places, verdicts."""
    meta: bool = True
    """Tags for link previews (OpenGraph, Twitter) and for other languages of a page."""
    citation: bool = True
    """Tags by which reference managers take an article in one click (Highwire, Dublin Core)."""
    claimreview: bool = True
    """`claimreview.json` and `claimreview.jsonl`: all published verdicts in one file, when there are any."""
    licence: Url = ""
    """Licence of the verdicts’ data, as an address: `https://creativecommons.org/licenses/by/4.0/`."""


class FeedSettings(Value, frozen=True, kw_only=True):
    """Feeds for subscribers."""

    formats: tuple[FeedFormat, ...] = ("atom", "json")
    """Forms of each feed: `atom`, `json` (JSON Feed), `rss` (for older programs)."""
    of: tuple[FeedSubject, ...] = (
        "site", "topic", "person", "organisation", "place", "event", "author", "claim", "corrections", "changes",
    )  # fmt: skip
    """What has a feed: the site, each topic, person …, each claim that is or was open, corrections, changes of status."""
    full: tuple[FeedSubject, ...] = ("site", "topic", "author")
    """Feeds whose entries hold the whole text of articles. The others quote the sentences that concern their subject."""
    entries: Annotated[int, Meta(ge=1, le=500)] = 50
    """Most entries of a feed: the newest."""
    websub: Url = ""
    """A WebSub hub that subscribers may use; name the same one under `publish: notify:`."""


class SitemapSettings(Value, frozen=True, kw_only=True):
    """Lists of pages for search engines."""

    news: bool = False
    """True adds a news sitemap with the articles of the last 48 hours."""
    robots: bool = True
    """True writes `robots.txt`. Crawlers read it at the top of a host only."""
    refuse: tuple[Name, ...] = ()
    """Crawlers that are asked to stay away, by the names they give: `[GPTBot]`."""


class SecurityContact(Value, frozen=True, kw_only=True):
    """`/.well-known/security.txt` (RFC 9116): where to report weaknesses of the site."""

    contact: Annotated[tuple[Name, ...], Meta(min_length=1)]
    """Addresses, best first: `mailto:security@example.org`, or a page."""
    expires: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    """The day after which somebody must look at this again, at most a year ahead: `2027-04-01`."""
    encryption: Url = ""
    """Key for encrypted reports."""
    policy: Url = ""
    """How reports are dealt with."""
    acknowledgments: Url = ""
    """Thanks to those who reported."""
    languages: tuple[Lang, ...] = ()
    """Languages that are understood."""


class TrustFile(Value, frozen=True, kw_only=True):
    """`/.well-known/trust.txt` (JournalList): who stands behind the site and which associations it belongs to."""

    belongto: tuple[Url, ...] = ()
    """Associations that the publisher belongs to."""
    member: tuple[Url, ...] = ()
    """For an association: its members."""
    control: tuple[Url, ...] = ()
    """Other sites that the publisher controls."""
    controlledby: tuple[Url, ...] = ()
    """Who controls the publisher."""
    social: tuple[Url, ...] = ()
    """The publisher’s accounts elsewhere."""
    vendor: tuple[Url, ...] = ()
    """Whose services the publisher uses."""
    contact: tuple[Name, ...] = ()
    """How to reach the publisher."""
    disclosure: tuple[Url, ...] = ()
    """Where the publisher tells about itself."""
    datatrainingallowed: bool | None = None
    """Whether texts may be used to train models; absent says nothing."""


class ExportSettings(Value, frozen=True, kw_only=True):
    """Files for people who work with data."""

    geojson: bool = True
    """Places and events as GeoJSON."""
    csv: bool = True
    """Claims with their histories, and the timeline, as tables."""
    calendar: bool = True
    """Dated events as iCalendar."""
    datapackage: bool = True
    """`datapackage.json`, which describes all of them (Data Package 1)."""


class MailSettings(Value, frozen=True, kw_only=True):
    """E-mail editions in `mail/`."""

    articles: Annotated[int, Meta(ge=0, le=500)] = 10
    """Newest articles that get an edition each."""
    digest: bool = True
    """True adds a digest of the newest day with articles."""
    footer: str = ""
    """A line at the end, for example how to unsubscribe; `{{unsubscribe}}` and its like are left for the mailing program."""


def chosen(switch: bool | S, defaults: type[S]) -> S | None:
    """The settings of a format: the defaults for `true`, None for `false`."""
    if switch is True:
        return defaults()
    return None if switch is False else switch


Policies = dict[PolicyName, PageRef]
"""By policy: the id of the page of one’s own that states it."""
