"""`briefgen explain`."""

from __future__ import annotations

import textwrap

import click

from briefgen.base.codes import CODES
from briefgen.base.text import did_you_mean
from briefgen.cli.console import Console

WIDTH = 88


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a diagnostic. Without a code, list them all."""
    console = Console()
    if code is None:
        for one in CODES.values():
            console.result(f"BG-{one.code}  {one.level:8} {one.title}")
        return
    wanted = code.upper().removeprefix("BG-")
    found = CODES.get(wanted)
    if found is None:
        raise click.UsageError(
            f"there is no code “{code}”; {did_you_mean(wanted, CODES) or 'briefgen explain lists them all'}"
        )
    console.result(f"BG-{found.code} ({found.level}): {found.title}\n")
    console.result(textwrap.fill(found.explanation, WIDTH))
