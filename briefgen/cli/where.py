"""`briefgen where`."""

from __future__ import annotations

import json

import click

from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import KeyType, project_of

_WAYS = {
    "field": "in the field {}", "link": "linked by hand: {}", "claim": "makes the claim: {}", "file": "linked as a file: {}",
    "mention": "named: {}",
}  # fmt: skip


@click.command("where")
@click.argument("key", type=KeyType())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.pass_context
def command(ctx: click.Context, key: str, form: str) -> int:
    """Tell every place that leads to a record.

    Fields of other records, links made by hand, passages that make a claim, and names found in texts, each with its
    file and line.
    """
    from briefgen.asking.project import UnknownRecordError
    from briefgen.asking.where import where
    from briefgen.cli.asked import read
    from briefgen.cli.console import Console, printable
    from briefgen.linking.uses import UseError

    console = Console()
    try:
        project = read(console, project_of(ctx))
        found = where(project, project.find(key))
    except (UnknownRecordError, UseError, ValueError) as error:
        console.complain(str(error.args[0]))
        return USAGE
    if form == "json":
        told = [
            {
                "path": one.path,
                "line": one.line,
                "column": one.column,
                "record": one.by,
                "how": one.how,
                "what": one.what,
            }
            for one in found
        ]
        console.result(json.dumps(told, ensure_ascii=False, indent=2))
        return GOOD
    for one in found:
        console.result(printable(f"{one.path}:{one.line}:{one.column}: {one.by}: {_WAYS[one.how].format(one.what)}"))
    if not found:
        console.say("nowhere")
    return GOOD
