"""`briefgen promote`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.cli.amended import amend, writing
from briefgen.cli.options import KeyType

if TYPE_CHECKING:
    from briefgen.amending.plan import Change
    from briefgen.asking.project import Project


@click.command("promote")
@click.argument("key", type=KeyType())
@writing
@click.pass_context
def command(ctx: click.Context, key: str, write: bool) -> int:
    """Move a record out of an article's notes into a file of its own.

    The note refers to it from then on, as other articles may. Shows what would change; --write does it.
    """

    def make(project: Project) -> Change:
        from briefgen.amending.promote import promote

        return promote(project, project.find(key))

    return amend(ctx, write, make)
