"""`briefgen merge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.cli.amended import amend, writing
from briefgen.cli.options import KeyType

if TYPE_CHECKING:
    from briefgen.amending.plan import Change
    from briefgen.asking.project import Project


@click.command("merge")
@click.argument("key", type=KeyType())
@click.argument("into", type=KeyType())
@writing
@click.pass_context
def command(ctx: click.Context, key: str, into: str, write: bool) -> int:
    """Make one record of two.

    Everything that named the first names the second, which gets the first one's name as an alias and whatever it did
    not say itself; what the two say differently is kept as a comment. Shows what would change; --write does it.
    """

    def make(project: Project) -> Change:
        from briefgen.amending.merge import merge

        return merge(project, project.find(key), project.find(into))

    return amend(ctx, write, make)
