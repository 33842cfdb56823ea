"""`briefgen new`."""

from __future__ import annotations

import os

import click

from briefgen.cli.console import Console
from briefgen.cli.options import project_of
from briefgen.desk.new import NewError, kinds, start_record
from briefgen.reading.clock import read_now


@click.command("new")
@click.argument("kind", type=click.Choice(list(kinds())), metavar="KIND")
@click.argument("name")
@click.pass_context
def command(ctx: click.Context, kind: str, name: str) -> None:
    """Start a record, for example: briefgen new person "Ada Lovelace". Prints the file's path.

    KIND is article, page, person, organisation, place, event, claim, source, term, topic, correction or author.
    """
    root = project_of(ctx)
    today = read_now(None, None, os.environ).day.isoformat()
    try:
        path = start_record(root, kind, name, today)
    except NewError as error:
        raise click.UsageError(str(error)) from None
    Console().result(str(path.relative_to(root)))
