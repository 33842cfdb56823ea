"""What an editor is told when something is wrong: a code, a place, a sentence and a way out.

An author's mistake is a value of type `Diagnostic`; an exception is our own bug. Every stage of a build
returns `Checked[T]`: the best value it could make and all that it has to say about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, Literal, NamedTuple, TypeVar

from msgspec import Struct

T = TypeVar("T")

Level = Literal["error", "warning", "note", "off"]
Loc = tuple[str | int, ...]


class Mark(Struct, frozen=True, order=True, tag="mark"):
    """A stretch of one line in a source file. Lines and columns count from 1, in code points."""

    path: str
    """Path relative to the project, with forward slashes."""
    line: int = 1
    column: int = 1
    end_column: int = 0
    """First column after the stretch; 0 when only the starting point is known."""


class Spot(Struct, frozen=True, tag="spot"):
    """A field of a record, for stages that no longer hold the file: turned into a `Mark` before printing."""

    record: str
    """Key of the record, for example `claim:kyiv-region-retaken`."""
    loc: Loc = ()
    """The way to the field inside the record, for example `("assertions", 0, "by")`."""
    on_key: bool = False
    """True points at the field's name instead of at its value."""


class Related(Struct, frozen=True):
    """A second place that helps to understand a diagnostic."""

    where: Mark | Spot
    message: str


class Fix(Struct, frozen=True):
    """A change of a few letters that mends what is wrong and nothing else: safe to make once somebody has looked at it."""

    old: str
    """What stands there now. Of a `Mark`, the whole stretch; of a `Spot`, words inside the field."""
    new: str
    number: int = 0
    """Of a `Spot`: which of the places in the field where `old` stands, from 0."""


class Diagnostic(Struct, frozen=True):
    """One thing to mend, or to know."""

    code: str
    """Register entry without the prefix, for example `E204`."""
    where: Mark | Spot
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()
    record: str = ""
    """Key of the record it belongs to, so that the record's own `accept` can waive it."""
    level: Level | None = None
    """None until the site's settings are applied: then the level that counts."""
    fix: Fix | None = None
    """What `briefgen check --fix` does about it."""


class Checked(NamedTuple, Generic[T]):
    """A value together with everything there is to say about it."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = ()


def sorted_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By path, line and column, then code and words; equal ones once."""

    def place(one: Diagnostic) -> tuple[str, int, int, str, str]:
        where = one.where
        if isinstance(where, Mark):
            return (where.path, where.line, where.column, one.code, one.message)
        return (where.record, 0, 0, one.code, one.message)

    return tuple({place(one): one for one in sorted(diagnostics, key=place)}.values())


class FaultError(Exception):
    """Something that others wrote for us went wrong, a template or an extension; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic

    def __reduce__(self) -> tuple[type[FaultError], tuple[Diagnostic]]:
        """Made anew from its diagnostic when it comes from another process."""
        return type(self), (self.diagnostic,)
