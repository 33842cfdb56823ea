"""The statuses a claim may have, and which kind of claim may have which. Words for readers live in locales."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from briefgen.model.config import OwnStatus, StatusSet

RatingRule = Literal["never", "label", "1", "2-3", "4", "5"]


class Status(Struct, frozen=True, kw_only=True):
    """One value of the status vocabulary."""

    id: str
    """`unverified`, `confirmed` ..."""
    sets: tuple[StatusSet, ...]
    """F for facts, P for pledges, J for judgements."""
    glyph: str
    """The character shown beside the label; status is never told by colour alone."""
    closed: bool = False
    """True when nothing more is expected."""
    rating: RatingRule = "never"
    """What a published review may carry under this status."""
    shade: str = "open"
    """Family that a theme colours alike: open, supported, contested, against, judgement."""
    review_days: int | None = None
    """Days after which an open status wants another look; None for never."""
    label: str = ""
    """The site's own label; the theme's locale otherwise."""
    gloss: str = ""
    """The site's own explanation; the theme's locale otherwise."""


def _status(
    id: str,
    sets: str,
    glyph: str,
    shade: str,
    *,
    closed: bool = False,
    rating: RatingRule = "never",
    days: int | None = None,
) -> Status:
    split: tuple[StatusSet, ...] = tuple(one for one in ("F", "P", "J") if one in sets)
    return Status(id=id, sets=split, glyph=glyph, shade=shade, closed=closed, rating=rating, review_days=days)


# Review days: Wikipedia's “update after” practice, shortened for news; an open claim must not rest unseen.
_BUILT_IN = (
    _status("unverified", "F", "?", "open", days=7),
    _status("checking", "F", "…", "open", days=2),
    _status("corroborated", "F", "◑", "supported", rating="4", days=30),
    _status("confirmed", "F", "●", "supported", closed=True, rating="5"),
    _status("disputed", "FPJ", "⇄", "contested", rating="label", days=14),
    _status("misleading", "F", "◒", "contested", closed=True, rating="2-3"),
    _status("unsupported", "F", "○", "against", rating="label"),
    _status("refuted", "F", "✕", "against", closed=True, rating="1"),
    _status("outdated", "F", "⟲", "contested", closed=True, rating="label"),
    _status("withdrawn", "FPJ", "—", "against", closed=True),
    _status("pending", "P", "◷", "open"),
    _status("in-progress", "P", "◔", "open", days=14),
    _status("kept", "P", "●", "supported", closed=True, rating="label"),
    _status("partly-kept", "P", "◐", "contested", closed=True, rating="label"),
    _status("broken", "P", "✕", "against", closed=True, rating="label"),
    _status("stalled", "P", "⏸", "contested", rating="label"),
    _status("borne-out", "P", "●", "supported", closed=True, rating="label"),
    _status("not-borne-out", "P", "✕", "against", closed=True, rating="label"),
    _status("not-checkable", "J", "“", "judgement", closed=True),
)
STATUSES: Mapping[str, Status] = {one.id: one for one in _BUILT_IN}
"""The built-in statuses, in the order in which lists show them."""

_PREDICTIONS_ONLY = frozenset({"borne-out", "not-borne-out"})
_KIND_SETS: Mapping[str, StatusSet] = {
    "pledge": "P",
    "prediction": "P",
    "assessment": "J",
    "opinion": "J",
}

USUAL_WORDS: Mapping[str, str] = {
    "false": "refuted", "debunked": "refuted", "fake": "refuted", "wrong": "refuted", "incorrect": "refuted",
    "true": "confirmed", "verified": "confirmed", "correct": "confirmed", "proven": "confirmed",
    "unproven": "unverified", "unconfirmed": "unverified", "not-verified": "unverified", "open": "unverified",
    "unknown": "unverified", "pending": "checking", "in-review": "checking", "contested": "disputed",
    "half-true": "misleading", "mixed": "misleading", "partly-true": "misleading", "no-evidence": "unsupported",
    "retracted": "withdrawn", "opinion": "not-checkable", "judgement": "not-checkable",
}  # fmt: skip
"""Words that desks use for a status, with ours: for hints."""


def status_set_of_kind(kind: str) -> StatusSet:
    """The family of statuses a kind of claim draws from."""
    return _KIND_SETS.get(kind, "F")


def statuses_of_kind(kind: str, statuses: Mapping[str, Status]) -> tuple[str, ...]:
    """Ids of the statuses that a claim of this kind may have, in display order."""
    family = status_set_of_kind(kind)
    return tuple(
        one.id
        for one in statuses.values()
        if family in one.sets and (kind == "prediction" or one.id not in _PREDICTIONS_ONLY)
    )


def site_statuses(own: Mapping[str, OwnStatus]) -> dict[str, Status]:
    """The built-in statuses with the site's own words, then the site's own statuses."""
    merged = dict(STATUSES)
    for id, words in own.items():
        base = merged.get(id) or Status(id=id, sets=(words.set or "F",), glyph="◇")
        merged[id] = Status(
            id=id,
            sets=base.sets if words.set is None else (words.set,),
            glyph=words.glyph or base.glyph,
            closed=base.closed if words.closed is None else words.closed,
            rating=base.rating,
            shade=base.shade,
            review_days=base.review_days,
            label=words.label,
            gloss=words.gloss,
        )
    return merged
