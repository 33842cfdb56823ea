"""Later stages speak of a field of a record; here the field becomes a line and column again.

Files are composed anew for that, each at most once, and only those that have something to report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Loc, Mark, Related, Spot
from briefgen.model.site import Origin, Records
from briefgen.reading.disk import CONFIG_FILE
from briefgen.reading.front_matter import split_front_matter
from briefgen.reading.yaml_nodes import YamlFile, parse_yaml

SITE = "site:briefgen"
"""The record of a `Spot` in the site record."""


def notes_spot(article: str) -> str:
    """The record of a `Spot` in the sidebar notes of an article, from the article's key."""
    return f"{article}#notes"


class Places:
    """Where everything that a `Spot` can speak of was read: records, notes and the site record."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def get(self, record: str) -> Origin | None:
        """The place of a record; None when there is none of that key."""
        if record == SITE:
            return Origin(CONFIG_FILE)
        key, notes, _ = record.partition("#")
        return (self._records.note_origins if notes else self._records.origins).get(key)


def locate(
    diagnostics: Iterable[Diagnostic],
    places: Places,
    read_text: Callable[[str], str | None],
    known: Mapping[Spot, Mark] | None = None,
) -> tuple[Diagnostic, ...]:
    """The diagnostics with a file, line and column each; `read_text` gives the text of a file of the project.

    `known` are places that were found before, in files that are the same.
    """
    finder = _Finder(places, read_text, known or {})
    return tuple(_located(one, finder) for one in diagnostics)


def locate_spot(spot: Spot, places: Places, read_text: Callable[[str], str | None]) -> Mark:
    """The place of one field."""
    return _Finder(places, read_text, {}).mark(spot)


def _located(diagnostic: Diagnostic, finder: _Finder) -> Diagnostic:
    if isinstance(diagnostic.where, Mark) and not diagnostic.related:
        return diagnostic
    related = tuple(Related(finder.mark(one.where), one.message) for one in diagnostic.related)
    return replace(diagnostic, where=finder.mark(diagnostic.where), related=related)


class _Finder:
    """Keeps the files it has composed."""

    def __init__(self, places: Places, read_text: Callable[[str], str | None], known: Mapping[Spot, Mark]) -> None:
        self._places = places
        self._known = known
        self._read_text = read_text
        self._files: dict[str, YamlFile] = {}

    def mark(self, where: Mark | Spot) -> Mark:
        """The place of a field."""
        if isinstance(where, Mark):
            return where
        if where in self._known:
            return self._known[where]
        origin = self._places.get(where.record)
        if origin is None:
            return Mark(where.record)
        file = self._files.get(origin.path)
        if file is None:
            file = self._files[origin.path] = self._file(origin.path)
        loc: Loc = (*origin.prefix, *where.loc)
        return file.mark_at(loc, where.on_key or not where.loc)

    def _file(self, path: str) -> YamlFile:
        text = self._read_text(path) or ""
        if path.endswith(".md"):
            parts, _ = split_front_matter(path, text)
            text = "" if parts is None else parts.yaml
        return parse_yaml(path, text).value
