"""Pictures and articles that texts point to and that are not there (E023, E002)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.base.packed import Packed
from briefgen.base.text import did_you_mean
from briefgen.model.document import FileLink
from briefgen.model.records import Article, Page
from briefgen.model.site import Records, split_key
from briefgen.site.places import plain_path

PAGES = ("article", "page")


class _Text(Struct, frozen=True):
    """What is asked of a `Document`."""

    file_links: tuple[FileLink, ...] = ()
    tables: tuple[FileLink, ...] = ()


def check_files(records: Records) -> Iterator[Diagnostic]:
    """Every picture, file and article that a text names by its path must be there."""
    pages, texts = _Pages(records), records.documents
    for key, text in texts.parts(_Text) if isinstance(texts, Packed) else texts.items():
        for link in text.file_links:
            yield from _missing(key, link, records, pages)
        yield from _missing_data(key, text.tables, records)
    for key, record in records.records.items():
        if isinstance(record, Article | Page) and record.data:
            yield from _declared(key, record.data, records)


def check_files_of(key: str, records: Records) -> Iterator[Diagnostic]:
    """The same for one text."""
    return _of(key, records, _Pages(records))


class _Pages:
    """Ids of articles and pages; all are gathered only when one is not found at once."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @cached_property
    def ids(self) -> frozenset[str]:
        keys = map(split_key, self._records.records)
        return frozenset(id for kind, id, _ in keys if kind in PAGES)

    def __contains__(self, id: str) -> bool:
        return ("." not in id and any(f"{kind}:{id}" in self._records.records for kind in PAGES)) or id in self.ids


def _of(key: str, records: Records, pages: _Pages) -> Iterator[Diagnostic]:
    for link in records.documents[key].file_links:
        yield from _missing(key, link, records, pages)
    yield from _missing_data(key, records.documents[key].tables, records)
    record = records.records.get(key)
    if isinstance(record, Article | Page):
        yield from _declared(key, record.data, records)


def _missing_data(key: str, tables: Iterable[FileLink], records: Records) -> Iterator[Diagnostic]:
    for one in tables:
        if one.target not in records.data:
            end = one.column + len(one.target)
            yield _no_data(key, one.target, Mark(records.origins[key].path, one.line, one.column, end), records)


def _declared(key: str, names: Iterable[str], records: Records) -> Iterator[Diagnostic]:
    for number, name in enumerate(names):
        if name not in records.data:
            yield _no_data(key, name, Spot(key, ("data", number)), records)


def _no_data(key: str, name: str, where: Mark | Spot, records: Records) -> Diagnostic:
    hint = did_you_mean(name, records.data) or f"put it into content/data/{name or 'name'}.csv, .json or .yaml"
    return Diagnostic("E023", where, f"there is no data “{name}”", hint, record=key)


def _missing(key: str, link: FileLink, records: Records, pages: _Pages) -> Iterator[Diagnostic]:
    path = plain_path(link.target)
    where = Mark(records.origins[key].path, link.line, link.column, link.column + len(link.target))
    if path.endswith(".md") and not link.target.startswith("/"):
        id = path.rpartition("/")[2].removesuffix(".md")
        if id not in pages:
            plain, _, lang = id.rpartition(".")
            if plain in pages and lang in (records.config.lang, *records.config.languages):
                hint = f"write {plain}.md: it leads to the page in the language of the text"
            else:
                hint = did_you_mean(id, pages.ids) or "link a record with [[kind:id]]"
            yield Diagnostic("E002", where, f"there is no article or page “{path}”", hint, record=key)
    elif link.image and path not in records.files:
        hint = did_you_mean(path, records.files) or f"put the file into content/{path}"
        yield Diagnostic("E023", where, f"there is no picture “{path}” in content/", hint, record=key)
