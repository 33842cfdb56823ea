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

from briefgen.model.output import FULL_TEXT
from briefgen.model.publishing import OutputClass, PublishTarget
from briefgen.publish.built import Built
from briefgen.publish.classes import CACHE, FOREVER, HASHED, address_of

OPEN_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "media-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load: its own files, nothing of others. See “Security policy” in the theme's README."""
POLICY = f"{OPEN_POLICY}; frame-ancestors 'none'"
"""The same, and no other site may show the page in a frame."""
POLICY_NAME = "Content-Security-Policy"
OTHERS: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)
"""Headers of every answer, besides the policy."""
SECURITY: Mapping[str, str] = MappingProxyType({POLICY_NAME: POLICY, **OTHERS})
"""Headers of every page that is not made for frames."""
OPEN: Mapping[str, str] = MappingProxyType({POLICY_NAME: OPEN_POLICY, **OTHERS})
"""Headers of pages that other sites may frame."""
_WASM = "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
"""What the index of every word needs: to compile WebAssembly of the site's own. It lets no text become a script."""
_FRAMED = re.compile(r"((?:[\w-]+/)?embed/)(?:claims|people|organisations|places)/[^/]+\.html")


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
    framed: tuple[str, ...] = ()
    """Folders with pages for other sites to frame: `embed/`, `uk/embed/`."""
    full_text: bool = False
    """Whether the site has an index of every word."""

    @property
    def security(self) -> Mapping[str, str]:
        """Headers of every page that is not made for frames."""
        return self._allowed(SECURITY)

    @property
    def open(self) -> Mapping[str, str]:
        """Headers of pages that other sites may frame."""
        return self._allowed(OPEN)

    def _allowed(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        return {**headers, POLICY_NAME: headers[POLICY_NAME].replace(*_WASM)} if self.full_text else headers

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
        framed=tuple(sorted({found[1] for path in built.files if (found := _FRAMED.fullmatch(path))})),
        full_text=f"{FULL_TEXT}/pagefind.js" in built.files,
    )


def _base(url: str) -> str:
    """The site's sub-path: `/briefings/`."""
    return "/" + urlsplit(url).path.strip("/") + "/" if urlsplit(url).path.strip("/") else "/"


def headers_file(site: Hosted) -> str:
    """`_headers`, for Netlify and Cloudflare Pages. How long pages may be kept is left to the host, which asks each time."""
    rules = {f"{site.base}*": _whole(site)} | {f"{site.base}{path}": {"Cache-Control": FOREVER} for path in site.hashed}
    return "\n".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in values.items())
        for path, values in rules.items()
    )


def _whole(site: Hosted) -> Mapping[str, str]:
    """Headers for all files, where a host knows no exceptions: it would send both policies, and the stricter one counts."""
    return site.open if site.framed else site.security


def redirects_file(site: Hosted) -> str:
    """`_redirects`, for Netlify and Cloudflare Pages."""
    return "".join(f"{one.old} {one.new} 301\n" for one in site.moved)


def netlify_toml(site: Hosted) -> str:
    """`netlify.toml`."""
    parts = [_toml_headers(f"{site.base}*", _whole(site))]
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
    cached = {"Cache-Control": site.cache("page")}
    but = f"((?!{'|'.join(site.framed)}).*)" if site.framed else "(.*)"
    rules = [
        (but, {**site.security, **cached}),
        *((f"{folder}(.*)", {**site.open, **cached}) for folder in site.framed),
    ]
    value = {
        "headers": [
            *(
                {
                    "source": f"{site.base}{source}",
                    "headers": [{"key": name, "value": text} for name, text in whole.items()],
                }
                for source, whole in rules
            ),
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
    security, open_ = (
        "".join(f'    add_header {name} "{value}" always;\n' for name, value in headers.items())
        for headers in (site.security, site.open)
    )
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
        *(
            f'location {site.base}{folder} {{\n{open_}    add_header Cache-Control "{site.cache("page")}" always;\n{static}}}\n'
            for folder in site.framed
        ),
    ]
    return "".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def caddy(site: Hosted) -> str:
    """For the site block of Caddy."""
    packed = [name for ending, name in (("br", "br"), ("gz", "gzip")) if ending in site.packed]
    security = "".join(f'    {name} "{value}"\n' for name, value in (OTHERS if site.framed else site.security).items())
    framed = " ".join(f"{site.base}{folder}*" for folder in site.framed)
    policies = (
        f"@framed path {framed}\n",
        f'header @framed {POLICY_NAME} "{site.open[POLICY_NAME]}"\n',
        f"@unframed not path {framed}\n",
        f'header @unframed {POLICY_NAME} "{site.security[POLICY_NAME]}"\n',
    )
    lines = [
        f"# Inside the site block of Caddy. {_AGAIN} caddy\n",
        *(f"redir {_quoted(unquote(one.old))} {_quoted(one.new)} permanent\n" for one in site.moved),
        f"header {{\n{security}}}\n",
        *(policies if site.framed else ()),
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
