"""Explicit links in short fields: summaries, notes, reasons. Few fields have any, so all are kept in one table by text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from briefgen.base.diagnostics import Diagnostic, Loc, Mark, Spot
from briefgen.linking.explicit import Directory, resolve_links
from briefgen.model.document import Document, Passage
from briefgen.model.site import Records
from briefgen.reading.markdown import inline


def link_fields(
    records: Records, directory: Directory, silent: Callable[[str], bool]
) -> tuple[dict[str, Passage], list[Diagnostic]]:
    """Resolve the explicit links of every short field that has some."""
    table: dict[str, Passage] = {}
    diagnostics: list[Diagnostic] = []
    config = records.config
    for key, record in records.records.items():
        for loc, text in texts_with_links(record, ()):
            passage = inline(text, lang=record.lang or config.lang, typography=config.markdown.typography)
            found = resolve_links(Document(passages=(passage,)), directory, lambda *_: Mark(""), silent)
            table[text] = found.document.passages[0]
            diagnostics += [
                Diagnostic(one.code, Spot(key, loc), one.message, one.hint, record=key) for one in found.diagnostics
            ]
    return table, diagnostics


def texts_with_links(value: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Every text below a value that holds `[[`, with the way to it. Bodies are parsed as documents of their own."""
    if isinstance(value, str):
        if "[[" in value:
            yield loc, value
    elif isinstance(value, Struct):
        for field in value.__struct_fields__:
            if field not in {"bio", "body"}:
                yield from texts_with_links(getattr(value, field), (*loc, field))
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from texts_with_links(one, (*loc, number))
