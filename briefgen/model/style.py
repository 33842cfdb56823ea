"""House style: `content/style.yaml`. When the file is there, texts are held against it; every key is optional."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from briefgen.model.fields import Name
from briefgen.model.parts import Value

Scope = Literal["prose", "quotes", "titles"]


class Spelling(Value, frozen=True, kw_only=True):
    """A spelling that the desk prefers, and those that it rejects."""

    prefer: Name
    """What to write."""
    reject: Annotated[tuple[Name, ...], Meta(min_length=1)]
    """What not to write. A word in small letters is found with a capital at its beginning as well."""
    scopes: Annotated[tuple[Scope, ...], Meta(min_length=1, extra={"name": "in"})] = ("prose", "titles")
    """Where: `prose`, `quotes` (words inside quotation marks, which `--fix` leaves alone), `titles` (headlines and headings)."""
    allow_phrases: tuple[Name, ...] = ()
    """Longer phrases in which a rejected spelling is right, for example `chicken Kiev`."""
    reason: str = ""
    """Why, shown to the writer."""


class Honorifics(Value, frozen=True, kw_only=True):
    """How people are addressed in prose."""

    dots: Literal["never", "always", "any"] = "any"
    """Whether `Mr`, `Mrs`, `Ms`, `Dr` and `Prof` carry a full stop."""
    first: Literal["never", "any"] = "any"
    """`never`: no `Mr` or `Ms` before a full name."""
    later: Literal["always", "never", "any"] = "any"
    """Whether a family name alone carries the person’s `honorific`. People without one are left alone."""


class Style(Value, frozen=True, kw_only=True):
    """What the desk writes, and what it does not."""

    spellings: tuple[Spelling, ...] = ()
    """Preferred and rejected spellings. Spellings of a person, place or organisation are better kept with the record: `house_style`."""
    honorifics: Honorifics = Honorifics()
    """How people are addressed."""
    attribution: dict[str, str] | None = None
    """Verbs that say more than that somebody said something, each with what to write instead: `{claimed: said}`. English has a list of its own; `{}` flags none."""
    hedges: tuple[Name, ...] | None = None
    """Words of doubt that do not belong beside a confirmed claim. English has a list of its own; `[]` flags none."""
    relative_dates: bool = True
    """False leaves “yesterday” and “last Saturday” alone. They are known in English."""
    straight_quotes: bool = True
    """False leaves straight quotation marks and apostrophes alone, where readers would see them."""
    double_spaces: bool = True
    """False leaves two spaces in a row alone."""
