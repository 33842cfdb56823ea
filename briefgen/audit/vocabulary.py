"""schema.org's vocabulary, read from its own release file: which types and properties there are, and what goes with what."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "vendor" / "schemaorg" / "schemaorg-all-https.jsonld"
DATATYPES = frozenset((
    "Text", "URL", "Date", "DateTime", "Time", "Number", "Integer", "Float", "Boolean", "CssSelectorType", "XPathType",
    "PronounceableText",
))  # fmt: skip
_PREFIX = "schema:"


class Property(NamedTuple):
    """A property of the vocabulary."""

    domains: frozenset[str]
    """Types that may have it."""
    ranges: frozenset[str]
    """Types of its values."""
    superseded_by: str


class Vocabulary(NamedTuple):
    """All of it."""

    types: dict[str, tuple[str, ...]]
    """Type to the types it is a kind of."""
    properties: dict[str, Property]
    members: frozenset[str]
    """Values of enumerations."""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    types: dict[str, tuple[str, ...]] = {}
    properties: dict[str, Property] = {}
    members: set[str] = set()
    for node in json.loads(FILE.read_text(encoding="utf-8"))["@graph"]:
        if not node["@id"].startswith(_PREFIX):
            continue
        name = node["@id"].removeprefix(_PREFIX)
        kinds = _many(node["@type"])
        if "rdfs:Class" in kinds:
            types[name] = _names(node.get("rdfs:subClassOf"))
        elif "rdf:Property" in kinds:
            old = _names(node.get("schema:supersededBy"))
            domains, ranges = (frozenset(_names(node.get(f"schema:{one}Includes"))) for one in ("domain", "range"))
            properties[name] = Property(domains, ranges, old[0] if old else "")
        else:
            members.add(name)
    return Vocabulary(types, properties, frozenset(members))


@cache
def lineage(type: str) -> frozenset[str]:
    """A type with everything that it is a kind of."""
    found: set[str] = set()
    waiting = [type]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += vocabulary().types.get(one, ())
    return frozenset(found)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _names(value: Any) -> tuple[str, ...]:
    return tuple(sorted(one["@id"].removeprefix(_PREFIX) for one in _many(value) if one["@id"].startswith(_PREFIX)))
