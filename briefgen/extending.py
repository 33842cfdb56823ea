"""What makers of extensions import: the types, and a way to write rules of Markdown."""

from __future__ import annotations

import re

from msgspec.structs import replace

from briefgen.base.html import Html, escape
from briefgen.linking.passages import substitute
from briefgen.model.document import Document, Markup, Passage
from briefgen.model.extension import Extension, Finding, OwnPage
from briefgen.model.site import Site

__all__ = ["Document", "Extension", "Finding", "Html", "OwnPage", "Site", "escape", "marked"]


def marked(document: Document, pattern: re.Pattern[str], before: str, after: str) -> Document:
    """The text with HTML around the first group of each match, and the rest of the match taken out.

    Code, links and raw HTML are left alone. Names inside are found as elsewhere.
    """
    return replace(document, passages=tuple(_marked(one, pattern, before, after) for one in document.passages))


def _marked(passage: Passage, pattern: re.Pattern[str], before: str, after: str) -> Passage:
    changes: list[tuple[int, int, str]] = []
    markup: list[Markup] = []
    shift = 0
    for found in pattern.finditer(passage.text):
        start, end = found.span(1)
        if any(found.start() < last and found.end() > first for first, last in passage.closed):
            continue
        changes += [(found.start(), start, ""), (end, found.end(), "")]
        shift += start - found.start()
        markup.append(Markup(start - shift, end - shift, before, after))
        shift += found.end() - end
    if not changes:
        return passage
    cut = substitute(passage, [one for one in changes if one[0] < one[1]])
    every = sorted((*cut.markup, *markup), key=lambda one: (one.start, -one.end))
    return replace(cut, markup=tuple(every))
