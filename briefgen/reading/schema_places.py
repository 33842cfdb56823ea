"""From a place as pydantic tells it to the place in the file, and to what the model expects there.

pydantic puts the chosen branch of a union, and the word `[key]` for a key of a mapping, among the steps of a place.
"""

from __future__ import annotations

from msgspec import Struct

from briefgen.base.diagnostics import Loc
from briefgen.reading.shapes import Annotation, bare, branches, mark, origin, step_into

TAG = "\0"
"""Marks the steps that stand for a branch of a union."""
_KEY = "[key]"


class Place(Struct, frozen=True):
    """Where something is wrong inside a record."""

    loc: Loc
    expected: Annotation | None
    """What may stand there; None for an unknown key."""
    holder: Annotation | None
    """What the last step of the place leads out of."""
    on_key: bool = False
    """True when the key itself is wrong, in a mapping that allows only some."""


def place_of(struct: type[Struct], told: Loc) -> Place:
    """Follow the steps through the model's types."""
    loc: list[str | int] = []
    holder: Annotation | None = None
    here: Annotation | None = struct
    for number, step in enumerate(told):
        last = number == len(told) - 1
        if here is not None and _is_branch(here, step):
            here = here if last else _branch(here, str(step))
        elif last and step == _KEY and holder is not None and origin(bare(holder)) is dict:
            return Place(tuple(loc), here, holder, on_key=True)
        else:
            loc.append(step)
            holder, here = here, None if here is None else step_into(here, step)
    return Place(tuple(loc), here, holder)


def _is_branch(annotation: Annotation, step: str | int) -> bool:
    return len(branches(annotation)) > 1 and isinstance(step, str) and step.startswith(TAG)


def _branch(annotation: Annotation, step: str) -> Annotation:
    return next((one for one in branches(annotation) if TAG + mark(one) == step), annotation)
