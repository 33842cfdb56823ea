"""Settings for hosts, from one table of headers: what a site of briefgen needs for security and for caching.

`_headers`, `_redirects`, `netlify.toml` and `vercel.json` go out with the site; snippets for nginx and Caddy belong into
the server's own settings and are printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

from briefgen.model.publishing import OutputClass, PublishTarget
from briefgen.publish.built import Built
from briefgen.publish.classes import CACHE, FOREVER, HASHED, address_of

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "media-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a page may load: its own files, nothing of others. See “Security policy” in the theme's README."""
SECURITY: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)
"""Headers of every answer."""


class Redirect(Struct, frozen=True, order=True):
    """An old address and where it leads now, both as paths from the host's root."""

    old: str
    new: str


_REFRESH = re.compile(rb'<meta http-equiv="refresh" content="0; url=([^"]+)"')
LARGEST_REDIRECT = 16_384
"""Bytes of a page that may be nothing but a redirect; larger ones are not looked into."""


def redirects(built: Built, url: str) -> tuple[Redirect, ...]:
    """The site's redirect pages, as hosts want them."""
    base = _base(url)
    found = []
    for path, entry in built.files.items():
        if path.endswith(".html") and entry.size <= LARGEST_REDIRECT:
            match = _REFRESH.search(_head(built.output / path))
            if match is not None:
                old = base + address_of(path)
                found.append(Redirect(old, urljoin(old, unescape(match[1].decode()))))
    return tuple(sorted(found))


def _head(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


class Hosted(Struct, frozen=True, kw_only=True):
    """What settings for a host are made from."""

    url: str
    settings: PublishTarget
    moved: tuple[Redirect, ...] = ()
    hashed: tuple[str, ...] = ()
    """Files whose names hold a digest: they may be kept for ever."""

    @property
    def base(self) -> str:
        """The site's sub-path: `/briefings/`."""
        return _base(self.url)

    @property
    def packed(self) -> tuple[str, ...]:
        """Compressed copies that lie beside the files."""
        return tuple(getattr(self.settings, "precompress", ()))

    def cache(self, kind: OutputClass) -> str:
        """How long a copy may be used."""
        return self.settings.cache.get(kind) or CACHE[kind]


def hosted(built: Built, settings: PublishTarget, url: str) -> Hosted:
    """Look through the site for what hosts must know."""
    return Hosted(
        url=url,
        settings=settings,
        moved=redirects(built, url),
        hashed=tuple(sorted(filter(HASHED.fullmatch, built.files))),
    )


def _base(url: str) -> str:
    """The site's sub-path: `/briefings/`."""
    return "/" + urlsplit(url).path.strip("/") + "/" if urlsplit(url).path.strip("/") else "/"


def headers_file(site: Hosted) -> str:
    """`_headers`, for Netlify and Cloudflare Pages. How long pages may be kept is left to the host, which asks each time."""
    rules = {f"{site.base}*": SECURITY} | {f"{site.base}{path}": {"Cache-Control": FOREVER} for path in site.hashed}
    return "\n".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in values.items())
        for path, values in rules.items()
    )


def redirects_file(site: Hosted) -> str:
    """`_redirects`, for Netlify and Cloudflare Pages."""
    return "".join(f"{one.old} {one.new} 301\n" for one in site.moved)


def netlify_toml(site: Hosted) -> str:
    """`netlify.toml`."""
    parts = [_toml_headers(f"{site.base}*", SECURITY)]
    parts += [_toml_headers(f"{site.base}{path}", {"Cache-Control": FOREVER}) for path in site.hashed]
    parts += [
        f"[[redirects]]\n  from = {json.dumps(one.old)}\n  to = {json.dumps(one.new)}\n  status = 301\n  force = true\n"
        for one in site.moved
    ]
    return "\n".join(parts)


def _toml_headers(path: str, values: Mapping[str, str]) -> str:
    lines = "".join(f"    {name} = {json.dumps(value)}\n" for name, value in values.items())
    return f"[[headers]]\n  for = {json.dumps(path)}\n  [headers.values]\n{lines}"


def vercel_json(site: Hosted) -> str:
    """`vercel.json`."""
    whole = {**SECURITY, "Cache-Control": site.cache("page")}
    value = {
        "headers": [
            {"source": f"{site.base}(.*)", "headers": [{"key": name, "value": text} for name, text in whole.items()]},
            *(
                {"source": f"{site.base}{path}", "headers": [{"key": "Cache-Control", "value": FOREVER}]}
                for path in site.hashed
            ),
        ],
        "redirects": [{"source": one.old, "destination": one.new, "permanent": True} for one in site.moved],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


_AGAIN = "Written by briefgen; make it anew with: briefgen publish TARGET --host-file"


def nginx(site: Hosted) -> str:
    """For the `server` block of nginx. A `location` with headers of its own inherits none, so each has them all."""
    security = "".join(f'    add_header {name} "{value}" always;\n' for name, value in SECURITY.items())
    static = "".join(
        f"    {module} on;\n" for end, module in (("gz", "gzip_static"), ("br", "brotli_static")) if end in site.packed
    )
    lines = [
        f"# Inside the server block of nginx. {_AGAIN} nginx\n",
        f"error_page 404 {site.base}404.html;\n",
        "charset utf-8;\n",
        *(f"location = {_quoted(unquote(one.old))} {{ return 301 {_quoted(one.new)}; }}\n" for one in site.moved),
        f'location ~ "^{re.escape(site.base)}{HASHED.pattern}$" {{\n{security}    add_header Cache-Control "{FOREVER}" always;\n{static}}}\n',
        f'location {site.base} {{\n{security}    add_header Cache-Control "{site.cache("page")}" always;\n{static}    index index.html;\n}}\n',
    ]
    return "".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def caddy(site: Hosted) -> str:
    """For the site block of Caddy."""
    packed = [name for ending, name in (("br", "br"), ("gz", "gzip")) if ending in site.packed]
    security = "".join(f'    {name} "{value}"\n' for name, value in SECURITY.items())
    lines = [
        f"# Inside the site block of Caddy. {_AGAIN} caddy\n",
        *(f"redir {_quoted(unquote(one.old))} {_quoted(one.new)} permanent\n" for one in site.moved),
        f"header {{\n{security}}}\n",
        f"@hashed path_regexp ^{re.escape(site.base)}{HASHED.pattern}$\n",
        f'header @hashed Cache-Control "{FOREVER}"\n',
        f"@pages not path_regexp ^{re.escape(site.base)}{HASHED.pattern}$\n",
        f'header @pages Cache-Control "{site.cache("page")}"\n',
        "file_server" + (f" {{\n    precompressed {' '.join(packed)}\n}}\n" if packed else "\n"),
        f"handle_errors {{\n    rewrite * {site.base}404.html\n    file_server\n}}\n",
    ]
    return "".join(lines)


Writer = Callable[[Hosted], str]
SERVED: Mapping[str, Writer] = MappingProxyType(
    {"_headers": headers_file, "_redirects": redirects_file, "netlify.toml": netlify_toml, "vercel.json": vercel_json}
)
"""Files that go out with the site."""
PRINTED: Mapping[str, Writer] = MappingProxyType({**SERVED, "nginx": nginx, "caddy": caddy})
"""Everything that can be printed."""
