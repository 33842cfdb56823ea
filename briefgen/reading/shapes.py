"""What the model's structs say about themselves: written names, documentation, and what a field may hold.

The structs in `model/records.py`, `parts.py`, `notes.py` and `config.py` are the only definition of the content model. Validation,
JSON Schema, the resolving of references and the finding of places are all derived from what is read here.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Container, Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct

from briefgen.base.dates import When
from briefgen.model import config, formats, notes, parts, publishing, records, style, theme

Annotation = Any
"""A type with its `Annotated` metadata: nothing narrower describes one."""


class Field(Struct, frozen=True):
    """One field of a struct."""

    struct: type[Struct]
    name: str
    """In Python."""
    written: str
    """In YAML."""
    annotation: Annotation
    default: Any
    """`NODEFAULT` when the field must be written."""

    @property
    def required(self) -> bool:
        """Whether there must be a value."""
        return self.default is NODEFAULT

    @property
    def default_word(self) -> str:
        """The word that stands when none is written; empty when there is no such word.

        It takes the place of an equal one that is written: msgspec leaves a default out only when it is the same
        object, and two records that are equal shall have equal bytes.
        """
        return self.default if isinstance(self.default, str) else ""

    @property
    def doc(self) -> str:
        """The text under the field; read from the model's source only when somebody asks."""
        return field_docs(self.struct).get(self.written, "")


@cache
def fields(struct: type[Struct]) -> Mapping[str, Field]:
    """The fields of a struct by their written names."""
    hints = {name: one for base in reversed(struct.__mro__) for name, one in _own_hints(base).items()}
    names, defaults = struct.__struct_fields__, struct.__struct_defaults__
    made = (
        Field(
            struct=struct,
            name=name,
            written=written_name(name, hints[name]),
            annotation=hints[name],
            default=default,
        )
        for name, default in zip(names, (NODEFAULT,) * (len(names) - len(defaults)) + defaults, strict=True)
    )
    return MappingProxyType({one.written: one for one in made})


@cache
def _own_hints(kind: type) -> Mapping[str, Annotation]:
    """The annotations of a class without those it inherits, which `get_type_hints` would read anew for every record."""
    return inspect.get_annotations(kind, globals=vars(sys.modules[kind.__module__]), locals={}, eval_str=True)


@cache
def field_docs(struct: type[Struct]) -> Mapping[str, str]:
    """The text under each field, by the field's written name."""
    docs: dict[str, str] = {}
    for base in reversed(struct.__mro__):
        if issubclass(base, Struct) and base is not Struct:
            docs.update(_docs_in(base.__module__).get(base.__name__, {}))
    return MappingProxyType({one.written: docs.get(one.name, "") for one in fields(struct).values()})


@cache
def _docs_in(module: str) -> Mapping[str, Mapping[str, str]]:
    """The texts under fields in a whole module, class by class: its source is parsed once."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {one.name: _docs_of_class(one) for one in tree.body if isinstance(one, ast.ClassDef)}


def _docs_of_class(tree: ast.ClassDef) -> dict[str, str]:
    docs: dict[str, str] = {}
    for field, below in pairwise(tree.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(doc))):
                docs[name] = inspect.cleandoc(doc)
    return docs


def written_name(name: str, annotation: Annotation) -> str:
    """The key an editor writes: the field's name unless it is a word of Python, such as `from`."""
    for branch in (annotation, *get_args(annotation)):
        if (extra := extras(branch)).get("name"):
            return str(extra["name"])
    return name


def metas(annotation: Annotation) -> tuple[Meta, ...]:
    """The `Meta` notes of an annotation, outermost last."""
    if origin(annotation) is not Annotated:
        return ()
    return tuple(one for one in annotation.__metadata__ if isinstance(one, Meta))


def extras(annotation: Annotation) -> Mapping[str, Any]:
    """What the `Meta` notes say besides constraints."""
    return {name: value for one in metas(annotation) for name, value in (one.extra or {}).items()}


def origin(kind: Any) -> Any:
    """`typing.get_origin`, whose declared type leaves out what `Annotation` may be."""
    return get_origin(kind)


def bare(annotation: Annotation) -> Annotation:
    """The type without its notes."""
    return get_args(annotation)[0] if origin(annotation) is Annotated else annotation


def branches(annotation: Annotation) -> tuple[Annotation, ...]:
    """The types a value may have; `None`, which stands for “not written”, is left out."""
    if origin(bare(annotation)) in {Union, UnionType}:
        return tuple(one for one in get_args(bare(annotation)) if one is not NoneType)
    return (annotation,)


def shape(annotation: Annotation) -> str:
    """What the value looks like in YAML: text, yes/no, number, list or mapping."""
    kind = bare(annotation)
    if origin(kind) is Literal:
        return shape_of(get_args(kind)[0])
    if origin(kind) is tuple:
        return "list"
    if origin(kind) is dict or (isinstance(kind, type) and issubclass(kind, Struct) and kind is not When):
        return "mapping"
    return {bool: "yes/no", int: "number", float: "number"}.get(kind, "text")


def shape_of(value: object) -> str:
    """What a value that was read looks like."""
    if isinstance(value, bool):
        return "yes/no"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, (list, tuple)):
        return "list"
    return "mapping" if isinstance(value, dict) else "text" if isinstance(value, str) else "nothing"


def mark(annotation: Annotation) -> str:
    """What tells one branch of a field from the others: its shape, and the word under `kind` where groups of keys differ by it."""
    kind = bare(annotation)
    word = kind_word(kind) if isinstance(kind, type) and issubclass(kind, Struct) else ""
    return f"{shape(annotation)} {word}" if word else shape(annotation)


def mark_of(value: object, marks: Container[str]) -> str:
    """The mark of the branch that a value belongs to, out of those there are."""
    told = shape_of(value)
    if told == "mapping" and told not in marks and isinstance(value, Mapping):
        return f"{told} {value.get('kind')}"
    return told


@cache
def kind_word(struct: type[Struct]) -> str:
    """The one word that must stand under `kind` in a struct that is told from others by it; else empty."""
    field = fields(struct).get("kind")
    if field is None or origin(bare(field.annotation)) is not Literal:
        return ""
    words = get_args(bare(field.annotation))
    return str(words[0]) if len(words) == 1 else ""


def items(annotation: Annotation) -> Annotation:
    """What the items of a list are: for `[x, y]`, the first stands for all."""
    return get_args(bare(annotation))[0]


def step_into(annotation: Annotation, step: str | int) -> Annotation | None:
    """What stands one step further down, or None where nothing may stand."""
    for branch in branches(annotation):
        kind = bare(branch)
        if shape(branch) == "list" and isinstance(step, int):
            return items(branch)
        if shape(branch) == "mapping" and isinstance(step, str):
            if origin(kind) is dict:
                return get_args(kind)[1]
            if (found := fields(kind).get(step)) is not None:
                return found.annotation
    return None


def structs() -> Mapping[str, type[Struct]]:
    """Every struct of the content model by its name."""
    return {
        name: one
        for module in (parts, records, notes, publishing, formats, config, style, theme)
        for name, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, Struct) and one.__module__ == module.__name__
    }


@cache
def former_spellings() -> Mapping[str, tuple[str, ...]]:
    """For a name that is not found in a file, the keys it may stand under: by name in Python, or in older files."""
    found: dict[str, set[str]] = {"lang": {"language"}}
    for struct in structs().values():
        for field in fields(struct).values():
            if field.name != field.written:
                found.setdefault(field.name, set()).add(field.written)
    return {name: tuple(sorted(words)) for name, words in found.items()}
