"""What is wrong with one value, before it is known where the value stands in a file."""

from __future__ import annotations

from msgspec import Struct

from briefgen.base.diagnostics import Diagnostic, Loc
from briefgen.reading.yaml_nodes import YamlFile


class Problem(Struct, frozen=True):
    """A fault at a place inside a record."""

    code: str
    loc: Loc
    message: str
    hint: str = ""
    on_key: bool = False
    """True points at the key rather than at the value."""


def diagnosed(problem: Problem, file: YamlFile, prefix: Loc = (), record: str = "") -> Diagnostic:
    """The problem with its line and column; `prefix` leads to the record inside the file."""
    # A record that lacks something is shown by its key: its value may go over many lines.
    on_key = problem.on_key or not problem.loc
    return Diagnostic(
        code=problem.code,
        where=file.mark_at((*prefix, *problem.loc), on_key),
        message=problem.message,
        hint=problem.hint,
        record=record,
    )
