"""What a link in a text stands for: a file, a record by its file, an address in whatever form; and who links into whom."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from urllib.parse import unquote

from msgspec import Struct

from briefgen.base.packed import Packed
from briefgen.model.document import Document, FileLink


class _Text(Struct, frozen=True):
    """What is asked of a `Document`."""

    file_links: tuple[FileLink, ...] = ()


def plain_path(target: str) -> str:
    """A path as typed in a text, as a path below `content/`: dots, fragment and query left out."""
    path = target.partition("#")[0].partition("?")[0].removeprefix("./")
    while path.startswith("../"):
        path = path[3:]
    return path.lstrip("/")


def plain_address(url: str, flat: bool) -> str:
    """An address in one form, however a writer or the site's `urls` may end it: `people/ann`."""
    plain = unquote(url).removesuffix("index.html").strip("/")
    return plain.removesuffix(".html") if flat else plain


def record_file(path: str, records: Container[str]) -> str:
    """The record that a content file (`other-article.md`) stands for; empty for none."""
    if not path.endswith(".md"):
        return ""
    id = path.rpartition("/")[2].removesuffix(".md").partition(".")[0]
    return next((key for kind in ("article", "page") if (key := f"{kind}:{id}") in records), "")


def outward(document: Document) -> list[str]:
    """Links of a text of which other pages decide whether they lead anywhere: to addresses, and to places in other texts."""
    return [
        one.target
        for one in document.file_links
        if not one.image and not one.target.startswith("#") and ("#" in one.target or not one.target.endswith(".md"))
    ]


def linked_places(documents: Mapping[str, Document], records: Container[str]) -> frozenset[str]:
    """`places_named` by the links of texts."""
    parts = documents.parts(_Text) if isinstance(documents, Packed) else documents.items()
    return places_named((link.target for _, text in parts for link in text.file_links), records)


def places_named(targets: Iterable[str], records: Container[str]) -> frozenset[str]:
    """Records whose pages hold a place that a link elsewhere names, and `/` when one is named by its address."""
    found = set()
    for target in targets:
        address, hash, _ = target.partition("#")
        if hash and address:
            found.add(record_file(plain_path(unquote(address)), records) or ANY)
    return frozenset(found)


ANY = "/"
"""Stands for any record: a place on a page that is named by its address may be of each."""
