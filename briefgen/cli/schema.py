"""`briefgen schema`."""

from __future__ import annotations

import click

from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import project_of

_HELP = """Print the JSON Schema of a kind of file, or have your editor use all of them.

Editors that know these schemas complete keys, explain them, and mark mistakes while you type. For VS Code, snippets
come with them: whole records and their parts, from a few letters.
"""


@click.command("schema", help=_HELP)
@click.argument("kind", required=False)
@click.option(
    "--write", "writing", is_flag=True, help="Write all schemas to .schemas/ and wire them to VS Code, with snippets."
)
@click.pass_context
def command(ctx: click.Context, kind: str | None, writing: bool) -> int:
    """Print or write schemas."""
    from briefgen.base.text import did_you_mean
    from briefgen.cli.console import Console
    from briefgen.desk.schemas import FOLDER, SETTINGS, SettingsError, as_text, files, write
    from briefgen.desk.snippets import FILE

    console = Console()
    if writing:
        if kind is not None:
            raise click.UsageError("--write writes all schemas; leave KIND out")
        try:
            written = write(project_of(ctx))
        except SettingsError as error:
            console.complain(str(error))
            return USAGE
        except OSError as error:
            console.complain(f"{error.filename} cannot be written: {(error.strerror or str(error)).lower()}")
            return USAGE
        console.result(
            f"{sum(one.parent.name == FOLDER for one in written)} schemas in {FOLDER}/, wired in {SETTINGS}; snippets in {FILE}"
        )
        return GOOD
    if kind is None:
        width = max(map(len, files()))
        for name, patterns in files().items():
            console.result(f"{name:<{width}}  {', '.join(patterns) or 'in front of the text of a .md file'}")
        return GOOD
    if kind not in files():
        raise click.UsageError(
            f"there is no schema “{kind}”; {did_you_mean(kind, files()) or 'briefgen schema lists them'}"
        )
    console.result(as_text(kind).rstrip("\n"))
    return GOOD
