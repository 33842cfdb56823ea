"""`briefgen new`."""

from __future__ import annotations

import os

import click

from briefgen.cli.console import Console, printable
from briefgen.cli.options import project_of
from briefgen.desk.new import NewError, kinds, start_record
from briefgen.reading.clock import read_now


@click.command("new")
@click.argument("kind", type=click.Choice(list(kinds())), metavar="KIND")
@click.argument("name", required=False)
@click.option("--from", "words", metavar="WORDS", help="Fill it in from a name as it stands in the articles.")
@click.option("--lang", metavar="TAG", help="Start the version in another language of the site, such as uk.")
@click.pass_context
def command(ctx: click.Context, kind: str, name: str | None, words: str | None, lang: str | None) -> None:
    """Start a record. Prints the file's path.

    KIND is article, page, person, organisation, place, event, claim, source, term, topic, correction or author.
    NAME may be left out with --from, when it is the same. With --lang, NAME is the name or the id of the record.
    """
    root = project_of(ctx)
    today = read_now(None, None, os.environ).day.isoformat()
    if name is None and words is None:
        raise click.UsageError("Missing argument 'NAME'.")
    if lang is not None and words is not None:
        raise click.UsageError("--lang and --from do not go together.")
    try:
        if lang is not None:
            from briefgen.desk.new_version import start_version

            path = start_version(root, kind, name or "", lang, today)
        elif words is None:
            path = start_record(root, kind, name or "", today)
        else:
            # Reading the content takes its time to import, which starting an empty record need not wait for.
            from briefgen.desk.new_from import start_from

            path = start_from(root, kind, words, name or "", today)
    except NewError as error:
        raise click.UsageError(printable(str(error))) from None
    Console().result(str(path.relative_to(root)))
