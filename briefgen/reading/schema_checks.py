"""What is wrong with a value, and JSON Schemas: pydantic is asked, the structs decide.

Each struct becomes a typed dictionary under its written keys, closed and strict, whose validated value makes the
struct. Unions choose their branch by the shape of what was written, so that an editor hears about the branch that
was meant and about nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, NotRequired, Required, get_args

from msgspec import Meta, Struct
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    PlainValidator,
    Strict,
    StringConstraints,
    Tag,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic import Field as PydanticField
from pydantic_core import ErrorDetails, PydanticCustomError
from typing_extensions import TypedDict

from briefgen.base.dates import DateError, When
from briefgen.base.diagnostics import Loc
from briefgen.reading import shapes
from briefgen.reading.problems import Problem
from briefgen.reading.schema_places import TAG, place_of
from briefgen.reading.schema_straight import as_number, read_date
from briefgen.reading.schema_words import problems_of
from briefgen.reading.shapes import Annotation, bare, branches, mark, mark_of, metas, origin

_ROUNDS = 4
"""A part left out may make the part around it incomplete; records are nested no deeper than this."""
_CLOSED = ConfigDict(extra="forbid", strict=True)


def checked(struct: type[Struct], value: object) -> tuple[Any, tuple[Problem, ...]]:
    """The struct, without the parts that were wrong, or None when what is left is no whole record; and what was wrong."""
    try:
        return _adapter(struct).validate_python(value), ()
    except ValidationError as error:
        found = [(place_of(struct, one["loc"]), one) for one in error.errors(include_url=False)]
        return _salvaged(struct, value, error), tuple(problems_of(struct, found))


def schema_of(struct: type[Struct]) -> dict[str, Any]:
    """The JSON Schema of a struct, with the documentation of its fields."""
    schema = _adapter(struct).json_schema()
    for name, part in schema.get("$defs", {}).items():
        _describe(part, shapes.structs()[name])
    _describe(schema, struct)
    return schema


def _describe(schema: dict[str, Any], struct: type[Struct]) -> None:
    """Put the documentation of a struct and its fields into its schema."""
    schema["description"] = struct.__doc__ or ""
    for name, doc in shapes.field_docs(struct).items():
        schema["properties"][name]["description"] = doc


def _salvaged(struct: type[Struct], value: object, error: ValidationError) -> Any:
    """The record without its faulty parts, so that later stages can look at the rest."""
    for _ in range(_ROUNDS):
        places = [_faulty_part(struct, one) for one in error.errors(include_url=False)]
        if () in places:
            break
        value = _without(value, places)
        try:
            return _adapter(struct).validate_python(value)
        except ValidationError as left:
            error = left
    return None


def _faulty_part(struct: type[Struct], error: ErrorDetails) -> Loc:
    """What to leave out: a part that lacks something as a whole."""
    loc = place_of(struct, error["loc"]).loc
    return loc[:-1] if error["type"] == "missing" else loc


def _without(value: Any, places: list[Loc]) -> Any:
    """A copy without what stands at these places."""
    heads = {one[0] for one in places if len(one) == 1}
    deeper: dict[str | int, list[Loc]] = {}
    for one in places:
        deeper.setdefault(one[0], []).append(one[1:])
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    kept = {key: _without(one, deeper[key]) if key in deeper else one for key, one in pairs if key not in heads}
    return kept if isinstance(value, dict) else list(kept.values())


@cache
def _adapter(struct: type[Struct]) -> TypeAdapter[Any]:
    return TypeAdapter(_struct_type(struct))


@cache
def _struct_type(struct: type[Struct]) -> Any:
    keys: dict[str, Any] = {}
    for field in shapes.fields(struct).values():
        inner = _type_of(field.annotation)
        keys[field.written] = Required[inner] if field.required else NotRequired[inner | None]
    written: Any = TypedDict(struct.__name__, keys)  # type: ignore[misc]
    setattr(written, "__pydantic_config__", _CLOSED)  # noqa: B010 – no type checker knows it
    return Annotated[written, AfterValidator(_maker(struct))]


def _maker(struct: type[Struct]) -> Callable[[dict[str, Any]], Struct]:
    renamed = {one.written: one.name for one in shapes.fields(struct).values() if one.written != one.name}
    words = {one.name: one.default_word for one in shapes.fields(struct).values() if one.default_word}

    def make(written: dict[str, Any]) -> Struct:
        written.update((name, word) for name, word in words.items() if written.get(name) == word)
        if None in written.values():
            # A key with nothing behind it is a key that was not written.
            written = {key: value for key, value in written.items() if value is not None}
        return struct(**written)

    def make_renamed(written: dict[str, Any]) -> Struct:
        return make({renamed.get(key, key): value for key, value in written.items()})

    return make_renamed if renamed else make


def _type_of(annotation: Annotation) -> Any:
    """The pydantic type for a field's annotation."""
    ways = branches(annotation)
    if len(ways) > 1:
        return _union(ways)
    kind = bare(ways[0])
    limits = _limits(ways[0])
    made = _bare_type(kind)
    return Annotated[made, *limits] if limits else made


def _union(ways: tuple[Annotation, ...]) -> Any:
    tagged: Any = None
    for way in ways:
        # No two branches of a field have the same mark; that is how the branch is chosen.
        made = _type_of(way)
        branch: Any = Annotated[made, Tag(TAG + mark(way))]
        tagged = branch if tagged is None else tagged | branch
    marks = frozenset(map(mark, ways))

    def tag(value: object) -> str:
        return TAG + mark_of(value, marks)

    return Annotated[tagged, Discriminator(tag)]


def _bare_type(kind: Any) -> Any:
    made_of = origin(kind)
    if kind is When:
        return _DATE
    if kind is float:
        return Annotated[float, BeforeValidator(as_number)]
    if made_of is tuple:
        return _tuple_type(get_args(kind))
    if made_of is dict:
        key, value = get_args(kind)
        return dict[_type_of(key), _type_of(value)]  # type: ignore[misc]
    if made_of is Literal:
        return Annotated[kind, BeforeValidator(_no_yes_or_no)]
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _struct_type(kind)
    return kind


def _tuple_type(arguments: tuple[Any, ...]) -> Any:
    inner: Any = tuple(one if one is Ellipsis else _type_of(one) for one in arguments)
    # A list in YAML becomes a tuple: the one conversion that strictness would forbid.
    return Annotated[tuple[inner], Strict(False)]


def _limits(annotation: Annotation) -> list[Any]:
    limits = [_limit(one) for one in metas(annotation)]
    found = [one for one in limits if one is not None]
    if bare(annotation) is str and any(one.min_length for one in metas(annotation)):
        # “ ” is as empty as “”.
        found.append(StringConstraints(strip_whitespace=True))
    return found


def _limit(meta: Meta) -> Any:
    names = ("pattern", "min_length", "max_length", "ge", "le")
    given: Mapping[str, Any] = {name: getattr(meta, name) for name in names if getattr(meta, name) is not None}
    return PydanticField(**given) if given else None


def _no_yes_or_no(value: object) -> object:
    """Python takes `true` for 1."""
    if isinstance(value, bool):
        raise PydanticCustomError("word_type", "neither true nor false")
    return value


def _when(value: object) -> When:
    if isinstance(value, str):
        return _parsed(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _parsed(str(value))
    raise PydanticCustomError("date_type", "not a date")


def _parsed(text: str) -> When:
    try:
        return read_date(text)
    except DateError as error:
        raise PydanticCustomError("bad_date", "{reason}", {"reason": str(error)}) from None


_DATE_SCHEMA = {"type": ["string", "integer"], "format": "edtf", "examples": ["2022", "2022-04", "2022-04-02"]}
_DATE = Annotated[When, PlainValidator(_when), WithJsonSchema(_DATE_SCHEMA)]
