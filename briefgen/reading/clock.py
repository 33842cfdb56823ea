"""The one place where the clock is read (ruling 11): what counts as “now”."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time

from briefgen.base.dates import When
from briefgen.model.site import Now


def is_past(moment: datetime) -> bool:
    """Whether a moment has come."""
    return datetime.now(UTC) >= moment


def this_moment() -> datetime:
    """The moment in UTC, for notes about what was done when; nothing of a site may depend on it."""
    return datetime.now(UTC)


def read_now(as_of: When | None, pinned: When | None, environment: Mapping[str, str]) -> Now:
    """Now: what was asked for, else what the site pins, else `SOURCE_DATE_EPOCH`, else this moment in UTC.

    A day stands for its last moment. Raises `ValueError` when `SOURCE_DATE_EPOCH` is no number of seconds.
    """
    chosen = as_of or pinned
    if chosen is not None:
        return Now(chosen.upper, chosen.instant or datetime.combine(chosen.upper, time.max, UTC), as_of is not None)
    epoch = environment.get("SOURCE_DATE_EPOCH", "").strip()
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return Now(moment.date(), moment)
