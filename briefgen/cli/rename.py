"""`briefgen rename`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.cli.amended import amend, writing
from briefgen.cli.options import KeyType

if TYPE_CHECKING:
    from briefgen.amending.plan import Change
    from briefgen.asking.project import Project


@click.command("rename")
@click.argument("key", type=KeyType())
@click.argument("new", metavar="NEW-ID")
@click.option(
    "--no-redirect", is_flag=True, help="Make no redirect from the old address: for what was never published."
)
@writing
@click.pass_context
def command(ctx: click.Context, key: str, new: str, no_redirect: bool, write: bool) -> int:
    """Give a record another id, everywhere.

    Fields, links in texts, marked claims, files and notes follow, comments and layout stay, and the old address
    leads to the new one (redirect_from). Shows what would change; --write does it.
    """

    def make(project: Project) -> Change:
        from briefgen.amending.rename import rename

        return rename(project, project.find(key), new, not no_redirect)

    return amend(ctx, write, make)
