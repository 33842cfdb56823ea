"""`briefgen clean`."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.console import Console
from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import project_of
from briefgen.output.lock import alone
from briefgen.output.write import Folder, OutputFaultError


@click.command("clean")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to clean instead of site/.")
@click.pass_context
def command(ctx: click.Context, output: Path | None) -> int:
    """Remove what briefgen wrote, and nothing else."""
    console, root = Console(), project_of(ctx)
    target = output.resolve() if output is not None else root / "site"
    try:
        with alone(root, target, console.say):
            removed = Folder(root, target).clean()
    except OutputFaultError as error:
        console.complain(str(error))
        return USAGE
    console.result(f"{removed} files removed")
    return GOOD
