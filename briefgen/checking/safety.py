"""What may harm somebody: places that are told too exactly, graphic texts without a warning (content model 13)."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.base.diagnostics import Diagnostic, Spot
from briefgen.model.records import Article, Place, Record


def check_safety(key: str, record: Record) -> Iterator[Diagnostic]:
    """Everything to say about one record."""
    if isinstance(record, Place):
        yield from _exact(key, record)
    elif isinstance(record, Article) and "graphic" in record.sensitivity and not record.content_note:
        hint = "say in a sentence what readers will meet: content_note: …"
        yield Diagnostic(
            "E504", Spot(key, ("sensitivity",)), "a graphic article needs a content note", hint, record=key
        )


def _exact(key: str, place: Place) -> Iterator[Diagnostic]:
    if place.sensitivity and place.coordinates is not None and place.coordinates.precision == "exact":
        message = f"{place.name} is a sensitive place and its point is exact"
        hint = "write the point of the town and `precision: settlement`, or `precision: obscured`"
        yield Diagnostic("E503", Spot(key, ("coordinates", "precision")), message, hint, record=key)
