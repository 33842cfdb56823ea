"""Every address of another site that a project links to, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urldefrag

from msgspec import Struct

from briefgen.base.dates import When
from briefgen.base.diagnostics import Loc, Mark, Spot
from briefgen.base.patterns import pattern
from briefgen.linking.fields import texts_with_links
from briefgen.linking.passages import mark_of
from briefgen.model.document import Passage
from briefgen.model.records import Source
from briefgen.model.site import Records
from briefgen.reading.markdown import inline
from briefgen.reading.walks import walk


class WebLink(NamedTuple):
    """One place that links to another site."""

    url: str
    """Without a fragment: no server is told of it."""
    where: Mark | Spot
    record: str
    day: When | None
    """The day for which the page behind it counts, for choosing an archived copy."""
    copies: tuple[str, ...]
    """Archived copies that are on file already."""


def web_links(records: Records) -> Iterator[WebLink]:
    """Links of all records and texts, in their order; the site's own address is none."""
    own = records.config.url.rstrip("/")
    for key, record in records.records.items():
        day, copies = _about(record)
        found: list[WebLink] = []

        def visit(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
            found.append(WebLink(text, Spot(key, loc), key, day, copies))  # noqa: B023 - used before the next turn
            return text

        walk(record, "url", visit)
        yield from (one for one in map(_plain, found) if _is_elsewhere(one.url, own))
    for key in records.documents:
        document, path, owner = records.documents[key], records.origins[key].path, key.partition("#")[0]
        for passage in document.passages:
            for url, start, end in _targets(passage):
                if _is_elsewhere(url, own):
                    yield _plain(WebLink(url, mark_of(passage, path, start, end), owner, None, ()))
        for part in (one for block in document.blocks for one in block.parts if isinstance(one, str)):
            for url in map(unescape, _HREF.findall(part)):
                if _is_elsewhere(url, own):
                    yield _plain(WebLink(url, Mark(path), owner, None, ()))
    spots: tuple[tuple[str, Mapping[str, Struct]], ...] = (
        ("", records.records), ("", records.translations), ("#notes", records.notes)
    )  # fmt: skip
    for ending, values in spots:
        for key, value in values.items():
            for loc, text in texts_with_links(value, ()):
                passage = inline(text, lang=records.config.lang, typography=False)
                for url, _, _ in _targets(passage):
                    if _is_elsewhere(url, own):
                        yield _plain(WebLink(url, Spot(f"{key}{ending}", loc), key, None, ()))


_HREF = pattern(r"<a [^>]*?href=\"([^\"]*)\"")


def _targets(passage: Passage) -> Iterator[tuple[str, int, int]]:
    """Addresses that a passage links to, with the words of the link."""
    for one in passage.markup:
        if (found := _HREF.match(one.before)) is not None:
            yield unescape(found[1]), one.start, one.end


def _plain(link: WebLink) -> WebLink:
    return link._replace(url=urldefrag(link.url).url)


def _is_elsewhere(url: str, own: str) -> bool:
    return url.startswith(("http://", "https://")) and not (own and (url == own or url.startswith(f"{own}/")))


def _about(record: object) -> tuple[When | None, tuple[str, ...]]:
    if isinstance(record, Source):
        return record.accessed or record.published, tuple(one.url for one in record.archived)
    return None, ()
