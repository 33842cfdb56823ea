"""Whether quoted words stand in a text, as people compare them: quotation marks, spaces and omissions aside."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.base.patterns import pattern
from briefgen.linking.anchors import wanted
from briefgen.model.document import Document

_OMISSION = pattern(r"\s*(?:\[?(?:\.\.\.|…)\]?)\s*")
_EDGES = " \t\n.,;:!?-–—\"'“”‘’«»()"


def plain_text(document: Document) -> str:
    """The text of a document as readers see it."""
    return "\n".join(passage.text for passage in document.passages)


def is_found(quote: str, texts: Iterable[str]) -> bool:
    """Whether every part of a quotation, omissions aside, stands in one of the texts in order."""
    parts = [part.strip(_EDGES) for part in _OMISSION.split(wanted(quote))]
    return any(_in_order([part for part in parts if part], wanted(text)) for text in texts)


def _in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
