"""The sidebar notes of one article: who is who, places, claims, terms, timeline."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from briefgen.base.dates import When
from briefgen.model.fields import ClaimRef, EventRef, Inline, OrganisationRef, PersonRef, PlaceRef, SourceRef, TermRef
from briefgen.model.parts import Value
from briefgen.model.records import Claim, Organisation, Person, Place


class WhoNote(Value, frozen=True, kw_only=True):
    """Somebody in an article's “who's who”."""

    ref: PersonRef = ""
    """The person. One of `ref` and `inline` is needed."""
    inline: Person | None = None
    """A whole person record, for a site without a registry; needs an `id` or gets one from the name."""
    note: Inline = ""
    """Why the person matters here."""
    role: str = ""
    """Role in words, instead of the record's."""
    group: str = ""
    """Heading to group under."""
    lead: bool = False
    """True for the main figures."""
    hide: bool = False
    """True leaves the note out."""


class OrganisationNote(Value, frozen=True, kw_only=True):
    """A body in an article's notes."""

    ref: OrganisationRef = ""
    """The organisation."""
    inline: Organisation | None = None
    """A whole record."""
    note: Inline = ""
    """Why it matters here."""
    group: str = ""
    """Heading to group under."""
    hide: bool = False
    """True leaves the note out."""


class PlaceNote(Value, frozen=True, kw_only=True):
    """A place in an article's notes."""

    ref: PlaceRef = ""
    """The place."""
    inline: Place | None = None
    """A whole record."""
    note: Inline = ""
    """Why it matters here."""
    spelled_here: str = ""
    """How the source spells it."""
    hide: bool = False
    """True leaves the note out."""


class ClaimNote(Value, frozen=True, kw_only=True):
    """A claim in an article's notes."""

    ref: ClaimRef = ""
    """The claim."""
    inline: Claim | None = None
    """A whole record."""
    note: Inline = ""
    """Why it matters here."""


class TimelineChoice(Value, frozen=True, kw_only=True):
    """Which events an article shows."""

    events: Literal["auto"] | tuple[EventRef, ...] = "auto"
    """`auto` takes events that share a topic, person or place with the article."""
    since: Annotated[When | None, Meta(extra={"name": "from"})] = None
    """First day."""
    until: Annotated[When | None, Meta(extra={"name": "to"})] = None
    """Last day."""
    collapse_after: Annotated[int, Meta(ge=1)] | None = None
    """Fold what comes after so many."""


class Notes(Value, frozen=True, kw_only=True):
    """The sidebar notes of one article: `<article>.notes.yaml`."""

    who: tuple[WhoNote, ...] = ()
    """People."""
    orgs: tuple[OrganisationNote, ...] = ()
    """Bodies."""
    places: tuple[PlaceNote, ...] = ()
    """Places."""
    claims: Literal["auto"] | tuple[ClaimNote, ...] = "auto"
    """Claims; `auto` takes those marked in the text."""
    terms: Literal["auto"] | tuple[TermRef, ...] = "auto"
    """Glossary words; `auto` takes those found in the text."""
    timeline: TimelineChoice = TimelineChoice()
    """Events."""
    sources: Literal["auto"] | tuple[SourceRef, ...] = "auto"
    """Sources; `auto` takes all behind the page."""
