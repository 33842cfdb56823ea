"""What every view needs: the site, the addresses, the page we are on and the day it speaks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.dates import When, day_of
from briefgen.base.html import EMPTY, Html, escape, native
from briefgen.base.patterns import pattern
from briefgen.base.text import direction
from briefgen.linking.names import display_name
from briefgen.model.document import Passage
from briefgen.model.parts import Image
from briefgen.model.records import Claim, Record
from briefgen.model.site import Site, split_key
from briefgen.model.views import DataView, ForeignName, ImageView, LinkView
from briefgen.pages.picture import IN_TEXT, picture_html, shown, veil
from briefgen.pages.reads import Reads
from briefgen.pages.routes import Routes, root_of
from briefgen.pages.weave import Span, weave
from briefgen.reading.markdown import inline, inline_html
from briefgen.site.places import record_file

T = TypeVar("T")
_RELATIVE = pattern("\ue000([^\ue001]*)\ue001")
_FROM_ROOT = pattern(r'(<(?:a|img)\b[^<>]*?\s(?:href|src)=")/(?!/)([^"#?]*)')
"""An address from the site's root (`/people/x/`), which must work under a sub-path and in either form of addresses too."""


class Context(Struct, frozen=True):
    """The place from which things are shown."""

    site: Site
    routes: Routes
    url: str
    """Address of the page below the site's root."""
    root: str
    """The way from the page to the root."""
    day: When
    """The day roles are shown for."""
    lang: str
    """Language of the page's own text."""
    judged_then: bool = False
    """True on articles: statuses are shown as of `day`, with “Now:” where they have moved."""

    veiled: bool = False
    """True on articles whose pictures may distress: they stay folded away until they are asked for."""

    @property
    def now(self) -> When:
        """The present, as a date."""
        return day_of(self.site.now.day)

    def recall(self, what: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What `make` gives, made once for all pages at this depth. `what` tells apart what it depends on besides."""
        return self.site.recall((self.root, *what), make) if isinstance(self.site, Reads) else make()

    def href(self, url: str) -> str:
        """An address below the root, as seen from this page."""
        return self.root + url

    def link_to(self, key: str) -> str:
        """The page of a record as seen from here; empty when readers find none."""
        record = self.site.records.get(key)
        if record is None:
            return ""
        if self.routes.has_page(record, key):
            routes = self.routes
            if routes.prefix and key in self.site.elsewhere:
                routes = replace(routes, prefix="")
            return self.href(routes.record(key))
        return self._row_of(key) if isinstance(record, Claim) else ""

    def _row_of(self, key: str) -> str:
        """Where a claim without a page stands: in the first article that listed it, or else among all claims."""
        articles = self.site.articles_with.get(key)
        if not articles:
            return self.href(self.routes.register("claim"))
        return f"{self.href(self.routes.record(articles[-1]))}#{claim_row(split_key(key)[1])}"

    def link(self, key: str) -> LinkView | None:
        """A link to a record; None when the key names nothing readers may see."""
        record = self.site.records.get(key)
        return None if record is None else LinkView(label=display_name(record), url=self.link_to(key))

    def links(self, keys: tuple[str, ...]) -> tuple[LinkView, ...]:
        """Links to those of the records that readers may see."""
        return tuple(link for key in keys if (link := self.link(key)) is not None)

    def inline(self, text: str, lang: str = "") -> Html:
        """A short field as HTML, its explicit links resolved."""
        if not text:
            return EMPTY
        text, other = native(text)
        if other:
            return Html(f'<span lang="{other}" dir="{direction(other)}">{self.inline(text, other)}</span>')
        if "[[" in text and text in self.site.fields:
            return self.passage(self.site.fields[text])
        if "](" in text:
            return self.passage(inline(text, lang=lang or self.lang))
        return inline_html(text, lang=lang or self.lang)

    def passage(self, passage: Passage) -> Html:
        """A passage with its explicit links, without automatic ones."""
        return weave(passage.text, (*markup_spans(passage, self.local), *self.explicit_spans(passage)))

    def explicit_spans(self, passage: Passage) -> list[Span]:
        """Links that the writer set by hand, to whatever kind of record."""
        spans = []
        for one in passage.links:
            if one.target and (url := self.link_to(one.target)):
                opening = f'<a class="bg-e" data-e="{escape(one.target)}" href="{escape(url)}">'
                spans.append(Span(one.start, one.end, opening, "</a>"))
        return [one for one in spans if one.end > one.start]

    def local(self, html: str) -> str:
        """HTML with the relative addresses that the writer typed made right for this page."""
        if "\ue000" in html:
            if "<img" in html and self.site.config.image_settings.enabled:
                html = IN_TEXT.sub(self._picture, html)
            html = _RELATIVE.sub(lambda found: escape(self._typed(found[1])), html)
            html = html.replace(' href=""', "")
        return _FROM_ROOT.sub(self._from_root, html) if '="/' in html else html

    def _from_root(self, found: re.Match[str]) -> str:
        return found[1] + self.href(self._address(found[2]))

    def _address(self, path: str) -> str:
        """An address below the root as the site writes them: `people/x/`, or `people/x.html`."""
        plain = path.rstrip("/")
        if not plain or "." in plain.rpartition("/")[2]:
            return path
        return Routes(self.routes.flat).place(*plain.split("/"))

    def _picture(self, found: re.Match[str]) -> str:
        """A picture in the text, in the sizes that it is written in."""
        figure, path, alt, further = (
            found[1] or "",
            unescape(found[2]).removeprefix("./").lstrip("/"),
            found[3],
            found[4],
        )
        picture = self.site.pictures.get(path)
        if picture is None:
            return found[0]
        html = picture_html(self.site.config, self.root, path, picture, alt, further)
        if not self.veiled:
            return f"{figure}{html}"
        # Among words there is no room for folding: there a link stands for it.
        return f"{figure}{veil(html)}" if figure else f'<a href="{escape(self.href(path))}">{alt or escape(path)}</a>'

    def _typed(self, target: str) -> str:
        address, hash, fragment = target.partition("#")
        if not address:
            return target
        plain = address.removeprefix("./")
        while plain.startswith("../"):
            plain = plain[3:]
        if plain in self.site.files:
            return self.href(plain)
        key = record_file(plain, self.site.records)
        if not key and (gone := record_file(plain, self.site.tombstones)):
            return self.href(self.routes.record(gone))
        if not key and plain.endswith(".md"):
            return ""  # of a draft readers see the words alone
        return (self.link_to(key) if key else self.href(self._address(plain))) + hash + fragment

    def data(self, names: Iterable[str]) -> dict[str, DataView]:
        """Data by name, for templates."""
        found = {name: self.site.data.get(name) for name in names}
        return {
            name: DataView(columns=one.columns, rows=one.rows, value=one.value)
            for name, one in found.items()
            if one is not None
        }

    def image(self, image: Image | None) -> ImageView | None:
        """A record's picture."""
        if image is None:
            return None
        picture = self.site.pictures.get(image.src) if self.site.config.image_settings.enabled else None
        files = shown(self.site.config, self.root, image.src, picture) if picture is not None else None
        return ImageView(
            src=files.src if files is not None else self.href(image.src),
            alt=image.alt,
            caption_html=self.inline(image.caption),
            credit=image.credit,
            licence=image.licence,
            width=picture.width if picture is not None else 0,
            height=picture.height if picture is not None else 0,
            sources=files.sources if files is not None else (),
            srcset=files.srcset if files is not None else "",
            focus=None if image.focal is None else (_quarter(image.focal[0]), _quarter(image.focal[1])),
            veiled=self.veiled,
        )


def _quarter(share: float) -> int:
    """Per cent in steps of 25: a page may have no styles of its own, so a theme has one class for each step."""
    return min(4, max(0, round(share * 4))) * 25


def context_for(site: Site, routes: Routes, url: str, record: Record | None = None, key: str = "") -> Context:
    """The context of a page; the language is the record's."""
    lang = (record.lang if record is not None else "") or split_key(key)[2] or site.config.lang
    return Context(site=site, routes=routes, url=url, root=root_of(url), day=day_of(site.now.day), lang=lang)


def claim_row(id: str) -> str:
    """Id of a claim's row in an article and in the register: templates set it."""
    return f"claim-{id}"


def foreign_names(names: dict[str, str]) -> tuple[ForeignName, ...]:
    """Names by language, ready to print."""
    return tuple(ForeignName(lang=lang, dir=direction(lang), text=text) for lang, text in names.items())


def markup_spans(passage: Passage, local: Callable[[str], str]) -> list[Span]:
    """A passage's own inline mark-up."""
    return [Span(one.start, one.end, local(one.before), one.after, depth=2) for one in passage.markup]
