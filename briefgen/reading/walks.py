"""Walks over the texts of a record that carry a certain note (`ref`, `advised`, `file`, `url`), wherever they stand.

The way through a struct is worked out once per type and note, and leads only where such texts can be, so that
twenty thousand claims are walked in a second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import is_
from types import MappingProxyType
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.dates import When
from briefgen.base.diagnostics import Loc
from briefgen.reading.shapes import Annotation, bare, branches, extras, fields, items, kind_word, mark, origin, shape_of

Visit = Callable[[str, Mapping[str, Any], Loc], str]
"""Called with a text, its notes and its place; gives the text that shall stand there instead, or `""` for none."""
_Step = Callable[[Any, Loc, Visit], Any]


def walk(value: Struct, note: str, visit: Visit) -> Any:
    """The value with every text that carries the note replaced by what `visit` gives for it."""
    step = _struct_step(type(value), note)
    return value if step is None else step(value, (), visit)


@cache
def _struct_step(struct: type[Struct], note: str) -> _Step | None:
    """The way through a struct; None when no such text is in it."""
    found = ((one, _step(one.annotation, note)) for one in fields(struct).values())
    steps = [(one.name, one.written, step) for one, step in found if step is not None]
    if not steps:
        return None

    def through(value: Struct, loc: Loc, visit: Visit) -> Struct:
        changes = {}
        for name, written, step in steps:
            old = getattr(value, name)
            if old:
                new = step(old, (*loc, written), visit)
                if new is not old:
                    changes[name] = new
        return replace(value, **changes) if changes else value

    return through


def _step(annotation: Annotation, note: str) -> _Step | None:
    ways = branches(annotation)
    if len(ways) > 1:
        return _choice_step(ways, note)
    notes = extras(ways[0])
    kind = bare(ways[0])
    if kind is str:
        return _text_step(notes) if note in notes else None
    if origin(kind) is tuple:
        return _list_step(_step(items(ways[0]), note))
    if origin(kind) is dict:
        return _mapping_step(_step(get_args(kind)[1], note))
    if isinstance(kind, type) and issubclass(kind, Struct) and kind is not When:
        return _struct_step(kind, note)
    return None


def _text_step(notes: Mapping[str, Any]) -> _Step:
    kept = MappingProxyType(dict(notes))

    def through(value: str, loc: Loc, visit: Visit) -> str:
        return visit(value, kept, loc)

    return through


def _list_step(inner: _Step | None) -> _Step | None:
    if inner is None:
        return None

    def through(values: tuple[Any, ...], loc: Loc, visit: Visit) -> tuple[Any, ...]:
        changed = [inner(one, (*loc, n), visit) for n, one in enumerate(values)]
        if all(map(is_, changed, values)):
            return values
        return tuple(one for one in changed if one != "")

    return through


def _mapping_step(inner: _Step | None) -> _Step | None:
    if inner is None:
        return None

    def through(values: dict[str, Any], loc: Loc, visit: Visit) -> dict[str, Any]:
        changed = {key: inner(one, (*loc, key), visit) for key, one in values.items()}
        return values if all(changed[key] is values[key] for key in values) else changed

    return through


def _choice_step(ways: tuple[Annotation, ...], note: str) -> _Step | None:
    """The branch that has the value's shape."""
    by_mark = {mark(one): step for one in ways if (step := _step(one, note)) is not None}
    if not by_mark:
        return None

    def through(value: Any, loc: Loc, visit: Visit) -> Any:
        word = kind_word(type(value)) if isinstance(value, Struct) else ""
        told = (f"mapping {word}" if word else "mapping") if isinstance(value, Struct) else shape_of(value)
        step = by_mark.get(told)
        return value if step is None else step(value, loc, visit)

    return through
