"""`briefgen theme`."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.main import CONTENT, GOOD
from briefgen.cli.options import project_of
from briefgen.model.config import SiteConfig


@click.group("theme")
def command() -> None:
    """Work on themes."""


def _config(root: Path) -> SiteConfig:
    from briefgen.reading.disk import read_settings
    from briefgen.reading.site_record import read_config

    return read_config(read_settings(root).value).value


@command.command("list")
@click.pass_context
def list_themes(ctx: click.Context) -> int:
    """List the themes that this project could use."""
    from briefgen.cli.console import Console
    from briefgen.desk.themes import listed

    root = project_of(ctx)
    for one in listed(root, _config(root)):
        used = "  (in use)" if one.used else ""
        options = f"  options: {', '.join(one.options)}" if one.options else ""
        Console().result(f"{one.name:<12} {one.where:<10} {one.title}{options}{used}".rstrip())
    return GOOD


@command.command("new")
@click.argument("name")
@click.option("--extends", default="broadsheet", help="The theme that has whatever the new one lacks.")
@click.pass_context
def new(ctx: click.Context, name: str, extends: str) -> int:
    """Start a theme in themes/NAME."""
    from briefgen.cli.console import Console, printable
    from briefgen.desk.themes import ThemeError, chosen, start_theme

    root = project_of(ctx)
    try:
        for path in start_theme(root, name, extends):
            Console().result(path.relative_to(root).as_posix())
        if chosen(_config(root)) != name:
            Console().say(f"Next: choose it in briefgen.yaml: theme: {name}")
    except ThemeError as error:
        raise click.UsageError(printable(str(error))) from None
    return GOOD


@command.command("check")
@click.argument("name", required=False)
@click.pass_context
def check(ctx: click.Context, name: str | None) -> int:
    """Say what is wrong with a theme; that of the site unless NAME is given."""
    from briefgen.cli.console import Console, printable
    from briefgen.desk.themes import ThemeError, chosen, examined

    root, console = project_of(ctx), Console()
    config = _config(root)
    try:
        said, remarks = examined(root, config, name or chosen(config))
    except ThemeError as error:
        raise click.UsageError(printable(str(error))) from None
    console.diagnostics(said, "text", lambda path: _text(root / path))
    for one in remarks:
        console.remark(one)
    if not said:
        console.result(f"{name or chosen(config)}: nothing is wrong")
    return CONTENT if any(one.level == "error" for one in said) else GOOD


def _text(path: Path) -> str | None:
    """A file of a theme in the project; those of other themes are not shown."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


@command.command("eject")
@click.argument("file")
@click.option("--block", default="", metavar="NAME", help="Take over one block of a template instead of the file.")
@click.pass_context
def eject_file(ctx: click.Context, file: str, block: str) -> int:
    """Copy a file of the site's theme into the project, to change it there."""
    from briefgen.cli.console import Console, printable
    from briefgen.desk.themes import ThemeError, eject

    root = project_of(ctx)
    try:
        Console().result(eject(root, _config(root), file, block).relative_to(root).as_posix())
    except ThemeError as error:
        raise click.UsageError(printable(str(error))) from None
    return GOOD


_HOW = {
    "adds": "adds to the theme",
    "extends": "extends the file that it hides",
    "same": "is the same as the file that it hides: take it out, and it stays up to date by itself",
}


@command.command("diff")
@click.pass_context
def diff(ctx: click.Context) -> int:
    """Show what the project's own files of its theme differ in from those they hide."""
    from briefgen.cli.console import Console, printable
    from briefgen.desk.themes import ThemeError, chosen, differences

    root, console = project_of(ctx), Console()
    try:
        config = _config(root)
        found = list(differences(root, config))
        if not found:
            console.say(f"this project has no files of its own for the theme “{chosen(config)}”")
        for one in found:
            console.result(one.text.rstrip("\n") if one.how == "differs" else f"{one.path} {_HOW[one.how]}")
    except ThemeError as error:
        raise click.UsageError(printable(str(error))) from None
    return GOOD
