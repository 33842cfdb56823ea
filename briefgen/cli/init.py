"""`briefgen init`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from briefgen.cli.console import Console
from briefgen.desk.ci import write_workflow
from briefgen.desk.init import InitError, start_project
from briefgen.reading.clock import read_now


@click.command("init")
@click.option("--example", is_flag=True, help="Start from the example briefing.")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab"]),
    help="Add a workflow that checks, builds and publishes; also for a project that is there.",
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.pass_context
def command(ctx: click.Context, example: bool, ci: str | None, folder: Path) -> None:
    """Start a project in a new folder."""
    target = Path(ctx.obj) / folder
    if ci and not example and ((target / "briefgen.yaml").is_file() or (target / "content").is_dir()):
        _add_workflow(target, ci)
        return
    try:
        written = start_project(target, example, read_now(None, None, os.environ).day.isoformat())
    except InitError as error:
        raise click.UsageError(str(error)) from None
    console = Console()
    for path in written[:12]:
        console.result(str(path))
    if len(written) > 12:
        console.result(f"… {len(written)} files in all")
    if ci:
        _add_workflow(target, ci)
    console.say("Next: briefgen build" if str(target) == "." else f"Next: cd {target} && briefgen build")


def _add_workflow(target: Path, ci: str) -> None:
    try:
        Console().result(str(write_workflow(target, ci)))
    except InitError as error:
        raise click.UsageError(str(error)) from None
