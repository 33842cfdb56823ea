"""What a site decides about itself: the record in `briefgen.yaml`. Every key is optional."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from briefgen.base.dates import When
from briefgen.model.fields import AuthorOrText, ContentFile, EntityRef, Id, Lang, Name, OrganisationRef, Url
from briefgen.model.formats import (
    ExportSettings,
    FeedSettings,
    MailSettings,
    Policies,
    SecurityContact,
    SitemapSettings,
    StructuredDataSettings,
    TrustFile,
)
from briefgen.model.parts import Link, Value
from briefgen.model.publishing import AnyTarget

StatusSet = Literal["F", "P", "J"]


class Publisher(Value, frozen=True, kw_only=True):
    """Who publishes the site."""

    name: str = ""
    """Name shown in the footer."""
    url: Url = ""
    """Address of the publisher."""
    organisation: OrganisationRef = ""
    """The publisher's own record, when there is one."""
    logo: ContentFile = ""
    """Picture below `content/`, at least 112 by 112 pixels, for search engines and feeds."""
    policies: Policies = {}
    """Pages of your own that state your rules: `{corrections: corrections-policy, verification: methodology}`."""


class ThemeChoice(Value, frozen=True, kw_only=True):
    """Which theme, and its options."""

    name: Name = "broadsheet"
    """A theme in the project's `themes/`, an installed one, or one that comes with briefgen."""
    options: dict[str, str | bool | int] = {}
    """Options that the theme declares in its `theme.yaml`."""


class OwnStatus(Value, frozen=True, kw_only=True):
    """A status of the site's own, or new words for one that exists."""

    set: StatusSet | None = None
    """`F` fact, `P` pledge, `J` judgement: needed for a new status."""
    label: str = ""
    """What readers see."""
    gloss: str = ""
    """What it means, in a sentence."""
    glyph: str = ""
    """One character shown with the label."""
    closed: bool | None = None
    """True when nothing more is expected."""
    schema_org_label: str = ""
    """Label in machine-readable data."""


class ClaimSettings(Value, frozen=True, kw_only=True):
    """Settings about claims."""

    statuses: dict[str, OwnStatus] = {}
    """Own statuses, and own words for the ones that exist."""


class NameSettings(Value, frozen=True, kw_only=True):
    """Settings about names in text."""

    not_names: Annotated[tuple[str, ...], Meta(extra={"name": "not"})] = ()
    """Words that are nobody's name, however they are written: never linked, never reported as unknown."""
    inflect: tuple[Literal["uk", "ru"], ...] = ()
    """Languages in whose texts the case endings of Cyrillic names count: `[uk]` finds Києва as Київ."""


class LinkSettings(Value, frozen=True, kw_only=True):
    """How links to other sites are looked at, when that is asked for (`briefgen check --links external`)."""

    delay: Annotated[float, Meta(ge=0)] = 1.0
    """Seconds between two questions to one host."""
    timeout: Annotated[float, Meta(ge=0)] = 20.0
    """Seconds to wait for an answer."""
    keep_days: Annotated[int, Meta(ge=0)] = 7
    """Days for which a good address is believed without asking again."""
    archive: Url = "https://archive.org/wayback/available"
    """Where archived copies are looked for: an address that answers like the Wayback Machine’s availability interface."""
    local: bool = False
    """True looks at addresses inside a private network as well."""
    skip: tuple[str, ...] = ()
    """Beginnings of addresses that are never looked at."""


class MarkdownSettings(Value, frozen=True, kw_only=True):
    """Settings about Markdown."""

    html: bool = False
    """True lets a safe subset of raw HTML through; everything else in it is removed."""
    highlight: bool = False
    """True colours blocks of code that name their language."""
    typography: bool = True
    """True sets typographic quotes, dashes and ellipses by language."""


LISTS = ("timeline", "changes", "days", "sections", "tags")
"""Lists that are no register of records, by the names that a menu may give them."""


class PageSettings(Value, frozen=True, kw_only=True):
    """Kinds of page that a small site may do without. Registers stay."""

    claims: bool = True
    """False: no page for each claim. Links to a claim lead to its row in the article that listed it first."""
    sources: bool = True
    """False: no page for each source. Lists of sources link to the sources themselves."""
    months: bool = True
    """False: no page for the articles of each month. The register of articles has them all."""
    timeline: bool = True
    """False: no timeline of events and of claims that moved."""
    changes: bool = True
    """False: no list of what has changed on the site."""
    days: bool = True
    """False: no page for the site as it stood on a day, which are there for each day on which an article came out or a status moved."""


Permalinks = dict[str, str | tuple[str, ...]]
"""Patterns of addresses by the plural of a kind."""


class SearchSettings(Value, frozen=True, kw_only=True):
    """Settings of the search page."""

    enabled: bool = True
    """False: no search page and no index."""
    words: Annotated[int, Meta(ge=0, le=400)] = 40
    """Words of each text that are searched, from its beginning, besides titles, names and summaries."""
    full_text: bool = False
    """True: readers can also search texts to their last word, with Pagefind (`briefgen[fulltext]`). It needs `'wasm-unsafe-eval'` in the site’s policy."""


class MapSettings(Value, frozen=True, kw_only=True):
    """Settings of maps."""

    enabled: bool = True
    """False: no maps. Lists of places stay."""
    borders: Literal["visionscarto", "none"] = "visionscarto"
    """Whose borders are drawn, which is printed under every map: those of visionscarto’s world atlas, close to the views of the United Nations, or none."""


class ImageSettings(Value, frozen=True, kw_only=True):
    """Settings of pictures."""

    enabled: bool = True
    """False: pictures are copied as they are, with everything that the camera wrote into them."""
    widths: Annotated[tuple[Annotated[int, Meta(ge=16, le=6000)], ...], Meta(min_length=1)] = (480, 960, 1440)
    """Widths in pixels in which pictures are written; browsers take the one that fits."""
    formats: tuple[Literal["avif", "webp"], ...] = ("avif", "webp")
    """Forms besides JPEG (PNG where parts are transparent), the best first. `[]` builds quickest."""
    cards: Literal["all", "none"] | Annotated[int, Meta(ge=0)] = 100
    """Pictures for links to pages, with headline and status: so many of the newest articles and claims each, `all` or `none`. They need `url`."""


class Edition(Value, frozen=True, kw_only=True):
    """What the site calls itself in another language."""

    title: str = ""
    """Name of the site."""
    description: str = ""
    """One sentence about the site."""
    publisher: str = ""
    """The publisher's name."""
    menu: tuple[str | Link, ...] = ()
    """Entries of the main menu; those of the site when absent."""


SCHEMA_VERSION = 2
"""Version of the content model: what `briefgen upgrade` brings a project to."""


class SiteConfig(Value, frozen=True, kw_only=True):
    """The site record, `briefgen.yaml` at the project's root."""

    schema_version: Annotated[int, Meta(ge=1)] = 1
    """Form of the content: `briefgen upgrade` rewrites older content and raises the number. New projects have the newest."""

    title: str = ""
    """Name of the site."""
    url: Url = ""
    """Where the site will live, with its sub-path: `https://example.org/briefings/`."""
    lang: Lang = "en"
    """Language of the site."""
    languages: tuple[Lang, ...] = ()
    """Further languages: files named `x.uk.md` are read as the Ukrainian version of `x.md`, `people.uk.yaml` as translations of people (see [Languages](languages.md))."""
    editions: dict[Lang, Edition] = {}
    """What the site calls itself in these languages: `{uk: {title: …, description: …}}`."""
    timezone: str = "UTC"
    """Zone in which times are shown, for example `Europe/London`."""
    description: str = ""
    """One sentence about the site."""
    publisher: Publisher = Publisher()
    """Who publishes it."""
    authors: tuple[AuthorOrText, ...] = ()
    """Who wrote an article that names nobody: author ids or names."""
    theme: str | ThemeChoice = "broadsheet"
    """Theme: a name, or `{name, options}`."""
    urls: Literal["folders", "flat"] = "folders"
    """`folders` writes `x/index.html`, `flat` writes `x.html`."""
    permalinks: Permalinks = {}
    """Addresses of a kind of record, by its plural: `{articles: "{year}/{month}/{id}"}`. There are `{id}`, `{year}`, `{month}`, `{day}` and `{section}`. Of a list, the first pattern counts, and addresses by the others lead there."""
    pages: PageSettings = PageSettings()
    """Kinds of page to leave out: `{claims: false, sources: false}`."""
    menu: tuple[str | Link, ...] = ()
    """Entries of the main menu: plural names of kinds (`claims`), lists (`timeline`, `changes`, `days`, `sections`, `tags`), or `{label, url}`. By default the kinds in use."""
    as_of: When | None = None
    """Pins “now” for a finished piece of work."""
    claims: ClaimSettings = ClaimSettings()
    """Settings about claims."""
    names: NameSettings = NameSettings()
    """Settings about names in text."""
    checks: dict[str, Literal["error", "warning", "note", "off"]] = {}
    """Severity of single codes: `{W104: off, W213: error}`."""
    extensions: tuple[str, ...] = ()
    """Names of installed extensions to use."""
    links: LinkSettings = LinkSettings()
    """How links to other sites are looked at."""
    markdown: MarkdownSettings = MarkdownSettings()
    """Settings about Markdown."""
    cast: tuple[EntityRef, ...] = ()
    """Records that count as introduced in every article."""
    search: bool | SearchSettings = True
    """The search page: `false` for none, or `{words: 80}`."""
    maps: bool | MapSettings = True
    """Maps of articles, topics and places: `false` for none, or `{borders: none}`."""
    images: bool | ImageSettings = True
    """Pictures: `false` copies them as they are, or `{widths: [640, 1280], cards: all}`."""
    icon: ContentFile = ""
    """An SVG file below `content/` for browsers’ tabs and home screens, instead of the theme’s."""
    structured_data: bool | StructuredDataSettings = True
    """What pages say to machines (see [Formats](formats.md)): schema.org, link previews, citations. Needs `url`, as all formats do."""
    feeds: bool | FeedSettings = True
    """Feeds for subscribers: the site, each topic, person, place, organisation, event, claim, corrections and changes."""
    sitemap: bool | SitemapSettings = True
    """`sitemap.xml` and `robots.txt`."""
    api: bool = False
    """True writes everything as JSON below `api/v1/`, with schemas."""
    exports: bool | ExportSettings = False
    """GeoJSON, tables, a calendar and `datapackage.json` below `data/`."""
    llms: bool = False
    """True writes `llms.txt`, an overview in Markdown for language models."""
    security: SecurityContact | None = None
    """`/.well-known/security.txt`: where weaknesses are reported."""
    trust: TrustFile | None = None
    """`/.well-known/trust.txt`: who stands behind the site."""
    embeds: bool = False
    """True makes a small page of each claim and each who’s-who card, for other sites to frame."""
    mail: bool | MailSettings = False
    """E-mail editions of the newest articles, and a digest."""
    receipt: bool = True
    """True writes `build.json`: what the site was built from and with."""
    publish: dict[Id, AnyTarget] = {}
    """Where the site is published to (see [Publishing](publishing.md)): a name of your choice for each place, and `{kind: folder, …}`."""
    accept: dict[str, str] = {}
    """Warnings accepted for the whole site, each with the reason."""

    @property
    def search_settings(self) -> SearchSettings:
        """Settings of the search page, written out."""
        return self.search if isinstance(self.search, SearchSettings) else SearchSettings(enabled=self.search)

    @property
    def map_settings(self) -> MapSettings:
        """Settings of maps, written out."""
        return self.maps if isinstance(self.maps, MapSettings) else MapSettings(enabled=self.maps)

    @property
    def image_settings(self) -> ImageSettings:
        """Settings of pictures, written out."""
        return self.images if isinstance(self.images, ImageSettings) else ImageSettings(enabled=self.images)
