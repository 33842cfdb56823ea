"""`briefgen graph`."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import KeyType, project_of


@click.command("graph")
@click.argument("key", type=KeyType())
@click.option("--depth", type=click.IntRange(1, 3), default=1, help="Steps in either direction.")
@click.option("--format", "form", type=click.Choice(["svg", "dot"]), default="svg", help="A drawing, or for Graphviz.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.pass_context
def command(ctx: click.Context, key: str, depth: int, form: str, output: Path | None) -> int:
    """Draw what leads to a record and what it leads to."""
    from briefgen.asking.graph import as_dot, as_svg, graph
    from briefgen.asking.project import UnknownRecordError
    from briefgen.cli.asked import read
    from briefgen.cli.console import Console

    console = Console()
    try:
        project = read(console, project_of(ctx))
        found = graph(project, project.find(key), depth)
    except (UnknownRecordError, ValueError) as error:
        console.complain(str(error.args[0]))
        return USAGE
    if found.left_out:
        console.remark(f"{found.left_out} more are not in the drawing; briefgen where {found.middle} lists them all")
    text = as_svg(found) if form == "svg" else as_dot(found)
    if output is None:
        console.result(text.rstrip("\n"))
        return GOOD
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        console.complain(f"{output} cannot be written: {(error.strerror or str(error)).lower()}")
        return USAGE
    console.result(str(output))
    return GOOD
