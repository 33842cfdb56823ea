"""E-mail editions: an article, or the newest day’s articles, as HTML that mail programs render and as plain text.

Tables for the frame, styles inlined, nothing loaded from elsewhere but pictures of the article, no script, no way to tell who
opened it. Mail programs cut messages at about 102 kB, so one that would be longer has the points and a link instead of the text, then
the titles only, then fewer of them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from msgspec.structs import replace

from briefgen.as_of.publication import article_day
from briefgen.base.html import escape, unmarked, word
from briefgen.base.text import direction
from briefgen.formats.entries import article_html, claim_row, status_mark
from briefgen.formats.interface import Interface
from briefgen.formats.web import Web, is_listed, place_of, plain, publisher_name, settings, web_of, words_of
from briefgen.model.document import Block, Document
from briefgen.model.formats import MailSettings
from briefgen.model.mention import Linked
from briefgen.model.output import Page
from briefgen.model.records import Article
from briefgen.model.site import Site, split_key
from briefgen.model.views import ClaimCard
from briefgen.pages.cards import claim_card

MOST = 100_000
"""Bytes of a message; Gmail cuts at 102 kB."""
LINE = 72
"""Characters of a line of plain text."""
DIGEST = "digest"
Fullness = Literal["text", "points", "titles"]
FULLNESSES: tuple[Fullness, ...] = get_args(Fullness)
"""How much of an article a message holds, the most first."""
_STYLE = """
body { margin: 0; padding: 0; background-color: #f4f1ea; }
table { border-collapse: collapse; }
.wide { width: 100%; background-color: #f4f1ea; }
.page { width: 100%; max-width: 600px; background-color: #ffffff; }
.in { padding: 24px; font-family: Georgia, "Times New Roman", serif; font-size: 17px; line-height: 1.5; color: #1b1a17; text-align: START; }
.small { font-family: Arial, Helvetica, sans-serif; font-size: 13px; line-height: 1.45; color: #5a564c; }
h1 { margin: 0 0 12px; font-size: 26px; line-height: 1.2; color: #1b1a17; }
h2 { margin: 24px 0 8px; font-size: 19px; line-height: 1.3; color: #1b1a17; }
p { margin: 0 0 14px; }
ul, ol { margin: 0 0 14px; padding: 0; padding-START: 22px; }
li { margin: 0 0 6px; }
a { color: #7a1f2b; }
img { max-width: 100%; height: auto; border: 0; }
blockquote { margin: 0 0 14px; padding-START: 14px; border-START: 3px solid #d8d3c6; }
"""
"""`START` is the side on which lines begin: mail programs know left and right, and not `start`."""
_NARROW = (
    '<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->',
    "<!--[if mso]></td></tr></table><![endif]-->",
)
"""Outlook on Windows knows no `max-width`: a table that only it sees keeps lines short."""
_DARK = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  body, .wide { background-color: #0f0e0d !important; }
  .page { background-color: #1c1a18 !important; }
  .in, h1, h2 { color: #ece8e0 !important; }
  .small { color: #b5afa2 !important; }
  a { color: #e59aa4 !important; }
}
"""


def mail_settings(site: Site) -> MailSettings | None:
    """The settings of e-mail editions; None when they are off."""
    return settings(site, "mail", MailSettings) if site.config.url else None


def mail_pages(site: Site) -> Iterator[Page]:
    """Both forms of each edition."""
    chosen = mail_settings(site)
    if chosen is None:
        return
    web = web_of(site)
    assert web is not None  # noqa: S101 - the site has an address
    articles = [key for key in site.registers.get("article", ()) if is_listed(web, key)]
    for key in articles[: chosen.articles]:
        yield from _forms(site, split_key(key)[1], key)
    if chosen.digest and articles:
        yield from _forms(site, DIGEST, DIGEST)


def _forms(site: Site, name: str, key: str) -> Iterator[Page]:
    for ending in ("html", "txt"):
        path = f"{place_of(site)}mail/{name}.{ending}"
        yield Page(path, path, "mail", key, lang=site.prefix, owner=f"the e-mail edition of {key}")


def mail(web: Web, page: Page, words: Interface) -> str:
    """One edition in one form."""
    keys = _newest_day(web) if page.key == DIGEST else [page.key]
    if page.path.endswith(".txt"):
        return plain_text(web, keys, words)
    for fullness in FULLNESSES[0 if page.key != DIGEST else 1 :]:
        text = _message(web, keys, words, fullness)
        if len(text.encode()) <= MOST:
            return text
    shown = keys
    while len(text.encode()) > MOST and len(shown) > 1:
        shown = shown[: len(shown) // 2]
        text = _message(web, keys, words, FULLNESSES[-1], shown)
    return text


def _newest_day(web: Web) -> list[str]:
    """Articles of the newest day on which there were any."""
    found: list[str] = []
    day = None
    for key in web.site.registers.get("article", ()):
        article = web.site.records[key]
        if isinstance(article, Article) and article.date is not None and is_listed(web, key):
            day = day or article.date.lower
            if article.date.lower != day:
                break
            found.append(key)
    return found


def _articles(web: Web, keys: Sequence[str]) -> Iterator[tuple[str, Article]]:
    for key in keys:
        article = web.site.records[key]
        if isinstance(article, Article):
            yield key, article


def _title(web: Web, keys: Sequence[str]) -> str:
    first = next((article.title for _, article in _articles(web, keys)), "")
    return first if len(keys) == 1 else web.site.config.title or publisher_name(web.site)


# --- HTML -----------------------------------------------------------------------------------------------------------------


def _message(
    web: Web, keys: Sequence[str], words: Interface, fullness: Fullness, shown: Sequence[str] | None = None
) -> str:
    """A message about articles; with `shown`, about the first of them and a link to the rest."""
    from css_inline import CSSInliner  # takes its time to load; most builds send no mail

    site = escape(web.site.config.title or publisher_name(web.site))
    lang = web.context(*_first(web, keys)).lang
    alone = len(keys) == 1
    parts = "".join(
        _part(web, key, article, words, fullness, alone)
        for key, article in _articles(web, keys if shown is None else shown)
    )
    if shown is not None:
        parts += f'<p><a href="{escape(web.front)}">{words.t("mail.more")}</a></p>'
    home = f'<a href="{escape(web.front)}">{site}</a>'
    top = f'<p class="small">{home}</p>' if alone else f"<h1>{home}</h1>"
    chosen = mail_settings(web.site) or MailSettings()
    footer = f'<p class="small">{escape(chosen.footer)}</p>' if chosen.footer else ""
    style = _STYLE.replace("START", "right" if direction(lang) == "rtl" else "left")
    html = (
        f'<!doctype html><html lang="{escape(lang)}" dir="{direction(lang)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        '<meta name="x-apple-disable-message-reformatting" content="">'
        f"<title>{escape(_title(web, keys))}</title><style>{style}</style>"
        "</head><body>"
        '<table class="wide" role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">'
        f"{_NARROW[0]}"
        '<table class="page" role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="in">'
        f"{top}{parts}"
        f'<p class="small">{site}. {words.t("site_date")} {words.date(web.context().now)}.</p>{footer}'
        f"</td></tr></table>{_NARROW[1]}</td></tr></table></body></html>"
    )
    inlined = CSSInliner(load_remote_stylesheets=False, keep_style_tags=False).inline(unmarked(words.filled(html)))
    # What depends on the reader's colours cannot be inlined, and stands in the head after all.
    return str(inlined).replace("</head>", f"<style>{_DARK}</style></head>", 1) + "\n"


def _first(web: Web, keys: Sequence[str]) -> tuple[Article | None, str]:
    return next(((article, key) for key, article in _articles(web, keys)), (None, ""))


def _part(web: Web, key: str, article: Article, words: Interface, fullness: Fullness, alone: bool) -> str:
    url = escape(web.record(key))
    heading = "h1" if alone else "h2"
    pieces = [f'<{heading}><a href="{url}">{escape(article.title)}</a></{heading}>']
    if article.date is not None:
        pieces.append(f'<p class="small">{words.date(article.date, "time")}</p>')
    context = web.context(article, key)
    if article.standfirst:
        pieces.append(f"<p><strong>{context.inline(article.standfirst)}</strong></p>")
    if fullness == "text":
        pieces.append(article_html(web, key, article))
    elif fullness == "points":
        pieces.append(_points(web, key, article))
    pieces.append(f'<p><a href="{url}">{words.t("mail.more")}</a></p>')
    return "".join(pieces)


def _points(web: Web, key: str, article: Article) -> str:
    """In short, and what is known of its claims."""
    context = web.context(article, key)
    points = "".join(f"<li>{context.inline(one)}</li>" for one in article.summary)
    rows = "".join(f"<li>{claim_row(card)}</li>" for card in _cards(web, key, article))
    found = f"<ul>{points}</ul>" if points else ""
    return found + (f"<p><strong>{word('article.claims')}</strong></p><ul>{rows}</ul>" if rows else "")


def _cards(web: Web, key: str, article: Article) -> list[ClaimCard]:
    site = web.site
    context = replace(web.context(article, key), day=article_day(article, site.now), judged_then=True)
    linked = site.linked.get(key, Linked())
    keys = dict.fromkeys((*site.claims_in.get(key, ()), *(one.claim for one in linked.claims)))
    return [card for one in keys if (card := claim_card(context, one)) is not None]


# --- plain text -----------------------------------------------------------------------------------------------------------


def plain_text(web: Web, keys: Sequence[str], words: Interface) -> str:
    """The edition as plain text with the same status marks; links stand behind what they belong to."""
    blocks: list[str] = []
    for key, article in _articles(web, keys):
        context = web.context(article, key)
        blocks.append(f"{_wrapped(article.title.upper())}\n{'=' * min(LINE, len(article.title))}")
        if article.date is not None:
            blocks.append(words_of(words.date(article.date, "time")))
        if article.standfirst:
            blocks.append(_wrapped(plain(context, article.standfirst)))
        if article.summary:
            blocks.append("\n".join(_wrapped(plain(context, one), "* ") for one in article.summary))
        if len(keys) == 1 and (document := web.site.documents.get(key)) is not None:
            blocks += [_plain_block(document, block) for block in document.blocks]
        if cards := _cards(web, key, article):
            rows = [_wrapped(f"{card.short}: {words_of(words.filled(status_mark(card)))}", "* ") for card in cards]
            blocks.append("\n".join([words_of(words.t("article.claims")).upper(), *rows]))
        blocks.append(f"{words_of(words.t('mail.more'))}: {web.record(key)}")
    chosen = mail_settings(web.site) or MailSettings()
    site = web.site.config.title or publisher_name(web.site)
    blocks.append(f"-- \n{unmarked(site)}\n{web.front}" + (f"\n{chosen.footer}" if chosen.footer else ""))
    return "\n\n".join(one for one in blocks if one) + "\n"


def _plain_block(document: Document, block: Block) -> str:
    """A block of the text: points of lists on lines of their own, rows of tables with bars, quotations as mail has them."""
    lines: list[str] = []
    row: list[str] = []
    before = ""
    for part in (*block.parts, "<tr"):
        if isinstance(part, str):
            before += part
            if row and "<tr" in before:
                lines.append(" | ".join(row))
                row = []
            continue
        passage = document.passages[part]
        text = " ".join(unmarked(passage.text).split())
        if passage.kind == "cell":
            row.append(text)
        elif passage.kind == "heading":
            lines.append(f"{_wrapped(text)}\n{'-' * min(LINE, len(text))}")
        elif passage.kind == "quote":
            lines.append("\n".join(f"> {line}" for line in _wrapped(text, width=LINE - 2).splitlines()))
        else:
            lines.append(_wrapped(text, "* " if "<li" in before else ""))
        before = ""
    return ("\n" if block.kind in {"list", "table"} else "\n\n").join(lines)


def _wrapped(text: str, first: str = "", width: int = LINE) -> str:
    return textwrap.fill(
        " ".join(unmarked(text).split()), width, initial_indent=first, subsequent_indent=" " * len(first),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
