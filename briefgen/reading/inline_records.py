"""Whole records inside an article's sidebar notes, for sites without a registry.

They are taken out before the notes are checked, so that each record is checked once and by itself.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from briefgen.base.diagnostics import Loc
from briefgen.base.text import slug
from briefgen.reading.problems import Problem

_KINDS = {"who": "person", "orgs": "organisation", "places": "place", "claims": "claim"}


class InlineRecord(Struct, frozen=True):
    """A record that stands in the notes."""

    kind: str
    id: str
    prefix: Loc
    value: Any
    """As read, to be checked like any other record."""


class SettledNotes(Struct, frozen=True):
    """Notes that only refer, and the records that were taken out of them."""

    value: dict[str, Any]
    inline: tuple[InlineRecord, ...]
    problems: tuple[Problem, ...]


def settle_notes(value: dict[str, Any]) -> SettledNotes:
    """Put references in the place of inline records."""
    inline: list[InlineRecord] = []
    problems: list[Problem] = []
    settled = dict(value)
    for name, kind in _KINDS.items():
        if isinstance(entries := value.get(name), list):
            settled[name] = [_settled(one, kind, (name, n), inline, problems) for n, one in enumerate(entries)]
    return SettledNotes(settled, tuple(inline), tuple(problems))


def _settled(note: Any, kind: str, loc: Loc, inline: list[InlineRecord], problems: list[Problem]) -> Any:
    if not isinstance(note, dict):
        return note
    record = note.get("inline")
    if bool(note.get("ref")) == (record is not None):
        hint = "write `ref:` with an id, or `inline:` with a whole record"
        problems.append(Problem("E034", loc, "a note needs exactly one of `ref` and `inline`", hint))
    if not isinstance(record, dict):
        return note
    rest = {key: inner for key, inner in note.items() if key != "inline"}
    loc = (*loc, "inline")
    if not (id := _id(record)):
        hint = "add `id:` with small letters a–z, digits and hyphens"
        problems.append(Problem("E013", loc, "no id can be made from the name of this record", hint, on_key=True))
        return rest
    inline.append(InlineRecord(kind, id, loc, record))
    return {"ref": f"{kind}:{id}", **rest}


def _id(record: dict[str, Any]) -> str:
    """The id that is given, or one made from the first name the record has."""
    if isinstance(id := record.get("id"), str) and id:
        return id
    names = (record.get(key) for key in ("name", "short", "title"))
    return next((made for one in names if isinstance(one, str) and (made := slug(one))), "")
