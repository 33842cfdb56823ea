"""What may stand at a place of a file, by the model's own types: keys, vocabularies, references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, get_args

from msgspec import Struct

from briefgen.base.dates import When
from briefgen.base.diagnostics import Loc
from briefgen.model.config import SiteConfig
from briefgen.model.notes import Notes
from briefgen.model.parts import StatusEntry
from briefgen.model.records import KINDS, InLanguage
from briefgen.model.vocabulary import Status
from briefgen.reading.disk import CONFIG_FILE, CONTENT
from briefgen.reading.layout import Slot, slot_of
from briefgen.reading.shapes import Annotation, Field, bare, branches, extras, fields, items, origin, shape, step_into


class Expected(NamedTuple):
    """What may stand somewhere."""

    annotation: Annotation
    field: Field | None
    """The nearest field above; None for a whole record."""

    @property
    def one(self) -> Annotation:
        """What a single value is: of a list, its items."""
        for branch in branches(self.annotation):
            if shape(branch) == "list":
                return items(branch)
        return self.annotation

    @property
    def kinds(self) -> tuple[str, ...] | None:
        """Which records a reference here may name; None where there is no reference."""
        for branch in branches(self.one):
            if "ref" in (notes := extras(branch)):
                return notes["ref"] or tuple(KINDS)
        return None

    def words(self, statuses: Mapping[str, Status]) -> Iterator[str]:
        """The words of a vocabulary, as they are written."""
        if self.field is not None and self.field.struct is StatusEntry and self.field.name == "status":
            yield from statuses
        for branch in branches(self.one):
            kind = bare(branch)
            if origin(kind) is Literal:
                yield from map(_written, get_args(kind))
            elif kind is bool:
                yield from ("true", "false")

    @property
    def keys(self) -> Mapping[str, Field]:
        """The keys of a mapping here."""
        for branch in (*branches(self.annotation), *branches(self.one)):
            kind = bare(branch)
            if isinstance(kind, type) and issubclass(kind, Struct) and kind is not When:
                return fields(kind)
        return {}


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def slot(path: str, config: SiteConfig) -> Slot | None:
    """What a file of the project is; None for what holds no records."""
    return slot_of(path.removeprefix(f"{CONTENT}/"), config) if path.startswith(f"{CONTENT}/") else None


def expected_at(path: str, loc: Loc, config: SiteConfig) -> Expected | None:
    """What may stand at the end of a way into a file; None where nothing is known."""
    if path == CONFIG_FILE:
        return _follow(SiteConfig, loc)
    found = slot(path, config)
    if found is None:
        return None
    if found.form in {"mapping", "translations"}:
        return _follow(_struct(found), loc[1:]) if loc else None
    struct = _struct(found)
    return _follow(struct, loc) if struct is not None else None


def _struct(found: Slot) -> type[Struct] | None:
    if found.form == "notes":
        return Notes
    if found.form in {"translation", "translations"}:
        return InLanguage
    return KINDS.get(found.kind)


def _follow(struct: Any, loc: Loc) -> Expected | None:
    if struct is None:
        return None
    here = Expected(struct, None)
    for step in loc:
        below = step_into(here.annotation, step)
        if below is None:
            return None
        field = here.keys.get(step) if isinstance(step, str) else here.field
        here = Expected(below, field)
    return here
