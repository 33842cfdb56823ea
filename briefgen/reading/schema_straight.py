"""Values that are as they should be become structs here, without anybody being asked.

There is one way in for each type, and it takes only what pydantic would take without a change (`schema_checks`).
Where there is any doubt, a blank too many or a number for a text, there is no answer, and pydantic judges.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, Literal, get_args

from msgspec import Meta, Struct

from briefgen.base.dates import DateError, When, parse_when
from briefgen.reading.shapes import Annotation, bare, branches, fields, mark, mark_of, metas, origin

_NUMBER = re.compile(r"-?[0-9]*\.[0-9]+")

_Step = Callable[[Any], Any]
"""From a value that was read to the value of a field; raises `_DoubtError`."""


class _DoubtError(Exception):
    """The value is not written as it usually is; it may still be right."""


def straight(struct: type[Struct], value: object) -> Any:
    """The struct, or None in doubt."""
    try:
        return _struct_step(struct)(value)
    except _DoubtError:
        return None


@lru_cache(maxsize=8192)
def read_date(text: str) -> When:
    """`parse_when` with a memory: few dates stand in a project only once."""
    return parse_when(text)


def as_number(value: object) -> object:
    """`50.450` is kept as text by the reader, since it would lose its last zero; here it is a number."""
    if isinstance(value, str) and _NUMBER.fullmatch(value) and len(value) < 40:
        return float(value)
    return value


@cache
def _struct_step(struct: type[Struct]) -> _Step:
    known: dict[str, tuple[str, _Step]] = {}  # filled as keys are met: most records use few of those they may have
    needed = frozenset(one.name for one in fields(struct).values() if one.required)

    def through(value: Any) -> Struct:
        if type(value) is not dict:
            raise _DoubtError
        given = {}
        for key, inner in value.items():
            way = known.get(key)
            if way is None:
                way = known[key] = _way(struct, key)
            if inner is not None:  # a key with nothing behind it is a key that was not written
                given[way[0]] = way[1](inner)
        if not needed <= given.keys():
            raise _DoubtError
        return struct(**given)

    return through


def _way(struct: type[Struct], key: str) -> tuple[str, _Step]:
    """The name of a field in Python and the way into it."""
    field = fields(struct).get(key)
    if field is None:
        raise _DoubtError
    step, word = _step(field.annotation), field.default_word
    return field.name, (lambda value: word if value == word else step(value)) if word else step


def _step(annotation: Annotation) -> _Step:
    ways = branches(annotation)
    if len(ways) > 1:
        return _choice_step({mark(one): _step(one) for one in ways})
    kind, limits = bare(ways[0]), metas(ways[0])
    made_of = origin(kind)
    if kind is str:
        return _text_step(limits)
    if made_of is tuple:
        return _limited(_tuple_step(get_args(kind)), limits)
    if made_of is dict:
        return _limited(_mapping_step(*map(_step, get_args(kind))), limits)
    if made_of is Literal:
        return _word_step(frozenset(get_args(kind)))
    if kind is float:
        return _limited(_number, limits)
    if kind in {bool, int}:
        return _limited(_exactly(kind), limits)
    return _date if kind is When else _struct_step(kind)


def _choice_step(ways: Mapping[str, _Step]) -> _Step:
    def through(value: Any) -> Any:
        step = ways.get(mark_of(value, ways))
        if step is None:
            raise _DoubtError
        return step(value)

    return through


def _exactly(kind: type) -> _Step:
    def through(value: Any) -> Any:
        if type(value) is not kind:
            raise _DoubtError
        return value

    return through


def _text_step(limits: tuple[Meta, ...]) -> _Step:
    return _limited(_bare_text if any(one.min_length for one in limits) else _exactly(str), limits)


def _bare_text(value: Any) -> Any:
    """A text that may not be empty: blanks around it do not count, and are taken off elsewhere."""
    if type(value) is not str or value != value.strip():
        raise _DoubtError
    return value


def _limited(step: _Step, limits: tuple[Meta, ...]) -> _Step:
    """The step, and what is told about patterns, lengths and sizes."""
    tests = [test for one in limits for test in _tests(one)]
    if not tests:
        return step

    def through(value: Any) -> Any:
        made = step(value)
        if not all(test(made) for test in tests):
            raise _DoubtError
        return made

    return through


def _tests(limit: Meta) -> list[Callable[[Any], Any]]:
    least, most, lowest, highest = limit.min_length, limit.max_length, limit.ge, limit.le
    tests: list[Callable[[Any], Any]] = []
    if limit.pattern is not None:
        # pydantic looks for the pattern anywhere; patterns are written from ^ to $, so that this is the same or less.
        tests.append(re.compile(limit.pattern).fullmatch)
    if least is not None:
        tests.append(lambda value: len(value) >= least)
    if most is not None:
        tests.append(lambda value: len(value) <= most)
    if lowest is not None:
        tests.append(lambda value: value >= lowest)
    if highest is not None:
        tests.append(lambda value: value <= highest)
    return tests


def _tuple_step(arguments: tuple[Any, ...]) -> _Step:
    steps = [_step(one) for one in arguments if one is not Ellipsis]
    if Ellipsis not in arguments:
        return _row_step(steps)
    step = steps[0]

    def through(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _DoubtError
        return tuple([step(one) for one in value])

    return through


def _row_step(steps: list[_Step]) -> _Step:
    """A list of so many values."""

    def through(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or len(value) != len(steps):
            raise _DoubtError
        return tuple([step(one) for step, one in zip(steps, value, strict=True)])

    return through


def _mapping_step(key: _Step, inner: _Step) -> _Step:
    def through(value: Any) -> dict[Any, Any]:
        if type(value) is not dict:
            raise _DoubtError
        return {key(name): inner(one) for name, one in value.items()}

    return through


def _word_step(words: frozenset[Any]) -> _Step:
    def through(value: Any) -> Any:
        # Python takes `true` for 1.
        if type(value) not in {str, int} or value not in words:
            raise _DoubtError
        return value

    return through


def _number(value: Any) -> Any:
    number = as_number(value)
    if type(number) is int:
        return float(number)
    if type(number) is not float:
        raise _DoubtError
    return number


def _date(value: Any) -> When:
    if type(value) not in {str, int, float}:
        raise _DoubtError
    try:
        return read_date(value if type(value) is str else str(value))
    except DateError:
        raise _DoubtError from None
