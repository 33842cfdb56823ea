"""A built site on the disk: its files, its pages, and where an address leads. The only file of the room that reads."""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from briefgen.audit.page import read_page
from briefgen.formats.profile import is_address

Sort = Literal["file", "redirect", "missing", "outside", "elsewhere", "external", "other"]
"""`outside` is above the site's path by a link without a host, `elsewhere` on its host in full, `external` on another."""
_LOC = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>")
_SCHEMES = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class Site:
    """The files below a folder, with the address under which they will be served."""

    def __init__(self, folder: Path, base: str = "") -> None:
        self.folder = folder
        self.unread: dict[str, str] = {}
        """Files that cannot be served, each with the reason."""
        self.not_utf_8: set[str] = set()
        """Pages in another encoding; what can be read of them is judged."""
        self.files = frozenset(self._readable(_files(folder)))
        self.pages = {path: read_page(path, self.read(path)) for path in sorted(self.files) if path.endswith(".html")}
        self.base = base or self._base()
        self._split = urlsplit(self.base)
        self._known: dict[tuple[str, str], tuple[Sort, str, str]] = {}

    def read(self, path: str) -> str:
        """A file as text; empty when it cannot be read after all."""
        try:
            data = (self.folder / path).read_bytes()
        except OSError as error:
            self.unread[path] = error.strerror or str(error)
            return ""
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            self.not_utf_8.add(path)
            return data.decode("utf-16", errors="replace")
        text = data.decode("utf-8-sig", errors="replace")
        if "\ufffd" in text and path.endswith(".html") and "\ufffd".encode() not in data:
            self.not_utf_8.add(path)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _readable(self, paths: list[str]) -> Iterator[str]:
        """Plain files. A pipe would keep whoever opens it waiting, and a link may lead nowhere."""
        for path in paths:
            told = os.fsencode(path).decode("utf-8", "replace")
            if told != path:
                self.unread[told] = "its name is no UTF-8, so no address leads to it"
                continue
            try:
                mode = (self.folder / path).stat().st_mode
            except OSError as error:
                self.unread[path] = error.strerror or str(error)
                continue
            if stat.S_ISREG(mode):
                yield path
            else:
                self.unread[path] = "no plain file"

    def url(self, path: str) -> str:
        """Where a file will be served."""
        return self.base + (
            path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
        )

    def _base(self) -> str:
        """The canonical address of the front page, else the shortest of the sitemap, else a made-up one."""
        front = self.pages.get("index.html")
        if front is not None and is_address(front.canonical):
            return front.canonical.rpartition("/")[0] + "/"
        for path in sorted(self.files):
            if path.endswith(".xml") and "sitemap" in path:
                listed = _LOC.findall(self.read(path))
                if found := sorted(filter(is_address, listed), key=len):
                    return f"{found[0].rpartition('/')[0]}/"
        return "https://site.example/"

    def locate(self, path: str, url: str) -> tuple[Sort, str, str]:
        """Where an address on the page of a file leads: what sort of place, the file, the part behind #."""
        url = url.strip()
        folder = path.rpartition("/")[0]
        if url.startswith("#"):
            return "file", path, unquote(url[1:])
        key = (folder, url)
        if key not in self._known:
            self._known[key] = self._located(path, url)
        return self._known[key]

    def _located(self, path: str, url: str) -> tuple[Sort, str, str]:
        if _SCHEMES.match(url) and not url.lower().startswith(("http:", "https:")):
            return "other", "", ""
        try:
            parts = urlsplit(urljoin(self.url(path), url))
        except ValueError:
            return "missing", url, ""
        if parts.netloc != self._split.netloc:
            return "external", "", ""
        if not parts.path.startswith(self._split.path):
            # Another site of the same host, if it is named in full.
            return "elsewhere" if _SCHEMES.match(url) else "outside", "", ""
        below, fragment = unquote(parts.path[len(self._split.path) :]), unquote(parts.fragment)
        if below == "" or below.endswith("/"):
            below += "index.html"
        if below in self.files:
            page = self.pages.get(below)
            return ("redirect" if page is not None and page.redirect else "file"), below, fragment
        if f"{below}.html" in self.files:
            return "file", f"{below}.html", fragment
        if f"{below}/index.html" in self.files:
            return "redirect", f"{below}/index.html", fragment
        return "missing", below, fragment


def _files(folder: Path) -> list[str]:
    found = []
    cut = len(str(folder)) + 1
    for here, _, names in os.walk(folder):
        below = here[cut:].replace(os.sep, "/")
        found += [f"{below}/{name}" if below else name for name in names]
    return found
