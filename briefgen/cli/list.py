"""`briefgen list`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import WhenType, project_of

if TYPE_CHECKING:
    from briefgen.asking.listing import Row
    from briefgen.base.dates import When

_HELP = """List records: of a kind, or those that wait, have gone, lead nowhere or are due.

WHAT is a kind (articles, people, organisations, places, events, claims, sources, terms, topics,
corrections, authors, pages) or one of:

\b
  drafts      what is not ready
  scheduled   what readers will see later
  expired     articles that have been taken off
  orphans     records that nothing leads to
  stale       what is due for another look
"""


class _What(click.ParamType[str]):
    """What can be listed."""

    name = "what"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        from briefgen.asking.listing import words

        return [click.shell_completion.CompletionItem(one) for one in words() if one.startswith(incomplete)]


@click.command("list", help=_HELP)
@click.argument("what", type=_What())
@click.option("--where", multiple=True, metavar="CONDITION", help="Only those that fit: status=open, date>=2022-04.")
@click.option("--sort", default="", metavar="FIELDS", help="Order by these fields; -FIELD turns one round.")
@click.option("--columns", default="", metavar="FIELDS", help="Show these fields beside the key.")
@click.option("--as-of", type=WhenType(), help="List as of this day.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "paths"]), default="table")
@click.pass_context
def command(
    ctx: click.Context, what: str, where: Sequence[str], sort: str, columns: str, as_of: When | None, form: str
) -> int:
    """List records."""
    from briefgen.asking.listing import ListError, rows
    from briefgen.cli.asked import read
    from briefgen.cli.console import Console

    console, root = Console(), project_of(ctx)
    names = [one.strip() for one in columns.split(",") if one.strip()]
    try:
        found = rows(read(console, root, as_of), what, where, sort, names)
    except ListError as error:
        raise click.UsageError(str(error)) from None
    except ValueError as error:
        console.complain(str(error))
        return USAGE
    match form:
        case "json":
            told = [{"key": one.key, "path": one.path, **one.values} for one in found]
            console.result(json.dumps(told, ensure_ascii=False, indent=2))
        case "csv":
            console.result(_csv(found, names))
        case "paths":
            for path in dict.fromkeys(one.path for one in found):
                console.result(path)
        case _:
            for line in _table(found):
                console.result(line)
            if not found:
                console.say("none")
    return GOOD


def _csv(found: Sequence[Row], names: Sequence[str]) -> str:
    """As spreadsheets read it; a cell that they would take for a formula is kept from being one."""
    from briefgen.asking.listing import cell

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = list(found[0].values) if found else list(names)
    writer.writerow(["key", *columns])
    for one in found:
        writer.writerow([one.key, *(_harmless(cell(value)) for value in one.values.values())])
    return text.getvalue().rstrip("\n")


def _harmless(text: str) -> str:
    """OWASP, “CSV Injection”: an apostrophe in front of what would be a formula."""
    return (
        f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} and not text[1:].replace(".", "").isdigit() else text
    )


def _table(found: Sequence[Row]) -> list[str]:
    """Aligned columns, the last as long as it is."""
    from briefgen.asking.listing import cell
    from briefgen.cli.console import printable

    if not found:
        return []
    grid = [("key", *found[0].values), *((one.key, *map(cell, one.values.values())) for one in found)]
    widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
    return [
        printable("  ".join(f"{one:<{width}}" for one, width in zip(row, widths, strict=True)).rstrip()) for row in grid
    ]
