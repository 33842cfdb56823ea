"""What a file is to readers and to hosts: its class, its type, how long it may be kept. One table; new kinds of output join it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from briefgen.model.publishing import OutputClass


class ClassRule(Struct, frozen=True):
    """Which files belong to a class."""

    kind: OutputClass
    pattern: re.Pattern[str]
    """Of the whole path."""


RULES: Sequence[ClassRule] = (
    ClassRule(
        "index",
        re.compile(
            r"(?:.*/)?(?:sitemap[^/]*\.xml|robots\.txt|llms\.txt|build\.json|\.well-known/.*|search/.*\.json|pagefind/pagefind-entry\.json|_headers|_redirects|CNAME"
            r"|\.nojekyll)"
        ),
    ),
    ClassRule(
        "feed",
        re.compile(
            r".*\.(?:atom|rss|ics)|(?:.*/)?feed[^/]*\.(?:xml|json)|claimreview\.jsonl?|datapackage\.json"
            # In editions they lie below the language.
            r"|(?:[\w-]+/)?(?:api|data|oembed)/.*\.(?:json|geojson|csv)"
        ),
    ),
    ClassRule("page", re.compile(r".*\.html")),
    ClassRule("asset", re.compile(r".*")),
)
"""The first that fits decides."""

ORDER: Sequence[OutputClass] = ("asset", "page", "feed", "index")
"""In this order files are sent: what others point to goes first."""

HASHED = re.compile(r"assets/.*\.[0-9a-f]{8,64}(?:\.[A-Za-z0-9]+)?")
"""Names that hold a digest of their content, so that what is behind them never changes."""
CACHE: Mapping[OutputClass, str] = MappingProxyType(
    {
        "asset": "public, max-age=3600",
        "page": "public, max-age=60, stale-while-revalidate=300",
        "feed": "public, max-age=300",
        "index": "public, max-age=300",
    }
)
"""How long a copy may be used without asking. Pages are short, so that a correction is seen within a minute."""
FOREVER = "public, max-age=31536000, immutable"

NAMED: Mapping[str, str] = MappingProxyType(
    {
        "feed.xml": "application/atom+xml",
        "feed-rss.xml": "application/rss+xml",
        "feed.json": "application/feed+json",
        "claimreview.json": "application/ld+json",
    }
)
"""Content types of files that are known by their names."""
TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".geojson": "application/geo+json",
        ".jsonl": "application/jsonl",
        ".ics": "text/calendar; charset=utf-8",
        ".webmanifest": "application/manifest+json",
        ".xml": "application/xml",
        ".atom": "application/atom+xml",
        ".rss": "application/rss+xml",
        ".txt": "text/plain; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".md": "text/markdown; charset=utf-8",
        ".vtt": "text/vtt; charset=utf-8",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".gif": "image/gif",
        ".webp": "image/webp",
        ".avif": "image/avif",
        ".ico": "image/vnd.microsoft.icon",
        ".woff": "font/woff",
        ".woff2": "font/woff2",
        ".pdf": "application/pdf",
        ".mp3": "audio/mpeg",
        ".m4a": "audio/mp4",
        ".ogg": "audio/ogg",
        ".wav": "audio/wav",
        ".mp4": "video/mp4",
        ".webm": "video/webm",
        ".wasm": "application/wasm",
        ".zip": "application/zip",
    }
)
"""Content types by ending, from IANA's registry. The computer's own list is not asked, since each has another."""
COMPRESSIBLE = frozenset(
    {".html", ".css", ".js", ".mjs", ".json", ".geojson", ".webmanifest", ".xml", ".atom", ".rss", ".txt", ".csv", ".md", ".vtt", ".svg", ".jsonl", ".ics"}
)  # fmt: skip
"""Endings of texts; everything else is compressed already."""
UNTYPED = "application/octet-stream"


def class_of(path: str) -> OutputClass:
    """The class of a file."""
    return next(rule.kind for rule in RULES if rule.pattern.fullmatch(path))


def content_type(path: str) -> str:
    """The type of a file by its name or ending; of `x.html.gz` that of what is compressed."""
    name = path.removesuffix(".gz").removesuffix(".br").rpartition("/")[2]
    return NAMED.get(name) or TYPES.get(_ending(path), UNTYPED)


def compressible(path: str) -> bool:
    """Whether a compressed copy is worth having."""
    return _ending(path) in COMPRESSIBLE


def _ending(path: str) -> str:
    name = path.removesuffix(".gz").removesuffix(".br").rpartition("/")[2]
    _, dot, ending = name[1:].rpartition(".")
    return f".{ending.lower()}" if dot else ""


def cache_control(path: str, kind: OutputClass, chosen: Mapping[OutputClass, str]) -> str:
    """How long a copy of a file may be used."""
    if HASHED.fullmatch(path):
        return FOREVER
    return chosen.get(kind) or CACHE[kind]


def address_of(path: str) -> str:
    """The address of a page below the site's root: `articles/x/index.html` is `articles/x/`."""
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
