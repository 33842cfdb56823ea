"""Who holds a place on a given day, and on what basis."""

from __future__ import annotations

from datetime import date

from briefgen.base.dates import When, covers
from briefgen.model.parts import Control
from briefgen.model.records import Place


def control_at(place: Place, day: When) -> tuple[Control, ...]:
    """Entries that cover `day`, newest first."""
    holding = [one for one in place.control if covers(one.since, one.until, day.lower, day.upper)]
    return tuple(sorted(holding, key=_start, reverse=True))


def control_newest_first(place: Place) -> tuple[Control, ...]:
    """All entries, newest first."""
    return tuple(sorted(place.control, key=_start, reverse=True))


def _start(entry: Control) -> date:
    return date.min if entry.since is None else entry.since.lower
