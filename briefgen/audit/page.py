"""One page as far as an audit must know it: read in a single pass over its tags.

A parser of HTML takes ten times as long. Built pages are well formed; what is not shows up as other findings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import NamedTuple

_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>`]+))?)*)\s*(/?)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?""")
_UNSEEN = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_HEAD = re.compile(r"<head\b", re.IGNORECASE)
_HEAD_END = re.compile(r"</head\s*>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
"""Each of these takes time in proportion to the text, however it is broken: what is never closed goes on to the end."""
_RAW = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "title", "textarea")}
_URLS = frozenset(("href", "src", "action", "poster", "data", "cite", "formaction"))
_LANDMARKS = {
    "main": "main", "nav": "nav", "header": "header", "footer": "footer", "navigation": "nav", "banner": "header",
    "contentinfo": "footer",
}  # fmt: skip
LONGEST_HEADING = 4000
"""Characters within which a heading ends, mark-up included."""
_SCRIPTS = frozenset(("", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"))


class Link(NamedTuple):
    """An address on a page."""

    attribute: str
    url: str
    tag: str
    rel: str
    at: int


@dataclass
class Page:
    """What a page holds. Places are offsets in its text."""

    path: str
    text: str
    lang: str = ""
    title: str = ""
    canonical: str = ""
    noindex: bool = False
    is_message: bool = False
    """An e-mail that lies beside the pages: mail programs want styles inside, and have landmarks of their own."""
    redirect: str = ""
    ids: list[tuple[str, int]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    headings: list[tuple[int, str, int]] = field(default_factory=list)
    landmarks: list[tuple[str, str]] = field(default_factory=list)
    images: list[tuple[dict[str, str], int]] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    json_ld: list[tuple[str, int]] = field(default_factory=list)
    handlers: list[tuple[str, int]] = field(default_factory=list)
    scripts: list[int] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    hostile: list[tuple[str, int]] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)

    def line(self, at: int) -> int:
        """The line of a place, from 1."""
        if not self._lines:
            self._lines = [found.end() for found in re.finditer("\n", self.text)]
        return bisect_right(self._lines, at) + 1

    @cached_property
    def anchors(self) -> set[str]:
        """Places that links may lead to."""
        return {one for one, _ in self.ids} | self.names

    def visible(self) -> str:
        """The words of the page in small letters, with single spaces."""
        head = _HEAD.search(self.text)
        end = _HEAD_END.search(self.text, head.end()) if head else None
        body = self.text[: head.start()] + self.text[end.end() :] if head and end else self.text
        return " ".join(unescape(_MARKUP.sub(" ", _UNSEEN.sub(" ", body))).lower().split())


def read_page(path: str, text: str) -> Page:
    """Take a page apart."""
    page = Page(path, text)
    for tag, attributes, at, raw in _tags(text):
        _note(page, tag, attributes, at, raw)
    return page


def _tags(text: str) -> Iterator[tuple[str, dict[str, str], int, str]]:
    """Opening tags with their attributes, place, and the text inside for those that hold nothing but text."""
    at = 0
    while found := _TAG.search(text, at):
        at = found.end()
        name = found[2]
        if name is None or found[1]:
            continue
        name = name.lower()
        raw = ""
        if name in _RAW:
            end = _RAW[name].search(text, at)
            raw = text[at : end.start()] if end else text[at:]
            start, at = found.start(), end.end() if end else len(text)
        else:
            start = found.start()
        written = found[3]
        attributes: dict[str, str] = {}
        if written:
            for one in _ATTRIBUTE.finditer(written):
                value = one[2] if one[2] is not None else one[3] if one[3] is not None else one[4] or ""
                attributes.setdefault(one[1].lower(), unescape(value) if "&" in value else value)
        yield name, attributes, start, raw


def _note(page: Page, tag: str, a: dict[str, str], at: int, raw: str) -> None:
    if "id" in a:
        page.ids.append((a["id"], at))
    for name, value in a.items():
        if name in _URLS and tag != "meta":
            page.links.append(Link(name, value, tag, a.get("rel", ""), at))
        elif name in {"srcset", "imagesrcset"}:
            page.links += [Link(name, one.split()[0], tag, "", at) for one in value.split(",") if one.strip()]
        elif name.startswith("on") and len(name) > 2:
            page.handlers.append((f"<{tag} {name}>", at))
        elif name == "style":
            page.styles.append(at)
        elif name == "srcdoc":
            page.hostile.append(("srcdoc=", at))
    role = a.get("role", tag)
    if role in _LANDMARKS:
        page.landmarks.append((_LANDMARKS[role], a.get("aria-label") or a.get("aria-labelledby") or ""))
    if tag == "a":
        if "name" in a:
            page.names.add(a["name"])
        if a.get("target", "").lower() == "_blank" and "noopener" not in a.get("rel", ""):
            page.blank.append(at)
    elif tag == "meta":
        _meta(page, a)
    elif tag == "link" and "canonical" in a.get("rel", "").split():
        page.canonical = a.get("href", "")
    elif tag == "img":
        page.images.append((a, at))
    elif tag == "html":
        page.lang = a.get("lang", "")
    elif tag == "title":
        page.title = page.title or " ".join(unescape(raw).split())
    elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        end = page.text.find(f"</{tag}", at, at + LONGEST_HEADING)
        words = unescape(_MARKUP.sub("", page.text[at : end if end > 0 else at + 200]))
        page.headings.append((int(tag[1]), " ".join(words.split()), at))
    elif tag == "script":
        kind = a.get("type", "").lower()
        if kind == "application/ld+json":
            page.json_ld.append((raw, at))
        elif "src" not in a and kind in _SCRIPTS:
            page.scripts.append(at)
    elif tag == "style":
        page.styles.append(at)
    elif tag in {"object", "embed", "applet"} or (tag == "base" and "href" in a):
        page.hostile.append((f"<{tag}>", at))


def _meta(page: Page, a: dict[str, str]) -> None:
    name = (a.get("name") or a.get("property") or a.get("http-equiv") or "").lower()
    content = a.get("content", "")
    if name:
        page.metas.setdefault(name, content)
    if name == "robots" and "noindex" in content.lower():
        page.noindex = True
    if name == "x-apple-disable-message-reformatting":  # stands in messages only
        page.is_message = True
    if name == "refresh":
        page.redirect = content.partition("=")[2].strip().strip("'\"") or content
