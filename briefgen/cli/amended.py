"""What all commands share that change records: the difference is shown first, and made with --write."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import project_of

if TYPE_CHECKING:
    from briefgen.amending.plan import Change
    from briefgen.asking.project import Project
    from briefgen.cli.console import Console

F = TypeVar("F", bound=Callable[..., Any])
_COLOURS = {"+": "32", "-": "31", "@": "36"}

writing = click.option("--write", is_flag=True, help="Make the change; without it, it is only shown.")
"""The option that all of them have."""


def show(console: Console, lines: Iterable[str]) -> None:
    """Print a difference, in colours where there are some."""
    from briefgen.cli.console import printable

    for line in lines:
        head = line[:1] if not line.startswith(("+++", "---")) else ""
        shown = printable(line)
        console.result(console.painted(shown, _COLOURS[head], sys.stdout) if head in _COLOURS else shown)


def amend(
    ctx: click.Context, write: bool, make: Callable[[Project], Change], nothing: str = "nothing to change"
) -> int:
    """Work out a change, show it, and make it if that was asked for."""
    from briefgen.amending.plan import differences
    from briefgen.amending.plan import write as make_it
    from briefgen.amending.write import AmendError
    from briefgen.asking.project import Project, UnknownRecordError
    from briefgen.cli.console import Console, printable

    console, root = Console(), project_of(ctx)
    try:
        project = Project.read(root)
        change = make(project)
        if not change.texts:
            console.say(nothing)
            return GOOD
        show(console, differences(project, change))
        for line in change.told:
            console.say(printable(line))
        count = make_it(root, project, change) if write else len({*change.texts} - {*change.moved.values()})
    except (AmendError, UnknownRecordError, ValueError) as error:
        console.complain(printable(str(error.args[0])))
        return USAGE
    files = f"{count} file{'' if count == 1 else 's'}"
    console.say(f"{files} changed" if write else f"{files} would change; nothing was written. Do it with --write")
    return GOOD
