"""`briefgen upgrade`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.cli.amended import amend, writing

if TYPE_CHECKING:
    from briefgen.amending.plan import Change
    from briefgen.asking.project import Project


@click.command("upgrade")
@writing
@click.pass_context
def command(ctx: click.Context, write: bool) -> int:
    """Bring older content to today's form.

    Keys and words that briefgen still understands, but writes differently now, are rewritten; comments and layout stay,
    and so does the site. Shows what would change; --write does it.
    """

    def make(project: Project) -> Change:
        from briefgen.amending.upgrade import upgrade

        return upgrade(project)

    return amend(ctx, write, make, "the content has today's form")
