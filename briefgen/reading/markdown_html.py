"""Which addresses and which raw HTML a text may bring along.

An address is judged by what a browser would make of it, not by how it looks: entities are decoded before,
blanks and invisible characters do not count. Raw HTML goes through nh3 with a short list of harmless elements.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape, unescape
from typing import Final, Literal, NamedTuple

import nh3

from briefgen.base.patterns import pattern

FILE_START: Final = "\ue000"
FILE_END: Final = "\ue001"
"""These two stand around every address that is relative to the file, until the pages are laid out."""

SCHEMES = frozenset({"http", "https", "mailto"})
# These stand for things of ours between parsing and rendering (see `base.text.without_reserved`).
_PRIVATE_ONES = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006\0"
_PRIVATE = pattern(f"[{_PRIVATE_ONES}]")
_NOISE = pattern("[\x00-\x20\x7f-\xa0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+")
_HEAD = pattern(r"[^/?#]*")
# What could end an attribute or begin another host; percent-encoded, so that a file name survives.
_SHARP = str.maketrans({one: f"%{ord(one):02X}" for one in '"<>`\\' + "".join(map(chr, range(32)))})

# An ampersand that could begin a character reference; one that joins `a=1&b=2` cannot.
_REFERENCE = pattern(r"&(?![A-Za-z0-9_.~-]*=)")

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)  # fmt: skip
_BLOCK = _INLINE | frozenset(
    {"address", "article", "aside", "blockquote", "caption", "col", "colgroup", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)  # fmt: skip
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_PARENTS = {"li": ("ul", "ol"), "dt": ("dl", "div"), "dd": ("dl", "div")}
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "time": {"datetime"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "abbr"},
}
_TAG = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_FILE = pattern(f'(src|href)="(?:{FILE_START}([^{FILE_END}]*){FILE_END}|(#[^"]+|/(?![/\\\\])[^"]*))"')


class Tag(NamedTuple):
    """One harmless tag of raw HTML."""

    role: Literal["open", "close", "void"]
    name: str
    html: str


def public(text: str) -> str:
    """The text without our private characters; the length stays the same."""
    # Five searches for single characters are a fifth of one search for any of them.
    return _PRIVATE.sub("\ufffd", text) if any(map(text.__contains__, _PRIVATE_ONES)) else text


def scheme(url: str) -> str | None:
    """The scheme a browser would see, in lower case; None when there is none."""
    head = _HEAD.match(_NOISE.sub("", url))
    name, colon, _ = head[0].partition(":") if head else ("", "", "")
    return name.lower() if colon else None


def is_relative(url: str) -> bool:
    """Whether an address points from its file to another file."""
    return bool(url) and url[0] not in "/#?" and scheme(url) is None


def is_inside(url: str) -> bool:
    """Whether an address leads to a page of this site, or to a place on the same page."""
    return url.startswith("#") or (url.startswith("/") and not url.startswith(("//", "/\\")))


def file_address(url: str) -> str:
    """A relative address between its marks; safe inside an attribute, whether it is escaped there or not."""
    return FILE_START + _REFERENCE.sub("%26", public(url).translate(_SHARP)) + FILE_END


def files_in(html: str) -> list[tuple[str, int, int, bool]]:
    """Addresses inside the site in a piece of HTML, without line and column, and whether each is a picture."""
    return [(unescape(file or inside), 0, 0, name == "src") for name, file, inside in _FILE.findall(html)]


def attribute(name: str, address: str) -> str:
    """An attribute with a space in front; an address between its marks stays as it is."""
    return f' {name}="{address if address.startswith(FILE_START) else escape(address)}"'


def clean_block(html: str) -> str:
    """A block of raw HTML with everything taken out that is not on the list."""
    cleaned = _clean(html.strip("\n"), _BLOCK)
    return _clean(cleaned, _BLOCK - _PARENTS.keys()) if _has_orphans(cleaned) else cleaned


def _has_orphans(html: str) -> bool:
    """Whether a list entry stands outside a list: it would close the one that the writer's text is in."""
    around = [""]
    for end, name in _TAG.findall(html):
        if end:
            around.pop()
        elif around[-1] not in _PARENTS.get(name, around[-1:]):
            return True
        elif name not in _VOID:
            around.append(name)
    return False


@lru_cache(maxsize=512)
def clean_tag(source: str) -> Tag | None:
    """One tag inside a line; None when it may not stay."""
    match = _TAG.match(source)
    if match is None or (name := match[2].lower()) not in _INLINE:
        return None
    if match[1]:
        return None if name in _VOID else Tag("close", name, f"</{name}>")
    html = _clean(source, _INLINE)
    if name in _VOID:
        return Tag("void", name, html) if name != "img" or " src=" in html else None
    return Tag("open", name, html.removesuffix(f"</{name}>")) if html.startswith("<" + name) else None


def _clean(html: str, tags: frozenset[str]) -> str:
    cleaned: str = nh3.clean(
        public(html),
        tags=set(tags),
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    return cleaned


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value an attribute may have; None takes it out."""
    if name not in ("href", "src", "cite"):
        return value
    if is_relative(value):
        return file_address(value)
    if name == "src":
        return value if value.startswith("/") and not value.startswith(("//", "/\\")) else None
    return value if scheme(value) in (SCHEMES | {None}) else None
