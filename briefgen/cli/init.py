"""`briefgen init`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from briefgen.cli.console import Console
from briefgen.desk.init import InitError, start_project
from briefgen.reading.clock import read_now


@click.command("init")
@click.option("--example", is_flag=True, help="Start from the example briefing.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.pass_context
def command(ctx: click.Context, example: bool, folder: Path) -> None:
    """Start a project in a new folder."""
    target = Path(ctx.obj) / folder
    try:
        written = start_project(target, example, read_now(None, None, os.environ).day.isoformat())
    except InitError as error:
        raise click.UsageError(str(error)) from None
    console = Console()
    for path in written[:12]:
        console.result(str(path))
    if len(written) > 12:
        console.result(f"… {len(written)} files in all")
    console.say(f"Next: cd {target} && briefgen build")
