"""Validation and JSON Schema, derived from the model's structs.

A value that is as it should be becomes its struct at once (`schema_straight`); any other is shown to pydantic
(`schema_checks`), which knows what is wrong with it. pydantic takes as long to load as two thousand records to
read, so it is not loaded before somebody has made a mistake.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec import Struct

from briefgen.model.config import SiteConfig
from briefgen.model.notes import Notes
from briefgen.model.records import KINDS, InLanguage
from briefgen.model.style import Style
from briefgen.model.theme import ThemeRecord
from briefgen.reading import shapes
from briefgen.reading.problems import Problem
from briefgen.reading.schema_straight import straight


class Validated(NamedTuple):
    """A struct made of what was read, if one could be made, and all that was wrong."""

    value: Any
    """The struct, without the parts that were wrong; None when what is left is no whole record."""
    problems: tuple[Problem, ...] = ()


def validate(struct: type[Struct], value: object) -> Validated:
    """Check a value that was read against a struct, and make the struct."""
    made = straight(struct, value)
    if made is not None:
        return Validated(made)
    from briefgen.reading.schema_checks import checked

    return Validated(*checked(struct, value))


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of record, of `notes`, of `site`, of a `style`, of a `theme` or of a `translation`, for editors and for the documentation."""
    from briefgen.reading.schema_checks import schema_of

    kinds: dict[str, type[Struct]] = {
        **KINDS,
        "notes": Notes,
        "site": SiteConfig,
        "translation": InLanguage,
        "style": Style,
        "theme": ThemeRecord,
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema_of(kinds[kind])}


def field_docs(struct: type[Struct]) -> dict[str, str]:
    """What each key of a record means, by the key as written."""
    return dict(shapes.field_docs(struct))
