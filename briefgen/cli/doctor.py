"""`briefgen doctor`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import project_of

_COLOURS = {"good": "32", "note": "33", "bad": "31;1"}


@click.command("doctor")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The output folder, when not site/.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.pass_context
def command(ctx: click.Context, output: Path | None, form: str) -> int:
    """Look whether briefgen can do its work here, and say what to do where it cannot.

    It changes nothing and asks no other machine.
    """
    from briefgen.cli.console import Console, printable
    from briefgen.desk.doctor import examine
    from briefgen.reading.clock import this_moment

    console = Console()
    try:
        root: Path | None = project_of(ctx)
    except click.UsageError:
        root = None
    target = output.resolve() if output is not None else None
    found = list(examine(root, target, this_moment().date(), os.environ))
    if form == "json":
        told = [{"about": one.about, "health": one.health, "said": one.said, "todo": one.todo or None} for one in found]
        console.result(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        width = max(len(one.about) for one in found)
        for one in found:
            health = console.painted(f"{one.health:4}", _COLOURS[one.health], sys.stdout)
            console.result(f"{health}  {one.about:<{width}}  {printable(one.said)}")
            if one.todo:
                console.result(f"      {'':<{width}}  → {printable(one.todo)}")
    return USAGE if any(one.health == "bad" for one in found) else GOOD
