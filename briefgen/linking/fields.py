"""Explicit links in short fields: summaries, notes, reasons. Few fields have any, so all are kept in one table by text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple, get_args, get_type_hints

import msgspec
from msgspec import Meta, Struct

from briefgen.base.diagnostics import Diagnostic, Loc, Mark, Spot
from briefgen.linking.explicit import Directory, resolve_links
from briefgen.model.document import Document, Passage
from briefgen.model.records import InLanguage, Record
from briefgen.model.site import Records
from briefgen.reading.markdown import inline, links_in
from briefgen.reading.marks import notes_spot

_packed = msgspec.msgpack.Encoder().encode


class TypedLink(NamedTuple):
    """A link to an address inside the site, `[words](address)`, in a short field."""

    key: str
    """The record, or the article whose notes they are."""
    spot: str
    """Record or notes in which the field is."""
    loc: Loc
    target: str


class LinkedFields(NamedTuple):
    """What short fields link to."""

    table: dict[str, Passage]
    """Fields with explicit links, resolved, by their text."""
    diagnostics: list[Diagnostic]
    typed: list[TypedLink]


def link_fields(
    records: Records, directory_in: Callable[[str], Directory], silent: Callable[[str], bool]
) -> LinkedFields:
    """Resolve the explicit links of every short field that has some, and gather the others."""
    table: dict[str, Passage] = {}
    diagnostics: list[Diagnostic] = []
    typed: list[TypedLink] = []
    config = records.config
    owners: Iterator[tuple[str, str, Record | InLanguage, str]] = (
        (key, key, record, record.lang) for key, record in records.records.items()
    )
    translated = (
        (key, key.rpartition(".")[0], one, key.rpartition(".")[2]) for key, one in records.translations.items()
    )
    for key, owner, record, own_lang in (*owners, *translated):
        # Few records have a link anywhere; looking for one in their bytes is much quicker than walking through all fields.
        for loc, text in texts_with_links(record, ()) if _has_links(_packed(record)) else ():
            typed += (TypedLink(owner, key, loc, target) for target in _targets(text))
            if "[[" not in text:
                continue
            passage = inline(text, lang=own_lang or config.lang, typography=config.markdown.typography)
            found = resolve_links(Document(passages=(passage,)), directory_in(own_lang), lambda *_: Mark(""), silent)
            table[text] = found.document.passages[0]
            diagnostics += [
                Diagnostic(one.code, Spot(key, loc), one.message, one.hint, record=owner) for one in found.diagnostics
            ]
    for key, notes in records.notes.items():
        for loc, text in texts_with_links(notes, ()) if _has_links(_packed(notes)) else ():
            typed += (TypedLink(key, notes_spot(key), loc, target) for target in _targets(text))
    return LinkedFields(table, diagnostics, typed)


def _has_links(packed: bytes) -> bool:
    return b"[[" in packed or b"](" in packed


def _targets(text: str) -> Iterator[str]:
    """Addresses inside the site that a field links to."""
    if "](" in text:
        yield from links_in(text)


def texts_with_links(value: Struct, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Every short Markdown field below a record that holds a link, with the way to it. Other fields are plain text."""
    for field, is_markdown in _fields(type(value)):
        yield from _texts(getattr(value, field), (*loc, field), is_markdown)
    if isinstance(value, InLanguage):
        yield from (
            ((*loc, "words", words), text) for words, text in value.words.items() if "[[" in text or "](" in text
        )


def _texts(value: object, loc: Loc, is_markdown: bool) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        if is_markdown and ("[[" in value or "](" in value):
            yield loc, value
    elif isinstance(value, Struct):
        yield from texts_with_links(value, loc)
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _texts(one, (*loc, number), is_markdown)


@cache
def _fields(struct: type[Struct]) -> tuple[tuple[str, bool], ...]:
    """Fields of a struct that may hold text or other structs, and whether the text is Markdown."""
    hints = get_type_hints(struct, include_extras=True)
    return tuple((name, _is_inline(hints[name])) for name in struct.__struct_fields__)


def _is_inline(annotation: object) -> bool:
    """Whether a type, or what it is made of, is marked as inline Markdown."""
    metas = getattr(annotation, "__metadata__", ())
    if any(isinstance(one, Meta) and (one.extra or {}).get("markdown") == "inline" for one in metas):
        return True
    return any(_is_inline(one) for one in get_args(annotation))
