"""`briefgen clean`."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.console import Console
from briefgen.cli.options import project_of
from briefgen.output.write import Folder


@click.command("clean")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to clean instead of site/.")
@click.pass_context
def command(ctx: click.Context, output: Path | None) -> None:
    """Remove what briefgen wrote, and nothing else."""
    root = project_of(ctx)
    folder = Folder(root, output.resolve() if output is not None else root / "site")
    removed = folder.clean()
    Console().result(f"{removed} files removed")
