"""Small pages for other sites to frame: a claim with its status, or a who’s-who card; and oEmbed answers that offer them.

No script, no request to anybody else, at most ten kilobytes. Their style is one small file that all of them share, since a
strict content policy allows none inside a page.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen import __version__
from briefgen.as_of.claim_status import status_at
from briefgen.base.html import escape, unmarked
from briefgen.base.text import direction
from briefgen.formats.atom import as_json
from briefgen.formats.interface import Interface, say
from briefgen.formats.web import Web, is_listed, place_of, plain, publisher_name, web_of, words_of
from briefgen.model.output import Page
from briefgen.model.records import PLURALS, Claim, Person
from briefgen.model.site import Site, split_key
from briefgen.pages.cards import entity_card
from briefgen.pages.routes import root_of

KINDS = ("claim", "person", "organisation", "place")
WIDTH, HEIGHT = 500, 260
"""Pixels that the frame is offered with."""
MOST = 10_000
"""Bytes of a page."""
LONGEST = 600
"""Characters of a text; the page has the rest."""
DESCRIBED = 300
"""Characters of a description in the head."""
STYLE = "embed/embed.css"
_STYLE = """:root { color-scheme: light dark; }
body { margin: 0; padding: 1rem; font: 1rem/1.45 Georgia, serif; color: #1b1a17; background: #fcfbf8; }
header, footer, nav { font: .8rem/1.4 system-ui, sans-serif; color: #5a564c; }
h1 { margin: .4rem 0; font-size: 1.1rem; }
p { margin: .4rem 0; }
a { color: inherit; }
.s { font: 700 .9rem/1.4 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) {
  body { color: #e9e6df; background: #161513; }
  header, footer, nav { color: #b5afa2; }
}
"""


def embed_pages(site: Site) -> Iterator[Page]:
    """A page for each claim and card, and an answer that offers it; their style once for all languages."""
    web = web_of(site)
    if not site.config.embeds or web is None:
        return
    if not site.prefix:
        yield Page(STYLE, STYLE, "embed-style", owner="the style of what is embedded")
    for kind in KINDS:
        for key in site.registers.get(kind, ()):
            if is_listed(web, key):
                path = embed_path(site, key)
                yield Page(path, path, "embed", key, lang=site.prefix, owner=f"the embedded form of {key}")
                answer = oembed_path(site, key)
                yield Page(answer, answer, "oembed", key, lang=site.prefix, owner=f"the offer to embed {key}")


def embed_path(site: Site, key: str) -> str:
    """The page that is framed."""
    kind, id, _ = split_key(key)
    return f"{place_of(site)}embed/{PLURALS[kind]}/{id}.html"


def oembed_path(site: Site, key: str) -> str:
    """The answer to programs that ask how to embed a page."""
    kind, id, _ = split_key(key)
    return f"{place_of(site)}oembed/{PLURALS[kind]}/{id}.json"


def offers(web: Web, key: str) -> bool:
    """Whether a record may be embedded."""
    return web.site.config.embeds and split_key(key)[0] in KINDS and is_listed(web, key)


def embed_style() -> str:
    """The style of all embedded pages."""
    return _STYLE


def embed(web: Web, page: Page, words: Interface) -> str:
    """The page to be framed."""
    record = web.site.records[page.key]
    context = web.context(record, page.key)
    title = unmarked(web.name(page.key))
    lines = list(_claim(web, page.key, record, words) if isinstance(record, Claim) else _card(web, page.key, words))
    lang = escape(context.lang)
    site = escape(web.site.config.title or publisher_name(web.site))
    heading = record.statement if isinstance(record, Claim) else title
    link = f'<a href="{escape(web.record(page.key))}" target="_top">'
    body = "\n".join(lines)
    # The heading stands for those of whom nothing more is said.
    told = _short(words_of(body) or unmarked(heading), DESCRIBED)
    return words.filled(
        f'<!doctype html>\n<html lang="{lang}" dir="{direction(context.lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f'<meta name="generator" content="briefgen {__version__}">\n<title>{escape(title)} ({site})</title>\n'
        f'<meta name="description" content="{escape(told)}">\n<link rel="canonical" href="{escape(web.record(page.key))}">\n'
        f'<link rel="stylesheet" href="{root_of(page.path)}{STYLE}">\n</head>\n<body>\n'
        f'<header><a href="{escape(web.front)}" target="_top">{site}</a></header>\n<main>\n<h1>{link}{unmarked(escape(heading))}</a></h1>\n'
        f'{unmarked(body)}\n</main>\n<nav aria-label="{words.t("nav.more")}">{link}{words.t("embed.more")}</a></nav>\n'
        f"<footer>{words.t('site_date')} {words.date(context.now)}</footer>\n</body>\n</html>\n"
    )


def _claim(web: Web, key: str, claim: Claim, words: Interface) -> Iterator[str]:
    context = web.context(claim, key)
    entry = status_at(claim, context.now)
    if entry is not None:
        status = web.site.statuses[entry.status]
        label = escape(status.label) if status.label else words.t(f"status.{status.id}.label")
        yield f'<p class="s"><span aria-hidden="true">{escape(status.glyph)}</span> {label} ({words.date(entry.date)})</p>'
        if entry.visible:
            yield f"<p>{escape(_short(plain(context, entry.reason, claim.lang)))}</p>"
    said = (web.name(one.by) if one.by else "" for one in claim.assertions)
    names = [name for name in dict.fromkeys(said) if name]
    if names:
        yield f"<p>{words.t('by')} {escape(', '.join(names[:3]))}</p>"


def _card(web: Web, key: str, words: Interface) -> Iterator[str]:
    record = web.site.records[key]
    card = entity_card(web.context(record, key), key)
    if card is None:
        return
    if isinstance(record, Person) and card.role:
        yield f'<p class="s">{escape(card.role)}</p>'
    if card.names:
        names = [f'<span lang="{escape(one.lang)}">{escape(one.text)}</span>' for one in card.names[:4]]
        yield f"<p>{', '.join(names)}</p>"
    text = _short(plain(web.context(record, key), getattr(record, "summary", ""), record.lang))
    if text:
        yield f"<p>{escape(text)}</p>"


def _short(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else text[: most - 1].rpartition(" ")[0] + "…"


def oembed(web: Web, page: Page, words: Interface) -> str:
    """The oEmbed 1.0 answer: a frame in which nothing may run."""
    url, title = web.url(embed_path(web.site, page.key)), web.name(page.key)
    frame = (
        f'<iframe src="{escape(url)}" width="{WIDTH}" height="{HEIGHT}" title="{escape(title)}" loading="lazy" '
        'sandbox="allow-top-navigation-by-user-activation allow-popups" referrerpolicy="no-referrer"></iframe>'
    )
    return as_json(
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": web.site.config.title or publisher_name(web.site),
            "provider_url": web.front,
            "cache_age": 3600,
            "html": frame,
            "width": WIDTH,
            "height": HEIGHT,
            "description": say(words, "embed.more"),
        }
    )
