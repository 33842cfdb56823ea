"""Every place in the project's files that names a record by its id: fields, `[[id]]`, `{claim=id}`, links to a file.

Names in running text are no uses in this sense: they are found by what the record is called, not by its id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

import msgspec
from yaml.nodes import ScalarNode

from briefgen.base.diagnostics import Loc
from briefgen.base.patterns import pattern
from briefgen.linking.explicit import Directory
from briefgen.linking.fields import texts_with_links
from briefgen.linking.notes import note_texts
from briefgen.model.document import Document, Passage
from briefgen.model.records import Correction, InLanguage, Record
from briefgen.model.site import Origin, Records, key_of, split_key
from briefgen.reading.bodies import body_field
from briefgen.reading.markdown import inline, links_in
from briefgen.reading.marks import Places, notes_spot
from briefgen.reading.references import references
from briefgen.reading.sheet import Sheet
from briefgen.reading.texts import MarkdownText, parse_here

How = Literal["field", "link", "claim", "file"]

_LINK = pattern(r"\[\[([^\[\]|\n]*)(?:\|[^\[\]]*)?\]\]")
_BRACES = pattern(r"\{[^{}\n]*\bclaim=[^{}\n]*\}")
_CLAIMS = pattern(r"\bclaim=(?:\"([^\"]*)\"|([^\s\"}]+))")
_WORD = pattern(r"\S+")
_FILE = pattern(r"\]\(\s*<?([^()\s<>]+\.md)(?=[)#?\s>])")


class Use(NamedTuple):
    """One place that names a record by its id."""

    key: str
    """The record that is meant."""
    spot: str
    """What it stands in: the key of a record, the site record, or the notes of an article."""
    how: How
    loc: Loc
    """The way to the field; empty in the text below a front matter."""
    path: str
    start: int
    """First offset of the id, in the text of the file as reading takes it."""
    end: int
    written: str
    """The id as written, perhaps with its kind in front."""
    kinds: tuple[str, ...] = ()
    """For fields: what kinds may stand there; none for all."""


class UseError(Exception):
    """A place could not be found in its file; the message names the file."""


def uses(records: Records, directory: Directory, read: Callable[[str], str], wanted: Container[str]) -> Iterator[Use]:
    """Uses of the wanted records, file by file in no particular order. `records` are as they were read.

    `read` gives the text of a file of the project. Raises `UseError` where the id cannot be pointed to.
    """
    finder = _Finder(records, directory, read, wanted)
    yield from finder.in_fields()
    yield from finder.in_texts()
    yield from finder.in_short_texts()
    yield from finder.in_corrections()


class _Mark(NamedTuple):
    """An id inside a Markdown text, as far as its letters go."""

    start: int
    end: int
    written: str
    how: How


class _Finder:
    def __init__(
        self, records: Records, directory: Directory, read: Callable[[str], str], wanted: Container[str]
    ) -> None:
        self._records, self._directory, self._wanted = records, directory, wanted
        self._places = Places(records)
        self.sheet = cache(lambda path: Sheet(path, read(path)))
        self._read = read

    # --- fields ------------------------------------------------------------------------------------------------------

    def in_fields(self) -> Iterator[Use]:
        """References in YAML."""
        seen: set[tuple[str, int]] = set()
        for one in references(self._records):
            if one.key in self._wanted:
                path, start, end = self._scalar(one.spot, one.loc, one.written)
                if (path, start) not in seen:
                    # An anchor (`&a`) is written once, however often it is used.
                    seen.add((path, start))
                    yield Use(one.key, one.spot, "field", one.loc, path, start, end, one.written, one.kinds)

    def in_corrections(self) -> Iterator[Use]:
        """`affects: [claim:x]`, which is text to the model."""
        for key, record in self._records.records.items():
            for number, text in enumerate(record.affects if isinstance(record, Correction) else ()):
                kind, _, id = text.partition(":")
                if kind == "claim" and key_of(kind, id) in self._wanted:
                    path, start, end = self._scalar(key, ("affects", number), text)
                    yield Use(text, key, "field", ("affects", number), path, start, end, text, ("claim",))

    def _origin(self, spot: str) -> Origin:
        found = self._places.get(spot)
        if found is None:
            raise UseError(f"{spot} stands in no file")
        return found

    def _scalar(self, spot: str, loc: Loc, written: str) -> tuple[str, int, int]:
        origin = self._origin(spot)
        sheet: Sheet = self.sheet(origin.path)
        node = sheet.node((*origin.prefix, *loc))
        if isinstance(node, ScalarNode):
            start, end = sheet.inside(node)
            if sheet.text[start:end] == written:
                return origin.path, start, end
        if node is None and spot.endswith("#notes") and loc and loc[-1] == "ref":
            return self._inline(sheet, (*origin.prefix, *loc[:-1], "inline"))
        raise UseError(
            f"{origin.path}: “{written}” under {'.'.join(map(str, loc))} is written in a way that is not understood"
        )

    def _inline(self, sheet: Sheet, loc: Loc) -> tuple[str, int, int]:
        """A whole record in the notes stands for a reference to it; it is named where it begins."""
        node = sheet.node(loc)
        start = sheet.start(node) if node is not None else 0
        return sheet.path, start, start

    # --- texts -------------------------------------------------------------------------------------------------------

    def in_texts(self) -> Iterator[Use]:
        """`[[id]]`, `{claim=id}` and links to files in the longer texts of records."""
        for key in self._records.documents:
            record, origin = self._written(key), self._records.origins[key]
            raw = self._read(origin.path)
            if "[[" not in raw and "claim=" not in raw and ".md" not in raw:
                continue
            sheet: Sheet = self.sheet(origin.path)
            live = self._block_parser(self._lang(key), origin.path)
            name = self._body_name(record)
            if origin.path.endswith(".md") and not origin.prefix and (sheet.body.strip() or not name):
                yield from self._in(key, (), origin.path, sheet.body_at, sheet.body, sheet.body, live)
            elif name and (value := getattr(record, name)):
                yield from self._in_value(key, (name,), value, live)

    def _written(self, key: str) -> Record | InLanguage:
        """A record, or what it says in another language."""
        return self._records.translations[key] if key in self._records.translations else self._records.records[key]

    def _lang(self, key: str) -> str:
        record = self._records.records.get(key)
        return (record.lang if record is not None else split_key(key)[2]) or self._records.config.lang

    def _body_name(self, record: Record | InLanguage) -> str:
        """The field that holds its longer text."""
        if isinstance(record, InLanguage):
            return next((name for name in ("bio", "body") if getattr(record, name)), "")
        return body_field(type(record))

    def _block_parser(self, lang: str, path: str) -> Callable[[str], Iterable[str]]:
        markdown = self._records.config.markdown

        def live(text: str) -> Iterable[str]:
            parsed = parse_here(
                [MarkdownText(text, path, lang, 1, markdown.html, markdown.typography, markdown.highlight)]
            )
            document = msgspec.msgpack.decode(next(iter(parsed))[0], type=Document)
            return (*_named(document.passages), *(one.target for one in document.file_links))

        return live

    def in_short_texts(self) -> Iterator[Use]:
        """`[[id]]` in summaries, notes, reasons."""
        for key, record in (*self._records.records.items(), *self._records.translations.items()):
            packed = _packed(record)
            for loc, text in texts_with_links(record, ()) if b"[[" in packed or b"](" in packed else ():
                yield from self._in_value(key, loc, text, self._inline_parser(key))
                if loc[:1] == ("words",) and "[[" in str(loc[-1]):
                    # A translation stands under the very words that it translates.
                    yield from self._in_value(key, loc, str(loc[-1]), self._inline_parser(key), on_key=True)
        for key, notes in self._records.notes.items():
            for name, number, text in note_texts(notes):
                if "[[" in text or "](" in text:
                    live = self._inline_parser(key)
                    yield from self._in_value(notes_spot(key), (name, number, "note"), text, live)

    def _inline_parser(self, key: str) -> Callable[[str], Iterable[str]]:
        lang, typography = self._lang(key), self._records.config.markdown.typography

        def live(text: str) -> Iterable[str]:
            return (*_named((inline(text, lang=lang, typography=typography),)), *links_in(text))

        return live

    def _in_value(
        self, spot: str, loc: Loc, value: str, live: Callable[[str], Iterable[str]], on_key: bool = False
    ) -> Iterator[Use]:
        origin = self._origin(spot)
        sheet: Sheet = self.sheet(origin.path)
        find = sheet.key if on_key else sheet.node
        node = find((*origin.prefix, *loc))
        if not isinstance(node, ScalarNode):
            raise UseError(f"{origin.path}: the text under {'.'.join(map(str, loc))} was not found")
        start, end = sheet.start(node), sheet.end(node)
        yield from self._in(spot, loc, origin.path, start, sheet.text[start:end], value, live)

    def _in(
        self, spot: str, loc: Loc, path: str, at: int, raw: str, value: str, live: Callable[[str], Iterable[str]]
    ) -> Iterator[Use]:
        """Ids in one text. `raw` is how it is written in the file at offset `at`, `value` what the file means by it."""
        found = [(mark, key) for mark in marks(raw) if (key := self._key(mark)) in self._wanted]
        if not found:
            return
        meant = list(marks(value))
        wanted = [one for one in meant if self._key(one) in self._wanted]
        if [one.written for one in wanted] != [one.written for one, _ in found]:
            raise UseError(f"{path}: a link under {'.'.join(map(str, loc))} is written in a way that is not understood")
        # What is a link and what only looks like one, in code for example, is for the parser to say.
        probes = {f"zq{number}zq": number for number in range(len(wanted))}
        probed = value
        for (word, _), one in reversed(list(zip(probes.items(), wanted, strict=True))):
            probed = probed[: one.start] + (f"{word}.md" if one.how == "file" else word) + probed[one.end :]
        alive = {probes[word.removesuffix(".md")] for word in live(probed) if word.removesuffix(".md") in probes}
        for number, (mark, key) in enumerate(found):
            if number in alive:
                yield Use(key, spot, mark.how, loc, path, at + mark.start, at + mark.end, mark.written)

    def _key(self, mark: _Mark) -> str:
        """What an id in a text means; empty for nothing, for several, and for what is found by name."""
        if mark.how == "file":
            return self._of_file(mark.written)
        written = f"claim:{mark.written.removeprefix('claim:')}" if mark.how == "claim" else mark.written
        keys, by_name = self._directory.find(written)
        return keys[0] if len(keys) == 1 and not by_name else ""

    def _of_file(self, target: str) -> str:
        id = target.rpartition("/")[2].removesuffix(".md").partition(".")[0]
        here = [f"{kind}:{id}" for kind in ("article", "page") if f"{kind}:{id}" in self._records.records]
        return here[0] if len(here) == 1 else ""


def marks(text: str) -> Iterator[_Mark]:
    """Everything in a Markdown text that looks like an id, in order."""
    found = [_link(one) for one in _LINK.finditer(text)]
    for braces in _BRACES.finditer(text):
        for one in _CLAIMS.finditer(text, braces.start(), braces.end()):
            group = 1 if one[1] is not None else 2
            found += [
                _Mark(one.start(group) + word.start(), one.start(group) + word.end(), word[0], "claim")
                for word in _WORD.finditer(one[group])
            ]
    found += [_Mark(*one.span(1), one[1], "file") for one in _FILE.finditer(text)]
    return iter(sorted(one for one in found if one.written))


def _link(found: re.Match[str]) -> _Mark:
    inner = found[1].rstrip("\\")
    written = inner.strip()
    start = found.start(1) + len(inner) - len(inner.lstrip())
    return _Mark(start, start + len(written), written, "link")


def _named(passages: Iterable[Passage]) -> Iterator[str]:
    for passage in passages:
        yield from (one.target for one in passage.links)
        yield from (id for span in passage.claims for id in span.claims)


_packed = msgspec.msgpack.Encoder().encode


def versions(records: Records, key: str) -> tuple[str, ...]:
    """The keys of a record in all languages in which it is written, the site's own first; of translations as well."""
    return tuple(one for one in (*records.records, *records.translations) if split_key(one)[:2] == split_key(key)[:2])
