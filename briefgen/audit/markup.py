"""What can be told from the source of each page: links, ids, headings, landmarks, pictures, titles, safety."""

from __future__ import annotations

import getpass
import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from briefgen.audit.findings import Finding
from briefgen.audit.page import Link, Page
from briefgen.audit.site import Site

_LANG = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
_CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")
_LOADING = frozenset(("script", "img", "iframe", "source", "video", "audio", "embed", "object", "track"))
_LINKED = frozenset(("stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "apple-touch-icon"))
_LEFT = re.compile(
    r"(^|/)(\.git|\.env|\.DS_Store|node_modules|__pycache__|[^/]*\.(pyc|bak|orig|swp|map|ya?ml|py|md)|[^/]*~)(/|$)"
)
_SVG = re.compile(r"<script|\son\w+\s*=|javascript:", re.IGNORECASE)


def check_links(site: Site) -> Iterator[Finding]:
    """Links that lead nowhere, above the site, to a missing place; pages that nothing leads to."""
    leads: dict[str, set[str]] = {}
    for page in site.pages.values():
        out = leads.setdefault(page.path, set())
        told: set[str] = set()
        for one in page.links:
            sort, path, fragment = site.locate(page.path, one.url)
            if one.tag in {"a", "area"} and sort in {"file", "redirect"}:
                out.add(path)
            if one.url not in told and (found := _link(site, page, one, sort, path, fragment)) is not None:
                told.add(one.url)
                yield found
    for path in sorted(site.files):
        if path.endswith(".css"):
            for url in _CSS_URL.findall(site.read(path)):
                if not url.startswith(("data:", "#")) and site.locate(path, url)[0] in {"missing", "outside"}:
                    yield Finding("link-broken", path, 1, f"url({url})")
    yield from _orphans(site, leads)


def _link(site: Site, page: Page, one: Link, sort: str, path: str, fragment: str) -> Finding | None:
    if one.attribute == "cite" or (one.tag == "link" and set(one.rel.split()) & {"preconnect", "dns-prefetch"}):
        return None
    line = page.line(one.at)
    if sort == "missing" or (not one.url.strip() and one.tag == "a"):
        return Finding("link-broken", page.path, line, one.url or "an empty address")
    if sort == "outside":
        return Finding("link-outside", page.path, line, f"{one.url} leads above {site.base}")
    if sort == "redirect" and one.tag == "a":
        return Finding("link-redirect", page.path, line, f"{one.url} leads on to {path}")
    other = site.pages.get(path)
    if (
        fragment
        and one.tag in {"a", "area"}
        and other is not None
        and fragment.lower() != "top"
        and not fragment.startswith(":~:")
        and fragment not in other.anchors
    ):
        return Finding("link-fragment", page.path, line, f"{one.url}: there is no “{fragment}” on {path}")
    return None


def _orphans(site: Site, leads: dict[str, set[str]]) -> Iterator[Finding]:
    if "index.html" not in site.pages:
        return
    seen: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        here = waiting.pop()
        if here not in seen and here in leads:
            seen.add(here)
            waiting += leads[here]
    for path, page in site.pages.items():
        if path not in seen and path != "404.html" and not page.redirect and not page.noindex:
            yield Finding("link-orphan", path, 1, "no way leads here from the front page")


def check_source(site: Site) -> Iterator[Finding]:
    """What “view source” shows."""
    titles: Counter[str] = Counter()
    descriptions: Counter[str] = Counter()
    pages = [page for page in site.pages.values() if not page.redirect]
    for path, why in sorted(site.unread.items()):
        yield Finding("file-unread", path, 1, why)
    for path in sorted(site.not_utf_8):
        yield Finding("html-charset", path, 1, "some letters are no UTF-8")
    for page in pages:
        yield from _source(page)
        if not page.noindex:
            titles[page.title] += 1
            descriptions[page.metas.get("description", "")] += 1
            yield from _canonical(site, page)
    for page in pages:
        description = page.metas.get("description", "")
        if not page.title or (not page.noindex and titles[page.title] > 1):
            yield Finding(
                "html-title",
                page.path,
                1,
                f"“{page.title}” stands on {titles[page.title]} pages" if page.title else "no title",
            )
        if not page.noindex and (not description or descriptions[description] > 1):
            many = f"“{description[:60]}” stands on {descriptions[description]} pages"
            yield Finding("html-description", page.path, 1, many if description else "no description")


def _source(page: Page) -> Iterator[Finding]:
    for name, times in Counter(one for one, _ in page.ids).items():
        if times > 1:
            second = [at for one, at in page.ids if one == name][1]
            yield Finding("html-id", page.path, page.line(second), f"“{name}” is there {times} times")
    ones = sum(1 for level, _, _ in page.headings if level == 1)
    if ones != 1:
        yield Finding("html-heading", page.path, 1, f"{ones} headings of level 1")
    last = 0
    for level, words, at in page.headings:
        if last and level > last + 1:
            yield Finding("html-heading", page.path, page.line(at), f"h{last}, then h{level} (“{words[:40]}”)")
        if not words:
            yield Finding("html-heading", page.path, page.line(at), f"an empty h{level}")
        last = level
    marks = [name for name, _ in page.landmarks]
    for name in () if page.is_message else ("header", "nav", "main", "footer"):
        if name not in marks or (name == "main" and marks.count(name) > 1):
            yield Finding("html-landmark", page.path, 1, f"{marks.count(name)} landmarks “{name}”")
    labels = [label for name, label in page.landmarks if name == "nav"]
    if len(set(labels)) < len(labels):
        yield Finding("html-landmark", page.path, 1, f"{len(labels)} navs that no label tells apart")
    if not _LANG.fullmatch(page.lang):
        yield Finding("html-lang", page.path, 1, f"lang is “{page.lang}”")
    for image, at in page.images:
        if "alt" not in image:
            yield Finding("html-alt", page.path, page.line(at), image.get("src", "")[:100])
        elif not (image.get("width") and image.get("height")):
            yield Finding("html-size", page.path, page.line(at), image.get("src", "")[:100])
    if not re.match(r"(?is)\s*<!doctype html>", page.text[:200]) or not re.search(
        r"(?i)<meta[^>]+charset", page.text[:1024]
    ):
        yield Finding("html-basics", page.path, 1, "no doctype, or no charset among the first 1,024 characters")
    if "viewport" not in page.metas:
        yield Finding("html-basics", page.path, 1, "no viewport")


def _canonical(site: Site, page: Page) -> Iterator[Finding]:
    if page.path == "404.html":
        return
    if not page.canonical.startswith(("http://", "https://")):
        yield Finding(
            "html-canonical", page.path, 1, f"“{page.canonical}” is not absolute" if page.canonical else "none"
        )
    elif site.locate(page.path, page.canonical)[0] in {"missing", "outside", "elsewhere"}:
        yield Finding("html-canonical", page.path, 1, f"{page.canonical} is no page of the site")


def check_safety(site: Site) -> Iterator[Finding]:
    """What a strict content policy and a careful reader would object to."""
    for page in site.pages.values():
        yield from (Finding("safety-handler", page.path, page.line(at), what) for what, at in page.handlers)
        yield from (Finding("safety-script", page.path, page.line(at), "a script in the page") for at in page.scripts)
        yield from (Finding("safety-address", page.path, page.line(at), what) for what, at in page.hostile)
        yield from (Finding("safety-blank", page.path, page.line(at), "target=_blank") for at in page.blank)
        if page.styles and not page.is_message:
            yield Finding("safety-style", page.path, page.line(page.styles[0]), f"{len(page.styles)} times")
        for one in page.links:
            yield from _address(site, page, one)
        if "javascript:" in page.redirect.lower():
            yield Finding("safety-address", page.path, 1, f"a redirect to {page.redirect[:60]}")
    for path in sorted(site.files):
        if path.endswith(".svg") and _SVG.search(site.read(path)):
            yield Finding("safety-svg", path, 1, "a script or a handler")
        if _LEFT.search(path):
            yield Finding("safety-left", path, 1, "no part of a site")


_HOSTILE = ("javascript:", "vbscript:", "data:text/html", "data:image/svg+xml;", "data:application")


def _address(site: Site, page: Page, one: Link) -> Iterator[Finding]:
    if ":" not in one.url and not one.url.startswith("//"):
        return
    flat = re.sub(r"[\x00-\x20]", "", one.url).lower()
    if flat.startswith(_HOSTILE) and one.tag not in {"img", "link", "source"}:
        yield Finding("safety-address", page.path, page.line(one.at), f"<{one.tag} {one.attribute}=“{one.url[:60]}”>")
    loads = one.tag in _LOADING or (one.tag == "link" and not _LINKED.isdisjoint(one.rel.split()))
    sends = one.tag == "form" and one.attribute == "action"
    if (loads or sends) and site.locate(page.path, one.url)[0] == "external":
        yield Finding("safety-host", page.path, page.line(one.at), f"<{one.tag}> {one.url[:100]}")


def check_traces(site: Site) -> Iterator[Finding]:
    """Paths and names of the machine that built the site, in what pages point to and in files for machines."""
    pattern = _traces(site)
    for path in sorted(site.files):
        page = site.pages.get(path)
        if page is not None:
            text = "\n".join([f'"{one.url}"' for one in page.links] + [f'"{one}"' for one in page.metas.values()])
            text += "\n".join(data for data, _ in page.json_ld)
        elif path.endswith((".xml", ".json", ".css", ".js", ".txt", ".svg", ".webmanifest")):
            text = site.read(path)
        else:
            continue
        if found := pattern.search(text):
            yield Finding("link-machine", path, 1, found.group(0)[:80])


def _traces(site: Site) -> re.Pattern[str]:
    own = {str(site.folder.resolve())}
    with suppress(OSError, KeyError):
        own.add(socket.gethostname())
        own.add(f"/{getpass.getuser()}/")
    own = {re.escape(one) for one in own if len(one) > 5 and one not in {"localhost", "/root/"}}
    known = [
        r"file:///", r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])[:/]",
        r"[\"'(=]/(?:home|root|tmp|var/folders|Users)/[\w.-]+/",
    ]  # fmt: skip
    return re.compile("|".join([*known, *sorted(own)]))
