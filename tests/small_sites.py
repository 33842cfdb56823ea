"""Small sites for tests: written to a folder, then checked or built exactly as the command line does it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin

import html5lib
from msgspec import Struct

from briefgen.base.dates import When, parse_when
from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.build import Built, build
from briefgen.cli.console import Console
from briefgen.model.views import PageView
from briefgen.pages.view import view_of
from briefgen.preparing import BuildOptions, Prepared, check, prepare

NOW = "2022-04-08"
"""The day for which tests build, so that they give the same on any day."""


class SmallSite(Struct, frozen=True):
    """A project on the disk."""

    root: Path

    @classmethod
    def written(cls, root: Path, files: Mapping[str, str | bytes]) -> SmallSite:
        """Write files to a folder: by path below `content/` unless they begin with `/`."""
        (root / "content").mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = root / (name[1:] if name.startswith("/") else f"content/{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return cls(root)

    def with_files(self, files: Mapping[str, str | bytes]) -> SmallSite:
        """The same project with more or other files."""
        return self.written(self.root, files)

    def check(self, now: str = NOW, strict: bool = False) -> Prepared:
        """`briefgen check`."""
        return check(self.root, BuildOptions(as_of=_day(now), strict=strict))

    def prepared(self, now: str = NOW, drafts: bool = False) -> Prepared:
        """The site and its pages, before anything is written."""
        return prepare(self.root, BuildOptions(as_of=_day(now), drafts=drafts))

    def build(self, now: str = NOW, drafts: bool = False, record: bool = False) -> Built:
        """`briefgen build`."""
        return build(self.root, BuildOptions(as_of=_day(now), drafts=drafts, record=record))

    def told(self, now: str = NOW) -> list[str]:
        """`E003 content/people.yaml:2:3`, one for each diagnostic; templates are not tried."""
        return told(self.prepared(now).diagnostics)

    def view(self, url: str, now: str = NOW) -> PageView:
        """What the template of a page is given."""
        prepared = self.prepared(now)
        page = next(one for one in prepared.pages if one.url == url)
        return view_of(prepared.site, page, {})

    def text(self, found: Iterable[Diagnostic]) -> str:
        """Diagnostics as people read them."""
        console, source = Console(), self.prepared().texts.get
        return "".join(f"{console.as_text(one, source)}\n" for one in found)

    def page(self, path: str) -> str:
        """The HTML of a page that was built."""
        return (self.root / "site" / path).read_text(encoding="utf-8")

    def main(self, path: str) -> str:
        """What readers see of a page's main part: one line a block."""
        return main_text(self.page(path))


def _day(now: str) -> When | None:
    return parse_when(now) if now else None


def told(found: Iterable[Diagnostic]) -> list[str]:
    """`E003 content/people.yaml:2:3`, one for each diagnostic."""
    return [f"{one.code} {_place(one)}" for one in found]


def _place(one: Diagnostic) -> str:
    assert isinstance(one.where, Mark)
    return f"{one.where.path}:{one.where.line}:{one.where.column}"


# --- pages as people read them ---------------------------------------------------------------------------------

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|d[dlt]|details|div|fig(caption|ure)|footer|form|h[1-6]|header|hr|li|main|nav|"
    "ol|p|pre|section|summary|table|tbody|t[dhr]|thead|ul"
)
_SILENT = frozenset({"script", "style", "template", "noscript"})


def parsed(html: str):
    """The document; a fault in the HTML is an exception."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def main_text(html: str) -> str:
    """The text of `<main>` as lines: one a block, nothing that is hidden by its nature."""
    tree = parsed(html)
    main = tree.find(".//main")
    lines: list[str] = [""]
    _collect(tree.find("body") if main is None else main, lines)
    kept = [" ".join(line.split()) for line in lines]
    return "".join(f"{line}\n" for line in kept if line)


def _collect(element, lines: list[str]) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _SILENT or not tag:
        return
    if _BLOCKS.fullmatch(tag):
        lines.append("")
    lines[-1] += element.text or ""
    for child in element:
        _collect(child, lines)
        lines[-1] += child.tail or ""
    if _BLOCKS.fullmatch(tag):
        lines.append("")


# --- links of a site that was built ----------------------------------------------------------------------------------

_ADDRESSES = {"a": "href", "link": "href", "img": "src", "script": "src"}


def dead_links(site: Path, base: str = "/") -> list[str]:
    """Every address of the site's pages that leads to no file or fragment of it, when it is served below `base`."""
    pages = {one.relative_to(site).as_posix(): parsed(one.read_text(encoding="utf-8")) for one in site.rglob("*.html")}
    ids = {path: {one.get("id") for one in page.iter() if one.get("id")} for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        for tag, name in _ADDRESSES.items():
            for one in page.iter(tag):
                address, fragment = urldefrag(urljoin(f"https://host{base}{quote(path)}", one.get(name, "")))
                if address.startswith("https://host/") and not _stands(site, ids, address, fragment, base):
                    dead.append(f"{path}: {one.get(name)}")
    return dead


def _stands(site: Path, ids: Mapping[str, set[str]], address: str, fragment: str, base: str) -> bool:
    file = unquote(address.partition("?")[0].removeprefix(f"https://host{base}"))
    file = f"{file}index.html" if file == "" or file.endswith("/") else file
    if not (site / file).is_file():
        return False
    return not fragment or unquote(fragment) in ids.get(file, set())
